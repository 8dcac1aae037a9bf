//! Where parts of nodes stand, for which the grammar has no nodes of their own.

use tree_sitter::{Node, Point, Range};

use super::Walker;

impl<'t> Walker<'t> {
    /// The range of a part of the text of a node, for a text to embed.
    #[must_use]
    pub fn range_in(&self, node: Node<'t>, part: &'t str) -> Range {
        let mut reached = (node.start_byte(), node.start_position());
        self.range_after(&mut reached, part)
    }

    /// The ranges of parts of the text of a node, in the order of the source.
    #[must_use]
    pub fn ranges_in(&self, node: Node<'t>, parts: &[&'t str]) -> Vec<Range> {
        let mut reached = (node.start_byte(), node.start_position());
        parts
            .iter()
            .map(|part| self.range_after(&mut reached, part))
            .collect()
    }

    fn range_after(&self, reached: &mut (usize, Point), part: &'t str) -> Range {
        let start_byte = part.as_ptr() as usize - self.source.as_ptr() as usize;
        let end_byte = start_byte + part.len();
        let start_point = self.point_after(*reached, start_byte);
        let end_point = self.point_after((start_byte, start_point), end_byte);
        *reached = (end_byte, end_point);
        Range {
            start_byte,
            end_byte,
            start_point,
            end_point,
        }
    }

    /// The row and column of an offset, from those of one before it; a tree may start later than its
    /// text.
    fn point_after(&self, known: (usize, Point), to: usize) -> Point {
        let (from, point) = if known.0 <= to {
            known
        } else {
            (0, Point::new(0, 0))
        };
        let between = &self.source.as_bytes()[from..to];
        match memchr::memrchr(b'\n', between) {
            None => Point::new(point.row, point.column + between.len()),
            Some(last) => {
                let rows = memchr::memchr_iter(b'\n', between).count();
                Point::new(point.row + rows, between.len() - last - 1)
            }
        }
    }
}

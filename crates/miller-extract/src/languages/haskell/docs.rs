//! Haddock: comments before a definition that start with `|`, and after it that start with `^`.

use tree_sitter::Node;

use crate::remarks;
use crate::spec::DocStyle;
use crate::walk::Walker;

/// What comments start with that document what follows.
const OPENINGS: &[&str] = &["-- |", "--|", "{- |", "{-|"];

/// The comments of Haddock that stand above what they document. A line of dashes may lead them, and
/// is one comment with them, so that their text decides.
pub(super) const DOC_STYLE: DocStyle = DocStyle {
    openings: &[""],
    exceptions: &[],
    file_openings: &[],
    clean: Some(after_mark),
};

/// Those that stand behind what they document.
const BEHIND: DocStyle = DocStyle { clean: Some(without_mark), ..DOC_STYLE };

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of a last step over the text"
)]
fn without_mark(text: String) -> String {
    text.trim_start_matches('^').trim_start().to_owned()
}

/// The text behind the mark of documentation; nothing where there is no mark.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape of a last step over the text"
)]
fn after_mark(text: String) -> String {
    let mut rest = text.as_str();
    loop {
        if let Some(marked) = rest.strip_prefix('|') {
            return remarks::dedent(marked);
        }
        match rest.split_once('\n') {
            Some((_, next)) => rest = next.trim_start(),
            None => return String::new(),
        }
    }
}

/// The documentation of a constructor or field: after it on its line or below, or before it, where
/// the sign that leads it may stand before the comment.
pub(super) fn of_part(walker: &Walker<'_>, node: Node<'_>) -> Option<String> {
    before(walker, node.start_byte()).or_else(|| after(walker, node.end_byte()))
}

fn before(walker: &Walker<'_>, start: usize) -> Option<String> {
    let remark = walker.facts.remarks.last()?;
    let (from, to) = (remark.start as usize, remark.end as usize);
    let between = walker.source().get(to..start)?.trim();
    let text = walker.source()[from..to].trim_end();
    let is_doc = OPENINGS.iter().any(|opening| text.starts_with(opening));
    (is_doc && matches!(between, "" | "=" | "|" | "{" | ","))
        .then(|| remarks::text_of_block(&[text], &DOC_STYLE))?
}

/// The comment after a definition that looks back at it: `-- ^ …` and the lines that go on with it.
pub(super) fn after(walker: &Walker<'_>, end: usize) -> Option<String> {
    let rest = walker.source()[end..].trim_start();
    let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    if let Some(inner) = rest.strip_prefix("{- ^").or_else(|| rest.strip_prefix("{-^")) {
        let text = &inner[..inner.find("-}")?];
        return Some(remarks::dedent(text)).filter(|text| !text.is_empty());
    }
    if !rest.starts_with("-- ^") && !rest.starts_with("--^") {
        return None;
    }
    let mut lines = rest.lines();
    let mut block = vec![lines.next()?];
    for line in lines.map(str::trim_start) {
        let goes_on = line.starts_with("--") && !line.starts_with("-- |") && !line.starts_with("-- ^");
        if !goes_on {
            break;
        }
        block.push(line);
    }
    remarks::text_of_block(&block, &BEHIND)
}

/// The documentation of the module: the comment above its header.
pub(super) fn of_module(walker: &Walker<'_>, root: Node<'_>) -> Option<String> {
    let mut cursor = root.walk();
    let text = root
        .named_children(&mut cursor)
        .take_while(|child| child.kind() != "header")
        .filter(|child| child.kind() == "haddock")
        .last()
        .map(|comment| walker.source()[comment.byte_range()].trim_end())?;
    let is_doc = OPENINGS.iter().any(|opening| text.starts_with(opening));
    is_doc.then(|| remarks::text_of_block(&[text], &DOC_STYLE))?
}

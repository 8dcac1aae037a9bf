//! The ids of rows. The first version of each formula is part of the contract: ids are compared
//! between indexes.

/// Makes ids of one file's rows, reusing its buffers.
#[derive(Debug)]
pub(crate) struct Ids<'p> {
    path: &'p str,
    path_hash: String,
    input: Vec<u8>,
}

impl<'p> Ids<'p> {
    pub fn new(path: &'p str) -> Ids<'p> {
        let path_hash = hex(&blake3::hash(path.as_bytes()).as_bytes()[..8]);
        Ids {
            path,
            path_hash,
            input: Vec::new(),
        }
    }

    /// 128 bits of (path, kind, qualified name, ordinal among equals).
    pub fn symbol(&mut self, kind: &str, qualified_name: &str, ordinal: u32) -> String {
        self.digest(&[
            b"symbol",
            kind.as_bytes(),
            qualified_name.as_bytes(),
            &ordinal.to_le_bytes(),
        ])
    }

    /// 64 bits of the path's hash, then start and end in 8 digits each.
    pub fn identifier(&self, start: u32, end: u32, id: &mut String) {
        id.clear();
        id.push_str(&self.path_hash);
        push_hex(&start.to_be_bytes(), id);
        push_hex(&end.to_be_bytes(), id);
    }

    /// 128 bits of (path, kind, both ends, position).
    pub fn relationship(
        &mut self,
        kind: &str,
        from: &str,
        to: &str,
        start: u32,
        end: u32,
    ) -> String {
        self.digest(&[
            b"relationship",
            kind.as_bytes(),
            from.as_bytes(),
            to.as_bytes(),
            &start.to_le_bytes(),
            &end.to_le_bytes(),
        ])
    }

    fn digest(&mut self, parts: &[&[u8]]) -> String {
        self.input.clear();
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        for part in [self.path.as_bytes()].iter().chain(parts) {
            self.input
                .extend_from_slice(&(part.len() as u32).to_le_bytes());
            self.input.extend_from_slice(part);
        }
        hex(&blake3::hash(&self.input).as_bytes()[..16])
    }
}

/// Lower-case hex digits.
fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(bytes, &mut text);
    text
}

/// Appends lower-case hex digits. The format macros take several times as long, for every use.
fn push_hex(bytes: &[u8], text: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

//! What the grammar stumbles over, said in words that it knows, byte for byte: what calls the
//! constructor of a base class, attributes of types, paths behind a variable, and the operators of
//! PowerShell 7.

/// So much of a text is looked at for the end of what is written over, in bytes.
const LOOKED_AT: usize = 1_000;

/// Rewords a text; `false` where there is nothing to reword. Names are read from the text itself.
pub(super) fn reword(text: &mut [u8]) -> bool {
    let mut changed = false;
    for at in 0..text.len() {
        changed |= match text[at] {
            b':' => base_call(text, at),
            b'[' => attribute(text, at),
            b'/' => path(text, at),
            b'?' => operator(text, at),
            _ => false,
        };
    }
    changed
}

/// `Name($width) : base($width) {`
fn base_call(text: &mut [u8], at: usize) -> bool {
    let near = &text[at + 1..text.len().min(at + LOOKED_AT)];
    let rest = near.trim_ascii_start();
    let is_base = rest.len() > 4 && rest[..4].eq_ignore_ascii_case(b"base");
    let arguments = if is_base { rest[4..].trim_ascii_start() } else { &[] };
    let behind_parameters = text[..at].trim_ascii_end().ends_with(b")");
    if !behind_parameters || !arguments.starts_with(b"(") {
        return false;
    }
    let open = at + 1 + near.len() - arguments.len();
    blank_to_end(text, at, open, b')')
}

/// `[Flags()] enum Name {`
fn attribute(text: &mut [u8], at: usize) -> bool {
    let Some(close) = closing(text, at, b']') else { return false };
    let rest = text[close + 1..text.len().min(close + LOOKED_AT)].trim_ascii_start();
    let word = rest.split(|byte| *byte == b' ').next().unwrap_or(rest);
    let is_of_type = word.eq_ignore_ascii_case(b"enum") || word.eq_ignore_ascii_case(b"class");
    let starts_line = text[..at]
        .iter()
        .rev()
        .find(|byte| !matches!(byte, b' ' | b'\t'))
        .is_none_or(|byte| matches!(byte, b'\n' | b';'));
    if !is_of_type || !starts_line {
        return false;
    }
    // On a line of its own it becomes a comment, past which documentation is found.
    let near = &text[close + 1..text.len().min(close + LOOKED_AT)];
    let behind = near.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    if behind == Some(&b'\n') && !text[at..close].contains(&b'\n') {
        text[at] = b'#';
        return true;
    }
    blank_to_end(text, at, at, b']')
}

/// `. $PSScriptRoot/name.ps1`: backslashes divide paths as well.
fn path(text: &mut [u8], at: usize) -> bool {
    let line = &text[at.saturating_sub(LOOKED_AT)..at];
    let start = memchr::memrchr(b'\n', line).map_or(0, |newline| newline + 1);
    let before = line[start..].trim_ascii_start();
    let is_path = matches!(before, [b'.' | b'&', b' ', b'$', ..])
        && before[3..].iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:\\".contains(byte));
    if is_path {
        text[at] = b'\\';
    }
    is_path
}

/// `??=`, `??`, and `condition ? one : other`.
fn operator(text: &mut [u8], at: usize) -> bool {
    if text[at..].starts_with(b"??=") {
        text[at..at + 3].copy_from_slice(b" +=");
        return true;
    }
    if text[at..].starts_with(b"?? ") {
        text[at..at + 2].copy_from_slice(b"-f");
        return true;
    }
    let before = text[..at].trim_ascii_end().last().copied();
    // `… | ? { … }` calls a command.
    let is_spaced = at > 0 && text[at - 1] == b' ' && text.get(at + 1) == Some(&b' ');
    let behind_value = before
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || b")]}\"'_".contains(&byte));
    let end = text.len().min(at + LOOKED_AT);
    let line = &text[at..memchr::memchr(b'\n', &text[at..end]).map_or(end, |length| at + length)];
    let Some(colon) = memchr::memmem::find(line, b" : ") else { return false };
    if !is_spaced || !behind_value {
        return false;
    }
    (text[at], text[at + colon + 1]) = (b'+', b'+');
    true
}

/// Writes blanks from `start` to the end of the brackets that open at `open`.
fn blank_to_end(text: &mut [u8], start: usize, open: usize, mark: u8) -> bool {
    let Some(close) = closing(text, open, mark) else { return false };
    for byte in &mut text[start..=close] {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    true
}

/// Where the brackets end that open at an offset.
fn closing(text: &[u8], open: usize, mark: u8) -> Option<usize> {
    let mut depth = 0_usize;
    let near = &text[open..text.len().min(open + LOOKED_AT)];
    for (at, byte) in near.iter().enumerate() {
        if *byte == text[open] {
            depth += 1;
        } else if *byte == mark {
            depth -= 1;
            if depth == 0 {
                return Some(open + at);
            }
        }
    }
    None
}

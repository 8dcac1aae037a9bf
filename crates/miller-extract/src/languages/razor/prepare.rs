//! A page written as C#, byte for byte: the code in it stays where it stands, all else is blanked.

use super::plan::{CLASS, plan};

/// Writes C# over a page.
pub(super) fn prepare(text: &mut [u8]) {
    let pieces = plan(text).pieces;
    let mut at = 0;
    // What the last piece is still to be ended by; before the first one, so that the class of the page
    // starts where the page does.
    let mut ending: &[u8] = b";";
    for piece in pieces {
        blank(&mut text[at..piece.start], &mut ending);
        if piece.opening == CLASS {
            begin_class(text, piece.from, piece.start);
        } else {
            let opening = text[piece.from..piece.start].iter_mut().zip(piece.opening);
            for (byte, open) in opening.filter(|(byte, _)| **byte == b' ') {
                *byte = *open;
            }
        }
        if !piece.ending.is_empty() {
            ending = piece.ending;
        }
        at = piece.end;
    }
    blank(&mut text[at..], &mut ending);
}

/// Writes the head of a class over `@code {`. Its name takes the place of the brace, which goes to the
/// white space after it; without white space, the parser has to make up a name.
fn begin_class(text: &mut [u8], from: usize, brace: usize) {
    text[from..from + CLASS.len()].copy_from_slice(CLASS);
    let inside = &text[brace + 1..];
    let space = inside.iter().take_while(|byte| byte.is_ascii_whitespace());
    let free = space
        .enumerate()
        .find(|(_, byte)| **byte != b'\n')
        .map(|(at, _)| brace + 1 + at);
    if let Some(free) = free.filter(|_| from + CLASS.len() < brace) {
        text[brace] = b'_';
        text[free] = b'{';
    }
}

/// Blanks a text and puts what is still to be written at the first places in it.
fn blank(text: &mut [u8], ending: &mut &[u8]) {
    for byte in text.iter_mut().filter(|byte| **byte != b'\n') {
        *byte = match ending.split_first() {
            Some((first, rest)) => {
                *ending = rest;
                *first
            }
            None => b' ',
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stays_and_the_rest_is_blank() {
        for (page, code) in [
            (
                "<p>@Name</p>\n@code { int a; }",
                ";  !Name;   \nclass _{int a; }",
            ),
            ("a@b.c @@d @(1) @f(2)", ";         !(1); f(2)"),
            (
                "@if (a) { <b>@c</b> } else { d(); }",
                ";if (a) {    !c;    } else { d(); }",
            ),
            ("<a @onclick=\"Go\" b='@c'>", ";           !Go;    !c; "),
            ("@{ x = @<i></i>; }\n", ";{ x = 0       ; }\n"),
        ] {
            let mut text = page.as_bytes().to_vec();
            prepare(&mut text);
            assert_eq!(String::from_utf8_lossy(&text), code, "{page}");
        }
    }
}

//! Turning the bytes of a file into text.
//!
//! Tried in this order: UTF-16 by its byte order mark; UTF-8, whose mark stays in the text so
//! that offsets stay offsets into the file; the encoding that the file declares; UTF-8 with
//! U+FFFD in place of what is not. In text that was not UTF-8 on disk, offsets count the bytes of
//! the decoded text.
//!
//! Names are those of the WHATWG encoding standard, in which `latin-1`, `iso-8859-1` and `ascii`
//! all mean windows-1252; it differs from Latin-1 in the control characters 0x80 to 0x9F only.

use std::sync::LazyLock;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use miller_schema::FileStatus;
use regex::bytes::Regex;

/// How far into an HTML page a `<meta charset>` counts, by the HTML standard.
const META_CHECK: usize = 1024;

/// A line that is longer than this declares nothing.
const LINE_CHECK: usize = 4096;

/// Text and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub content: String,
    pub status: FileStatus,
    pub detail: Option<String>,
}

/// Decodes the bytes of a file.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some(encoding) = utf16_by_mark(&bytes) {
        return decode_from(&bytes[2..], encoding);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(content) => {
            return Decoded {
                content,
                status: FileStatus::Ok,
                detail: None,
            };
        }
        Err(error) => error.into_bytes(),
    };
    match declared_encoding(&bytes) {
        Some(encoding) => decode_from(&bytes, encoding),
        None => decode_lossily(&bytes),
    }
}

/// The kind of UTF-16 that a byte order mark shows.
pub(super) fn utf16_by_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn decode_from(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (content, has_errors) = encoding.decode_without_bom_handling(bytes);
    let name = encoding.name();
    let (status, detail) = if has_errors {
        (
            FileStatus::Partial,
            format!("decoded from {name}; bytes that are not {name} became U+FFFD"),
        )
    } else {
        (FileStatus::Ok, format!("decoded from {name}"))
    };
    Decoded {
        content: content.into_owned(),
        status,
        detail: Some(detail),
    }
}

fn decode_lossily(bytes: &[u8]) -> Decoded {
    let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let bad_byte = bytes.get(offset).copied().unwrap_or_default();
    Decoded {
        content: String::from_utf8_lossy(bytes).into_owned(),
        status: FileStatus::Partial,
        detail: Some(format!(
            "not UTF-8: byte 0x{bad_byte:02X} at offset {offset}; bytes that are not UTF-8 became U+FFFD"
        )),
    }
}

/// `coding: latin-1` or `encoding=latin-1` in a comment (PEP 263, Emacs, Vim, Ruby).
static IN_COMMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?-u)^[ \t\x0C]*(?:#|//|/\*|\*|;|--|%|'|<!--|\{-|\(\*).*?coding[:=][ \t]*([-_.0-9A-Za-z]+)",
    )
    .ok()
});

/// `<?xml encoding="latin1"?>`.
static IN_XML: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?-u)^[ \t]*<\?xml[^>]*?[ \t]encoding[ \t]*=[ \t]*["']([-_.:0-9A-Za-z]+)["']"#)
        .ok()
});

/// `@charset "latin1";`.
static IN_CSS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?-u)^@charset "([-_.:0-9A-Za-z]+)";"#).ok());

/// `<meta charset=latin1>`, `<meta http-equiv=… content="text/html; charset=latin1">`.
static IN_HTML: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i-u)<meta[ \t\r\n][^>]*?charset[ \t]*=[ \t]*["']?([-_.:0-9A-Z]+)"#).ok()
});

/// The encoding that the first two lines, or the head of an HTML page, declare.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let lines = bytes.split(|byte| *byte == b'\n').take(2);
    let in_lines = lines.flat_map(|line| {
        let line = &line[..line.len().min(LINE_CHECK)];
        [&IN_COMMENT, &IN_XML, &IN_CSS].map(|pattern| find_encoding(pattern, line))
    });
    let head = &bytes[..bytes.len().min(META_CHECK)];
    in_lines
        .chain(std::iter::once_with(|| find_encoding(&IN_HTML, head)))
        .flatten()
        .next()
}

fn find_encoding(pattern: &LazyLock<Option<Regex>>, text: &[u8]) -> Option<&'static Encoding> {
    let label = pattern.as_ref()?.captures(text)?.get(1)?.as_bytes();
    let encoding = encoding_by_label(std::str::from_utf8(label).ok()?)?;
    // A declaration that could be read is not UTF-16, and bytes that reach here are not UTF-8.
    let is_useful = ![UTF_8, UTF_16LE, UTF_16BE, REPLACEMENT].contains(&encoding);
    is_useful.then_some(encoding)
}

/// An encoding by the name that Python, Emacs, Vim or the web gives it.
fn encoding_by_label(label: &str) -> Option<&'static Encoding> {
    let lower = label.to_ascii_lowercase();
    let label = ["-unix", "-dos", "-mac"]
        .iter()
        .find_map(|line_ends| lower.strip_suffix(line_ends))
        .unwrap_or(&lower);
    let with_hyphens = label.replace('_', "-");
    let joined = with_hyphens.replace('-', "");
    let known = match joined.as_str() {
        "cp932" | "ms932" => "shift_jis",
        "cp936" | "ms936" => "gbk",
        "cp949" | "ms949" | "uhc" => "euc-kr",
        "cp950" | "ms950" => "big5",
        "macroman" => "macintosh",
        "isolatin1" => "latin1",
        _ => "",
    };
    [label, &with_hyphens, &joined, known]
        .iter()
        .find_map(|label| Encoding::for_label(label.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(bytes: &[u8]) -> (String, FileStatus, String) {
        let decoded = decode(bytes.to_vec());
        (
            decoded.content,
            decoded.status,
            decoded.detail.unwrap_or_default(),
        )
    }

    #[test]
    fn every_pattern_is_valid() {
        for pattern in [&IN_COMMENT, &IN_XML, &IN_CSS, &IN_HTML] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn utf8_stays_as_it_is() {
        for text in [
            "",
            "a\0b",
            "\u{feff}x = 'é'\r\n",
            "# coding: latin-1\ns = 'é'\n",
        ] {
            let expected = (text.to_owned(), FileStatus::Ok, String::new());
            assert_eq!(decoded(text.as_bytes()), expected);
        }
    }

    #[test]
    fn utf16_is_known_by_its_mark() {
        let text = "s = 'é𝄞'\n";
        let units: Vec<u16> = std::iter::once(0xFEFF).chain(text.encode_utf16()).collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let expected = |name: &str| {
            (
                text.to_owned(),
                FileStatus::Ok,
                format!("decoded from {name}"),
            )
        };
        assert_eq!(decoded(&little), expected("UTF-16LE"));
        assert_eq!(decoded(&big), expected("UTF-16BE"));
        // Cut in the middle of a character.
        let (content, status, detail) = decoded(&little[..little.len() - 1]);
        assert_eq!(
            (content.as_str(), status),
            ("s = 'é𝄞'\u{fffd}", FileStatus::Partial)
        );
        assert!(detail.starts_with("decoded from UTF-16LE; "), "{detail}");
    }

    #[test]
    fn a_declared_encoding_is_used() {
        for (text, name) in [
            (
                &b"# -*- coding: latin-1 -*-\ns = '\xe9'\n"[..],
                "windows-1252",
            ),
            (
                b"#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\n\xe9",
                "ISO-8859-15",
            ),
            (b"# coding: latin_1\n\xe9", "windows-1252"),
            (b"# encoding: cp1252\r\n\xe9", "windows-1252"),
            (
                b";;; -*- coding: iso-latin-1-unix -*-\n\xe9",
                "windows-1252",
            ),
            (b"// -*- coding: koi8-r -*-\n\xe9", "KOI8-R"),
            (
                b"<?xml version=\"1.0\" encoding='ISO-8859-2'?>\n\xe9",
                "ISO-8859-2",
            ),
            (b"@charset \"windows-1250\";\n\xe9", "windows-1250"),
            (
                b"<html>\n<head>\n<META charset=windows-1251>\n\xe9",
                "windows-1251",
            ),
            (
                b"<html>\n\n\n<meta http-equiv='x' content='text/html; charset=gb2312'>\n\xb0\xa1",
                "GBK",
            ),
            (b"# coding: cp932\n\x82\xa0", "Shift_JIS"),
        ] {
            let (content, status, detail) = decoded(text);
            assert_eq!(
                (status, detail),
                (FileStatus::Ok, format!("decoded from {name}"))
            );
            assert!(!content.contains('\u{fffd}'), "{content}");
        }
        assert_eq!(
            decoded(b"# coding: latin-1\n\xe9").0,
            "# coding: latin-1\né"
        );
    }

    #[test]
    fn a_declared_encoding_that_does_not_fit_makes_the_text_partial() {
        let (content, status, detail) = decoded(b"# coding: shift_jis\n\xff\n");
        assert_eq!(
            (content.as_str(), status),
            ("# coding: shift_jis\n\u{fffd}\n", FileStatus::Partial)
        );
        assert!(detail.contains("Shift_JIS"), "{detail}");
    }

    #[test]
    fn what_declares_nothing_useful_is_read_lossily() {
        for text in [
            &b"s = 'caf\xe9'\n"[..],
            b"# coding: utf-8\n\xe9",
            b"# coding: utf-16\n\xe9",
            b"# coding: unheard-of\n\xe9",
            b"# coding: iso-2022-kr\n\xe9",
            b"coding: latin-1\n\xe9",
            b"\n\n# coding: latin-1\n\xe9",
            b"\xe9",
            b"\xf0\x9f",
        ] {
            let offset = text
                .iter()
                .position(|byte| *byte >= 0x80)
                .expect("a bad byte");
            let (content, status, detail) = decoded(text);
            assert_eq!(status, FileStatus::Partial);
            assert!(content.contains('\u{fffd}'), "{content}");
            let expected = format!("byte 0x{:02X} at offset {offset};", text[offset]);
            assert!(detail.contains(&expected), "{detail}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode(head in 0..6_usize, tail in prop::collection::vec(any::<u8>(), 0..200)) {
            let heads: [&[u8]; 6] = [
                b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"# coding: euc-jp\n", b"<?xml encoding='big5'?>",
            ];
            let bytes = [heads[head], &tail].concat();
            let is_utf8 = std::str::from_utf8(&bytes).is_ok();
            let result = decode(bytes.clone());
            if is_utf8 {
                prop_assert_eq!(result.content.as_bytes(), &bytes[..]);
                prop_assert_eq!(result.status, FileStatus::Ok);
            }
            prop_assert_eq!(
                result.status == FileStatus::Partial && !is_utf8,
                result.status == FileStatus::Partial
            );
            prop_assert!(result.status == FileStatus::Ok || result.detail.is_some());
        }
    }
}

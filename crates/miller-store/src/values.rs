//! Values on their way into columns: ids as numbers, confidences without binary noise.

/// Reads an id of 32 lower-case hex digits.
pub(crate) fn parse_id(id: &str) -> Option<u128> {
    let digits: &[u8; 32] = id.as_bytes().try_into().ok()?;
    let mut number = 0_u128;
    for digit in digits {
        let digit = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        number = number << 4 | u128::from(digit);
    }
    Some(number)
}

/// Reads a hash of 64 lower-case hex digits.
pub(crate) fn parse_hash(hash: &str) -> Option<[u8; 32]> {
    let (first, second) = hash.split_at_checked(32)?;
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&parse_id(first)?.to_be_bytes());
    bytes[16..].copy_from_slice(&parse_id(second)?.to_be_bytes());
    Some(bytes)
}

/// The first 64 bits of the hash of a path: the front of the ids of its identifiers.
pub(crate) fn hash_path(path: &str) -> u64 {
    let hash = blake3::hash(path.as_bytes());
    let mut front = [0; 8];
    front.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_be_bytes(front)
}

/// The id of an identifier, as a number.
pub(crate) fn identifier_id(path_hash: u64, start_byte: u32, end_byte: u32) -> u128 {
    u128::from(path_hash) << 64 | u128::from(start_byte) << 32 | u128::from(end_byte)
}

/// The form in which a confidence is stored: nothing for 1, else the shortest decimal number that reads
/// back as the same 32 bits. A query for `confidence >= 0.9` then finds what was written as 0.9, which
/// it would not if the bits were widened to 0.8999999761581421.
pub(crate) fn stored_confidence(confidence: f32) -> Option<f64> {
    if confidence.to_bits() == 1.0_f32.to_bits() {
        return None;
    }
    let exact = f64::from(confidence);
    let shortest: f64 = confidence.to_string().parse().unwrap_or(exact);
    #[expect(clippy::float_cmp, reason = "the same bits must come back")]
    let same = shortest as f32 == confidence;
    Some(if same { shortest } else { exact })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_32_lower_case_hex_digits() {
        assert_eq!(parse_id(&"0".repeat(32)), Some(0));
        assert_eq!(parse_id(&"f".repeat(32)), Some(u128::MAX));
        assert_eq!(
            parse_id("0123456789abcdef0123456789abcdef"),
            Some(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef)
        );
        assert_eq!(parse_id(&"0".repeat(31)), None);
        assert_eq!(parse_id(&"0".repeat(33)), None);
        assert_eq!(parse_id(&"F".repeat(32)), None);
        assert_eq!(parse_id(&"é".repeat(16)), None);
    }

    #[test]
    fn hashes_have_64_lower_case_hex_digits() {
        let hash = blake3::hash(b"text");
        assert_eq!(parse_hash(&hash.to_hex()), Some(*hash.as_bytes()));
        assert_eq!(parse_hash(&"0".repeat(63)), None);
        assert_eq!(parse_hash(&"é".repeat(32)), None);
    }

    #[test]
    fn an_identifier_id_is_path_hash_start_and_end() {
        let front = blake3::hash(b"a.py").to_hex();
        let id = identifier_id(hash_path("a.py"), 16, 255);
        assert_eq!(
            format!("{id:032x}"),
            format!("{}00000010000000ff", &front[..16])
        );
    }

    #[test]
    fn confidences_are_stored_as_they_are_written() {
        assert_eq!(stored_confidence(1.0), None);
        assert_eq!(stored_confidence(0.9), Some(0.9));
        assert_eq!(stored_confidence(0.35), Some(0.35));
        assert_eq!(stored_confidence(0.0), Some(0.0));
        for step in 0..=1000_u16 {
            let value = f32::from(step) / 1000.0;
            if let Some(stored) = stored_confidence(value) {
                assert_eq!((stored as f32).to_bits(), value.to_bits());
            }
        }
    }
}

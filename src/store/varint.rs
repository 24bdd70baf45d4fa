//! Whole numbers in as few bytes as they need: seven bits a byte, low bits first (LEB128, DWARF 5 §7.6).

/// Appends a number that is never negative.
pub(super) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

/// Appends a number that may be negative: zigzag, so that small ones stay short either way.
pub(super) fn put_signed(out: &mut Vec<u8>, value: i64) {
    put(out, ((value << 1) ^ (value >> 63)).cast_unsigned());
}

/// Takes a number off the front; `None` where the bytes end or the number has more than 64 bits.
pub(super) fn get(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// Takes a number off the front that may be negative.
pub(super) fn get_signed(bytes: &mut &[u8]) -> Option<i64> {
    let value = get(bytes)?;
    Some((value >> 1).cast_signed() ^ -((value & 1).cast_signed()))
}

/// Takes a length or place off the front.
pub(super) fn get_size(bytes: &mut &[u8]) -> Option<usize> {
    usize::try_from(get(bytes)?).ok()
}

/// A size as the signed number that differences are reckoned in.
pub(super) fn signed(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_comes_back(value: i64, other: u64) {
            let mut bytes = Vec::new();
            put_signed(&mut bytes, value);
            put(&mut bytes, other);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(get_signed(&mut rest), Some(value));
            prop_assert_eq!(get(&mut rest), Some(other));
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let mut rest = bytes.as_slice();
            while get_signed(&mut rest).is_some() {}
        }
    }

    #[test]
    fn small_numbers_take_one_byte() {
        let mut bytes = Vec::new();
        put(&mut bytes, 127);
        put_signed(&mut bytes, -64);
        assert_eq!(bytes, [0x7f, 0x7f]);
    }
}

//! Whole numbers as `SQLite` writes them: seven bits a byte, high bits first, a ninth byte with eight (`SQLite`'s file
//! format, §1.6).

/// Appends a number.
pub(in crate::store) fn put(out: &mut Vec<u8>, value: u64) {
    if value < 0x80 {
        return out.push(value.to_le_bytes()[0]);
    }
    if value >> 56 > 0 {
        (0..8).rev().for_each(|place| out.push((value >> (8 + 7 * place)).to_le_bytes()[0] | 0x80));
        return out.push(value.to_le_bytes()[0]);
    }
    let bits = 64 - value.leading_zeros();
    for place in (1..bits.div_ceil(7)).rev() {
        out.push((value >> (7 * place)).to_le_bytes()[0] | 0x80);
    }
    out.push(value.to_le_bytes()[0] & 0x7f);
}

/// Takes a number off the front; `None` where the bytes end within it.
pub(in crate::store) fn get(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for place in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if place == 8 {
            return Some(value << 8 | u64::from(byte));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_comes_back(value: u64, shift in 0..64_u32) {
            let mut bytes = Vec::new();
            put(&mut bytes, value >> shift);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(get(&mut rest), Some(value >> shift));
            prop_assert!(rest.is_empty());
        }
    }
}

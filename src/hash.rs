//! The hash of short texts: keys of mappings, and the names of fields that they are looked up among.
//!
//! Compiled into the build script too, so it must stand alone.

/// A number that equal texts share. Texts of up to 16 bytes are taken whole, longer ones by their ends: who needs to be
/// sure compares the texts.
#[inline]
pub(crate) const fn hash(text: &[u8]) -> u32 {
    let length = text.len() as u64;
    let ends = (text.first_chunk::<8>(), text.last_chunk::<8>());
    let (head, tail) = if let (Some(head), Some(tail)) = ends {
        (u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
    } else if let (Some(head), Some(tail)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        (
            u32::from_le_bytes(*head) as u64,
            u32::from_le_bytes(*tail) as u64,
        )
    } else {
        match *text {
            [one, two, three] => (one as u64 | (two as u64) << 8, three as u64),
            [one, two] => (one as u64 | (two as u64) << 8, 0),
            [one] => (one as u64, 0),
            _ => (0, 0),
        }
    };
    // Multiplying in double width and folding mixes every bit of both ends into every bit of the result.
    let mixed = (head ^ 0x9E37_79B9_7F4A_7C15) as u128
        * (tail ^ 0xD6E8_FEB8_6659_FD93 ^ (length << 56)) as u128;
    let folded = (mixed as u64) ^ ((mixed >> 64) as u64);
    (folded ^ (folded >> 32)) as u32
}

/// The same for two texts: an apiVersion and a kind.
pub(crate) const fn hash_two(one: &[u8], other: &[u8]) -> u32 {
    hash(one).wrapping_mul(0x9E37_79B1) ^ hash(other)
}

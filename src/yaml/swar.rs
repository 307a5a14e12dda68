//! Finding bytes eight at a time. Tokens of manifests are about ten bytes long: too short for vector code to pay.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// High bits of the bytes of `word` that are `byte`. Only the lowest one found is exact.
#[inline(always)]
const fn matches(word: u64, byte: u8) -> u64 {
    let zeroed = word ^ (LOW * byte as u64);
    zeroed.wrapping_sub(LOW) & !zeroed & HIGH
}

/// Offset of the first byte from `at` on that is no space; the length where there is none.
#[inline(always)]
pub(super) fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = bytes.get(at..at + 8).and_then(|word| word.try_into().ok()) {
        let others = u64::from_le_bytes(word) ^ (LOW * b' ' as u64);
        if others != 0 {
            return at + (others.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// Offset of the first of some bytes from `at` on; the length where there is none.
#[inline(always)]
pub(super) fn find<const COUNT: usize>(bytes: &[u8], mut at: usize, wanted: [u8; COUNT]) -> usize {
    while let Some(word) = bytes.get(at..at + 8).and_then(|word| word.try_into().ok()) {
        let word = u64::from_le_bytes(word);
        let found = wanted
            .iter()
            .fold(0, |found, byte| found | matches(word, *byte));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if wanted.contains(byte) {
            break;
        }
        at += 1;
    }
    at
}

/// Offset of the first byte from `at` on that may not stand in a JSON string as it is: a quote, a backslash, a control
/// character; the length where there is none.
#[inline(always)]
pub(super) fn find_in_json_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = bytes.get(at..at + 8).and_then(|word| word.try_into().ok()) {
        let word = u64::from_le_bytes(word);
        let control = word.wrapping_sub(LOW * 0x20) & !word & HIGH;
        let found = matches(word, b'"') | matches(word, b'\\') | control;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes
        .get(at)
        .is_some_and(|byte| *byte >= 0x20 && *byte != b'"' && *byte != b'\\')
    {
        at += 1;
    }
    at
}

//! Which characters make a text unusual before any grammar looks at it.
//!
//! Knows bytes and UTF-8 alone.

use std::ops::Range;

/// Whether go-yaml's reader refuses the character (`control characters are not allowed`, readerc.go).
pub(super) const fn is_control(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => true,
        _ => false,
    }
}

/// Offset of the first character that go-yaml's reader refuses.
pub(super) fn first_control(text: &str) -> Option<usize> {
    text.char_indices()
        .find(|(_, character)| is_control(*character))
        .map(|(at, _)| at)
}

/// Whether a text holds anything that only the slow reader knows how to treat: control characters, a carriage return
/// that ends no line, the line breaks of YAML 1.1 (NEL, LS, PS), a byte order mark.
pub(super) fn is_odd(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).step_by(BLOCK).any(|start| {
        let block = start..bytes.len().min(start + BLOCK);
        // Nearly all text is visible ASCII and line feeds alone, which one pass tells.
        has_unusual(&bytes[block.clone()]) && is_odd_block(bytes, block)
    })
}

/// So many bytes are looked at before any of them decides: that way the compiler compares many at once.
const BLOCK: usize = 1024;

/// Whether there is an unusual byte in a block.
fn has_unusual(block: &[u8]) -> bool {
    let bytes = block.iter();
    bytes.fold(false, |found, byte| found | is_unusual(*byte))
}

/// Anything else than visible ASCII and line feeds.
#[inline(always)]
fn is_unusual(byte: u8) -> bool {
    (byte.wrapping_sub(0x20) >= 0x5F) & (byte != b'\n')
}

/// Whether one of the unusual bytes of a block is, with those that follow it, of the odd kind.
fn is_odd_block(bytes: &[u8], block: Range<usize>) -> bool {
    let mut all = block.filter(|at| is_unusual(bytes[*at]));
    all.any(
        |at| match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
            (b'\r', next, _) => next != Some(&b'\n'),
            (b'\t', ..) => false,
            (0xC2, Some(0x80..=0x9F), _)
            | (0xE2, Some(0x80), Some(0xA8 | 0xA9))
            | (0xEF, Some(0xBB), Some(0xBF))
            | (0xEF, Some(0xBF), Some(0xBE | 0xBF)) => true,
            (byte, ..) => byte < 0x80,
        },
    )
}

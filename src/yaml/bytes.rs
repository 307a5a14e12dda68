//! Which characters make a text unusual before any grammar looks at it.
//!
//! Knows bytes and UTF-8 alone.

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
    // Nearly every text is visible ASCII and line feeds alone, which one pass tells.
    let other = |byte: u8| (byte.wrapping_sub(0x20) >= 0x5F) & (byte != b'\n');
    has(bytes, other)
        && (has(bytes, is_ascii_control)
            || has_lone_return(bytes)
            || (!text.is_ascii() && has_odd_unicode(bytes)))
}

const fn is_ascii_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\n' && byte != b'\t' && byte != b'\r') || byte == 0x7F
}

/// Whether there is such a byte. In blocks of fixed size, so that the compiler compares many bytes at once.
#[inline(always)]
fn has(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> bool {
    const BLOCK: usize = 1024;
    let in_block = |block: &[u8]| {
        block
            .iter()
            .fold(false, |found, byte| found | wanted(*byte))
    };
    bytes.chunks(BLOCK).any(in_block)
}

fn has_lone_return(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

fn has_odd_unicode(bytes: &[u8]) -> bool {
    memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).any(|at| {
        matches!(
            (bytes[at], bytes.get(at + 1), bytes.get(at + 2)),
            (0xC2, Some(0x80..=0x9F), _)
                | (0xE2, Some(0x80), Some(0xA8 | 0xA9))
                | (0xEF, Some(0xBB), Some(0xBF))
                | (0xEF, Some(0xBF), Some(0xBE | 0xBF))
        )
    })
}

//! Bytes of a file to text, as kubectl's file reader does it.
//!
//! kubectl runs every file through `unicode.BOMOverride(unicode.UTF8.NewDecoder())` before it splits it: UTF-16 with a
//! byte order mark becomes UTF-8, and bytes that are not UTF-8 become U+FFFD without a word.

use std::borrow::Cow;

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text. A byte order mark of UTF-8 is kept, so that offsets are those of the file; `parse` skips it.
    pub text: Cow<'b, str>,
    /// How the file was written.
    pub encoding: Encoding,
    /// Offset in `text` of the first U+FFFD that stands for bytes that are not text.
    pub first_invalid: Option<usize>,
}

/// How a file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, least significant byte first. Offsets of the text are not those of the file.
    Utf16Le,
    /// UTF-16, most significant byte first. Offsets of the text are not those of the file.
    Utf16Be,
}

/// The text of a file's bytes.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, Encoding::Utf16Le, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, Encoding::Utf16Be, u16::from_be_bytes),
        _ => {
            let first_invalid = std::str::from_utf8(bytes)
                .err()
                .map(|error| error.valid_up_to());
            Decoded {
                text: String::from_utf8_lossy(bytes),
                encoding: Encoding::Utf8,
                first_invalid,
            }
        }
    }
}

fn utf16(bytes: &[u8], encoding: Encoding, unit: fn([u8; 2]) -> u16) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len());
    let mut first_invalid = None;
    let mut pairs = bytes.chunks_exact(2);
    let units = pairs
        .by_ref()
        .filter_map(|pair| Some(unit([*pair.first()?, *pair.get(1)?])));
    for character in char::decode_utf16(units) {
        let character = character.unwrap_or_else(|_| {
            first_invalid.get_or_insert(text.len());
            char::REPLACEMENT_CHARACTER
        });
        text.push(character);
    }
    if !pairs.remainder().is_empty() {
        first_invalid.get_or_insert(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded {
        text: Cow::Owned(text),
        encoding,
        first_invalid,
    }
}

//! `Bytes`: Go's `[]byte` in JSON, base64 (`Secret.data`). Follows `encoding/base64` `StdEncoding` as `encoding/json` uses it.
use super::ValueError;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// Decoded bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// Decodes padded base64; line ends anywhere are ignored.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let wrong = |at: usize| ValueError::new(format!("illegal base64 data at input byte {at}"));
        let end = text.len();
        let mut input = text
            .bytes()
            .enumerate()
            .filter(|(_, b)| !matches!(b, b'\r' | b'\n'));
        let mut out = Vec::with_capacity(end / 4 * 3);
        loop {
            // One quantum: four digits for three bytes (`decodeQuantum`).
            let mut bits = 0u32;
            let mut count = 0;
            while count < 4 {
                let Some((at, byte)) = input.next() else {
                    if count == 0 {
                        return Ok(Bytes(out));
                    }
                    return Err(wrong(end - count));
                };
                if let Some(digit) = digit(byte) {
                    bits = bits << 6 | digit;
                    count += 1;
                    continue;
                }
                if byte != b'=' || count < 2 {
                    return Err(wrong(at));
                }
                if count == 2 {
                    match input.next() {
                        None => return Err(wrong(end)),
                        Some((_, b'=')) => {}
                        // Go points one byte before.
                        Some((at, _)) => return Err(wrong(at.saturating_sub(1))),
                    }
                }
                if let Some((at, _)) = input.next() {
                    return Err(wrong(at));
                }
                bits <<= 6 * (4 - count as u32);
                out.extend(bits.to_be_bytes().iter().skip(1).take(count - 1));
                return Ok(Bytes(out));
            }
            out.extend(bits.to_be_bytes().iter().skip(1));
        }
    }
}

fn digit(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

impl fmt::Display for Bytes {
    /// Encodes again, with padding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for three in self.0.chunks(3) {
            let byte = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for i in 0..4 {
                let digit = DIGITS.get((bits >> (18 - 6 * i) & 63) as usize);
                let shown = if i <= three.len() { digit } else { None };
                write!(f, "{}", shown.map_or('=', |d| *d as char))?;
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a base64 string")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Bytes, E> {
                Bytes::parse(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Text)
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

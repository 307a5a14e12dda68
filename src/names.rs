//! Well-known names: the fields of the Kubernetes API, each with a number.
//!
//! Whoever reads keys finds the number of each once; from then on names are compared, and looked up in other tables, by
//! their numbers. Knows texts, not what they name. Packed by `build.rs`.

use crate::hash::hash;

mod packed {
    include!(concat!(env!("OUT_DIR"), "/names.rs"));
}

/// A well-known name. Names are in alphabetical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name(u16);

impl Name {
    /// The name that a text is.
    #[inline]
    pub(crate) fn find(text: &[u8]) -> Option<Self> {
        Self::of_hash(hash(text), text)
    }

    /// The same, where the hash of the text is known.
    #[inline]
    pub(crate) fn of_hash(hash: u32, text: &[u8]) -> Option<Self> {
        let mut slot = hash as usize % packed::SLOTS.len();
        loop {
            let name = Self(packed::SLOTS[slot]);
            if name.bytes()? == text {
                return Some(name);
            }
            slot = (slot + 1) % packed::SLOTS.len();
        }
    }

    /// The name that a text is, found while compiling.
    ///
    /// # Panics
    /// Where it is none.
    pub(crate) const fn of(text: &str) -> Self {
        let mut slot = hash(text.as_bytes()) as usize % packed::SLOTS.len();
        while !is_same(packed::SLOTS[slot], text.as_bytes()) {
            slot = (slot + 1) % packed::SLOTS.len();
        }
        Self(packed::SLOTS[slot])
    }

    /// The name of a number; None for numbers that no name has.
    #[inline]
    pub(crate) fn numbered(number: u32) -> Option<Self> {
        (number < COUNT).then_some(Self(number as u16))
    }

    /// The number of a name.
    #[inline]
    pub(crate) const fn number(self) -> u16 {
        self.0
    }

    /// The text.
    pub(crate) fn text(self) -> &'static str {
        let range = self.range();
        range
            .and_then(|range| packed::TEXT.get(range))
            .unwrap_or("")
    }

    /// The text, for comparing; None where there is no name of that number.
    #[inline]
    fn bytes(self) -> Option<&'static [u8]> {
        packed::TEXT.as_bytes().get(self.range()?)
    }

    #[inline]
    fn range(self) -> Option<std::ops::Range<usize>> {
        let at = self.0 as usize;
        Some(*packed::ENDS.get(at)? as usize..*packed::ENDS.get(at + 1)? as usize)
    }
}

/// How many names there are.
const COUNT: u32 = packed::ENDS.len() as u32 - 1;

/// How many bytes of the binary the names take.
pub(crate) const fn embedded_bytes() -> usize {
    packed::TEXT.len() + size_of_val(&packed::ENDS) + size_of_val(&packed::SLOTS)
}

/// Whether a name has that text.
const fn is_same(name: u16, text: &[u8]) -> bool {
    let start = packed::ENDS[name as usize] as usize;
    let end = packed::ENDS[name as usize + 1] as usize;
    if end - start != text.len() {
        return false;
    }
    let mut at = 0;
    while at < text.len() {
        if packed::TEXT.as_bytes()[start + at] != text[at] {
            return false;
        }
        at += 1;
    }
    true
}

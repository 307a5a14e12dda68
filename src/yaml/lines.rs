//! Lines of a text, for those who seldom ask.

use std::cell::Cell;

/// Counts the lines of a text. Asked for ascending places it looks at each byte once, and at none where nobody asks.
#[derive(Debug)]
pub struct Lines<'s> {
    text: &'s str,
    /// A place that was asked for, and its line.
    known: Cell<(usize, u32)>,
}

impl<'s> Lines<'s> {
    /// The lines of that text.
    #[must_use]
    pub fn new(text: &'s str) -> Self {
        Self {
            text,
            known: Cell::new((0, 1)),
        }
    }

    /// The line (from 1) of a byte offset.
    #[must_use]
    pub fn of(&self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        let (from, line) = match self.known.get() {
            (before, line) if before <= offset => (before, line),
            _ => (0, 1),
        };
        let between = &self.text.as_bytes()[from..offset];
        let line = line + memchr::memchr_iter(b'\n', between).count() as u32;
        self.known.set((offset, line));
        line
    }
}

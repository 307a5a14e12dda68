//! GitHub's fingerprint of a line: a rolling hash over the hundred characters from its start, blanks left out.
//!
//! Code scanning tells old alerts from new ones by it, and warns when ours is not the one it computes itself
//! (`codeql-action`, `src/fingerprints.ts`).

use rustc_hash::FxHashMap;
use std::fmt;

const BLOCK: usize = 100;
const BASE: u64 = 37;
const END_OF_FILE: u16 = u16::MAX;

/// The fingerprint of a line: its hash, and how many lines up to this one have it.
#[derive(Clone, Copy, Debug)]
pub struct LineHash {
    hash: u64,
    count: u32,
}

impl fmt::Display for LineHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:x}:{}", self.hash, self.count)
    }
}

/// The fingerprint of every line of a text, in order.
#[must_use]
pub fn line_hashes(text: &str) -> Vec<LineHash> {
    let mut hasher = Hasher {
        window: [0; BLOCK],
        starts: [false; BLOCK],
        index: 0,
        hash: 0,
        counts: FxHashMap::default(),
        lines: Vec::new(),
    };
    let (mut line_start, mut after_cr) = (true, false);
    for unit in text.encode_utf16().chain([END_OF_FILE]) {
        let (blank, lf, cr) = (unit == 32 || unit == 9, unit == 10, unit == 13);
        if blank || (after_cr && lf) {
            after_cr = false;
            continue;
        }
        after_cr = cr;
        let unit = if cr { 10 } else { unit };
        hasher.finish_line();
        hasher.starts[hasher.index] = line_start;
        line_start = unit == 10;
        hasher.push(unit);
    }
    for _ in 0..BLOCK {
        hasher.finish_line();
        hasher.push(0);
    }
    hasher.lines
}

struct Hasher {
    /// The last hundred units, a ring.
    window: [u16; BLOCK],
    /// Which of them start a line.
    starts: [bool; BLOCK],
    index: usize,
    hash: u64,
    counts: FxHashMap<u64, u32>,
    lines: Vec<LineHash>,
}

impl Hasher {
    /// The window begins where a line does: its hash is complete.
    fn finish_line(&mut self) {
        if std::mem::take(&mut self.starts[self.index]) {
            let count = self.counts.entry(self.hash).or_default();
            *count += 1;
            self.lines.push(LineHash {
                hash: self.hash,
                count: *count,
            });
        }
    }

    fn push(&mut self, unit: u16) {
        let gone = std::mem::replace(&mut self.window[self.index], unit);
        let first = BASE.wrapping_pow(BLOCK as u32);
        self.hash = BASE
            .wrapping_mul(self.hash)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(first.wrapping_mul(u64::from(gone)));
        self.index = (self.index + 1) % BLOCK;
    }
}

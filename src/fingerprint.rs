//! A name for a finding that survives reformatting: rule, object, path and how many like it came before.
//!
//! No line numbers and no message texts go in. Baselines and code-quality widgets tell old from new by it.

use crate::diagnostic::Diagnostic;
use crate::source::Source;
use std::collections::HashMap;

/// Gives out fingerprints; ask for the diagnostics of a run in their order.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u128, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next diagnostic.
    pub fn next(&mut self, diagnostic: &Diagnostic, sources: &[Source]) -> Fingerprint {
        let source = sources.get(diagnostic.source.0 as usize);
        self.next_in(diagnostic, source.map_or("", |source| &source.name))
    }

    /// The fingerprint of the next diagnostic, which lies in a file of that name.
    pub fn next_in(&mut self, diagnostic: &Diagnostic, file: &str) -> Fingerprint {
        let mut hash = Hash::new();
        hash.part(diagnostic.rule);
        match diagnostic.object.as_deref() {
            Some(object) => {
                for part in [&object.api_version, &object.kind] {
                    hash.part(part);
                }
                for part in [&object.namespace, &object.name] {
                    hash.part(part.as_deref().unwrap_or("\u{0}"));
                }
            }
            // Nothing but its file names it: a syntax error, a key that is there twice. Folders are moved, and documents
            // are put in front of others; neither makes it a new finding.
            None => hash.part(file.rsplit('/').next().unwrap_or(file)),
        }
        hash.part(&diagnostic.path);
        let count = self.seen.entry(hash.0).or_insert(0);
        *count += 1;
        if *count > 1 {
            hash.part(&count.to_string());
        }
        Fingerprint(hash.0)
    }
}

/// 128 bits, shown as 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u128);

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// FNV-1a: small, and the same for ever, which the hashes of the standard library do not promise.
struct Hash(u128);

impl Hash {
    const fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn part(&mut self, text: &str) {
        // 0xff never occurs in UTF-8: parts cannot run into each other.
        for byte in text.bytes().chain([0xff]) {
            self.0 =
                (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

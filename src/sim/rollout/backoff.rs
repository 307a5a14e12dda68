//! How long the controller waits before it deletes a failed pod again.
//!
//! Follows `client-go/util/flowcontrol/backoff.go`: `Backoff`, with the limits of `pkg/controller/daemon`: 1 s to 15 min.

use std::collections::HashMap;

const INITIAL: i64 = 1;
const MAX: i64 = 15 * 60;

/// Delays per (observed generation, node), in seconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Backoff {
    entries: HashMap<(i64, usize), Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    delay: i64,
    last_update: i64,
}

impl Entry {
    /// `hasExpired`: stable for twice the longest delay.
    fn expired(self, now: i64) -> bool {
        now - self.last_update > MAX * 2
    }
}

impl Backoff {
    /// The second at which the delay since the last failure ends, where it lies ahead (`IsInBackOffSinceUpdate`).
    pub(super) fn until(&self, key: (i64, usize), now: i64) -> Option<i64> {
        let entry = self.entries.get(&key)?;
        (!entry.expired(now) && now - entry.last_update < entry.delay)
            .then_some(entry.last_update + entry.delay)
    }

    /// Notes a failure (`Next`).
    pub(super) fn next(&mut self, key: (i64, usize), now: i64) {
        let delay = match self.entries.get(&key) {
            Some(entry) if !entry.expired(now) => (entry.delay * 2).min(MAX),
            _ => INITIAL,
        };
        self.entries.insert(
            key,
            Entry {
                delay,
                last_update: now,
            },
        );
    }
}

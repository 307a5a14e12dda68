//! ControllerRevisions.
//!
//! Two revisions with one template cannot come about here, so Kubernetes' clean-up of duplicates has no counterpart; nor has
//! the collision of two hashes.

use super::record::Revision;
use super::state::{History, Simulation};

impl Simulation<'_> {
    /// Finds or makes the revision of the current template, and gives it the highest number. Whether anything was written.
    ///
    /// Follows `pkg/controller/daemon/update.go`: `constructHistory`, `snapshot`.
    pub(super) fn construct_history(&mut self) -> bool {
        let mut histories = self.histories.iter();
        let current =
            histories.position(|history| self.same_template(history.version, self.version));
        let others = self
            .histories
            .iter()
            .enumerate()
            .filter(|(index, _)| Some(*index) != current);
        let revision = others
            .map(|(_, history)| history.revision)
            .max()
            .unwrap_or(0)
            + 1;
        match current {
            None => {
                let hash = self.intern(&self.ds().hash);
                self.histories.push(History {
                    version: self.version,
                    hash,
                    revision,
                });
                true
            }
            Some(index) => match self.histories.get_mut(index) {
                Some(history) if history.revision < revision => {
                    history.revision = revision;
                    // The current one stands last.
                    let history = self.histories.remove(index);
                    self.histories.push(history);
                    true
                }
                _ => false,
            },
        }
    }

    fn intern(&mut self, hash: &str) -> u16 {
        let index = self
            .hashes
            .iter()
            .position(|known| known == hash)
            .unwrap_or_else(|| {
                self.hashes.push(hash.to_owned());
                self.carriers.push(0);
                self.hashes.len() - 1
            });
        u16::try_from(index).unwrap_or(u16::MAX)
    }

    /// The hash of the newest revision: that of the template which the controller has seen last.
    pub(super) fn current_hash(&self) -> u16 {
        self.histories
            .last()
            .map_or(u16::MAX, |history| history.hash)
    }

    /// Deletes the oldest revisions beyond the limit that no pod carries. Whether anything was deleted.
    ///
    /// Follows `pkg/controller/daemon/update.go`: `cleanupHistory`.
    pub(super) fn clean_up_history(&mut self) -> bool {
        let old = self.histories.len().saturating_sub(1);
        let mut surplus = old.saturating_sub(self.ds().revision_history_limit);
        if surplus == 0 {
            return false;
        }
        let before = self.histories.len();
        let current = self.current_hash();
        self.histories.sort_by_key(|history| history.revision);
        self.histories.retain(|history| {
            let held = history.hash == current
                || self
                    .carriers
                    .get(usize::from(history.hash))
                    .is_some_and(|pods| *pods > 0);
            let kill = surplus > 0 && !held;
            surplus -= usize::from(kill);
            !kill
        });
        self.histories.len() != before
    }

    pub(super) fn revision_records(&self) -> Vec<Revision> {
        let mut records: Vec<Revision> = self
            .histories
            .iter()
            .map(|history| {
                let hash = self
                    .hashes
                    .get(usize::from(history.hash))
                    .cloned()
                    .unwrap_or_default();
                Revision {
                    name: format!("{}-{hash}", self.ds().name),
                    hash,
                    revision: history.revision,
                }
            })
            .collect();
        records.sort_by_key(|record| record.revision);
        records
    }
}

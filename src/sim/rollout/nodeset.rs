//! A set of nodes by their number, walked in order.

/// A bit per node.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeSet {
    words: Vec<u64>,
    len: usize,
}

impl NodeSet {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            words: vec![0; nodes.div_ceil(64)],
            len: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn contains(&self, node: usize) -> bool {
        self.words
            .get(node / 64)
            .is_some_and(|word| word & (1 << (node % 64)) != 0)
    }

    /// Puts a node in or takes it out.
    pub(super) fn set(&mut self, node: usize, member: bool) {
        if self.contains(node) == member {
            return;
        }
        if let Some(word) = self.words.get_mut(node / 64) {
            *word ^= 1 << (node % 64);
            self.len = if member { self.len + 1 } else { self.len - 1 };
        }
    }

    /// The nodes in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let count = if self.len == 0 { 0 } else { self.words.len() };
        self.words
            .iter()
            .take(count)
            .enumerate()
            .flat_map(|(index, word)| {
                let mut rest = *word;
                std::iter::from_fn(move || {
                    if rest == 0 {
                        return None;
                    }
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    Some(index * 64 + bit)
                })
            })
    }
}

//! Which of many spans another one touches, without a look at all of them.
//!
//! Knows spans only.

use crate::source::Span;

/// Spans by where they start. Quick where few of them hold many others, but for those that start at 0, such as one that
/// holds everything.
#[derive(Clone, Debug, Default)]
pub struct SpanIndex {
    /// The spans that start at 0, with their indexes.
    first: Vec<(Span, usize)>,
    /// The others in the order of their starts.
    sorted: Vec<(Span, usize)>,
    /// The furthest end of each of these and all before it.
    reach: Vec<u32>,
}

impl SpanIndex {
    /// Of these spans, whose indexes count from 0 in this order.
    #[must_use]
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let all = spans.into_iter().zip(0..);
        let (first, mut sorted): (Vec<_>, Vec<_>) = all.partition(|(span, _)| span.start == 0);
        sorted.sort_unstable();
        let mut furthest = 0;
        let reach = sorted.iter().map(|(span, _)| {
            furthest = furthest.max(span.end);
            furthest
        });
        Self {
            reach: reach.collect(),
            first,
            sorted,
        }
    }

    /// The indexes of the spans that share a byte with this one, in no particular order.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let before = self.sorted.partition_point(|(one, _)| one.start < span.end);
        let near = self.sorted[..before].iter().zip(&self.reach).rev();
        let near = near.take_while(move |(_, reach)| **reach > span.start);
        let touches = move |one: &Span| one.start < span.end && span.start < one.end;
        let all = self.first.iter().chain(near.map(|(one, _)| one));
        all.filter(move |(one, _)| touches(one))
            .map(|(_, index)| *index)
    }

    /// The indexes of the spans that hold a byte.
    pub fn covering(&self, at: u32) -> impl Iterator<Item = usize> + '_ {
        self.touching(Span::new(at, at.saturating_add(1)))
    }
}

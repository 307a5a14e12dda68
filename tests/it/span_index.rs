//! Spans that another one touches, by an index and one by one.

use crate::mutate::Random;
use everynode::source::Span;
use everynode::span_index::SpanIndex;

#[test]
fn an_index_finds_what_a_look_at_all_finds() {
    let mut random = Random(7);
    let mut found = 0;
    for _ in 0..500 {
        let mut span = || {
            let start = random.below(60) as u32;
            Span::new(start, start + random.below(12) as u32)
        };
        let spans: Vec<Span> = (0..30).map(|_| span()).collect();
        let index = SpanIndex::new(spans.iter().copied());
        let asked = span();
        let touches = |at: &usize| spans[*at].start < asked.end && asked.start < spans[*at].end;
        let expected: Vec<usize> = (0..spans.len()).filter(touches).collect();
        let mut touching: Vec<usize> = index.touching(asked).collect();
        touching.sort_unstable();
        assert_eq!(touching, expected, "{asked:?} of {spans:?}");
        found += touching.len();
    }
    assert!(found > 1000, "the spans lie too far apart to show anything");
    assert_eq!(SpanIndex::default().covering(0).count(), 0);
}

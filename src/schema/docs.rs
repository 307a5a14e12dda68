//! What people want to know of a field beyond its type: a sentence of ours, the default that the apiserver sets, and
//! whether update validation lets it change. The texts stand in `data/fields.tsv`.

/// What is written about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDoc {
    /// One or two sentences on what it does.
    pub sentence: &'static str,
    /// The default that the apiserver sets, in words or as YAML; None where it sets none.
    pub default: Option<&'static str>,
    /// When it can be changed: `never`, or the exception in words; None where update validation lets it be.
    pub immutable: Option<&'static str>,
}

const TEXT: &str = include_str!("data/fields.tsv");

/// What is written about a field of a definition (`core.v1.Container`, `image`).
#[must_use]
pub fn field(definition: &str, field: &str) -> Option<FieldDoc> {
    TEXT.lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let mut columns = line.split('\t');
            let (holder, name) = columns.next()?.rsplit_once('.')?;
            if name != field || holder != definition {
                return None;
            }
            let mut next = || columns.next().filter(|text| !text.is_empty());
            let (default, immutable) = (next(), next());
            Some(FieldDoc {
                sentence: next().unwrap_or(""),
                default,
                immutable,
            })
        })
}

/// All fields that something is written about: definition and field.
pub fn fields() -> impl Iterator<Item = (&'static str, &'static str)> {
    TEXT.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next()?.rsplit_once('.'))
}

//! Options of rules: which there are, of what type, and what they mean. Each is documented on its rule's page.

/// Of what type an option is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// A list of texts; a single one may stand alone.
    Strings,
    /// A whole number.
    Number,
}

/// An option of a rule.
#[derive(Clone, Copy, Debug)]
pub struct OptionSpec {
    /// Its key.
    pub name: &'static str,
    /// Its type.
    pub kind: OptionKind,
    /// What it means, in a few words.
    pub doc: &'static str,
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionValue {
    /// Texts.
    Strings(Vec<String>),
    /// A whole number.
    Number(u64),
}

/// Rules that have options, with them.
const OPTIONS: &[(&str, &[OptionSpec])] = &[(
    "untolerated-control-plane-taint",
    &[OptionSpec {
        name: "programs",
        kind: OptionKind::Strings,
        doc: "more programs that are to run on every node, by the last part of their image's name",
    }],
)];

/// The options of a rule.
#[must_use]
pub fn options_of(rule: &str) -> &'static [OptionSpec] {
    OPTIONS
        .iter()
        .find(|entry| entry.0 == rule)
        .map_or(&[], |entry| entry.1)
}

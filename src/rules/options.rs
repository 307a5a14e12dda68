//! Options of rules: which there are, of what type, and what they mean. Each is documented on its rule's page.

/// Of what type an option is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// A list of texts; a single one may stand alone.
    Strings,
    /// A list of texts with this word amid each of them.
    Around(&'static str),
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

const fn texts(name: &'static str, doc: &'static str) -> OptionSpec {
    OptionSpec {
        name,
        kind: OptionKind::Strings,
        doc,
    }
}

const fn number(name: &'static str, doc: &'static str) -> OptionSpec {
    OptionSpec {
        name,
        kind: OptionKind::Number,
        doc,
    }
}

const CONTAINERS: OptionSpec = texts(
    "containers",
    "containers that it leaves alone, by their names",
);

impl std::fmt::Display for OptionValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Strings(texts) => write!(f, "[{}]", texts.join(", ")),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// Rules that have options, with them.
const OPTIONS: &[(&str, &[OptionSpec])] = &[
    (
        "misses-nodes",
        &[texts(
            "taints",
            "taints that DaemonSets are meant to stay off, by their keys",
        )],
    ),
    (
        "no-rollback-history",
        &[number(
            "least",
            "how many old revisions are to be kept; 1 when nothing is said",
        )],
    ),
    (
        "placeholder",
        &[OptionSpec {
            name: "forms",
            kind: OptionKind::Around("NAME"),
            doc: "more ways to write one, with NAME where its name stands",
        }],
    ),
    (
        "selects-no-node",
        &[texts(
            "labels",
            "labels of nodes that come and go, by their keys: pools that are scaled down to nothing",
        )],
    ),
    ("unbounded-cpu", &[CONTAINERS]),
    ("unbounded-memory", &[CONTAINERS]),
    (
        "unavailable-everywhere",
        &[number(
            "most",
            "how much of the pods a rollout may take away at once, in percent; 99 when nothing is said",
        )],
    ),
    (
        "untolerated-control-plane-taint",
        &[texts(
            "programs",
            "more programs that are to run on every node, by the last part of their image's name",
        )],
    ),
    (
        "unused-volume",
        &[texts(
            "volumes",
            "volumes that it leaves alone, by their names: those that an injected container mounts",
        )],
    ),
    (
        "version-label-in-selector",
        &[texts(
            "labels",
            "more labels that change with every release",
        )],
    ),
];

/// The options of a rule.
#[must_use]
pub fn options_of(rule: &str) -> &'static [OptionSpec] {
    OPTIONS
        .iter()
        .find(|entry| entry.0 == rule)
        .map_or(&[], |entry| entry.1)
}

//! The keys of the config file, with what they mean: for the reader's help, the JSON schema and the starter.

/// A key and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// In a sentence.
    pub doc: &'static str,
}

const fn key(name: &'static str, doc: &'static str) -> Key {
    Key { name, doc }
}

/// Keys of the file.
pub const FILE: &[Key] = &[
    key(
        "extends",
        "Config files to build on, relative to this one; what is said here counts more.",
    ),
    key(
        "kubernetesVersion",
        "Judge as this version of Kubernetes would, such as \"1.33\".",
    ),
    key(
        "nodes",
        "Where your nodes are described: files, folders, or profile:NAME for an example cluster.",
    ),
    key("presets", "Sets of rules to apply."),
    key("exclude", "Files and folders that are not checked."),
    key(
        "baseline",
        "The file of accepted findings; everynode-baseline.json upward from where the run starts when nothing is said.",
    ),
    key(
        "rules",
        "Rules (or groups of rules): off, on, a level, or { level: …, options }.",
    ),
    key("overrides", "Other rules for some files."),
];

/// Keys of an override.
pub const OVERRIDE: &[Key] = &[
    key(
        "files",
        "Which files and folders, relative to the config file.",
    ),
    key("rules", "What counts there."),
    key("reason", "Why."),
];

/// What every rule may be told, besides its own options.
pub const RULE: &[Key] = &[
    key("level", "The level of its findings."),
    key(
        "except",
        "Objects that it leaves alone: a name, namespace/name or Kind/name; * stands for any letters.",
    ),
];

/// What can be said of a rule in a word.
pub const WORDS: &[&str] = &["off", "on", "error", "warning", "note"];

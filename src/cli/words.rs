//! The first bare word of the command line: a verb, a path to lint, or a slip of the pen.

use clap::Command;
use std::ffi::{OsStr, OsString};
use std::path::Path;

/// What people type who come from other tools, and the verb they mean.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("lint", "check"),
    ("validate", "check"),
    ("scan", "check"),
    ("test", "check"),
    ("schedule", "place"),
    ("nodes", "place"),
    ("diff", "rollout"),
    ("plan", "rollout"),
    ("parse", "read"),
    ("rule", "explain"),
    ("completion", "completions"),
];

/// Why the words cannot be understood.
pub(crate) struct Misunderstood {
    pub(crate) message: String,
    pub(crate) help: String,
}

/// Puts the verb first: `-o json k8s/` becomes `check -o json k8s/`.
pub(crate) fn with_verb(
    words: Vec<OsString>,
    command: &Command,
) -> Result<Vec<OsString>, Misunderstood> {
    let is_verb = |word: &OsStr| {
        command
            .get_subcommands()
            .any(|verb| verb.get_name() == word)
    };
    let Some(at) = first_bare(&words, command) else {
        let asks_help = words
            .iter()
            .skip(1)
            .any(|word| matches!(word.to_str(), Some("-h" | "--help" | "-V" | "--version")));
        return Ok(if asks_help { words } else { check_of(words) });
    };
    let word = &words[at];
    if is_verb(word) {
        kubectls(word, words.get(at + 1))?;
        let mut words = words;
        words[1..=at].rotate_right(1);
        return Ok(words);
    }
    if word != "-" && words[1..at].iter().all(|word| word != "--") && !Path::new(word).exists() {
        misspelt(&word.to_string_lossy(), command)?;
    }
    Ok(check_of(words))
}

fn check_of(mut words: Vec<OsString>) -> Vec<OsString> {
    words.insert(words.len().min(1), OsString::from("check"));
    words
}

/// Where the first word stands that is neither an option nor an option's value.
fn first_bare(words: &[OsString], command: &Command) -> Option<usize> {
    let mut at = 1;
    while at < words.len() {
        let word = words[at].to_string_lossy();
        if word == "--" {
            return (at + 1 < words.len()).then_some(at + 1);
        }
        if word == "-" || !word.starts_with('-') {
            return Some(at);
        }
        at += if takes_next(&word, command) { 2 } else { 1 };
    }
    None
}

/// Whether the word behind this option is its value, for some verb.
fn takes_next(option: &str, command: &Command) -> bool {
    if option.contains('=') {
        return false;
    }
    let named = |arg: &clap::Arg| match option.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        // `-o` wants a value, `-ojson` has it.
        None => option.chars().count() == 2 && arg.get_short() == option.chars().nth(1),
    };
    let of = |command: &Command| {
        command
            .get_arguments()
            .any(|arg| named(arg) && arg.get_action().takes_values())
    };
    of(command) || command.get_subcommands().any(of)
}

/// `rollout status` and its like belong to kubectl; says what is here instead.
fn kubectls(verb: &OsStr, next: Option<&OsString>) -> Result<(), Misunderstood> {
    let Some(next) = next.and_then(|word| word.to_str()) else {
        return Ok(());
    };
    let known = ["status", "history", "undo", "restart", "pause", "resume"];
    if verb != "rollout" || !known.contains(&next) || Path::new(next).exists() {
        return Ok(());
    }
    Err(Misunderstood {
        message: format!("`rollout {next}` is kubectl's: it asks a cluster, everynode reads files"),
        help: String::from(
            "`everynode rollout OLD NEW` tells what a change will be refused, restart and wait for",
        ),
    })
}

/// Complains when the word looks like a verb; a word that looks like a path is left to be missed as one.
fn misspelt(word: &str, command: &Command) -> Result<(), Misunderstood> {
    if word.contains(['/', '\\', '.', '*']) {
        return Ok(());
    }
    let other = OTHER_NAMES
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, verb)| *verb);
    let verbs: Vec<&str> = command
        .get_subcommands()
        .filter(|verb| !verb.is_hide_set())
        .map(Command::get_name)
        .collect();
    let verb = other
        .filter(|verb| verbs.contains(verb))
        .or_else(|| everynode::suggest::closest(word, verbs.iter().copied()));
    match verb {
        Some(verb) => Err(Misunderstood {
            message: format!("`{word}` is neither a verb nor a file"),
            help: format!("did you mean `everynode {verb}`?"),
        }),
        None => Ok(()),
    }
}

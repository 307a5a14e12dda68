//! The shape of the code: who may know whom, a header in every file, sizes.

use std::fs;
use std::path::{Path, PathBuf};

/// What a module must not mention, by its folder or file below `src/`. What is not listed may know everything but [`OUTSIDE`].
const MUST_NOT_KNOW: &[(&str, &[&str])] = &[
    (
        "source",
        &[
            "diagnostic",
            "yaml",
            "schema",
            "model",
            "validation",
            "sim",
            "rules",
            "engine",
            "fingerprint",
        ],
    ),
    (
        "diagnostic",
        &[
            "yaml",
            "schema",
            "model",
            "validation",
            "sim",
            "rules",
            "engine",
        ],
    ),
    (
        "suggest",
        &[
            "source",
            "diagnostic",
            "yaml",
            "schema",
            "model",
            "validation",
            "sim",
            "rules",
            "engine",
        ],
    ),
    (
        "yaml",
        &["schema", "model", "validation", "sim", "rules", "engine"],
    ),
    ("schema", &["validation", "sim", "rules", "engine"]),
    ("model", &["validation", "sim", "rules", "engine"]),
    ("validation", &["sim", "rules", "engine"]),
    ("sim", &["yaml", "rules", "engine"]),
    (
        "config",
        &["schema", "model", "validation", "sim", "engine"],
    ),
    (
        "input",
        &["schema", "model", "validation", "sim", "rules", "engine"],
    ),
    // Placements and rollouts are answers of `sim`, which the reports print.
    ("report", &["schema", "validation", "yaml"]),
];

/// The outside world: only `src/cli` and the modules themselves know them.
const OUTSIDE: &[&str] = &["report", "input", "lsp", "cli"];

/// Crates, and pieces of the standard library, that belong to one place.
const BELONGS_TO: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("gethostname", &["cli"]),
    ("miette", &["report"]),
    ("granit_parser", &["yaml"]),
    ("globset", &["config", "inventory", "rules"]),
    ("supports_hyperlinks", &["cli"]),
    ("tempfile", &["cli"]),
    ("std::fs", &["cli", "input"]),
    ("std::env", &["cli", "input"]),
    ("std::process", &["cli", "main"]),
];

/// Look hard above this many lines; fail above that many.
const FAIL_AT: usize = 1000;

/// Data written as code, where length says nothing.
const LONG_BY_NATURE: &[&str] = &[];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `src/`, with its path below it.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut files: Vec<(String, String)> = walkdir::WalkDir::new(&src)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
        })
        .map(|entry| {
            let name = entry
                .path()
                .strip_prefix(&src)
                .expect("below src")
                .to_string_lossy()
                .replace('\\', "/");
            (
                name,
                fs::read_to_string(entry.path()).expect("a readable source"),
            )
        })
        .collect();
    files.sort();
    assert!(
        files.len() > 20,
        "the walk found only {} files",
        files.len()
    );
    files
}

/// The module below `src/` that a file belongs to.
fn module(name: &str) -> &str {
    name.split('/')
        .next()
        .unwrap_or(name)
        .trim_end_matches(".rs")
}

/// The code of a file: no comments, no strings worth mentioning, no unit tests.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text
        .lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line))
}

/// Whether a line names a path such as `crate::report` or `std::fs` as a whole.
fn mentions(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + path.len()..].chars().next();
        let part = |c: char| c.is_alphanumeric() || c == '_';
        !before.is_some_and(|c| part(c) || c == ':') && !after.is_some_and(part)
    })
}

/// `use crate::{a::B, c};` names `crate::a` and `crate::c`, too.
fn crate_modules(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut group: Option<usize> = None;
    for (number, line) in code(text) {
        let mut rest = line;
        if group.is_none()
            && let Some(at) = line.find("use crate::{")
        {
            group = Some(0);
            rest = &line[at + "use crate::".len()..];
        }
        if let Some(depth) = &mut group {
            let mut word = String::new();
            for c in rest.chars() {
                match c {
                    '{' => *depth += 1,
                    '}' => *depth = depth.saturating_sub(1),
                    c if c.is_alphanumeric() || c == '_' => {
                        word.push(c);
                        continue;
                    }
                    _ => {}
                }
                if !word.is_empty() && (*depth == 1 || (c == '}' && *depth == 0)) {
                    found.push((number, word.clone()));
                }
                word.clear();
            }
            if rest.contains(';') {
                group = None;
            }
            continue;
        }
        for (at, _) in line
            .match_indices("crate::")
            .filter(|(at, _)| !line[..*at].ends_with(|c: char| c == '$' || c.is_alphanumeric()))
        {
            let name: String = line[at + "crate::".len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            found.push((number, name));
        }
    }
    found
}

#[test]
fn modules_know_only_what_they_may() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let module = module(&name);
        if matches!(module, "lib" | "main" | "cli") {
            continue;
        }
        let listed = MUST_NOT_KNOW
            .iter()
            .find(|(from, _)| *from == module)
            .map_or(&[][..], |(_, not)| not);
        for (line, other) in crate_modules(&text) {
            let outside = OUTSIDE.contains(&&*other) && other != module;
            if outside || listed.contains(&&*other) {
                wrong.push(format!(
                    "src/{name}:{line}: `{module}` must not know `{other}`"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let module = module(&name);
        for (path, homes) in BELONGS_TO
            .iter()
            .filter(|(_, homes)| !homes.contains(&module))
        {
            for (line, _) in code(&text).filter(|(_, line)| mentions(line, path)) {
                wrong.push(format!(
                    "src/{name}:{line}: `{path}` belongs to {}",
                    homes.join(", ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_with_what_it_is() {
    let bare: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    assert!(bare.is_empty(), "no `//!` header: {bare:?}");
    let tests = walkdir::WalkDir::new(root().join("tests"))
        .into_iter()
        .filter_map(Result::ok);
    for entry in tests.filter(|entry| {
        entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rs")
    }) {
        let text = fs::read_to_string(entry.path()).expect("a readable test");
        assert!(
            text.starts_with("//! "),
            "no `//!` header: {}",
            entry.path().display()
        );
    }
}

#[test]
fn no_file_is_too_long_to_be_read() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|(name, text)| text.lines().count() > FAIL_AT && !LONG_BY_NATURE.contains(&&**name))
        .map(|(name, text)| format!("src/{name}: {} lines", text.lines().count()))
        .collect();
    assert!(
        long.is_empty(),
        "split what has grown beyond {FAIL_AT} lines: {long:?}"
    );
}

#[test]
fn the_text_speaks_of_the_product_alone() {
    let words = ["/work/", "EVERYNODE_TODO", "FIXME", "XXX"];
    let folders = ["src", "tests", "rules", "docs", "README.md", ".ci"];
    for folder in folders
        .iter()
        .map(|folder| root().join(folder))
        .filter(|folder| folder.exists())
    {
        for file in text_files(&folder) {
            if file.ends_with("tidy.rs") {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap_or_default();
            for word in words {
                assert!(!text.contains(word), "{} holds {word:?}", file.display());
            }
        }
    }
}

fn text_files(path: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(path)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file());
    let text = |path: &PathBuf| {
        path.extension().is_some_and(|extension| {
            matches!(
                extension.to_str(),
                Some("rs" | "md" | "sh" | "yaml" | "yml")
            )
        })
    };
    files
        .map(walkdir::DirEntry::into_path)
        .filter(|file| text(file) || file.file_name().is_some_and(|name| name == "run"))
        .collect()
}

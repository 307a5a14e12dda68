//! Annotated manifests: every mark `# level[rule]: part of the message` is a finding on its line, and there is no other.

use everynode::engine::{self, Settings};
use everynode::source::{Source, SourceId};
use std::path::{Path, PathBuf};

/// The YAML files below a folder of `fixtures/`, sorted.
fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(folder);
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    found.sort();
    found
}

/// `line level rule` of what is marked, with the part of the message that is asked for.
fn marked(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for mark in line.split("# ").skip(1) {
            let Some((head, message)) = mark.split_once("]:") else {
                continue;
            };
            let Some((level, rule)) = head.split_once('[') else {
                continue;
            };
            if ["error", "warning", "note"].contains(&level) {
                found.push((
                    format!("{} {level} {rule}", index + 1),
                    message.trim().to_owned(),
                ));
            }
        }
    }
    found.sort();
    found
}

/// What is wrong with the findings of one file.
fn judge(path: &Path, faults: &mut Vec<String>) {
    let text = std::fs::read_to_string(path).expect("a fixture can be read");
    let settings = Settings::default();
    let source = Source::new(path.display().to_string(), text.as_str());
    let analysis = engine::analyse(&source, SourceId(0), &settings);
    let outcome = engine::finish(vec![source], vec![analysis], &settings);
    let source = &outcome.sources[0];
    let mut found: Vec<(String, String)> = outcome
        .diagnostics
        .iter()
        .map(|one| {
            let line = source.line(one.span.start);
            (
                format!("{line} {} {}", one.level.as_str(), one.rule),
                one.message.clone(),
            )
        })
        .collect();
    found.sort();
    let marked = marked(&text);
    let equal = marked.len() == found.len()
        && marked
            .iter()
            .zip(&found)
            .all(|(mark, one)| mark.0 == one.0 && one.1.contains(&mark.1));
    if !equal {
        faults.push(format!(
            "{}:\n  marked {marked:#?}\n  found {found:#?}",
            path.display()
        ));
    }
}

fn all_exact(folder: &str) {
    let files = files(folder);
    assert!(!files.is_empty(), "no fixtures in {folder}");
    let mut faults = Vec::new();
    for path in files {
        judge(&path, &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_manifests_of_the_tutorials_give_exactly_what_is_marked() {
    all_exact("tutorials");
}

#[test]
fn good_manifests_give_nothing() {
    all_exact("ok");
}

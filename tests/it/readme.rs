//! The README keeps its promises: its table lists the rules, its example has findings.

use std::path::Path;
use std::process::Command;

const OPEN: &str = "<!-- rules -->\n";
const CLOSE: &str = "<!-- /rules -->";

fn everynode(words: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_everynode"))
        .args(words)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the binary runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text)
}

/// `UPDATE_README=1` writes the table instead of complaining.
#[test]
fn readme_lists_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).expect("a README");
    let (before, rest) = text.split_once(OPEN).expect("the table's start");
    let (table, after) = rest.split_once(CLOSE).expect("the table's end");
    let (_, wanted) = everynode(&["rules", "-o", "markdown"]);
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, format!("{before}{OPEN}{wanted}{CLOSE}{after}")).expect("written");
        return;
    }
    assert!(
        table == wanted,
        "the README's table of rules is old: UPDATE_README=1 cargo test --test it readme"
    );
}

#[test]
fn readme_stays_one_screen_beside_its_table() {
    let text = include_str!("../../README.md");
    let around = text.lines().filter(|line| !line.starts_with('|')).count();
    assert!(around <= 70, "{around} lines");
}

#[test]
fn readme_example_has_findings() {
    let (code, text) = everynode(&["check", "--isolated", "-o", "compact", "fixtures/example"]);
    assert_eq!(code, 1, "{text}");
}

#[test]
fn good_manifests_stay_silent() {
    let words = ["check", "--isolated", "--fail-on", "note", "fixtures/ok"];
    let (code, text) = everynode(&words);
    assert_eq!(code, 0, "{text}");
}

//! What only a terminal gets: links, progress, a screen that is cleared; and that pipes get nothing of it.
//!
//! A terminal is made by `script`, which util-linux has.
#![cfg(target_os = "linux")]

use crate::project::{FAULTY, GOOD, Project};
use std::process::{Command, Stdio};

/// What a run shows on a terminal, both streams together; None where no terminal can be made.
fn on_terminal(project: &Project, words: &str, environment: &[(&str, &str)]) -> Option<String> {
    let mut command = Command::new("script");
    let line = format!("{} {words}", env!("CARGO_BIN_EXE_everynode"));
    command
        .args(["-qec", &line, "/dev/null"])
        .current_dir(&project.0)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("TERM", "xterm-256color")
        .env("SHELL", "/bin/sh")
        .envs(environment.iter().copied())
        .stdin(Stdio::null());
    match command.output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            println!("SKIP: script not found, so that there is no terminal");
            None
        }
    }
}

/// How a link starts.
const LINK: &str = "\u{1b}]8;;";
/// What terminals of GNOME set, which follow links.
const FOLLOWS: (&str, &str) = ("VTE_VERSION", "7003");

#[test]
fn rules_and_places_are_links_where_the_terminal_follows_them() {
    let project = Project::new("links", &[("k8s/a b.yaml", FAULTY)]);
    let Some(text) = on_terminal(&project, "check", &[FOLLOWS]) else {
        return;
    };
    // What each link leads to, and what it is written on.
    let links: Vec<(&str, &str)> = text
        .split(LINK)
        .filter_map(|part| part.split_once("\u{1b}\\"))
        .filter(|(uri, _)| !uri.is_empty())
        .collect();
    let [(_, rule), (uri, place)] = links[..] else {
        panic!("{links:?} in {text:?}");
    };
    assert_eq!(rule, "unknown-field");
    let path = project.0.join("k8s/a%20b.yaml").display().to_string();
    assert!(uri.starts_with("file://") && uri.ends_with(&path), "{uri}");
    assert!(place.contains("k8s/a b.yaml:6:1"), "{place:?}");
}

#[test]
fn nobody_else_gets_links() {
    let project = Project::new("no-links", &[("a.yaml", FAULTY)]);
    let cases = [
        ("check", vec![]),
        ("check", vec![FOLLOWS, ("NO_COLOR", "1")]),
        ("check --color never", vec![FOLLOWS]),
        ("check | cat", vec![FOLLOWS]),
        ("check --color always | cat", vec![FOLLOWS]),
        ("check -o compact", vec![FOLLOWS]),
        ("check -o human=report.txt; cat report.txt", vec![]),
    ];
    for (words, environment) in cases {
        let Some(text) = on_terminal(&project, words, &environment) else {
            return;
        };
        assert!(text.contains("unknown-field"), "{words}: {text:?}");
        assert!(!text.contains(LINK), "{words}: {text:?}");
    }
}

#[test]
fn a_run_that_is_over_at_once_shows_no_progress() {
    let files: Vec<(String, &str)> = (0..20).map(|i| (format!("{i}.yaml"), GOOD)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, *text)).collect();
    let project = Project::new("no-progress", &files);
    let Some(text) = on_terminal(&project, "check", &[]) else {
        return;
    };
    assert!(text.contains("20 files"), "{text:?}");
    assert!(!text.contains(" of 20 files"), "{text:?}");
}

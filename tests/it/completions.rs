//! The completion scripts, in the shells that they are for; `.ci/tools` gets what is not there.

use crate::project::{GOOD, Project};
use std::process::Command;

/// What is typed, and some of what is offered.
const CASES: [(&str, &[&str]); 8] = [
    ("everynode ch", &["check"]),
    ("everynode --fail", &["--fail-on", "--fail-on-empty"]),
    (
        "everynode check --fail-on ",
        &["note", "warning", "error", "never"],
    ),
    (
        "everynode check --preset pss",
        &["pss-baseline", "pss-restricted"],
    ),
    ("everynode -o j", &["json", "jsonl", "junit"]),
    ("everynode check --select too", &["too-long", "too-many"]),
    (
        "everynode explain duplicate",
        &["duplicate-key", "duplicate-value"],
    ),
    ("everynode completions n", &["nushell"]),
];

/// A folder with the script of a shell in it.
fn project(shell: &str) -> Project {
    let project = Project::new(&format!("completions-{shell}"), &[("k8s/a.yaml", GOOD)]);
    let script = project.run(&["completions", shell]).exits(0).out;
    project.write("script", &script);
    project
}

/// What a shell prints; None where there is no such shell.
fn run(project: &Project, shell: &str, words: &[&str]) -> Option<String> {
    let path = std::env::var("PATH").unwrap_or_default();
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_everynode"));
    let bin = bin.parent().expect("a folder").display();
    let mut command = Command::new(shell);
    command.args(words).current_dir(&project.0);
    match command.env("PATH", format!("{bin}:{path}")).output() {
        Ok(output) => {
            let err = String::from_utf8_lossy(&output.stderr);
            assert_eq!(err, "", "{shell} complains");
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            println!("SKIP: {shell} not found");
            None
        }
    }
}

#[track_caller]
fn offers(shell: &str, typed: &str, offered: &str, wanted: &[&str]) {
    let offered: Vec<&str> = offered.split_whitespace().collect();
    for word in wanted {
        assert!(
            offered.contains(word),
            "{shell}: {typed:?} gives {offered:?}"
        );
    }
}

#[test]
fn bash_completes() {
    let project = project("bash");
    // The words, the place and the answer are what bash hands to and takes from a script.
    let script = "source ./script
        words=($1); [[ $1 == *' ' ]] && words+=('')
        COMP_WORDS=(\"${words[@]}\"); COMP_CWORD=$((${#words[@]} - 1))
        _everynode everynode \"${words[-1]}\" \"${words[-2]}\"
        echo \"${COMPREPLY[@]}\"";
    for (typed, wanted) in CASES {
        let Some(offered) = run(&project, "bash", &["-c", script, "bash", typed]) else {
            return;
        };
        offers("bash", typed, &offered, wanted);
    }
}

#[test]
fn fish_completes() {
    let project = project("fish");
    let script = "source ./script; complete -C $argv[1] | cut -f 1";
    let paths: (&str, &[&str]) = ("everynode k8", &["k8s/"]);
    for (typed, wanted) in CASES.into_iter().chain([paths]) {
        let Some(offered) = run(&project, "fish", &["-c", script, typed]) else {
            return;
        };
        offers("fish", typed, &offered, wanted);
    }
}

#[test]
fn zsh_takes_the_script() {
    // What zsh offers is seen in its editor alone; here it has to read the script and find the function.
    let script = "autoload -U compinit; compinit -u -D; source ./script; whence -w _everynode; print $_comps[everynode]";
    let project = project("zsh");
    if let Some(said) = run(&project, "zsh", &["-f", "-c", script]) {
        assert_eq!(said, "_everynode: function\n_everynode\n");
    }
}

#[test]
fn nushell_completes() {
    let project = project("nushell");
    std::fs::rename(project.0.join("script"), project.0.join("everynode.nu")).expect("renamed");
    let paths: (&str, &[&str]) = ("everynode k8", &["k8s/"]);
    for (typed, wanted) in CASES.into_iter().chain([paths]) {
        // A verb is a command of its own there.
        if typed == "everynode ch" {
            continue;
        }
        let line = format!("use everynode.nu *\n{typed}");
        project.write("line.nu", &line);
        let place = line.len().to_string();
        let Some(said) = run(&project, "nu", &["--ide-complete", &place, "line.nu"]) else {
            return;
        };
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let offered: Vec<&str> = said["completions"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one.as_str())
            .collect();
        offers("nushell", typed, &offered.join(" "), wanted);
    }
}

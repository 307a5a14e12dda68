//! `check --since`: only what changed.

use crate::project::{FAULTY, GOOD, Project};
use std::process::Command;

fn git(project: &Project, words: &[&str]) -> bool {
    let status = Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(words)
        .current_dir(&project.0)
        .output();
    status.is_ok_and(|output| output.status.success())
}

/// A project with everything committed; None where there is no git.
fn committed(name: &str, files: &[(&str, &str)]) -> Option<Project> {
    let project = Project::new(name, files);
    std::fs::remove_dir(project.0.join(".git")).expect("removed");
    if !git(&project, &["init", "-q"]) {
        println!("SKIP: git not found");
        return None;
    }
    assert!(git(&project, &["add", "-A"]) && git(&project, &["commit", "-qm", "first"]));
    Some(project)
}

#[test]
fn only_what_changed_is_shown() {
    let two = format!("{FAULTY}dates: {{}}\n");
    let files = [
        ("k8s/old.yaml", two.as_str()),
        ("k8s/moved.yaml", GOOD),
        ("name with spaces.yaml", GOOD),
    ];
    let Some(project) = committed("since", &files) else {
        return;
    };
    project.run(&["check"]).exits(1).says("datas").says("dates");
    project
        .run(&["check", "--since", "HEAD"])
        .exits(0)
        .says("2 findings on lines that did not change since HEAD are not shown");
    // A changed line, a new file that git knows, and one that it does not.
    project.write("k8s/old.yaml", &two.replace("dates: {}", "dates: {a: b}"));
    project
        .run(&["check", "--since", "HEAD"])
        .exits(1)
        .says("dates")
        .hides("field `datas`")
        .says("1 error");
    project
        .run_in("k8s", &["check", ".", "--since", "HEAD"], "")
        .exits(1)
        .says("1 error");
    project.write("k8s/new.yaml", &FAULTY.replace("faulty", "new"));
    project.write("name with spaces.yaml", &FAULTY.replace("faulty", "spaces"));
    project
        .run(&["check", "--since", "HEAD"])
        .exits(1)
        .says("3 errors");
    assert!(git(&project, &["checkout", "-q", "--detach"]));
    assert!(git(&project, &["add", "-A"]) && git(&project, &["commit", "-qm", "second"]));
    project
        .run(&["check", "--since", "main"])
        .exits(1)
        .says("3 errors");
    project.run(&["check", "--since", "HEAD"]).exits(0);
}

#[test]
fn what_is_missing_since_a_line_went_is_shown() {
    let set = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: a}}\n  template:\n    metadata: {labels: {a: a}}\n    spec:\n      containers:\n      - name: a\n        image: a:1\n        resources:\n          limits: {memory: 1Gi, cpu: 1}\n";
    let Some(project) = committed("since-gone", &[("a.yaml", set)]) else {
        return;
    };
    project.run(&["check", "--since", "HEAD"]).exits(0);
    let (without, _) = set.split_once("        resources").expect("resources");
    project.write("a.yaml", without);
    project
        .run(&["check", "--since", "HEAD"])
        .exits(1)
        .says("unbounded-memory");
}

#[test]
fn what_git_cannot_answer_is_said() {
    let Some(project) = committed("since-wrong", &[("a.yaml", FAULTY)]) else {
        return;
    };
    project
        .run(&["check", "--since", "nowhere"])
        .exits(2)
        .says("git knows no commit `nowhere`");
    project
        .run(&["check", "--since", "--upload-pack=x"])
        .exits(2);
    project.write("b.yaml", GOOD);
    assert!(git(&project, &["add", "-A"]) && git(&project, &["commit", "-qm", "second"]));
    let clone = Project::new("since-shallow", &[]);
    std::fs::remove_dir_all(&clone.0).expect("removed");
    let from = format!("file://{}", project.0.display());
    let to = clone.0.display().to_string();
    assert!(git(&project, &["clone", "-q", "--depth=1", &from, &to]));
    clone
        .run(&["check", "--since", "HEAD~1"])
        .exits(2)
        .says("shallow checkout")
        .says("--unshallow");
    let outside =
        std::env::temp_dir().join(format!("everynode-no-repository-{}", std::process::id()));
    std::fs::create_dir_all(&outside).expect("a folder");
    let outside = Project(outside);
    outside.write("a.yaml", FAULTY);
    outside
        .run(&["check", "--since", "HEAD"])
        .exits(2)
        .says("is not in a git repository");
    std::fs::remove_dir_all(&outside.0).expect("removed");
}

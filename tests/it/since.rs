//! `check --since`: only what changed; and charts and kustomizations made by the user's own tools.

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

/// Runs with only these tools on the PATH.
#[cfg(unix)]
fn with_tools(project: &Project, tools: &[(&str, &str)], words: &[&str]) -> crate::project::Ran {
    use std::os::unix::fs::PermissionsExt as _;
    let bin = project.0.join("bin");
    std::fs::create_dir_all(&bin).expect("a folder");
    for (name, script) in tools {
        let path = bin.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("mode");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_everynode"))
        .args(words)
        .current_dir(&project.0)
        .env("PATH", &bin)
        .output()
        .expect("the binary runs");
    crate::project::Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
#[cfg(unix)]
fn tools_that_are_missing_or_fail_are_named() {
    let files = [
        ("chart/Chart.yaml", "name: a\n"),
        ("over/kustomization.yaml", "resources: []\n"),
    ];
    let project = Project::new("tools", &files);
    with_tools(&project, &[], &["check", "--helm", "chart"])
        .exits(2)
        .says("`helm` is not installed")
        .says("everynode -");
    with_tools(&project, &[], &["check", "--kustomize", "over"])
        .exits(2)
        .says("neither `kubectl` nor `kustomize`");
    with_tools(&project, &[], &["check", "--helm", "nowhere"])
        .exits(2)
        .says("nowhere: no such file or folder");
    let failing = [("helm", "echo 'Error: missing dependency' >&2; exit 1")];
    with_tools(&project, &failing, &["check", "--helm", "chart"])
        .exits(2)
        .says("helm could not make chart: missing dependency");
    let script = "echo \"# $*\"; echo '---'; echo '# Source: a/templates/a.yaml'; echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo 'metadata: {name: a}'; echo 'datas: {}'";
    let making = [("helm", script), ("kustomize", script)];
    with_tools(
        &project,
        &making,
        &[
            "check", "--helm", "chart", "--values", "v.yaml", "-o", "compact",
        ],
    )
    .exits(1)
    .says("helm template chart:");
    with_tools(&project, &making, &["check", "--helm", "chart"])
        .exits(1)
        .says("Made from a/templates/a.yaml.");
    with_tools(
        &project,
        &making,
        &["check", "--kustomize", "over", "-o", "compact"],
    )
    .exits(1)
    .says("kustomize over:");
}

#[test]
fn real_tools_make_what_is_checked() {
    let tool = |name: &str, words: &[&str]| {
        let ran = Command::new(name).args(words).output();
        ran.is_ok_and(|output| output.status.success())
    };
    let project = Project::new(
        "real-tools",
        &[
            (
                "chart/Chart.yaml",
                "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
            ),
            ("chart/values.yaml", "name: web\n"),
            (
                "chart/templates/web.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\ndatas: {}\n",
            ),
            (
                "over/kustomization.yaml",
                "namespace: shop\nresources: [web.yaml]\nbuildMetadata: [originAnnotations]\n",
            ),
            ("over/web.yaml", FAULTY),
            ("more.yaml", "name: other\n"),
        ],
    );
    if tool("helm", &["version"]) {
        project
            .run(&["check", "--helm", "chart"])
            .exits(1)
            .says("datas")
            .says("shop/templates/web.yaml");
        project
            .run(&[
                "check",
                "--helm",
                "chart",
                "--values",
                "more.yaml",
                "-o",
                "json",
            ])
            .exits(1)
            .says("\"name\":\"other\"");
        project
            .run(&["check", "--helm", "chart", "--values", "none.yaml"])
            .exits(2)
            .says("helm could not make chart");
    } else {
        println!("SKIP: helm not found");
    }
    if tool(
        "kubectl",
        &["kustomize", &project.0.join("over").display().to_string()],
    ) {
        project
            .run(&["check", "--kustomize", "over"])
            .exits(1)
            .says("datas")
            .says("Made from web.yaml.");
        project
            .run(&["check", "--kustomize", "chart"])
            .exits(2)
            .says("kubectl kustomize could not make chart");
    } else {
        println!("SKIP: kubectl kustomize not found");
    }
}

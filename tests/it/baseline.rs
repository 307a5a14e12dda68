//! Baselines: accept today, complain tomorrow.

use crate::cli::{Folder, GOOD};
use std::fs;

/// A DaemonSet with an error (`replicas`) and a warning (no memory limit).
const FAULTY: &str = "apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  replicas: 3
  selector:
    matchLabels: {app: agent}
  template:
    metadata:
      labels: {app: agent}
    spec:
      containers:
        - name: agent
          image: registry.example.com/agent:1
          resources:
            requests: {cpu: 10m}
";

/// A folder that is a repository of its own, so that no config above it counts.
fn repository(name: &str, files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(name, files);
    folder.write(".git/HEAD", b"ref: refs/heads/main\n");
    folder
}

#[test]
fn a_repository_is_green_in_a_minute() {
    let folder = repository(
        "adoption",
        &[
            ("a.yaml", FAULTY),
            ("vendor/b.yaml", FAULTY),
            ("c.yaml", GOOD),
        ],
    );
    folder.run(&["."]).exits(1);
    folder
        .run(&["init"])
        .exits(0)
        .answers("wrote everynode.yaml");
    folder.run(&["init"]).exits(2).complains("is there already");
    folder.run(&["baseline"]).exits(2).complains("--write");
    folder
        .run(&["baseline", "--write"])
        .exits(0)
        .answers("everynode-baseline.json holds");
    folder
        .run(&["."])
        .exits(0)
        .answers("no problems")
        .answers("suppressed");

    // Moving lines about is nothing new; another container without a limit is.
    let moved = format!(
        "# a comment\n\n{}",
        FAULTY.replace("metadata:\n  name", "metadata:\n\n  name")
    );
    folder.write("a.yaml", moved.as_bytes());
    folder.run(&["."]).exits(0);
    folder.write(
        "d.yaml",
        FAULTY
            .replace("name: agent\nspec", "name: other\nspec")
            .as_bytes(),
    );
    folder.run(&["."]).exits(1).answers("d.yaml");
    fs::remove_file(folder.0.join("d.yaml")).expect("removed");

    // A fault that is mended asks to be taken out.
    folder.write("a.yaml", FAULTY.replace("  replicas: 3\n", "").as_bytes());
    folder.run(&["."]).exits(0).complains("baseline --prune");
    folder
        .run(&["baseline", "--prune"])
        .exits(0)
        .answers("1 fewer");
    let ran = folder.run(&["."]).exits(0);
    assert_eq!(ran.err, "");
    folder.run(&["--isolated", "."]).exits(1);
}

#[test]
fn a_baseline_that_cannot_be_read_stops_the_run() {
    let folder = repository(
        "baseline-bad",
        &[
            ("a.yaml", GOOD),
            ("bad.json", "{\"version\": 7}"),
            ("worse.json", "findings"),
        ],
    );
    folder
        .run(&["--baseline", "none.json", "."])
        .exits(2)
        .complains("cannot read the baseline none.json");
    folder
        .run(&["--baseline", "bad.json", "."])
        .exits(2)
        .complains("version 7");
    folder
        .run(&["--baseline", "worse.json", "."])
        .exits(2)
        .complains("is no JSON");
}

#[cfg(unix)]
#[test]
fn writing_leaves_links_and_read_only_files_as_they_are() {
    use std::os::unix::fs::symlink;
    let folder = repository(
        "baseline-link",
        &[
            ("a.yaml", FAULTY),
            ("real/base.json", "{\"version\":1,\"findings\":[]}"),
        ],
    );
    symlink("real/base.json", folder.0.join("everynode-baseline.json")).expect("a link");
    folder.run(&["baseline", "--write"]).exits(0);
    assert!(
        folder
            .0
            .join("everynode-baseline.json")
            .symlink_metadata()
            .expect("there")
            .is_symlink()
    );
    assert!(
        fs::read_to_string(folder.0.join("real/base.json"))
            .expect("read")
            .contains("daemonset-replicas")
    );
    let real = folder.0.join("real/base.json");
    let mut permissions = fs::metadata(&real).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&real, permissions).expect("set");
    folder
        .run(&["baseline", "--write"])
        .exits(2)
        .complains("read-only");
    let left = fs::read_dir(folder.0.join("real"))
        .expect("a folder")
        .count();
    assert_eq!(left, 1, "no half-written file stays behind");
}

//! Baselines: accept today, complain tomorrow.

use crate::cli::{Folder, GOOD};
use crate::project::{Project, shared};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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

/// A baseline that accepts nothing.
const EMPTY: &str = "{\"version\":1,\"findings\":[]}\n";

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

#[test]
fn a_baseline_counts_from_any_folder_and_for_any_part() {
    let other = FAULTY.replace("name: agent\nspec", "name: other\nspec");
    let files = [
        ("k8s/a.yaml", FAULTY),
        ("k8s/dev/b.yaml", other.as_str()),
        ("k8s/prod/b.yaml", other.as_str()),
        ("broken/c.yaml", "a: [\n"),
    ];
    let project = Project::new("baseline-folders", &files);
    project.run(&["baseline", "--write"]).exits(0);
    let all = project.read("everynode-baseline.json");
    project.run_in("broken", &["check"], "").exits(0);
    project
        .run_in("k8s/prod", &["check", "."], "")
        .exits(0)
        .hides("mended");
    project
        .run(&["check", "k8s/prod/b.yaml"])
        .exits(0)
        .hides("mended");
    // Pruning a part takes nothing from the rest.
    project
        .run_in("k8s/prod", &["baseline", "--prune", "."], "")
        .exits(0);
    project
        .run_in("broken", &["baseline", "--prune", "."], "")
        .exits(0);
    assert_eq!(project.read("everynode-baseline.json"), all);

    // A file that moves brings its findings along, one that goes takes them along.
    fs::rename(project.0.join("k8s/a.yaml"), project.0.join("k8s/z.yaml")).expect("moved");
    project.run(&["check"]).exits(0).hides("mended");
    project.run(&["baseline", "--prune"]).exits(0);
    assert_eq!(project.read("everynode-baseline.json"), all);
    fs::remove_file(project.0.join("broken/c.yaml")).expect("removed");
    project.run(&["check"]).exits(0).says("baseline --prune");
    project
        .run(&["baseline", "--prune"])
        .exits(0)
        .says("1 fewer");
    project.run(&["check"]).exits(0).hides("mended");
}

#[test]
fn writing_a_part_keeps_the_rest() {
    let other = FAULTY.replace("name: agent\nspec", "name: other\nspec");
    let files = [
        ("dev/a.yaml", FAULTY),
        ("prod/a.yaml", FAULTY),
        ("more/b.yaml", other.as_str()),
    ];
    let project = Project::new("baseline-part", &files);
    // Wherever it starts, the first one is made at the root.
    project
        .run_in("more", &["baseline", "--write"], "")
        .exits(0)
        .says("holds 2 findings");
    project.run(&["check", "more"]).exits(0);
    project.run(&["check"]).exits(1);
    project
        .run(&["baseline", "--write"])
        .exits(0)
        .says("holds 6 findings now;");
    let all = project.read("everynode-baseline.json");
    // The same object in two overlays, a folder, a rule: each alone leaves the others accepted.
    for words in [&["prod"][..], &["more"], &["--select", "unbounded-memory"]] {
        project
            .run(&[&["baseline", "--write"], words].concat())
            .exits(0)
            .says("from outside of this run");
        project.run(&["check"]).exits(0).hides("mended");
    }
    project.run(&["baseline", "--write"]).exits(0);
    assert_eq!(project.read("everynode-baseline.json"), all);
    // From outside, what is named says which repository is meant.
    let outside = Project::new("baseline-outside", &[]);
    std::fs::remove_dir(outside.0.join(".git")).expect("removed");
    let path = project.0.display().to_string();
    outside.run(&["check", &path]).exits(0).hides("mended");
    outside.run(&["baseline", "--write", &path]).exits(0);
    assert_eq!(project.read("everynode-baseline.json"), all);
    // What is mended goes, also where only its part is written anew.
    project.write("more/b.yaml", GOOD);
    project
        .run_in("more", &["baseline", "--write", "."], "")
        .exits(0)
        .says("holds 4 findings now, 4 of them from outside of this run");
    project.run(&["check"]).exits(0).hides("mended");
    // A file that is no baseline is replaced by one.
    project.write("everynode-baseline.json", "findings");
    project.run(&["check"]).exits(2);
    project
        .run(&["baseline", "--write"])
        .exits(0)
        .says("holds 4 findings now;");
}

#[test]
fn check_prunes_as_the_verb_does() {
    let other = FAULTY.replace("name: agent\nspec", "name: other\nspec");
    let files = [("a.yaml", FAULTY), ("b.yaml", other.as_str())];
    let project = Project::new("baseline-check-prune", &files);
    project
        .run(&["check", "--prune"])
        .exits(2)
        .says("there is no baseline yet");
    let named = ["--baseline", "accepted.json"];
    let run = |words: &[&str]| project.run(&[words, &named[..]].concat());
    run(&["baseline", "--write"]).exits(0);
    let all = project.read("accepted.json");

    // Nothing is mended by rules that one run leaves out, nor by a path that it cannot read.
    for flags in [
        &["--select", "unbounded-memory"][..],
        &["--ignore", "unbounded-memory"],
        &["--preset", "strict"],
    ] {
        run(&[&["check"], flags].concat()).exits(0).hides("mended");
        run(&[&["check", "--prune"], flags].concat())
            .exits(0)
            .says("0 fewer");
    }
    run(&["check", "--prune", ".", "nowhere.yaml"])
        .exits(2)
        .says("nothing was written");
    assert_eq!(project.read("accepted.json"), all);

    // What is mended goes, what is new is said, in one run.
    project.write("a.yaml", &FAULTY.replace("  replicas: 3\n", ""));
    run(&["check"])
        .exits(0)
        .says("`everynode baseline --prune --baseline accepted.json` takes it out");
    project.write("c.yaml", &FAULTY.replace("agent", "third"));
    run(&["check", "--prune"])
        .exits(1)
        .says("accepted.json holds")
        .says("1 fewer")
        .says("c.yaml");
    let checked = project.read("accepted.json");
    project.write("accepted.json", &all);
    run(&["baseline", "--prune"]).exits(0).says("1 fewer");
    assert_eq!(project.read("accepted.json"), checked);
    run(&["check", "a.yaml", "b.yaml"]).exits(0).hides("mended");
}

#[test]
fn what_a_tool_or_a_pipe_brought_is_not_mended_by_a_run_without_it() {
    let project = Project::new("baseline-pipe", &[("a.yaml", GOOD)]);
    project
        .run_in("", &["baseline", "--write", "-"], FAULTY)
        .exits(0);
    project.run_in("", &["check", "-"], FAULTY).exits(0);
    project.run(&["check"]).exits(0).hides("mended");
    project.run_in("", &["check", "-"], GOOD).says("mended");
}

/// What files a project holds, less those that are unfinished.
fn snapshot(project: &Project) -> BTreeMap<PathBuf, String> {
    let files = files(&project.0).into_iter().filter(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        !name.ends_with(".everynode-unfinished")
    });
    files
        .filter_map(|file| Some((file.clone(), fs::read_to_string(file).ok()?)))
        .collect()
}

#[test]
fn a_run_that_is_killed_leaves_old_files_or_new_ones() {
    let project = Project::new("killed", &[("everynode-baseline.json", EMPTY)]);
    for index in 0..60 {
        let name = format!("name: agent-{index}\nspec");
        let text = FAULTY.replace("name: agent\nspec", &name);
        project.write(&format!("{index}.yaml"), &text);
    }
    let old = snapshot(&project);
    let reset = || {
        for file in files(&project.0) {
            match old.get(&file) {
                Some(text) => fs::write(file, text).expect("written"),
                None => fs::remove_file(file).expect("removed"),
            }
        }
    };
    for words in [
        &["baseline", "--write"][..],
        &["check", "--exit-zero", "--add-ignores", "old"],
        &["check", "--exit-zero", "-o", "json=report.json"],
        &["init"],
    ] {
        let write = || {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_everynode"));
            command.args(words).current_dir(&project.0);
            command.stdout(std::process::Stdio::null());
            command
        };
        reset();
        let begun = std::time::Instant::now();
        assert!(write().status().expect("runs").success(), "{words:?}");
        let whole = begun.elapsed();
        let new = snapshot(&project);
        assert_ne!(old, new, "{words:?} writes something");
        let mut unchanged = 0;
        for step in 0..20 {
            reset();
            let mut child = write().spawn().expect("starts");
            std::thread::sleep(whole * step / 18);
            let _ = child.kill();
            let _ = child.wait();
            let left = snapshot(&project);
            for (file, text) in &left {
                let whole = [old.get(file), new.get(file)].contains(&Some(text));
                assert!(whole, "{words:?} left {}:\n{text}", file.display());
            }
            assert!(old.keys().all(|file| left.contains_key(file)), "{words:?}");
            unchanged += usize::from(left == old);
        }
        assert!(unchanged > 0, "{words:?} was never stopped in time");
    }
}

#[test]
fn what_killed_runs_left_behind_is_swept_up() {
    let project = Project::new("baseline-swept", &[("a.yaml", FAULTY)]);
    let (old, new) = (".a.everynode-unfinished", ".b.everynode-unfinished");
    let own = ".c.unfinished";
    for name in [old, new, own] {
        project.write(name, "half");
    }
    let hour = std::time::Duration::from_secs(3600);
    for name in [old, own] {
        let file = fs::File::options().append(true).open(project.0.join(name));
        let then = std::time::SystemTime::now() - hour;
        file.expect("open").set_modified(then).expect("set");
    }
    project.run(&["baseline", "--write"]).exits(0);
    assert!(!project.0.join(old).exists());
    assert!(
        project.0.join(new).exists(),
        "another run may still write it"
    );
    assert!(project.0.join(own).exists());
    project.run(&["check"]).exits(0).says("1 file");
}

/// The files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = files.into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// A project with a copy of these files.
fn copied(name: &str, from: &Path) -> Project {
    let project = Project::new(name, &[]);
    for file in files(from) {
        let to = project.0.join(file.strip_prefix(from).expect("below"));
        fs::create_dir_all(to.parent().expect("a parent")).expect("a folder");
        fs::write(to, fs::read(file).expect("read")).expect("copied");
    }
    project
}

#[test]
fn accepted_findings_stay_accepted_however_files_are_reformatted_and_moved() {
    let Some(corpus) = shared("corpus") else {
        return;
    };
    let project = copied("baseline-corpus", &corpus);
    let green = |what: &str| {
        let ran = project.run(&["check", "--fail-on", "note", "--quiet"]);
        assert_eq!(ran.code, 0, "{what}:\n{}", ran.out);
        project.run(&["check"]).hides("mended");
    };
    project.run(&["baseline", "--write"]).exits(0);
    green("as they are");
    let is_yaml = |file: &PathBuf| file.extension().is_some_and(|ending| ending != "json");
    let yaml: Vec<PathBuf> = files(&project.0).into_iter().filter(is_yaml).collect();
    let texts: Vec<String> = yaml
        .iter()
        .map(|file| String::from_utf8_lossy(&fs::read(file).expect("read")).into_owned())
        .collect();
    let write = |change: &dyn Fn(&str) -> String| {
        for (file, text) in yaml.iter().zip(&texts) {
            fs::write(file, change(text)).expect("written");
        }
    };
    write(&|text| match text.starts_with(['%', '\u{feff}']) {
        true => text.to_owned(),
        false => format!("# A word in front.\n\n{text}"),
    });
    green("with comments in front");
    write(&|text| text.replace("\r\n", "\n").replace('\n', "\r\n"));
    green("with the line breaks of Windows");
    write(&|text| text.to_owned());
    fs::create_dir(project.0.join("moved")).expect("a folder");
    for entry in fs::read_dir(&project.0).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        if entry.path().is_dir() && name != "moved" && name != ".git" {
            fs::rename(entry.path(), project.0.join("moved").join(name)).expect("moved");
        }
    }
    green("in another folder");
}

#[test]
fn a_real_repository_is_adopted() {
    let Some(corpus) = shared("corpus") else {
        return;
    };
    // The repository with the most findings.
    let looker = Project::new("adopted-look", &[]);
    let words = ["check", "--isolated", "-o", "json"];
    let words = words.iter().map(std::ffi::OsString::from);
    let words: Vec<_> = words.chain([corpus.clone().into_os_string()]).collect();
    let report: serde_json::Value =
        serde_json::from_str(&looker.run(&words).out).expect("a report");
    let mut counts: BTreeMap<PathBuf, usize> = Default::default();
    for one in report["diagnostics"].as_array().expect("a list") {
        let file = Path::new(one["file"].as_str().expect("a file"));
        let below = file.strip_prefix(&corpus).expect("below the corpus");
        let first = below.components().next().expect("a repository");
        *counts.entry(corpus.join(first)).or_default() += 1;
    }
    let most = counts.iter().max_by_key(|entry| entry.1);
    let largest = most.expect("findings").0.clone();
    let project = copied("adopted", &largest);
    project.run(&["check"]).exits(1);
    project.run(&["init"]).exits(0);
    let written = project.run(&["baseline", "--write"]).exits(0);
    let baseline: serde_json::Value =
        serde_json::from_str(&project.read("everynode-baseline.json")).expect("JSON");
    let findings = baseline["findings"].as_array().expect("a list");
    assert!(
        findings.len() >= 200,
        "{} findings: {}",
        findings.len(),
        written.out
    );
    let green = project.run(&["check", "--fail-on", "note"]).exits(0);
    assert_eq!(green.err, "");

    project.write("new/agent.yaml", FAULTY);
    project
        .run(&["check"])
        .exits(1)
        .says("new/agent.yaml")
        .says("2 problems");
    fs::remove_dir_all(project.0.join("new")).expect("removed");
    project.run(&["check"]).exits(0);

    let mended = findings[0]["file"].as_str().expect("a file");
    let many = findings.iter().filter(|one| one["file"] == mended).count();
    project.write(mended, GOOD);
    project
        .run(&["check"])
        .exits(0)
        .says("mended")
        .says("baseline --prune");
    let ran = project.run(&["baseline", "--prune"]).exits(0);
    assert!(ran.out.contains(" fewer"), "{}", ran.out);
    let ran = project.run(&["check"]).exits(0);
    assert_eq!(ran.err, "", "{many} mended");
}

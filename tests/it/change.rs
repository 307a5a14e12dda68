//! `everynode rollout` and its pages: two revisions, from files, folders and git.

use crate::project::Project;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A DaemonSet with an image, what selects its pods, and more of its spec.
fn daemon_set(image: &str, app: &str, more: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent\n  namespace: logging\nspec:\n  selector:\n    \
         matchLabels:\n      app: {app}\n{more}  template:\n    metadata:\n      labels:\n        app: {app}\n    spec:\n      \
         containers:\n      - name: agent\n        image: {image}\n"
    )
}

const NODES: &str = "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: n2}\n---\n\
                     apiVersion: v1\nkind: Node\nmetadata: {name: n3}\n";

/// The answer of a run, as JSON.
#[track_caller]
fn answer(project: &Project, code: i32, words: &[&str]) -> Value {
    let mut all = vec!["rollout", "-o", "json", "--isolated"];
    all.extend(words);
    let ran = project.run(&all).exits(code);
    serde_json::from_str(&ran.out).expect("JSON")
}

fn pair(name: &str, old: &str, new: &str) -> Project {
    Project::new(
        name,
        &[("old.yaml", old), ("new.yaml", new), ("nodes.yaml", NODES)],
    )
}

#[test]
fn an_image_restarts_every_pod_and_a_label_of_the_object_none() {
    let old = daemon_set("a:1", "agent", "");
    let project = pair("change-image", &old, &daemon_set("a:2", "agent", ""));
    let found = answer(
        &project,
        0,
        &["old.yaml", "new.yaml", "--nodes", "nodes.yaml"],
    );
    let object = &found["objects"][0];
    assert_eq!(object["change"], "changed");
    assert_eq!(object["restartsPods"], true);
    let change = &object["changes"][0];
    assert_eq!(change["path"], "spec.template.spec.containers[0].image");
    assert_eq!(
        (&change["old"], &change["new"]),
        (&"a:1".into(), &"a:2".into())
    );
    assert_eq!(change["restarts"], true);
    let rollout = &object["rollout"];
    assert_eq!(rollout["outcome"], "complete");
    assert_eq!(
        rollout["steps"].as_array().map(Vec::len),
        Some(3),
        "{rollout}"
    );
    let seconds = &rollout["seconds"];
    assert!(seconds["least"].as_u64() >= Some(30), "{seconds}");
    assert!(seconds["most"].as_u64() >= Some(120), "{seconds}");
    assert_ne!(rollout["revision"]["old"], rollout["revision"]["new"]);

    let labelled = old.replace(
        "  namespace: logging\n",
        "  namespace: logging\n  labels: {team: a}\n",
    );
    project.write("new.yaml", &labelled);
    let found = answer(&project, 0, &["old.yaml", "new.yaml"]);
    let object = &found["objects"][0];
    assert_eq!(object["change"], "changed");
    assert_eq!(object["restartsPods"], false);
    assert_eq!(object["rollout"], Value::Null);
}

#[test]
fn what_defaults_say_anyway_is_no_change() {
    let old = daemon_set("a:1", "agent", "");
    let new = daemon_set(
        "a:1",
        "agent",
        "  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1}}\n",
    );
    let project = pair("change-defaults", &old, &new);
    let found = answer(&project, 0, &["old.yaml", "new.yaml"]);
    assert_eq!(found["objects"][0]["change"], "same", "{found}");
}

#[test]
fn a_selector_is_refused_where_it_stands() {
    let project = pair(
        "change-selector",
        &daemon_set("a:1", "agent", ""),
        &daemon_set("a:1", "other", ""),
    );
    let found = answer(&project, 1, &["old.yaml", "new.yaml"]);
    let refused = &found["objects"][0]["refused"][0];
    assert_eq!(refused["field"], "spec.selector");
    assert_eq!(refused["detail"], "field is immutable");
    assert_eq!(refused["reason"], "FieldValueInvalid");
    let line = refused["range"]["start"]["line"].as_u64();
    assert!(matches!(line, Some(7..=9)), "{refused}");
    project
        .run(&["rollout", "old.yaml", "new.yaml"])
        .exits(1)
        .says("spec.selector: field is immutable")
        .says("--cascade=orphan");
}

#[test]
fn a_dead_node_takes_the_budget() {
    let project = pair(
        "change-dead",
        &daemon_set("a:1", "agent", ""),
        &daemon_set("a:2", "agent", ""),
    );
    let words = [
        "old.yaml",
        "new.yaml",
        "--nodes",
        "nodes.yaml",
        "--unready",
        "n2",
    ];
    let found = answer(&project, 0, &words);
    let rollout = &found["objects"][0]["rollout"];
    assert_eq!(rollout["outcome"], "stuck");
    assert!(
        rollout["why"]
            .as_str()
            .is_some_and(|why| why.contains("n2 is NotReady")),
        "{rollout}"
    );
    assert_eq!(rollout["seconds"]["most"], Value::Null);
}

#[test]
fn broken_pods_and_deletions_by_hand() {
    let on_delete = "  updateStrategy: {type: OnDelete}\n";
    let project = pair(
        "change-on-delete",
        &daemon_set("a:1", "agent", on_delete),
        &daemon_set("a:2", "agent", on_delete),
    );
    let found = answer(
        &project,
        0,
        &["old.yaml", "new.yaml", "--nodes", "nodes.yaml"],
    );
    assert_eq!(
        found["objects"][0]["rollout"]["outcome"],
        "waits-for-delete"
    );
    project.write("old.yaml", &daemon_set("a:1", "agent", ""));
    project.write("new.yaml", &daemon_set("a:2", "agent", ""));
    let found = answer(&project, 0, &["old.yaml", "new.yaml", "--broken"]);
    assert_eq!(found["objects"][0]["rollout"]["outcome"], "stuck");
}

#[test]
fn a_surge_with_a_host_port_never_ends() {
    let surge = "  updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\n";
    let port = "        ports: [{containerPort: 80, hostPort: 80}]\n";
    let project = pair(
        "change-surge",
        &(daemon_set("a:1", "agent", surge) + port),
        &(daemon_set("a:2", "agent", surge) + port),
    );
    for words in [
        &["old.yaml", "new.yaml"][..],
        &["old.yaml", "new.yaml", "--nodes", "nodes.yaml"],
    ] {
        let found = answer(&project, 0, words);
        let rollout = &found["objects"][0]["rollout"];
        assert_eq!(rollout["outcome"], "stuck");
        assert!(
            rollout["why"]
                .as_str()
                .is_some_and(|why| why.contains("host port")),
            "{rollout}"
        );
    }
}

/// A workload with replicas.
fn replicated(kind: &str, image: &str, more: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: web}}\nspec:\n  replicas: 4\n  selector: {{matchLabels: {{app: web}}}}\n\
         {more}  template:\n    metadata: {{labels: {{app: web}}}}\n    spec:\n      containers: [{{name: web, image: '{image}'}}]\n"
    )
}

#[test]
fn stateful_sets_go_from_the_highest_ordinal_down_to_the_partition() {
    let more = "  updateStrategy: {rollingUpdate: {partition: 2}}\n";
    let project = pair(
        "change-stateful",
        &replicated("StatefulSet", "a:1", more),
        &replicated("StatefulSet", "a:2", more),
    );
    let found = answer(&project, 0, &["old.yaml", "new.yaml"]);
    let rollout = &found["objects"][0]["rollout"];
    let who: Vec<&Value> = rollout["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| &step["who"][0])
        .collect();
    assert_eq!(who, ["web-3", "web-2"]);
    assert_eq!(rollout["outcome"], "complete");
    assert_eq!(rollout["seconds"]["least"], 2 * 12);
    assert_eq!(rollout["seconds"]["most"], 2 * 41);
}

#[test]
fn deployments_keep_to_their_limits() {
    let more = "  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\n";
    let project = pair(
        "change-deployment",
        &replicated("Deployment", "a:1", more),
        &replicated("Deployment", "a:2", more),
    );
    let found = answer(&project, 0, &["old.yaml", "new.yaml"]);
    let rollout = &found["objects"][0]["rollout"];
    // Four pods one after the other, each available after 11 s; the last step only takes the last old pod away.
    assert_eq!(
        rollout["steps"].as_array().map(Vec::len),
        Some(5),
        "{rollout}"
    );
    assert_eq!(rollout["seconds"]["most"], 44);
    project.write(
        "new.yaml",
        &replicated("Deployment", "a:2", "  paused: true\n"),
    );
    let found = answer(&project, 0, &["old.yaml", "new.yaml"]);
    assert_eq!(found["objects"][0]["rollout"]["outcome"], "stuck");
}

#[test]
fn a_secret_stays_one() {
    let secret = |value: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{password: {value}}}\n"
        )
    };
    let project = pair("change-secret", &secret("hunter2"), &secret("hunter3"));
    for format in ["json", "human"] {
        project
            .run(&["rollout", "old.yaml", "new.yaml", "-o", format])
            .exits(0)
            .says("data.password")
            .hides("hunter")
            .hides("aHVudGVy");
    }
}

#[test]
fn folders_are_compared_object_by_object() {
    let agent = daemon_set("a:1", "agent", "");
    let gone = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone}\n";
    let project = Project::new(
        "change-folders",
        &[
            ("old/agent.yaml", &agent),
            ("old/gone.yaml", gone),
            ("new/moved/agent.yaml", &agent),
            (
                "new/more.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n",
            ),
        ],
    );
    let found = answer(&project, 0, &["old", "new"]);
    let changes: Vec<(&str, &str)> = found["objects"]
        .as_array()
        .expect("objects")
        .iter()
        .map(|one| {
            (
                one["object"]["name"].as_str().unwrap_or(""),
                one["change"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(
        changes,
        [("more", "added"), ("agent", "same"), ("gone", "removed")]
    );
}

/// Runs git in a folder, as nobody in particular.
fn git(folder: &Path, words: &[&str]) {
    let status = Command::new("git")
        .args([
            "-c",
            "user.name=test",
            "-c",
            "user.email=test@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(words)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git starts");
    let said = String::from_utf8_lossy(&status.stderr).into_owned();
    assert!(status.status.success(), "git {words:?}: {said}");
}

fn has_git() -> bool {
    let there = Command::new("git").arg("--version").output().is_ok();
    if !there {
        println!("SKIP: git not found");
    }
    there
}

/// A repository with one commit.
fn repository(name: &str, files: &[(&str, &str)]) -> Project {
    let project = Project::new(name, files);
    std::fs::remove_dir_all(project.0.join(".git")).expect("the empty folder goes");
    git(&project.0, &["init", "-q"]);
    git(&project.0, &["add", "-A"]);
    git(&project.0, &["commit", "-qm", "first"]);
    project
}

fn changes(found: &Value) -> Vec<String> {
    let objects = found["objects"].as_array().expect("objects");
    let one = |one: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        format!("{} {}", text(&one["object"]["name"]), text(&one["change"]))
    };
    objects.iter().map(one).collect()
}

#[test]
fn against_a_commit() {
    if !has_git() {
        return;
    }
    let other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\ndata: {a: b}\n";
    let project = repository(
        "change-git",
        &[
            ("k8s/agent.yaml", &daemon_set("a:1", "agent", "")),
            ("k8s/other.yaml", other),
        ],
    );
    // A change that is not committed.
    project.write("k8s/agent.yaml", &daemon_set("a:2", "agent", ""));
    let found = answer(&project, 0, &["--against", "HEAD", "k8s"]);
    assert_eq!(changes(&found), ["agent changed", "other same"]);
    assert_eq!(found["objects"][0]["oldFile"], "HEAD:k8s/agent.yaml");
    // A renamed file, asked for by its new name alone.
    git(&project.0, &["mv", "k8s/agent.yaml", "k8s/daemon.yaml"]);
    git(&project.0, &["commit", "-qam", "second"]);
    let found = answer(&project, 0, &["--against", "HEAD~1", "k8s/daemon.yaml"]);
    assert_eq!(changes(&found), ["agent changed"]);
    // By its old name: the object lives on elsewhere.
    let found = answer(&project, 0, &["--against", "HEAD~1", "k8s/agent.yaml"]);
    assert_eq!(changes(&found), ["agent changed"]);
    // An object that moved into another file that is not followed yet.
    let both = format!("{other}---\n{}", daemon_set("a:3", "agent", ""));
    project.write("k8s/all.yaml", &both);
    std::fs::remove_file(project.0.join("k8s/daemon.yaml")).expect("a file");
    std::fs::remove_file(project.0.join("k8s/other.yaml")).expect("a file");
    let found = answer(&project, 0, &["--against", "HEAD"]);
    assert_eq!(changes(&found), ["other same", "agent changed"]);
    // A deleted file.
    std::fs::remove_file(project.0.join("k8s/all.yaml")).expect("a file");
    let found = answer(&project, 0, &["--against", "HEAD", "k8s/other.yaml"]);
    assert_eq!(changes(&found), ["other removed"]);
    // From a folder within.
    std::fs::create_dir_all(project.0.join("k8s")).expect("a folder");
    let words = ["rollout", "-o", "json", "--against", "HEAD"];
    let ran = project.run_in("k8s", &words, "").exits(0);
    let found: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(changes(&found), ["agent removed", "other removed"]);
    // The work tree and the index are as they were.
    git(&project.0, &["checkout", "-q", "--", "."]);
    assert!(project.0.join("k8s/daemon.yaml").exists());
}

#[test]
fn commits_that_are_not_there() {
    if !has_git() {
        return;
    }
    let project = repository(
        "change-git-missing",
        &[("a.yaml", &daemon_set("a:1", "agent", ""))],
    );
    project
        .run(&["rollout", "--against", "no-such-branch"])
        .exits(2)
        .says("there is no commit `no-such-branch`");
    project
        .run(&["rollout", "--against", "HEAD", "never.yaml"])
        .exits(2)
        .says("neither here nor in HEAD");
    project
        .run(&["rollout", "--against=--output=x", "a.yaml"])
        .exits(2)
        .says("there is no commit");
    project.write("a.yaml", &daemon_set("a:2", "agent", ""));
    git(&project.0, &["commit", "-qam", "second"]);
    let shallow = project.0.with_file_name("change-git-shallow");
    let _ = std::fs::remove_dir_all(&shallow);
    let from = format!("file://{}", project.0.display());
    git(
        &project.0,
        &[
            "clone",
            "-q",
            "--depth=1",
            &from,
            &shallow.to_string_lossy(),
        ],
    );
    Project(shallow)
        .run(&["rollout", "--against", "HEAD~1"])
        .exits(2)
        .says("shallow")
        .says("--unshallow");
    let bare = std::env::temp_dir().join(format!("everynode-no-repository-{}", std::process::id()));
    std::fs::create_dir_all(&bare).expect("a folder");
    Project(bare.clone())
        .run(&["rollout", "--against", "HEAD"])
        .exits(2)
        .says("git repository");
    let _ = std::fs::remove_dir_all(bare);
}

/// A page that stands alone and lets nothing of a manifest through as markup.
fn is_sound(page: &str) {
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("@media print"));
    for outside in ["<script", "<link", "src=", "href=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside} in the page");
    }
}

#[test]
fn pages_stand_alone_and_are_seen_by_a_browser() {
    let old = daemon_set("a:1", "agent", "");
    let hostile = "</code><script>alert(1)</script>\\\"'";
    let new = daemon_set(&format!("\"{hostile}\""), "agent", "");
    let project = pair("change-html", &old, &new);
    let words = [
        "rollout",
        "old.yaml",
        "new.yaml",
        "--nodes",
        "nodes.yaml",
        "--html",
        "rollout.html",
    ];
    project.run(&words).exits(0);
    let page = project.read("rollout.html");
    is_sound(&page);
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    assert!(
        page.contains("<svg") && page.contains(">n1</text>"),
        "{page}"
    );
    let words = [
        "place",
        "old.yaml",
        "--nodes",
        "nodes.yaml",
        "--taint",
        "n2=gpu=yes:NoSchedule",
        "--html",
        "place.html",
    ];
    project.run(&words).exits(0);
    let page = project.read("place.html");
    is_sound(&page);
    assert!(
        page.contains("n1, n3") && page.contains("gpu=yes:NoSchedule"),
        "{page}"
    );

    let Some(browser) = browser() else {
        println!("SKIP: Chromium not found; the pages were read, not looked at");
        return;
    };
    for page in ["rollout.html", "place.html"] {
        let path = project.0.join(page);
        let output = Command::new(&browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
            .arg(format!("file://{}", path.display()))
            .output()
            .expect("the browser starts");
        let dom = String::from_utf8_lossy(&output.stdout);
        assert!(
            dom.contains("</table>") && dom.contains("everynode"),
            "{page}: {dom}"
        );
        assert!(!dom.contains("<script"), "{page}: {dom}");
        let picture = project.0.join(page).with_extension("png");
        Command::new(&browser)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--window-size=1100,900",
            ])
            .arg(format!("--screenshot={}", picture.display()))
            .arg(format!("file://{}", path.display()))
            .output()
            .expect("the browser starts");
        let size = std::fs::metadata(&picture).map_or(0, |meta| meta.len());
        assert!(size > 2000, "{page}: a picture of {size} bytes");
    }
}

/// A Chromium that can be started.
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("EVERYNODE_CHROMIUM").map(PathBuf::from);
    let known = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    named
        .into_iter()
        .chain(known.map(PathBuf::from))
        .find(|name| {
            Command::new(name)
                .arg("--version")
                .output()
                .is_ok_and(|output| output.status.success())
        })
}

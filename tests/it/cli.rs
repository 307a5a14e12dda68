//! The binary as people run it: the mistakes of a first day, streams and exit codes.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the binary gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Fails unless the exit code is as expected, and shows everything then.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "\nstdout:\n{}\nstderr:\n{}",
            self.out, self.err
        );
        self
    }

    #[track_caller]
    pub(crate) fn complains(self, text: &str) -> Self {
        assert!(
            self.err.contains(text),
            "stderr lacks {text:?}:\n{}",
            self.err
        );
        self
    }

    #[track_caller]
    pub(crate) fn answers(self, text: &str) -> Self {
        assert!(
            self.out.contains(text),
            "stdout lacks {text:?}:\n{}\nstderr:\n{}",
            self.out,
            self.err
        );
        self
    }
}

/// A folder of its own for a test, with files in it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("cli")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder for the test");
        let folder = Self(path);
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Ran {
        self.run_with(words, b"")
    }

    pub(crate) fn run_with<S: AsRef<OsStr>>(&self, words: &[S], input: &[u8]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_everynode"));
        command
            .args(words)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "CLICOLOR"] {
            command.env_remove(name);
        }
        let mut child = command.spawn().expect("the binary starts");
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        let output = child.wait_with_output().expect("the binary ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

pub(crate) const GOOD: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n";

#[test]
fn a_missing_path_is_named_and_the_others_are_checked() {
    let folder = Folder::new("missing", &[("good.yaml", GOOD)]);
    folder
        .run(&["k8s/nope.yaml", "good.yaml"])
        .exits(2)
        .complains("k8s/nope.yaml: no such file or folder")
        .answers("1 file");
    folder
        .run(&["nope"])
        .exits(2)
        .complains("nope: no such file or folder");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_checked() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new("unreadable", &[("good.yaml", GOOD), ("secret.yaml", GOOD)]);
    symlink("nowhere.yaml", folder.0.join("dangling.yaml")).expect("a link");
    folder
        .run(&["."])
        .exits(2)
        .complains("dangling.yaml: no such file")
        .answers("2 files");
    fs::remove_file(folder.0.join("dangling.yaml")).expect("removed");
    let secret = folder.0.join("secret.yaml");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&secret).is_ok() {
        println!("SKIP: this user may read everything");
        return;
    }
    folder
        .run(&["."])
        .exits(2)
        .complains("secret.yaml: permission denied")
        .answers("file");
}

#[test]
fn a_folder_without_manifests_says_what_was_there() {
    let folder = Folder::new(
        "empty",
        &[("main.tf", ""), ("vars.tf", ""), ("README.md", "")],
    );
    folder
        .run(&["."])
        .exits(0)
        .complains("no .yaml, .yml or .json file")
        .complains("2 .tf, 1 .md");
    folder.run(&["--fail-on-empty", "."]).exits(2);
    folder
        .run(&["-o", "json", "."])
        .exits(0)
        .answers("\"files\":0");
}

#[test]
fn empty_standard_input_is_pointed_out() {
    let folder = Folder::new("stdin", &[]);
    folder
        .run(&["-"])
        .exits(0)
        .complains("standard input was empty");
    folder.run(&["check", "--fail-on-empty", "-"]).exits(2);
    folder
        .run_with(&["-"], GOOD.as_bytes())
        .exits(0)
        .answers("1 file");
}

#[test]
fn unknown_flags_and_values_are_refused_with_the_known_ones() {
    let folder = Folder::new("flags", &[]);
    folder
        .run(&["check", "--fial-on", "error"])
        .exits(2)
        .complains("--fail-on");
    folder
        .run(&["-o", "yaml", "."])
        .exits(2)
        .complains("compact")
        .complains("json");
    folder
        .run(&["--fail-on", "fatal", "."])
        .exits(2)
        .complains("warning");
    folder
        .run(&["--kubernetes-version", "latest", "."])
        .exits(2)
        .complains("write it like 1.33");
}

#[test]
fn a_misspelt_verb_is_recognised() {
    let folder = Folder::new("verbs", &[("good.yaml", GOOD), ("chek/good.yaml", GOOD)]);
    folder
        .run(&["cheick"])
        .exits(2)
        .complains("did you mean `everynode check`?");
    folder
        .run(&["lint"])
        .exits(2)
        .complains("did you mean `everynode check`?");
    // What exists is linted, whatever it is called; what looks like a path is missed as one.
    folder.run(&["chek"]).exits(0).answers("1 file");
    folder
        .run(&["chekk/"])
        .exits(2)
        .complains("chekk: no such file or folder");
}

#[test]
fn options_may_stand_before_the_verb_and_the_verb_may_be_left_out() {
    let folder = Folder::new("order", &[("good.yaml", GOOD)]);
    for words in [
        &["-o", "json", "check", "."][..],
        &["-o=json", "good.yaml"],
        &["--color", "never", "-ojson"],
        &["-o", "json", "--", "good.yaml"],
    ] {
        folder.run(words).exits(0).answers("\"files\":1");
    }
}

#[test]
fn the_first_screen_names_every_verb_that_is_there() {
    let folder = Folder::new("help", &[]);
    let help = folder.run(&["--help"]).exits(0).out;
    assert_eq!(help, folder.run(&["help"]).exits(0).out);
    assert!(help.lines().count() <= 40, "the first screen fits a screen");
    for line in help
        .lines()
        .filter(|line| line.starts_with("  ") && !line.trim_start().starts_with('-'))
    {
        let verb = line.trim_start().split(' ').next().unwrap_or("");
        if verb == "everynode" || verb == "helm" || verb.is_empty() {
            continue;
        }
        let verb_help = folder.run(&[verb, "--help"]).exits(0);
        assert!(!verb_help.out.is_empty());
    }
    folder
        .run(&["--version"])
        .exits(0)
        .answers(env!("CARGO_PKG_VERSION"));
}

#[test]
fn completions_are_scripts_for_every_shell() {
    let folder = Folder::new("completions", &[]);
    for shell in ["bash", "zsh", "fish", "nushell", "powershell", "elvish"] {
        folder
            .run(&["completions", shell])
            .exits(0)
            .answers("everynode")
            .answers("check");
    }
    folder
        .run(&["completions", "tcsh"])
        .exits(2)
        .complains("fish");
    folder.run(&["man"]).exits(0).answers(".TH everynode");
}

#[test]
fn a_folder_gives_its_manifests_and_nothing_else() {
    let folder = Folder::new(
        "walk",
        &[
            ("a.yaml", GOOD),
            ("b.yml", GOOD),
            (
                "c.json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"c\"}}",
            ),
            ("d.txt", GOOD),
            ("sub/.hidden.YAML", GOOD),
            ("sub/e.yaml", GOOD),
            ("ignored/f.yaml", GOOD),
            ("g.yaml", GOOD),
            ("base/Kustomization", "resources: []\n"),
            ("base/kustomization.yml", "resources: []\n"),
            (".gitignore", "ignored/\n"),
            ("sub/.gitignore", "e.yaml\n"),
            (".git/h.yaml", GOOD),
            ("chart/Chart.yaml", "name: x\n"),
            ("chart/templates/i.yaml", "kind: {{ .Values.kind }}\n"),
        ],
    );
    let files = |words: &[&str]| {
        let ran = folder.run(words).exits(0);
        let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        (
            answer["summary"]["files"].as_u64().expect("a number"),
            answer["summary"]["skipped"].as_u64().expect("a number"),
        )
    };
    let (taken, skipped) = files(&["-o", "json", "."]);
    assert_eq!(
        taken, 8,
        "a, b, c, .hidden, g, two kustomizations and Chart.yaml"
    );
    assert!(skipped >= 1, "the template is counted");
    assert_eq!(files(&["-o", "json", "--no-respect-gitignore", "."]).0, 10);
    // What is named is taken, once.
    assert_eq!(
        files(&["-o", "json", "ignored/f.yaml", "./ignored/f.yaml", "d.txt"]).0,
        2
    );
    assert_eq!(
        files(&["-o", "json", "."]).0,
        files(&["-o", "json", "--threads", "4", "."]).0
    );
}

#[test]
fn the_nearest_gitignore_that_says_anything_decides() {
    let mut files = vec![
        (String::from(".gitignore"), "*.json\nskip.yaml\nbuild/\n"),
        (String::from("build/in/a.yaml"), GOOD),
        (String::from("skip.yaml"), GOOD),
        (String::from("top.yaml"), GOOD),
    ];
    // More folders than one thread goes through alone, each with one inside that takes back what the root leaves out.
    for number in 0..40 {
        files.extend([
            (format!("{number}/skip.yaml"), GOOD),
            (format!("{number}/taken.yaml"), GOOD),
            (
                format!("{number}/own/.gitignore"),
                "!skip.yaml\n/left.yaml\n",
            ),
            (format!("{number}/own/skip.yaml"), GOOD),
            (format!("{number}/own/left.yaml"), GOOD),
            (format!("{number}/own/deep/left.yaml"), GOOD),
            (format!("{number}/own/deep/c.json"), "{}"),
        ]);
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, *text)).collect();
    let folder = Folder::new("gitignore", &files);
    let mut wanted: Vec<String> = (0..40)
        .flat_map(|number| {
            ["taken.yaml", "own/skip.yaml", "own/deep/left.yaml"]
                .map(|name| format!("{number}/{name}"))
        })
        .collect();
    wanted.push(String::from("top.yaml"));
    wanted.sort();
    let found = folder.run(&["check", "--show-files", "."]).exits(0);
    assert_eq!(found.out.lines().collect::<Vec<_>>(), wanted);
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_those_to_folders_are_not() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links", &[("in/a.yaml", GOOD), ("out/b.yaml", GOOD)]);
    symlink("../out/b.yaml", folder.0.join("in/b.yaml")).expect("a link");
    symlink("a.yaml", folder.0.join("in/again.yaml")).expect("a link");
    symlink("../out", folder.0.join("in/out")).expect("a link");
    symlink(".", folder.0.join("in/loop")).expect("a link");
    folder.run(&["in"]).exits(0).answers("2 files");
    folder.run(&["in/loop"]).exits(0).answers("2 files");
}

#[test]
fn binary_files_are_counted_and_not_judged() {
    let folder = Folder::new("binary", &[("good.yaml", GOOD)]);
    folder.write("bad.yaml", b"\x00\x01\x02kind: Pod");
    folder
        .run(&["."])
        .exits(0)
        .answers("1 binary file skipped: bad.yaml");
}

#[test]
fn encodings_are_read_as_kubectl_reads_them() {
    let folder = Folder::new("encodings", &[]);
    let text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: größe, name: x}\n";
    let units = |big: bool| {
        let bytes = move |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(bytes)
            .collect::<Vec<u8>>()
    };
    folder.write("be.yaml", &units(true));
    folder.write("le.yaml", &units(false));
    folder.write("bom.yaml", format!("\u{FEFF}{text}").as_bytes());
    folder.write("crlf.yaml", text.replace('\n', "\r\n").as_bytes());
    let ran = folder
        .run(&["-o", "compact", "--select", "duplicate-key", "."])
        .exits(1);
    for name in ["be", "le", "bom", "crlf"] {
        assert!(
            ran.out
                .contains(&format!("{name}.yaml:3:25: error[duplicate-key]")),
            "{name}: {}",
            ran.out
        );
    }
    folder.write(
        "bom.yaml",
        "\u{FEFF}{apiVersion: v1, kind: Namespace, kind: x}".as_bytes(),
    );
    folder
        .run(&["-o", "compact", "--select", "duplicate-key", "bom.yaml"])
        .exits(1)
        .answers("bom.yaml:1:35:");
}

#[test]
fn reports_go_to_files_too() {
    let folder = Folder::new("reports", &[("good.yaml", GOOD)]);
    folder
        .run(&["-o", "json=report.json", "-o", "compact", "good.yaml"])
        .exits(0);
    let report = fs::read_to_string(folder.0.join("report.json")).expect("the report");
    assert!(report.starts_with("{\"version\":1,"));
    folder
        .run(&["-o", "json=no/such/folder/report.json", "good.yaml"])
        .exits(2)
        .complains("cannot write no/such/folder/report.json");
    folder
        .run(&["-o", "json=", "good.yaml"])
        .exits(2)
        .complains("no file is named");
    folder
        .run(&["-o", "json=same", "-o", "sarif=same", "good.yaml"])
        .exits(2)
        .complains("two reports are to go to the same file: same");
    #[cfg(unix)]
    folder
        .run(&[
            "-o",
            "json=/dev/stdout",
            "-o",
            "json=report.json",
            "good.yaml",
        ])
        .exits(0)
        .answers("{\"version\":1,");
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_hears_no_complaint() {
    let folder = Folder::new("pipe", &[]);
    for index in 0..300 {
        folder.write(&format!("{index}.yaml"), b"a: b: c\n");
    }
    let script = format!("{} --all . | head -n 1", env!("CARGO_BIN_EXE_everynode"));
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(&folder.0)
        .output()
        .expect("a shell");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn an_unknown_rule_is_refused_with_the_one_that_was_meant() {
    let folder = Folder::new("rules", &[("good.yaml", GOOD)]);
    folder
        .run(&["--select", "selectr-mismatch", "."])
        .exits(2)
        .complains("did you mean `selector-mismatch`?");
    folder
        .run(&["--ignore", "no-such-thing-at-all", "."])
        .exits(2)
        .complains("`everynode rules` lists them");
    folder
        .run(&["--preset", "strictest", "."])
        .exits(2)
        .complains("pss-restricted");
    folder
        .run(&["explain", "selector-mismatch", "yaml-syntax"])
        .exits(0)
        .answers("selector-mismatch  error, api")
        .answers("yaml-syntax  error, syntax");
    folder
        .run(&["explain", "selectr-mismatch"])
        .exits(2)
        .complains("did you mean `selector-mismatch`?");
}

#[test]
fn broken_yaml_amid_good_documents_costs_nobody_else_anything() {
    let broken = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a: b\n";
    let text = format!("{GOOD}---\n{broken}---\n{GOOD}---\n{GOOD}");
    let folder = Folder::new("broken", &[("many.yaml", &text), ("good.yaml", GOOD)]);
    let ran = folder
        .run(&["."])
        .exits(1)
        .answers("error[yaml-syntax]")
        .answers("many.yaml:9:");
    assert!(
        ran.out.contains("in 1 of 2 files"),
        "the good file was checked: {}",
        ran.out
    );
    let ran = folder.run(&["-o", "json", "."]).exits(1);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(answer["summary"]["objects"], 4);
    assert_eq!(answer["diagnostics"][0]["document"], 1);
    folder.run(&["--exit-zero", "."]).exits(0);
    folder.run(&["--fail-on", "never", "."]).exits(0);
    folder.run(&["--ignore", "yaml-syntax", "."]).exits(0);
}

#[test]
fn templates_are_counted_and_not_judged() {
    let helm = "kind: Pod\nmetadata:\n  {{- with .Values.labels }}\n  labels: {{ toYaml . }}\n  {{- end }}\n";
    let jinja = "{% for x in y %}\nkind: Pod\n{% endfor %}\n";
    let folder = Folder::new("templates", &[("helm.yaml", helm), ("jinja.yml", jinja)]);
    folder
        .run(&["."])
        .exits(0)
        .answers("1 Helm template skipped: lint what Helm makes with `--helm DIR`")
        .answers("1 template skipped");
    folder
        .run(&["helm.yaml"])
        .exits(0)
        .answers("1 Helm template");
}

#[test]
fn json_of_other_tools_is_none_of_our_business() {
    let folder = Folder::new(
        "json",
        &[
            (
                "tsconfig.json",
                "{\n  // a comment\n  \"compilerOptions\": {},\n}\n",
            ),
            ("package.json", "{\"name\": \"x\"}"),
        ],
    );
    folder
        .run(&["."])
        .exits(0)
        .answers("2 documents that are not Kubernetes objects skipped");
}

#[test]
fn the_rules_are_listed_for_people_and_programs() {
    let folder = Folder::new("rule-list", &[]);
    folder.run(&["rules"]).exits(0).answers("selector-mismatch");
    let ran = folder.run(&["rules", "-o", "json"]).exits(0);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let rules = answer["rules"].as_array().expect("a list");
    assert_eq!(rules.len(), everynode::rules::ALL.len());
    assert!(rules.iter().all(|rule| rule["summary"] != ""));
    folder
        .run(&["rules", "-o", "markdown", "--preset", "default"])
        .exits(0)
        .answers("| [selector-mismatch](rules/selector-mismatch.md) | error |");
}

#[test]
fn watching_looks_again_when_a_file_changes() {
    use std::io::{BufRead as _, BufReader};
    let folder = Folder::new("watch", &[("a.yaml", GOOD)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_everynode"))
        .args(["check", "--watch", "."])
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut until = |text: &str| {
        let found = lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.contains(text));
        assert!(found, "it ended before it said {text:?}");
    };
    until("watching");
    folder.write("a.yaml", b"kind: Pod\n  a: b: c\n");
    until("error[yaml-syntax]");
    until("watching");
    folder.write("b.yaml", GOOD.as_bytes());
    until("in 1 of 2 files");
    child.kill().expect("it was running");
    child.wait().expect("it ends");
    folder
        .run(&["--watch", "-"])
        .exits(2)
        .complains("cannot be watched");
}

#[test]
fn watching_goes_on_after_a_mistake() {
    use std::io::{BufRead as _, BufReader};
    let none = "{\"version\":1,\"findings\":[]}";
    let folder = Folder::new("watch-on", &[("a.yaml", GOOD), ("accepted.txt", none)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_everynode"))
        .args(["check", "--watch", "--baseline", "accepted.txt", "."])
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut said = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut complaints = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let mut until = |text: &str| {
        let mut said = said.by_ref().map_while(Result::ok);
        assert!(said.any(|line| line.contains(text)), "no {text:?}");
    };
    until("watching");
    folder.write("accepted.txt", b"findings");
    until("watching");
    let complaint = complaints.next().expect("a line").expect("UTF-8");
    assert!(complaint.contains("accepted.txt is no JSON"), "{complaint}");
    folder.write("accepted.txt", none.as_bytes());
    until("no problems");
    child.kill().expect("it was running");
    child.wait().expect("it ends");
}

#[test]
fn the_words_of_kubectl_rollout_are_pointed_to_kubectl() {
    let folder = Folder::new("rollout-words", &[]);
    for word in ["status", "history", "undo"] {
        folder
            .run(&["rollout", word, "ds/agent"])
            .exits(2)
            .complains("is kubectl's")
            .complains("everynode rollout OLD NEW");
    }
}

#[test]
fn rules_that_lack_nodes_say_so_when_asked() {
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_everynode"));
        let output = command.args(arguments).output().expect("everynode runs");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/ok");
    assert!(run(&["check", "--isolated", "--verbose", good]).contains("misses-nodes"));
    assert!(!run(&["check", "--isolated", good]).contains("misses-nodes"));
    let with_nodes = run(&[
        "check",
        "--isolated",
        "--verbose",
        "--nodes",
        "profile:kubeadm-ha",
        good,
    ]);
    assert!(!with_nodes.contains("no nodes are known"), "{with_nodes}");
}

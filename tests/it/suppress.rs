//! `check --add-ignores`: comments that silence what is there today and change nothing that Kubernetes reads.

use crate::project::{FAULTY, Project, shared};
use everynode::diagnostic::Diagnostic;
use everynode::engine::{self, Settings};
use everynode::source::{Source, SourceId};
use everynode::{rules::Preset, yaml};

/// Findings of one text.
fn judge(text: &str) -> (Source, Vec<Diagnostic>) {
    let settings = Settings::new(&[Preset::Default, Preset::Strict]);
    let source = Source::new("page.yaml", text);
    let analysis = engine::analyse(&source, SourceId(0), &settings);
    let mut outcome = engine::finish(vec![source], vec![analysis], &settings);
    let found = outcome.diagnostics.into_iter().map(|one| *one);
    (outcome.sources.remove(0), found.collect())
}

/// What Kubernetes reads, document by document.
fn read(text: &str) -> Vec<Option<String>> {
    let stream = yaml::parse(text);
    let documents = stream.documents.iter().map(|document| {
        let tree = document.content.as_ref().ok()?;
        let mut out = String::new();
        yaml::write_json(tree, tree.root(), &mut out);
        Some(out)
    });
    documents
        .filter(|one| one.as_deref() != Some("null"))
        .collect()
}

/// What a finding is, wherever it stands now.
type Known = (&'static str, String, String, String);

fn known(one: &Diagnostic) -> Known {
    let object = format!("{:?}", one.object);
    (one.rule, one.path.clone(), object, one.message.clone())
}

/// Adds comments and says what is wrong with the result; how many findings there were and how many are left.
fn ignore(text: &str) -> Result<(String, usize, usize), String> {
    let (source, found) = judge(text);
    let all: Vec<&Diagnostic> = found.iter().collect();
    let Some(ignored) = engine::add_ignores(&source, &all, "old") else {
        return Ok((text.to_owned(), found.len(), found.len()));
    };
    if read(text) != read(&ignored.text) {
        return Err(String::from("Kubernetes reads something else"));
    }
    without_comments(text, &ignored.text)?;
    let (_, after) = judge(&ignored.text);
    // What is left was there before, and is as much as could not be silenced.
    let left = found.len() - ignored.silenced;
    let mut before: Vec<Known> = found.iter().map(known).collect();
    for one in after.iter().map(known) {
        match before.iter().position(|other| *other == one) {
            Some(at) => drop(before.swap_remove(at)),
            None => return Err(format!("{one:?} is new\n{}", ignored.text)),
        }
    }
    if after.len() != left {
        let rules: Vec<_> = after.iter().map(|one| (one.rule, &one.path)).collect();
        return Err(format!("{left} should be left, there are {rules:?}"));
    }
    Ok((ignored.text, found.len(), after.len()))
}

/// Fails unless the new text is the old one with comments in it: on lines of their own, or behind what was there.
fn without_comments(old: &str, new: &str) -> Result<(), String> {
    let mut rest = new.split_inclusive('\n');
    for line in old.split_inclusive('\n') {
        let own = |line: &&str| line.trim_start().starts_with("# everynode: ignore[");
        let Some(next) = rest.find(|line| !own(line)) else {
            return Err(format!("the line {line:?} has gone"));
        };
        let bare = line.trim_end_matches(['\r', '\n']);
        let ending = &line[bare.len()..];
        let behind = next.strip_prefix(bare.trim_end_matches(' '));
        let same = next == line
            || behind.is_some_and(|text| {
                text.starts_with(" # everynode: ignore[") && text.ends_with(ending)
            });
        if !same {
            return Err(format!("{line:?} became {next:?}"));
        }
    }
    match rest.find(|line| !line.trim_start().starts_with("# everynode: ignore[")) {
        Some(line) => Err(format!("{line:?} is new")),
        None => Ok(()),
    }
}

#[test]
fn a_comment_stands_above_its_key_with_its_indentation() {
    let (text, found, left) = ignore(FAULTY).expect("comments");
    assert_eq!((found, left), (1, 0));
    assert_eq!(
        text,
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: faulty\ndata: {}\n# everynode: ignore[unknown-field] old\ndatas: {}\n"
    );
}

#[test]
fn every_style_of_yaml_takes_comments() {
    let pod =
        |spec: &str| format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n{spec}");
    let texts = [
        // In flow style, the comment stands above the block key that holds it.
        pod("  containers: [{name: a, image: \"a:1\", imagePolicy: b}]\n"),
        pod("  containers: [{name: a,\n      image: \"a:1\",\n   imagePolicy: b}]\n"),
        // Items, compact and not.
        pod("  containers:\n  - name: a\n    image: a:1\n    imagePolicy: b\n"),
        pod("  containers:\n  - imagePolicy: b\n    name: a\n    image: a:1\n"),
        pod("  containers:\n  -\n    imagePolicy: b\n    name: a\n    image: a:1\n"),
        // The first key of a mapping.
        pod("  nodeSelectr: {}\n  containers:\n  - {name: a, image: \"a:1\"}\n"),
        // Beside comments and block scalars.
        pod(
            "  # why\n  containers: # here\n  - name: a\n    image: a:1\n    args:\n    - |+\n      # no comment\n      echo\n\n    imagePolicy: b # there\n",
        ),
        // Windows.
        pod("  containers:\n  - name: a\n    image: a:1\n    imagePolicy: b\n")
            .replace('\n', "\r\n"),
        // No line break at the end.
        pod("  containers:\n  - name: a\n    image: a:1\n    imagePolicy: b"),
        // Anchors, aliases and merge keys.
        pod(
            "  containers:\n  - &a\n    name: a\n    image: a:1\n    imagePolicy: b\n  - <<: *a\n    name: b\n",
        ),
        // Quoted and folded keys and values.
        pod(
            "  \"containers\":\n  - 'name': a\n    image: >-\n      a:1\n    'imagePolicy': \"b\n      c\"\n",
        ),
        // The first key of the document.
        format!(
            "statuss: {{}}\n{}",
            pod("  containers:\n  - {name: a, image: \"a:1\"}\n")
        ),
        format!(
            "---\nstatuss: {{}}\n{}---\n{FAULTY}",
            pod("  containers:\n  - {name: a, image: \"a:1\"}\n")
        ),
        format!(
            "\u{feff}{}",
            pod("  containers:\n  - {name: a, image: \"a:1\"}\n  nodeSelectr: {}\n")
        ),
    ];
    for text in &texts {
        match ignore(text) {
            Ok((after, found, left)) => {
                assert!(found > 0, "nothing to silence:\n{text}");
                assert_eq!(left, 0, "{found} found:\n{text}\nbecame:\n{after}");
            }
            Err(why) => panic!("{why}:\n{text}"),
        }
    }
}

#[test]
fn json_takes_no_comment_and_says_so() {
    let project = Project::new(
        "ignore-json",
        &[(
            "a.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"datas\":{}}\n",
        )],
    );
    let before = project.read("a.json");
    project
        .run(&["check", "--add-ignores", "old"])
        .exits(1)
        .says("a.json: 1 of its findings cannot be silenced");
    assert_eq!(project.read("a.json"), before);
}

#[test]
fn what_is_no_file_takes_no_comment_and_says_so() {
    let project = Project::new("ignore-pipe", &[]);
    project
        .run_in("", &["check", "-", "--add-ignores", "old"], FAULTY)
        .exits(1)
        .says("<stdin>: 1 of its findings cannot be silenced by a comment (it is no file)");
}

#[test]
fn files_are_silenced_in_place() {
    let project = Project::new("ignore", &[("k8s/a.yaml", FAULTY), ("b.yaml", "a: [\n")]);
    project
        .run(&["check", "k8s", "--add-ignores", "legacy, until 2099-01-31"])
        .exits(0)
        .says("1 finding silenced by 1 comment in 1 file");
    project.run(&["check", "k8s"]).exits(0).says("1 suppressed");
    project
        .run(&["check", "k8s", "--add-ignores", " "])
        .exits(2)
        .says("a reason is needed, in one line");
    project
        .run(&["check", "k8s", "--add-ignores", "until 2027-02-30"])
        .exits(2)
        .says("`2027-02-30` is no day");
    let text = project.read("k8s/a.yaml");
    assert!(
        text.contains("# everynode: ignore[unknown-field] legacy, until 2099-01-31\n"),
        "{text}"
    );
}

#[test]
fn a_comment_that_is_past_its_day_is_a_note() {
    let text = |day: &str| {
        FAULTY.replace(
            "datas: {}",
            &format!("datas: {{}} # everynode: ignore[unknown-field] until {day}"),
        )
    };
    let (past, future) = (text("2020-01-31"), text("2999-01-31"));
    let project = Project::new("expired", &[("a.yaml", &past)]);
    project
        .run(&["check"])
        .exits(0)
        .says("note[expired-suppression]");
    project.write("a.yaml", &future);
    project
        .run(&["check"])
        .exits(0)
        .hides("expired-suppression");
}

#[test]
fn a_comment_that_silences_nothing_says_so() {
    let cases = [
        ("ignore unknown-field", "this comment is not understood"),
        (
            "ignroe[unknown-field] old",
            "this comment is not understood",
        ),
        ("ignore[] old", "this comment is not understood"),
        ("ignore[unknown-field old", "this comment is not understood"),
        ("ignore[api] old", "there is no rule `api`"),
        (
            "ignore[unknown-feld] old",
            "there is no rule `unknown-feld`",
        ),
        (
            "ignore[unknown-field] until 2027-13-01",
            "`2027-13-01` is no day",
        ),
        (
            "ignore[unknown-field] until 2027-1-1",
            "`2027-1-1` is no day",
        ),
        ("ignore[unknown-field] until the chart has gone", ""),
        ("ignore[unknown-field] until 2027-01-31, then not", ""),
    ];
    for (words, wanted) in cases {
        let text = FAULTY.replace("datas: {}", &format!("datas: {{}} # everynode: {words}"));
        let (_, found) = judge(&text);
        let said: Vec<&str> = found
            .iter()
            .filter(|one| one.rule == "unknown-suppression")
            .map(|one| one.message.as_str())
            .collect();
        match wanted {
            "" => assert!(said.is_empty(), "{words}: {said:?}"),
            wanted => assert!(
                said.len() == 1 && said[0].contains(wanted),
                "{words}: {said:?}"
            ),
        }
    }
}

#[test]
fn a_comment_above_the_first_key_of_a_mapping_covers_that_key_alone() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  # everynode: ignore[unknown-field] old\n  nam: a\n  nameX: b\n";
    let (_, found) = judge(text);
    let unknown: Vec<_> = found
        .iter()
        .filter(|one| one.rule == "unknown-field")
        .collect();
    assert_eq!(unknown.len(), 1, "{found:?}");
    assert!(
        unknown[0].message.contains("nameX"),
        "{}",
        unknown[0].message
    );
}

#[test]
fn ignores_in_any_real_manifest_silence_its_findings_and_nothing_else_changes() {
    let Some(corpus) = shared("corpus") else {
        return;
    };
    let (mut files, mut with_findings, mut all, mut kept) = (0, 0, 0, 0);
    let mut faults = Vec::new();
    for entry in walkdir::WalkDir::new(corpus)
        .into_iter()
        .filter_map(Result::ok)
    {
        let ending = entry.path().extension().and_then(|ending| ending.to_str());
        if !matches!(ending, Some("yaml" | "yml" | "json")) {
            continue;
        }
        let bytes = std::fs::read(entry.path()).expect("a readable file");
        let text = yaml::decode(&bytes).text.into_owned();
        files += 1;
        match ignore(&text) {
            Ok((_, found, left)) => {
                with_findings += usize::from(found > 0);
                all += found;
                // JSON takes no comments.
                kept += if ending == Some("json") { 0 } else { left };
            }
            Err(why) => faults.push(format!("{}: {why}", entry.path().display())),
        }
    }
    println!("{files} files, {with_findings} with {all} findings; {kept} are left in YAML");
    let shown: Vec<_> = faults.iter().take(3).collect();
    assert!(
        faults.is_empty(),
        "{} files, such as {shown:#?}",
        faults.len()
    );
    assert!(
        with_findings > 100 && kept * 1000 <= all,
        "{with_findings} files, {kept} of {all} findings are left"
    );
}

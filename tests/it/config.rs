//! `everynode.yaml`: what it says counts, and every mistake in it is said at its place.

use crate::project::{FAULTY, GOOD, Project};

const OFF: &str = "rules:\n  unknown-field: off\n";

#[test]
fn a_rule_is_switched_off_and_flags_count_more() {
    let project = Project::new("off", &[("k8s/a.yaml", FAULTY), ("everynode.yaml", OFF)]);
    project.run(&["check"]).exits(0).says("1 file");
    project.run(&["k8s/a.yaml"]).exits(0);
    project
        .run(&["check", "--isolated"])
        .exits(1)
        .says("unknown-field");
    project
        .run(&["check", "--select", "unknown-field"])
        .exits(1)
        .says("unknown-field");
}

#[test]
fn a_level_is_the_users_own() {
    let config = "rules:\n  unknown-field: note\n";
    let project = Project::new("level", &[("a.yaml", FAULTY), ("everynode.yaml", config)]);
    project.run(&["check"]).exits(0).says("note[unknown-field]");
    project.run(&["check", "--fail-on", "note"]).exits(1);
    project.write(
        "everynode.yaml",
        "rules: {unknown-field: {level: warning}}\n",
    );
    project
        .run(&["check"])
        .exits(1)
        .says("warning[unknown-field]");
    project.write("everynode.yaml", "rules: {api: note}\n");
    project.run(&["check"]).exits(0).says("note[unknown-field]");
}

#[test]
fn the_nearest_config_counts_up_to_the_root_of_the_repository() {
    let project = Project::new(
        "nearest",
        &[
            ("everynode.yaml", OFF),
            ("a.yaml", FAULTY),
            ("sub/everynode.yaml", "rules: {}\n"),
            ("sub/b.yaml", &FAULTY.replace("faulty", "b")),
            ("sub/deep/c.yaml", &FAULTY.replace("faulty", "c")),
        ],
    );
    project
        .run(&["check"])
        .exits(1)
        .says("sub/b.yaml")
        .says("sub/deep/c.yaml")
        .hides("─[a.yaml")
        .says("2 errors");
    project.run_in("sub/deep", &["check", "."], "").exits(1);
    project.run_in("sub", &["check", "../a.yaml"], "").exits(0);
    std::fs::remove_file(project.0.join("sub/everynode.yaml")).expect("removed");
    project.run_in("sub/deep", &["check", "."], "").exits(0);
    std::fs::create_dir_all(project.0.join("sub/.git")).expect("a repository in a repository");
    project.run_in("sub/deep", &["check", "."], "").exits(1);
}

#[test]
fn standard_input_lies_where_its_name_says() {
    let config =
        "overrides:\n  - files: [k8s/**]\n    rules: {unknown-field: off}\n    reason: old\n";
    let project = Project::new("stdin", &[("everynode.yaml", config)]);
    project.run_in("", &["check", "-"], FAULTY).exits(1);
    project
        .run_in(
            "",
            &["check", "-", "--stdin-filename", "k8s/a.yaml"],
            FAULTY,
        )
        .exits(0);
}

#[test]
fn presets_of_the_config_take_templates_as_those_of_the_command_line_do() {
    let files = [
        ("chart/Chart.yaml", "name: a\n"),
        ("chart/templates/a.yaml", FAULTY),
        ("other/Chart.yaml", "name: b\n"),
        ("other/templates/b.yaml", &FAULTY.replace("faulty", "other")),
    ];
    let project = Project::new("templates", &files);
    project
        .run(&["check"])
        .exits(0)
        .says("2 Helm templates skipped");
    let flag = project.run(&["check", "--preset", "api"]).exits(1);
    project.write("everynode.yaml", "presets: [api]\n");
    let config = project.run(&["check"]).exits(1);
    assert_eq!(config.out, flag.out);
    assert!(flag.out.contains("in 4 of 4 files"), "{}", flag.out);
    // What a flag says counts more, and a config counts for its own folder.
    project
        .run(&["check", "--preset", "default"])
        .exits(0)
        .says("2 Helm templates skipped");
    project.write("everynode.yaml", "");
    project.write("chart/everynode.yaml", "presets: [api]\n");
    project
        .run(&["check"])
        .exits(1)
        .says("chart/templates/a.yaml")
        .says("1 Helm template skipped");
}

#[test]
fn excluded_files_are_left_out_unless_they_are_named() {
    let config = "exclude: [\"vendor/**\", \"*.gen.yaml\", generated/]\n";
    let project = Project::new(
        "exclude",
        &[
            ("everynode.yaml", config),
            ("vendor/a/b.yaml", FAULTY),
            ("k8s/x.gen.yaml", FAULTY),
            ("k8s/generated/y.yaml", FAULTY),
            ("k8s/good.yaml", GOOD),
        ],
    );
    project
        .run(&["check"])
        .exits(0)
        .says("1 file")
        .says("3 excluded files");
    project.run_in("k8s", &["check"], "").exits(0);
    project.run(&["check", "vendor/a/b.yaml"]).exits(1);
    project
        .run(&[
            "check",
            "--force-exclude",
            "vendor/a/b.yaml",
            "k8s/good.yaml",
        ])
        .exits(0);
    let files = project.run(&["check", "--show-files"]).exits(0);
    assert_eq!(files.out, "k8s/good.yaml\n");
}

#[test]
fn overrides_count_for_their_files_alone() {
    let config =
        "overrides:\n- files: [third-party]\n  rules: {unknown-field: note}\n  reason: pinned\n";
    let project = Project::new(
        "override",
        &[
            ("everynode.yaml", config),
            ("third-party/a.yaml", FAULTY),
            ("own/a.yaml", &FAULTY.replace("faulty", "own")),
        ],
    );
    project
        .run(&["check"])
        .exits(1)
        .says("1 error, 1 note")
        .says("error[unknown-field]")
        .says("note[unknown-field]");
    project
        .run(&["check", "--show-settings", "third-party/a.yaml"])
        .exits(0)
        .says("third-party (pinned)")
        .says("note     unknown-field");
    project
        .run(&["check", "--show-settings", "own/a.yaml"])
        .exits(0)
        .says("error    unknown-field");
}

#[test]
fn a_config_builds_on_others() {
    let project = Project::new(
        "extends",
        &[
            (
                "everynode.yaml",
                "extends: [shared/base.yaml]\nrules: {duplicate-key: note}\n",
            ),
            (
                "shared/base.yaml",
                "extends: ./more/rules.yaml\nrules: {duplicate-key: off}\n",
            ),
            ("shared/more/rules.yaml", OFF),
            ("a.yaml", FAULTY),
        ],
    );
    project.run(&["check", "a.yaml"]).exits(0);
    project
        .run(&["check", "--show-settings", "a.yaml"])
        .says("note     duplicate-key")
        .says("off      unknown-field");
    project.write("shared/more/rules.yaml", "extends: ../base.yaml\n");
    project
        .run(&["check", "a.yaml"])
        .exits(2)
        .says("invalid-config")
        .says("a circle: ")
        .says("shared/more/rules.yaml:1:10");
    project.write("shared/more/rules.yaml", "extends: [nowhere.yaml]\n");
    project
        .run(&["check", "a.yaml"])
        .exits(2)
        .says("cannot read shared/more/nowhere.yaml: no such file");
}

#[test]
fn every_mistake_has_a_place_and_what_is_allowed() {
    let cases = [
        (
            "rulez: {}\n",
            "a config file has no key `rulez`",
            "did you mean `rules`?",
        ),
        (
            "rules: {selectr-mismatch: off}\n",
            "there is no rule or group `selectr-mismatch`",
            "did you mean `selector-mismatch`?",
        ),
        (
            "rules: {selector-mismatch: eror}\n",
            "`eror` is no level for `selector-mismatch`",
            "did you mean `error`?",
        ),
        (
            "rules: {selector-mismatch: {levl: error}}\n",
            "`selector-mismatch` has no key `levl`",
            "did you mean `level`?",
        ),
        ("rules: [a]\n", "`rules` is a mapping", "such as"),
        (
            "presets: [strickt]\n",
            "there is no preset `strickt`",
            "did you mean `strict`?",
        ),
        (
            "kubernetesVersion: 2\n",
            "`2` is no Kubernetes version",
            "write it like \"1.33\"",
        ),
        ("exclude: [\"a/[\"]\n", "`a/[` is no pattern", ""),
        (
            "exclude: [\"!keep.yaml\"]\n",
            "`!keep.yaml` is no pattern",
            "",
        ),
        ("exclude: 3\n", "`3` is no text", "patterns of files"),
        (
            "overrides: {files: a}\n",
            "a mapping is no list",
            "overrides",
        ),
        (
            "overrides: [{rules: {}}]\n",
            "an override without `files` counts nowhere",
            "add `files",
        ),
        (
            "rules: {duplicate-key: off}\nrules: {}\n",
            "`rules` is there twice",
            "",
        ),
        (
            "- a\n",
            "a list stands where a config file should be",
            "write a mapping",
        ),
        ("a: b: c\n", "invalid-config", ""),
        (
            "rules: {}\n---\nrules: {}\n",
            "a config file is one document",
            "",
        ),
        (
            "rules: {untolerated-control-plane-taint: {programs: {}}}\n",
            "a mapping is no list",
            "",
        ),
        (
            "nodes: [cluster/nodes.yaml]\n",
            "cannot read cluster/nodes.yaml: no such file",
            "kubectl get nodes",
        ),
        (
            "nodes: [profile:eksx]\n",
            "there is no profile `eksx`",
            "eks",
        ),
        (
            "rules: {no-rollback-history: {least: many}}\n",
            "`many` is no whole number",
            "`least`: how many old revisions",
        ),
        (
            "rules: {unavailable-everywhere: {most: -1}}\n",
            "`-1` is no whole number",
            "in percent",
        ),
        (
            "rules: {placeholder: {forms: [\"$(NAME)\", \"NAME)\"]}}\n",
            "`NAME)` has nothing around `NAME`",
            "more ways to write one",
        ),
        (
            "rules: {unused-volume: {volume: [a]}}\n",
            "`unused-volume` has no key `volume`",
            "did you mean `volumes`? There are level, except, volumes",
        ),
        (
            "rules: {unused-volume: {volumes: [1]}}\n",
            "`1` is no text",
            "quote what YAML takes for something else",
        ),
        (
            "rules: {duplicate-key: {except: [a/b/c]}}\n",
            "`a/b/c` names no object",
            "namespace/name or Kind/name",
        ),
        (
            "rules: {duplicate-key: {except: [\"a[\"]}}\n",
            "`a[` names no object",
            "",
        ),
    ];
    let project = Project::new("mistakes", &[("a.yaml", FAULTY)]);
    for (config, message, help) in cases {
        project.write("everynode.yaml", config);
        project
            .run(&["check"])
            .exits(2)
            .says(message)
            .says(help)
            .says("everynode.yaml:")
            .hides("unknown-field");
    }
    let json = project.run(&["check", "-o", "json"]).exits(2);
    assert!(
        json.out.contains("\"rule\":\"invalid-config\""),
        "{}",
        json.out
    );
}

#[test]
fn what_yaml_takes_for_something_else_is_read_as_meant() {
    let config = "kubernetesVersion: 1.30\npresets: default\nrules: {unknown-field: no}\n";
    let project = Project::new("meant", &[("a.yaml", FAULTY), ("everynode.yaml", config)]);
    project
        .run(&["check", "--show-settings", "a.yaml"])
        .exits(0)
        .says("kubernetesVersion  1.30")
        .says("off      unknown-field");
}

#[test]
fn a_config_that_is_named_counts_everywhere() {
    let project = Project::new(
        "named",
        &[
            ("a.yaml", FAULTY),
            ("conf/mine.yaml", OFF),
            ("everynode.yaml", "x: 1\n"),
        ],
    );
    project
        .run(&["check", "--config", "conf/mine.yaml", "a.yaml"])
        .exits(0);
    project
        .run(&["check", "--config", "conf/none.yaml", "a.yaml"])
        .exits(2)
        .says("no such file");
    project.run(&["check", "--isolated", "a.yaml"]).exits(1);
}

#[test]
fn an_option_reaches_its_rule() {
    let set = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: a}}\n  template:\n    metadata: {labels: {a: a}}\n    spec:\n      containers:\n      - {name: a, image: \"shop/our-agent:1\", resources: {limits: {memory: 1Gi, cpu: 1}}}\n";
    let project = Project::new("option", &[("a.yaml", set)]);
    project.run(&["check"]).exits(0);
    project.write(
        "everynode.yaml",
        "rules:\n  untolerated-control-plane-taint: {programs: [our-agent]}\n",
    );
    project
        .run(&["check"])
        .exits(1)
        .says("`our-agent` is run on every node");
}

/// A Deployment that gives each rule with options something to find once it is told to look harder.
const OPTIONS: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 4
  revisionHistoryLimit: 2
  strategy: {rollingUpdate: {maxUnavailable: 75%}}
  selector: {matchLabels: {app: web, build: b7}}
  template:
    metadata: {labels: {app: web, build: b7}}
    spec:
      containers:
      - {name: web, image: \"web:1\", resources: {requests: {cpu: 1}, limits: {memory: 1Gi}}}
      - {name: proxy, image: \"proxy:1\"}
      volumes: [{name: certs, emptyDir: {}}]
";

#[test]
fn options_say_what_a_rule_looks_at() {
    let project = Project::new("options", &[("a.yaml", OPTIONS)]);
    let cases = [
        (
            "no-rollback-history: {least: 3}",
            "no-rollback-history",
            true,
        ),
        (
            "no-rollback-history: {least: 2}",
            "no-rollback-history",
            false,
        ),
        (
            "unavailable-everywhere: {most: 50}",
            "unavailable-everywhere",
            true,
        ),
        (
            "unavailable-everywhere: {most: 75}",
            "unavailable-everywhere",
            false,
        ),
        (
            "version-label-in-selector: {labels: [build]}",
            "version-label-in-selector",
            true,
        ),
        (
            "version-label-in-selector: {labels: [app.build]}",
            "version-label-in-selector",
            false,
        ),
        ("unused-volume: {volumes: [certs]}", "unused-volume", false),
        ("unused-volume: {volumes: cert}", "unused-volume", true),
        (
            "unbounded-memory: {containers: [proxy]}",
            "unbounded-memory",
            false,
        ),
        (
            "unbounded-memory: {containers: [web]}",
            "unbounded-memory",
            true,
        ),
        ("unbounded-cpu: {containers: proxy}", "unbounded-cpu", false),
        ("unbounded-cpu: {level: note}", "unbounded-cpu", true),
        // Objects by name, namespace and kind, for every rule and group.
        ("unused-volume: {except: [web]}", "unused-volume", false),
        ("unused-volume: {except: [shop/*]}", "unused-volume", false),
        (
            "unused-volume: {except: [other, Deployment/w*]}",
            "unused-volume",
            false,
        ),
        (
            "unused-volume: {except: [other/*, DaemonSet/web, we]}",
            "unused-volume",
            true,
        ),
        ("resources: {except: shop/web}", "unbounded-cpu", false),
    ];
    for (rules, rule, finds) in cases {
        project.write("everynode.yaml", &format!("rules:\n  {rules}\n"));
        let ran = project.run(&["check", "-o", "compact"]);
        assert!(ran.code < 2, "{rules}: {}{}", ran.out, ran.err);
        let found = ran.out.contains(&format!("[{rule}]"));
        assert_eq!(found, finds, "{rules}:\n{}", ran.out);
    }
    project
        .run(&["check", "--show-settings", "a.yaml"])
        .exits(0)
        .says("unbounded-cpu  { except: [shop/web] }");
}

#[test]
fn placeholders_of_ones_own_are_no_wrong_types() {
    let text = OPTIONS.replace("replicas: 4", "replicas: $(REPLICAS)");
    let project = Project::new("placeholders", &[("a.yaml", &text)]);
    project.run(&["check"]).exits(1).says("error[wrong-type]");
    project.write(
        "everynode.yaml",
        "rules:\n  placeholder: { forms: [$(NAME)] }\n",
    );
    project
        .run(&["check"])
        .says("`$(REPLICAS)` is to be filled in")
        .hides("error[");
}

#[test]
fn what_is_wrong_with_the_text_belongs_to_the_object() {
    let twice = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {a: b}\ndata: {a: c}\n";
    let project = Project::new("text-object", &[("a.yaml", twice)]);
    let ran = project.run(&["check", "-o", "json"]).exits(1);
    let report: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(report["diagnostics"][0]["rule"], "duplicate-key");
    assert_eq!(report["diagnostics"][0]["object"]["name"], "a");
    project.write(
        "everynode.yaml",
        "rules: {duplicate-key: {except: shop/a}}\n",
    );
    project.run(&["check"]).exits(0);
}

#[test]
fn options_say_which_nodes_a_rule_looks_at() {
    let set = |name: &str, rest: &str| {
        format!(
            "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{name: {name}}}\nspec:\n  selector: {{matchLabels: {{a: {name}}}}}\n  template:\n    metadata: {{labels: {{a: {name}}}}}\n    spec:\n      {rest}containers:\n      - {{name: a, image: a, resources: {{limits: {{memory: 1Gi, cpu: 1}}}}}}\n"
        )
    };
    let node = |name: &str, spec: &str| {
        format!("apiVersion: v1\nkind: Node\nmetadata: {{name: {name}}}\nspec: {spec}\n---\n")
    };
    let nodes = [
        node("n1", "{}"),
        node(
            "n2",
            "{taints: [{key: gpu, value: yes-, effect: NoSchedule}]}",
        ),
    ];
    let affinity = "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: pool, operator: Exists}]}]}}}\n      ";
    let project = Project::new(
        "node-options",
        &[
            ("k8s/all.yaml", &set("all", "")),
            (
                "k8s/big.yaml",
                &set("big", "nodeSelector: {pool: big}\n      "),
            ),
            ("k8s/any.yaml", &set("any", affinity)),
            ("cluster/nodes.yaml", &nodes.concat()),
        ],
    );
    let cases = [
        ("misses-nodes: {taints: [gp]}", "misses-nodes", 1),
        ("misses-nodes: {taints: [gpu]}", "misses-nodes", 0),
        ("selects-no-node: {labels: [zone]}", "selects-no-node", 2),
        ("selects-no-node: {labels: [pool]}", "selects-no-node", 0),
    ];
    for (rules, rule, count) in cases {
        let config = format!("nodes: cluster/nodes.yaml\nrules:\n  {rules}\n");
        project.write("everynode.yaml", &config);
        let ran = project.run(&["check", "k8s", "-o", "compact"]);
        let found = ran.out.matches(&format!("[{rule}]")).count();
        assert_eq!(found, count, "{rules}:\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn init_writes_what_check_reads_and_never_overwrites() {
    let project = Project::new(
        "init",
        &[
            ("chart/Chart.yaml", "name: chart\nversion: 1.0.0\n"),
            ("vendor/x/a.yaml", GOOD),
            (
                "cluster/nodes.yaml",
                "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n",
            ),
            ("sub/a.yaml", GOOD),
            ("over/Kustomization", "resources: [a.yaml]\n"),
            ("part/kustomization.yaml", "kind: Component\n"),
        ],
    );
    project
        .run_in("sub", &["init"], "")
        .exits(0)
        .says("everynode.yaml");
    let text = project.read("everynode.yaml");
    assert!(text.contains("- \"vendor\""), "{text}");
    assert!(text.contains("- \"cluster/nodes.yaml\""), "{text}");
    assert!(text.contains("--helm chart"), "{text}");
    assert!(text.contains("--kustomize over"), "{text}");
    assert!(!text.contains("--kustomize part"), "{text}");
    project.run(&["check"]).exits(0).says("1 excluded file");
    project
        .run(&["init"])
        .exits(2)
        .says("is there already; nothing was written");
    assert_eq!(project.read("everynode.yaml"), text);
    let uncommented: String = text
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|rest| !rest.contains(". ") && rest.contains(':') || rest.starts_with(' '))
                .unwrap_or(line)
        })
        .filter(|line| !line.starts_with("everynode check"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(uncommented.contains("\nrules:\n"), "{uncommented}");
}

#[test]
fn the_schema_names_every_key_and_rule() {
    let project = Project::new("schema", &[]);
    let ran = project.run(&["schema", "config"]).exits(0);
    let schema: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let rules = &schema["definitions"]["rules"]["properties"];
    for rule in everynode::rules::ALL {
        assert!(rules.get(rule.id).is_some(), "{} is missing", rule.id);
    }
    for key in everynode::config::keys::FILE {
        assert!(schema["properties"].get(key.name).is_some(), "{}", key.name);
    }
}

#[test]
fn place_takes_the_nodes_of_the_config() {
    let set = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: a}}\n  template:\n    metadata: {labels: {a: a}}\n    spec:\n      containers:\n      - {name: a, image: a}\n";
    let project = Project::new(
        "nodes",
        &[
            ("k8s/a.yaml", set),
            ("everynode.yaml", "nodes: [cluster/nodes.yaml]\n"),
            (
                "cluster/nodes.yaml",
                "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n",
            ),
        ],
    );
    project.run(&["place", "k8s"]).exits(0).says("1");
    project.run_in("k8s", &["place", "a.yaml"], "").exits(0);
    project
        .run(&["place", "--isolated", "k8s"])
        .exits(2)
        .says("place needs nodes");
}

//! The schema pass, by what a person writes and what is said of it.

use everynode::diagnostic::{Diagnostic, Safety};
use everynode::engine::{self, Settings};
use everynode::model::{Model, ObjectTree};
use everynode::rules::Preset;
use everynode::schema::{self, Fault, Type};
use everynode::source::{Source, SourceId};
use everynode::yaml;
use std::collections::HashSet;

/// Diagnostics of a text under the rules that speak for the apiserver.
fn judge(text: &str, minor: u8) -> (String, Vec<Diagnostic>) {
    let mut settings = Settings::new(&[Preset::Api]);
    settings.kubernetes_minor = minor;
    let source = Source::new("case.yaml", text);
    let analysis = engine::analyse(&source, SourceId(0), &settings);
    let outcome = engine::finish(vec![source], vec![analysis], &settings);
    let wanted = |diagnostic: &Diagnostic| {
        let stage = diagnostic.kubernetes.as_ref().map(|answer| answer.stage);
        matches!(stage, Some("strict" | "decode" | "warning"))
            || diagnostic.rule == "invalid-custom-resource"
    };
    let found = outcome.diagnostics.into_iter().map(|one| *one);
    (text.to_owned(), found.filter(wanted).collect())
}

/// What is said, one line each: rule, the marked text, the message.
fn said(text: &str) -> Vec<String> {
    let (text, found) = judge(text, 36);
    found
        .iter()
        .map(|one| format!("{} «{}» {}", one.rule, &text[one.span.range()], one.message))
        .collect()
}

fn pod(lines: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a\n    image: b:1\n{lines}"
    )
}

#[test]
fn a_good_object_is_left_alone() {
    let text = pod(
        "    ports: [{containerPort: 1.0}, {containerPort: 0x10}]\n    resources: {limits: {cpu: 1, memory: 64Mi}}\n    env: null\n",
    );
    assert_eq!(said(&text), Vec::<String>::new());
}

#[test]
fn unknown_fields_get_a_hint() {
    for (line, message) in [
        (
            "  hostnetwork: true\n",
            "unknown field `hostnetwork` in `spec`: did you mean `hostNetwork`?",
        ),
        (
            "  toleration: []\n",
            "unknown field `toleration` in `spec`: did you mean `tolerations`?",
        ),
        (
            "    hostNetwork: true\n",
            "unknown field `hostNetwork` in `spec.containers[0]`: it belongs under `spec`",
        ),
        (
            "  livenessProbe: {}\n",
            "unknown field `livenessProbe` in `spec`: it belongs under `spec.containers[*]`",
        ),
        ("  blah: 1\n", "unknown field `blah` in `spec`"),
        (
            "    volumeMounts: [{name: a, mountPath: /a, bindMountOptions: [x]}]\n",
            "`bindMountOptions` is there since Kubernetes 1.37, this is judged by 1.36",
        ),
    ] {
        let found = said(&pod(line));
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        assert!(found[0].starts_with("unknown-field «"), "{found:?}");
        assert!(found[0].ends_with(&format!("» {message}")), "{found:?}");
    }
}

#[test]
fn the_apiservers_words_are_kept() {
    let (_, found) = judge(&pod("  volumes: [{name: a, emptyDir: {}, foo: 1}]\n"), 36);
    let answer = found[0].kubernetes.as_ref().expect("an answer");
    assert_eq!(
        (answer.stage, answer.detail.as_deref()),
        ("strict", Some("unknown field \"spec.volumes[0].foo\""))
    );
    let (_, found) = judge(&pod("    resources: {limits: {cpu: 1 core}}\n"), 36);
    let answer = found[0].kubernetes.as_ref().expect("an answer");
    assert_eq!(
        (answer.stage, answer.field.as_deref()),
        ("decode", Some("spec.containers[0].resources.limits[cpu]"))
    );
    assert!(
        answer
            .detail
            .as_deref()
            .is_some_and(|text| text.starts_with("quantities must match")),
        "{answer:?}"
    );
}

#[test]
fn decode_errors_have_the_words_of_the_decoder() {
    for (line, detail) in [
        (
            "    env: [{name: A, value: yes}]\n",
            "json: cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.value of type string",
        ),
        (
            "    livenessProbe: {grpc: []}\n",
            "json: cannot unmarshal array into Go struct field Probe.spec.containers.livenessProbe.ProbeHandler.grpc of type v1.GRPCAction",
        ),
        (
            "  restartPolicy: 1\n",
            "json: cannot unmarshal number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy",
        ),
        (
            "  volumes: [{name: a, secret: x}]\n",
            "json: cannot unmarshal string into Go struct field Volume.spec.volumes.VolumeSource.secret of type v1.SecretVolumeSource",
        ),
        (
            "  priority: 3000000000\n",
            "json: cannot unmarshal number 3000000000 into Go struct field PodSpec.spec.priority of type int32",
        ),
    ] {
        let (_, found) = judge(&pod(line), 36);
        let answer = found
            .first()
            .and_then(|one| one.kubernetes.as_ref())
            .expect("an answer");
        assert_eq!(answer.detail.as_deref(), Some(detail));
    }
}

#[test]
fn wrong_types_stand_on_the_value() {
    for (line, message) in [
        (
            "  hostNetwork: \"true\"\n",
            "wrong-type «\"true\"» `hostNetwork` must be `true` or `false`, not the text \"true\"",
        ),
        (
            "  priority: 1.5\n",
            "wrong-type «1.5» `priority` must be a whole number of at most 32 bits, not the number 1.5",
        ),
        (
            "    command: sleep\n",
            "wrong-type «sleep» `command` must be a list, not `sleep`",
        ),
        (
            "    env: [{name: A, value: 8080}]\n",
            "wrong-type «8080» `value` must be a string, not the number 8080",
        ),
    ] {
        assert_eq!(said(&pod(line)), [message]);
    }
}

#[test]
fn the_last_of_equal_keys_counts() {
    assert_eq!(
        said(&pod("  priority: one\n  priority: 1\n")),
        Vec::<String>::new()
    );
    assert_eq!(said(&pod("  priority: 1\n  priority: one\n")).len(), 1);
}

#[test]
fn quotes_are_a_safe_fix() {
    let (text, found) = judge(&pod("    env: [{name: A, value: 8080}]\n"), 36);
    let fix = found[0].fix.as_ref().expect("a fix");
    assert_eq!(
        (fix.safety, fix.edits[0].text.as_str()),
        (Safety::Safe, "\"8080\"")
    );
    assert_eq!(&text[fix.edits[0].span.range()], "8080");
}

#[test]
fn as_many_unknown_fields_as_the_apiserver_lists() {
    let lines: String = (0..150).map(|at| format!("  x{at:03}: 1\n")).collect();
    let found = said(&pod(&lines));
    assert_eq!(found.len(), 100);
    assert!(found[99].contains("«x099»"), "{}", found[99]);
}

#[test]
fn kinds_are_known_by_version() {
    let daemon_set =
        |api: &str, kind: &str| format!("apiVersion: {api}\nkind: {kind}\nmetadata:\n  name: a\n");
    for (api, kind, message) in [
        (
            "extensions/v1beta1",
            "DaemonSet",
            "removed-api «extensions/v1beta1» `extensions/v1beta1` DaemonSet is gone since Kubernetes 1.16",
        ),
        (
            "apps/v1",
            "Demonset",
            "unknown-kind «Demonset» Kubernetes 1.36 has no Demonset in `apps/v1`: did you mean DaemonSet?",
        ),
        (
            "v1",
            "DaemonSet",
            "unknown-kind «DaemonSet» Kubernetes 1.36 has no DaemonSet in `v1`; it is in `apps/v1`",
        ),
        (
            "v1",
            "Endpoints",
            "deprecated-api «v1» `v1` Endpoints is deprecated since Kubernetes 1.33",
        ),
    ] {
        assert_eq!(said(&daemon_set(api, kind)), [message]);
    }
    assert_eq!(
        said(&daemon_set("example.com/v1", "Widget")),
        Vec::<String>::new()
    );
}

#[test]
fn depth_and_odd_input_cost_nothing() {
    let deep = format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {}{}\n",
        "{not: ".repeat(3_000),
        "}".repeat(3_000)
    );
    let _ = judge(&deep, 36);
    for text in [
        "[]",
        "1",
        "apiVersion: v1\nkind: [Pod]\n",
        "apiVersion: v1\nkind: Pod\nspec: &a [*a]\n",
        "? [a]\n: b\n",
    ] {
        let _ = judge(text, 36);
    }
}

const WIDGETS: &str = "\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties:
              size: {type: integer, minimum: 1}
              color: {type: string, enum: [red, green]}
              name: {type: string, pattern: '^[a-z]+$', maxLength: 5}
              port: {x-kubernetes-int-or-string: true}
              tags: {type: array, items: {type: string}, x-kubernetes-list-type: set}
              extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
              labels: {type: object, additionalProperties: {type: string}}
---
apiVersion: example.com/v1
kind: Widget
metadata: {name: a}
";

#[test]
fn custom_resources_are_held_against_their_definition() {
    let fine = "spec: {size: 2, color: red, name: abc, port: 80%, tags: [a, b], extra: {x: [1]}, labels: {a: b}}\n";
    assert_eq!(said(&format!("{WIDGETS}{fine}")), Vec::<String>::new());
    for (spec, message) in [
        (
            "{}",
            "invalid-custom-resource «spec» `spec.size` is missing",
        ),
        (
            "{size: '2'}",
            "invalid-custom-resource «'2'» `spec.size` must be of type integer: \"string\"",
        ),
        (
            "{size: 0}",
            "invalid-custom-resource «0» `spec.size` should be greater than or equal to 1",
        ),
        (
            "{size: 1, color: blue}",
            "invalid-custom-resource «blue» `spec.color` has none of the supported values: \"red\", \"green\"",
        ),
        (
            "{size: 1, name: A}",
            "invalid-custom-resource «A» `spec.name` should match '^[a-z]+$'",
        ),
        (
            "{size: 1, port: true}",
            "invalid-custom-resource «true» `spec.port` must be of type integer,string: \"boolean\"",
        ),
        (
            "{size: 1, tags: [a, a]}",
            "invalid-custom-resource «a» `spec.tags[1]` is there twice",
        ),
        (
            "{size: 1, sise: 1}",
            "unknown-field «sise» unknown field `sise` in `spec`: did you mean `size`?",
        ),
        (
            "{size: 1, labels: {a: 1}}",
            "invalid-custom-resource «1» `spec.labels[a]` must be of type string: \"integer\"",
        ),
    ] {
        assert_eq!(said(&format!("{WIDGETS}spec: {spec}\n")), [message]);
    }
}

/// Values of every sort: for any field some are right and some are wrong.
const VALUES: [&str; 18] = [
    "null",
    "true",
    "1",
    "-0.0",
    "3000000000",
    "1e30",
    "1.5",
    r#""""#,
    r#""5""#,
    r#""100Mi""#,
    r#""2024-01-01T00:00:00Z""#,
    "[]",
    "[1]",
    "[null]",
    r#"["a"]"#,
    "[{}]",
    "{}",
    r#"{"a": "b"}"#,
];

/// Whether decoding doubts the object, and whether the schema pass finds anything in its fields.
fn doubt_and_findings(text: &str, api_version: &str, kind: &str) -> (bool, bool) {
    let stream = yaml::parse(text);
    let tree = stream.documents[0].content.as_ref().expect("JSON");
    let object = ObjectTree::new(tree, tree.root());
    let model = Model::decode(api_version, kind, &object);
    let report = schema::check(tree, tree.root(), schema::NEWEST);
    let of_fields =
        |fault: &Fault| matches!(fault, Fault::UnknownField { .. } | Fault::WrongType { .. });
    let finds = report.findings.iter().any(|one| of_fields(&one.fault));
    (model.is_none() || object.is_doubtful(), finds)
}

#[test]
fn what_decodes_without_a_doubt_has_no_findings() {
    let (mut seen, mut sure, mut wrong) = (HashSet::new(), 0, 0);
    for kind in schema::kinds() {
        let (api_version, name) = (kind.api_version(), kind.name());
        let root = format!(r#"{{"apiVersion": "{api_version}", "kind": "{name}""#);
        if doubt_and_findings(&format!("{root}}}"), api_version, name).0 {
            continue;
        }
        // Every definition once, with the fields that any version has, where some kind has it.
        let mut todo = vec![(kind.definition(), format!("{root}, "), String::from("}"))];
        while let Some((definition, before, after)) = todo.pop() {
            if !seen.insert(definition) {
                continue;
            }
            for field in definition.variants() {
                if after == "}" && matches!(field.name(), "apiVersion" | "kind") {
                    continue;
                }
                for value in VALUES {
                    let text = format!(r#"{before}"{}": {value}{after}"#, field.name());
                    let (doubts, finds) = doubt_and_findings(&text, api_version, name);
                    assert!(doubts || !finds, "{text}");
                    sure += usize::from(!doubts);
                    wrong += usize::from(finds);
                }
                let (open, inner, close) = match field.ty() {
                    Type::Ref(inner) => ("{", inner, "}"),
                    Type::List(item) => match item.get() {
                        Type::Ref(inner) => ("[{", inner, "}]"),
                        _ => continue,
                    },
                    _ => continue,
                };
                let before = format!(r#"{before}"{}": {open}"#, field.name());
                todo.push((inner, before, format!("{close}{after}")));
            }
        }
    }
    assert!(sure > 5_000 && wrong > 5_000, "{sure} sure, {wrong} wrong");
}

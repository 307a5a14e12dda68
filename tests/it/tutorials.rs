//! What people learn first about DaemonSets and what goes wrong with it: a test for each topic.

use everynode::diagnostic::{Diagnostic, Level};
use everynode::engine::{self, Settings};
use everynode::source::{Source, SourceId};

/// A DaemonSet with something more in its spec and in its pods' spec.
fn daemon_set(labels: &str, spec: &str, pods: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent\nspec:\n{spec}  selector:\n    matchLabels:\n      \
         app: agent\n  template:\n    metadata:\n      labels: {labels}\n    spec:\n{pods}      containers:\n      - name: \
         agent\n        image: registry.example.com/agent:1.4.2\n        resources:\n          requests: {{cpu: 50m, memory: \
         64Mi}}\n          limits: {{memory: 64Mi}}\n"
    )
}

/// Errors and warnings of a text.
fn judge(text: &str) -> Vec<Diagnostic> {
    let settings = Settings::default();
    let source = Source::new("tutorial.yaml", text);
    let analysis = engine::analyse(&source, SourceId(0), &settings);
    let outcome = engine::finish(vec![source], vec![analysis], &settings);
    let found = outcome.diagnostics.into_iter().map(|one| *one);
    found.filter(|one| one.level > Level::Note).collect()
}

/// The only finding of a text.
fn only(text: &str) -> Diagnostic {
    let mut found = judge(text);
    let ids: Vec<&str> = found.iter().map(|one| one.rule).collect();
    assert_eq!(ids.len(), 1, "{ids:?}\n{text}");
    found.remove(0)
}

fn marked(text: &str, one: &Diagnostic) -> String {
    text[one.span.range()].to_owned()
}

#[test]
fn a_good_daemon_set_is_left_alone() {
    assert!(judge(&daemon_set("{app: agent}", "", "")).is_empty());
}

#[test]
fn replicas_in_a_daemon_set_are_an_error_with_a_fix() {
    let text = daemon_set("{app: agent}", "  replicas: 3\n", "");
    let found = only(&text);
    assert_eq!(
        (found.rule, marked(&text, &found).as_str()),
        ("daemonset-replicas", "replicas")
    );
    let fix = found.fix.expect("it can be mended");
    let mut mended = text.clone();
    for edit in fix.edits.iter().rev() {
        mended.replace_range(edit.span.range(), &edit.text);
    }
    assert_eq!(mended, daemon_set("{app: agent}", "", ""));
}

#[test]
fn a_selector_that_does_not_match_is_shown_at_both_places() {
    let text = daemon_set("{app: other}", "", "");
    let found = only(&text);
    assert_eq!(
        (found.rule, marked(&text, &found).as_str()),
        ("selector-mismatch", "other")
    );
    assert_eq!(&text[found.related[0].span.range()], "agent");
}

#[test]
fn the_restart_policy_of_a_template_may_only_be_always() {
    let text = daemon_set("{app: agent}", "", "      restartPolicy: Never\n");
    let found = only(&text);
    assert_eq!(
        (found.rule, marked(&text, &found).as_str()),
        ("unsupported-value", "Never")
    );
}

#[test]
fn seconds_of_a_toleration_go_with_no_execute_only() {
    let pods = "      tolerations:\n      - {key: gpu, operator: Exists, effect: NoSchedule, tolerationSeconds: 30}\n";
    let found = only(&daemon_set("{app: agent}", "", pods));
    assert_eq!(found.level, Level::Error);
    assert!(
        found
            .kubernetes
            .is_some_and(|answer| answer.stage == "validation")
    );
}

#[test]
fn tolerating_master_alone_misses_the_control_planes_of_today() {
    let pods =
        "      tolerations:\n      - {key: node-role.kubernetes.io/master, effect: NoSchedule}\n";
    assert_eq!(
        only(&daemon_set("{app: agent}", "", pods)).rule,
        "master-only-toleration"
    );
}

#[test]
fn a_node_name_among_labels_never_matches() {
    let pods = "      affinity:\n        nodeAffinity:\n          requiredDuringSchedulingIgnoredDuringExecution:\n            \
                nodeSelectorTerms:\n            - matchExpressions:\n              - {key: metadata.name, operator: In, values: [node1]}\n";
    let found = judge(&daemon_set("{app: agent}", "", pods));
    assert!(
        found
            .iter()
            .any(|one| one.rule == "metadata-name-match-expression" && one.fix.is_some())
    );
}

#[test]
fn the_effects_that_people_misspell_are_known() {
    use everynode::model::values::taint::probable_effect;
    assert_eq!(probable_effect("NoExcute"), Some("NoExecute"));
    assert_eq!(
        probable_effect("PreferNoScheduler"),
        Some("PreferNoSchedule")
    );
}

#[test]
fn versions_that_are_gone_say_since_when() {
    let text = daemon_set("{app: agent}", "", "").replace("apps/v1", "extensions/v1beta1");
    let found = only(&text);
    assert_eq!(found.rule, "removed-api");
    assert!(found.message.contains("1.16"), "{}", found.message);
}

#[test]
fn memory_in_thousandths_of_a_byte_is_no_memory() {
    let text = daemon_set("{app: agent}", "", "")
        .replace("limits: {memory: 64Mi}", "limits: {memory: 512m}");
    assert!(
        judge(&text)
            .iter()
            .any(|one| one.rule == "fractional-bytes")
    );
}

#[test]
fn a_stateful_set_names_the_dns_name_that_will_not_resolve() {
    let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: nginx\nspec:\n  selector: {app: web}\n  ports:\n  - port: 80\n---\n\
                apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\nspec:\n  serviceName: nginx\n  selector:\n    \
                matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n      - \
                name: web\n        image: registry.example.com/web:1.0.0\n";
    let found = only(text);
    assert_eq!(found.rule, "statefulset-without-headless-service");
    assert!(
        found
            .notes
            .iter()
            .any(|note| note.contains("web-0.nginx.default.svc.cluster.local")),
        "{:?}",
        found.notes
    );
}

#[test]
fn a_whole_shell_command_in_quotes_is_no_program() {
    let text = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: job-01\nspec:\n  template:\n    spec:\n      restartPolicy: \
                Never\n      containers:\n      - name: job-01\n        image: busybox:1.36\n        command: ['sh', '-c', '\"sleep \
                5s;echo \\\"done\\\"\"']\n";
    assert_eq!(only(text).rule, "nested-shell-quotes");
}

//! The models: states, paths and spans of fields, and their completeness.

use everynode::model::apps::DaemonSet;
use everynode::model::field::{Located, Obj, State};
use everynode::model::{ObjectTree, decode};
use everynode::yaml::{self, Tree};

fn with<R>(text: &str, judge: impl FnOnce(&ObjectTree<'_>, Obj<DaemonSet>) -> R) -> R {
    let stream = yaml::parse(text);
    let tree: &Tree<'_> = stream.documents[0].content.as_ref().expect("reads");
    let object = ObjectTree::new(tree, tree.root());
    let daemon_set = decode(&object);
    judge(&object, daemon_set)
}

/// Path and text of a field.
fn place(object: &ObjectTree<'_>, at: &impl Located) -> String {
    let span = object.span(at.slot());
    format!(
        "{} @ {}",
        object.path(at.slot()),
        &object.tree.source()[span.range()]
    )
}

const TEXT: &str = "\
kind: DaemonSet
metadata:
  name: agent
spec:
  minReadySeconds: \"ten\"
  updateStrategy:
    type: null
    rollingUpdate: {maxUnavailable: 10%, maxSurge: true}
  template:
    metadata:
      labels: {app: agent}
    spec:
      containers:
      - name: a
        image: 5
        resources:
          limits: {cpu: 100m}
      - image: b
";

#[test]
fn states_of_what_is_written() {
    with(TEXT, |_, ds| {
        assert_eq!(ds.metadata.name.state, State::Set("agent".into()));
        assert_eq!(ds.metadata.namespace.state, State::Absent);
        assert_eq!(ds.spec.min_ready_seconds.state, State::Invalid);
        assert_eq!(ds.spec.update_strategy.r#type.state, State::Null);
        let containers = ds.spec.template.spec.containers.items();
        assert_eq!(containers[0].image.state, State::Invalid);
        assert_eq!(containers[0].name.str(), "a");
        assert_eq!(containers[1].image.str(), "b");
        assert_eq!(
            ds.spec
                .template
                .metadata
                .labels
                .value_of("app")
                .map(|text| text.as_str()),
            Some("agent")
        );
    });
}

#[test]
fn every_field_has_a_path_and_a_span_written_or_not() {
    with(TEXT, |object, ds| {
        let template = &ds.spec.template;
        assert_eq!(place(object, &ds.metadata.name), "metadata.name @ agent");
        assert_eq!(
            place(object, &ds.metadata.namespace),
            "metadata.namespace @ metadata"
        );
        assert_eq!(place(object, &ds.spec.selector), "spec.selector @ spec");
        assert_eq!(
            place(object, &template.metadata.labels.entries()[0].1),
            "spec.template.metadata.labels[app] @ agent"
        );
        let containers = template.spec.containers.items();
        assert_eq!(
            place(object, &containers[0].resources.limits.entries()[0].1),
            "spec.template.spec.containers[0].resources.limits[cpu] @ 100m"
        );
        assert_eq!(
            place(object, &containers[1].name),
            "spec.template.spec.containers[1].name @ image"
        );
        assert_eq!(
            place(object, &containers[1].resources.limits),
            "spec.template.spec.containers[1].resources.limits @ image"
        );
        assert_eq!(
            place(object, &template.spec.security_context),
            "spec.template.spec.securityContext @ spec"
        );
    });
}

#[test]
fn nothing_written_still_has_paths() {
    with("kind: DaemonSet\n", |object, ds| {
        assert_eq!(
            place(object, &ds.spec.template.spec.containers),
            "spec.template.spec.containers @ kind"
        );
        assert_eq!(place(object, &ds.metadata.name), "metadata.name @ kind");
    });
}

#[test]
fn a_wrong_object_silences_only_itself() {
    with(
        "spec:\n  selector: 5\n  template: []\n  minReadySeconds: 3\n",
        |_, ds| {
            assert!(ds.spec.selector.get().is_none());
            assert!(ds.spec.selector.is_invalid());
            assert!(ds.spec.template.spec.containers.is_invalid());
            assert_eq!(ds.spec.min_ready_seconds.value(), 3);
        },
    );
}

#[test]
fn objects_made_by_defaulting_have_paths() {
    with(
        "spec:\n  updateStrategy:\n    type: RollingUpdate\n",
        |object, mut ds| {
            let rolling = ds
                .spec
                .update_strategy
                .rolling_update
                .make(object)
                .expect("nothing is in the way");
            assert_eq!(
                place(object, &rolling.max_surge),
                "spec.updateStrategy.rollingUpdate.maxSurge @ updateStrategy"
            );
        },
    );
}

#[test]
fn whole_numbers_may_be_written_as_floats() {
    with(
        "spec:\n  minReadySeconds: 1e1\n  revisionHistoryLimit: 2.0\n",
        |_, ds| {
            assert_eq!(ds.spec.min_ready_seconds.value(), 10);
            assert_eq!(ds.spec.revision_history_limit.value(), 2);
        },
    );
}

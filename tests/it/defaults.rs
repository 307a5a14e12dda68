//! Defaulting: what the apiserver adds, drops and rewrites.

use everynode::model::stored;
use everynode::yaml;
use serde_json::{Value, json};

fn defaulted(text: &str) -> Value {
    let stream = yaml::parse(text);
    let tree = stream.documents[0].content.as_ref().expect("reads");
    stored(tree, tree.root())
        .expect("decodes")
        .expect("has a model")
}

fn at<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

#[test]
fn a_daemon_set_gets_its_strategy_and_its_pods_their_defaults() {
    let set = defaulted(
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\nspec:\n  selector: {matchLabels: {app: agent}}\n  template:\n    metadata: {labels: {app: agent}}\n    spec:\n      containers:\n      - {name: agent, image: 'agent:1', ports: [{containerPort: 80}]}\n      volumes: [{name: nothing}, {name: host, hostPath: {path: /}}]\n",
    );
    assert_eq!(
        at(&set, "/spec/updateStrategy"),
        &json!({"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0}})
    );
    assert_eq!(at(&set, "/spec/revisionHistoryLimit"), 10);
    let pod = at(&set, "/spec/template/spec");
    assert_eq!(at(pod, "/restartPolicy"), "Always");
    assert_eq!(at(pod, "/securityContext"), &json!({}));
    let container = at(pod, "/containers/0");
    assert_eq!(at(container, "/imagePullPolicy"), "IfNotPresent");
    assert_eq!(at(container, "/ports/0/protocol"), "TCP");
    assert_eq!(at(container, "/resources"), &json!({}));
    assert_eq!(at(pod, "/volumes/0/emptyDir"), &json!({}));
    assert_eq!(at(pod, "/volumes/1/hostPath/type"), "");
    assert_eq!(at(&set, "/status/numberReady"), 0);
}

#[test]
fn only_a_bare_pod_requests_what_it_limits() {
    let spec =
        "containers: [{name: a, image: b, resources: {limits: {cpu: '0.5', memory: 0.5Gi}}}]";
    let pod = defaulted(&format!("apiVersion: v1\nkind: Pod\nspec: {{{spec}}}\n"));
    let requests = at(&pod, "/spec/containers/0/resources/requests");
    assert_eq!(requests, &json!({"cpu": "500m", "memory": "512Mi"}));
    let set = defaulted(&format!(
        "apiVersion: apps/v1\nkind: ReplicaSet\nspec: {{template: {{spec: {{{spec}}}}}}}\n"
    ));
    let resources = at(&set, "/spec/template/spec/containers/0/resources");
    assert_eq!(
        resources,
        &json!({"limits": {"cpu": "500m", "memory": "512Mi"}})
    );
}

#[test]
fn what_is_unknown_or_empty_is_dropped() {
    let service = defaulted(
        "apiVersion: v1\nkind: Service\nmetadata: {name: s, labels: {}}\nspec: {clusterIP: '', typo: 1, ports: [{port: 81}]}\n",
    );
    assert_eq!(at(&service, "/metadata"), &json!({"name": "s"}));
    assert_eq!(at(&service, "/spec/clusterIP"), &Value::Null);
    assert_eq!(at(&service, "/spec/typo"), &Value::Null);
    assert_eq!(
        at(&service, "/spec/ports/0"),
        &json!({"port": 81, "protocol": "TCP", "targetPort": 81})
    );
}

#[test]
fn the_jobs_of_a_cron_job_are_defaulted_when_they_are_made() {
    let cron = defaulted(
        "apiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {}}}}}\n",
    );
    assert_eq!(at(&cron, "/spec/concurrencyPolicy"), "Allow");
    assert_eq!(at(&cron, "/spec/schedule"), "");
    assert_eq!(
        at(&cron, "/spec/jobTemplate/spec/completions"),
        &Value::Null
    );
    assert_eq!(
        at(&cron, "/spec/jobTemplate/spec/template/spec/dnsPolicy"),
        "ClusterFirst"
    );
    let job = defaulted("apiVersion: batch/v1\nkind: Job\nspec: {parallelism: 2}\n");
    assert_eq!(at(&job, "/spec/completions"), &Value::Null);
    assert_eq!(at(&job, "/spec/backoffLimit"), 6);
}

#[test]
fn a_value_of_any_shape_is_printed_as_it_stands() {
    let revision = defaulted(
        "apiVersion: apps/v1\nkind: ControllerRevision\ndata: {a: [1, {b: yes}]}\nrevision: 0\n",
    );
    assert_eq!(at(&revision, "/data"), &json!({"a": [1, {"b": true}]}));
    assert_eq!(at(&revision, "/revision"), 0);
}

#[test]
fn a_value_of_a_wrong_type_is_an_error() {
    let stream = yaml::parse("apiVersion: v1\nkind: Pod\nspec: {hostNetwork: maybe}\n");
    let tree = stream.documents[0].content.as_ref().expect("reads");
    assert!(stored(tree, tree.root()).is_err());
}

/// Kubernetes' own defaulting, as what it sets and what it removes.
#[test]
fn the_recorded_answers_are_ours() {
    let Some(folder) = crate::validation::recorded("defaults") else {
        return;
    };
    let mut all = 0;
    for record in crate::validation::records(&folder.join("defaults.jsonl")) {
        let Some(input) = record.get("input") else {
            continue;
        };
        all += 1;
        let text = input.to_string();
        let stream = yaml::parse(&text);
        let tree = stream.documents[0].content.as_ref().expect("reads");
        let said = stored(tree, tree.root());
        if record["error"].is_string() {
            assert!(said.is_err(), "{}", record["id"]);
            continue;
        }
        let mut asked = input.clone();
        for pointer in record["removed"].as_array().into_iter().flatten() {
            let (parent, key) = parent_and_key(pointer.as_str().unwrap_or(""));
            match asked.pointer_mut(&parent) {
                Some(Value::Object(entries)) => drop(entries.remove(&key)),
                Some(Value::Array(items)) => drop(items.remove(key.parse().expect("an index"))),
                _ => panic!("{}: nothing at {parent}", record["id"]),
            }
        }
        for (pointer, value) in record["set"].as_object().into_iter().flatten() {
            let (parent, key) = parent_and_key(pointer);
            match asked.pointer_mut(&parent) {
                Some(Value::Object(entries)) => drop(entries.insert(key, value.clone())),
                Some(Value::Array(items)) => {
                    let index: usize = key.parse().expect("an index");
                    if index == items.len() {
                        items.push(value.clone());
                    } else {
                        items[index] = value.clone();
                    }
                }
                _ => panic!("{}: nothing at {parent}", record["id"]),
            }
        }
        let said = said.expect("decodes").expect("has a model");
        assert_eq!(said, asked, "{}", record["id"]);
    }
    assert!(all > 100, "only {all} records");
}

fn parent_and_key(pointer: &str) -> (String, String) {
    let (parent, key) = pointer.rsplit_once('/').unwrap_or(("", ""));
    (parent.to_owned(), key.replace("~1", "/").replace("~0", "~"))
}

//! Charts and kustomizations as the user's own `helm` and `kubectl` make them.
//!
//! The tests named `real_…` need these; `.ci/tools` gets them.

use crate::project::{FAULTY, GOOD, Project, Ran};
use std::process::Command;

/// Runs with only these tools on the PATH.
#[cfg(unix)]
fn with_tools(project: &Project, tools: &[(&str, &str)], words: &[&str]) -> Ran {
    use std::os::unix::fs::PermissionsExt as _;
    let bin = project.0.join("bin");
    std::fs::create_dir_all(&bin).expect("a folder");
    for (name, script) in tools {
        let path = bin.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("mode");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_everynode"))
        .args(words)
        .current_dir(&project.0)
        .env("PATH", &bin)
        .output()
        .expect("the binary runs");
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
#[cfg(unix)]
fn tools_that_are_missing_or_fail_are_named() {
    let files = [
        ("chart/Chart.yaml", "name: a\n"),
        ("over/kustomization.yaml", "resources: []\n"),
    ];
    let project = Project::new("tools", &files);
    with_tools(&project, &[], &["check", "--helm", "chart"])
        .exits(2)
        .says("`helm` is not installed")
        .says("everynode -");
    with_tools(&project, &[], &["check", "--kustomize", "over"])
        .exits(2)
        .says("neither `kubectl` nor `kustomize`");
    with_tools(&project, &[], &["check", "--helm", "nowhere"])
        .exits(2)
        .says("nowhere: no such file or folder");
    let failing = [("helm", "echo 'Error: missing dependency' >&2; exit 1")];
    with_tools(&project, &failing, &["check", "--helm", "chart"])
        .exits(2)
        .says("helm could not make chart: missing dependency");
    let script = "echo \"# $*\"; echo '---'; echo '# Source: a/templates/a.yaml'; echo 'apiVersion: v1'; echo 'kind: ConfigMap'; echo 'metadata: {name: a}'; echo 'datas: {}'";
    let making = [("helm", script), ("kustomize", script)];
    with_tools(
        &project,
        &making,
        &[
            "check", "--helm", "chart", "--values", "v.yaml", "-o", "compact",
        ],
    )
    .exits(1)
    .says("helm template chart:");
    with_tools(&project, &making, &["check", "--helm", "chart"])
        .exits(1)
        .says("Made from a/templates/a.yaml.");
    with_tools(
        &project,
        &making,
        &["check", "--kustomize", "over", "-o", "compact"],
    )
    .exits(1)
    .says("kustomize over:");
}

/// Whether a tool is there and works; says so where it is not.
fn has(name: &str, words: &[&str]) -> bool {
    let ran = Command::new(name).args(words).output();
    let works = ran.is_ok_and(|output| output.status.success());
    if !works {
        println!("SKIP: {name} {} does not work here", words.join(" "));
    }
    works
}

/// What the tool itself prints in the project.
fn made_by(project: &Project, name: &str, words: &[&str]) -> String {
    let ran = Command::new(name)
        .args(words)
        .current_dir(&project.0)
        .output();
    String::from_utf8(ran.expect("it runs").stdout).expect("UTF-8")
}

#[test]
fn real_helm_fills_in_its_own_first_chart() {
    if !has("helm", &["version"]) {
        return;
    }
    let project = Project::new("helm-create", &[]);
    std::fs::create_dir_all(project.0.join("charts")).expect("a folder");
    made_by(&project, "helm", &["create", "charts/shop"]);
    // Without helm's help: the templates are counted, and the way to lint them is said.
    project
        .run(&["check"])
        .exits(0)
        .says("Helm templates skipped: lint what Helm makes with `--helm charts/shop` or `helm template … | everynode -`");
    // Its first chart has nothing that Kubernetes would refuse or that hurts for sure.
    let made = project.run(&["check", "--helm", "charts/shop"]).exits(0);
    assert!(made.out.contains("note[unbounded-memory]"), "{}", made.out);
    // The file is named as it lies here, not by the chart's name alone.
    made.says("Made from charts/shop/templates/deployment.yaml.");
    let stream = made_by(&project, "helm", &["template", "release", "charts/shop"]);
    let piped = project.run_in("", &["check", "-"], &stream).exits(0);
    piped.says("Made from shop/templates/deployment.yaml.");

    // The same chart with values of its own, one of which is wrong.
    project.write("values.yaml", "service:\n  type: LoadBalanced\n");
    project
        .run(&[
            "check",
            "--helm",
            "charts/shop",
            "--values",
            "values.yaml",
            "-o",
            "json",
        ])
        .exits(1)
        .says("\"rule\":\"unsupported-value\"")
        .says("Made from charts/shop/templates/service.yaml.");
    // The chart is asked what it makes of that version.
    project.write(
        "charts/shop/templates/version.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: v}\ndatas: {version: {{ .Capabilities.KubeVersion.Minor | quote }}}\n",
    );
    project
        .run(&[
            "check",
            "--helm",
            "charts/shop",
            "--kubernetes-version",
            "1.31",
        ])
        .exits(1)
        .says("datas: {version: \"31\"}");
    project
        .run(&["check", "--helm", "charts/shop", "--values", "none.yaml"])
        .exits(2)
        .says("helm could not make charts/shop")
        .says("none.yaml");
}

#[test]
fn real_helm_says_what_is_wrong_with_a_template() {
    if !has("helm", &["version"]) {
        return;
    }
    let project = Project::new(
        "helm-errors",
        &[
            (
                "chart/Chart.yaml",
                "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
            ),
            (
                "chart/templates/web.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ required \"a name is needed\" .Values.name }}\ndatas: {}\n",
            ),
            ("named.yaml", "name: other\n"),
            ("plain/a.yaml", GOOD),
        ],
    );
    project
        .run(&["check", "--helm", "chart"])
        .exits(2)
        .says("helm could not make chart")
        .says("a name is needed");
    project
        .run(&[
            "check",
            "--helm",
            "chart",
            "--values",
            "named.yaml",
            "-o",
            "json",
        ])
        .exits(1)
        .says("\"name\":\"other\"")
        .says("\"rule\":\"unknown-field\"");
    project
        .run(&["check", "--helm", "plain"])
        .exits(2)
        .says("helm could not make plain")
        .says("Chart.yaml");
    project.write("chart/templates/web.yaml", "a: {{ .Values.a\n");
    project
        .run(&["check", "--helm", "chart"])
        .exits(2)
        .says("helm could not make chart");
    // What helm makes and the files beside it are one run.
    project.write("chart/templates/web.yaml", GOOD);
    project
        .run(&["check", "--helm", "chart", "plain"])
        .exits(0)
        .says("2 files");
}

/// A base, a component and an overlay that uses both.
const OVERLAY: [(&str, &str); 7] = [
    (
        "base/Kustomization",
        "resources: [web.yaml, service.yaml]\n",
    ),
    (
        "base/web.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n      - {name: web, image: \"web:1\", imagePullPolcy: Always}\n",
    ),
    (
        "base/service.yaml",
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n",
    ),
    (
        "parts/scale/kustomization.yml",
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [scaler.yaml]\npatches:\n- path: limits.yaml\n",
    ),
    (
        "parts/scale/scaler.yaml",
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  maxReplicas: 3\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]\n",
    ),
    (
        "parts/scale/limits.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: web, resources: {limits: {memory: 1Gi, cpu: 1}}}\n",
    ),
    (
        "overlays/prod/kustomization.yaml",
        "namespace: prod\nnamePrefix: prod-\nresources: [../../base]\ncomponents: [../../parts/scale]\nconfigMapGenerator:\n- name: conf\n  literals: [a=b]\nbuildMetadata: [originAnnotations]\n",
    ),
];

#[test]
fn real_kustomize_builds_an_overlay() {
    if !has("kubectl", &["kustomize", "--help"]) {
        return;
    }
    let project = Project::new("kustomize-real", &OVERLAY);
    // From the files alone: bases without extension, components and patches are understood, and objects are joined.
    let files = project.run(&["check", "-o", "compact"]).exits(1);
    files
        .says("base/web.yaml:5:13: warning[replicas-fight-autoscaler]")
        .says("unknown field `imagePullPolcy`")
        .hides("limits.yaml");
    // As kustomize builds it: the same faults, where they come from, and what the component's patch mends.
    project
        .run(&["check", "--kustomize", "overlays/prod"])
        .exits(1)
        .says("HorizontalPodAutoscaler `prod-web`")
        .says("unknown field `imagePullPolcy`")
        .says("Made from base/web.yaml.")
        .hides("unbounded-memory");
    project
        .run_in("overlays/prod", &["check", "--kustomize", "."], "")
        .exits(1)
        .says("Made from ../../base/web.yaml.");
    project
        .run(&["check", "--kustomize", "base", "-o", "compact"])
        .exits(1)
        .says("note[unbounded-memory]");
    let stream = made_by(&project, "kubectl", &["kustomize", "overlays/prod"]);
    project
        .run_in("", &["check", "-"], &stream)
        .exits(1)
        .says("Made from ../../base/web.yaml.");
    project
        .run(&["check", "--kustomize", "parts"])
        .exits(2)
        .says("kubectl kustomize could not make parts");
    project.write("base/web.yaml", FAULTY);
    project
        .run(&["check", "--kustomize", "overlays/prod", "-o", "compact"])
        .exits(2)
        .says("kubectl kustomize could not make overlays/prod");
}

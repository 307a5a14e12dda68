//! Which objects are judged against each other: kustomizations, what Helm prints, trees of folders with variants.

use everynode::engine::{self, Outcome, Settings};
use everynode::source::{Source, SourceId};

fn judge(files: &[(&str, &str)]) -> Outcome {
    let settings = Settings::default();
    let sources: Vec<Source> = files
        .iter()
        .map(|(name, text)| Source::new(*name, *text))
        .collect();
    let analyses = sources
        .iter()
        .enumerate()
        .map(|(index, source)| engine::analyse(source, SourceId(index as u32), &settings))
        .collect();
    engine::finish(sources, analyses, &settings)
}

/// `file rule` of every finding of the rule.
fn found(outcome: &Outcome, rule: &str) -> Vec<String> {
    let of_rule = outcome.diagnostics.iter().filter(|one| one.rule == rule);
    of_rule
        .map(|one| outcome.sources[one.source.0 as usize].name.clone())
        .collect()
}

const FIGHT: &str = "replicas-fight-autoscaler";

fn deployment(name: &str, replicas: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n  {replicas}\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec: {{containers: [{{name: a, image: \"a:1\"}}]}}\n"
    )
}

fn autoscaler(name: &str, namespace: &str) -> String {
    format!(
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {name}{namespace}}}\nspec:\n  maxReplicas: 3\n  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {name}}}\n  metrics: [{{type: Resource, resource: {{name: cpu, target: {{type: Utilization, averageUtilization: 50}}}}}}]\n"
    )
}

#[test]
fn one_tree_of_folders_is_one_scope() {
    let (web, scaler) = (deployment("web", "replicas: 2"), autoscaler("web", ""));
    let outcome = judge(&[
        ("k8s/deploy/web.yaml", &web),
        ("k8s/scale/web.yaml", &scaler),
    ]);
    assert_eq!(found(&outcome, FIGHT), ["k8s/deploy/web.yaml"]);
}

#[test]
fn variants_are_kept_apart_and_the_rest_stays_together() {
    let (web, free, scaler) = (
        deployment("web", "replicas: 2"),
        deployment("web", "paused: false"),
        autoscaler("web", ""),
    );
    // `dev` scales by hand, `prod` by autoscaler; `shop` is one tree although its neighbours are variants.
    let (shop, shop_scaler) = (deployment("shop", "replicas: 2"), autoscaler("shop", ""));
    let outcome = judge(&[
        ("overlays/dev/web.yaml", &web),
        ("overlays/prod/scale.yaml", &scaler),
        ("overlays/prod/web.yaml", &free),
        ("shop/deploy/shop.yaml", &shop),
        ("shop/scale/shop.yaml", &shop_scaler),
    ]);
    assert_eq!(found(&outcome, FIGHT), ["shop/deploy/shop.yaml"]);
}

#[test]
fn variants_in_one_folder_are_a_file_each() {
    let (fixed, free) = (
        deployment("web", "replicas: 2"),
        deployment("web", "paused: false"),
    );
    let scaled = format!("{free}---\n{}", autoscaler("web", ""));
    let outcome = judge(&[("fixed.yaml", &fixed), ("scaled.yaml", &scaled)]);
    assert!(found(&outcome, FIGHT).is_empty());
}

#[test]
fn objects_with_generated_names_are_no_variants() {
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}\nspec:\n  template:\n    spec: {restartPolicy: Never, containers: [{name: a, image: \"a:1\"}]}\n";
    let (web, scaler) = (deployment("web", "replicas: 2"), autoscaler("web", ""));
    let outcome = judge(&[
        ("a/job.yaml", job),
        ("b/job.yaml", job),
        ("a/web.yaml", &web),
        ("b/scale.yaml", &scaler),
    ]);
    assert_eq!(found(&outcome, FIGHT), ["a/web.yaml"]);
}

#[test]
fn a_kustomization_joins_what_it_names_and_says_it_once() {
    let (web, scaler) = (deployment("web", "replicas: 2"), autoscaler("web", ""));
    let outcome = judge(&[
        ("base/kustomization.yaml", "resources: [web.yaml]\n"),
        ("base/web.yaml", &web),
        ("overlays/dev/kustomization.yaml", "bases: [../../base]\n"),
        (
            "overlays/prod/kustomization.yaml",
            "resources: [../../base, scale.yaml]\n",
        ),
        ("overlays/prod/scale.yaml", &scaler),
        (
            "overlays/test/kustomization.yaml",
            "resources:\n- ../../base/\ncomponents: [../../parts/scale]\n",
        ),
        (
            "parts/scale/kustomization.yaml",
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [hpa.yaml]\n",
        ),
        ("parts/scale/hpa.yaml", &scaler),
    ]);
    assert_eq!(found(&outcome, FIGHT), ["base/web.yaml"]);
    // Without the overlays that scale there is nothing to say, although a scaler lies about.
    let outcome = judge(&[
        ("base/kustomization.yaml", "resources: [web.yaml]\n"),
        ("base/web.yaml", &web),
        ("other/kustomization.yaml", "resources: [scale.yaml]\n"),
        ("other/scale.yaml", &scaler),
    ]);
    assert!(found(&outcome, FIGHT).is_empty());
}

#[test]
fn a_kustomization_sets_the_namespace_of_all() {
    let (web, scaler) = (
        deployment("web", "replicas: 2"),
        autoscaler("web", ", namespace: old"),
    );
    let files = |kustomization: &'static str| {
        judge(&[
            ("kustomization.yaml", kustomization),
            ("scale.yaml", &scaler),
            ("web.yaml", &web),
        ])
    };
    let apart = files("resources: [web.yaml, scale.yaml]\n");
    assert!(found(&apart, FIGHT).is_empty());
    let together = files("namespace: shop\nresources: [web.yaml, scale.yaml]\n");
    assert_eq!(found(&together, FIGHT), ["web.yaml"]);
}

#[test]
fn labels_that_a_kustomization_adds_are_there_for_services() {
    let web = deployment("web", "paused: false");
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web, team: shop}\n  ports: [{port: 80}]\n";
    let both = format!("{web}---\n{service}");
    let without = judge(&[("web.yaml", &both)]);
    assert_eq!(found(&without, "service-selects-nothing"), ["web.yaml"]);
    for labels in [
        "commonLabels: {team: shop}\n",
        "labels:\n- pairs: {team: shop}\n  includeSelectors: true\n",
    ] {
        let kustomization = format!("resources: [web.yaml]\n{labels}");
        let with = judge(&[("kustomization.yaml", &kustomization), ("web.yaml", &both)]);
        assert!(
            found(&with, "service-selects-nothing").is_empty(),
            "{labels}"
        );
    }
}

#[test]
fn what_a_kustomization_patches_with_is_no_object() {
    let patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n      - {name: a, image: \"a:2\"}\n";
    let alone = judge(&[("more-memory.yaml", patch)]);
    let missing = |outcome: &Outcome| {
        outcome
            .diagnostics
            .iter()
            .any(|one| one.rule == "missing-selector" || one.rule == "required-field")
    };
    assert!(
        missing(&alone),
        "a Deployment without a selector is refused"
    );
    for key in [
        "patchesStrategicMerge: [more-memory.yaml]\n",
        "patches:\n- path: ./more-memory.yaml\n",
        "patchesStrategicMerge:\n- |-\n  kind: Deployment\n- ../over/more-memory.yaml\n",
    ] {
        let web = deployment("web", "paused: false");
        let outcome = judge(&[
            (
                "over/kustomization.yaml",
                &format!("resources: [web.yaml]\n{key}"),
            ),
            ("over/more-memory.yaml", patch),
            ("over/web.yaml", &web),
        ]);
        assert!(!missing(&outcome), "{key}: {:?}", outcome.diagnostics);
        assert_eq!(
            outcome.counts.objects,
            judge(&[("a", patch), ("b", &web)]).counts.objects + u32::from(key.is_empty())
        );
    }
}

#[test]
fn kustomizations_in_a_circle_end() {
    let outcome = judge(&[
        ("a/kustomization.yaml", "resources: [../b]\n"),
        (
            "b/kustomization.yaml",
            "resources: [../a, ../b, web.yaml]\n",
        ),
        (
            "b/web.yaml",
            &format!(
                "{}---\n{}",
                deployment("web", "replicas: 1"),
                autoscaler("web", "")
            ),
        ),
    ]);
    assert_eq!(found(&outcome, FIGHT), ["b/web.yaml"]);
}

#[test]
fn what_helm_prints_is_a_scope_and_names_its_templates() {
    let stream = |template: &str| {
        format!(
            "---\n# Source: shop/templates/scale.yaml\n{}---\n# Source: shop/templates/{template}\n{}",
            autoscaler("web", ""),
            deployment("web", "replicas: 2")
        )
    };
    let (one, two) = (stream("web.yaml"), deployment("web", "replicas: 9"));
    let outcome = judge(&[("out.yaml", &one), ("web.yaml", &two)]);
    assert_eq!(found(&outcome, FIGHT), ["out.yaml"]);
    let fight = outcome.diagnostics.iter().find(|one| one.rule == FIGHT);
    let notes = &fight.expect("found above").notes;
    assert!(
        notes
            .iter()
            .any(|note| note.contains("shop/templates/web.yaml")),
        "{notes:?}"
    );
}

#[test]
fn what_kustomize_builds_names_its_files() {
    let web = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  annotations:\n    config.kubernetes.io/origin: |\n      path: base/web.yaml\ndatas: {}\n";
    let outcome = judge(&[("<stdin>", web)]);
    let unknown = outcome
        .diagnostics
        .iter()
        .find(|one| one.rule == "unknown-field");
    let notes = &unknown.expect("an unknown field").notes;
    assert!(
        notes.iter().any(|note| note.contains("base/web.yaml")),
        "{notes:?}"
    );
}

/// What the copies of some objects differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Differ {
    Nothing,
    Name,
    Namespace,
}

/// So many copies of some objects in one file.
fn crowd(copies: usize, differ: Differ) -> String {
    let shop = include_str!("../../fixtures/crowd/shop.yaml");
    let copy = |number: usize| match differ {
        Differ::Nothing => shop.replace("-one", "-0000"),
        Differ::Name => shop.replace("-one", &format!("-{number:04}")),
        Differ::Namespace => {
            shop.replace("namespace: shop", &format!("namespace: shop-{number:04}"))
        }
    };
    (0..copies).map(copy).collect::<Vec<_>>().join("---\n")
}

/// What a crowd is asked about goes through a way of its own, which must not show.
#[test]
fn a_crowd_is_judged_like_a_few() {
    for differ in [Differ::Nothing, Differ::Name, Differ::Namespace] {
        let of = |copies: usize| {
            let outcome = judge(&[("shop.yaml", &crowd(copies, differ))]);
            // What is behind the first few may differ: the last of like selectors has nobody to overlap with.
            let end = crowd(4, differ).len() as u32;
            let first = outcome.diagnostics.into_iter();
            first
                .filter(|one| one.span.end < end)
                .map(|one| (one.rule, one.span, one.message.clone()))
                .collect::<Vec<_>>()
        };
        let (of_few, of_many) = (of(8), of(200));
        assert_eq!(of_few, of_many, "{differ:?}");
        for rule in [
            "budget-blocks-rollout",
            "invalid-custom-resource",
            "overlapping-selectors",
            "replicas-fight-autoscaler",
            "service-selects-nothing",
            "single-replica-with-budget",
            "statefulset-without-headless-service",
        ] {
            let times = of_many.iter().filter(|one| one.0 == rule).count();
            assert!(times >= 4, "{rule}, {differ:?}: {times} of 4");
        }
        // The first takes the port, the others find it taken; what has the same name is the same once more.
        let conflicts = of_many.iter().filter(|one| one.0 == "host-port-conflict");
        let expected = if differ == Differ::Name { 3 } else { 0 };
        assert_eq!(conflicts.count(), expected, "{differ:?}");
    }
}

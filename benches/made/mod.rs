//! Manifests made for measuring: as people write them, none like another.

use std::fmt::Write as _;

/// Texts of three manifests each, of a kind with a pod template such as `Deployment` or `DaemonSet`.
pub(crate) fn texts(kind: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| text(kind, number)).collect()
}

fn text(kind: &str, number: usize) -> String {
    let mut text = String::new();
    for part in 0..3 {
        let _ = write!(
            text,
            "---\n# Part {part} of service {number}\napiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: service-{number}-{part}\n  labels: {{app: service-{number}, tier: \"backend\"}}\nspec:\n  minReadySeconds: {part}\n  selector:\n    matchLabels:\n      app: service-{number} # as below\n  template:\n    metadata:\n      labels:\n        app: service-{number}\n    spec:\n      containers:\n"
        );
        for container in 0..=number % 3 {
            let _ = write!(
                text,
                "      - name: container-{container}\n        image: registry.example.com/team/service-{number}:1.{container}.0\n        args: [\"--port=8080\", --verbose, '--name=it''s']\n        command:\n        - /bin/sh\n        - -c\n        - |\n          set -e\n          exec /usr/bin/service --id {number}\n        env:\n        - name: DATABASE_URL\n          value: \"postgres://user@db:5432/name?sslmode=disable\"\n        resources:\n          requests:\n            cpu: 100m\n            memory: 128Mi\n          limits:\n            memory: 256Mi\n"
            );
        }
    }
    text
}

//! Schema facts, the schema pass, explain.

use everynode::schema::{self, Definition, Scope, Type};

fn definition(name: &str) -> Definition {
    Definition::find(name).unwrap_or_else(|| panic!("{name} is a definition"))
}

#[test]
fn facts_are_small() {
    assert!(
        schema::embedded_bytes() <= 150_000,
        "{} bytes",
        schema::embedded_bytes()
    );
}

#[test]
fn fields_have_types_and_versions() {
    let spec = definition("apps.v1.DaemonSetSpec");
    assert_eq!(
        spec.field("minReadySeconds", 30).map(|field| field.ty()),
        Some(Type::Int32)
    );
    assert!(spec.field("minreadyseconds", 30).is_none());
    assert!(spec.field("replicas", 30).is_none());
    let template = spec.field("template", 28).expect("template");
    assert_eq!(
        template.ty(),
        Type::Ref(definition("core.v1.PodTemplateSpec"))
    );
    assert!(template.attributes().required());
    let mount = definition("core.v1.VolumeMount");
    assert!(mount.field("bindMountOptions", 36).is_none());
    assert!(mount.field("bindMountOptions", 37).is_some());
    assert_eq!(mount.versions_of("bindMountOptions").since(), Some(37));
    assert_eq!(mount.versions_of("name").since(), None);
    let ports = definition("core.v1.Container")
        .field("ports", 36)
        .expect("ports")
        .attributes();
    assert_eq!(
        ports.list_keys().collect::<Vec<_>>(),
        ["containerPort", "protocol"]
    );
    assert_eq!(ports.patch_key(), Some("containerPort"));
    assert!(ports.patch_merge());
    let protocol = definition("core.v1.ContainerPort")
        .field("protocol", 36)
        .expect("protocol")
        .attributes();
    assert_eq!(protocol.default(), Some("\"TCP\""));
    assert_eq!(
        protocol.values().expect("enum").collect::<Vec<_>>(),
        ["SCTP", "TCP", "UDP"]
    );
}

#[test]
fn every_definition_and_field_is_found_by_its_name() {
    for definition in schema::definitions() {
        assert_eq!(Definition::find(definition.name()), Some(definition));
        for minor in schema::OLDEST..=schema::NEWEST {
            for field in definition.fields(minor) {
                assert_eq!(
                    definition.field(field.name(), minor),
                    Some(field),
                    "{}",
                    definition.name()
                );
            }
        }
    }
}

#[test]
fn kinds_are_served_by_version() {
    let found = schema::kind("apps/v1", "DaemonSet", 37).expect("DaemonSet");
    assert_eq!(
        (found.resource(), found.scope()),
        ("daemonsets", Scope::Namespaced)
    );
    assert_eq!(found.definition().name(), "apps.v1.DaemonSet");
    assert!(schema::kind("extensions/v1beta1", "DaemonSet", 37).is_none());
    assert!(schema::kind("networking.k8s.io/v1beta1", "IPAddress", 36).is_some());
    assert!(schema::kind("networking.k8s.io/v1beta1", "IPAddress", 37).is_none());
    let gone = schema::removal("extensions/v1beta1", "DaemonSet").expect("a row");
    assert_eq!(
        (gone.removed(), gone.replacement()),
        (Some(16), Some(("apps/v1", "DaemonSet")))
    );
    assert!(schema::group_is_known("extensions") && !schema::group_is_known("example.com"));
}

#[test]
fn what_is_written_about_fields_is_about_fields_that_exist() {
    for (holder, field) in schema::docs::fields() {
        let found = definition(holder).field(field, schema::NEWEST);
        assert!(found.is_some(), "{holder} has no {field}");
        let doc = schema::docs::field(holder, field).expect("it is in the list");
        assert!(
            doc.sentence.ends_with('.'),
            "{holder}.{field}: {}",
            doc.sentence
        );
    }
}

#[test]
fn no_field_has_a_name_that_yaml_takes_for_something_else() {
    let fields = schema::definitions().flat_map(Definition::variants);
    for name in fields.map(|field| field.name()) {
        assert!(everynode::yaml::scalar::untagged(name).is_none(), "{name}");
    }
}

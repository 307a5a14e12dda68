//! Seccomp and AppArmor: fields, the old annotations, and whether they agree.

use super::volume_files::validate_local_descending_path;
use crate::model::core::{AppArmorProfile, PodSpec, SeccompProfile};
use crate::model::field::{Field, Located, Map, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::validation::{ErrorType, Errors};

const TYPES: [&str; 3] = ["Localhost", "RuntimeDefault", "Unconfined"];
/// Longest AppArmor profile name, in bytes (`PATH_MAX - 1`).
const MAX_APP_ARMOR_PROFILE: usize = 4095;
pub(super) const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
pub(super) const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
pub(super) const APP_ARMOR_CONTAINER: &str = "container.apparmor.security.beta.kubernetes.io/";
const LOCALHOST: &str = "localhost/";

/// `validateSeccompProfileField`.
pub(super) fn validate_seccomp_profile_field(
    field: &Field<Box<SeccompProfile>>,
    errs: &mut Errors<'_, '_>,
) {
    let Some(profile) = field.get() else {
        return;
    };
    let kind = profile.r#type.str();
    if kind.is_empty() {
        errs.required(
            &profile.r#type,
            "type is required when seccompProfile is set",
        );
    } else if !TYPES.contains(&kind) {
        errs.not_supported(&profile.r#type, &TYPES);
    }
    let file = &profile.localhost_profile;
    if kind != "Localhost" {
        if file.is_set() {
            errs.invalid(file, "can only be set when seccomp type is Localhost");
        }
    } else if let Some(path) = file.get() {
        validate_local_descending_path(path, file, errs);
    } else {
        errs.required(file, "must be set when seccomp type is Localhost");
    }
}

/// `ValidateAppArmorProfileField`.
pub(super) fn validate_app_armor_profile_field(
    field: &Field<Box<AppArmorProfile>>,
    errs: &mut Errors<'_, '_>,
) {
    let Some(profile) = field.get() else {
        return;
    };
    let file = &profile.localhost_profile;
    match profile.r#type.str() {
        "Localhost" => {
            const MISSING: &str = "must be set when AppArmor type is Localhost";
            let Some(name) = file.get() else {
                errs.required(file, MISSING);
                return;
            };
            if name.trim() != name {
                errs.invalid(file, "must not be padded with whitespace");
            } else if name.is_empty() {
                errs.required(file, MISSING);
            }
            if name.len() > MAX_APP_ARMOR_PROFILE {
                errs.too_long(file, MAX_APP_ARMOR_PROFILE);
            }
        }
        "RuntimeDefault" | "Unconfined" => {
            if file.is_set() {
                errs.invalid(file, "can only be set when AppArmor type is Localhost");
            }
        }
        "" => errs.required(
            &profile.r#type,
            "type is required when appArmorProfile is set",
        ),
        _ => errs.not_supported(&profile.r#type, &TYPES),
    }
}

/// `ValidateSeccompPodAnnotations`. `path` is that of the annotations.
pub(super) fn validate_seccomp_pod_annotations(
    annotations: &Map<Text>,
    path: &str,
    errs: &mut Errors<'_, '_>,
) {
    for (key, value) in annotations.entries() {
        if key == SECCOMP_POD || key.starts_with(SECCOMP_CONTAINER) {
            let start = errs.len();
            validate_seccomp_profile(value.str(), value, errs);
            if errs.len() > start {
                let from = errs.path(value);
                errs.rename_since(start, &from, &format!("{path}.{key}"));
            }
        }
    }
}

/// `ValidateSeccompProfile`.
fn validate_seccomp_profile(profile: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    if matches!(profile, "runtime/default" | "docker/default" | "unconfined") {
        return;
    }
    match profile.strip_prefix(LOCALHOST) {
        Some(file) => validate_local_descending_path(file, at, errs),
        None => errs.invalid(at, "must be a valid seccomp profile"),
    }
}

/// `ValidateAppArmorPodAnnotations`. `path` is that of the annotations.
pub(super) fn validate_app_armor_pod_annotations(
    annotations: &Map<Text>,
    spec: &PodSpec,
    path: &str,
    errs: &mut Errors<'_, '_>,
) {
    for (key, value) in annotations.entries() {
        let Some(container) = key.strip_prefix(APP_ARMOR_CONTAINER) else {
            continue;
        };
        let field = || format!("{path}[{key}]");
        if !container_security(spec).any(|c| c.name == container) {
            errs.add_as(ErrorType::Invalid, value, field(), "container not found");
        }
        let profile = value.str();
        if !matches!(profile, "" | "runtime/default" | "unconfined")
            && !profile.starts_with(LOCALHOST)
        {
            let profile = crate::model::values::go_quote(profile);
            let detail = format!("invalid AppArmor profile name: {profile}");
            errs.add_as(ErrorType::Invalid, value, field(), detail);
        }
    }
}

fn has_prefix(annotations: &Map<Text>, prefix: &str) -> bool {
    let entries = annotations.entries();
    entries.iter().any(|(key, _)| key.starts_with(prefix))
}

/// What a container says about its confinement.
struct ContainerSecurity<'m> {
    name: &'m str,
    at: crate::model::Slot,
    seccomp: Option<&'m Field<Box<SeccompProfile>>>,
    app_armor: Option<&'m Field<Box<AppArmorProfile>>>,
}

/// All containers in the order of `VisitContainersWithPath`.
fn container_security(spec: &PodSpec) -> impl Iterator<Item = ContainerSecurity<'_>> {
    let plain = spec.init_containers.iter().chain(&spec.containers);
    plain
        .map(|c| (c.name.str(), c.slot, c.security_context.get()))
        .chain(
            spec.ephemeral_containers
                .iter()
                .map(|c| (c.name.str(), c.slot, c.security_context.get())),
        )
        .map(|(name, at, context)| ContainerSecurity {
            name,
            at,
            seccomp: context.map(|context| &context.seccomp_profile),
            app_armor: context.map(|context| &context.app_armor_profile),
        })
}

/// `validateSeccompAnnotationsAndFields`.
pub(super) fn validate_seccomp_annotations_and_fields(
    meta: &ObjectMeta,
    spec: &PodSpec,
    errs: &mut Errors<'_, '_>,
) {
    if let Some(context) = spec.security_context.get()
        && let Some(annotation) = meta.annotations.field(SECCOMP_POD)
    {
        validate_seccomp_matches(annotation.str(), &context.seccomp_profile, errs);
    }
    if !has_prefix(&meta.annotations, SECCOMP_CONTAINER) {
        return;
    }
    for container in container_security(spec) {
        let key = format!("{SECCOMP_CONTAINER}{}", container.name);
        if let Some(annotation) = meta.annotations.field(&key)
            && let Some(profile) = container.seccomp
        {
            validate_seccomp_matches(annotation.str(), profile, errs);
        }
    }
}

/// `validateSeccompAnnotationsAndFieldsMatch`.
fn validate_seccomp_matches(
    annotation: &str,
    field: &Field<Box<SeccompProfile>>,
    errs: &mut Errors<'_, '_>,
) {
    let Some(profile) = field.get() else {
        return;
    };
    let same_type = match profile.r#type.str() {
        "Unconfined" => annotation == "unconfined",
        "RuntimeDefault" => matches!(annotation, "runtime/default" | "docker/default"),
        "Localhost" => annotation.starts_with(LOCALHOST),
        _ => return,
    };
    if !same_type {
        errs.forbidden(
            &profile.r#type,
            "seccomp type in annotation and field must match",
        );
    } else if let Some(file) = annotation.strip_prefix(LOCALHOST)
        && profile.localhost_profile.get().map(Text::as_str) != Some(file)
    {
        errs.forbidden(
            &profile.localhost_profile,
            "seccomp profile in annotation and field must match",
        );
    }
}

/// `validateAppArmorAnnotationsAndFieldsMatchOnCreate`.
pub(super) fn validate_app_armor_annotations_and_fields_match(
    meta: &Obj<ObjectMeta>,
    spec: &PodSpec,
    errs: &mut Errors<'_, '_>,
) {
    let windows = spec.os.get().is_some_and(|os| os.name == "windows");
    if windows || !has_prefix(&meta.annotations, APP_ARMOR_CONTAINER) {
        return;
    }
    let pod_profile = spec
        .security_context
        .get()
        .and_then(|context| context.app_armor_profile.get());
    for container in container_security(spec) {
        let key = format!("{APP_ARMOR_CONTAINER}{}", container.name);
        let own = container.app_armor.and_then(Field::get);
        if let Some(annotation) = meta.annotations.field(&key)
            && let Some(profile) = own.or(pod_profile)
        {
            validate_app_armor_matches(annotation.str(), profile, &container, errs);
        }
    }
}

fn validate_app_armor_matches(
    annotation: &str,
    profile: &AppArmorProfile,
    container: &ContainerSecurity<'_>,
    errs: &mut Errors<'_, '_>,
) {
    let same_type = match profile.r#type.str() {
        "Unconfined" => annotation == "unconfined",
        "RuntimeDefault" => annotation == "runtime/default",
        "Localhost" => annotation.starts_with(LOCALHOST),
        _ => return,
    };
    // Reported at the container, also where the profile is that of the pod.
    let path = errs.path(&container.at) + ".securityContext.appArmorProfile";
    if !same_type {
        errs.add_as(
            ErrorType::Forbidden,
            &profile.r#type,
            path + ".type",
            "apparmor type in annotation and field must match",
        );
    } else if let Some(file) = annotation.strip_prefix(LOCALHOST)
        && profile.r#type == "Localhost"
        && profile.localhost_profile.get().map(Text::as_str) != Some(file)
    {
        errs.add_as(
            ErrorType::Forbidden,
            &profile.localhost_profile,
            path + ".localhostProfile",
            "apparmor profile in annotation and field must match",
        );
    }
}

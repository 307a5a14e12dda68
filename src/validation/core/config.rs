//! Config maps, secrets, service accounts and namespaces.

use crate::model::core::{ConfigMap, Namespace, Secret, ServiceAccount};
use crate::model::field::{Field, LongText, Map};
use crate::model::values::{Bytes, names};
use crate::validation::json::json_object_error;
use crate::validation::meta::{
    MetaRules, name_is_dns_label, name_is_dns_subdomain, validate_finalizer_name,
    validate_kube_finalizer_name, validate_object_meta,
};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};
use crate::yaml::NodeId;
use std::borrow::Cow;

/// Most bytes of all data together (`MaxSecretSize`).
const MAX_SIZE: usize = 1024 * 1024;
const SERVICE_ACCOUNT_NAME: &str = "kubernetes.io/service-account.name";

const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: true,
    keeps_generation: true,
};

/// `ValidateConfigMap`.
pub fn validate_config_map(config_map: &ConfigMap, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&config_map.metadata, META, errs);
    let binary = &config_map.binary_data;
    let mut binary_size = 0;
    let mut binary_keys = Seen::default();
    for (key, _) in binary.entries() {
        binary_keys.insert(key.as_str());
    }
    for (key, value) in config_map.data.entries() {
        errs.invalid_each(value, names::config_map_key(key));
        if binary_keys.has(key) {
            errs.invalid(value, "duplicate of key present in binaryData");
        }
    }
    for (key, value) in binary.entries() {
        errs.invalid_each(value, names::config_map_key(key));
        binary_size += value.get().map_or(0, |bytes| bytes.0.len());
    }
    let tree = errs.object.tree;
    let length = |text| tree.string(text).map_or(0, |text| text.len());
    // Seldom so long that the texts must be read to tell.
    if binary_size + size_of(&config_map.data, |text| tree.most_bytes(text)) > MAX_SIZE
        && binary_size + size_of(&config_map.data, length) > MAX_SIZE
    {
        errs.add_as(
            ErrorType::TooLong,
            &config_map.data,
            "",
            format!("may not be more than {MAX_SIZE} bytes"),
        );
    }
}

/// The bytes of all texts together.
fn size_of(data: &Map<LongText>, bytes: impl Fn(NodeId) -> usize) -> usize {
    let texts = data.entries().iter().filter_map(|entry| entry.1.get());
    texts.map(|text| bytes(text.0)).sum()
}

/// The data of a secret: `data`, and `stringData` over it (`Convert_v1_Secret_To_core_Secret`).
struct SecretData<'m>(&'m Secret);

impl<'m> SecretData<'m> {
    fn get(&self, key: &str) -> Option<Cow<'m, [u8]>> {
        if let Some(text) = self.0.string_data.field(key) {
            return Some(Cow::Borrowed(text.str().as_bytes()));
        }
        let field = self.0.data.field(key)?;
        Some(Cow::Borrowed(
            field.get().map_or(&[], |bytes| bytes.0.as_slice()),
        ))
    }

    fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

/// `ValidateSecret`.
pub fn validate_secret(secret: &Secret, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&secret.metadata, META, errs);
    let mut size = 0;
    let mut texts = Seen::default();
    for (key, _) in secret.string_data.entries() {
        texts.insert(key.as_str());
    }
    for (key, value) in secret.data.entries() {
        if !texts.has(key) {
            validate_secret_key(key, value, errs);
            size += value.get().map_or(0, |bytes| bytes.0.len());
        }
    }
    for (key, value) in secret.string_data.entries() {
        validate_secret_key(key, value, errs);
        size += value.str().len();
    }
    if size > MAX_SIZE {
        errs.too_long(&secret.data, MAX_SIZE);
    }
    validate_secret_type(secret, errs);
}

fn validate_secret_key<T>(key: &str, value: &Field<T>, errs: &mut Errors<'_, '_>) {
    for detail in names::config_map_key(key) {
        errs.add_as(ErrorType::Invalid, value, format!("data[{key}]"), detail);
    }
}

/// What a type of secret must hold.
fn validate_secret_type(secret: &Secret, errs: &mut Errors<'_, '_>) {
    let data = SecretData(secret);
    match secret.r#type.str() {
        "kubernetes.io/service-account-token" => {
            let annotations = &secret.metadata.annotations;
            let name = annotations.field(SERVICE_ACCOUNT_NAME);
            if name.is_none_or(|name| name.str().is_empty()) {
                let path = format!("metadata.annotations[{SERVICE_ACCOUNT_NAME}]");
                match name {
                    Some(name) => errs.add_as(ErrorType::Required, name, path, ""),
                    None => {
                        let at = Errors::missing_entry(annotations);
                        errs.add_as(ErrorType::Required, &at, path, "");
                    }
                }
            }
        }
        "kubernetes.io/dockercfg" => validate_json(secret, &data, ".dockercfg", errs),
        "kubernetes.io/dockerconfigjson" => {
            validate_json(secret, &data, ".dockerconfigjson", errs);
        }
        "kubernetes.io/basic-auth" if !data.has("username") && !data.has("password") => {
            require_key(&secret.data, "username", errs);
            require_key(&secret.data, "password", errs);
        }
        "kubernetes.io/ssh-auth" if data.get("ssh-privatekey").is_none_or(|key| key.is_empty()) => {
            require_key(&secret.data, "ssh-privatekey", errs);
        }
        "kubernetes.io/tls" => {
            for key in ["tls.crt", "tls.key"] {
                if !data.has(key) {
                    require_key(&secret.data, key, errs);
                }
            }
        }
        _ => {}
    }
}

fn require_key(data: &Map<Bytes>, key: &str, errs: &mut Errors<'_, '_>) {
    let path = format!("data[{key}]");
    match data.field(key) {
        Some(value) => errs.add_as(ErrorType::Required, value, path, ""),
        None => errs.add_as(ErrorType::Required, &Errors::missing_entry(data), path, ""),
    }
}

fn validate_json(secret: &Secret, data: &SecretData<'_>, key: &str, errs: &mut Errors<'_, '_>) {
    let Some(text) = data.get(key) else {
        require_key(&secret.data, key, errs);
        return;
    };
    if let Some(detail) = json_object_error(&text) {
        let path = format!("data[{key}]");
        match (secret.string_data.field(key), secret.data.field(key)) {
            (Some(value), _) => errs.add_as(ErrorType::Invalid, value, path, detail),
            (None, Some(value)) => errs.add_as(ErrorType::Invalid, value, path, detail),
            (None, None) => {}
        }
    }
}

/// `ValidateServiceAccount`.
pub fn validate_service_account(account: &ServiceAccount, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&account.metadata, META, errs);
}

/// `ValidateNamespace`.
pub fn validate_namespace(namespace: &Namespace, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: name_is_dns_label,
        namespaced: false,
        keeps_generation: true,
    };
    validate_object_meta(&namespace.metadata, rules, errs);
    let finalizers = &namespace.spec.finalizers;
    for finalizer in finalizers {
        validate_finalizer_name(finalizer.str(), finalizers, errs);
        validate_kube_finalizer_name(finalizer.str(), finalizers, errs);
    }
}

//! From words as kubectl takes them (`ds.spec.updateStrategy`) to kinds, definitions and fields.

use super::facts::{self, Definition, Field, Kind, Scope, Type};

/// kubectl's short names of resources.
const SHORT: &[(&str, &str)] = &[
    ("cj", "cronjobs"),
    ("cm", "configmaps"),
    ("crd", "customresourcedefinitions"),
    ("crds", "customresourcedefinitions"),
    ("cs", "componentstatuses"),
    ("csr", "certificatesigningrequests"),
    ("deploy", "deployments"),
    ("ds", "daemonsets"),
    ("ep", "endpoints"),
    ("ev", "events"),
    ("hpa", "horizontalpodautoscalers"),
    ("ing", "ingresses"),
    ("limits", "limitranges"),
    ("netpol", "networkpolicies"),
    ("no", "nodes"),
    ("ns", "namespaces"),
    ("pc", "priorityclasses"),
    ("pdb", "poddisruptionbudgets"),
    ("po", "pods"),
    ("pv", "persistentvolumes"),
    ("pvc", "persistentvolumeclaims"),
    ("quota", "resourcequotas"),
    ("rc", "replicationcontrollers"),
    ("rs", "replicasets"),
    ("sa", "serviceaccounts"),
    ("sc", "storageclasses"),
    ("sts", "statefulsets"),
    ("svc", "services"),
];

/// The short name of a resource, where it has one.
#[must_use]
pub fn short_name(resource: &str) -> Option<&'static str> {
    SHORT
        .iter()
        .find(|(_, plural)| *plural == resource)
        .map(|(short, _)| *short)
}

/// The kind that kubectl takes a word for: `ds`, `daemonset`, `daemonsets`, `DaemonSet`. Of several versions the most
/// stable and newest one, and the older group where two have the same kind.
#[must_use]
pub fn resource(word: &str, minor: u8) -> Option<Kind> {
    let word = word.to_ascii_lowercase();
    let plural = SHORT
        .iter()
        .find(|(short, _)| *short == word)
        .map_or(word.as_str(), |(_, plural)| *plural);
    facts::kinds()
        .filter(|kind| kind.versions().contains(minor) && kind.scope() != Scope::List)
        .filter(|kind| kind.resource() == plural || kind.name().eq_ignore_ascii_case(plural))
        .min_by_key(|kind| {
            (
                stability(kind.api_version()),
                facts::group(kind.api_version()) == "events.k8s.io",
            )
        })
}

/// Sorts `v2` before `v1` before `v1beta2` before `v1beta1` before `v1alpha1`.
fn stability(api_version: &str) -> (u8, std::cmp::Reverse<u32>, std::cmp::Reverse<u32>) {
    let version = api_version.rsplit('/').next().unwrap_or("");
    let mut numbers = version
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty());
    let mut number = || {
        std::cmp::Reverse(
            numbers
                .next()
                .and_then(|digits| digits.parse().ok())
                .unwrap_or(0),
        )
    };
    let stage = if version.contains("alpha") {
        2
    } else {
        u8::from(version.contains("beta"))
    };
    (stage, number(), number())
}

/// What a word of `explain` names.
#[derive(Clone, Debug)]
pub enum Target {
    /// A kind, or a field somewhere in it.
    Field {
        /// The kind that the path begins with.
        kind: Kind,
        /// The path below the kind; empty for the kind itself.
        path: String,
        /// The definition that has the field, and the field; None for the kind itself.
        field: Option<(Definition, Field)>,
    },
    /// A definition, whether or not the version has it.
    Definition(Definition),
}

impl Target {
    /// The definition whose fields stand below.
    #[must_use]
    pub fn definition(&self) -> Option<Definition> {
        match self {
            Self::Field {
                kind, field: None, ..
            } => Some(kind.definition()),
            Self::Field {
                field: Some((_, field)),
                ..
            } => struct_of(field.ty()),
            Self::Definition(definition) => Some(*definition),
        }
    }
}

/// The struct that a type is, or is a list or map of.
#[must_use]
pub fn struct_of(ty: Type) -> Option<Definition> {
    match ty {
        Type::Ref(definition) => Some(definition),
        Type::List(item) | Type::Map(item) => struct_of(item.get()),
        _ => None,
    }
}

/// Why a word names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// Neither a kind nor a definition.
    Word,
    /// The kind is there, but not this field in it.
    Field {
        /// The path up to the struct that lacks it, beginning with the kind.
        parent: String,
        /// The step that leads nowhere.
        name: String,
        /// What the struct has.
        known: Vec<&'static str>,
        /// First and last minor version that have the field, where another version does.
        versions: facts::Versions,
    },
}

/// Finds what a word names. Indexes and `[*]` in a path are passed over.
pub fn target(word: &str, minor: u8) -> Result<Target, NotFound> {
    let definition = Definition::find(word).map(Target::Definition);
    let mut steps = word
        .split('.')
        .map(|step| step.split('[').next().unwrap_or(step))
        .filter(|step| !step.is_empty());
    let Some(kind) = steps.next().and_then(|first| resource(first, minor)) else {
        return definition.ok_or(NotFound::Word);
    };
    let (mut inside, mut field, mut path) = (Some(kind.definition()), None, String::new());
    for step in steps {
        let found = inside.and_then(|inside| Some((inside, inside.field(step, minor)?)));
        let Some((holder, next)) = found else {
            return definition.ok_or_else(|| NotFound::Field {
                parent: [kind.name(), &path].join(if path.is_empty() { "" } else { "." }),
                name: step.to_owned(),
                known: inside.map_or_else(Vec::new, |inside| names(inside, minor)),
                versions: inside
                    .map_or_else(facts::Versions::default, |inside| inside.versions_of(step)),
            });
        };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(step);
        field = Some((holder, next));
        inside = struct_of(next.ty());
    }
    Ok(Target::Field { kind, path, field })
}

fn names(definition: Definition, minor: u8) -> Vec<&'static str> {
    let mut names: Vec<_> = definition.fields(minor).map(Field::name).collect();
    names.dedup();
    names
}

//! Field errors, as apimachinery's `field.ErrorList` has them, with the place in the text.
//!
//! Follows `k8s.io/apimachinery/pkg/util/validation/field/errors.go`.

use crate::model::field::Located;
use crate::model::{ObjectTree, Slot};
use crate::source::Span;
use crate::yaml::NodeId;

/// Kubernetes' error types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorType {
    /// Something that must be there is not.
    Required,
    /// A value that may not be.
    Invalid,
    /// A value outside an enumeration.
    NotSupported,
    /// A value that may stand only once.
    Duplicate,
    /// Something that may not be there.
    Forbidden,
    /// A text with too many bytes.
    TooLong,
    /// A list with too many items.
    TooMany,
    /// A reference to nothing.
    NotFound,
    /// A value of a wrong type.
    TypeInvalid,
    /// The server cannot judge it.
    InternalError,
}

impl ErrorType {
    /// As the apiserver writes it in a status cause: `FieldValueRequired`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "FieldValueRequired",
            Self::Invalid => "FieldValueInvalid",
            Self::NotSupported => "FieldValueNotSupported",
            Self::Duplicate => "FieldValueDuplicate",
            Self::Forbidden => "FieldValueForbidden",
            Self::TooLong => "FieldValueTooLong",
            Self::TooMany => "FieldValueTooMany",
            Self::NotFound => "FieldValueNotFound",
            Self::TypeInvalid => "FieldValueTypeInvalid",
            Self::InternalError => "InternalError",
        }
    }

    /// The words that the apiserver prints between path and detail.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Required => "Required value",
            Self::Invalid | Self::TypeInvalid => "Invalid value",
            Self::NotSupported => "Unsupported value",
            Self::Duplicate => "Duplicate value",
            Self::Forbidden => "Forbidden",
            Self::TooLong => "Too long",
            Self::TooMany => "Too many",
            Self::NotFound => "Not found",
            Self::InternalError => "Internal error",
        }
    }
}

/// How the path that Kubernetes prints stands to the field that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathOf {
    /// It is the field's own.
    Field,
    /// It was the field's own, until the refusal was renamed.
    Renamed,
    /// It is the path of something else.
    Another,
}

/// One refusal.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// Its type.
    pub error: ErrorType,
    /// The path that Kubernetes prints.
    pub field: String,
    /// How that path stands to the one of `slot`.
    pub path: PathOf,
    /// Kubernetes' text.
    pub detail: String,
    /// Where it stands: the value as written, or the key of the nearest written parent.
    pub span: Span,
    /// The field it is about.
    pub slot: Slot,
    /// The path of the error that this one follows from.
    pub caused_by: Option<String>,
}

impl FieldError {
    fn rename(&mut self, field: String) {
        self.field = field;
        if self.path == PathOf::Field {
            self.path = PathOf::Renamed;
        }
    }
}

/// Refusals of one object, in the server's order.
#[derive(Debug)]
pub struct Errors<'o, 't> {
    /// The object that is judged.
    pub object: &'o ObjectTree<'t>,
    list: Vec<FieldError>,
}

impl<'o, 't> Errors<'o, 't> {
    /// No refusals yet.
    #[must_use]
    pub fn new(object: &'o ObjectTree<'t>) -> Self {
        Self {
            object,
            list: Vec::new(),
        }
    }

    /// All refusals.
    #[must_use]
    pub fn into_list(self) -> Vec<FieldError> {
        self.list
    }

    /// How many refusals there are so far: for functions that go on only where an earlier one was content.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing was refused so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a refusal at a field. Nothing where the field could not be read: what we cannot read we do not judge.
    pub fn add(&mut self, error: ErrorType, at: &impl Located, detail: impl Into<String>) {
        if !at.is_invalid() {
            let field = self.object.path(at.slot());
            self.push(error, at.slot(), (field, PathOf::Field), detail.into());
        }
    }

    /// Adds a refusal at a field for which Kubernetes prints another path.
    pub fn add_as(
        &mut self,
        error: ErrorType,
        at: &impl Located,
        field: impl Into<String>,
        detail: impl Into<String>,
    ) {
        if !at.is_invalid() {
            self.push(
                error,
                at.slot(),
                (field.into(), PathOf::Another),
                detail.into(),
            );
        }
    }

    /// The slot of an entry that a map or object does not have.
    #[must_use]
    pub fn missing_entry(holder: &impl Located) -> Slot {
        let slot = holder.slot();
        if slot.node.is_none() {
            return slot;
        }
        Slot {
            parent: slot.node,
            node: NodeId::NONE,
            name: None,
        }
    }

    /// Reports what was added since `start` under other paths: where one begins with `from`, it begins with `to`.
    pub fn rename_since(&mut self, start: usize, from: &str, to: &str) {
        for error in self.list.iter_mut().skip(start) {
            if let Some(rest) = error.field.strip_prefix(from) {
                error.rename(format!("{to}{rest}"));
            }
        }
    }

    /// Gives what was added since `start` another path, where `path` has one.
    pub fn move_since(&mut self, start: usize, path: impl Fn(&str) -> Option<String>) {
        for error in self.list.iter_mut().skip(start) {
            if let Some(field) = path(&error.field) {
                error.rename(field);
            }
        }
    }

    /// The path of a field, for errors that Kubernetes reports under another one.
    #[must_use]
    pub fn path(&self, at: &impl Located) -> String {
        self.object.path(at.slot())
    }

    /// `field.Invalid` once for each message; mostly there is none.
    #[inline]
    pub fn invalid_each(&mut self, at: &impl Located, details: Vec<String>) {
        if details.is_empty() {
            return;
        }
        for detail in details {
            self.invalid(at, detail);
        }
    }

    /// `field.Invalid` once for each message, under the path of `path` with `suffix`, such as `.labels`.
    pub fn invalid_each_as(
        &mut self,
        at: &impl Located,
        path: &impl Located,
        suffix: &str,
        details: Vec<String>,
    ) {
        for detail in details {
            let field = self.path(path) + suffix;
            self.add_as(ErrorType::Invalid, at, field, detail);
        }
    }

    fn push(&mut self, error: ErrorType, slot: Slot, path: (String, PathOf), detail: String) {
        let span = self.object.span(slot);
        let (field, path) = path;
        self.list.push(FieldError {
            error,
            field,
            path,
            detail,
            span,
            slot,
            caused_by: None,
        });
    }

    /// `field.Required`.
    pub fn required(&mut self, at: &impl Located, detail: impl Into<String>) {
        self.add(ErrorType::Required, at, detail);
    }

    /// `field.Invalid`.
    pub fn invalid(&mut self, at: &impl Located, detail: impl Into<String>) {
        self.add(ErrorType::Invalid, at, detail);
    }

    /// `field.Forbidden`.
    pub fn forbidden(&mut self, at: &impl Located, detail: impl Into<String>) {
        self.add(ErrorType::Forbidden, at, detail);
    }

    /// `field.Duplicate`, which has no detail.
    pub fn duplicate(&mut self, at: &impl Located) {
        self.add(ErrorType::Duplicate, at, "");
    }

    /// `field.NotFound`, which has no detail.
    pub fn not_found(&mut self, at: &impl Located) {
        self.add(ErrorType::NotFound, at, "");
    }

    /// `field.TooLong`; `most` in bytes.
    pub fn too_long(&mut self, at: &impl Located, most: usize) {
        self.add(
            ErrorType::TooLong,
            at,
            format!("may not be more than {most} bytes"),
        );
    }

    /// `field.TooMany`.
    pub fn too_many(&mut self, at: &impl Located, most: usize) {
        self.add(
            ErrorType::TooMany,
            at,
            format!("must have at most {most} items"),
        );
    }

    /// `field.NotSupported`; the values in the order that Kubernetes prints.
    pub fn not_supported(&mut self, at: &impl Located, values: &[&str]) {
        self.add(ErrorType::NotSupported, at, supported_values(values));
    }
}

/// `supported values: "A", "B"`.
#[must_use]
pub fn supported_values(values: &[&str]) -> String {
    if values.is_empty() {
        return String::new();
    }
    let quoted: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    format!("supported values: {}", quoted.join(", "))
}

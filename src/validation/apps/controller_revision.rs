//! ControllerRevisions.

use super::META;
use crate::model::apps::ControllerRevision;
use crate::validation::Errors;
use crate::validation::common::nonnegative;
use crate::validation::meta::{MetaRules, validate_object_meta};
use crate::yaml::Kind;

/// `ValidateControllerRevisionCreate`.
pub fn validate_controller_revision(revision: &ControllerRevision, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        keeps_generation: true,
        ..META
    };
    validate_object_meta(&revision.metadata, rules, errs);
    match revision.data.get() {
        None => errs.required(&revision.data, "data is mandatory"),
        Some(data) if errs.object.tree.kind(data.0) != Kind::Map => {
            errs.required(&revision.data, "data must be a valid JSON object");
        }
        Some(_) => {}
    }
    nonnegative(&revision.revision, errs);
}

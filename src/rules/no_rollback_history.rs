//! `no-rollback-history`: no old revision is kept to go back to.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::Model;

pub(super) const RULE: Rule = Rule {
    id: "no-rollback-history",
    level: Level::Warning,
    group: Group::Rollout,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/no-rollback-history.md"),
    check: Check::Object(check),
};

fn check(context: &ObjectContext<'_>, out: &mut Vec<Diagnostic>) {
    let limit = match context.model() {
        Some(Model::DaemonSet(object)) => &object.spec.revision_history_limit,
        Some(Model::StatefulSet(object)) => &object.spec.revision_history_limit,
        Some(Model::Deployment(object)) => &object.spec.revision_history_limit,
        _ => return,
    };
    let least = context.settings.rules.number(RULE.id, "least").unwrap_or(1);
    let kept = limit.written().and_then(|kept| u64::try_from(*kept).ok());
    let Some(kept) = kept.filter(|kept| *kept < least) else {
        return;
    };
    out.push(if kept == 0 {
        context
            .report(&RULE, limit, "keeps no old revision: there is nothing to roll back to")
            .label("revisions are deleted as soon as they are replaced")
            .note("`kubectl rollout undo` answers that no revision was found, when it is needed most.")
            .help(format!("remove it (10 revisions are kept), or write {least} at least"))
    } else {
        context
            .report(&RULE, limit, format!("keeps {kept} old revisions, {least} are wanted here"))
            .label(format!("fewer than {least}"))
            .note("`kubectl rollout undo` goes back no further than the revisions that are kept.")
            .help(format!("remove it (10 revisions are kept), or write {least} at least"))
    });
}

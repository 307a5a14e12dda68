//! `fractional-bytes`: memory in thousandths of a byte.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, Level, Safety};
use crate::model::PodView;
use crate::model::field::{Field, Map};
use crate::model::values::Quantity;

pub(super) const RULE: Rule = Rule {
    id: "fractional-bytes",
    level: Level::Error,
    group: Group::Resources,
    presets: &[Preset::Default, Preset::Strict],
    fix: Some(Safety::Unsafe),
    page: include_str!("../../rules/fractional-bytes.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    for container in pods.all_containers() {
        for name in ["memory", "ephemeral-storage"] {
            let mut look = |resources: &Map<Quantity>, is_limit: bool| {
                if let Some(found) = resources
                    .field(name)
                    .and_then(|amount| judge(context, name, amount, is_limit))
                {
                    out.push(found);
                }
            };
            look(&container.resources.limits, true);
            look(&container.resources.requests, false);
        }
    }
}

fn judge(
    context: &ObjectContext<'_>,
    name: &str,
    amount: &Field<Quantity>,
    is_limit: bool,
) -> Option<Diagnostic> {
    amount.written()?;
    let span = context.span(amount);
    let written = context.text(span).trim_matches(['"', '\'']);
    let digits = written.strip_suffix('m')?;
    let count: f64 = digits.parse().ok()?;
    let bytes = (count / 1000.0).ceil();
    let mut diagnostic = context
        .report(
            &RULE,
            amount,
            format!("`{written}` of {name} is {} of a byte", thousandths(count)),
        )
        .label("`m` means a thousandth")
        .note(if is_limit && name == "memory" {
            format!("Kubernetes rounds it up to {bytes} B: no container starts with that.")
        } else {
            format!("Kubernetes rounds it up to {bytes} B, which says nothing to the scheduler.")
        })
        .help(format!("write `{digits}Mi` for mebibytes"))
        .fix(
            format!("write `{digits}Mi`"),
            Safety::Unsafe,
            vec![Edit {
                span: last_letter(span, context.text(span)),
                text: "Mi".to_owned(),
            }],
        );
    if !is_limit {
        diagnostic.level = Level::Warning;
    }
    Some(diagnostic)
}

fn thousandths(count: f64) -> String {
    format!("{count} thousandths")
}

/// Where the `m` stands, quotes or not.
fn last_letter(span: crate::source::Span, text: &str) -> crate::source::Span {
    let at = span.start + text.rfind('m').unwrap_or(text.len()) as u32;
    crate::source::Span::new(at, at + 1)
}

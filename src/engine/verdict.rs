//! What the apiserver would answer, as diagnostics: the schema pass, and named rules in place of the generic ones.

use super::Settings;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, ObjectTree};
use crate::rules::{
    self, ObjectContext, Preset, api_warning, api_words, deprecated_api, misplaced_status,
    missing_kind, removed_api, unknown_field, unknown_kind, wrong_type,
};
use crate::schema::{Fault, Finding, Report};
use crate::source::Span;
use crate::validation::{self, Verdict, pod_security};
use crate::yaml::{NodeId, Tree};

/// The findings of the schema pass in the words of the rules.
pub(super) fn of_schema(report: &Report, context: &ObjectContext<'_>) -> Vec<Diagnostic> {
    // What a kustomize patch says to kustomize is no field, unless it is to be judged as it stands.
    let patch = context.partial && !context.settings.presets.contains(&Preset::Api);
    let mut said = Vec::new();
    for finding in &report.findings {
        let mut diagnostic = match &finding.fault {
            Fault::UnknownField { name, .. } if patch && name.starts_with('$') => continue,
            Fault::UnknownField {
                definition,
                name,
                strict,
            } => match report.kind {
                Some(kind) => {
                    unknown_field::report(kind, *definition, name, strict, finding, context)
                }
                None => continue,
            },
            Fault::WrongType { wanted, detail, .. } => {
                wrong_type::report(*wanted, detail.as_deref(), finding, context)
            }
            Fault::RemovedApi(removal) => removed_api::report(*removal, finding, context),
            Fault::DeprecatedApi(removal) => deprecated_api::report(*removal, finding, context),
            Fault::UnknownKind { api_version, kind } => {
                unknown_kind::report(api_version, kind, finding, context)
            }
            Fault::NotServed {
                api_version,
                kind,
                since,
                until,
            } => unknown_kind::not_served((api_version, kind), (*since, *until), finding, context),
            Fault::Status => misplaced_status::report(finding, context),
            Fault::NoObject { detail } => no_object(finding, detail, context.object.tree),
        };
        // A copy of an alias or merge key: the fault is at the use, the text elsewhere.
        if !finding.at.is_none()
            && let Some(used) = context.object.tree.used_at(finding.at)
        {
            let defined = std::mem::replace(&mut diagnostic.span, used);
            diagnostic = diagnostic.related(defined, "written here");
            diagnostic.fix = None;
        }
        said.push(diagnostic);
    }
    instead(said, context)
}

/// What the apiserver's own validation refuses and warns of, and what the Pod Security Standards forbid. Nothing for
/// kinds without a model, nor for parts that something else completes.
///
/// `model` is one that [`prepare`] has changed.
pub(super) fn of_validation(
    model: &Model,
    partial: bool,
    object: &ObjectTree<'_>,
    settings: &Settings,
) -> Refused {
    let mut refused = Refused::default();
    let standard = pod_security_level(settings);
    if is_judged(partial, settings) {
        refused.verdict = validation::validate_prepared(model, object);
    }
    if let Some(level) = standard
        && let Some(pods) = model.pods()
    {
        let version = settings.kubernetes_minor;
        refused.violations = pod_security::evaluate(level, version, pods.metadata, pods.spec);
    }
    refused
}

/// Makes a model what validation looks at.
pub(super) fn prepare(
    model: &mut Model,
    partial: bool,
    object: &ObjectTree<'_>,
    settings: &Settings,
) {
    if is_judged(partial, settings) || pod_security_level(settings).is_some() {
        validation::prepare(model, object);
    }
}

/// Whether the apiserver's own validation is asked.
fn is_judged(partial: bool, settings: &Settings) -> bool {
    let as_it_stands = settings.presets.contains(&Preset::Api);
    settings.rules.in_force().api && (as_it_stands || !partial)
}

/// What validation has to say of an object.
#[derive(Default)]
pub(super) struct Refused {
    verdict: Verdict,
    violations: Vec<pod_security::Violation>,
}

impl Refused {
    /// Whether there is anything to say.
    pub(super) fn is_empty(&self) -> bool {
        self.verdict.errors.is_empty()
            && self.verdict.warnings.is_empty()
            && self.violations.is_empty()
    }

    /// The same in the words of the rules.
    pub(super) fn told(self, context: &ObjectContext<'_>) -> Vec<Diagnostic> {
        let Verdict { errors, warnings } = self.verdict;
        let errors = errors.into_iter();
        let errors = errors.map(|error| api_words::report(error, context));
        let warnings = warnings.iter().map(api_warning::report);
        let mut said = instead(errors.chain(warnings).collect(), context);
        if let Some(level) = pod_security_level(context.settings) {
            let (version, kind) = (context.settings.kubernetes_minor, &context.id.kind);
            said.extend(self.violations.iter().map(|violation| {
                rules::pod_security::report(violation, level, version, context.object, kind)
            }));
        }
        said
    }
}

/// The Pod Security Standard that is asked for.
fn pod_security_level(settings: &Settings) -> Option<pod_security::Level> {
    let presets = &settings.presets;
    if presets.contains(&Preset::PssRestricted) {
        Some(pod_security::Level::Restricted)
    } else if presets.contains(&Preset::PssBaseline) {
        Some(pod_security::Level::Baseline)
    } else {
        None
    }
}

/// A document that is no object, or a list that holds none.
pub(super) fn no_object(finding: &Finding, detail: &str, tree: &Tree<'_>) -> Diagnostic {
    missing_kind::report(grip(tree, finding.at), &finding.path, detail)
}

/// Lets named rules take over what they know better.
pub(super) fn instead(generic: Vec<Diagnostic>, context: &ObjectContext<'_>) -> Vec<Diagnostic> {
    let checks = &context.settings.rules.in_force().instead;
    let better = |generic: &Diagnostic| {
        let mut checks = checks.iter();
        checks.find_map(|check| check(generic, context))
    };
    let replace = |generic: Diagnostic| match better(&generic) {
        Some(mut better) => {
            if better.kubernetes.is_none() {
                better.kubernetes = generic.kubernetes;
            }
            better.caused_by = better.caused_by.or(generic.caused_by);
            better
        }
        None => generic,
    };
    generic.into_iter().map(replace).collect()
}

/// The first line of what is written there.
fn grip(tree: &Tree<'_>, node: NodeId) -> Span {
    let span = tree.span(node);
    let text = tree.source().get(span.range()).unwrap_or("");
    let line = text.split('\n').next().unwrap_or("").trim_end();
    Span::new(span.start, span.start + line.len() as u32)
}

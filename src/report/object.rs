//! The JSON shape of one diagnostic, version 1: what scripts, tests and benchmarks read.
//!
//! Lines and columns count from 1, columns count code points, offsets are bytes, ends are exclusive.

use super::Run;
use crate::diagnostic::{Diagnostic, Fix, Safety};
use crate::fingerprint::Fingerprint;
use crate::rules::page_url;
use crate::source::{Source, Span};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DiagnosticJson<'d> {
    rule: &'d str,
    level: &'static str,
    message: &'d str,
    file: &'d str,
    document: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
    object: Option<ObjectJson<'d>>,
    path: &'d str,
    range: RangeJson,
    related: Vec<RelatedJson<'d>>,
    notes: &'d [Cow<'static, str>],
    help: Option<&'d str>,
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kubernetes: Option<KubernetesJson<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixJson<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caused_by: Option<&'d str>,
    fingerprint: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ObjectJson<'d> {
    api_version: &'d str,
    kind: &'d str,
    namespace: Option<&'d str>,
    name: Option<&'d str>,
}

#[derive(Serialize)]
struct RangeJson {
    start: PositionJson,
    end: PositionJson,
}

#[derive(Serialize)]
struct PositionJson {
    offset: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct RelatedJson<'d> {
    message: &'d str,
    file: &'d str,
    range: RangeJson,
}

#[derive(Serialize)]
struct KubernetesJson<'d> {
    stage: &'d str,
    reason: Option<&'d str>,
    field: Option<&'d str>,
    detail: Option<&'d str>,
}

#[derive(Serialize)]
struct FixJson<'d> {
    title: &'d str,
    safety: &'static str,
    edits: Vec<EditJson<'d>>,
}

#[derive(Serialize)]
struct EditJson<'d> {
    range: RangeJson,
    text: &'d str,
}

fn range(source: &Source, span: Span) -> RangeJson {
    let position = |offset| {
        let at = source.position(offset);
        PositionJson {
            offset: at.offset,
            line: at.line,
            column: at.column,
        }
    };
    RangeJson {
        start: position(span.start),
        end: position(span.end),
    }
}

/// The diagnostic as JSON has it; None when it is about no source of the run.
pub(super) fn diagnostic<'d>(
    run: &Run<'d>,
    diagnostic: &'d Diagnostic,
    fingerprint: Fingerprint,
) -> Option<DiagnosticJson<'d>> {
    let source = run.source(diagnostic)?;
    let related = diagnostic.related.iter().filter_map(|related| {
        let source = run.outcome.sources.get(related.source.0 as usize)?;
        Some(RelatedJson {
            message: &related.message,
            file: &source.name,
            range: range(source, related.span),
        })
    });
    Some(DiagnosticJson {
        rule: diagnostic.rule,
        level: diagnostic.level.as_str(),
        message: &diagnostic.message,
        file: &source.name,
        document: diagnostic.document,
        item: diagnostic.item,
        object: diagnostic.object.as_deref().map(|object| ObjectJson {
            api_version: &object.api_version,
            kind: &object.kind,
            namespace: object.namespace.as_deref(),
            name: object.name.as_deref(),
        }),
        path: &diagnostic.path,
        range: range(source, diagnostic.span),
        related: related.collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
        url: page_url(diagnostic.rule),
        kubernetes: diagnostic
            .kubernetes
            .as_deref()
            .map(|answer| KubernetesJson {
                stage: answer.stage,
                reason: answer.reason.as_deref(),
                field: answer.field.as_deref(),
                detail: answer.detail.as_deref(),
            }),
        fix: diagnostic.fix.as_deref().map(|fix| fix_json(source, fix)),
        caused_by: diagnostic.caused_by.as_deref(),
        fingerprint: fingerprint.to_string(),
    })
}

fn fix_json<'d>(source: &Source, fix: &'d Fix) -> FixJson<'d> {
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    };
    let edits = fix.edits.iter().map(|edit| EditJson {
        range: range(source, edit.span),
        text: &edit.text,
    });
    FixJson {
        title: &fix.title,
        safety,
        edits: edits.collect(),
    }
}

//! One source on its own: its documents, their objects, and what the rules say of each.

use super::facts::{Detail, Facts, Hashes, own_labels};
use super::{
    Analysis, Settings, Skip, guard, kustomize, partial, recognise, skips, sort, suppress, verdict,
};
use crate::diagnostic::{Diagnostic, ObjectId};
use crate::model::field::Text;
use crate::model::{Model, ObjectTree};
use crate::rules::{self, DocumentContext, ObjectContext, Preset};
use crate::schema::{self, Fault, Head};
use crate::source::{Source, SourceId, Span};
use crate::yaml::{self, Kind, NodeId};
use std::sync::Arc;

/// Judges every document of a source on its own. Pure; many sources can be analysed at once.
#[must_use]
pub fn analyse(source: &Source, id: SourceId, settings: &Settings) -> Analysis {
    run(source, id, partial::is_named_patch(&source.name), settings)
}

/// Judges a source that a kustomization names as a patch.
pub(super) fn analyse_patch(source: &Source, id: SourceId, settings: &Settings) -> Analysis {
    run(source, id, true, settings)
}

fn run(source: &Source, id: SourceId, in_patch: bool, settings: &Settings) -> Analysis {
    let mut analyser = Analyser::new(source, id, in_patch, settings);
    let stream = yaml::parse(&source.text);
    if let Some(what) = set_aside(source, &broken(&stream.documents), settings) {
        analyser.skip(what);
        return finished(analyser.done());
    }
    analyser.documents(&stream.documents);
    if let Some(stop) = &stream.stop {
        let index = stream.documents.last().map_or(0, |document| document.index);
        analyser.add(index, None, None, vec![rules::yaml_syntax::report(stop)]);
    }
    finished(analyser.done())
}

/// Some documents of a source, and where those among them stand that do not read.
pub(super) fn run_part(
    source: &Source,
    id: SourceId,
    part: yaml::Part,
    settings: &Settings,
) -> (Analysis, Vec<Span>) {
    let in_patch = partial::is_named_patch(&source.name);
    let mut analyser = Analyser::new(source, id, in_patch, settings);
    let documents = yaml::parse_part(&source.text, part);
    analyser.documents(&documents);
    (analyser.done(), broken(&documents))
}

/// The analyses of the parts of a source, in their order, once it is known what holds for the source as a whole.
pub(super) fn joined(
    source: &Source,
    id: SourceId,
    parts: Vec<(Analysis, Vec<Span>)>,
    settings: &Settings,
) -> Vec<Analysis> {
    let broken: Vec<Span> = parts.iter().flat_map(|part| &part.1).copied().collect();
    if let Some(what) = set_aside(source, &broken, settings) {
        let mut analyser = Analyser::new(source, id, false, settings);
        analyser.skip(what);
        return vec![finished(analyser.done())];
    }
    let mut parts: Vec<Analysis> = parts.into_iter().map(|part| part.0).collect();
    finish(&mut parts);
    parts
}

fn broken(documents: &[yaml::Document<'_>]) -> Vec<Span> {
    let broken = documents
        .iter()
        .filter(|document| document.content.is_err());
    broken.map(|document| document.span).collect()
}

/// Why a source is not judged; `--preset api` asks what the apiserver would say of the text as it stands, a template too.
fn set_aside(source: &Source, broken: &[Span], settings: &Settings) -> Option<&'static str> {
    if settings.presets.contains(&Preset::Api) {
        return None;
    }
    recognise::foreign(source, broken)
}

/// The analysis of a source, once all its documents have been looked at.
fn finished(mut out: Analysis) -> Analysis {
    finish(std::slice::from_mut(&mut out));
    out
}

/// What can only be said once all documents of a source, in however many parts, have been looked at.
fn finish(parts: &mut [Analysis]) {
    // Templates that are one file each are parts of a chart that is a folder.
    let mut origins = parts.iter().flat_map(|part| &part.origins);
    let is_stream = origins
        .next()
        .is_some_and(|first| origins.any(|origin| origin.1 != first.1));
    keep_first(parts, rules::placeholder::ID);
    if let Some(first) = parts.first_mut() {
        first.counts.files = 1;
        first.is_stream = is_stream;
    }
}

/// Keeps the first finding of a rule in a source.
fn keep_first(parts: &mut [Analysis], rule: &str) {
    let mut seen = false;
    for part in parts {
        part.diagnostics
            .retain(|one| one.rule != rule || !std::mem::replace(&mut seen, true));
    }
}

/// So many objects take each step together before any takes the next: the code of a step is large, and is fetched once
/// for all of them.
const TOGETHER: usize = 32;

/// An object on its way from its text to the last of its findings.
struct Open<'d> {
    document: u32,
    item: Option<u32>,
    id: Arc<ObjectId>,
    head: Head,
    report: schema::Report,
    object: ObjectTree<'d>,
    model: Option<Model>,
    partial: bool,
    refused: verdict::Refused,
    found: Vec<Diagnostic>,
}

struct Analyser<'s> {
    source: SourceId,
    /// Whether the file is named like a kustomization.
    in_kustomization: bool,
    /// Whether the file holds patches.
    in_patch: bool,
    settings: &'s Settings,
    out: Analysis,
}

impl<'s> Analyser<'s> {
    fn new(source: &Source, id: SourceId, in_patch: bool, settings: &'s Settings) -> Self {
        Self {
            source: id,
            in_kustomization: kustomize::is_named_so(&source.name),
            in_patch,
            settings,
            out: Analysis::default(),
        }
    }

    fn documents<'d>(&mut self, documents: &'d [yaml::Document<'d>]) {
        // Most documents are an object each.
        self.out.facts.reserve_exact(documents.len());
        let mut open = Vec::with_capacity(documents.len().min(TOGETHER));
        for document in documents {
            self.document(document, &mut open);
        }
        self.judge(&mut open);
    }

    fn document<'d>(&mut self, document: &'d yaml::Document<'d>, open: &mut Vec<Open<'d>>) {
        let tree = match &document.content {
            Ok(tree) => tree,
            Err(error) => {
                self.out.counts.documents += 1;
                let note = "This document was skipped; the others in the file were checked.";
                self.add(
                    document.index,
                    None,
                    None,
                    vec![rules::yaml_syntax::report(error).note(note)],
                );
                return;
            }
        };
        if tree.is_null(tree.root()) {
            return;
        }
        self.out.counts.documents += 1;
        let head = Head::of(tree, tree.root());
        let file = Span::new(0, tree.source().len() as u32);
        let suppressions = suppress::of_document(document, tree, self.source, file);
        self.out.suppressions.extend(suppressions);
        let kustomization = kustomize::read(tree, &head, self.source, self.in_kustomization);
        self.out.kustomizations.extend(kustomization);
        self.find_origin(document.index, tree, &head);
        let context = DocumentContext {
            document,
            tree,
            settings: self.settings,
        };
        let mut found = Vec::new();
        let start = Span::new(document.span.start, document.span.start);
        let rules = &self.settings.rules.in_force().documents;
        guard::run(rules, start, &mut found, |check, found| {
            check(&context, found);
        });
        // What is wrong with the text is wrong with the object, where the text is one.
        let object = self.object(document, tree, (tree.root(), head), None, open);
        self.add(document.index, None, object.as_ref(), found);
    }

    /// Opens an object, or the objects of a list. Gives the identity of the object that the document is.
    fn object<'d>(
        &mut self,
        document: &yaml::Document<'_>,
        tree: &'d yaml::Tree<'d>,
        (root, head): (NodeId, Head),
        item: Option<u32>,
        open: &mut Vec<Open<'d>>,
    ) -> Option<Arc<ObjectId>> {
        let text = |node| tree.string(node).map(Text::from);
        let minor = self.settings.kubernetes_minor;
        let (Some(api_version), Some(kind)) = (text(head.api_version), text(head.kind)) else {
            self.no_object(document, tree, root, &head, item);
            return None;
        };
        let report = schema::identify(tree, root, &head, minor);
        if item.is_none()
            && report
                .kind
                .is_none_or(|kind| kind.scope() == schema::Scope::List)
            && tree.kind(head.items) == Kind::Seq
        {
            for (index, item) in tree.items(head.items).enumerate() {
                let head = Head::of(tree, item);
                self.object(document, tree, (item, head), Some(index as u32), open);
            }
            return None;
        }
        self.out.counts.objects += 1;
        let annotation =
            suppress::of_annotation(document, tree, self.source, root, head.annotations);
        self.out.suppressions.extend(annotation);
        let meta = |node| text(node).filter(|text: &Text| !text.is_empty());
        let id = Arc::new(ObjectId {
            api_version,
            kind,
            namespace: meta(head.namespace),
            name: meta(head.name),
        });
        open.push(Open {
            document: document.index,
            item,
            id: Arc::clone(&id),
            head,
            report,
            object: ObjectTree::new(tree, root),
            model: None,
            partial: false,
            refused: verdict::Refused::default(),
            found: Vec::new(),
        });
        if open.len() == TOGETHER {
            self.judge(open);
        }
        item.is_none().then_some(id)
    }

    /// Judges objects, step by step.
    fn judge(&mut self, open: &mut Vec<Open<'_>>) {
        for one in open.iter_mut() {
            one.model = Model::decode(&one.id.api_version, &one.id.kind, &one.object);
            let (tree, root) = (one.object.tree, one.object.root);
            let minor = self.settings.kubernetes_minor;
            // Decoding has seen every field then, and models have no field that the newest Kubernetes has not.
            let decodes =
                one.model.is_some() && !one.object.is_doubtful() && minor >= schema::NEWEST;
            schema::check_identified(&mut one.report, tree, root, &one.head, minor, decodes);
            one.partial = self.in_patch || partial::is_partial(one.model.as_ref(), tree, root);
        }
        for one in open.iter_mut() {
            self.apply_rules(one);
        }
        for one in open.iter_mut() {
            if let Some(model) = &mut one.model {
                verdict::prepare(model, one.partial, &one.object, self.settings);
            }
        }
        for one in open.iter_mut() {
            if let Some(model) = &one.model {
                one.refused =
                    verdict::of_validation(model, one.partial, &one.object, self.settings);
            }
        }
        for one in open.drain(..) {
            self.close(one);
        }
    }

    /// What the rules say of an object, and what others will ask about it.
    fn apply_rules(&mut self, one: &mut Open<'_>) {
        let Open { id, object, .. } = one;
        let model = one.model.as_ref();
        let context = ObjectContext::new(object, id, model, one.partial, self.settings);
        let found = &mut one.found;
        *found = verdict::of_schema(&one.report, &context);
        let at = object.grip(object.root);
        let rules = self.settings.rules.in_force();
        guard::run(&rules.objects, at, found, |check, found| {
            check(&context, found);
        });
        if let Some(pods) = context.pods() {
            guard::run(&rules.pods, at, found, |check, found| {
                check(&context, pods, found);
            });
        }
        let mut facts = Facts {
            source: self.source,
            document: one.document,
            item: one.item,
            id: Arc::clone(id),
            span: if one.head.name.is_none() {
                at
            } else {
                object.tree.span(one.head.name)
            },
            labels: model.map_or(Vec::new(), own_labels),
            partial: one.partial,
            set_namespace: None,
            detail: match model {
                Some(model) => Detail::of(model, object),
                None => Detail::without_model(id, object.tree, object.root),
            },
            hashes: Hashes::default(),
        };
        facts.hashes = Hashes::of(&facts);
        self.out.facts.push(facts);
    }

    /// Adds what the apiserver says of an object; its findings are complete then.
    fn close(&mut self, mut one: Open<'_>) {
        if !one.refused.is_empty() {
            let model = one.model.as_ref();
            let context =
                ObjectContext::new(&one.object, &one.id, model, one.partial, self.settings);
            one.found.extend(one.refused.told(&context));
        }
        self.add(one.document, one.item, Some(&one.id), one.found);
    }

    /// A document that does not say what it is: another tool's, unless it looks like an object or is to be judged as
    /// it stands.
    fn no_object(
        &mut self,
        document: &yaml::Document<'_>,
        tree: &yaml::Tree<'_>,
        root: NodeId,
        head: &Head,
        item: Option<u32>,
    ) {
        let written = |node| !tree.is_null(node);
        let looks_like_one = written(head.metadata)
            && (written(head.api_version)
                || written(head.kind) && written(tree.entry(root, "spec")));
        if !looks_like_one && !self.settings.presets.contains(&Preset::Api) {
            self.skip(skips::NOT_KUBERNETES);
            return;
        }
        let report = schema::check_with(tree, root, head, self.settings.kubernetes_minor);
        let found = report
            .findings
            .iter()
            .filter_map(|finding| match &finding.fault {
                Fault::NoObject { detail } => Some(verdict::no_object(finding, detail, tree)),
                _ => None,
            })
            .collect();
        self.add(document.index, item, None, found);
    }

    /// Which file Helm or kustomize made the document from, as far as they say so.
    fn find_origin(&mut self, document: u32, tree: &yaml::Tree<'_>, head: &Head) {
        let source = tree.source();
        let text = |span: &Span| source.get(span.range()).unwrap_or_default();
        let mut comments = tree.comments().iter();
        let of_helm = comments.find_map(|span| text(span).strip_prefix("# Source: "));
        let annotation = tree.entry(head.annotations, "config.kubernetes.io/origin");
        let annotation = tree.string(annotation);
        let of_kustomize = annotation.as_deref().and_then(|text| {
            let mut lines = text.lines();
            lines.find_map(|line| line.trim().strip_prefix("path: "))
        });
        if let Some(path) = of_helm.or(of_kustomize) {
            self.out.origins.push((document, path.trim().to_owned()));
        }
    }

    /// All that was found, in order.
    fn done(mut self) -> Analysis {
        sort(&mut self.out.diagnostics);
        self.out
    }

    fn skip(&mut self, what: &'static str) {
        self.out.counts.skipped += 1;
        self.out.skips.push(Skip {
            source: self.source,
            what,
        });
    }

    /// Says where the findings stand, and keeps those that are wanted.
    fn add(
        &mut self,
        document: u32,
        item: Option<u32>,
        object: Option<&Arc<ObjectId>>,
        found: Vec<Diagnostic>,
    ) {
        for mut diagnostic in found {
            // Rules may leave objects alone.
            diagnostic.object = object.cloned();
            if !self.settings.rules.keeps(&mut diagnostic) {
                continue;
            }
            diagnostic.source = self.source;
            diagnostic.document = document;
            diagnostic.item = item;
            for related in &mut diagnostic.related {
                related.source = self.source;
            }
            self.out.diagnostics.push(Box::new(diagnostic));
        }
    }
}

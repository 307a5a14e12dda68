//! `everynode rollout`: what the step from one revision of manifests to the next will do.

use super::args::{self, AnswerFormat};
use super::context::{Answer, Context, Exit, Failure};
use super::inventory::read;
use everynode::input::{self, Request};
use everynode::report::rollout::{self as report, RolloutRun};
use everynode::rollout::{self, Revision, Send};
use everynode::source::Source;
use std::path::PathBuf;

/// Runs the verb.
pub(crate) fn run(args: &args::Rollout, context: &mut Context<'_>) -> Answer {
    let [old, new] = args.paths.as_slice() else {
        return Err(Failure::new("rollout compares two states").help(
            "`everynode rollout OLD NEW` for files or folders, `everynode rollout --against HEAD~1 [PATH]` for a commit",
        ));
    };
    let (old_sources, old_failed) = manifests(old, context);
    let (new_sources, new_failed) = manifests(new, context);
    let old = Revision::read(&old_sources, old_sources.len());
    let new = Revision::read(&new_sources, new_sources.len());
    let send = if args.replace {
        Send::Replace
    } else {
        Send::Apply
    };
    for (sources, revision) in [(&old_sources, &old), (&new_sources, &new)] {
        tell_unread(sources, revision, context);
    }
    let objects = rollout::compare(&old, &new, send);
    let run = RolloutRun {
        old: &old_sources,
        new: &new_sources,
        objects: &objects,
    };
    match args.output {
        AnswerFormat::Json | AnswerFormat::Human => report::json(&run, context.out)?,
    }
    let refused = objects.iter().any(|object| !object.refused.is_empty());
    Ok(match (old_failed || new_failed, refused) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Fine,
    })
}

/// The texts below a path, and whether some could not be read.
fn manifests(path: &PathBuf, context: &Context<'_>) -> (Vec<Source>, bool) {
    let found = input::walk(&Request {
        paths: vec![path.clone()],
        ..Request::default()
    });
    let mut failed = !found.failures.is_empty();
    for failure in &found.failures {
        context.complain(&format!("{}: {}", failure.name, failure.message), None);
    }
    let mut sources = Vec::new();
    for file in &found.files {
        match read(file) {
            Ok(source) => sources.push(source),
            Err(why) => {
                failed |= file.named;
                context.complain(&why, None);
            }
        }
    }
    (sources, failed)
}

fn tell_unread(sources: &[Source], revision: &Revision<'_>, context: &Context<'_>) {
    for unread in &revision.unread {
        if let Some(source) = sources.get(unread.source.0 as usize) {
            let line = source.line(unread.span.start);
            let (name, why) = (&source.name, &unread.message);
            context.say(&format!("{name}:{line}: {why}; this document was skipped"));
        }
    }
}

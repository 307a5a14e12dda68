//! `human`: what is wrong, where, what Kubernetes will do, what to write; then one line that sums up.
//!
//! Only what is printed is formatted: a run with ten thousand findings pays for fifty.

mod excerpt;

use super::link::linked;
use super::{Run, plain, summary};
use crate::diagnostic::{Diagnostic, Level};
use crate::rules::page_url;
use crate::threads;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};

/// How many findings are printed unless all are asked for.
const WORST: usize = 50;
/// So many excerpts are drawn before any is written.
const AT_ONCE: usize = 1000;
/// Fewer excerpts are drawn by one thread.
const FEW: usize = 16;
/// How many consequences of a finding are named below it.
const CONSEQUENCES: usize = 3;

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let groups = groups(run);
    let shown = worst(run, &groups);
    let painter = excerpt::Painter::new(run.style);
    let mut explained = HashSet::new();
    for groups in shown.chunks(AT_ONCE) {
        // To draw excerpts takes most of the time, but to start a thread takes as long as some of them.
        let threads = if groups.len() < FEW {
            1
        } else {
            threads::available()
        };
        let drawn = threads::each(threads, groups.iter(), |group| draw(run, group, &painter));
        for (group, drawn) in groups.iter().zip(drawn) {
            write_group(run, group, &drawn, &mut explained, out)?;
        }
    }
    let hidden: usize = groups.iter().map(Group::len).sum::<usize>()
        - shown.iter().map(|group| group.len()).sum::<usize>();
    if hidden > 0 && !run.style.quiet {
        writeln!(out, "and {hidden} more (--all)\n")?;
    }
    if !run.style.quiet {
        let summary = summary::sentences(run);
        if !summary.is_empty() {
            writeln!(out, "{summary}")?;
        }
    }
    Ok(())
}

/// A diagnostic and those that follow from it.
struct Group {
    head: usize,
    follow: Vec<usize>,
}

impl Group {
    fn len(&self) -> usize {
        1 + self.follow.len()
    }
}

/// Joins what follows from something else to its cause, where the cause is among the findings.
fn groups(run: &Run<'_>) -> Vec<Group> {
    let diagnostics = &run.outcome.diagnostics;
    let place = |diagnostic: &Diagnostic| (diagnostic.source, diagnostic.document, diagnostic.item);
    let following = diagnostics.iter().filter(|one| one.caused_by.is_some());
    let places: FxHashSet<_> = following.map(|one| place(one)).collect();
    let mut causes = FxHashMap::default();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if diagnostic.caused_by.is_none() && places.contains(&place(diagnostic)) {
            causes
                .entry((place(diagnostic), diagnostic.path.as_str()))
                .or_insert(index);
        }
    }
    let mut follow: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut heads = Vec::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let cause = diagnostic
            .caused_by
            .as_deref()
            .and_then(|path| causes.get(&(place(diagnostic), path)));
        match cause {
            Some(cause) => follow.entry(*cause).or_default().push(index),
            None => heads.push(index),
        }
    }
    heads
        .into_iter()
        .map(|head| Group {
            head,
            follow: follow.remove(&head).unwrap_or_default(),
        })
        .collect()
}

/// The worst groups, in the order of the run.
fn worst<'g>(run: &Run<'_>, groups: &'g [Group]) -> Vec<&'g Group> {
    if run.style.all || groups.len() <= WORST {
        return groups.iter().collect();
    }
    let mut by_level: Vec<(usize, &Group)> = groups.iter().enumerate().collect();
    by_level.select_nth_unstable_by_key(WORST, |(index, group)| {
        let level = run.outcome.diagnostics[group.head].level;
        (std::cmp::Reverse(level), *index)
    });
    by_level.truncate(WORST);
    by_level.sort_by_key(|(index, _)| *index);
    by_level.into_iter().map(|(_, group)| group).collect()
}

/// The marked lines of a group's head.
fn draw(run: &Run<'_>, group: &Group, painter: &excerpt::Painter) -> String {
    let diagnostic = &run.outcome.diagnostics[group.head];
    let source = run.source(diagnostic);
    source.map_or_else(String::new, |source| {
        painter.draw(diagnostic, source, run.link(diagnostic.source))
    })
}

fn write_group<'r>(
    run: &Run<'r>,
    group: &Group,
    excerpt: &str,
    explained: &mut HashSet<&'r str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diagnostics = &run.outcome.diagnostics;
    let diagnostic = &diagnostics[group.head];
    let Some(source) = run.source(diagnostic) else {
        return Ok(());
    };
    let place = run.link(diagnostic.source);
    let rule = match (page_url(diagnostic.rule).as_deref().or(place), run.links) {
        (Some(uri), Some(_)) => linked(uri, diagnostic.rule),
        _ => diagnostic.rule.to_owned(),
    };
    let level = paint(
        run,
        level_style(diagnostic.level),
        &format!("{}[{rule}]", diagnostic.level.as_str()),
    );
    writeln!(out, "{level}: {}", bold(run, &plain(&diagnostic.message)))?;
    out.write_all(excerpt.as_bytes())?;
    for related in diagnostic
        .related
        .iter()
        .filter(|related| related.source != diagnostic.source)
    {
        if let Some(other) = run.outcome.sources.get(related.source.0 as usize) {
            let at = other.position(related.span.start);
            let place = format!("{}:{}:{}", plain(&other.name), at.line, at.column);
            let place = match run.link(related.source) {
                Some(uri) => linked(uri, &place),
                None => place,
            };
            writeln!(out, "  {place}: {}", plain(&related.message))?;
        }
    }
    for note in &diagnostic.notes {
        writeln!(out, "  {}", plain(note))?;
    }
    for index in group.follow.iter().take(CONSEQUENCES) {
        let follows = &diagnostics[*index];
        let at = source.position(follows.span.start);
        writeln!(
            out,
            "  and so, line {}: {}",
            at.line,
            plain(&follows.message)
        )?;
    }
    if group.follow.len() > CONSEQUENCES {
        writeln!(
            out,
            "  and {} more that follow from it",
            group.follow.len() - CONSEQUENCES
        )?;
    }
    if let Some(help) = &diagnostic.help {
        writeln!(out, "  {} {}", paint(run, HELP, "help:"), plain(help))?;
    }
    if !run.style.quiet && explained.insert(diagnostic.rule) {
        writeln!(
            out,
            "  {}",
            paint(run, DIM, &format!("everynode explain {}", diagnostic.rule))
        )?;
    }
    writeln!(out)
}

const BOLD: &str = "1";
const DIM: &str = "2";
const HELP: &str = "36";

fn level_style(level: Level) -> &'static str {
    match level {
        Level::Error => "1;31",
        Level::Warning => "1;33",
        Level::Note => "1;34",
    }
}

fn bold(run: &Run<'_>, text: &str) -> String {
    paint(run, BOLD, text)
}

fn paint(run: &Run<'_>, style: &str, text: &str) -> String {
    if run.style.color {
        format!("\x1b[{style}m{text}\x1b[0m")
    } else {
        text.to_string()
    }
}

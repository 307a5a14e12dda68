//! `check --since GITREF`: findings on lines that changed, and in objects that are new. Asks the user's own git.

use super::args;
use super::context::{Context, Failure};
use everynode::engine::Outcome;
use everynode::input::{File, Found};
use everynode::source::{Source, Span};
use everynode::span_index::SpanIndex;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What changed in a file.
#[derive(Debug, Default)]
struct Changed {
    /// The whole file is new.
    all: bool,
    /// First and last line, from 1.
    lines: Vec<(u32, u32)>,
    /// Lines were taken away behind this line; their least indentation.
    gone: Vec<(u32, usize)>,
}

/// Takes out every finding that lies elsewhere.
pub(crate) fn keep_changed(
    reference: &str,
    args: &args::Look,
    found: &Found,
    outcome: &mut Outcome,
    context: &Context<'_>,
) -> Result<(), Failure> {
    let changes = changes(reference)?;
    let of_source: Vec<Option<SpanIndex>> = outcome
        .sources
        .iter()
        .enumerate()
        .map(|(index, source)| {
            let path = found.files.get(index).and_then(path_of);
            // What has no path in the repository is new in every sense.
            match changes.get(&path?) {
                Some(changed) if changed.all => None,
                Some(changed) => Some(touched(changed, source)),
                None => Some(SpanIndex::default()),
            }
        })
        .collect();
    let sources = &outcome.sources;
    let hits = |source: u32, span: Span| {
        let (Some(lines), Some(text)) =
            (of_source.get(source as usize), sources.get(source as usize))
        else {
            return true;
        };
        let Some(lines) = lines else { return true };
        let first = text.line(span.start);
        let last = text.line(span.end.max(span.start + 1) - 1).max(first);
        lines.touching(Span::new(first, last + 1)).next().is_some()
    };
    let before = outcome.diagnostics.len();
    outcome.diagnostics.retain(|one| {
        hits(one.source.0, one.span)
            || one
                .related
                .iter()
                .any(|other| hits(other.source.0, other.span))
    });
    let hidden = before - outcome.diagnostics.len();
    if hidden > 0 && !args.quiet {
        let plural = if hidden == 1 { "" } else { "s" };
        context.say(&format!(
            "{hidden} finding{plural} on lines that did not change since {reference} {} not shown",
            if hidden == 1 { "is" } else { "are" }
        ));
    }
    Ok(())
}

fn path_of(file: &File) -> Option<PathBuf> {
    std::fs::canonicalize(file.path.as_deref()?).ok()
}

/// The lines that changed; where lines were taken away, the keys that held them.
fn touched(changed: &Changed, source: &Source) -> SpanIndex {
    let mut lines = changed.lines.clone();
    for (behind, indent) in &changed.gone {
        lines.push(((*behind).max(1), behind + 1));
        let mut indent = *indent;
        for line in (1..=*behind).rev() {
            let text = source.line_text(line);
            let inner = text.trim_start();
            if inner.is_empty() || inner.starts_with('#') {
                continue;
            }
            let own = text.len() - inner.len();
            if own < indent {
                lines.push((line, line));
                indent = own;
            }
            if indent == 0 {
                break;
            }
        }
    }
    // Spans of lines: the last one is inside.
    SpanIndex::new(lines.into_iter().map(|(from, to)| Span::new(from, to + 1)))
}

/// What changed since a commit, by file.
fn changes(reference: &str) -> Result<HashMap<PathBuf, Changed>, Failure> {
    let top = git(&["rev-parse", "--show-toplevel"]).map_err(|said| match said {
        Git::Absent => Failure::new("--since needs git, which is not installed or not on the PATH"),
        Git::Says(said) if said.contains("not a git repository") => {
            Failure::new("--since: the current folder is not in a git repository")
        }
        Git::Says(said) => Failure::new(format!("--since: git says: {said}")),
    })?;
    let top =
        std::fs::canonicalize(top.trim_end()).unwrap_or_else(|_| PathBuf::from(top.trim_end()));
    let commit = format!("{reference}^{{commit}}");
    let shallow =
        git(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| said.trim() == "true");
    let known = git(&[
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &commit,
    ]);
    if known.is_err() {
        let failure = Failure::new(format!("--since: git knows no commit `{reference}`"));
        return Err(if shallow {
            failure.help("this is a shallow checkout: fetch more of the history (`git fetch --unshallow`; `fetch-depth: 0` for actions/checkout)")
        } else {
            failure
                .help("a branch of the server may be called `origin/…` here, or need `git fetch`")
        });
    }
    // What the other branch did since is not ours.
    let base = match git(&["merge-base", "--end-of-options", reference, "HEAD"]) {
        Ok(base) => base.trim().to_owned(),
        Err(_) if shallow => {
            return Err(Failure::new(format!(
                "--since: this shallow checkout does not reach back to where it parted from `{reference}`"
            ))
            .help("fetch more of the history (`git fetch --unshallow`; `fetch-depth: 0` for actions/checkout)"));
        }
        Err(_) => known.unwrap_or_default().trim().to_owned(),
    };
    let says = |said: Git| match said {
        Git::Absent => Failure::new("--since needs git"),
        Git::Says(said) => Failure::new(format!("--since: git says: {said}")),
    };
    let diff = git(&[
        "-c",
        "core.quotePath=false",
        "diff",
        "--no-color",
        "--no-ext-diff",
        "--unified=0",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--ignore-submodules",
        &base,
        "--",
        ":/",
    ])
    .map_err(says)?;
    let mut changes = parse(&diff, &top);
    let top_text = top.to_string_lossy().into_owned();
    let new = git(&[
        "-C",
        &top_text,
        "ls-files",
        "--others",
        "--exclude-standard",
        "-z",
    ])
    .map_err(says)?;
    for name in new.split('\0').filter(|name| !name.is_empty()) {
        changes.entry(top.join(name)).or_default().all = true;
    }
    Ok(changes)
}

/// Why git gave no answer.
enum Git {
    Absent,
    Says(String),
}

fn git(words: &[&str]) -> Result<String, Git> {
    let output = Command::new("git")
        .args(words)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Git::Absent,
            _ => Git::Says(error.to_string()),
        })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Git::Says(said))
}

/// Reads a unified diff without context.
fn parse(diff: &str, top: &Path) -> HashMap<PathBuf, Changed> {
    let mut changes: HashMap<PathBuf, Changed> = HashMap::new();
    let mut file: Option<PathBuf> = None;
    // Lines of the hunk that are still to come: taken away, added.
    let (mut less, mut more) = (0_u32, 0_u32);
    let mut gone: Option<(u32, usize)> = None;
    for line in diff.lines() {
        if less > 0 && line.starts_with('-') {
            less -= 1;
            if let Some((_, indent)) = &mut gone {
                let text = &line[1..];
                let inner = text.trim_start();
                if !inner.is_empty() {
                    *indent = (*indent).min(text.len() - inner.len());
                }
            }
        } else if more > 0 && line.starts_with('+') {
            more -= 1;
        } else if let Some(name) = line.strip_prefix("+++ ") {
            file = name_of(name).map(|name| top.join(name));
        } else if let Some((from, to)) = line.strip_prefix("@@ -").and_then(hunk) {
            (less, more) = (from.1, to.1);
            let Some(file) = &file else { continue };
            let changed = changes.entry(file.clone()).or_default();
            if to.1 > 0 {
                changed.lines.push((to.0, to.0 + to.1 - 1));
            }
            if from.1 > 0 {
                gone = Some((to.0, usize::MAX));
            }
        }
        if less == 0
            && let (Some(behind), Some(file)) = (gone.take_if(|_| less == 0), &file)
        {
            changes.entry(file.clone()).or_default().gone.push(behind);
        }
    }
    changes
}

/// `12,3 +14,0 @@ …` as two (line, count).
fn hunk(text: &str) -> Option<((u32, u32), (u32, u32))> {
    let mut words = text.split(' ');
    let range = |word: &str| {
        let (line, count) = word.split_once(',').unwrap_or((word, "1"));
        Some((line.parse().ok()?, count.parse().ok()?))
    };
    let from = range(words.next()?)?;
    let to = range(words.next()?.strip_prefix('+')?)?;
    Some((from, to))
}

/// `b/name` to `name`; None for `/dev/null`. Names with quotes or control characters are quoted as in C.
fn name_of(text: &str) -> Option<String> {
    let text = text.trim_end_matches('\t');
    let plain = match text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(quoted) => quoted
            .replace("\\\"", "\"")
            .replace("\\t", "\t")
            .replace("\\\\", "\\"),
        None => text.to_owned(),
    };
    plain.strip_prefix("b/").map(str::to_owned)
}

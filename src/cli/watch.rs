//! `check --watch`: look again whenever a file changes.
//!
//! Asks the file system, often enough to seem at once and rarely enough to cost nothing.

use super::args;
use super::check;
use super::context::{Answer, Context, Failure};
use everynode::input;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

/// How often to ask, at most.
const PAUSE: Duration = Duration::from_millis(300);

/// What a file looked like.
type Look = (PathBuf, Option<(SystemTime, u64)>);

/// Checks, waits for a change, checks again; ends with Ctrl-C, or when nobody reads any more.
pub(crate) fn run(args: &args::Check, context: &mut Context<'_>) -> Answer {
    if args
        .look
        .inputs
        .paths
        .iter()
        .any(|path| path.as_os_str() == "-")
    {
        return Err(Failure::new("standard input cannot be watched").help("name files or folders"));
    }
    let mut is_first = true;
    loop {
        let before = look(&args.look);
        if context.unicode {
            // A screen that shows one run is read; a scroll of runs is not.
            write!(context.out, "\x1b[2J\x1b[H")?;
            context.out.flush()?;
        }
        match check::once(args, context) {
            // Who is in the middle of an edit wants to be told, and to go on.
            Err(Failure::Message { message, help }) if !is_first => {
                context.complain(&message, help.as_deref());
            }
            answer => drop(answer?),
        }
        is_first = false;
        if !args.look.quiet {
            writeln!(context.out, "watching; Ctrl-C ends it")?;
        }
        context.out.flush()?;
        loop {
            let asked = Instant::now();
            let now = look(&args.look);
            if now != before {
                break;
            }
            // Looking at a large tree takes its time; do not do it all the time.
            std::thread::sleep(PAUSE.max(asked.elapsed() * 10));
        }
    }
}

/// Every file of the run, with what tells that it has changed: manifests, and what is named beside them.
fn look(args: &args::Look) -> Vec<Look> {
    let mut request = check::request(args);
    if request.paths.is_empty() {
        request.paths.push(PathBuf::from("."));
    }
    let nodes = args.inventory.nodes.iter().map(PathBuf::from);
    let named = args.config.iter().chain(&args.baseline).cloned();
    let beside = nodes.chain(named).chain(args.values.iter().cloned());
    request.paths.extend(beside.filter(|path| path.exists()));
    let found = input::walk(&request);
    let files = found.files.into_iter().chain(found.templates);
    files
        .filter_map(|file| file.path)
        .map(|path| {
            let meta = std::fs::metadata(&path).ok();
            let look = meta.and_then(|meta| Some((meta.modified().ok()?, meta.len())));
            (path, look)
        })
        .collect()
}

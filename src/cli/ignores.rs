//! `check --add-ignores REASON`: comments that silence today's findings, written into the files.

use super::context::{Answer, Context, Exit, Failure};
use super::write::write_whole;
use everynode::engine::{Outcome, add_ignores, check_reason};
use everynode::input::{self, Found};
use everynode::yaml::{self, Encoding};

/// Why a file takes no comment.
const NO_PLACE: &str = "JSON, or text that cannot be read";

/// Writes them, and says what could not be silenced.
pub(crate) fn write(
    reason: &str,
    found: &Found,
    outcome: &Outcome,
    context: &mut Context<'_>,
) -> Answer {
    check_reason(reason).map_err(|why| {
        Failure::new(format!("--add-ignores: {why}"))
            .help("--add-ignores \"legacy, until 2027-01-31\" ends on that day")
    })?;
    let (mut comments, mut files, mut silenced) = (0, 0, 0);
    let mut left = Vec::new();
    for (index, file) in found.files.iter().enumerate() {
        let Some(source) = outcome.sources.get(index) else {
            continue;
        };
        // They stand in the order of their sources.
        let all = &outcome.diagnostics;
        let first = all.partition_point(|one| (one.source.0 as usize) < index);
        let of_file = all[first..].iter().map(|one| &**one);
        let findings: Vec<_> = of_file
            .take_while(|one| one.source.0 as usize == index)
            .collect();
        if findings.is_empty() {
            continue;
        }
        let Some(path) = &file.path else {
            left.push((&file.name, findings.len(), "it is no file"));
            continue;
        };
        let bytes = std::fs::read(path).map_err(|error| {
            let reason = input::reason(&error);
            Failure::new(format!("cannot read {}: {reason}", file.name))
        })?;
        let decoded = yaml::decode(&bytes);
        let is_as_read = decoded.encoding == Encoding::Utf8
            && decoded.first_invalid.is_none()
            && decoded.text == source.text;
        let ignored = is_as_read
            .then(|| add_ignores(source, &findings, reason.trim()))
            .flatten();
        match ignored {
            Some(ignored) => {
                write_whole(path, ignored.text.as_bytes())?;
                comments += ignored.comments;
                silenced += ignored.silenced;
                files += 1;
                if ignored.silenced < findings.len() {
                    left.push((&file.name, findings.len() - ignored.silenced, NO_PLACE));
                }
            }
            None => left.push((&file.name, findings.len(), NO_PLACE)),
        }
    }
    for (name, count, why) in &left {
        context.say(&format!(
            "{name}: {count} of its findings cannot be silenced by a comment ({why})"
        ));
    }
    if !left.is_empty() {
        context.say("  help: `overrides` of everynode.yaml, or a baseline, silence them");
    }
    writeln!(
        context.out,
        "{silenced} finding{} silenced by {comments} comment{} in {files} file{}",
        plural(silenced),
        plural(comments),
        plural(files)
    )?;
    Ok(if left.is_empty() {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

fn plural(many: usize) -> &'static str {
    if many == 1 { "" } else { "s" }
}

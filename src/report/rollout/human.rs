//! A comparison for people: an object after the other, what is refused first.

use super::{RolloutRun, help, order, short, title};
use crate::report::plain;
use crate::rollout::{Change, Ending, FieldChange, Forecast, ObjectChange};
use std::io::{self, Write};

/// Changes of an object that are listed; the others are counted.
const SHOWN: usize = 12;

/// Writes the comparison.
///
/// # Errors
/// When `out` does not take it.
pub fn human(run: &RolloutRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    if run.objects.is_empty() {
        return writeln!(out, "No Kubernetes object in either state.");
    }
    for (object, forecast) in run.each() {
        if object.change == Change::Same {
            continue;
        }
        writeln!(out, "{}", title(object))?;
        one(run, object, forecast, out)?;
        writeln!(out)?;
    }
    summary(run, out)
}

fn one(
    run: &RolloutRun<'_>,
    object: &ObjectChange,
    forecast: Option<&Forecast>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = |head: &str, text: &str| writeln!(out, "  {head:<10}{text}");
    match object.change {
        Change::Added => line("added", &run.place_of(object))?,
        Change::Removed => line("removed", &format!("was in {}", run.place_of(object)))?,
        Change::Changed | Change::Same => {}
    }
    for refusal in &object.refused {
        let detail = plain(refusal.detail.split('\n').next().unwrap_or_default()).into_owned();
        let text = match &refusal.field {
            Some(field) => format!("{}: {detail}", plain(field)),
            None => detail,
        };
        line(
            "refused",
            &format!("{text:<60} {}", run.place(object, refusal.span)),
        )?;
        if let Some(help) = help(object, refusal) {
            line("", &help)?;
        }
    }
    let (restarts, others): (Vec<_>, Vec<_>) =
        object.changes.iter().partition(|change| change.restarts);
    if !restarts.is_empty() {
        let pods = forecast.and_then(|forecast| forecast.pods);
        let pods = pods.map_or(String::new(), |pods| format!(" ({pods})"));
        let who = match forecast.map(|forecast| forecast.ending) {
            Some(Ending::WaitsForDelete) => format!("each pod{pods} once it is deleted"),
            _ => match forecast.filter(|forecast| forecast.kept > 0) {
                Some(forecast) => {
                    let all = forecast.pods.unwrap_or_default();
                    let new = all.saturating_sub(i64::try_from(forecast.kept).unwrap_or(i64::MAX));
                    format!("{new} of {all} pods")
                }
                None => format!("every pod{pods}"),
            },
        };
        list(&format!("{who}: "), "restarts", &restarts, &mut line)?;
    }
    list("", "changes", &others, &mut line)?;
    if let Some(forecast) = forecast {
        line("order", &order(forecast))?;
        let head = match forecast.ending {
            Ending::Complete => "ends",
            Ending::Stuck => "stuck",
            Ending::WaitsForDelete => "waits",
        };
        line(head, &forecast.why)?;
        line("meanwhile", &forecast.meanwhile)?;
        if let Some(stuck_if) = forecast
            .stuck_if
            .as_ref()
            .filter(|_| forecast.ending == Ending::Complete)
        {
            line("stuck if", stuck_if)?;
        }
        if let Some((old, new)) = &forecast.hashes {
            line(
                "revision",
                &format!("controller-revision-hash {old} → {new}"),
            )?;
        }
        if run.timeline {
            timeline(forecast, out)?;
        }
    }
    Ok(())
}

fn list(
    intro: &str,
    head: &str,
    changes: &[&FieldChange],
    line: &mut dyn FnMut(&str, &str) -> io::Result<()>,
) -> io::Result<()> {
    for (index, change) in changes.iter().take(SHOWN).enumerate() {
        let (head, intro) = if index == 0 { (head, intro) } else { ("", "") };
        let (old, new) = (short(change.old.as_ref()), short(change.new.as_ref()));
        line(
            head,
            &format!("{intro}{} {old} → {new}", plain(&change.path)),
        )?;
    }
    match changes.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => line("", &format!("and {more} more (-o json lists all)")),
    }
}

/// kubectl's columns, a line for each time at which something changed.
fn timeline(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    if forecast.timeline.is_empty() {
        return writeln!(
            out,
            "  timeline  needs nodes: --nodes FILE or --nodes profile:NAME"
        );
    }
    writeln!(
        out,
        "  timeline  where every old pod takes its {} s to stop",
        forecast.grace
    )?;
    write!(out, "    {:>8}", "AFTER")?;
    for column in forecast.columns {
        write!(out, "   {column}")?;
    }
    writeln!(out, "   WHAT HAPPENS")?;
    for moment in &forecast.timeline {
        write!(out, "    {:>8}", super::duration(moment.seconds))?;
        for (column, cell) in forecast.columns.iter().zip(&moment.cells) {
            write!(out, "   {cell:<width$}", width = column.len())?;
        }
        writeln!(out, "{}", format!("   {}", plain(&moment.what)).trim_end())?;
    }
    Ok(())
}

impl RolloutRun<'_> {
    /// `file:line` of an object.
    fn place_of(&self, object: &ObjectChange) -> String {
        match self.source(object) {
            Some((_, place)) => self.place(object, place.span),
            None => String::new(),
        }
    }
}

/// What there was, in numbers.
fn summary(run: &RolloutRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let count = |change: Change| {
        run.objects
            .iter()
            .filter(|one| one.change == change)
            .count()
    };
    let refused = run
        .objects
        .iter()
        .filter(|one| !one.refused.is_empty())
        .count();
    let restarted = run.objects.iter().filter(|one| one.restarts_pods()).count();
    let parts: Vec<String> = [
        (count(Change::Changed), "changed"),
        (count(Change::Added), "added"),
        (count(Change::Removed), "removed"),
        (count(Change::Same), "the same"),
        (refused, "refused"),
        (restarted, "with pods that restart"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    let objects = run.objects.len();
    let plural = if objects == 1 { "" } else { "s" };
    writeln!(out, "{objects} object{plural}: {}", parts.join(", "))?;
    if run.nodes.is_none()
        && run
            .forecasts
            .iter()
            .flatten()
            .any(|one| one.hashes.is_some())
    {
        writeln!(
            out,
            "With --nodes FILE (or profile:NAME) the order of the nodes and the time are told, too."
        )?;
    }
    Ok(())
}

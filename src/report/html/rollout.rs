//! What a change does, object by object, and the timeline of each rollout.

use super::Text;
use super::page::page;
use crate::report::rollout::{RolloutRun, duration, help, order, short, title};
use crate::rollout::forecast::{Lane, Serves};
use crate::rollout::{Change, Ending, Forecast, ObjectChange};
use std::io::{self, Write};

/// Nodes that are drawn; what more there are go the same way.
const LANES: usize = 200;
/// Changes of an object that are listed.
const CHANGES: usize = 100;
/// Moments of a timeline that are listed.
const MOMENTS: usize = 500;

/// Writes the page.
///
/// # Errors
/// When `out` does not take it.
pub fn rollout(run: &RolloutRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let count = |change: Change| {
        run.objects
            .iter()
            .filter(|one| one.change == change)
            .count()
    };
    let nodes = run
        .nodes
        .map_or(String::new(), |nodes| format!(", on {nodes} nodes"));
    let lead = format!(
        "Of the objects {} changed, {} added, {} removed, {} the same{nodes}.",
        count(Change::Changed),
        count(Change::Added),
        count(Change::Removed),
        count(Change::Same),
    );
    page("What this change will do", &lead, out, |out| {
        overview(run, out)?;
        for (object, forecast) in run.each() {
            if object.change != Change::Same {
                section(run, object, forecast, out)?;
            }
        }
        Ok(())
    })
}

fn overview(run: &RolloutRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<div class=\"wide\"><table><thead><tr><th scope=\"col\">Object</th><th scope=\"col\">Change</th>\
         <th scope=\"col\">Refused</th><th scope=\"col\">Pods restart</th><th scope=\"col\">Rollout</th></tr></thead><tbody>"
    )?;
    for (object, forecast) in run
        .each()
        .filter(|(object, _)| object.change != Change::Same)
    {
        let refused = match object.refused.len() {
            0 => String::from("no"),
            count => format!("<span class=\"bad\">{count}×</span>"),
        };
        let restarts = if object.restarts_pods() { "yes" } else { "no" };
        let rollout = forecast.map_or(String::new(), |forecast| match forecast.seconds {
            Some((least, most)) => {
                format!(
                    "{}, {} to {}",
                    forecast.ending.as_str(),
                    duration(least),
                    duration(most)
                )
            }
            None => forecast.ending.as_str().to_owned(),
        });
        writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{refused}</td><td>{restarts}</td><td>{}</td></tr>",
            Text(&title(object)),
            object.change.as_str(),
            Text(&rollout)
        )?;
    }
    writeln!(out, "</tbody></table></div>")
}

fn section(
    run: &RolloutRun<'_>,
    object: &ObjectChange,
    forecast: Option<&Forecast>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<section>\n<h2>{}</h2>", Text(&title(object)))?;
    for refusal in &object.refused {
        let field = refusal.field.as_deref().unwrap_or("");
        writeln!(
            out,
            "<p><span class=\"bad\">refused</span> <code>{}</code> {} <span class=\"dim\">{}</span></p>",
            Text(field),
            Text(refusal.detail.split('\n').next().unwrap_or_default()),
            Text(&run.place(object, refusal.span))
        )?;
        if let Some(help) = help(object, refusal) {
            writeln!(out, "<p class=\"dim\">{}</p>", Text(&help))?;
        }
    }
    changes(object, out)?;
    if let Some(forecast) = forecast {
        facts(forecast, out)?;
        lanes(forecast, out)?;
        moments(forecast, out)?;
    }
    writeln!(out, "</section>")
}

fn changes(object: &ObjectChange, out: &mut dyn Write) -> io::Result<()> {
    if object.changes.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<div class=\"wide\"><table><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Before</th>\
         <th scope=\"col\">Then</th><th scope=\"col\">Restarts pods</th></tr></thead><tbody>"
    )?;
    for change in object.changes.iter().take(CHANGES) {
        writeln!(
            out,
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>",
            Text(&change.path),
            Text(&short(change.old.as_ref())),
            Text(&short(change.new.as_ref())),
            if change.restarts { "yes" } else { "no" }
        )?;
    }
    writeln!(out, "</tbody></table></div>")?;
    match object.changes.len().saturating_sub(CHANGES) {
        0 => Ok(()),
        more => writeln!(out, "<p class=\"dim\">and {more} more changes</p>"),
    }
}

fn facts(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    let head = match forecast.ending {
        Ending::Complete => "ends",
        Ending::Stuck => "stuck",
        Ending::WaitsForDelete => "waits",
    };
    writeln!(
        out,
        "<dl><dt>order</dt><dd>{}</dd><dt>{head}</dt><dd>{}</dd><dt>meanwhile</dt><dd>{}</dd>",
        Text(&order(forecast)),
        Text(&forecast.why),
        Text(&forecast.meanwhile)
    )?;
    if let Some(stuck_if) = &forecast.stuck_if {
        writeln!(out, "<dt>stuck if</dt><dd>{}</dd>", Text(stuck_if))?;
    }
    if let Some((old, new)) = &forecast.hashes {
        writeln!(
            out,
            "<dt>revision</dt><dd><code>{}</code> → <code>{}</code></dd>",
            Text(old),
            Text(new)
        )?;
    }
    writeln!(out, "</dl>")
}

const fn class(serves: Serves) -> (&'static str, &'static str) {
    match serves {
        Serves::Nothing => ("none", "no pod"),
        Serves::Old => ("old", "the old version serves"),
        Serves::Waiting => ("wait", "no pod is Ready"),
        Serves::New => ("new", "the new version serves"),
        Serves::Both => ("both", "both versions serve"),
    }
}

/// A bar for every node.
fn lanes(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    // A node that never has a pod has nothing to show over time.
    let has_pod = |lane: &&Lane| {
        lane.since
            .iter()
            .any(|(_, serves)| *serves != Serves::Nothing)
    };
    let lanes: Vec<&Lane> = forecast.lanes.iter().filter(has_pod).collect();
    let empty = forecast.lanes.len() - lanes.len();
    if lanes.is_empty() {
        return Ok(());
    }
    let last = |lane: &&Lane| lane.since.last().map(|step| step.0);
    let end = lanes.iter().filter_map(last).max().unwrap_or(0);
    // A little of what stays that way in the end is shown, too.
    let end = (end + end / 12).max(10);
    let longest = lanes.iter().map(|lane| lane.name.chars().count()).max();
    let left = 16 + 8 * longest.unwrap_or(0).min(40);
    let (width, row) = (1000, 20);
    let shown = lanes.len().min(LANES);
    let height = (shown + 1) * row + 8;
    let at = |seconds: u64| left as u64 + seconds.min(end) * (width - left) as u64 / end;
    write!(out, "<p class=\"key\">")?;
    for serves in [
        Serves::Old,
        Serves::Waiting,
        Serves::Nothing,
        Serves::Both,
        Serves::New,
    ] {
        let (class, label) = class(serves);
        write!(out, "<span class=\"{class}\">{label}</span>")?;
    }
    writeln!(
        out,
        "</p>\n<p class=\"dim\">Every node over time, where old pods take their {} s to stop and new ones are Ready after {} s.</p>",
        forecast.grace, forecast.ready_after
    )?;
    writeln!(
        out,
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"the nodes over time\">"
    )?;
    for lane_index in 0..=4_u64 {
        let seconds = end * lane_index / 4;
        let x = at(seconds);
        let anchor = if lane_index == 4 { "end" } else { "start" };
        writeln!(
            out,
            "<line class=\"axis\" x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"{height}\"/><text x=\"{x}\" y=\"12\" text-anchor=\"{anchor}\">{}</text>",
            duration(seconds)
        )?;
    }
    for (index, lane) in lanes.iter().take(LANES).enumerate() {
        let y = (index + 1) * row;
        let name: String = lane.name.chars().take(40).collect();
        writeln!(out, "<text x=\"0\" y=\"{}\">{}</text>", y + 13, Text(&name))?;
        for (step, (from, serves)) in lane.since.iter().enumerate() {
            let to = lane.since.get(step + 1).map_or(end, |next| next.0);
            let (class, label) = class(*serves);
            let (x, until) = (at(*from), at(to));
            writeln!(
                out,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"16\"><title>{}: {label} from {} on</title></rect>",
                until.saturating_sub(x),
                Text(&lane.name),
                duration(*from)
            )?;
        }
    }
    writeln!(out, "</svg>")?;
    match lanes.len().saturating_sub(LANES) {
        0 => {}
        more => writeln!(out, "<p class=\"dim\">and {more} more nodes</p>")?,
    }
    match empty {
        0 => Ok(()),
        1 => writeln!(out, "<p class=\"dim\">1 node has no pod all the while</p>"),
        _ => writeln!(
            out,
            "<p class=\"dim\">{empty} nodes have no pod all the while</p>"
        ),
    }
}

fn moments(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    if forecast.timeline.is_empty() {
        return Ok(());
    }
    write!(
        out,
        "<div class=\"wide\"><table><thead><tr><th scope=\"col\">After</th>"
    )?;
    for column in forecast.columns {
        write!(out, "<th scope=\"col\">{column}</th>")?;
    }
    writeln!(
        out,
        "<th scope=\"col\">What happens</th></tr></thead><tbody>"
    )?;
    for moment in forecast.timeline.iter().take(MOMENTS) {
        write!(out, "<tr><td>{}</td>", duration(moment.seconds))?;
        for cell in &moment.cells {
            write!(out, "<td>{cell}</td>")?;
        }
        writeln!(out, "<td>{}</td></tr>", Text(&moment.what))?;
    }
    writeln!(out, "</tbody></table></div>")?;
    match forecast.timeline.len().saturating_sub(MOMENTS) {
        0 => Ok(()),
        more => writeln!(out, "<p class=\"dim\">and {more} more moments</p>"),
    }
}

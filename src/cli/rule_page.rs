//! A rule's page on the screen, and as JSON.

use super::context::Context;
use everynode::diagnostic::Safety;
use everynode::rules::Rule;
use serde_json::json;
use std::io;

/// Prints the page; with colour, headings are bold and code is not drowned in backquotes.
pub(crate) fn write(rule: &Rule, context: &mut Context<'_>) -> io::Result<()> {
    let (bold, dim, off) = if context.color {
        ("\x1b[1m", "\x1b[2m", "\x1b[0m")
    } else {
        ("", "", "")
    };
    let mut code = false;
    for line in rule.page.lines() {
        if line.starts_with("```") {
            code = !code;
        } else if code {
            writeln!(context.out, "    {line}")?;
        } else if let Some(heading) = line.strip_prefix("# ") {
            let fix = match rule.fix {
                Some(Safety::Safe) => ", has a fix",
                Some(Safety::Unsafe) => ", has an unsafe fix",
                None => "",
            };
            let (level, group) = (rule.level.as_str(), rule.group.as_str());
            writeln!(
                context.out,
                "{bold}{heading}{off}  {dim}{level}, {group}{fix}{off}"
            )?;
        } else if line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim_start();
            writeln!(context.out, "{bold}{heading}{off}")?;
        } else {
            writeln!(context.out, "{line}")?;
        }
    }
    Ok(())
}

/// The page for scripts, on one line.
pub(crate) fn line(rule: &Rule) -> serde_json::Value {
    let presets: Vec<&str> = rule.presets.iter().map(|preset| preset.as_str()).collect();
    json!({
        "rule": rule.id,
        "level": rule.level.as_str(),
        "group": rule.group.as_str(),
        "presets": presets,
        "fix": rule.fix.map(|safety| if safety == Safety::Safe { "safe" } else { "unsafe" }),
        "summary": rule.summary(),
        "page": rule.page,
    })
}

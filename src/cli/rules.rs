//! `everynode rules`: every rule in one table.

use super::args::{Rules, TableFormat};
use super::context::{Answer, Context, Exit, Failure};
use everynode::diagnostic::Safety;
use everynode::rules::{ALL, Rule};
use std::io::{self, Write};

/// Runs the verb.
pub(crate) fn run(args: &Rules, context: &mut Context<'_>) -> Answer {
    let mut rules: Vec<&Rule> = ALL
        .iter()
        .copied()
        .filter(|rule| args.preset.is_empty() || rule.is_in(&args.preset))
        .collect();
    rules.sort_by_key(|rule| (rule.group, rule.id));
    match args.output {
        TableFormat::Human => human(&rules, context)?,
        TableFormat::Json => json(&rules, context.out)?,
        TableFormat::Markdown => markdown(&rules, context.out)?,
    }
    Ok(Exit::Fine)
}

fn human(rules: &[&Rule], context: &mut Context<'_>) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut group = None;
    for rule in rules {
        if group != Some(rule.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            writeln!(context.out, "{gap}{}", rule.group.as_str())?;
            group = Some(rule.group);
        }
        writeln!(
            context.out,
            "  {:<width$}  {:<7}  {:<12}  {}",
            rule.id,
            rule.level.as_str(),
            fix(rule).unwrap_or(""),
            rule.summary()
        )?;
    }
    Ok(())
}

fn fix(rule: &Rule) -> Option<&'static str> {
    rule.fix.map(|safety| match safety {
        Safety::Safe => "fix",
        Safety::Unsafe => "unsafe fix",
    })
}

fn json(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| {
            let presets: Vec<&str> = rule.presets.iter().map(|preset| preset.as_str()).collect();
            serde_json::json!({
                "id": rule.id,
                "level": rule.level.as_str(),
                "group": rule.group.as_str(),
                "presets": presets,
                "fix": rule.fix.map(|safety| if safety == Safety::Safe { "safe" } else { "unsafe" }),
                "summary": rule.summary(),
            })
        })
        .collect();
    serde_json::to_writer(
        &mut *out,
        &serde_json::json!({ "version": 1, "rules": rules }),
    )?;
    writeln!(out)
}

/// The table that the README holds.
fn markdown(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| rule | level | presets | says |")?;
    writeln!(out, "|---|---|---|---|")?;
    for rule in rules {
        let presets: Vec<&str> = rule.presets.iter().map(|preset| preset.as_str()).collect();
        writeln!(
            out,
            "| [{id}](rules/{id}.md) | {} | {} | {} |",
            rule.level.as_str(),
            presets.join(", "),
            rule.summary().replace('|', "\\|"),
            id = rule.id,
        )?;
    }
    Ok(())
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::from(io::Error::from(error))
    }
}

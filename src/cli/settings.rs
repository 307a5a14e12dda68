//! From flags to [`Settings`]: which rules count, and for which Kubernetes.

use super::args;
use super::context::Failure;
use everynode::engine::Settings;
use everynode::rules::{self, Rule};
use everynode::suggest::closest;

/// The settings that the flags ask for.
pub(crate) fn settings(args: &args::Check) -> Result<Settings, Failure> {
    let mut settings = if args.preset.is_empty() {
        Settings::default()
    } else {
        Settings::new(&args.preset)
    };
    if let Some(minor) = args.kubernetes.minor {
        settings.kubernetes_minor = minor;
    }
    if !args.select.is_empty() {
        let mut selected: Vec<&Rule> = Vec::new();
        for name in &args.select {
            selected.extend(named(name)?);
        }
        for rule in rules::ALL {
            let on = selected.iter().any(|selected| selected.id == rule.id);
            settings.rules.switch(rule.id, on);
        }
    }
    for name in &args.ignore {
        for rule in named(name)? {
            settings.rules.switch(rule.id, false);
        }
    }
    Ok(settings)
}

/// The rule of that id, or the rules of that group.
fn named(name: &str) -> Result<Vec<&'static Rule>, Failure> {
    let name = name.trim();
    let found: Vec<&Rule> = rules::ALL
        .iter()
        .copied()
        .filter(|rule| rule.id == name || rule.group.as_str() == name)
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let known = rules::ALL
        .iter()
        .flat_map(|rule| [rule.id, rule.group.as_str()]);
    let help = match closest(name, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => String::from("`everynode rules` lists them"),
    };
    Err(Failure::new(format!("there is no rule or group `{name}`")).help(help))
}

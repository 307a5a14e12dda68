//! `check --show-settings FILE`: what counts for a file, and why.

use super::args;
use super::check::wanted;
use super::config_file::{Configs, shown};
use super::context::{Answer, Context, Exit, Failure};
use super::settings::{Flags, overrides, path_of};
use everynode::input::File;
use std::path::Path;

/// Prints the settings of one file.
pub(crate) fn settings(args: &args::Look, file: &Path, context: &mut Context<'_>) -> Answer {
    if !file.exists() {
        return Err(Failure::new(format!("{}: no such file", file.display())));
    }
    let configs = Configs::load(wanted(args), &[file.to_path_buf()], &[])?.or_complain(context)?;
    let path = path_of(&File {
        name: String::new(),
        path: Some(file.to_path_buf()),
        named: true,
        made: None,
    });
    let config = configs.of(&path).map(|index| &configs.all[index]);
    let matching = config.map_or_else(Vec::new, |config| overrides(config, &path));
    let settings = Flags::new(args)?.settings(config, &matching);
    let out = &mut *context.out;
    writeln!(out, "file               {}", shown(&path))?;
    match config {
        Some(config) => writeln!(out, "config             {}", shown(&config.path))?,
        None => writeln!(out, "config             none")?,
    }
    if let Some(config) = config {
        if config.excludes(&path) {
            writeln!(out, "excluded           yes, unless it is named")?;
        }
        for (layer, index) in &matching {
            let one = config
                .layers()
                .nth(*layer)
                .and_then(|(_, config)| config.overrides.get(*index));
            if let Some(one) = one {
                let globs: Vec<&str> = one
                    .files
                    .iter()
                    .map(everynode::config::Glob::as_str)
                    .collect();
                let why = if one.reason.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", one.reason)
                };
                writeln!(out, "override           {}{why}", globs.join(", "))?;
            }
        }
    }
    writeln!(out, "kubernetesVersion  1.{}", settings.kubernetes_minor)?;
    let presets: Vec<&str> = settings
        .presets
        .iter()
        .map(|preset| preset.as_str())
        .collect();
    writeln!(out, "presets            {}", presets.join(", "))?;
    writeln!(out, "rules")?;
    for (rule, on, level) in settings.rules.entries() {
        let level = if on { level.as_str() } else { "off" };
        let said: Vec<String> = settings.rules.said_of(rule.id).collect();
        let said = if said.is_empty() {
            String::new()
        } else {
            format!("  {{ {} }}", said.join(", "))
        };
        writeln!(out, "  {level:<8} {}{said}", rule.id)?;
    }
    Ok(Exit::Fine)
}

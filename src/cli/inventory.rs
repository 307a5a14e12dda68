//! `--nodes`, `--taint`, …: from options to an inventory, for every verb that knows nodes.

use super::args;
use super::context::{Context, Failure};
use everynode::engine::Outcome;
use everynode::input::{self, File, Request, Unread};
use everynode::inventory::{self, Contents, Inventory, Selection, WhatIf};
use everynode::report::{self, Format, Run, Style};
use everynode::source::{Source, SourceId};
use everynode::threads;
use std::collections::HashMap;
use std::path::PathBuf;

/// Reads what `--nodes` (else the config file) names and changes it as the what-ifs say. None where there is neither.
pub(crate) fn load(
    args: &args::Inventory,
    of_config: &[String],
    context: &Context<'_>,
) -> Result<Option<Inventory>, Failure> {
    let named = if args.nodes.is_empty() {
        of_config
    } else {
        &args.nodes
    };
    if named.is_empty() {
        let what_ifs = [
            &args.taint,
            &args.untaint,
            &args.label,
            &args.cordon,
            &args.uncordon,
        ];
        if what_ifs.iter().any(|list| !list.is_empty()) {
            return Err(Failure::new("a what-if needs nodes")
                .help("--nodes FILE or --nodes profile:NAME says which"));
        }
        return Ok(None);
    }
    let mut sources = Vec::new();
    for nodes in named {
        match nodes.strip_prefix("profile:") {
            Some(name) => {
                let profile = inventory::profile(name).map_err(|help| {
                    Failure::new(format!("there is no profile `{name}`")).help(help)
                })?;
                sources.push(Source::new(nodes.clone(), profile.text));
            }
            None => sources.extend(files(nodes)?),
        }
    }
    let contents = read_all(&sources, Selection::Nodes);
    let mut inventory = match inventory::join(sources, contents) {
        Ok(inventory) => inventory,
        Err((sources, diagnostics)) => return Err(complain(sources, diagnostics, context)),
    };
    for change in changes(args) {
        change
            .apply(&mut inventory.nodes)
            .map_err(|error| Failure::new(error.message).help(error.help))?;
    }
    Ok(Some(inventory))
}

fn changes(args: &args::Inventory) -> impl Iterator<Item = WhatIf<'_>> {
    fn all<'a>(
        texts: &'a [String],
        make: fn(&'a str) -> WhatIf<'a>,
    ) -> impl Iterator<Item = WhatIf<'a>> {
        texts.iter().map(move |text| make(text))
    }
    all(&args.untaint, WhatIf::Untaint)
        .chain(all(&args.taint, WhatIf::Taint))
        .chain(all(&args.label, WhatIf::Label))
        .chain(all(&args.uncordon, WhatIf::Uncordon))
        .chain(all(&args.cordon, WhatIf::Cordon))
}

/// The texts below a path.
fn files(path: &str) -> Result<Vec<Source>, Failure> {
    let found = input::walk(&Request {
        paths: vec![PathBuf::from(path)],
        take_ignored: true,
        ..Request::default()
    });
    if let Some(failure) = found.failures.first() {
        return Err(Failure::new(format!(
            "--nodes {}: {}",
            failure.name, failure.message
        )));
    }
    if found.files.is_empty() {
        return Err(Failure::new(format!(
            "--nodes {path}: no .yaml, .yml or .json file there"
        ))
        .help("`kubectl get nodes -o yaml > nodes.yaml` writes what is needed"));
    }
    found
        .files
        .iter()
        .map(|file| read(file).map_err(|why| Failure::new(format!("--nodes {why}"))))
        .collect()
}

/// The text of a file.
pub(crate) fn read(file: &File) -> Result<Source, String> {
    input::Reader::default().read(file, 1).map_err(|unread| {
        let why = match unread {
            Unread::Binary => String::from("a binary file"),
            Unread::Large => String::from("too large"),
            Unread::Failed(why) => why,
        };
        format!("{}: {why}", file.name)
    })
}

/// Takes the sources apart, several at once.
pub(crate) fn read_all(sources: &[Source], selection: Selection) -> Vec<Contents> {
    let jobs = sources.iter().zip(0..);
    threads::each(threads::available(), jobs, |(source, index)| {
        inventory::read(source, SourceId(index), selection)
    })
}

/// Prints what is wrong with the inventory, marked in its text.
fn complain(
    sources: Vec<Source>,
    diagnostics: Vec<everynode::diagnostic::Diagnostic>,
    context: &Context<'_>,
) -> Failure {
    let count = diagnostics.len();
    let outcome = Outcome {
        sources,
        diagnostics: diagnostics.into_iter().map(Box::new).collect(),
        ..Outcome::default()
    };
    let style = Style {
        color: context.color,
        unicode: context.unicode,
        quiet: true,
        ..Style::default()
    };
    let run = Run {
        outcome: &outcome,
        left_out: &[],
        folder: "",
        elsewhere: &HashMap::new(),
        kubernetes_version: "",
        style,
        links: None,
    };
    let mut text = Vec::new();
    if report::write(Format::Human, &run, &mut text).is_ok() {
        context.say(String::from_utf8_lossy(&text).trim_end());
    }
    Failure::new(format!(
        "the inventory cannot be used: {count} problem{}",
        if count == 1 { "" } else { "s" }
    ))
}

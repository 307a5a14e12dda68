//! `everynode init`: a commented config file for this repository, after a look at it.

use super::args;
use super::config_file::{absolute, repository, shown, slashed};
use super::context::{Answer, Context, Exit, Failure};
use super::write::{failure, write_new};
use everynode::config::{self, Seen};
use everynode::input::{self, Request};
use std::path::{Path, PathBuf};

/// Folders that hold what other people wrote.
const VENDORED: &[&str] = &[
    "vendor",
    "third_party",
    "third-party",
    "node_modules",
    "charts",
];
/// How many findings of one sort are worth a line.
const LINES: usize = 5;

/// Runs the verb.
pub(crate) fn run(args: &args::Init, context: &mut Context<'_>) -> Answer {
    let here = absolute(Path::new("."));
    let folder = match &args.folder {
        Some(folder) => absolute(folder),
        None => repository(&here).unwrap_or(&here).to_path_buf(),
    };
    let path = folder.join(config::FILE_NAME);
    let text = config::starter(&look(&folder));
    write_new(&path, text.as_bytes()).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::new(format!(
            "{} is there already; nothing was written",
            shown(&path)
        )),
        _ => failure(Path::new(&shown(&path)), &error),
    })?;
    writeln!(context.out, "wrote {}", shown(&path))?;
    writeln!(
        context.out,
        "next: `everynode check` shows what is there, `everynode baseline --write` accepts it for now"
    )?;
    Ok(Exit::Fine)
}

/// What is worth a line in the config.
fn look(folder: &Path) -> Seen {
    let found = input::walk(&Request {
        paths: vec![folder.to_path_buf()],
        ..Request::default()
    });
    let mut seen = Seen::default();
    let add = |list: &mut Vec<String>, path: &Path| {
        let below = path.strip_prefix(folder).unwrap_or(path);
        let name = slashed(below);
        let name = if name.is_empty() {
            String::from(".")
        } else {
            name
        };
        if list.len() < LINES && !list.contains(&name) {
            list.push(name);
        }
    };
    for path in found.files.iter().filter_map(|file| file.path.as_deref()) {
        let path = absolute(path);
        let parent = path.parent().unwrap_or(folder);
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        match name.as_str() {
            "Chart.yaml" => add(&mut seen.charts, parent),
            // A component is a part, which kustomize does not build alone.
            "kustomization.yaml" | "kustomization.yml" | "Kustomization"
                if !holds(&path, &["kind: Component"]) =>
            {
                add(&mut seen.kustomizations, parent);
            }
            "nodes.yaml" | "nodes.yml" | "nodes.json"
                if holds(&path, &["kind: Node", "\"kind\": \"Node\""]) =>
            {
                add(&mut seen.nodes, &path);
            }
            _ => {}
        }
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let mut at = PathBuf::new();
        for part in below.parent().into_iter().flat_map(Path::components) {
            at.push(part);
            let vendored = VENDORED.iter().any(|name| part.as_os_str() == *name);
            // A chart's own `charts` folder holds its dependencies; any other may be the repository's own work.
            let own = part.as_os_str() == "charts"
                && !folder.join(&at).with_file_name("Chart.yaml").exists();
            if vendored && !own {
                add(&mut seen.vendored, &folder.join(&at));
                break;
            }
        }
    }
    seen
}

/// Whether one of these words stands in a file.
fn holds(path: &Path, words: &[&str]) -> bool {
    std::fs::read_to_string(path).is_ok_and(|text| words.iter().any(|word| text.contains(word)))
}

//! `check --helm CHART`, `--kustomize FOLDER`: what the user's own tools make, as files to check.

use super::args;
use super::config_file::{absolute, shown};
use super::context::Failure;
use everynode::input::{self, File};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

/// What stands before the chart, and before the folder, in the name of what was made from it.
const HELM: &str = "helm template ";
const KUSTOMIZE: &str = "kustomize ";

/// Whether a name is that of something made.
pub(crate) fn is_made(name: &str) -> bool {
    name.starts_with(HELM) || name.starts_with(KUSTOMIZE)
}

/// The file that a tool says an object of its output was made from, seen from here; as the tool says it where there is no
/// such file (a chart that lies in an archive, a base that lies on a server).
///
/// Helm puts the chart's own name in front, wherever the chart lies; kustomize starts from the folder it was given.
pub(crate) fn origin(made: &str, said: &str) -> String {
    let path = if let Some(chart) = made.strip_prefix(HELM) {
        said.split_once('/')
            .map(|(_, below)| Path::new(chart).join(below))
    } else {
        made.strip_prefix(KUSTOMIZE)
            .map(|folder| Path::new(folder).join(said))
    };
    let Some(path) = path.filter(|path| path.is_file()) else {
        return said.to_owned();
    };
    let from_here = shown(&absolute(&path));
    if from_here.starts_with('/') {
        // It does not lie below this folder: as it was written.
        let parts = path.components().filter(|part| *part != Component::CurDir);
        return parts.collect::<PathBuf>().display().to_string();
    }
    from_here
}

/// Runs the tools that the flags ask for.
pub(crate) fn run(args: &args::Look) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    for chart in &args.helm {
        let mut command = Command::new("helm");
        command.arg("template").arg("release").arg(chart);
        // Charts ask for it (`.Capabilities`), and may refuse it.
        if let Some(minor) = args.kubernetes.minor {
            command.arg("--kube-version").arg(format!("1.{minor}.0"));
        }
        for values in &args.values {
            command.arg("--values").arg(values);
        }
        let made = output(&mut command, "helm", chart)?.ok_or_else(|| {
            Failure::new("--helm: `helm` is not installed, or not on the PATH").help(
                "install it, or lint what it makes elsewhere: `helm template … | everynode -`",
            )
        })?;
        files.push(file(HELM, chart, made));
    }
    for folder in &args.kustomize {
        let of_kubectl = output(
            Command::new("kubectl").arg("kustomize").arg(folder),
            "kubectl kustomize",
            folder,
        )?;
        let made = match of_kubectl {
            Some(made) => Some(made),
            None => output(
                Command::new("kustomize").arg("build").arg(folder),
                "kustomize",
                folder,
            )?,
        };
        let made = made.ok_or_else(|| {
            Failure::new(
                "--kustomize: neither `kubectl` nor `kustomize` is installed, or on the PATH",
            )
            .help(
                "install one, or lint what it makes elsewhere: `kubectl kustomize … | everynode -`",
            )
        })?;
        files.push(file(KUSTOMIZE, folder, made));
    }
    Ok(files)
}

fn file(tool: &str, path: &Path, made: Vec<u8>) -> File {
    File {
        name: format!("{tool}{}", path.display()),
        path: None,
        named: true,
        made: Some(made),
    }
}

/// What a tool prints; None where there is no such tool.
fn output(command: &mut Command, tool: &str, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    if !path.exists() {
        return Err(Failure::new(format!(
            "{}: no such file or folder",
            path.display()
        )));
    }
    match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(Some(output.stdout)),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said
                .trim()
                .trim_start_matches("Error: ")
                .trim_start_matches("error: ");
            Err(Failure::new(format!(
                "{tool} could not make {}: {said}",
                path.display()
            )))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(format!(
            "cannot run {tool}: {}",
            input::reason(&error)
        ))),
    }
}

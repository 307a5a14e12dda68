//! `check --helm CHART`, `--kustomize FOLDER`: what the user's own tools make, as files to check.

use super::args;
use super::context::Failure;
use everynode::input::File;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs the tools that the flags ask for.
pub(crate) fn run(args: &args::Check) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    for chart in &args.helm {
        let mut command = Command::new("helm");
        command.arg("template").arg("release").arg(chart);
        for values in &args.values {
            command.arg("--values").arg(values);
        }
        let made = output(&mut command, "helm", chart)?.ok_or_else(|| {
            Failure::new("--helm: `helm` is not installed, or not on the PATH").help(
                "install it, or lint what it makes elsewhere: `helm template … | everynode -`",
            )
        })?;
        files.push(file(format!("helm template {}", chart.display()), made));
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
        files.push(file(format!("kustomize {}", folder.display()), made));
    }
    Ok(files)
}

fn file(name: String, made: Vec<u8>) -> File {
    File {
        name,
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
        Err(error) => Err(Failure::new(format!("cannot run {tool}: {error}"))),
    }
}

//! `everynode read`: what Kubernetes reads from each document.

use super::args::{self, DataFormat};
use super::context::{Answer, Context, Exit, Failure};
use everynode::input::{self, File, Request};
use everynode::yaml::{self, Document};
use std::io::{self, Read as _};

/// Runs the verb.
pub(crate) fn run(args: &args::Read, context: &mut Context<'_>) -> Answer {
    if args.defaults {
        return Err(Failure::new(
            "`read --defaults` is not part of this build yet",
        ));
    }
    let found = input::walk(&Request {
        paths: args.inputs.paths.clone(),
        stdin_name: args.inputs.stdin_filename.clone(),
        take_ignored: true,
        take_templates: true,
    });
    let mut exit = if found.failures.is_empty() {
        Exit::Fine
    } else {
        Exit::Failed
    };
    for failure in &found.failures {
        context.complain(&format!("{}: {}", failure.name, failure.message), None);
    }
    let mut out = String::new();
    let mut written = 0;
    for file in &found.files {
        let bytes = match bytes(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                context.complain(&format!("{}: {error}", file.name), None);
                exit = Exit::Failed;
                continue;
            }
        };
        let decoded = yaml::decode(&bytes);
        let stream = yaml::parse(&decoded.text);
        for document in &stream.documents {
            if document.content.is_err() && exit == Exit::Fine {
                exit = Exit::Findings;
            }
            match args.output {
                DataFormat::Json => write_json(&file.name, document, &mut out),
                DataFormat::Yaml => write_yaml(&file.name, document, written > 0, &mut out),
            }
            written += 1;
            context.out.write_all(out.as_bytes())?;
            out.clear();
        }
        if let Some(stop) = &stream.stop {
            if exit == Exit::Fine {
                exit = Exit::Findings;
            }
            match args.output {
                DataFormat::Json => writeln!(
                    context.out,
                    "{{\"file\":{},\"streamError\":{}}}",
                    quoted(&file.name),
                    quoted(&stop.message)
                )?,
                DataFormat::Yaml => context.complain(
                    &format!("{}: {}", file.name, stop.message),
                    stop.help.as_deref(),
                ),
            }
        }
    }
    Ok(exit)
}

/// A file as it is: `read` has an answer for every text, NUL bytes included.
fn bytes(file: &File) -> io::Result<Vec<u8>> {
    match &file.path {
        Some(path) => std::fs::read(path),
        None => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            Ok(bytes)
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A line: `{"file":…,"document":0,"line":1,"value":…}`, or `"error"` in place of the value.
fn write_json(file: &str, document: &Document<'_>, out: &mut String) {
    let (index, line) = (document.index, document.line);
    out.push_str(&format!(
        "{{\"file\":{},\"document\":{index},\"line\":{line},",
        quoted(file)
    ));
    match &document.content {
        Ok(tree) => {
            out.push_str("\"value\":");
            yaml::write_json(tree, tree.root(), out);
        }
        Err(error) => {
            out.push_str("\"error\":");
            out.push_str(&quoted(&error.kubernetes));
        }
    }
    out.push_str("}\n");
}

/// The document as YAML; one that cannot be read as a comment that says why.
fn write_yaml(file: &str, document: &Document<'_>, separate: bool, out: &mut String) {
    if separate {
        out.push_str("---\n");
    }
    match &document.content {
        Ok(tree) => yaml::write_yaml(tree, tree.root(), out),
        Err(error) => {
            let text = error.kubernetes.replace('\n', " ");
            out.push_str(&format!("# {file}, line {}: {text}\n", document.line));
        }
    }
}

//! `everynode read`: what Kubernetes reads from each document.

use super::args::{self, DataFormat};
use super::context::{Answer, Context, Exit};
use everynode::input::{self, File, Request};
use everynode::schema;
use everynode::yaml::{self, Document, Lines, Tree};
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, Read as _};

/// Runs the verb.
pub(crate) fn run(args: &args::Read, context: &mut Context<'_>) -> Answer {
    let minor = args.kubernetes.minor.unwrap_or(schema::NEWEST);
    let defaults = args.defaults.then_some(minor);
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
        let lines = Lines::new(&decoded.text);
        for document in &stream.documents {
            let reading = Reading::of(document, defaults);
            if matches!(reading, Reading::Error(_)) && exit == Exit::Fine {
                exit = Exit::Findings;
            }
            let place = Place {
                file: &file.name,
                line: lines.of(document.span.start as usize),
            };
            match args.output {
                DataFormat::Json => write_json(&place, document, &reading, &mut out),
                DataFormat::Yaml => write_yaml(&place, &reading, written > 0, &mut out),
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

/// Where a document starts.
struct Place<'f> {
    file: &'f str,
    line: u32,
}

/// What Kubernetes makes of a document.
enum Reading<'d> {
    /// The text alone.
    Written(&'d Tree<'d>),
    /// With the defaults of the apiserver.
    Stored(Value),
    /// Why it cannot be read, in Kubernetes' words.
    Error(Cow<'d, str>),
}

impl<'d> Reading<'d> {
    /// `defaults` is the minor version whose defaults are wanted.
    fn of(document: &'d Document<'d>, defaults: Option<u8>) -> Self {
        let tree = match &document.content {
            Ok(tree) => tree,
            Err(error) => return Self::Error(Cow::Borrowed(&error.kubernetes)),
        };
        let Some(minor) = defaults else {
            return Self::Written(tree);
        };
        match everynode::engine::stored(tree, tree.root(), minor) {
            Ok(Some(value)) => Self::Stored(value),
            Ok(None) => Self::Written(tree),
            Err(why) => Self::Error(Cow::Owned(why)),
        }
    }
}

/// A line: `{"file":…,"document":0,"line":1,"value":…}`, or `"error"` in place of the value.
fn write_json(at: &Place<'_>, document: &Document<'_>, reading: &Reading<'_>, out: &mut String) {
    let (index, line) = (document.index, at.line);
    out.push_str(&format!(
        "{{\"file\":{},\"document\":{index},\"line\":{line},",
        quoted(at.file)
    ));
    match reading {
        Reading::Written(tree) => {
            out.push_str("\"value\":");
            yaml::write_json(tree, tree.root(), out);
        }
        Reading::Stored(value) => out.push_str(&format!("\"value\":{value}")),
        Reading::Error(why) => {
            out.push_str("\"error\":");
            out.push_str(&quoted(why));
        }
    }
    out.push_str("}\n");
}

/// The document as YAML; one that cannot be read as a comment that says why.
fn write_yaml(at: &Place<'_>, reading: &Reading<'_>, separate: bool, out: &mut String) {
    let Place { file, line } = at;
    if separate {
        out.push_str("---\n");
    }
    match reading {
        Reading::Written(tree) => yaml::write_yaml(tree, tree.root(), out),
        Reading::Stored(value) => match serde_yaml::to_string(value) {
            Ok(text) => out.push_str(&text),
            Err(error) => out.push_str(&format!("# {file}, line {line}: {error}\n")),
        },
        Reading::Error(why) => {
            let text = why.replace('\n', " ");
            out.push_str(&format!("# {file}, line {line}: {text}\n"));
        }
    }
}

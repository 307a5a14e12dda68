//! `everynode simulate`: a written scenario, played by the DaemonSet controller's rules.

mod json;
mod read;
mod table;

use super::args::{self, AnswerFormat};
use super::context::{Answer, Context, Exit, Failure};
use everynode::input::{self, File, Unread};
use everynode::sim::rollout::{Scenario, simulate};
use std::path::Path;

/// Runs the verb.
pub(crate) fn run(args: &args::Simulate, context: &mut Context<'_>) -> Answer {
    let source = input::Reader::default()
        .read(&file(&args.scenario), 1)
        .map_err(|why| unread(&args.scenario, &why))?;
    let document = read::document(&source)?;
    let scenario =
        Scenario::read(&document.value).map_err(|fault| document.explain(&source, &fault))?;
    let outcome = simulate(&scenario);
    match args.output {
        AnswerFormat::Json => {
            serde_json::to_writer(&mut *context.out, &json::answer(&document.value, &outcome))
                .map_err(std::io::Error::from)?;
            writeln!(context.out)?;
        }
        AnswerFormat::Human => table::write(context, &scenario, &outcome)?,
    }
    Ok(Exit::Fine)
}

fn file(path: &Path) -> File {
    let stdin = path.as_os_str() == "-";
    File {
        name: if stdin {
            "<stdin>".into()
        } else {
            path.to_string_lossy().into_owned()
        },
        path: (!stdin).then(|| path.to_owned()),
        named: true,
        made: None,
    }
}

fn unread(path: &Path, why: &Unread) -> Failure {
    let why = match why {
        Unread::Binary => "it is no text",
        Unread::Large => "it is too large",
        Unread::Failed(why) => why,
    };
    Failure::new(format!(
        "cannot read the scenario {}: {why}",
        path.display()
    ))
}

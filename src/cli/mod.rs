//! The command line: from words to an answer and an exit code.
//!
//! The only place that knows clap, the environment, standard input and output. One file per verb.

mod api_resources;
mod args;
mod baseline;
mod check;
mod config_file;
mod context;
mod explain;
mod field_page;
mod help;
mod ignores;
mod init;
mod inventory;
mod judge;
mod made;
mod paper;
mod place;
mod read;
mod reports;
mod rollout;
mod rule_page;
mod rules;
mod schema;
mod settings;
mod show;
mod simulate;
mod since;
mod values;
mod watch;
mod words;
mod write;

use args::{Cli, Verb};
use clap::{CommandFactory as _, FromArgMatches as _};
use context::{Answer, Context, Exit, Failure};
use std::io::BufWriter;
use std::process::ExitCode;

/// Runs the binary.
pub(crate) fn main() -> ExitCode {
    // A panic is our fault and never a verdict: the exit code says "could not run".
    let exit = std::panic::catch_unwind(run).unwrap_or(Exit::Failed);
    exit.into()
}

fn run() -> Exit {
    everynode::threads::lead();
    let (color, unicode) = (args::Color::Auto, context::wants_unicode());
    let stdout = std::io::stdout().lock();
    let mut out = BufWriter::with_capacity(1 << 16, stdout);
    let mut context = Context {
        out: &mut out,
        color: context::wants_color(color),
        unicode,
        links: false,
    };
    // Made once: to list every option of every verb takes longer than to judge a file.
    let command = Cli::command();
    let words = match words::with_verb(std::env::args_os().collect(), &command) {
        Ok(words) => words,
        Err(wrong) => {
            context.complain(&wrong.message, Some(&wrong.help));
            return Exit::Failed;
        }
    };
    let matches = command.try_get_matches_from(words);
    let cli = match matches.and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, everything else is a complaint; clap knows which stream.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Failed
            } else {
                Exit::Fine
            };
        }
    };
    context.color = context::wants_color(cli.color);
    context.links = context::wants_links(context.color);
    let answer = answer(&cli.verb, &mut context).and_then(|exit| {
        context.out.flush()?;
        Ok(exit)
    });
    match answer {
        Ok(exit) => exit,
        Err(Failure::Closed) => Exit::Fine,
        Err(Failure::Message { message, help }) => {
            let _ = context.out.flush();
            context.complain(&message, help.as_deref());
            Exit::Failed
        }
    }
}

fn answer(verb: &Verb, context: &mut Context<'_>) -> Answer {
    match verb {
        Verb::Check(args) => check::run(args, context),
        Verb::Place(args) => place::run(args, context),
        Verb::Rollout(args) => rollout::run(args, context),
        Verb::Simulate(args) => simulate::run(args, context),
        Verb::Read(args) => read::run(args, context),
        Verb::Explain(args) => explain::run(args, context),
        Verb::ApiResources(args) => api_resources::run(args, context),
        Verb::Rules(args) => rules::run(args, context),
        Verb::Baseline(args) => baseline::run(args, context),
        Verb::Init(args) => init::run(args, context),
        Verb::Schema(args) => schema::run(args, context),
        Verb::Completions(args) => paper::completions(args, context),
        Verb::Man => paper::man(context),
        Verb::Version => paper::version(context),
        Verb::Help(args) => paper::help(args, context),
    }
}

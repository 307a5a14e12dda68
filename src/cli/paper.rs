//! `completions`, `man`, `version` and `help`: what the program says about itself.

use super::args::{Cli, Completions, Help, Shell};
use super::context::{Answer, Context, Exit, Failure};
use clap::CommandFactory as _;

/// A completion script for a shell.
pub(crate) fn completions(args: &Completions, context: &mut Context<'_>) -> Answer {
    use clap_complete::generate;
    let (mut command, name) = (Cli::command(), "everynode");
    let out = &mut context.out;
    match args.shell {
        Shell::Bash => generate(clap_complete::Shell::Bash, &mut command, name, out),
        Shell::Zsh => generate(clap_complete::Shell::Zsh, &mut command, name, out),
        Shell::Fish => generate(clap_complete::Shell::Fish, &mut command, name, out),
        Shell::Powershell => generate(clap_complete::Shell::PowerShell, &mut command, name, out),
        Shell::Elvish => generate(clap_complete::Shell::Elvish, &mut command, name, out),
        Shell::Nushell => generate(clap_complete_nushell::Nushell, &mut command, name, out),
    }
    Ok(Exit::Fine)
}

/// The manual page, as roff.
pub(crate) fn man(context: &mut Context<'_>) -> Answer {
    clap_mangen::Man::new(Cli::command()).render(&mut context.out)?;
    Ok(Exit::Fine)
}

/// The version, and what it follows.
pub(crate) fn version(context: &mut Context<'_>) -> Answer {
    use everynode::schema::{NEWEST, OLDEST};
    writeln!(context.out, "everynode {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(
        context.out,
        "knows the kinds and fields of Kubernetes 1.{OLDEST} to 1.{NEWEST} (--kubernetes-version);"
    )?;
    writeln!(
        context.out,
        "validation, defaults and simulation follow 1.36 for all of them"
    )?;
    Ok(Exit::Fine)
}

/// The help of a verb, or the first screen.
pub(crate) fn help(args: &Help, context: &mut Context<'_>) -> Answer {
    let mut command = Cli::command();
    match &args.verb {
        None => write!(context.out, "{}", super::help::SCREEN)?,
        Some(verb) => match command.find_subcommand_mut(verb) {
            Some(verb) => write!(context.out, "{}", verb.render_long_help())?,
            None => {
                return Err(Failure::new(format!("there is no verb `{verb}`"))
                    .help("`everynode --help` lists them"));
            }
        },
    }
    Ok(Exit::Fine)
}

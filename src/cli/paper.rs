//! `completions`, `man`, `version` and `help`: what the program says about itself.

use super::args::{Cli, Completions, Help, Shell};
use super::context::{Answer, Context, Exit, Failure};
use clap::builder::PossibleValue;
use clap::{Command, CommandFactory as _};

/// A completion script for a shell.
pub(crate) fn completions(args: &Completions, context: &mut Context<'_>) -> Answer {
    use clap_complete::{Shell as Of, generate};
    let (mut command, name) = (command(args.shell), "everynode");
    // clap gives up loudly where a reader leaves early, as a Vec never does.
    let mut script = Vec::new();
    match args.shell {
        Shell::Bash => generate(Of::Bash, &mut command, name, &mut script),
        Shell::Zsh => generate(Of::Zsh, &mut command, name, &mut script),
        Shell::Fish => generate(Of::Fish, &mut command, name, &mut script),
        Shell::Powershell => generate(Of::PowerShell, &mut command, name, &mut script),
        Shell::Elvish => generate(Of::Elvish, &mut command, name, &mut script),
        Shell::Nushell => {
            generate(
                clap_complete_nushell::Nushell,
                &mut command,
                name,
                &mut script,
            );
        }
    }
    let script = String::from_utf8_lossy(&script).into_owned();
    let script = match args.shell {
        Shell::Zsh => zsh_with_paths(&script),
        Shell::Fish => fish_with_paths(&script),
        _ => script,
    };
    context.out.write_all(script.as_bytes())?;
    Ok(Exit::Fine)
}

/// The command as people type it: `check` may be left out, so that its options and paths may follow at once.
fn command(shell: Shell) -> Command {
    let command = Cli::command();
    let check = command.find_subcommand("check").cloned();
    let check = check.unwrap_or_default();
    // In zsh, paths before a verb would hide what follows it.
    let own = check.get_arguments();
    let own = own.filter(|arg| shell != Shell::Zsh || !arg.is_positional());
    command.args(own.cloned().collect::<Vec<_>>())
}

/// clap's script for zsh offers no files where a verb may stand.
fn zsh_with_paths(script: &str) -> String {
    let verbs_or_paths =
        "\":: :{_alternative 'verbs:verb:_everynode_commands' 'paths:path:_files'}\"";
    script.replacen("\":: :_everynode_commands\"", verbs_or_paths, 1)
}

/// clap's script for fish offers no files where a verb may stand, nothing behind an option that waits for its value there,
/// and no words where they are no option's.
fn fish_with_paths(script: &str) -> String {
    let verb = "-n \"__fish_everynode_needs_command\" ";
    let text = script.replace(&format!("{verb}-f -a"), &format!("{verb}-a"));
    let mut text = text.replacen("or return\n", "or return 0\n", 1);
    for command in Cli::command().get_subcommands() {
        for arg in command.get_positionals() {
            let words: Vec<_> = arg.get_possible_values();
            let words: Vec<&str> = words.iter().map(PossibleValue::get_name).collect();
            if !words.is_empty() {
                text.push_str(&format!(
                    "complete -c everynode -n \"__fish_everynode_using_subcommand {}\" -f -a \"{}\"\n",
                    command.get_name(),
                    words.join(" ")
                ));
            }
        }
    }
    text
}

/// The manual page, as roff: all verbs on one page, so that it is found with one word.
pub(crate) fn man(context: &mut Context<'_>) -> Answer {
    let mut command = Cli::command();
    command.build();
    let page = clap_mangen::Man::new(command.clone());
    page.render_title(context.out)?;
    page.render_name_section(context.out)?;
    writeln!(
        context.out,
        ".SH SYNOPSIS\n.B everynode\n[\\fIPATH\\fR ...]\n.br\n.B everynode\n\\fIVERB\\fR [\\fIOPTIONS\\fR]"
    )?;
    page.render_description_section(context.out)?;
    writeln!(
        context.out,
        ".PP\nWithout a verb, \\fBcheck\\fR is meant. Everywhere, \\fB\\-\\-color\\fR takes auto, always or never."
    )?;
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        let about = verb.get_about().map(ToString::to_string);
        writeln!(
            context.out,
            ".SH EVERYNODE {}\n{}",
            verb.get_name().to_uppercase(),
            about.unwrap_or_default()
        )?;
        let mut options = Vec::new();
        // What is the same everywhere is said once, above.
        let verb = verb.clone().mut_args(|arg| {
            let everywhere = matches!(arg.get_id().as_str(), "color" | "help" | "version");
            arg.hide(everywhere)
        });
        clap_mangen::Man::new(verb).render_options_section(&mut options)?;
        let options = String::from_utf8_lossy(&options);
        let options = options
            .split_once(".SH OPTIONS\n")
            .map_or("", |(_, rest)| rest);
        write!(context.out, "{}", options.replace("\n.SH ", "\n.SS "))?;
    }
    writeln!(context.out, ".SH EXAMPLES\n.nf")?;
    for text in super::help::ALL {
        for line in text.lines().filter(|line| line.starts_with("  ")) {
            let line = line.trim_start().replace('\\', "\\e").replace('-', "\\-");
            writeln!(context.out, "\\&{}", line.replace('\'', "\\(aq"))?;
        }
    }
    writeln!(context.out, ".fi")?;
    writeln!(
        context.out,
        ".SH EXIT STATUS\n0 when nothing is at or above \\fB\\-\\-fail\\-on\\fR, 1 when something is, 2 when it could not run."
    )?;
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

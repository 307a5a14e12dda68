//! `nested-shell-quotes`: a shell command in one more pair of quotes than it needs.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::core::Container;
use crate::model::field::{Field, Obj, Text};

pub(super) const RULE: Rule = Rule {
    id: "nested-shell-quotes",
    level: Level::Error,
    group: Group::Reliability,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/nested-shell-quotes.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    for container in pods.all_containers() {
        let Some(script) = shell_script(container) else {
            continue;
        };
        let Some(program) = quoted_program(script.str()) else {
            continue;
        };
        let start = super::words::shorten(&program);
        out.push(
            context
                .report(&RULE, script, "the whole shell command stands in quotes of its own")
                .label("the shell sees one quoted word")
                .note(format!("The shell looks for a program called `{start}` and ends with \"not found\" (exit code 127)."))
                .help("remove the inner pair of quotes"),
        );
    }
}

/// The script of `command: [sh, -c, SCRIPT]`, or of `command` and `args` together.
fn shell_script(container: &Obj<Container>) -> Option<&Field<Text>> {
    let mut words = container.command.iter().chain(container.args.iter());
    let shell = words.next()?.str().rsplit('/').next()?;
    if !matches!(shell, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh") {
        return None;
    }
    words.find(|word| {
        word.str().starts_with('-') && !word.str().starts_with("--") && word.str().ends_with('c')
    })?;
    words.next()
}

/// What stands in the quotes, where one pair encloses the whole script and a blank is in it.
fn quoted_program(script: &str) -> Option<String> {
    let script = script.trim();
    let quote = script
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))?;
    let mut inside = String::new();
    let mut rest = script[1..].chars();
    while let Some(letter) = rest.next() {
        match letter {
            '\\' if quote == '"' => inside.extend(rest.next()),
            // `$(` and backquotes in double quotes may well be meant.
            '$' | '`' if quote == '"' => return None,
            _ if letter == quote => {
                let ends_here = rest.as_str().trim().is_empty();
                return (ends_here && inside.contains(char::is_whitespace)).then_some(inside);
            }
            _ => inside.push(letter),
        }
    }
    None
}

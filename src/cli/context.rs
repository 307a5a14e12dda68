//! What every verb gets and gives: where to write, how it may look, how it ended.

use super::args::Color;
use everynode::input;
use std::io::{IsTerminal as _, Write};
use std::process::ExitCode;

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing to complain about.
    Fine,
    /// There were findings.
    Findings,
    /// It could not do (all of) what was asked.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        })
    }
}

/// Why a verb could not run.
#[derive(Debug)]
pub(crate) enum Failure {
    /// In a person's words, and what to do about it.
    Message {
        message: String,
        help: Option<String>,
    },
    /// Whoever read our output has gone (`| head`): not worth a word.
    Closed,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Message {
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Message { message, .. } => Self::Message {
                message,
                help: Some(text.into()),
            },
            Self::Closed => Self::Closed,
        }
    }
}

impl From<std::io::Error> for Failure {
    /// For errors of writing the answer.
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::new(format!(
                "cannot write the answer: {}",
                input::reason(&error)
            ))
        }
    }
}

/// What a verb answers.
pub(crate) type Answer = Result<Exit, Failure>;

/// Where a verb writes and how it may look.
pub(crate) struct Context<'w> {
    /// The answer, buffered. Nothing else goes there.
    pub(crate) out: &'w mut dyn Write,
    /// Whether the answer may hold ANSI colours.
    pub(crate) color: bool,
    /// Whether a person reads it on a screen that shows box characters.
    pub(crate) unicode: bool,
    /// Whether the answer may hold links.
    pub(crate) links: bool,
}

impl Context<'_> {
    /// Says something beside the answer, on standard error.
    pub(crate) fn say(&self, text: &str) {
        // Nobody listens on a closed stream, and that is fine.
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Says what went wrong, on standard error.
    pub(crate) fn complain(&self, message: &str, help: Option<&str>) {
        let (open, close) = if error_color(self.color) {
            ("\x1b[1;31m", "\x1b[0m")
        } else {
            ("", "")
        };
        self.say(&format!("{open}error{close}: {message}"));
        if let Some(help) = help {
            self.say(&format!("  help: {help}"));
        }
    }
}

/// Standard error has its own terminal; no colour on the answer means none there either.
fn error_color(answer_color: bool) -> bool {
    answer_color && std::io::stderr().is_terminal()
}

/// Whether to colour: the flag, then the conventions of the environment, then whether a terminal is there.
pub(crate) fn wants_color(flag: Color) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let on =
        |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match flag {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if on("CLICOLOR_FORCE") || on("FORCE_COLOR") => true,
        Color::Auto if std::env::var_os("CLICOLOR").is_some_and(|value| value == "0") => false,
        Color::Auto => {
            std::io::stdout().is_terminal()
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Whether standard output is a terminal that follows links, and is not told to stay plain.
pub(crate) fn wants_links(color: bool) -> bool {
    color
        && std::io::stdout().is_terminal()
        && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

/// Whether standard output is a terminal that shows more than ASCII.
pub(crate) fn wants_unicode() -> bool {
    if !std::io::stdout().is_terminal() {
        return false;
    }
    if cfg!(windows) {
        return std::env::var_os("WT_SESSION").is_some();
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    locale.is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    })
}

//! Values of options that clap has no reader for: reports, presets, names of rules. Completions offer what there is.

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::error::{Error, ErrorKind};
use clap::{Arg, Command};
use everynode::report::Format;
use everynode::rules::{self, Preset};
use std::ffi::OsStr;
use std::path::PathBuf;

/// A report and where it goes; no file means standard output.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
#[derive(Clone)]
pub(crate) struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Output, Error> {
        let text = value.to_string_lossy();
        let (name, file) = text
            .split_once('=')
            .map_or((&*text, None), |(name, file)| (name, Some(file)));
        let known = PossibleValuesParser::new(Format::ALL.map(Format::as_str));
        let name = known.parse_ref(cmd, arg, name.as_ref())?;
        let format = Format::ALL.into_iter().find(|one| one.as_str() == name);
        match (format, file) {
            (Some(format), None) => Ok(Output { format, file: None }),
            (Some(format), Some(file)) if !file.is_empty() => Ok(Output {
                format,
                file: Some(PathBuf::from(file)),
            }),
            _ => Err(Error::raw(
                ErrorKind::InvalidValue,
                "--output FORMAT=FILE: no file is named\n",
            )
            .with_cmd(cmd)),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let formats = Format::ALL.into_iter().map(Format::as_str);
        Some(Box::new(formats.map(PossibleValue::new)))
    }
}

/// Reads the name of a preset.
pub(crate) fn preset() -> impl TypedValueParser<Value = Preset> {
    PossibleValuesParser::new(Preset::ALL.map(Preset::as_str))
        .try_map(|name| Preset::from_name(&name).ok_or("no such preset"))
}

/// Takes any text: what is no name of a rule or group is complained of elsewhere, with the one that was meant.
#[derive(Clone)]
pub(crate) struct RuleNames;

impl TypedValueParser for RuleNames {
    type Value = String;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let ids = rules::ALL.iter().map(|rule| rule.id);
        Some(Box::new(ids.map(PossibleValue::new)))
    }
}

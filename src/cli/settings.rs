//! From config files and flags to [`Settings`]: what counts for each file of a run.

use super::args;
use super::config_file::{Configs, Loaded, absolute, any_matches};
use super::context::Failure;
use everynode::config::{self, RuleChange};
use everynode::engine::Settings;
use everynode::input::{File, Found, Skipped};
use everynode::rules::{self, Preset, Rule, RuleTable};
use everynode::sim::node::Node;
use everynode::suggest::closest;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The settings of every file of a run.
pub(crate) struct Plan {
    /// Those that count where nothing else is said come first.
    all: Vec<Settings>,
    /// Index into `all` for each file; empty where all files are alike.
    of_file: Vec<u32>,
}

impl Plan {
    /// What configs and flags say for these files.
    pub(crate) fn new(
        args: &args::Look,
        configs: &Configs,
        files: &[File],
    ) -> Result<Self, Failure> {
        let flags = Flags::new(args)?;
        let outermost = configs
            .all
            .iter()
            .min_by_key(|one| one.path.components().count());
        let mut plan = Self {
            all: vec![flags.settings(outermost, &[])],
            of_file: Vec::new(),
        };
        if configs.all.is_empty() {
            return Ok(plan);
        }
        let mut known: Vec<(Option<usize>, Matching, u32)> = Vec::new();
        for file in files {
            let path = path_of(file);
            let config = configs.of(&path);
            let overrides =
                config.map_or_else(Vec::new, |index| overrides(&configs.all[index], &path));
            let same = known
                .iter()
                .find(|one| one.0 == config && one.1 == overrides);
            let index = match same {
                Some(same) => same.2,
                None => {
                    let loaded = config.map(|index| &configs.all[index]);
                    plan.all.push(flags.settings(loaded, &overrides));
                    let index = plan.all.len() as u32 - 1;
                    known.push((config, overrides, index));
                    index
                }
            };
            plan.of_file.push(index);
        }
        Ok(plan)
    }

    /// Lets the rules on placement ask about these nodes.
    pub(crate) fn set_nodes(&mut self, nodes: Vec<Node>) {
        let nodes: Arc<[Node]> = nodes.into();
        for settings in &mut self.all {
            settings.nodes = Some(Arc::clone(&nodes));
        }
    }

    /// The settings of a file, by its place in the list.
    pub(crate) fn of(&self, file: usize) -> &Settings {
        let index = self.of_file.get(file).map_or(0, |index| *index as usize);
        &self.all[index]
    }

    /// The settings of each of so many files.
    pub(crate) fn each(&self, files: usize) -> Vec<&Settings> {
        if self.of_file.is_empty() {
            return vec![self.general()];
        }
        (0..files).map(|file| self.of(file)).collect()
    }

    /// The settings where nothing else is said.
    pub(crate) fn general(&self) -> &Settings {
        &self.all[0]
    }
}

/// Where a file lies; standard input lies where its name says.
pub(crate) fn path_of(file: &File) -> PathBuf {
    absolute(file.path.as_deref().unwrap_or(Path::new(&file.name)))
}

/// Whether a template of a Helm chart is to be judged: the preset `api` asks what the apiserver says of every text as it
/// stands.
pub(crate) fn judges_templates(args: &args::Look, configs: &Configs, file: &File) -> bool {
    let config = configs.of(&path_of(file)).map(|index| &configs.all[index]);
    presets(args, config).contains(&Preset::Api)
}

/// The presets in force: those of the flags, else those of the config.
fn presets(args: &args::Look, config: Option<&Loaded>) -> Vec<Preset> {
    if !args.preset.is_empty() {
        return args.preset.clone();
    }
    config
        .and_then(|config| config.last(|config| config.presets.clone()))
        .unwrap_or_else(|| vec![Preset::Default])
}

/// Takes out what configs exclude, and everynode's own files. What is named stays, unless `force`.
pub(crate) fn leave_out(found: &mut Found, configs: &Configs, force: bool) {
    let own = |file: &File| {
        let name = file.name.rsplit('/').next().unwrap_or_default();
        name == config::FILE_NAME || name == everynode::baseline::FILE
    };
    let excludes = configs
        .all
        .iter()
        .any(|one| one.layers().any(|(_, config)| !config.exclude.is_empty()));
    let mut skipped = Vec::new();
    found.files.retain(|file| {
        if own(file) {
            return false;
        }
        if !excludes || (file.named && !force) {
            return true;
        }
        let path = path_of(file);
        let out = configs
            .of(&path)
            .is_some_and(|index| configs.all[index].excludes(&path));
        if out {
            skipped.push(Skipped {
                what: "excluded files",
                name: file.name.clone(),
            });
        }
        !out
    });
    found.skipped.extend(skipped);
}

/// Overrides of a config: layer and place in it.
pub(crate) type Matching = Vec<(usize, usize)>;

/// The overrides of a config that mean a file.
pub(crate) fn overrides(config: &Loaded, file: &Path) -> Matching {
    let mut found = Vec::new();
    for (layer, (folder, config)) in config.layers().enumerate() {
        for (index, one) in config.overrides.iter().enumerate() {
            if any_matches(&one.files, folder, file) {
                found.push((layer, index));
            }
        }
    }
    found
}

/// What the flags say.
pub(crate) struct Flags<'a> {
    args: &'a args::Look,
    select: Vec<&'static Rule>,
    ignore: Vec<&'static Rule>,
    today: String,
}

impl<'a> Flags<'a> {
    pub(crate) fn new(args: &'a args::Look) -> Result<Self, Failure> {
        let all = |names: &[String]| {
            let mut found = Vec::new();
            for name in names {
                found.extend(named(name)?);
            }
            Ok::<_, Failure>(found)
        };
        Ok(Self {
            args,
            select: all(&args.select)?,
            ignore: all(&args.ignore)?,
            today: today(),
        })
    }

    /// Presets, then the config's rules, then its overrides, then the flags: what comes later counts more.
    pub(crate) fn settings(
        &self,
        config: Option<&Loaded>,
        overrides: &[(usize, usize)],
    ) -> Settings {
        let mut settings = Settings::new(&presets(self.args, config));
        settings.today = Some(self.today.clone());
        let minor = config.and_then(|config| config.last(|config| config.kubernetes_minor));
        if let Some(minor) = self.args.kubernetes.minor.or(minor) {
            settings.kubernetes_minor = minor;
        }
        if let Some(config) = config {
            for (_, config) in config.layers() {
                apply(&mut settings.rules, &config.rules);
            }
            for (wanted_layer, index) in overrides {
                let layer = config.layers().nth(*wanted_layer);
                if let Some(one) = layer.and_then(|(_, config)| config.overrides.get(*index)) {
                    apply(&mut settings.rules, &one.rules);
                }
            }
        }
        if !self.args.select.is_empty() {
            for rule in rules::ALL {
                let on = self.select.iter().any(|selected| selected.id == rule.id);
                settings.rules.switch(rule.id, on);
            }
        }
        for rule in &self.ignore {
            settings.rules.switch(rule.id, false);
        }
        settings
    }
}

/// Does to a table what a config says.
fn apply(table: &mut RuleTable, changes: &[RuleChange]) {
    for change in changes {
        match change.level {
            Some(level) => {
                table.set_level(change.rule.id, level);
            }
            None => {
                table.switch(change.rule.id, change.on);
            }
        }
        for (option, value) in &change.options {
            table.set_option(change.rule.id, option, value.clone());
        }
        if let Some(except) = &change.except {
            table.set_except(change.rule.id, except.clone());
        }
    }
}

/// The day, in UTC: `2027-01-31`.
fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    // Days since 0000-03-01, in eras of 400 years: Howard Hinnant's `civil_from_days`.
    let days = seconds / 86_400 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The rule of that id, or the rules of that group.
fn named(name: &str) -> Result<Vec<&'static Rule>, Failure> {
    let name = name.trim();
    let found: Vec<&Rule> = rules::ALL
        .iter()
        .copied()
        .filter(|rule| rule.id == name || rule.group.as_str() == name)
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let known = rules::ALL
        .iter()
        .flat_map(|rule| [rule.id, rule.group.as_str()]);
    let help = match closest(name, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => String::from("`everynode rules` lists them"),
    };
    Err(Failure::new(format!("there is no rule or group `{name}`")).help(help))
}

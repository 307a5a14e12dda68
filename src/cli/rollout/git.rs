//! What a commit holds, read with the user's git; the work tree and the index are not touched.

use super::super::config_file::plain;
use super::super::context::Failure;
use everynode::rollout::Role;
use everynode::source::Source;
use everynode::yaml;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A repository, and one of its commits.
pub(super) struct Repository {
    /// Its topmost folder.
    top: PathBuf,
    /// As it was asked for.
    reference: String,
    commit: String,
    /// The files of the commit: path below the top, and blob.
    files: BTreeMap<String, String>,
}

impl Repository {
    /// Finds the repository of a path, and the commit.
    pub(super) fn open(reference: &str, path: &Path) -> Result<Self, Failure> {
        let folder = existing(path);
        let output = git(&folder, &["rev-parse", "--show-toplevel"])?;
        if !output.status.success() {
            let failure = Failure::new(format!(
                "--against: {} does not lie in the work tree of a git repository",
                shown(path)
            ));
            let why = text(&output.stderr);
            return Err(if why.contains("not a git repository") {
                failure.help("`everynode rollout OLD NEW` compares files and folders without git")
            } else {
                failure.help(format!("git says: {}", why.trim()))
            });
        }
        let top = PathBuf::from(text(&output.stdout).trim_end_matches(['\n', '\r']));
        let commit = commit(&top, reference)?;
        let listed = asked(&top, &["ls-tree", "-r", "-z", "--full-tree", &commit])?;
        let mut files = BTreeMap::new();
        for entry in listed.split('\0') {
            // `<mode> blob <hash>\t<path>`; links and submodules are no manifests of their own.
            if let Some((head, name)) = entry.split_once('\t')
                && let [mode, "blob", hash] = head.split(' ').collect::<Vec<_>>().as_slice()
                && mode.starts_with("100")
            {
                files.insert(name.to_owned(), (*hash).to_owned());
            }
        }
        Ok(Self {
            top,
            reference: reference.to_owned(),
            commit,
            files,
        })
    }

    /// A path below the top, `/` between its parts; empty for the top itself. None outside of it.
    pub(super) fn below(&self, path: &Path) -> Option<String> {
        let top = self.top.canonicalize().ok()?;
        let folder = existing(path);
        let rest = path.strip_prefix(&folder).ok().map(Path::to_owned);
        let whole = match path.canonicalize() {
            Ok(whole) => whole,
            Err(_) => folder
                .canonicalize()
                .ok()?
                .join(rest.unwrap_or_else(|| path.to_owned())),
        };
        let parts: Option<Vec<String>> = plain(&whole)
            .strip_prefix(&top)
            .ok()?
            .components()
            .map(|part| match part {
                Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
                _ => None,
            })
            .collect();
        Some(parts?.join("/"))
    }

    /// The files of the commit at or below these paths, that hold manifests by their names.
    pub(super) fn under(&self, paths: &[String]) -> Vec<String> {
        let wanted = |file: &str| {
            paths.iter().any(|path| {
                file == path
                    || (is_below(file, path) && is_manifest(file) && !self.is_template(file))
            })
        };
        self.files
            .keys()
            .filter(|file| wanted(file))
            .cloned()
            .collect()
    }

    /// Manifests that differ between the commit and the work tree, new ones included.
    pub(super) fn changed(&self) -> Result<BTreeSet<String>, Failure> {
        let diff = [
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
        ];
        let mut words = diff.to_vec();
        words.extend([self.commit.as_str(), "--"]);
        let mut changed = asked(&self.top, &words)?;
        changed += &asked(
            &self.top,
            &["ls-files", "-z", "--others", "--exclude-standard"],
        )?;
        let names = changed
            .split('\0')
            .filter(|name| is_manifest(name) && !self.is_template(name));
        Ok(names.map(str::to_owned).collect())
    }

    /// Where a file of the work tree lies.
    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.top.join(file)
    }

    /// Texts of the commit, in the order asked for; binary ones are left out.
    pub(super) fn read(
        &self,
        files: &[(String, bool)],
    ) -> Result<(Vec<Source>, Vec<Role>), Failure> {
        let known: Vec<(&(String, bool), &String)> = files
            .iter()
            .filter_map(|file| Some((file, self.files.get(&file.0)?)))
            .collect();
        let hashes: Vec<&str> = known.iter().map(|(_, hash)| hash.as_str()).collect();
        let (mut sources, mut roles) = (Vec::new(), Vec::new());
        for ((file, _), blob) in known.iter().zip(blobs(&self.top, &hashes)?) {
            if blob.contains(&0)
                && !blob.starts_with(&[0xff, 0xfe])
                && !blob.starts_with(&[0xfe, 0xff])
            {
                continue;
            }
            let text = yaml::decode(&blob).text.into_owned();
            sources.push(Source::new(format!("{}:{}", self.reference, file.0), text));
            roles.push(Role {
                name: file.0.clone(),
                aside: file.1,
            });
        }
        Ok((sources, roles))
    }

    /// Whether the file is a template of a Helm chart: no manifest before Helm made one of it.
    fn is_template(&self, file: &str) -> bool {
        file.match_indices("templates/").any(|(at, _)| {
            let chart = file.get(..at).unwrap_or_default();
            (chart.is_empty() || chart.ends_with('/'))
                && self.files.contains_key(&format!("{chart}Chart.yaml"))
        })
    }
}

/// The commit that a word names.
fn commit(top: &Path, reference: &str) -> Result<String, Failure> {
    let name = format!("{reference}^{{commit}}");
    if !reference.is_empty() && !reference.starts_with('-') {
        let output = git(top, &["rev-parse", "--verify", "--quiet", &name])?;
        if output.status.success() {
            return Ok(text(&output.stdout).trim().to_owned());
        }
    }
    let failure = Failure::new(format!("--against: there is no commit `{reference}` here"));
    let shallow = git(top, &["rev-parse", "--is-shallow-repository"])?;
    Err(if text(&shallow.stdout).trim() == "true" {
        failure.help(
            "this clone is shallow, older commits are not in it: `git fetch --unshallow` or `git fetch --deepen=50` \
             brings them (in GitHub Actions: `fetch-depth: 0`)",
        )
    } else {
        failure.help("`git log --oneline` and `git branch --all` show what there is")
    })
}

/// The blobs of these hashes.
fn blobs(top: &Path, hashes: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let unread =
        |why: &dyn std::fmt::Display| Failure::new(format!("--against: git cat-file: {why}"));
    let mut child = command(top, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|why| unread(&why))?;
    let question = hashes.join("\n") + "\n";
    let stdin = child.stdin.take();
    // Written beside, for the answer may fill its pipe before the question is out.
    let asking =
        std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(question.as_bytes())));
    let output = child.wait_with_output().map_err(|why| unread(&why))?;
    let _ = asking.join();
    let mut rest = output.stdout.as_slice();
    let mut blobs = Vec::new();
    for hash in hashes {
        // `<hash> blob <size>\n<bytes>\n`
        let end = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(rest.len());
        let head = text(rest.get(..end).unwrap_or_default());
        let size: Option<usize> = head.rsplit(' ').next().and_then(|size| size.parse().ok());
        let size = size.ok_or_else(|| {
            unread(&format!("{hash} is not in this clone ({head})"))
                .help("a partial clone has not all files of older commits: `git fetch --refetch` brings them")
        })?;
        let blob = rest.get(end + 1..end + 1 + size).unwrap_or_default();
        blobs.push(blob.to_vec());
        rest = rest.get(end + size + 2..).unwrap_or_default();
    }
    Ok(blobs)
}

/// git, so that it writes nothing, runs nothing that the repository asks for and fetches nothing.
fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("--no-optional-locks")
        .args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"])
        .arg("-C")
        .arg(folder)
        .args(words)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        // Hooks run with these set for the repository of the hook, relative to its folder.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GIT_PREFIX");
    command
}

fn git(folder: &Path, words: &[&str]) -> Result<Output, Failure> {
    command(folder, words)
        .stdin(Stdio::null())
        .output()
        .map_err(|why| {
            Failure::new(format!("--against needs git, which does not start: {why}"))
                .help("`everynode rollout OLD NEW` compares files and folders without git")
        })
}

/// What git answers, where it has to.
fn asked(folder: &Path, words: &[&str]) -> Result<String, Failure> {
    let output = git(folder, words)?;
    if output.status.success() {
        return Ok(text(&output.stdout).into_owned());
    }
    let verb = words.first().copied().unwrap_or_default();
    Err(Failure::new(format!(
        "--against: git {verb}: {}",
        text(&output.stderr).trim()
    )))
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn shown(path: &Path) -> String {
    if path == Path::new(".") {
        String::from("this folder")
    } else {
        path.display().to_string()
    }
}

/// The path where it is a folder, else the nearest folder above it that is there.
fn existing(path: &Path) -> PathBuf {
    let folders = path
        .ancestors()
        .filter(|folder| !folder.as_os_str().is_empty());
    folders
        .into_iter()
        .find(|folder| folder.is_dir())
        .unwrap_or(Path::new("."))
        .to_owned()
}

fn is_below(file: &str, folder: &str) -> bool {
    folder.is_empty()
        || file
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
}

fn is_manifest(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("yaml" | "yml" | "json"))
}

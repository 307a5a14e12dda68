//! A repository of a test's own: files, runs of the binary in it, and what they gave.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        let Self { out, err, .. } = &self;
        assert_eq!(self.code, code, "\nstdout:\n{out}\nstderr:\n{err}");
        self
    }

    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        let Self { out, err, .. } = &self;
        let said = out.contains(text) || err.contains(text);
        assert!(said, "lacks {text:?}\nstdout:\n{out}\nstderr:\n{err}");
        self
    }

    #[track_caller]
    pub(crate) fn hides(self, text: &str) -> Self {
        let Self { out, err, .. } = &self;
        let said = out.contains(text) || err.contains(text);
        assert!(!said, "has {text:?}\nstdout:\n{out}\nstderr:\n{err}");
        self
    }
}

/// A folder with a `.git` of its own, so that nothing above it counts.
pub(crate) struct Project(pub(crate) PathBuf);

impl Project {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("projects")
            .join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join(".git")).expect("a folder for the test");
        let project = Self(path);
        for (name, text) in files {
            project.write(name, text);
        }
        project
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect("a readable file")
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Ran {
        self.run_in("", words, "")
    }

    /// Runs in a folder of it, with something on standard input.
    pub(crate) fn run_in<S: AsRef<OsStr>>(&self, folder: &str, words: &[S], input: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_everynode"))
            .args(words)
            .current_dir(self.0.join(folder))
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let _ = child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the binary ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// Nothing to find.
pub(crate) const GOOD: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n";

/// One error (`unknown-field`).
pub(crate) const FAULTY: &str =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: faulty\ndata: {}\ndatas: {}\n";

/// The test data that is not part of the repository; None (and a line that says so) where it is not there.
pub(crate) fn shared(what: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("EVERYNODE_SHARED").map_or_else(beside, PathBuf::from);
    let path = root.join(what);
    if path.exists() {
        return Some(path);
    }
    println!("SKIP: {} not found", path.display());
    None
}

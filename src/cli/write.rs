//! Writes a file so that whoever reads it finds the old text or the new one, never half of it.

use super::context::Failure;
use everynode::input;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use tempfile::NamedTempFile;

/// How the names of files end that are being written.
const UNFINISHED: &str = ".everynode-unfinished";
/// No run takes so long to write a file: what is older was left behind by one that was killed.
const ABANDONED: Duration = Duration::from_secs(60);

/// Replaces a file at one blow. A symbolic link stays one, its target is replaced; a file that must not be written is not;
/// a device or pipe (`/dev/stdout`) gets the bytes as they come.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failure = |error: io::Error| failure(path, &error);
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let before = fs::metadata(&target).ok();
    if let Some(meta) = &before {
        if meta.permissions().readonly() {
            return Err(Failure::new(format!(
                "cannot write {}: it is read-only",
                path.display()
            )));
        }
        if meta.is_dir() {
            return Err(Failure::new(format!(
                "cannot write {}: it is a folder",
                path.display()
            )));
        }
        // Also where `/dev/stdout` is a file: its other writers keep what they have opened.
        if !meta.is_file() || path.starts_with("/dev") {
            let opened = File::options().append(true).open(path);
            return opened
                .and_then(|mut file| file.write_all(bytes))
                .map_err(failure);
        }
    }
    let finished = unfinished(&target, bytes, before.as_ref())
        .and_then(|file| file.persist(&target).map_err(|error| error.error));
    finished.map(drop).map_err(failure)
}

/// Makes a file that is not there yet, whole or not at all. What is there already stays, whoever else writes at the same
/// time: the error is [`io::ErrorKind::AlreadyExists`] then.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = unfinished(path, bytes, None)?;
    file.persist_noclobber(path)
        .map(drop)
        .map_err(|error| error.error)
}

/// A file beside the one that is meant, with all that is to be in it; gone again unless it is given the other's name.
fn unfinished(path: &Path, bytes: &[u8], before: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(UNFINISHED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As every new file: what the umask leaves of it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(before) = before {
        take_over(before, file.as_file())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Gives a file the rights and, as far as that is allowed, the owner of the one that it replaces.
fn take_over(before: &Metadata, file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let _ = fchown(file, Some(before.uid()), Some(before.gid()));
    }
    file.set_permissions(before.permissions())
}

/// Removes what killed runs left in a folder; once in each folder.
fn sweep(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let is_first = SWEPT
        .lock()
        .is_ok_and(|mut swept| swept.insert(folder.to_path_buf()));
    if !is_first {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_abandoned = || {
            let written = entry.metadata().and_then(|meta| meta.modified());
            let age = written.ok().and_then(|written| written.elapsed().ok());
            age.is_some_and(|age| age > ABANDONED)
        };
        let is_ours = entry.file_name().to_string_lossy().ends_with(UNFINISHED);
        if is_ours && is_abandoned() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What stands in the way of writing, for people.
pub(crate) fn failure(path: &Path, error: &io::Error) -> Failure {
    let reason = input::reason(error);
    Failure::new(format!("cannot write {}: {reason}", path.display()))
}

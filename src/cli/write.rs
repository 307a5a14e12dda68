//! Writes a file so that whoever reads it finds the old text or the new one, never half of it.

use super::context::Failure;
use atomic_write_file::AtomicWriteFile;
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

/// Replaces a file at one blow. A symbolic link stays one, its target is replaced; a file that must not be written is not;
/// a device or pipe (`/dev/stdout`) gets the bytes as they come.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failure = |error: io::Error| failure(path, &error);
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    match fs::metadata(&target) {
        Ok(meta) if meta.permissions().readonly() => {
            return Err(Failure::new(format!(
                "cannot write {}: it is read-only",
                path.display()
            )));
        }
        Ok(meta) if meta.is_dir() => {
            return Err(Failure::new(format!(
                "cannot write {}: it is a folder",
                path.display()
            )));
        }
        // Also where `/dev/stdout` is a file: its other writers keep what they have opened.
        Ok(meta) if !meta.is_file() || path.starts_with("/dev") => {
            let opened = fs::File::options().append(true).open(path);
            return opened
                .and_then(|mut file| file.write_all(bytes))
                .map_err(failure);
        }
        _ => {}
    }
    replace(&target, bytes).map_err(failure)
}

/// Makes a file that is not there yet, whole or not at all. What is there already stays, whoever else writes at the same
/// time: the error is [`ErrorKind::AlreadyExists`] then.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    replace(&beside, bytes)?;
    // A second name is only ever given where there is none; a rename would replace.
    let linked = match fs::hard_link(&beside, path) {
        // Some file systems know no second names.
        Err(error) if error.kind() != ErrorKind::AlreadyExists && !path.exists() => {
            fs::rename(&beside, path)
        }
        linked => linked,
    };
    let _ = fs::remove_file(&beside);
    linked
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = AtomicWriteFile::open(path)?;
    file.write_all(bytes)?;
    file.commit()
}

/// What stands in the way of writing, for people.
pub(crate) fn failure(path: &Path, error: &io::Error) -> Failure {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    Failure::new(format!("cannot write {}: {reason}", path.display()))
}

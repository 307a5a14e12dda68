//! Writes a file so that whoever reads it finds the old text or the new one, never half of it.

use super::context::Failure;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Replaces a file: writes beside it, then renames. A symbolic link stays one, its target is replaced; a file that must not
/// be written is not. What is no plain file (a pipe, `/dev/stdout`) is written to.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failure =
        |error: std::io::Error| Failure::new(format!("cannot write {}: {error}", path.display()));
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        let written = fs::File::options().write(true).open(path);
        return written
            .and_then(|mut file| file.write_all(bytes))
            .map_err(failure);
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let before = fs::metadata(&target).ok();
    if before
        .as_ref()
        .is_some_and(|meta| meta.permissions().readonly())
    {
        return Err(Failure::new(format!(
            "cannot write {}: it is read-only",
            path.display()
        )));
    }
    let name = target
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let beside = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let write = || -> std::io::Result<()> {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        if let Some(before) = &before {
            file.set_permissions(before.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, &target)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        failure(error)
    })
}

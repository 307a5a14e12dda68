//! Reads one file into text, or says why not.

use super::{File, LARGE};
use crate::source::Source;
use crate::threads;
use crate::yaml;
use std::io::{self, Read as _, Seek as _};
use std::path::Path;

/// Why a file is not a text to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It holds NUL bytes: no text.
    Binary,
    /// It was found, not named, and is larger than [`LARGE`]; or it is larger than positions can count (4 GiB).
    Large,
    /// The system would not let us, in its words.
    Failed(String),
}

/// Files of so many bytes are read by several threads: what takes long is to get the memory, page by page.
const LONG: usize = 2 << 20;

/// Files that were found and are smaller than this are read without asking first how large they are.
const ROOM: usize = 64 << 10;

/// Reads files, one after the other.
#[derive(Debug, Default)]
pub struct Reader {
    /// Where small files are read to: made once, for all of them.
    room: Vec<u8>,
}

impl Reader {
    /// Reads a file, or standard input, on up to `threads` threads.
    ///
    /// # Errors
    /// When the file cannot be read, or is not text.
    pub fn read(&mut self, file: &File, threads: usize) -> Result<Source, Unread> {
        let bytes = match &file.path {
            _ if file.made.is_some() => Ok(file.made.clone().unwrap_or_default()),
            Some(path) => match self.open(path, file.named, threads) {
                Ok(Some(bytes)) => Ok(bytes),
                Ok(None) => return Err(Unread::Large),
                Err(error) => Err(error),
            },
            None => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
        };
        let bytes = bytes.map_err(|error| Unread::Failed(reason(&error)))?;
        if u32::try_from(bytes.len()).is_err() {
            return Err(Unread::Large);
        }
        if is_binary(&bytes) {
            return Err(Unread::Binary);
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            // As kubectl reads it: UTF-16 with its mark, U+FFFD for bytes that are no text.
            Err(error) => yaml::decode(error.as_bytes()).text.into_owned(),
        };
        Ok(Source::new(file.name.clone(), text))
    }

    /// The bytes of a file; None when it is too large to be taken unasked.
    fn open(&mut self, path: &Path, named: bool, threads: usize) -> io::Result<Option<Vec<u8>>> {
        let mut file = std::fs::File::open(path)?;
        let mut start = &[][..];
        if !named {
            // Of ten thousand small files every call to the system counts.
            self.room.resize(ROOM, 0);
            let filled = fill(&mut file, &mut self.room)?;
            start = &self.room[..filled];
            if filled < ROOM {
                return Ok(Some(start.to_vec()));
            }
        }
        let data = file.metadata()?;
        if data.len() > if named { u64::from(u32::MAX) } else { LARGE } {
            return Ok(None);
        }
        let size = usize::try_from(data.len()).unwrap_or(0);
        if threads > 1 && data.is_file() && size >= LONG {
            let mut bytes = vec![0; size];
            if fill_in_parts(path, &mut bytes, threads)? {
                return Ok(Some(bytes));
            }
        }
        // Of a pipe, or of a file of the kernel's, how much there is shows at the end.
        let mut bytes = Vec::with_capacity(size);
        bytes.extend_from_slice(start);
        file.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }
}

/// Reads until the bytes are full or the file ends.
fn fill(file: &mut std::fs::File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Reads a file, each thread a stretch of it. Whether all of it was there: it may be cut while it is read.
fn fill_in_parts(path: &Path, bytes: &mut [u8], threads: usize) -> io::Result<bool> {
    let length = bytes.len().div_ceil(threads);
    let read = |(index, part): (usize, &mut [u8])| -> io::Result<bool> {
        let mut file = std::fs::File::open(path)?;
        file.seek(io::SeekFrom::Start((index * length) as u64))?;
        Ok(fill(&mut file, part)? == part.len())
    };
    let parts = bytes.chunks_mut(length).enumerate();
    let mut read = threads::each(threads, parts, read).into_iter();
    read.try_fold(true, |all, one| Ok(all & one?))
}

/// NUL bytes without a byte order mark of UTF-16 in front.
fn is_binary(bytes: &[u8]) -> bool {
    !bytes.starts_with(&[0xFF, 0xFE])
        && !bytes.starts_with(&[0xFE, 0xFF])
        && memchr::memchr(0, bytes).is_some()
}

/// The system's reason, in words that do not end in "(os error 13)".
#[must_use]
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => String::from("no such file or folder"),
        io::ErrorKind::PermissionDenied => String::from("permission denied"),
        io::ErrorKind::IsADirectory => String::from("it is a folder"),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_string()
        }
    }
}

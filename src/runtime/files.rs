//! Reads and creates files. Only regular files up to [`MAX_FILE_BYTES`] are read: opening a pipe may block forever, and
//! reading a device may never end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::post::{Problem, Severity, is_binary};

/// Maximum size of a file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// Number of bytes at the start of a file that are checked to distinguish text from binary files.
const BINARY_CHECK_BYTES: usize = 1 << 10;

/// The reason why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The path is a pipe, a socket or a device.
    #[error("not a regular file but a pipe, a socket or a device")]
    NotRegular,
    /// The file is larger than [`MAX_FILE_BYTES`].
    #[error("larger than {} MB, the most that folio reads", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// The file is binary.
    #[error("a binary file, not text")]
    Binary,
    /// The file could not be opened or read; most likely it does not exist.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl ReadError {
    /// Converts the error to a problem of the post.
    pub fn problem(&self) -> Problem {
        let (code, hint) = match self {
            Self::NotRegular => (
                "not-a-file",
                "give it another extension if it is not meant to be a post",
            ),
            Self::TooLarge => ("file-too-large", "split the file"),
            Self::Binary => (
                "binary-file",
                "give it another extension if it is not meant to be a post",
            ),
            Self::Io(_) => ("unreadable", "check that you may read it"),
        };
        Problem {
            severity: Severity::Error,
            code,
            line: 1,
            column: 1,
            message: format!("can't be read: {self}").into(),
            hint: hint.into(),
        }
    }
}

/// Returns true if the error means that a file does not exist. This includes a path in which a file takes the place of a folder,
/// such as `/dev/null/.config`: system services often have `HOME=/dev/null`.
pub fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// A regular file that is open for reading.
#[derive(Debug)]
pub struct RegularFile {
    /// The file.
    pub file: File,
    /// The size in bytes when the file was opened.
    pub size: u64,
}

/// Opens a regular file for reading. Does not block if `path` is something else, such as a pipe.
pub fn open_regular(path: &Path) -> Result<RegularFile, ReadError> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Without `NONBLOCK`, opening a pipe waits for a writer; without `NOCTTY`, a terminal may become the controlling
        // terminal (open(2)). Regular files ignore both flags.
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    if !metadata.is_file() {
        return Err(ReadError::NotRegular);
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge);
    }
    Ok(RegularFile {
        file,
        size: metadata.len(),
    })
}

/// Reads a complete regular file.
pub fn read_regular(path: &Path) -> Result<Vec<u8>, ReadError> {
    read_to_end_within_limit(open_regular(path)?.file)
}

/// Reads a regular text file. Fails after the first KiB of a binary file.
pub fn read_text(path: &Path) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    read_text_into(path, &mut bytes)?;
    Ok(bytes)
}

/// Reads a regular text file into `bytes`. Replaces the content and reuses the capacity of `bytes`.
pub fn read_text_into(path: &Path, bytes: &mut Vec<u8>) -> Result<(), ReadError> {
    bytes.clear();
    let RegularFile { mut file, size } = open_regular(path)?;
    bytes.reserve_exact(usize::try_from(size).unwrap_or(0));
    file.by_ref()
        .take(BINARY_CHECK_BYTES as u64)
        .read_to_end(bytes)?;
    if is_binary(bytes) {
        return Err(ReadError::Binary);
    }
    append_all(file, bytes)
}

/// Reads all of standard input, which may be a pipe.
pub fn read_stdin() -> Result<Vec<u8>, ReadError> {
    read_to_end_within_limit(io::stdin().lock())
}

/// Returns the bytes if they are text.
pub fn check_text(bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    if is_binary(&bytes[..bytes.len().min(BINARY_CHECK_BYTES)]) {
        return Err(ReadError::Binary);
    }
    Ok(bytes)
}

/// Reads `source` to its end. Fails if it is longer than [`MAX_FILE_BYTES`].
pub(super) fn read_to_end_within_limit(source: impl Read) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    append_all(source, &mut bytes)?;
    Ok(bytes)
}

/// Reads `source` to its end and appends to `bytes`. Fails if `bytes` becomes longer than [`MAX_FILE_BYTES`]: a file may grow
/// while it is read, and standard input may have any size.
fn append_all(source: impl Read, bytes: &mut Vec<u8>) -> Result<(), ReadError> {
    append_up_to(MAX_FILE_BYTES, source, bytes)
}

/// Reads `source` to its end and appends to `bytes`. Fails if `bytes` becomes longer than `limit`.
fn append_up_to(limit: u64, source: impl Read, bytes: &mut Vec<u8>) -> Result<(), ReadError> {
    let max_bytes = (limit + 1).saturating_sub(bytes.len() as u64);
    source.take(max_bytes).read_to_end(bytes)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge);
    }
    Ok(())
}

/// Returns options for writing a file that only its owner may read. The saved state needs this, since it reveals what the user
/// reads.
pub(super) fn private_file_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates a folder and its ancestors, if they are missing. Only the owner may access the created folders.
pub(super) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_text_files_up_to_the_maximum_size_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let text = "Grüße.\n".repeat(300);
        fs::write(path("a.md"), &text).expect("a file");
        assert_eq!(read_text(&path("a.md")).expect("text"), text.as_bytes());
        fs::write(path("b.md"), b"\x7fELF\x02\x01\x00\x00").expect("a file");
        assert!(matches!(read_text(&path("b.md")), Err(ReadError::Binary)));
        assert!(read_regular(&path("b.md")).is_ok());
        let sparse = File::create(path("c.md")).expect("a file");
        sparse.set_len(MAX_FILE_BYTES + 1).expect("a sparse file");
        assert!(matches!(read_text(&path("c.md")), Err(ReadError::TooLarge)));
        assert!(matches!(read_text(folder.path()), Err(ReadError::Io(_))));
        assert!(matches!(read_text(&path("gone.md")), Err(ReadError::Io(_))));
    }

    #[test]
    fn reading_a_file_that_grows_fails_at_the_limit() {
        let mut bytes = b"first".to_vec();
        let result = append_up_to(100, io::repeat(b'x'), &mut bytes);
        assert!(matches!(result, Err(ReadError::TooLarge)));
        assert_eq!(bytes.len(), 101);
        let mut bytes = b"first".to_vec();
        append_up_to(100, &[b'x'; 95][..], &mut bytes).expect("text up to the limit");
        assert_eq!(bytes.len(), 100);
    }

    #[test]
    #[cfg(unix)]
    fn a_pipe_and_a_device_are_refused_without_waiting() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("a.md");
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0)
            .expect("a pipe");
        assert!(matches!(read_text(&pipe), Err(ReadError::NotRegular)));
        let device = Path::new("/dev/zero");
        assert!(matches!(read_text(device), Err(ReadError::NotRegular)));
    }
}

//! The first part of an article, and the end of its last, before all of it is read.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use super::parts::APART;
use super::worker::Origin;
use crate::document::{self, Dialect, Document};
use crate::post;
use crate::site::Source;

/// Bytes that are read first. Front matter that is longer makes an article wait for all of it.
const FIRST: usize = 64 << 10;
/// Bytes of the end in which definitions of links and footnotes are looked for.
const LAST: usize = 64 << 10;

/// An article of which no more has been read than its first screens need.
#[derive(Debug)]
pub(super) struct Start {
    bytes: Vec<u8>,
    /// The end of a long article, which begins anywhere.
    tail: Vec<u8>,
    rest: Rest,
}

/// Where the rest is.
#[derive(Debug)]
enum Rest {
    /// There is none.
    Nothing,
    /// Behind the place in a file that was read last; of so many bytes in all, if it does not change.
    File(File, usize),
    Text(Arc<[u8]>),
}

impl Start {
    /// Reads what is needed; a short article is read whole.
    ///
    /// # Errors
    /// The file is not there or can't be read.
    pub(super) fn open(origin: &Origin, path: &Path) -> io::Result<Self> {
        match origin {
            Origin::Text(text) => Ok(Self::text(text)),
            Origin::Folder(folder) => Self::file(File::open(folder.join(path))?),
        }
    }

    fn text(text: &Arc<[u8]>) -> Self {
        if text.len() <= document::LONG {
            return Self::whole_of(text.to_vec());
        }
        Self {
            bytes: text[..FIRST].to_vec(),
            tail: text[text.len() - LAST..].to_vec(),
            rest: Rest::Text(Arc::clone(text)),
        }
    }

    fn file(mut file: File) -> io::Result<Self> {
        // What says no size, as a pipe does, is read to its end.
        let size = usize::try_from(file.metadata()?.len()).unwrap_or(0);
        let is_long = size > document::LONG;
        let mut bytes = Vec::with_capacity(if is_long { FIRST } else { size });
        if !is_long {
            file.read_to_end(&mut bytes)?;
            return Ok(Self::whole_of(bytes));
        }
        file.by_ref().take(FIRST as u64).read_to_end(&mut bytes)?;
        let mut tail = Vec::with_capacity(LAST);
        file.seek(SeekFrom::Start((size - LAST) as u64))?;
        file.by_ref().take(LAST as u64).read_to_end(&mut tail)?;
        file.seek(SeekFrom::Start(bytes.len() as u64))?;
        let rest = Rest::File(file, size);
        Ok(Self { bytes, tail, rest })
    }

    fn whole_of(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            tail: Vec::new(),
            rest: Rest::Nothing,
        }
    }

    /// The first screens of a long article; `None` for a short one, and where its front matter does not end in the first
    /// part. A byte order mark tells the encoding there; what is no UTF-8 further on changes nothing before it.
    pub(super) fn head(
        &self,
        folder: &Path,
        path: &Path,
        dialect: Dialect,
    ) -> Option<(Source, Document)> {
        if matches!(self.rest, Rest::Nothing) {
            return None;
        }
        let first = &self.bytes[..post::whole_characters(&self.bytes)];
        if !post::head_is_complete(first) {
            return None;
        }
        let is_utf16 = matches!(first, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        let tail = if is_utf16 { &[][..] } else { &self.tail };
        let source = Source::in_folder(folder, path, first.to_vec());
        let document = source.head(&String::from_utf8_lossy(tail), dialect);
        Some((source, document))
    }

    /// All bytes.
    ///
    /// # Errors
    /// The file can't be read any more.
    pub(super) fn whole(self) -> io::Result<Vec<u8>> {
        let mut bytes = self.bytes;
        match self.rest {
            Rest::Nothing => {}
            Rest::Text(text) => bytes.extend_from_slice(&text[bytes.len()..]),
            Rest::File(mut file, size) => {
                // All at once: growing step by step would copy what is there.
                let more = size.saturating_sub(bytes.len()) + 1;
                bytes
                    .try_reserve_exact(more.max(APART))
                    .or_else(|_| bytes.try_reserve_exact(more))?;
                file.read_to_end(&mut bytes)?;
            }
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(bytes: &[u8]) -> (Start, Start) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), bytes).expect("a file");
        let file = Start::open(&Origin::Folder(folder.path().to_owned()), Path::new("a.md"));
        let text = Start::open(&Origin::Text(bytes.into()), Path::new("a.md"));
        (file.expect("a file"), text.expect("a text"))
    }

    fn head(start: &Start) -> Option<(Source, Document)> {
        start.head(Path::new(""), Path::new("a.md"), Dialect::Gfm)
    }

    #[test]
    fn a_short_article_is_read_whole() {
        let (file, text) = start(b"# Short");
        assert!(head(&file).is_none() && head(&text).is_none());
        assert_eq!(file.whole().expect("it is read"), b"# Short");
    }

    #[test]
    fn a_long_one_shows_its_head_and_is_read_on_where_the_head_ends() {
        let mut bytes = b"+++\ntitle = \"Long\"\n+++\nSee [x].\n\n".to_vec();
        while bytes.len() < 300_000 {
            bytes.extend("Grüße und Küsse.\n\n".as_bytes());
        }
        bytes.extend(b"[x]: there\n");
        let (file, text) = start(&bytes);
        for start in [file, text] {
            let (source, document) = head(&start).expect("it is long");
            assert_eq!(&*source.post.title, "Long");
            assert!(document.text().starts_with("See x.\n"));
            assert!(document.text().len() < FIRST && !document.text().contains('\u{fffd}'));
            let targets: Vec<_> = document.links().map(|(_, link)| link.target).collect();
            assert_eq!(targets, ["there"]);
            assert!(start.whole().expect("it is read") == bytes);
        }
    }

    #[test]
    fn a_long_one_in_utf16_shows_its_head() {
        let text = "ä😀 words.\n\n".repeat(30_000);
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
        let (file, _) = start(&bytes);
        let (source, document) = head(&file).expect("it is long");
        assert_eq!(source.post.problems, []);
        assert!(document.text().starts_with("ä😀 words.\n"));
        assert!(!document.text().contains('\u{fffd}'));
    }

    #[test]
    fn front_matter_without_an_end_waits_for_the_whole() {
        let mut bytes = b"---\ntitle: Long\n".to_vec();
        bytes.resize(300_000, b'#');
        assert!(head(&start(&bytes).0).is_none());
    }
}

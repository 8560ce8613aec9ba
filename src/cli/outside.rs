//! What the command line asks of the layers that read files.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::document::Dialect;
use crate::post::Post;
use crate::runtime::scan::{ScanOptions, Scanned, scan};
use crate::site::Surroundings;

/// Where loaded posts go, a batch at a time.
pub type Sink<'a> = &'a mut dyn FnMut(Vec<Post>);

/// The layers that read files, so that tests can stand in for them.
pub struct Outside<'a> {
    /// Hands over the posts below a folder, in batches.
    pub load: &'a dyn Fn(&Path, Sink<'_>) -> Result<()>,
    /// Counts the words of a file's article in a dialect; `None` where it can't be read.
    pub words: &'a dyn Fn(&Path, Dialect) -> Option<usize>,
    /// Where the program was started.
    pub around: Surroundings,
}

impl Outside<'_> {
    /// The files of this machine.
    ///
    /// # Errors
    /// There is no working folder any more.
    pub fn real() -> Result<Self> {
        let folder = std::env::current_dir().context("the working folder is gone")?;
        Ok(Self {
            load: &load,
            words: &|_, _| None,
            around: Surroundings {
                folder,
                home: std::env::home_dir(),
                configured: None,
            },
        })
    }
}

/// Reads on the scan's threads and hands over on this one. Fails where the folder itself can't be read.
fn load(folder: &Path, sink: Sink<'_>) -> Result<()> {
    let (sender, messages) = mpsc::channel();
    let cancel = AtomicBool::new(false);
    thread::scope(|threads| {
        threads.spawn(|| {
            scan(folder, ScanOptions::default(), &cancel, move |scanned| {
                // The receiver outlives the scan.
                let _ = sender.send(scanned);
            });
        });
        for scanned in messages {
            match scanned {
                Scanned::Batch(posts) => sink(posts),
                Scanned::Done { problems } => {
                    let of_folder = |(path, _): &(PathBuf, _)| path.as_os_str().is_empty();
                    if let Some((_, problem)) = problems.into_iter().find(of_folder) {
                        bail!("{}: {}", folder.display(), problem.message);
                    }
                }
            }
        }
        Ok(())
    })
}

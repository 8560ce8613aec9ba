//! Finds the image files of posts inside the site, and measures the images of an article.

mod names;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use self::names::ImageNames;
use super::file_system::RealFs;
use super::images::{self, ImageError};
use crate::document::{Document, LinkId, LinkKind};
use crate::layout::{ImageInfo, ImageSizes};
use crate::site::Site;

/// Maximum number of images of an article that are measured.
const MAX_MEASURED: usize = 4096;

/// A finder of the image files of a library's posts.
#[derive(Clone, Debug)]
pub struct ImageFinder {
    site: Site,
    /// The library's folder.
    folder: PathBuf,
    /// The files by name, for images that a post names without their complete path. Shared by all clones of this finder.
    names: Arc<ImageNames>,
}

impl ImageFinder {
    /// Creates a finder for the posts in `folder`.
    pub fn new(site: Site, folder: PathBuf) -> Self {
        Self {
            site,
            folder,
            names: Arc::default(),
        }
    }

    /// Returns the file of an image, with all symbolic links resolved. The file is always inside the site's root.
    ///
    /// # Errors
    /// Fails if there is no such file inside the site's root.
    pub fn find(&self, post: &Path, target: &str) -> Result<PathBuf, ImageError> {
        let find_by_name = || self.find_by_name(target);
        self.find_by_path(post, target)
            .or_else(find_by_name)
            .ok_or(ImageError::NotFound)
    }

    /// Returns the file of an image if `target` is the image's path or URL.
    fn find_by_path(&self, post: &Path, target: &str) -> Option<PathBuf> {
        self.site
            .image_file(&RealFs::default(), &self.folder, post, target)
    }

    /// Returns the file of an image if the site finds images by name. The name is a file name, or the end of a file's path such
    /// as `images/a.png`.
    fn find_by_name(&self, target: &str) -> Option<PathBuf> {
        let root = fs::canonicalize(&self.site.root).ok()?;
        self.names.find(&root, &self.site.image_name(target)?)
    }

    /// Returns true if the files of the site must first be listed to find an image by its name.
    fn must_list(&self, post: &Path, target: &str) -> bool {
        !self.names.is_ready()
            && self.site.image_name(target).is_some()
            && self.find_by_path(post, target).is_none()
    }
}

/// Measures the images of an article until a deadline.
#[derive(Debug)]
pub struct Measurement<'f> {
    finder: &'f ImageFinder,
    post: &'f Path,
    /// The time after which no further image is measured.
    deadline: Instant,
    /// Number of images that may still be measured; `usize::MAX` without a limit.
    remaining: usize,
    /// True if the files of the site may be listed to find an image. Listing them may last beyond the deadline.
    may_list: bool,
    /// The images measured so far, by target; `None` for an image that can't be shown.
    measured: HashMap<String, Option<ImageInfo>>,
}

/// The images of a document that were measured within the limits of a [`Measurement`].
#[derive(Debug)]
pub struct MeasuredImages {
    /// The sizes of the images that can be shown.
    pub sizes: ImageSizes,
    /// True if all images of the document were measured, or the first 4096 if there are more.
    pub is_complete: bool,
}

impl<'f> Measurement<'f> {
    /// Creates a measurement of the images of `post`. The measurement takes at most `time` from now.
    pub fn new(finder: &'f ImageFinder, post: &'f Path, time: Duration) -> Self {
        Self {
            finder,
            post,
            deadline: Instant::now() + time,
            remaining: usize::MAX,
            may_list: true,
            measured: HashMap::new(),
        }
    }

    /// Adds two limits: at most `max_images` images are measured, and the files of the site are not listed.
    /// [`Measurement::continue_for`] removes both limits.
    #[must_use]
    pub fn limited_to(self, max_images: usize) -> Self {
        Self {
            remaining: max_images,
            may_list: false,
            ..self
        }
    }

    /// Measures the images of a document until a limit is reached. Images that are blocks are measured first, since the layout
    /// depends on their sizes.
    pub fn measure(&mut self, document: &Document) -> MeasuredImages {
        let mut sizes = ImageSizes::default();
        for image in image_links(document) {
            let target = document.link(image).target;
            if !self.measured.contains_key(target) {
                let is_limit_reached = self.remaining == 0 || Instant::now() > self.deadline;
                if is_limit_reached || !self.may_list && self.finder.must_list(self.post, target) {
                    return MeasuredImages {
                        sizes,
                        is_complete: false,
                    };
                }
                self.remaining -= 1;
                let info = self
                    .finder
                    .find(self.post, target)
                    .and_then(|file| images::measure(&file))
                    .inspect_err(|error| log::info!("{target}: {error}"));
                self.measured.insert(target.to_owned(), info.ok());
            }
            if let Some(Some(info)) = self.measured.get(target) {
                sizes.insert(image, *info);
            }
        }
        MeasuredImages {
            sizes,
            is_complete: true,
        }
    }

    /// Returns the file of an image of the post.
    ///
    /// # Errors
    /// Fails if there is no such file inside the site's root.
    pub fn find(&self, target: &str) -> Result<PathBuf, ImageError> {
        self.finder.find(self.post, target)
    }

    /// Sets the deadline to `time` from now, and removes the limits of [`Measurement::limited_to`].
    pub fn continue_for(&mut self, time: Duration) {
        self.remaining = usize::MAX;
        self.may_list = true;
        self.deadline = Instant::now() + time;
    }
}

/// Returns the links to images: first the images that are blocks, then all images. The sizes of blocks move rows, so blocks
/// must come first.
fn image_links(document: &Document) -> Vec<LinkId> {
    let mut images: Vec<LinkId> = document.block_images().map(|(_, image)| image).collect();
    let is_image = |kind| matches!(kind, LinkKind::Image { .. });
    let all_images = document.links().filter(|(_, link)| is_image(link.kind));
    images.extend(all_images.map(|(image, _)| image));
    images.truncate(MAX_MEASURED);
    images
}

//! The checks for images that don't exist or can't be shown, and for images without alternative text.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::Checker;
use crate::document::{Document, LinkKind};
use crate::post::{ProblemList, Severity};
use crate::site::link_target::LinkTarget;
use crate::site::{FileSystem, ImageFault, Source};

/// Extensions of the formats that folio decodes. Other images, such as SVG, are shown as text and not checked.
const DECODED_EXTENSIONS: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// The reasons why image files can't be shown. Each file is decoded once, for all posts that show it.
#[derive(Default)]
pub(super) struct Faults(Mutex<HashMap<PathBuf, Arc<OnceLock<Option<ImageFault>>>>>);

impl Faults {
    /// Returns the reason why a file can't be shown, or `None` if it can be shown.
    fn of_file(&self, files: &dyn FileSystem, path: &Path) -> Option<ImageFault> {
        // The map is locked only briefly. A thread waits while another thread decodes the same image, but not for other
        // images.
        let fault = {
            let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(faults.entry(path.to_owned()).or_default())
        };
        fault.get_or_init(|| files.image_fault(path)).clone()
    }
}

/// Reports images that don't exist, can't be shown, or have no alternative text.
pub(super) fn check(
    checker: &Checker<'_>,
    source: &Source,
    document: &Document,
    report: &mut ProblemList<'_>,
) {
    let mut faults_by_target = HashMap::new();
    for (_, image) in document.links() {
        let LinkKind::Image { is_described } = image.kind else {
            continue;
        };
        let position = image.source as usize;
        if !is_described {
            report.warning(
                position,
                "missing-alt",
                "this image has no alternative text",
                "describe what it shows; in HTML, `alt=\"\"` marks a decorative image",
            );
        }
        let Some(target) = LinkTarget::parse(image.target) else {
            continue;
        };
        if target.has_file_extension() && checker.is_file_missing(&source.post.path, &target) {
            report.error(
                position,
                "missing-image",
                &format!("`{}` does not exist", target.path),
                "fix the path, or add the image",
            );
            continue;
        }
        let fault = faults_by_target
            .entry(image.target)
            .or_insert_with(|| find_fault(checker, &source.post.path, image.target));
        let (severity, code, reason, hint) = match fault {
            Some(ImageFault::TooLarge(reason)) => (
                Severity::Warning,
                "image-too-large",
                reason,
                "make the image smaller",
            ),
            Some(ImageFault::Invalid(reason)) => (
                Severity::Error,
                "invalid-image",
                reason,
                "replace the file with a valid image",
            ),
            None => continue,
        };
        let message = format!("`{}` can't be shown: {reason}", target.path);
        report.push(severity, position, code, &message, hint);
    }
}

/// Returns the reason why the file of an image can't be shown. Returns `None` if the file can be shown, and if `target` is not a
/// file of the site, such as a remote image.
fn find_fault(checker: &Checker<'_>, post: &Path, target: &str) -> Option<ImageFault> {
    let Checker {
        site,
        folder,
        files,
        ref faults,
        ..
    } = *checker;
    let file = site.image_file(files, folder, post, target)?;
    let fault_of_file = || faults.of_file(files, &file);
    has_decodable_extension(&file).then(fault_of_file).flatten()
}

/// Returns true if a file has the extension of a format that folio decodes.
pub fn has_decodable_extension(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension
        .is_some_and(|extension| DECODED_EXTENSIONS.contains(&&*extension.to_ascii_lowercase()))
}

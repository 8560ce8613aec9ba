//! The picture loader: a thread that decodes images and scales them. A new request cancels the pictures of the former request
//! that are not loaded yet. No picture is lost, since each request names all pictures that are wanted and not loaded.

use std::io;
use std::sync::Arc;

use super::image_finder::ImageFinder;
use super::images::{self, ImageError};
use super::panics::catch_panic;
use super::slot::Slot;
use super::threads;
use crate::app::message::{Message, PictureKey, PictureRequest, Shared, WantedPicture};
use crate::app::reason::Reason;

/// A handle to the thread. Dropping it ends the thread after the current request.
#[derive(Debug)]
pub(super) struct PictureLoader {
    slot: Arc<Slot<PictureRequest>>,
}

impl Drop for PictureLoader {
    fn drop(&mut self) {
        self.slot.close();
    }
}

impl PictureLoader {
    /// Starts the thread. `send` receives the pictures and returns false once the event loop has ended.
    pub(super) fn start(
        finder: ImageFinder,
        send: impl Fn(Message) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let slot: Arc<Slot<PictureRequest>> = Arc::default();
        let thread_slot = Arc::clone(&slot);
        let run = move || {
            while let Some(request) = thread_slot.wait() {
                for picture in &request.wanted {
                    if thread_slot.has_request() {
                        break;
                    }
                    if !send(load_picture(&finder, &request, picture)) {
                        return;
                    }
                }
            }
        };
        threads::start("folio-pictures", run)?;
        Ok(Self { slot })
    }

    /// Requests pictures.
    pub(super) fn load(&self, request: PictureRequest) {
        self.slot.put(request);
    }
}

/// Loads one picture. A panic of a decoder is caught; the picture then counts as damaged.
fn load_picture(
    finder: &ImageFinder,
    request: &PictureRequest,
    picture: &WantedPicture,
) -> Message {
    let PictureKey { size, colors, .. } = picture.key;
    let find_and_load = || {
        let file = finder.find(&request.post, &picture.target)?;
        images::load(&file, size, colors)
    };
    let loaded = catch_panic("image", find_and_load).unwrap_or(Err(ImageError::Damaged));
    Message::PictureLoaded(
        picture.key,
        loaded
            .map(|pixels| Shared(Arc::new(pixels)))
            .map_err(|error| Reason::of(&error)),
    )
}

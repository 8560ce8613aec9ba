//! The user's choice of how images are shown. Together with the terminal's capabilities, the choice determines the method
//! by which pictures are drawn.

use std::str::FromStr;

use serde::Deserialize;

use crate::layout::{ImageBox, ImageLimits};
use crate::paint::picture::Protocol;
use crate::paint::picture::blocks::Blocks;
use crate::paint::picture::iterm2::Iterm2;
use crate::paint::picture::kitty::Kitty;
use crate::paint::picture::sixel::Sixel;

/// The way to show images: the value of the setting `images` and of the option `--images`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum ImageChoice {
    /// As pictures, in the best way that the terminal supports.
    #[default]
    Auto,
    /// As pictures of half-block characters.
    Blocks,
    /// As pictures by kitty's graphics protocol, even if the terminal is not known to support it.
    Kitty,
    /// As pictures of sixels, even if the terminal is not known to support them.
    Sixel,
    /// As pictures by iTerm2's inline images protocol, even if the terminal is not known to support it.
    Iterm2,
    /// As their alternative text.
    None,
}

impl ImageChoice {
    /// All choices with their names.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Auto, "auto"),
        (Self::Kitty, "kitty"),
        (Self::Sixel, "sixel"),
        (Self::Iterm2, "iterm2"),
        (Self::Blocks, "blocks"),
        (Self::None, "none"),
    ];

    /// Returns the name in the configuration file and on the command line.
    pub fn name(self) -> &'static str {
        let mut names = Self::ALL.iter();
        let entry = names.find(|(choice, _)| *choice == self);
        entry.map_or("", |(_, name)| name)
    }

    /// Returns the method to draw pictures, or `None` if images are shown as text. `supported` is the best method that the
    /// terminal is known to support.
    pub fn drawing_method(self, supported: Option<DrawingMethod>) -> Option<DrawingMethod> {
        match self {
            Self::Auto => Some(supported.unwrap_or(DrawingMethod::Blocks)),
            Self::Kitty => Some(DrawingMethod::Kitty),
            Self::Sixel => Some(DrawingMethod::Sixel),
            Self::Iterm2 => Some(DrawingMethod::Iterm2),
            Self::Blocks => Some(DrawingMethod::Blocks),
            Self::None => None,
        }
    }
}

/// A method to draw pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingMethod {
    /// As half blocks: two pixels per cell, in the colors of the cell.
    Blocks,
    /// By kitty's graphics protocol, with Unicode placeholders.
    Kitty,
    /// As sixels, which the terminal paints over the cells.
    Sixel,
    /// By iTerm2's inline images protocol, which paints over the cells.
    Iterm2,
}

impl DrawingMethod {
    /// Returns the protocol that draws pictures in `image_box`. Kitty's protocol can't draw in very large boxes, so that half
    /// blocks replace it there.
    pub fn protocol(self, image_box: ImageBox) -> &'static dyn Protocol {
        match self {
            Self::Kitty if Kitty.can_draw(image_box) => &Kitty,
            Self::Sixel => &Sixel,
            Self::Iterm2 => &Iterm2,
            Self::Kitty | Self::Blocks => &Blocks,
        }
    }

    /// Returns true if the terminal paints pictures over the cells.
    pub fn paints_over_cells(self) -> bool {
        matches!(self, Self::Sixel | Self::Iterm2)
    }

    /// Returns `limits`, the limits for the size of images, adapted to this drawing method.
    pub fn adapted_limits(self, limits: ImageLimits) -> ImageLimits {
        match self {
            Self::Blocks => limits.for_half_blocks(),
            Self::Kitty | Self::Sixel | Self::Iterm2 => limits,
        }
    }
}

/// The error for a name that is not one of [`ImageChoice::ALL`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("images can't be \"{name}\"; use {}", ImageChoice::ALL.map(|(_, name)| name).join(", "))]
pub struct UnknownImageChoice {
    /// The unknown name.
    name: String,
}

impl FromStr for ImageChoice {
    type Err = UnknownImageChoice;

    fn from_str(name: &str) -> Result<Self, UnknownImageChoice> {
        let mut all = Self::ALL.iter();
        all.find(|(_, known)| *known == name)
            .map(|(choice, _)| *choice)
            .ok_or_else(|| UnknownImageChoice {
                name: name.to_owned(),
            })
    }
}

impl TryFrom<String> for ImageChoice {
    type Error = UnknownImageChoice;

    fn try_from(name: String) -> Result<Self, UnknownImageChoice> {
        name.parse()
    }
}

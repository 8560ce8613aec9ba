//! The choice how images are shown.

use std::str::FromStr;

use serde::Deserialize;

use crate::app::pictures::Drawing;

/// How images are shown: the setting `images` and the option `--images`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum ImageChoice {
    /// As the best that the terminal can show.
    #[default]
    Auto,
    /// As half blocks.
    Blocks,
    /// As words.
    None,
}

impl ImageChoice {
    /// All choices with their names.
    pub const ALL: [(Self, &str); 3] = [
        (Self::Auto, "auto"),
        (Self::Blocks, "blocks"),
        (Self::None, "none"),
    ];

    /// Returns the way to draw pictures before the terminal has told what it can show; `None` shows words.
    pub fn drawing(self) -> Option<Drawing> {
        match self {
            Self::Auto | Self::Blocks => Some(Drawing::Blocks),
            Self::None => None,
        }
    }
}

/// A name that is no [`ImageChoice`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("images can't be \"{name}\"; use {}", ImageChoice::ALL.map(|(_, name)| name).join(", "))]
pub struct UnknownImageChoice {
    /// The name.
    name: String,
}

impl FromStr for ImageChoice {
    type Err = UnknownImageChoice;

    fn from_str(name: &str) -> Result<Self, UnknownImageChoice> {
        let mut all = Self::ALL.iter();
        let found = all.find(|(_, known)| *known == name);
        found
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

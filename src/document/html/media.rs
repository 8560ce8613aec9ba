//! Images and embeds (videos, audio, other pages), which become links.

use std::cell::Cell;

use html5gum::Token;

use super::tokens::tokens;
use super::{HtmlReader, HtmlTag};
use crate::document::{LinkKind, Marks};

/// Maximum number of bytes within a media player that are searched for the address of its media.
const MAX_SEARCHED_BYTES: usize = 4096;

impl HtmlReader<'_, '_> {
    /// Adds an image.
    pub(super) fn image(&mut self, tag: &HtmlTag<'_>, at: usize) {
        self.state.ensure_block(self.build, at);
        let kind = LinkKind::Image {
            described: tag.attribute("alt").is_some(),
        };
        let target = tag.first(&["src", "data-src"]).or_else(|| {
            let srcset = tag.first(&["srcset"])?;
            srcset.split_ascii_whitespace().next().map(str::to_owned)
        });
        let title = tag.attribute("title").unwrap_or_default();
        self.build
            .start_image(kind, &target.unwrap_or_default(), &title, at);
        self.build
            .text_at(&tag.attribute("alt").unwrap_or_default(), at);
        self.build.end_image();
    }

    /// Shows a link to the media of a player, after `sign`. The address is an attribute of the tag or of an element in
    /// `inside`. A player without an address is not shown.
    pub(super) fn media(&mut self, sign: &'static str, tag: &HtmlTag<'_>, inside: &str, at: usize) {
        let attribute = tag.first(&["src", "data-src", "data"]);
        let Some(target) = attribute.or_else(|| address_in(inside)) else {
            return;
        };
        let title = tag.first(&["title", "aria-label"]);
        let name = title.unwrap_or_else(|| name_of(&target).to_owned());
        self.state.ensure_block(self.build, at);
        if !self.build.at_line_start() {
            self.build.blank();
        }
        let links = &mut self.build.document.links;
        let link = links.push(LinkKind::Text, &target, "", at);
        self.build.enter(Marks::LINK, Some(link));
        self.build.text(sign);
        // A no-break space keeps the sign and the name on one row.
        self.build.document.text.push("\u{a0}");
        self.build.text(name.trim());
        self.build.leave(Marks::LINK);
    }
}

/// Returns the first address in a `<source>` element or in the older elements for media.
fn address_in(inside: &str) -> Option<String> {
    let mut end = inside.len().min(MAX_SEARCHED_BYTES);
    while !inside.is_char_boundary(end) {
        end -= 1;
    }
    let is_cut = Cell::new(false);
    let tokens = tokens(&inside[..end], &is_cut);
    tokens.flatten().find_map(|token| {
        let Token::StartTag(tag) = token else {
            return None;
        };
        let tag_of = HtmlTag(&tag);
        match &**tag.name {
            b"source" | b"embed" | b"iframe" => tag_of.first(&["src", "data-src"]),
            b"object" => tag_of.first(&["data"]),
            b"param" => {
                let name = tag_of.attribute("name")?;
                let is_address = matches!(&*name, "movie" | "src" | "url");
                is_address.then(|| tag_of.first(&["value"])).flatten()
            }
            _ => None,
        }
    })
}

/// Returns a label for an address: the host, or the file name if the address has no host.
pub(super) fn name_of(target: &str) -> &str {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let host = path
        .split_once("//")
        .map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    match host {
        Some(host) => host.strip_prefix("www.").unwrap_or(host),
        None => path
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_hosts_or_file_names() {
        assert_eq!(
            name_of("https://www.youtube.com/embed/x?y=1"),
            "youtube.com"
        );
        assert_eq!(name_of("//player.vimeo.com/1"), "player.vimeo.com");
        assert_eq!(name_of("/media/demo.mp4#t=1"), "demo.mp4");
        assert_eq!(name_of(""), "");
    }

    #[test]
    fn media_addresses_are_found_within_players() {
        let video = "<source type='a' src='a.webm'><source src='b.mp4'>";
        assert_eq!(address_in(video).as_deref(), Some("a.webm"));
        let old = "<param name='movie' value='x.swf'><embed src='y.swf'>";
        assert_eq!(address_in(old).as_deref(), Some("x.swf"));
        assert_eq!(address_in("no player"), None);
    }
}

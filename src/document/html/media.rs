//! Images and players, which become links. A player is an element that embeds a video, an audio file or another page.

use std::cell::Cell;

use html5gum::Token;

use super::tokens::tokens;
use super::{HtmlReader, HtmlTag};
use crate::document::{InlineFormats, LinkKind};

/// Maximum number of bytes of a player's content that are searched for an address.
const MAX_SEARCHED_BYTES: usize = 4096;

impl HtmlReader<'_, '_> {
    /// Adds an image.
    pub(super) fn add_image(&mut self, tag: &HtmlTag<'_>, source: usize) {
        self.state.ensure_block(self.builder, source);
        let kind = LinkKind::Image {
            is_described: tag.attribute("alt").is_some(),
        };
        let target = tag.first_attribute(&["src", "data-src"]).or_else(|| {
            let srcset = tag.first_attribute(&["srcset"])?;
            srcset.split_ascii_whitespace().next().map(str::to_owned)
        });
        let title = tag.attribute("title").unwrap_or_default();
        self.builder
            .start_image(kind, &target.unwrap_or_default(), &title, source);
        self.builder
            .push_text_at(&tag.attribute("alt").unwrap_or_default(), source);
        self.builder.end_image();
    }

    /// Adds a link to the media of a player. The text of the link begins with `symbol`. The address is an attribute of the tag or
    /// of an element in `content`. A player without an address is not shown.
    pub(super) fn add_media(
        &mut self,
        symbol: &'static str,
        tag: &HtmlTag<'_>,
        content: &str,
        source: usize,
    ) {
        let attribute = tag.first_attribute(&["src", "data-src", "data"]);
        let Some(target) = attribute.or_else(|| address_in(content)) else {
            return;
        };
        let title = tag.first_attribute(&["title", "aria-label"]);
        let name = title.unwrap_or_else(|| label_of(&target).to_owned());
        self.state.ensure_block(self.builder, source);
        if !self.builder.at_line_start() {
            self.builder.push_blank();
        }
        let links = &mut self.builder.document.links;
        let link = links.push(LinkKind::Text, &target, "", source);
        self.builder.open_formats(InlineFormats::LINK, Some(link));
        self.builder.push_text(symbol);
        // A no-break space keeps the symbol and the name on one row.
        self.builder.document.text.push("\u{a0}");
        self.builder.push_text(name.trim());
        self.builder.close_formats(InlineFormats::LINK);
    }
}

/// Returns the first address in `content` that belongs to a `<source>`, `<embed>`, `<iframe>`, `<object>` or `<param>` element.
fn address_in(content: &str) -> Option<String> {
    let mut end = content.len().min(MAX_SEARCHED_BYTES);
    while !content.is_char_boundary(end) {
        end -= 1;
    }
    // `tokens` sets this flag if it ends early, at a tag with too many attributes. Only the tokens before this tag are searched.
    let is_cut = Cell::new(false);
    let tokens = tokens(&content[..end], &is_cut);
    tokens.flatten().find_map(|token| {
        let Token::StartTag(tag) = token else {
            return None;
        };
        let html_tag = HtmlTag(&tag);
        match &**tag.name {
            b"source" | b"embed" | b"iframe" => html_tag.first_attribute(&["src", "data-src"]),
            b"object" => html_tag.first_attribute(&["data"]),
            b"param" => {
                let name = html_tag.attribute("name")?;
                let is_address = matches!(&*name, "movie" | "src" | "url");
                is_address
                    .then(|| html_tag.first_attribute(&["value"]))
                    .flatten()
            }
            _ => None,
        }
    })
}

/// Returns a label for an address: the host, or the file name if the address has no host.
pub(super) fn label_of(target: &str) -> &str {
    let without_query = target.split(['?', '#']).next().unwrap_or_default();
    let host = without_query
        .split_once("//")
        .map(|(_, host_and_path)| host_and_path.split('/').next().unwrap_or_default());
    match host {
        Some(host) => host.strip_prefix("www.").unwrap_or(host),
        None => without_query
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or(without_query),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_hosts_or_file_names() {
        assert_eq!(
            label_of("https://www.youtube.com/embed/x?y=1"),
            "youtube.com"
        );
        assert_eq!(label_of("//player.vimeo.com/1"), "player.vimeo.com");
        assert_eq!(label_of("/media/demo.mp4#t=1"), "demo.mp4");
        assert_eq!(label_of(""), "");
    }

    #[test]
    fn media_addresses_are_found_within_players() {
        let video = "<source type='a' src='a.webm'><source src='b.mp4'>";
        assert_eq!(address_in(video).as_deref(), Some("a.webm"));
        let old_player = "<param name='movie' value='x.swf'><embed src='y.swf'>";
        assert_eq!(address_in(old_player).as_deref(), Some("x.swf"));
        assert_eq!(address_in("no player"), None);
    }
}

//! Text within formulas, such as the argument of `\text`.

use super::{ContentKind, End, Prepass};

/// Commands whose only argument is text.
pub(super) const TEXT_COMMANDS: &[&str] = &[
    "emph",
    "hbox",
    "mbox",
    "text",
    "textbf",
    "textit",
    "textmd",
    "textnormal",
    "textrm",
    "textsc",
    "textsf",
    "textsl",
    "texttt",
    "textup",
    "intertext",
    "mathtext",
    "shortintertext",
];

impl Prepass<'_> {
    /// Reads the argument of a text command.
    pub(super) fn read_text(&mut self) -> Option<String> {
        let raw = self.read_raw_argument()?;
        text_group(raw, self.depth)
    }
}

/// Rewrites text, which may contain formulas between dollar signs, to one group. `depth` is the nesting depth at the text.
/// Returns `None` if a dollar sign has no counterpart, or if the text has an unknown command.
pub(super) fn text_group(raw: &str, depth: usize) -> Option<String> {
    let mut group = "{".to_owned();
    let raw = raw.replace("\\(", "$").replace("\\)", "$");
    for (index, piece) in raw.split('$').enumerate() {
        if index % 2 == 1 {
            let mut pass = Prepass {
                unread: piece,
                depth,
            };
            group.push_str(&pass.read_content(&End::Formula, ContentKind::Group)?.text);
        } else if !piece.is_empty() {
            group.push_str(&format!("\\text{{{}}}", plain_text(piece)?));
        }
    }
    group.push('}');
    raw.matches('$').count().is_multiple_of(2).then_some(group)
}

/// Removes the commands from a text, or replaces them with characters. Returns `None` if the text has an unknown command.
fn plain_text(raw: &str) -> Option<String> {
    let mut text = String::with_capacity(raw.len());
    let mut unread = raw;
    while let Some(char) = unread.chars().next() {
        unread = &unread[char.len_utf8()..];
        match char {
            '{' | '}' => {}
            '~' | '\n' | '\t' | '\r' => text.push(' '),
            // Escaped, because the parser treats the text after a `%` as a comment.
            '%' => text.push_str("\\%"),
            '\\' => {
                let letters = unread.bytes().take_while(u8::is_ascii_alphabetic).count();
                let name = &unread[..letters];
                if letters == 0 {
                    let escaped = unread.chars().next()?;
                    unread = &unread[escaped.len_utf8()..];
                    match escaped {
                        ' ' | ',' | ';' | ':' | '\\' => text.push(' '),
                        '%' | '{' | '}' => {
                            text.push('\\');
                            text.push(escaped);
                        }
                        '_' | '&' | '#' | '$' => text.push(escaped),
                        _ => return None,
                    }
                } else if TEXT_COMMANDS.contains(&name)
                    || matches!(name, "rm" | "bf" | "it" | "tt" | "sf")
                {
                    unread = unread[letters..].trim_start();
                } else if matches!(name, "quad" | "qquad" | "space") {
                    unread = unread[letters..].trim_start();
                    text.push(' ');
                } else if matches!(name, "dots" | "ldots") {
                    unread = unread[letters..].trim_start();
                    text.push('…');
                } else {
                    return None;
                }
            }
            char => text.push(char),
        }
    }
    Some(text)
}

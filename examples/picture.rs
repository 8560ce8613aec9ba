//! Draws the picture in the README: `cargo run --example picture > docs/folio.svg`.
//!
//! A real frame of the reader over the guided tour, its cells written as SVG text.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use folio::app::article::Body;
use folio::app::message::{Code, Effect, Key, Message, Opened, Size};
use folio::app::{Model, Start, update};
use folio::document::Dialect;
use folio::post::Post;
use folio::runtime::scan::{ScanOptions, Scanned, scan};
use folio::site::Source;
use folio::text::{self, Clean};
use folio::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Columns and rows of the frame.
const SIZE: Size = Size {
    width: 142,
    height: 30,
};
/// Units of the picture for a column and a row.
const CELL: (u16, u16) = (8, 17);
/// What is pressed before the picture is taken.
const KEYS: &str = "jjj\n]]";

fn main() -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("posts");
    let label = Clean::literal("folio/posts");
    let start = Start {
        label,
        size: SIZE,
        measure: 80,
        ..Start::default()
    };
    let (mut model, effects) = Model::new(start);
    carry_out(&mut model, &folder, effects)?;
    for char in KEYS.chars() {
        let code = if char == '\n' {
            Code::Enter
        } else {
            Code::Char(char)
        };
        let effects = update(
            &mut model,
            Message::Key(Key {
                code,
                ctrl: false,
                alt: false,
            }),
        );
        carry_out(&mut model, &folder, effects)?;
    }
    let mut terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height))?;
    terminal.draw(|frame| {
        folio::ui::view(&model, &Theme::DARK, frame);
    })?;
    std::io::Write::write_all(
        &mut std::io::stdout(),
        svg(terminal.backend().buffer())?.as_bytes(),
    )?;
    Ok(())
}

/// Does at once what the reader's threads would do.
fn carry_out(model: &mut Model, folder: &Path, effects: Vec<Effect>) -> anyhow::Result<()> {
    for effect in effects {
        let messages = match effect {
            Effect::Scan(ticket) => {
                vec![
                    Message::Scanned(ticket, posts(folder)),
                    Message::ScanEnded(ticket, Vec::new()),
                ]
            }
            Effect::Open {
                ticket,
                path,
                widths,
            } => {
                let source = Source::new(&path, std::fs::read(folder.join(&path))?);
                let document = Arc::new(source.document(Dialect::Auto));
                let body = Body::new(Arc::new(source.post), document, widths);
                vec![Message::Opened(ticket, Opened::Whole(body))]
            }
            _ => Vec::new(),
        };
        for message in messages {
            let effects = update(model, message);
            carry_out(model, folder, effects)?;
        }
    }
    Ok(())
}

fn posts(folder: &Path) -> Vec<Post> {
    let found = Mutex::new(Vec::new());
    scan(
        folder,
        ScanOptions::default(),
        &AtomicBool::new(false),
        |scanned| {
            if let Scanned::Batch(posts) = scanned {
                found
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend(posts);
            }
        },
    );
    let mut posts: Vec<Post> = found.into_inner().unwrap_or_default();
    posts.sort_by_key(|post| PathBuf::clone(&post.path));
    posts
}

fn svg(buffer: &Buffer) -> Result<String, std::fmt::Error> {
    let (width, height) = (SIZE.width * CELL.0, SIZE.height * CELL.1);
    let mut out = String::new();
    writeln!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 {} {}" fill="#c9ccd1" xml:space="preserve">"##,
        width + 24,
        height + 24
    )?;
    writeln!(
        out,
        "<style>text{{font:13.3px 'DejaVu Sans Mono',Menlo,Consolas,ui-monospace,monospace}}.b{{font-weight:700}}.u{{text-decoration:underline}}.i{{font-style:italic}}</style>"
    )?;
    writeln!(
        out,
        r##"<rect x="-12" y="-12" width="100%" height="100%" rx="10" fill="#16181d"/>"##
    )?;
    for y in 0..SIZE.height {
        grounds(buffer, y, &mut out)?;
        for (x, text, cell) in runs(buffer, y) {
            let columns = text::width(&text) as u16;
            let mut class = String::new();
            for (modifier, letter) in [
                (Modifier::BOLD, "b"),
                (Modifier::UNDERLINED, "u"),
                (Modifier::ITALIC, "i"),
            ] {
                if cell.modifier.contains(modifier) {
                    write!(class, "{}{letter}", if class.is_empty() { "" } else { " " })?;
                }
            }
            let class = if class.is_empty() {
                class
            } else {
                format!(r#" class="{class}""#)
            };
            let fill = hex(cell.fg)
                .map(|fill| format!(r#" fill="{fill}""#))
                .unwrap_or_default();
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            // `textLength` keeps the columns whatever font the reader has.
            let (left, base, length) = (x * CELL.0, y * CELL.1 + 13, columns * CELL.0);
            writeln!(
                out,
                r#"<text x="{left}" y="{base}" textLength="{length}"{class}{fill}>{text}</text>"#
            )?;
        }
    }
    writeln!(out, "</svg>")?;
    Ok(out)
}

/// The backgrounds of a row.
fn grounds(buffer: &Buffer, y: u16, out: &mut String) -> std::fmt::Result {
    let mut x = 0;
    while x < SIZE.width {
        let ground = buffer[(x, y)].bg;
        let end = (x..SIZE.width)
            .find(|x| buffer[(*x, y)].bg != ground)
            .unwrap_or(SIZE.width);
        if let Some(fill) = hex(ground) {
            let (left, top, width) = (x * CELL.0, y * CELL.1, (end - x) * CELL.0);
            writeln!(
                out,
                r#"<rect x="{left}" y="{top}" width="{width}" height="{}" fill="{fill}"/>"#,
                CELL.1
            )?;
        }
        x = end;
    }
    Ok(())
}

/// Stretches of a row that are drawn alike, without the blanks between them.
fn runs(buffer: &Buffer, y: u16) -> Vec<(u16, String, Cell)> {
    let mut runs: Vec<(u16, String, Cell)> = Vec::new();
    for x in 0..SIZE.width {
        let cell = &buffer[(x, y)];
        match runs.last_mut() {
            Some((_, text, last)) if last.fg == cell.fg && last.modifier == cell.modifier => {
                text.push_str(cell.symbol());
            }
            _ => runs.push((x, cell.symbol().to_owned(), cell.clone())),
        }
    }
    let trimmed = runs.into_iter().map(|(x, text, cell)| {
        let blanks = (text.len() - text.trim_start().len()) as u16;
        (x + blanks, text.trim().to_owned(), cell)
    });
    trimmed.filter(|(_, text, _)| !text.is_empty()).collect()
}

fn hex(color: Color) -> Option<String> {
    match color {
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        _ => None,
    }
}

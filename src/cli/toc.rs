//! `folio toc`: the headings of an article.

use std::io::{self, Write};

use serde::Serialize;

use super::output;
use super::values::OutputFormat;
use crate::document::Dialect;
use crate::site::Source;
use crate::text::Clean;

/// A heading in the output. In JSON, the fields are the keys, which are stable.
#[derive(Serialize)]
struct HeadingRow<'a> {
    level: u8,
    text: String,
    slug: &'a str,
    line: u32,
}

/// Prints the headings of an article, in order.
pub fn toc(
    source: &Source,
    dialect: Dialect,
    format: OutputFormat,
    out: &mut impl Write,
) -> io::Result<()> {
    let document = source.document(dialect);
    let toc = document.toc();
    let rows = (0..)
        .zip(toc.headings())
        .map(|(index, heading)| HeadingRow {
            level: heading.level,
            text: document.heading_text(heading).into_string(),
            slug: document.slug(index),
            line: heading.line,
        });
    match format {
        OutputFormat::Json => output::write_json(&rows.collect::<Vec<_>>(), out),
        OutputFormat::Tsv => {
            let fields = rows.map(|row| {
                [
                    row.level.to_string(),
                    row.text,
                    row.slug.to_owned(),
                    row.line.to_string(),
                ]
            });
            output::write_tsv(["level", "text", "slug", "line"], fields, out)
        }
        OutputFormat::Text => {
            for (row, depth) in rows.zip(toc.depths()) {
                writeln!(out, "{}{}", "  ".repeat(depth), Clean::line(&row.text))?;
            }
            Ok(())
        }
    }
}

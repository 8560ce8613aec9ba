//! TOML front matter. A broken block gives what its sound lines say.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::value::{Entry, Node, Report, Value};
use super::Parsed;

/// One slip makes the parser stumble over what follows it; the first few errors tell where it is.
const MOST_ERRORS: usize = 3;

pub(super) fn parse<'a>(block: &'a str, base: usize, report: &mut Report<'_>) -> Parsed<'a> {
    let (table, errors) = DeTable::parse_recoverable(block);
    for error in errors.iter().take(MOST_ERRORS) {
        let span = error.span().unwrap_or_default();
        let message = error.message();
        if message.contains("duplicate key") {
            super::repeated(report, base + span.start, &block[span]);
        } else {
            report.error(
                base + span.start,
                "invalid-front-matter",
                &format!("this is not TOML: {message}"),
                hint(&block[span.start..]),
            );
        }
    }
    Parsed {
        entries: entries(table.into_inner(), block, base),
        broken: errors
            .iter()
            .map(|error| base + error.span().unwrap_or_default().start)
            .collect(),
    }
}

fn hint(rest: &str) -> &'static str {
    let line = rest.lines().next().unwrap_or_default();
    if line.contains(':') && !line.contains('=') {
        "TOML writes `key = value`; front matter of `key: value` lines stands between `---`"
    } else {
        "text stands in quotes: title = \"…\"; a quote in it is written \\\""
    }
}

fn entries<'a>(table: DeTable<'a>, block: &'a str, base: usize) -> Vec<Entry<'a>> {
    table
        .into_iter()
        .map(|(key, value)| Entry {
            at: base + key.span().start,
            key: key.into_inner(),
            node: node(value, block, base),
        })
        .collect()
}

/// Recurses as deep as the parser does, which stops at 80 levels.
fn node<'a>(value: Spanned<DeValue<'a>>, block: &'a str, base: usize) -> Node<'a> {
    let span = value.span();
    let at = base + span.start;
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Array(items) => Value::List(
            items
                .into_iter()
                .map(|item| node(item, block, base))
                .collect(),
        ),
        DeValue::Table(table) => Value::Map(entries(table, block, base)),
        // As written: the parser's own text of a number has lost its underscores and its sign.
        _ => Value::Plain(Cow::Borrowed(&block[span])),
    };
    Node { value, at }
}

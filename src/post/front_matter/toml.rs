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
                hint(&block[span.start..], message),
            );
        }
    }
    let broken: Vec<_> = errors
        .iter()
        .map(|error| base + error.span().unwrap_or_default().start)
        .collect();
    let reader = Reader {
        block,
        base,
        broken: &broken[..broken.len().min(MOST_ERRORS)],
    };
    Parsed {
        entries: reader.entries(table.into_inner()),
        broken,
    }
}

fn hint(rest: &str, message: &str) -> &'static str {
    let line = rest.lines().next().unwrap_or_default();
    if line.contains(':') && !line.contains('=') {
        "TOML writes `key = value`; front matter of `key: value` lines stands between `---`"
    } else if message.contains("array") {
        "a list ends with `]` and has a comma between two values"
    } else {
        "text stands in quotes: title = \"…\"; a quote in it is written \\\""
    }
}

struct Reader<'a, 'b> {
    block: &'a str,
    base: usize,
    /// Where the first errors are.
    broken: &'b [usize],
}

impl<'a> Reader<'a, '_> {
    fn entries(&self, table: DeTable<'a>) -> Vec<Entry<'a>> {
        table
            .into_iter()
            .map(|(key, value)| Entry {
                at: self.base + key.span().start,
                key: key.into_inner(),
                node: self.node(value),
            })
            .collect()
    }

    /// Recurses as deep as the parser does, which stops at 80 levels.
    fn node(&self, value: Spanned<DeValue<'a>>) -> Node<'a> {
        let span = value.span();
        let at = self.base + span.start;
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text),
            DeValue::Array(items) => {
                // A list that is not closed has swallowed the lines below it.
                let end = self.broken.iter().find(|broken| **broken > at);
                let items = items.into_iter().map(|item| self.node(item));
                Value::List(match end {
                    Some(end) => items.take_while(|item| item.at < *end).collect(),
                    None => items.collect(),
                })
            }
            DeValue::Table(table) => Value::Map(self.entries(table)),
            // As written: the parser's own text of a number has lost its underscores and its sign.
            _ => Value::Plain(Cow::Borrowed(&self.block[span])),
        };
        Node { value, at }
    }
}

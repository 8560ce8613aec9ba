//! The writer of the filter language: terms → text that `parse` reads back.

use std::fmt::{self, Write};

use super::keys::needs_quotes;
use super::term::{Predicate, Term};

/// Writes all terms, separated by blanks. `last_closing_quote` applies to the last term; the quotes of other terms are closed.
pub(super) fn write_terms(
    out: &mut impl Write,
    terms: &[Term],
    last_closing_quote: ClosingQuote,
) -> fmt::Result {
    for (index, term) in terms.iter().enumerate() {
        if index > 0 {
            out.write_char(' ')?;
        }
        if term.is_negated {
            out.write_char('-')?;
        }
        let closing_quote = if index + 1 == terms.len() {
            last_closing_quote
        } else {
            ClosingQuote::Write
        };
        match &term.predicate {
            Predicate::Incomplete { prefix, text } if prefix.is_empty() && text.is_empty() => {
                match (term.is_negated, closing_quote) {
                    // A lone `-`, which is already written.
                    (true, _) => {}
                    (false, ClosingQuote::Omit) => out.write_char('"')?,
                    (false, ClosingQuote::Write) => out.write_str("\"\"")?,
                }
            }
            predicate => write_predicate(out, predicate, closing_quote)?,
        }
    }
    Ok(())
}

/// The handling of the quote that ends a quoted value.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ClosingQuote {
    Write,
    /// Leaves the quote open, because the value is still being typed.
    Omit,
}

/// Writes a predicate. `closing_quote` applies to a value that the user may not have finished: the last tag of a list, a
/// folder, or an incomplete value.
fn write_predicate(
    out: &mut impl Write,
    predicate: &Predicate,
    closing_quote: ClosingQuote,
) -> fmt::Result {
    match predicate {
        Predicate::Tags(names) => {
            for (index, name) in names.iter().enumerate() {
                out.write_str(if index > 0 { ",#" } else { "#" })?;
                let closing_quote = if index + 1 == names.len() {
                    closing_quote
                } else {
                    ClosingQuote::Write
                };
                if name.contains(|char: char| char.is_whitespace() || char == ',') {
                    write_quoted(out, name, closing_quote)?;
                } else {
                    write_value(out, name, closing_quote)?;
                }
            }
            Ok(())
        }
        Predicate::Words(text) if needs_quotes(text) => {
            write_quoted(out, text, ClosingQuote::Write)
        }
        Predicate::Words(text) => write_value(out, text, ClosingQuote::Write),
        Predicate::Fuzzy(text) => write_prefixed(out, "~", text, ClosingQuote::Write),
        Predicate::Year(year) => write!(out, "year:{year:04}"),
        Predicate::After(period) => write!(out, "after:{period}"),
        Predicate::Before(period) => write!(out, "before:{period}"),
        Predicate::Is(state) => write!(out, "is:{state}"),
        Predicate::Series(text) => write_prefixed(out, "series:", text, ClosingQuote::Write),
        Predicate::Language(text) => write_prefixed(out, "lang:", text, ClosingQuote::Write),
        Predicate::Author(text) => write_prefixed(out, "author:", text, ClosingQuote::Write),
        Predicate::In(text) => write_prefixed(out, "in:", text, closing_quote),
        Predicate::Incomplete { prefix, text } => write_prefixed(out, prefix, text, closing_quote),
    }
}

/// Writes a prefix such as `in:`, and the value after it unless the value is empty.
fn write_prefixed(
    out: &mut impl Write,
    prefix: &str,
    text: &str,
    closing_quote: ClosingQuote,
) -> fmt::Result {
    out.write_str(prefix)?;
    if text.is_empty() {
        Ok(())
    } else if text.starts_with([':', '/']) {
        // After the key, an unquoted `:x` or `//x` would make the whole term a word: see `keys::leading_key`.
        write_quoted(out, text, closing_quote)
    } else {
        write_value(out, text, closing_quote)
    }
}

/// Writes a value, quoted if necessary.
fn write_value(out: &mut impl Write, text: &str, closing_quote: ClosingQuote) -> fmt::Result {
    if text.starts_with('"') || text.contains(char::is_whitespace) {
        write_quoted(out, text, closing_quote)
    } else {
        out.write_str(text)
    }
}

fn write_quoted(out: &mut impl Write, text: &str, closing_quote: ClosingQuote) -> fmt::Result {
    out.write_char('"')?;
    for char in text.chars() {
        if matches!(char, '"' | '\\') {
            out.write_char('\\')?;
        }
        out.write_char(char)?;
    }
    match closing_quote {
        ClosingQuote::Write => out.write_char('"'),
        ClosingQuote::Omit => Ok(()),
    }
}

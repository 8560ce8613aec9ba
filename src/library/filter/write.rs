//! A filter as text, in the language that `parse` reads.

use std::fmt::{self, Write};

use super::{Period, State, Term, Want, parse};

/// All terms with a blank between them; an unfinished last one keeps its quote open.
pub(super) fn filter(out: &mut impl Write, terms: &[Term], unfinished: bool) -> fmt::Result {
    for (at, term) in terms.iter().enumerate() {
        if at > 0 {
            out.write_char(' ')?;
        }
        if term.excluded {
            out.write_char('-')?;
        }
        let open = unfinished && at + 1 == terms.len();
        match &term.want {
            Want::Nothing { sign, text } if sign.is_empty() && text.is_empty() => {
                match (term.excluded, open) {
                    (true, _) => {}
                    (false, true) => out.write_char('"')?,
                    (false, false) => out.write_str("\"\"")?,
                }
            }
            want => self::want(out, want, open)?,
        }
    }
    Ok(())
}

fn want(out: &mut impl Write, want: &Want, open: bool) -> fmt::Result {
    match want {
        Want::Tags(names) => {
            for (at, name) in names.iter().enumerate() {
                out.write_str(if at > 0 { ",#" } else { "#" })?;
                let quoted = name.contains(|char: char| char.is_whitespace() || char == ',');
                value(out, name, quoted, open && at + 1 == names.len())?;
            }
            Ok(())
        }
        Want::Words(text) => value(out, text, parse::has_sign(text), false),
        Want::Fuzzy(text) => keyed(out, "~", text, false),
        Want::Year(year) => write!(out, "year:{year:04}"),
        Want::After(period) => write!(out, "after:{period}"),
        Want::Before(period) => write!(out, "before:{period}"),
        Want::Is(state) => write!(out, "is:{state}"),
        Want::Series(text) => keyed(out, "series:", text, false),
        Want::Language(text) => keyed(out, "lang:", text, false),
        Want::Author(text) => keyed(out, "author:", text, false),
        Want::In(text) => keyed(out, "in:", text, open),
        Want::Nothing { sign, text } => keyed(out, sign, text, open),
    }
}

fn keyed(out: &mut impl Write, sign: &str, text: &str, open: bool) -> fmt::Result {
    out.write_str(sign)?;
    if text.is_empty() {
        return Ok(());
    }
    // `in:://x` would be read as a word: see `parse::key`.
    value(out, text, text.starts_with([':', '/']), open)
}

/// A value, in quotes where it has to be.
fn value(out: &mut impl Write, text: &str, quoted: bool, open: bool) -> fmt::Result {
    if !quoted && !text.starts_with('"') && !text.contains(char::is_whitespace) {
        return out.write_str(text);
    }
    out.write_char('"')?;
    for char in text.chars() {
        if matches!(char, '"' | '\\') {
            out.write_char('\\')?;
        }
        out.write_char(char)?;
    }
    if open {
        return Ok(());
    }
    out.write_char('"')
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first.to_string();
        formatter.write_str(day.get(..self.written).unwrap_or(&day))
    }
}

impl State {
    /// Each with its word.
    pub(super) const ALL: [(Self, &str); 7] = [
        (Self::Draft, "draft"),
        (Self::Scheduled, "scheduled"),
        (Self::Expired, "expired"),
        (Self::Broken, "broken"),
        (Self::Unread, "unread"),
        (Self::Read, "read"),
        (Self::Marked, "marked"),
    ];
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::ALL.iter().find(|(state, _)| state == self);
        formatter.write_str(word.map_or("", |(_, word)| word))
    }
}

//! The parser of the filter language: text → terms and problems.

use super::keys::{KEYS, leading_key};
use super::term::{Period, Predicate, Term, TestedState};
use super::write::{self, ClosingQuote};
use super::{FilterProblem, TermError};
use crate::library::tags::one_line;

/// The completeness of the text that is parsed.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum FilterInput {
    /// The text is complete.
    Complete,
    /// More text may follow, so an incomplete last term is not reported.
    Typing,
}

/// The terms and problems of a parsed filter.
#[derive(Default)]
pub(super) struct ParsedFilter {
    pub(super) terms: Vec<Term>,
    pub(super) problems: Vec<FilterProblem>,
    /// True if the last term is still being typed.
    pub(super) is_unfinished: bool,
}

/// Parses a filter.
pub(super) fn parse_filter(text: &str, input: FilterInput) -> ParsedFilter {
    let mut parsed = ParsedFilter::default();
    let mut tokens = Tokenizer { remaining: text };
    while let Some(token) = tokens.next_token() {
        let is_last = tokens.remaining.is_empty();
        let is_being_typed = input == FilterInput::Typing && is_last && !token.has_closing_quote();
        let is_negated = token.is_negated;
        let predicates = token.predicates(is_being_typed).unwrap_or_else(|error| {
            // The problem contains the term in the spelling of the filter's `Display`.
            let incomplete = token.incomplete_predicate();
            let terms = [Term {
                is_negated,
                predicate: incomplete.clone(),
            }];
            let mut term = String::new();
            if write::write_terms(&mut term, &terms, ClosingQuote::Write).is_ok() {
                let term = term.into();
                parsed.problems.push(FilterProblem { term, error });
            }
            vec![incomplete]
        });
        // While it is being typed, the name of a tag or folder can match longer names, and an incomplete term is not reported.
        // A term with another predicate means the same as when it is complete.
        let can_be_unfinished = |predicate: &Predicate| {
            matches!(
                predicate,
                Predicate::Tags(_) | Predicate::In(_) | Predicate::Incomplete { .. }
            )
        };
        parsed.is_unfinished = is_being_typed && predicates.last().is_some_and(can_be_unfinished);
        let terms = predicates.into_iter().map(|predicate| Term {
            is_negated,
            predicate,
        });
        parsed.terms.extend(terms);
    }
    parsed
}

/// A term of the filter, split into its parts but not interpreted.
#[derive(Debug)]
struct Token<'a> {
    is_negated: bool,
    /// `#`, `~`, a key with a colon, or empty.
    prefix: &'a str,
    values: Vec<TokenValue>,
}

/// A value of a token, without quotes.
#[derive(Debug, Default)]
struct TokenValue {
    text: String,
    /// True if the value was quoted and has a closing quote.
    has_closing_quote: bool,
}

/// A reader of the tokens of a filter.
struct Tokenizer<'a> {
    /// The text after the tokens that were returned so far.
    remaining: &'a str,
}

impl<'a> Tokenizer<'a> {
    fn next_token(&mut self) -> Option<Token<'a>> {
        self.remaining = self.remaining.trim_start();
        if self.remaining.is_empty() {
            return None;
        }
        let is_negated = self.skip('-');
        let length = match self.remaining.as_bytes().first() {
            Some(b'#' | b'~') => 1,
            _ => leading_key(self.remaining).map_or(0, |key| key.len() + 1),
        };
        let (prefix, remaining) = self.remaining.split_at(length);
        self.remaining = remaining;
        let values = if prefix == "#" {
            self.read_tag_list()
        } else {
            vec![self.read_value(char::is_whitespace)]
        };
        Some(Token {
            is_negated,
            prefix,
            values,
        })
    }

    /// Skips `char`; returns false if another character comes next.
    fn skip(&mut self, char: char) -> bool {
        let after_char = self.remaining.strip_prefix(char);
        self.remaining = after_char.unwrap_or(self.remaining);
        after_char.is_some()
    }

    /// Reads a list of tags after the first `#`, such as `a,#b,"c d"`.
    fn read_tag_list(&mut self) -> Vec<TokenValue> {
        let is_end = |char: char| char.is_whitespace() || char == ',';
        let mut values = vec![self.read_value(is_end)];
        while self.skip(',') {
            self.skip('#');
            values.push(self.read_value(is_end));
        }
        values
    }

    /// Reads a quoted text, or the text up to the first character for which `is_end` returns true.
    fn read_value(&mut self, is_end: impl Fn(char) -> bool) -> TokenValue {
        if self.skip('"') {
            return self.read_quoted();
        }
        let end = self.remaining.find(is_end).unwrap_or(self.remaining.len());
        let (text, remaining) = self.remaining.split_at(end);
        self.remaining = remaining;
        TokenValue {
            text: text.to_owned(),
            has_closing_quote: false,
        }
    }

    /// Reads a quoted text after its opening quote.
    fn read_quoted(&mut self) -> TokenValue {
        let mut value = TokenValue::default();
        let mut chars = self.remaining.chars();
        while let Some(char) = chars.next() {
            match char {
                '"' => {
                    value.has_closing_quote = true;
                    break;
                }
                '\\' if chars.as_str().starts_with(['"', '\\']) => value.text.extend(chars.next()),
                char if char.is_whitespace() => value.text.push(' '),
                char => value.text.push(char),
            }
        }
        self.remaining = chars.as_str();
        value
    }
}

impl Token<'_> {
    /// Returns the last value. Only `#` may have several values.
    fn text(&self) -> &str {
        self.values.last().map_or("", |value| &value.text)
    }

    /// Returns true if the last value has a closing quote.
    fn has_closing_quote(&self) -> bool {
        self.values
            .last()
            .is_some_and(|value| value.has_closing_quote)
    }

    /// Returns the predicates of the token, or an error. While the token is being typed, an incomplete value is not an error.
    fn predicates(&self, is_being_typed: bool) -> Result<Vec<Predicate>, TermError> {
        let text = self.text();
        let is_blank = text.trim().is_empty();
        let predicate = match self.prefix {
            "#" => return self.tags(is_being_typed),
            "" | "~" if is_blank && is_being_typed => self.incomplete_predicate(),
            "" | "~" if is_blank => return Err(TermError::EmptyWord),
            "" => Predicate::Words(text.into()),
            "~" => Predicate::Fuzzy(text.into()),
            _ => {
                let name = self.prefix.trim_end_matches(':').to_ascii_lowercase();
                let Some((key, expected)) = KEYS.iter().find(|(key, _)| *key == name) else {
                    let text = if is_blank { "" } else { text }.to_owned();
                    return Err(TermError::UnknownKey { key: name, text });
                };
                match parse_value(key, text) {
                    Some(predicate) => predicate,
                    None if is_being_typed && may_become_valid(key, text) => {
                        self.incomplete_predicate()
                    }
                    None => return Err(TermError::InvalidValue { key, expected }),
                }
            }
        };
        Ok(vec![predicate])
    }

    /// Returns the predicates of a list of tags. Required tags have one predicate in common, which holds if a post has any of
    /// them. Each excluded tag has a predicate of its own.
    fn tags(&self, is_being_typed: bool) -> Result<Vec<Predicate>, TermError> {
        let names = self.values.iter().map(|value| one_line(&value.text));
        let names: Vec<Box<str>> = names
            .filter(|name| !name.is_empty())
            .map(Into::into)
            .collect();
        if names.is_empty() {
            return if is_being_typed {
                Ok(vec![self.incomplete_predicate()])
            } else {
                Err(TermError::MissingTag)
            };
        }
        Ok(if self.is_negated {
            let predicates = names.into_iter().map(|name| Predicate::Tags(vec![name]));
            predicates.collect()
        } else {
            vec![Predicate::Tags(names)]
        })
    }

    /// Returns a predicate that stores the uninterpreted token and filters nothing out.
    fn incomplete_predicate(&self) -> Predicate {
        let is_blank = self.text().trim().is_empty();
        Predicate::Incomplete {
            prefix: self.prefix.into(),
            text: if is_blank { "" } else { self.text() }.into(),
        }
    }
}

/// Returns the predicate of `key:text`, or `None` if the key does not accept the text.
fn parse_value(key: &str, text: &str) -> Option<Predicate> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(match key {
        "after" => Predicate::After(Period::parse(text)?),
        "before" => Predicate::Before(Period::parse(text)?),
        "year" => {
            let year = Period::parse(text).filter(|_| text.len() == 4)?;
            Predicate::Year(year.first.year())
        }
        "is" => Predicate::Is(TestedState::parse(text)?),
        "author" => Predicate::Author(text.into()),
        "series" => Predicate::Series(text.into()),
        "lang" => Predicate::Language(text.into()),
        "in" => {
            let folder = Some(text.trim_matches(is_slash_or_blank));
            Predicate::In(folder.filter(|folder| !folder.is_empty())?.into())
        }
        _ => return None,
    })
}

/// Returns true for slashes and blanks, which are ignored around a folder's name.
fn is_slash_or_blank(char: char) -> bool {
    char == '/' || char.is_whitespace()
}

/// Returns true if more text could make the value valid.
fn may_become_valid(key: &str, text: &str) -> bool {
    let text = text.trim();
    let is_start_of_date = |max_bytes: usize| {
        text.len() < max_bytes
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    match key {
        // A complete date has ten bytes, such as `2024-01-31`.
        "after" | "before" => is_start_of_date(10),
        "year" => is_start_of_date(4),
        "is" => {
            let start = text.to_ascii_lowercase();
            TestedState::NAMES
                .iter()
                .any(|(_, name)| name.starts_with(&start))
        }
        // The other keys reject only an empty value, or one that consists of slashes and blanks.
        _ => text.trim_matches(is_slash_or_blank).is_empty(),
    }
}

//! The filter's language, read: text → terms and problems.

use jiff::civil;

use super::{Filter, FilterProblem, Period, State, Term, Want, one_line, write};

/// The key words, each with what it wants.
const KEYS: [(&str, &str); 8] = [
    ("after", "a year, month or day, such as 2023-05"),
    ("author", "a name"),
    ("before", "a year, month or day, such as 2023-05"),
    ("in", "a folder of the library"),
    (
        "is",
        "unread, read, marked, draft, scheduled, expired or broken",
    ),
    ("lang", "a language, such as en"),
    ("series", "the name of a series"),
    ("year", "a year, such as 2024"),
];

pub(super) fn filter(text: &str, typing: bool) -> Filter {
    let mut filter = Filter::default();
    let mut reader = Reader { rest: text };
    while let Some(token) = reader.token() {
        let last = reader.rest.trim_start().is_empty();
        let open = typing && last && reader.rest.is_empty() && !token.closed();
        let excluded = token.excluded;
        let wants = match token.wants(open) {
            Ok(wants) => wants,
            Err(message) => {
                let want = token.nothing();
                let mut term = String::new();
                let kept = [Term {
                    excluded,
                    want: want.clone(),
                }];
                if write::filter(&mut term, &kept, false).is_ok() {
                    let (term, message) = (term.into(), message.into());
                    filter.problems.push(FilterProblem { term, message });
                }
                vec![want]
            }
        };
        let is_typed =
            |want: &Want| matches!(want, Want::Tags(_) | Want::In(_) | Want::Nothing { .. });
        filter.unfinished = open && wants.last().is_some_and(is_typed);
        filter
            .terms
            .extend(wants.into_iter().map(|want| Term { excluded, want }));
    }
    filter
}

/// Whether a word, written bare, would be read as something else.
pub(super) fn has_sign(word: &str) -> bool {
    word.starts_with(['-', '#', '~']) || key(word).is_some()
}

/// What stands between blanks, before it is known to make sense.
#[derive(Debug)]
struct Token<'a> {
    excluded: bool,
    /// `#`, `~`, a key word with its colon, or nothing.
    sign: &'a str,
    values: Vec<Value>,
}

#[derive(Debug, Default)]
struct Value {
    text: String,
    /// It was quoted, and the quote was closed.
    closed: bool,
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn token(&mut self) -> Option<Token<'a>> {
        self.rest = self.rest.trim_start();
        if self.rest.is_empty() {
            return None;
        }
        let excluded = self.eat('-');
        let length = match self.rest.as_bytes().first() {
            Some(b'#' | b'~') => 1,
            _ => key(self.rest).map_or(0, |key| key.len() + 1),
        };
        let (sign, rest) = self.rest.split_at(length);
        self.rest = rest;
        let mut values = vec![self.value(sign == "#")];
        while sign == "#" && self.eat(',') {
            self.eat('#');
            values.push(self.value(true));
        }
        Some(Token {
            excluded,
            sign,
            values,
        })
    }

    fn eat(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// A quoted text, or all up to a blank (in a list of tags, up to a comma).
    fn value(&mut self, listed: bool) -> Value {
        if self.eat('"') {
            return self.quoted();
        }
        let ends = |char: char| char.is_whitespace() || (listed && char == ',');
        let (text, rest) = self
            .rest
            .split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest;
        Value {
            text: text.to_owned(),
            closed: false,
        }
    }

    fn quoted(&mut self) -> Value {
        let mut value = Value::default();
        let mut chars = self.rest.chars();
        while let Some(char) = chars.next() {
            match char {
                '"' => {
                    value.closed = true;
                    break;
                }
                '\\' if chars.as_str().starts_with(['"', '\\']) => value.text.extend(chars.next()),
                char if char.is_whitespace() => value.text.push(' '),
                char => value.text.push(char),
            }
        }
        self.rest = chars.as_str();
        value
    }
}

impl Token<'_> {
    fn text(&self) -> &str {
        self.values.last().map_or("", |value| &value.text)
    }

    fn closed(&self) -> bool {
        self.values.last().is_some_and(|value| value.closed)
    }

    /// What the token asks for; while it is `open`, what may still come to make sense is no error.
    fn wants(&self, open: bool) -> Result<Vec<Want>, String> {
        let text = self.text();
        let blank = text.trim().is_empty();
        let want = match self.sign {
            "#" => return self.tags(open),
            "" | "~" if blank && open => self.nothing(),
            "" | "~" if blank => {
                return Err("there is nothing to look for; write a word".to_owned());
            }
            "" => Want::Words(text.into()),
            "~" => Want::Fuzzy(text.into()),
            _ => {
                let name = self.sign.trim_end_matches(':').to_ascii_lowercase();
                let Some((key, wanted)) = KEYS.iter().find(|(key, _)| *key == name) else {
                    return Err(unknown(&name, if blank { "" } else { text }));
                };
                match keyed(key, text) {
                    Some(want) => want,
                    None if open && may_become(key, text) => self.nothing(),
                    None => return Err(format!("`{key}:` wants {wanted}")),
                }
            }
        };
        Ok(vec![want])
    }

    /// One term for tags of which one will do; one for each of those that are excluded.
    fn tags(&self, open: bool) -> Result<Vec<Want>, String> {
        let names = self.values.iter().map(|value| one_line(&value.text));
        let names: Vec<Box<str>> = names
            .filter(|name| !name.is_empty())
            .map(Into::into)
            .collect();
        if names.is_empty() {
            return if open {
                Ok(vec![self.nothing()])
            } else {
                Err(
                    "there is no tag behind `#`; write `#rust` or `#\"machine learning\"`"
                        .to_owned(),
                )
            };
        }
        Ok(if self.excluded {
            names
                .into_iter()
                .map(|name| Want::Tags(vec![name]))
                .collect()
        } else {
            vec![Want::Tags(names)]
        })
    }

    fn nothing(&self) -> Want {
        let blank = self.text().trim().is_empty();
        Want::Nothing {
            sign: self.sign.into(),
            text: if blank { "" } else { self.text() }.into(),
        }
    }
}

/// The key word at the start of a token: letters before a colon, unless it goes on as an address (`https://`)
/// or a path of names (`std::fmt`).
fn key(token: &str) -> Option<&str> {
    let (key, value) = token.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_key && !value.starts_with("//") && !value.starts_with(':')).then_some(key)
}

fn keyed(key: &str, text: &str) -> Option<Want> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(match key {
        "after" => Want::After(period(text)?),
        "before" => Want::Before(period(text)?),
        "year" => Want::Year(period(text).filter(|_| text.len() == 4)?.first.year()),
        "is" => {
            let known = State::ALL
                .iter()
                .find(|(_, word)| text.eq_ignore_ascii_case(word));
            Want::Is(known?.0)
        }
        "author" => Want::Author(text.into()),
        "series" => Want::Series(text.into()),
        "lang" => Want::Language(text.into()),
        "in" => Want::In(
            Some(text.trim_matches(is_edge))
                .filter(|text| !text.is_empty())?
                .into(),
        ),
        _ => return None,
    })
}

/// What may stand around a folder's name and says nothing.
fn is_edge(char: char) -> bool {
    char == '/' || char.is_whitespace()
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn period(text: &str) -> Option<Period> {
    let is_digit = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    if !matches!(text.len(), 4 | 7 | 10) || !text.bytes().enumerate().all(is_digit) {
        return None;
    }
    let number = |range| {
        text.get(range)
            .map_or(Some(1), |part: &str| part.parse().ok())
    };
    let year = text.get(..4)?.parse().ok()?;
    Some(Period {
        first: civil::Date::new(year, number(5..7)?, number(8..10)?).ok()?,
        written: text.len(),
    })
}

/// Whether more text could make a value of it.
fn may_become(key: &str, text: &str) -> bool {
    let text = text.trim();
    let is_start = |most: usize| {
        text.len() < most
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    match key {
        "after" | "before" => is_start(10),
        "year" => is_start(4),
        "is" => State::ALL
            .iter()
            .any(|(_, word)| word.starts_with(&text.to_ascii_lowercase())),
        _ => text.trim_matches(is_edge).is_empty(),
    }
}

fn unknown(name: &str, text: &str) -> String {
    let near = KEYS
        .iter()
        .map(|(key, _)| (strsim::osa_distance(name, key), *key));
    let hint = match near.min() {
        Some((distance, key)) if distance <= 2 && distance < name.len() => {
            format!("did you mean `{key}:`?")
        }
        _ => {
            let keys = KEYS.map(|(key, _)| format!("`{key}:`")).join(", ");
            format!("there are {keys}; to find it as text, write `\"{name}:{text}\"`")
        }
    };
    format!("there is no key word `{name}:`; {hint}")
}

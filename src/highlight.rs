//! Code as roles: which part of it is a keyword, a string, a comment. Pure; colours are the theme's.
//!
//! The grammars are loaded with the first language that is asked for, and each one's expressions are compiled with
//! its first line, which takes tens of milliseconds: whoever draws frames asks on another thread. Whatever the
//! code, the answer only says what bytes are; it never changes them, and where a grammar fails the code is plain.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use syntect::parsing::{ParseState, Scope, SyntaxReference, SyntaxSet};

use crate::document::{Document, Kind};
use crate::theme::CodeRole;

mod cache;
mod colors;
mod language;
mod output;
mod runs;
mod scope;
mod session;

pub use cache::Cache;
pub use colors::Colors;
pub use runs::Runs;

use language::Language;
use scope::Stack;

/// Longest line that is coloured, in bytes: a grammar's time may grow with the square of it. A longer one stays
/// plain, and the next goes on as if it had not been there.
const LONGEST_LINE: usize = 4 * 1024;

/// Bytes of a block that are coloured; the rest stays plain. A quarter of a mebibyte takes a second or two.
const LONGEST_BLOCK: usize = 256 * 1024;

/// Grammars that are kept compiled, at some 10 to 50 MiB each; with one more all of them are loaded anew.
const MOST_GRAMMARS: usize = 6;

/// Bytes of code between two questions whether anybody waits: what is nearly done is better finished, for whoever
/// asks next may ask for the same.
const UNASKED: usize = 2 * 1024;

/// Colours code.
#[derive(Default)]
pub struct Highlighter {
    syntaxes: Option<SyntaxSet>,
    /// The grammars that have been compiled, by the names of their languages.
    compiled: Vec<String>,
    roles: HashMap<Scope, Option<CodeRole>>,
}

impl Highlighter {
    /// Colours a code block of a document. `None` where `is_stale`, asked now and then, says that nobody
    /// waits any more. A panic in a grammar leaves the block plain.
    pub fn block(
        &mut self,
        document: &Document,
        block: usize,
        is_stale: impl Fn() -> bool,
    ) -> Option<Runs> {
        let block = &document.blocks()[block];
        match document.language(block) {
            None => Some(Runs::default()),
            Some(name) if language::is_output(&name) => {
                let controls = document.controls(block.text());
                Some(output::runs(block.text(), controls).snapped(&document.block_text(block)))
            }
            Some(name) => self.code(&name, &document.block_text(block), is_stale),
        }
    }

    /// Colours code in the language that an info string names.
    pub fn code(&mut self, name: &str, code: &str, is_stale: impl Fn() -> bool) -> Option<Runs> {
        let work = || self.lines(name, code, is_stale);
        guarded(work).unwrap_or_else(|| Some(Runs::default()))
    }

    fn lines(&mut self, name: &str, code: &str, is_stale: impl Fn() -> bool) -> Option<Runs> {
        let Some(language) = Language::of(name) else {
            return Some(Runs::default());
        };
        let load = two_face::syntax::extra_newlines;
        self.syntaxes.get_or_insert_with(load);
        self.make_room(&language);
        let syntaxes = self.syntaxes.get_or_insert_with(load);
        let Some(syntax) = language.syntax(syntaxes) else {
            return Some(Runs::default());
        };
        let mut lines = Lines {
            syntaxes,
            roles: &mut self.roles,
            state: ParseState::new(syntax),
            stack: Stack::default(),
            runs: Runs::default(),
        };
        let (mut at, mut asked) = (0, 0);
        for line in code.split_inclusive('\n') {
            if at >= asked + UNASKED {
                asked = at;
                if is_stale() {
                    return None;
                }
            }
            if at + line.len() > LONGEST_BLOCK {
                break;
            }
            lines.line(&language, syntax, line, at);
            at += line.len();
        }
        Some(lines.runs.snapped(code))
    }

    /// Gives back what is compiled where one more grammar would be too many.
    fn make_room(&mut self, language: &Language) {
        let syntax = self
            .syntaxes
            .as_ref()
            .and_then(|syntaxes| language.syntax(syntaxes));
        let Some(name) = syntax.map(|syntax| &syntax.name) else {
            return;
        };
        if !self.compiled.contains(name) {
            let name = name.clone();
            if self.compiled.len() >= MOST_GRAMMARS {
                self.compiled.clear();
                self.syntaxes = None;
            }
            self.compiled.push(name);
        }
    }
}

/// Runs work that may panic; `None` if it does.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Whether a block is code that may have colours: one whose language is named.
pub fn is_colorable(document: &Document, block: usize) -> bool {
    let kind = document.blocks().get(block).map(|block| block.kind);
    matches!(kind, Some(Kind::Code { language: Some(_) }))
}

/// Code being read line by line.
struct Lines<'h> {
    syntaxes: &'h SyntaxSet,
    roles: &'h mut HashMap<Scope, Option<CodeRole>>,
    state: ParseState,
    stack: Stack,
    runs: Runs,
}

impl Lines<'_> {
    /// Reads the line that starts at byte `at` of the block.
    fn line(&mut self, language: &Language, syntax: &SyntaxReference, line: &str, at: usize) {
        let end = at + line.len();
        let mut code = at;
        if line.len() > LONGEST_LINE {
            self.runs.push(end, CodeRole::Plain);
            return;
        }
        if language.is_session() {
            let Some(prompt) = session::prompt(line) else {
                self.runs.push(end, CodeRole::Plain);
                return;
            };
            // Each command is a program of its own.
            self.state = ParseState::new(syntax);
            self.stack = Stack::default();
            code += prompt;
            self.runs.push(code, CodeRole::Punctuation);
        }
        let mut text = line[code - at..].to_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let Ok(steps) = self.state.parse_line(&text, self.syntaxes) else {
            self.runs.push(end, CodeRole::Plain);
            return;
        };
        for (offset, step) in &steps {
            self.runs.push((code + offset).min(end), self.stack.role());
            self.stack.apply(step, self.roles);
        }
        self.runs.push(end, self.stack.role());
    }
}

#[cfg(test)]
mod tests;

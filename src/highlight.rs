//! Syntax highlighting: the role of each byte of a code block, such as keyword, string or comment.
//!
//! Grammars are TextMate's, as in VS Code. A grammar is prepared on the first line in its language, which takes
//! milliseconds, so highlighting belongs on a background thread. Colors are the theme's. The result only describes
//! bytes and never changes them; where a grammar fails, the code stays plain.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::document::{Document, Kind};
use crate::theme::CodeRole;

mod cache;
mod code_roles;
mod grammar;
mod language;
mod runs;
mod scope;
mod session;
mod terminal_output;

pub use cache::Cache;
pub use code_roles::CodeRoles;
pub use runs::Runs;

use grammar::Grammar;
use language::Language;

/// Longest line that is highlighted, because a grammar's work on one line can grow with the square of its length.
/// A longer line stays plain, and the next line continues as if it were not there.
const MAX_LINE_BYTES: usize = 4 * 1024;

/// Bytes of a block that are highlighted; the rest stays plain.
const MAX_BLOCK_BYTES: usize = 256 * 1024;

/// Prepared grammars kept in memory, at 1 to 6 MiB each. Preparing one again takes a few milliseconds.
const MAX_GRAMMARS: usize = 8;

/// Highlights code, and keeps the grammars it used last.
#[derive(Debug, Default)]
pub struct Highlighter {
    /// The most recently used one last.
    grammars: Vec<Grammar>,
}

impl Highlighter {
    /// Highlights a code block of a document. Returns `None` once `is_stale` says that the result is no longer needed.
    pub fn block(
        &mut self,
        document: &Document,
        block: usize,
        is_stale: impl Fn() -> bool,
    ) -> Option<Runs> {
        let block = &document.blocks()[block];
        match document.language(block) {
            None => Some(Runs::default()),
            Some(name) if language::is_terminal_output(&name) => {
                let controls = document.controls(block.text());
                Some(
                    terminal_output::runs(block.text(), controls)
                        .snapped(&document.block_text(block)),
                )
            }
            Some(name) => self.code(&name, &document.block_text(block), is_stale),
        }
    }

    /// Highlights code in the language that an info string names. Returns `None` once `is_stale` says that the result
    /// is no longer needed. A panic in a grammar leaves the code plain.
    pub fn code(&mut self, name: &str, code: &str, is_stale: impl Fn() -> bool) -> Option<Runs> {
        let Some(language) = Language::of(name) else {
            return Some(Runs::default());
        };
        // Taken out, so that a grammar that panics halfway is not used again.
        let Some(mut grammar) = self.take(&language.grammar) else {
            return Some(Runs::default());
        };
        let work = AssertUnwindSafe(|| {
            let runs = highlight(&mut grammar, &language, code, is_stale);
            (grammar, runs)
        });
        let Ok((grammar, runs)) = catch_unwind(work) else {
            return Some(Runs::default());
        };
        self.grammars.push(grammar);
        runs
    }

    /// Takes a grammar out of the list, or prepares it; makes room for it. `None` if it cannot be prepared.
    fn take(&mut self, name: &str) -> Option<Grammar> {
        if let Some(at) = self.grammars.iter().position(|known| known.name() == name) {
            return Some(self.grammars.remove(at));
        }
        if self.grammars.len() >= MAX_GRAMMARS {
            self.grammars.remove(0);
        }
        catch_unwind(|| Grammar::new(name)).ok()?
    }
}

/// Returns true if a block is code in a named language.
pub fn is_colorable(document: &Document, block: usize) -> bool {
    let kind = document.blocks().get(block).map(|block| block.kind);
    matches!(kind, Some(Kind::Code { language: Some(_) }))
}

/// Highlights code line by line. Returns `None` once it is stale.
fn highlight(
    grammar: &mut Grammar,
    language: &Language,
    code: &str,
    is_stale: impl Fn() -> bool,
) -> Option<Runs> {
    let mut runs = Runs::default();
    let mut state = grammar.start();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        if is_stale() {
            return None;
        }
        let end = at + line.len();
        if end > MAX_BLOCK_BYTES {
            break;
        }
        let command = if language.is_session {
            session::prompt(line)
        } else {
            Some(0)
        };
        if let Some(prompt) = command {
            if language.is_session {
                // Each command is a program of its own.
                state = grammar.start();
                runs.push(at + prompt, CodeRole::Punctuation);
            }
            let push = |end, role| runs.push(at + prompt + end, role);
            grammar.line(&line[prompt..], &mut state, &is_stale, push)?;
        }
        runs.push(end, CodeRole::Plain);
        at = end;
    }
    Some(runs.snapped(code))
}

#[cfg(test)]
mod tests;

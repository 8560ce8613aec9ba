//! Syntax highlighting: the role of each byte of a code block, such as keyword, string or comment.
//!
//! Uses TextMate grammars, like VS Code. Preparing a grammar takes milliseconds, so highlighting should run on a background
//! thread. Colors are left to the theme. The text is never changed. If a grammar fails, the code has no colors.

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

/// Maximum length of a highlighted line. A grammar's work can grow with the square of the line's length. A longer line stays
/// plain, and the next line is highlighted as if the long line did not exist.
const MAX_LINE_BYTES: usize = 4 * 1024;

/// Maximum number of bytes that are highlighted in a block; the rest stays plain.
const MAX_BLOCK_BYTES: usize = 256 * 1024;

/// Maximum number of prepared grammars in memory, at 1 to 6 MiB each. Preparing a grammar takes a few milliseconds.
const MAX_GRAMMARS: usize = 8;

/// A highlighter with a cache of recently used grammars.
#[derive(Debug, Default)]
pub struct Highlighter {
    /// The prepared grammars, the most recently used last.
    grammars: Vec<Grammar>,
}

impl Highlighter {
    /// Highlights the code block with the index `block_index`. Returns `None` as soon as `is_stale` returns true: the result is
    /// then no longer needed.
    pub fn highlight_block(
        &mut self,
        document: &Document,
        block_index: usize,
        is_stale: impl Fn() -> bool,
    ) -> Option<Runs> {
        let block = &document.blocks()[block_index];
        match document.language(block) {
            None => Some(Runs::default()),
            Some(name) if language::is_terminal_output(&name) => {
                let sgr_parameters = document.sgr_parameters(block.text_range());
                Some(
                    terminal_output::runs(block.text_range(), sgr_parameters)
                        .snapped_to_graphemes(&document.block_text(block)),
                )
            }
            Some(name) => self.highlight_code(&name, &document.block_text(block), is_stale),
        }
    }

    /// Highlights code. `language_name` is the language's name in an info string. Returns `None` as soon as `is_stale` returns
    /// true: the result is then no longer needed. The code stays plain if the language is unknown or its grammar fails.
    pub fn highlight_code(
        &mut self,
        language_name: &str,
        code: &str,
        is_stale: impl Fn() -> bool,
    ) -> Option<Runs> {
        let Some(language) = Language::of(language_name) else {
            return Some(Runs::default());
        };
        // The grammar is removed from the list while it is in use, so that a grammar that panics is not used again.
        let Some(mut grammar) = self.take_grammar(&language.grammar) else {
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

    /// Removes a grammar from the list and returns it. Prepares a grammar that is not in the list; if the list is full, drops the
    /// least recently used grammar. Returns `None` if the grammar cannot be prepared.
    fn take_grammar(&mut self, name: &str) -> Option<Grammar> {
        if let Some(index) = self
            .grammars
            .iter()
            .position(|grammar| grammar.name() == name)
        {
            return Some(self.grammars.remove(index));
        }
        if self.grammars.len() >= MAX_GRAMMARS {
            self.grammars.remove(0);
        }
        catch_unwind(|| Grammar::new(name)).ok()?
    }
}

/// Returns true if a block is code in a language that is named, so that the code may have colors.
pub fn is_colorable(document: &Document, block: usize) -> bool {
    let kind = document.blocks().get(block).map(|block| block.kind);
    matches!(kind, Some(Kind::Code { language: Some(_) }))
}

/// Highlights code line by line. Returns `None` as soon as `is_stale` returns true.
fn highlight(
    grammar: &mut Grammar,
    language: &Language,
    code: &str,
    is_stale: impl Fn() -> bool,
) -> Option<Runs> {
    let mut runs = Runs::default();
    let mut state = grammar.initial_state();
    let mut line_start = 0;
    for line in code.split_inclusive('\n') {
        if is_stale() {
            return None;
        }
        let line_end = line_start + line.len();
        if line_end > MAX_BLOCK_BYTES {
            break;
        }
        let prompt_length = if language.is_session {
            session::prompt_length(line)
        } else {
            Some(0)
        };
        // A line of output has no prompt, and stays plain.
        if let Some(prompt_length) = prompt_length {
            let command_start = line_start + prompt_length;
            if language.is_session {
                // Each command is highlighted independently.
                state = grammar.initial_state();
                // The run of the prompt ends where the command starts.
                runs.push(command_start, CodeRole::Punctuation);
            }
            let push = |token_end, role| runs.push(command_start + token_end, role);
            grammar.tokenize_line(&line[prompt_length..], &mut state, &is_stale, push)?;
        }
        runs.push(line_end, CodeRole::Plain);
        line_start = line_end;
    }
    Some(runs.snapped_to_graphemes(code))
}

#[cfg(test)]
mod tests;

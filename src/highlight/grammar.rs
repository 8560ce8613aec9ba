//! A prepared grammar: reads lines and gives their parts roles.

use std::collections::HashMap;

use syntaxmate::{Error, ScopeStackId, Tokenizer, TokenizerOptions, TokenizerState};

use super::{MAX_LINE_BYTES, scope};
use crate::theme::CodeRole;

/// A grammar with the patterns that it has compiled so far.
#[derive(Debug)]
pub(super) struct Grammar {
    name: String,
    tokenizer: Tokenizer,
    /// The role of each scope stack seen so far: code has few different ones.
    roles: HashMap<ScopeStackId, CodeRole>,
}

impl Grammar {
    /// Loads a grammar by its name in the catalog.
    pub(super) fn new(name: &str) -> Option<Self> {
        let options = TokenizerOptions {
            max_line_bytes: MAX_LINE_BYTES,
            // What was highlighted is kept by `super::Cache`, whole blocks at a time.
            line_cache_entries: 0,
        };
        Some(Self {
            name: name.to_owned(),
            tokenizer: Tokenizer::for_bundled_language(name, options).ok()?,
            roles: HashMap::new(),
        })
    }

    /// The grammar's name in the catalog.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The state before the first line of a text.
    pub(super) fn start(&self) -> TokenizerState {
        self.tokenizer.initial_state()
    }

    /// Reads one line, calls `push` with the end (in bytes of the line) and the role of each part, and leaves the state
    /// for the next line in `state`. Returns `None` if `is_stale` stopped it.
    pub(super) fn line(
        &mut self,
        line: &str,
        state: &mut TokenizerState,
        is_stale: impl Fn() -> bool,
        mut push: impl FnMut(usize, CodeRole),
    ) -> Option<()> {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let roles = &mut self.roles;
        let read = self.tokenizer.tokenize_line_with_interrupt(
            line,
            state,
            |token| {
                let find = || scope::role(token.scopes());
                let role = match token.scope_stack() {
                    Some(stack) => *roles.entry(stack).or_insert_with(find),
                    None => find(),
                };
                push(token.range().end, role);
            },
            is_stale,
        );
        match read {
            Err(Error::Interrupted) => None,
            // A line that can't be read stays plain.
            Ok(_) | Err(_) => Some(()),
        }
    }
}

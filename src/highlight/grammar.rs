//! A prepared grammar, which splits lines into tokens with roles.

use std::collections::HashMap;

use syntaxmate::{Error, ScopeStackId, Tokenizer, TokenizerOptions, TokenizerState};

use super::{MAX_LINE_BYTES, scope};
use crate::theme::CodeRole;

/// A grammar, with the patterns that have been compiled so far.
#[derive(Debug)]
pub(super) struct Grammar {
    name: String,
    tokenizer: Tokenizer,
    /// The role of each scope stack seen so far; code has few different scope stacks.
    roles: HashMap<ScopeStackId, CodeRole>,
}

impl Grammar {
    /// Loads a grammar by its name in the catalog, or returns `None` if it can't be loaded.
    pub(super) fn new(name: &str) -> Option<Self> {
        let options = TokenizerOptions {
            max_line_bytes: MAX_LINE_BYTES,
            // A cache of lines is not needed, because `super::Cache` caches complete blocks.
            line_cache_entries: 0,
        };
        Some(Self {
            name: name.to_owned(),
            tokenizer: Tokenizer::for_bundled_language(name, options).ok()?,
            roles: HashMap::new(),
        })
    }

    /// Returns the grammar's name in the catalog.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the state before the first line of a text.
    pub(super) fn initial_state(&self) -> TokenizerState {
        self.tokenizer.initial_state()
    }

    /// Tokenizes one line, and updates `state` for the next line. Calls `push` with the end of each token (in bytes of the line)
    /// and the token's role. Stops and returns `None` once `is_stale` returns true.
    pub(super) fn tokenize_line(
        &mut self,
        line: &str,
        state: &mut TokenizerState,
        is_stale: impl Fn() -> bool,
        mut push: impl FnMut(usize, CodeRole),
    ) -> Option<()> {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let roles = &mut self.roles;
        let result = self.tokenizer.tokenize_line_with_interrupt(
            line,
            state,
            |token| {
                let find_role = || scope::role(token.scopes());
                let role = match token.scope_stack() {
                    Some(stack) => *roles.entry(stack).or_insert_with(find_role),
                    None => find_role(),
                };
                push(token.range().end, role);
            },
            is_stale,
        );
        match result {
            Err(Error::Interrupted) => None,
            // After another error, the line stays without colors.
            Ok(_) | Err(_) => Some(()),
        }
    }
}

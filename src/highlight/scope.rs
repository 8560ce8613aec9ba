//! From a grammar's scopes to roles (Sublime Text, “Scope Naming”).

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::{ClearAmount, Scope, ScopeStackOp};

use crate::theme::CodeRole;

/// What scopes mean; the longest name that fits counts. `Plain` ends what stands around it, as code in a string.
const ROLES: &[(&str, CodeRole)] = &[
    ("source", CodeRole::Plain),
    ("text", CodeRole::Plain),
    ("meta.interpolation", CodeRole::Plain),
    ("comment", CodeRole::Comment),
    ("punctuation.definition.comment", CodeRole::Comment),
    ("string", CodeRole::String),
    ("punctuation.definition.string", CodeRole::String),
    ("string.unquoted.block", CodeRole::String),
    ("constant", CodeRole::Constant),
    ("constant.numeric", CodeRole::Number),
    ("keyword.other.unit", CodeRole::Number),
    ("keyword", CodeRole::Keyword),
    ("keyword.operator", CodeRole::Operator),
    ("keyword.operator.word", CodeRole::Keyword),
    ("keyword.operator.logical.python", CodeRole::Keyword),
    ("keyword.operator.expression", CodeRole::Keyword),
    ("storage", CodeRole::Keyword),
    ("storage.type.function.arrow", CodeRole::Operator),
    ("storage.type.go", CodeRole::Type),
    ("entity.name", CodeRole::Type),
    ("entity.name.function", CodeRole::Function),
    ("entity.name.macro", CodeRole::Function),
    ("entity.name.constant", CodeRole::Constant),
    ("entity.name.tag", CodeRole::Tag),
    ("entity.name.tag.toml", CodeRole::Attribute),
    ("entity.name.tag.yaml", CodeRole::Attribute),
    ("entity.name.key", CodeRole::Attribute),
    ("entity.name.table", CodeRole::Type),
    ("entity.name.section", CodeRole::Heading),
    ("entity.other.inherited-class", CodeRole::Type),
    ("entity.other.attribute-name", CodeRole::Attribute),
    ("support.function", CodeRole::Function),
    ("support.macro", CodeRole::Function),
    ("support.type", CodeRole::Type),
    ("support.class", CodeRole::Type),
    ("support.type.property-name", CodeRole::Attribute),
    ("support.constant", CodeRole::Constant),
    ("variable", CodeRole::Variable),
    ("variable.function", CodeRole::Function),
    ("variable.annotation", CodeRole::Attribute),
    ("variable.language", CodeRole::Constant),
    ("meta.annotation", CodeRole::Attribute),
    ("meta.mapping.key", CodeRole::Attribute),
    ("punctuation", CodeRole::Punctuation),
    ("punctuation.definition.heading", CodeRole::Heading),
    ("punctuation.definition.annotation", CodeRole::Attribute),
    ("punctuation.definition.inserted", CodeRole::Inserted),
    ("punctuation.definition.deleted", CodeRole::Deleted),
    ("markup.heading", CodeRole::Heading),
    ("markup.inserted", CodeRole::Inserted),
    ("markup.deleted", CodeRole::Deleted),
    ("markup.raw", CodeRole::String),
    ("markup.quote", CodeRole::Comment),
    ("markup.underline.link", CodeRole::Function),
    ("meta.diff.header", CodeRole::Heading),
    ("meta.diff.range", CodeRole::Function),
];

/// The same, the longest first.
static SCOPES: LazyLock<Vec<(Scope, CodeRole)>> = LazyLock::new(|| {
    let scope = |(name, role): &(&str, CodeRole)| Some((Scope::new(name).ok()?, *role));
    let mut scopes: Vec<_> = ROLES.iter().filter_map(scope).collect();
    scopes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    scopes
});

fn role(scope: Scope) -> Option<CodeRole> {
    let found = SCOPES.iter().find(|(known, _)| known.is_prefix_of(scope));
    found.map(|(_, role)| *role)
}

/// The scopes around a place, each with the role that it and those around it come to, so that deep nesting costs
/// no more than shallow.
#[derive(Debug, Default)]
pub(super) struct Stack {
    roles: Vec<CodeRole>,
    cleared: Vec<Vec<CodeRole>>,
}

impl Stack {
    /// The role here.
    pub(super) fn role(&self) -> CodeRole {
        self.roles.last().copied().unwrap_or_default()
    }

    /// Takes a step of the grammar.
    pub(super) fn apply(
        &mut self,
        step: &ScopeStackOp,
        known: &mut HashMap<Scope, Option<CodeRole>>,
    ) {
        match step {
            ScopeStackOp::Push(scope) => {
                let own = *known.entry(*scope).or_insert_with(|| role(*scope));
                self.roles.push(within(self.role(), own));
            }
            ScopeStackOp::Pop(count) => {
                self.roles.truncate(self.roles.len().saturating_sub(*count));
            }
            ScopeStackOp::Clear(amount) => {
                let kept = match amount {
                    ClearAmount::TopN(count) => self.roles.len().saturating_sub(*count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.roles.split_off(kept));
            }
            ScopeStackOp::Restore => self.roles.extend(self.cleared.pop().unwrap_or_default()),
            ScopeStackOp::Noop => {}
        }
    }
}

/// What a scope's `own` role comes to within `around`.
fn within(around: CodeRole, own: Option<CodeRole>) -> CodeRole {
    match (around, own) {
        (around, None) => around,
        (_, Some(CodeRole::Plain)) => CodeRole::Plain,
        // Nothing in a comment, a heading or a changed line stands out, and a key in quotes is a key.
        (CodeRole::Comment | CodeRole::Heading | CodeRole::Inserted | CodeRole::Deleted, _) => {
            around
        }
        (CodeRole::Attribute, Some(CodeRole::String)) => around,
        (_, Some(own)) => own,
    }
}

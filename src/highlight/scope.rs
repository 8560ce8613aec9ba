//! The roles of TextMate scopes (TextMate manual, "Naming Conventions").

use crate::theme::CodeRole;

/// The role of each scope and its subscopes. If several entries match a scope, the longest one applies. `Plain` resets the role
/// of the enclosing scopes. For example, code that is embedded in a string is not a string.
const ROLES: &[(&str, CodeRole)] = &[
    ("source", CodeRole::Plain),
    ("text", CodeRole::Plain),
    ("meta.embedded", CodeRole::Plain),
    ("meta.interpolation", CodeRole::Plain),
    ("meta.template.expression", CodeRole::Plain),
    ("comment", CodeRole::Comment),
    ("punctuation.definition.comment", CodeRole::Comment),
    ("string", CodeRole::String),
    ("string.quoted.docstring", CodeRole::Comment),
    ("string.unquoted.argument", CodeRole::Plain),
    ("punctuation.definition.string", CodeRole::String),
    ("constant", CodeRole::Constant),
    ("constant.numeric", CodeRole::Number),
    ("keyword.other.unit", CodeRole::Number),
    ("keyword", CodeRole::Keyword),
    ("keyword.operator", CodeRole::Operator),
    ("keyword.operator.expression", CodeRole::Keyword),
    ("keyword.operator.logical.python", CodeRole::Keyword),
    ("keyword.operator.new", CodeRole::Keyword),
    ("keyword.operator.word", CodeRole::Keyword),
    ("keyword.operator.wordlike", CodeRole::Keyword),
    ("keyword.other.type", CodeRole::Type),
    ("punctuation.definition.directive", CodeRole::Keyword),
    ("storage", CodeRole::Keyword),
    ("storage.type.function.arrow", CodeRole::Operator),
    ("entity.name", CodeRole::Type),
    ("entity.name.function", CodeRole::Function),
    ("entity.name.function.decorator", CodeRole::Attribute),
    ("entity.name.command", CodeRole::Function),
    ("entity.name.constant", CodeRole::Constant),
    ("entity.name.section", CodeRole::Heading),
    ("entity.name.section.toml", CodeRole::Type),
    ("entity.name.tag", CodeRole::Tag),
    ("entity.name.tag.yaml", CodeRole::Attribute),
    ("entity.other.inherited-class", CodeRole::Type),
    ("entity.other.attribute-name", CodeRole::Attribute),
    ("support.function", CodeRole::Function),
    ("support.macro", CodeRole::Function),
    ("support.type", CodeRole::Type),
    ("support.class", CodeRole::Type),
    ("support.type.property-name", CodeRole::Attribute),
    (
        "punctuation.support.type.property-name",
        CodeRole::Attribute,
    ),
    ("support.constant", CodeRole::Constant),
    ("variable", CodeRole::Variable),
    ("variable.language", CodeRole::Constant),
    ("variable.other.key", CodeRole::Attribute),
    ("meta.annotation", CodeRole::Attribute),
    ("meta.attribute.rust", CodeRole::Attribute),
    ("punctuation.definition.annotation", CodeRole::Attribute),
    ("punctuation.definition.decorator", CodeRole::Attribute),
    ("meta.mapping.key", CodeRole::Attribute),
    ("punctuation", CodeRole::Punctuation),
    ("punctuation.definition.heading", CodeRole::Heading),
    ("punctuation.definition.inserted", CodeRole::Inserted),
    ("punctuation.definition.deleted", CodeRole::Deleted),
    ("markup.heading", CodeRole::Heading),
    ("markup.inserted", CodeRole::Inserted),
    ("markup.deleted", CodeRole::Deleted),
    ("markup.inline.raw", CodeRole::String),
    ("markup.raw", CodeRole::String),
    ("markup.quote", CodeRole::Comment),
    ("markup.underline.link", CodeRole::Function),
    ("meta.diff.header", CodeRole::Heading),
    ("meta.diff.range", CodeRole::Function),
];

/// Returns the role of text in the nested `scopes`, outermost first.
pub(super) fn role<'s>(scopes: impl Iterator<Item = &'s str>) -> CodeRole {
    scopes.fold(CodeRole::Plain, |outer, scope| {
        nested_role(outer, scope_role(scope))
    })
}

/// Returns the role of a single scope.
fn scope_role(scope: &str) -> Option<CodeRole> {
    let matching = ROLES.iter().filter(|(prefix, _)| {
        let rest = scope.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    let longest = matching.max_by_key(|(prefix, _)| prefix.len());
    longest.map(|(_, role)| *role)
}

/// Returns the effective role of a scope that is nested in text with the role `outer`. `inner` is the role of the scope by
/// itself, or `None` if it has no role.
fn nested_role(outer: CodeRole, inner: Option<CodeRole>) -> CodeRole {
    match (outer, inner) {
        (outer, None) => outer,
        (_, Some(CodeRole::Plain)) => CodeRole::Plain,
        // Comments, headings and changed lines have one color throughout.
        (CodeRole::Comment | CodeRole::Heading | CodeRole::Inserted | CodeRole::Deleted, _) => {
            outer
        }
        // A key in quotation marks is a key, not a string.
        (CodeRole::Attribute, Some(CodeRole::String)) => outer,
        (_, Some(inner)) => inner,
    }
}

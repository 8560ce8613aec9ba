//! Blanks between the parts of a formula (Knuth, “The `TeXbook`”, chapter 18, in whole columns).

use super::tree::{Class, GridKind, MathGrid, MathNode};

/// Returns two classes of a node. The first determines the blanks at the left of the node, the second the blanks at its right.
pub(super) fn sides(node: &MathNode) -> (Class, Class) {
    match node {
        MathNode::Fenced { .. } => (Class::Open, Class::Close),
        MathNode::Scripts { base, .. }
        | MathNode::Accent { base, .. }
        | MathNode::Negated(base) => sides(base),
        MathNode::Row(nodes) => match nodes.as_slice() {
            [only] => sides(only),
            _ => (Class::Ordinary, Class::Ordinary),
        },
        node => (node.class(), node.class()),
    }
}

/// Returns the left class (see [`sides`]) of the first node that is not a blank, or `None` if all nodes are blanks.
pub(super) fn first_class(nodes: &[MathNode]) -> Option<Class> {
    let node = nodes
        .iter()
        .find(|node| !matches!(node, MathNode::Space(_)))?;
    Some(sides(node).0)
}

/// Returns true if a binary operator is only a sign, such as the minus of `−x`, because an operand is missing. `left` and
/// `right` are the classes of the nodes beside the operator.
pub(super) fn is_sign(left: Option<Class>, right: Option<Class>) -> bool {
    let lacks_left_operand = left.is_none_or(|left| {
        matches!(
            left,
            Class::Binary
                | Class::Relation
                | Class::Open
                | Class::Punctuation
                | Class::LargeOperator
                | Class::Function
        )
    });
    let lacks_right_operand = right
        .is_none_or(|right| matches!(right, Class::Relation | Class::Close | Class::Punctuation));
    lacks_left_operand || lacks_right_operand
}

/// Returns the number of blank columns between two neighbors.
pub(super) fn gap(left: Class, right: Class) -> usize {
    use Class::{
        Binary, Close, Function, Inner, LargeOperator, Open, Ordinary, Punctuation, Relation, Sign,
    };
    match (left, right) {
        // The node after the sign may be a fraction. Without a blank, a minus sign would look like a part of the fraction's bar.
        (Sign, Inner) => 1,
        (Sign, _) => 0,
        (Relation, Relation) => 0,
        (Punctuation, Close | Punctuation) | (_, Punctuation) => 0,
        (Open, _) | (_, Close) => 0,
        (Relation | Binary | Punctuation, _) | (_, Relation | Binary) => 1,
        (Inner, Ordinary | Open | Inner | Function | LargeOperator) => 1,
        (Ordinary | Close | Function | LargeOperator, Inner) => 1,
        (Function | LargeOperator, Ordinary | Function | LargeOperator) => 1,
        (Ordinary | Close, Function | LargeOperator) => 1,
        _ => 0,
    }
}

/// Returns the number of blank columns between two neighbors in a script. Only functions, such as `sin`, are separated there.
pub(super) fn compact_gap(left: Class, right: Class) -> usize {
    usize::from(matches!(
        (left, right),
        (Class::Function, Class::Ordinary | Class::Function) | (Class::Ordinary, Class::Function)
    ))
}

/// Returns true if a node contains a `\substack`, whose lines are placed below each other even in a script.
pub(super) fn needs_several_rows(node: &MathNode) -> bool {
    match node {
        MathNode::Row(nodes) => nodes.iter().any(needs_several_rows),
        MathNode::Grid(MathGrid { kind, .. }) => *kind == GridKind::Stack,
        _ => false,
    }
}

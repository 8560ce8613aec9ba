//! Rows of a formula. The parts of a row are placed beside each other, with blanks between them. Delimiters and integrals get
//! the height of their neighbors.

use super::delimiter::{draw_delimiter, place_between};
use super::{lay_out, with_scripts};
use crate::document::math::boxes::{LayoutBox, place_beside};
use crate::document::math::tree::{Class, MathNode};
use crate::document::math::{one_row, spacing, symbols};
use crate::document::script_chars;

/// A part of a row.
struct Item {
    layout_box: LayoutBox,
    /// The class that determines the blanks at the left of the part.
    left: Class,
    /// The class that determines the blanks at the right of the part.
    right: Class,
    /// The columns that a space command requires before the part; 0 without a space command.
    space: usize,
    growth: Growth,
}

/// The way in which the height of an item depends on the items beside it. An item with a variable height is drawn again when
/// those items are laid out. The scripts are stored here for this second drawing.
enum Growth {
    /// The height is fixed.
    None,
    /// An integral sign, which is as high as the items after it.
    Integral {
        subscript: Option<MathNode>,
        superscript: Option<MathNode>,
    },
    /// A vertical line, which is as high as its neighbors, or a delimiter with a size command.
    Fence {
        delimiter: char,
        /// True if the delimiter has a size command. It is then as high as the row.
        is_large: bool,
        subscript: Option<MathNode>,
        superscript: Option<MathNode>,
    },
}

impl Item {
    /// Creates an item of a fixed height with the classes of its left and its right side.
    fn new(layout_box: LayoutBox, left: Class, right: Class) -> Self {
        Self {
            layout_box,
            left,
            right,
            space: 0,
            growth: Growth::None,
        }
    }
}

/// The items of a row after an opening delimiter that is not closed yet.
struct Frame {
    items: Vec<Item>,
    /// The opening delimiter; not used in the outermost frame.
    open: char,
    /// Columns of blanks before the opening delimiter.
    space: usize,
}

impl Frame {
    /// Creates a frame without items.
    fn new(open: char, space: usize) -> Self {
        Self {
            items: Vec::new(),
            open,
            space,
        }
    }
}

/// Places nodes beside each other. `class_before` is the class of the node at the left of the first node.
pub(super) fn lay_out_row(nodes: &[MathNode], class_before: Option<Class>) -> Option<LayoutBox> {
    // The outermost frame, which has no delimiter, and a frame for each open delimiter.
    let mut frames = vec![Frame::new(' ', 0)];
    // The columns of the widest space command since the last item.
    let mut space = 0;
    for node in nodes {
        if let MathNode::Space(columns) = node {
            space = space.max(*columns);
            continue;
        }
        let parts = ScriptedNode::of(node);
        let mut item = match as_delimiter(parts.base) {
            Some(Delimiter {
                class: Class::Open,
                char: open,
                ..
            }) if !parts.has_scripts() => {
                frames.push(Frame::new(open, std::mem::take(&mut space)));
                continue;
            }
            Some(Delimiter {
                class: Class::Close,
                char: close,
                ..
            }) if frames.len() > 1 => {
                let frame = frames.pop()?;
                space = frame.space;
                let inside = join_items(frame.items, Some(Class::Open))?;
                let layout_box = place_between(Some(frame.open), inside, Some(close))?;
                let layout_box = with_scripts(layout_box, parts.subscript, parts.superscript)?;
                Item::new(layout_box, Class::Open, Class::Close)
            }
            delimiter => lay_out_item(node, &parts, delimiter)?,
        };
        item.space = std::mem::take(&mut space);
        frames.last_mut()?.items.push(item);
    }
    join_items(close_frames(frames)?, class_before)
}

/// A node with its subscript and its superscript.
struct ScriptedNode<'n> {
    base: &'n MathNode,
    subscript: Option<&'n MathNode>,
    superscript: Option<&'n MathNode>,
}

impl<'n> ScriptedNode<'n> {
    /// Separates the scripts from a node.
    fn of(node: &'n MathNode) -> Self {
        match node {
            MathNode::Scripts {
                base,
                below,
                above,
                are_limits: false,
            } => Self {
                base,
                subscript: below.as_deref(),
                superscript: above.as_deref(),
            },
            base => Self {
                base,
                subscript: None,
                superscript: None,
            },
        }
    }

    /// Returns true if the node has a script.
    fn has_scripts(&self) -> bool {
        self.subscript.is_some() || self.superscript.is_some()
    }
}

/// Lays out a node that neither opens nor closes a frame. `parts` are the base and the scripts of the node. `delimiter` is the
/// base if the base is a delimiter.
fn lay_out_item(
    node: &MathNode,
    parts: &ScriptedNode<'_>,
    delimiter: Option<Delimiter>,
) -> Option<Item> {
    if let Some(Delimiter {
        class: Class::Ordinary,
        char: delimiter,
        is_large,
    }) = delimiter
    {
        let layout_box = LayoutBox::text(delimiter);
        let mut item = Item::new(layout_box, Class::Ordinary, Class::Ordinary);
        item.growth = Growth::Fence {
            delimiter,
            is_large,
            subscript: parts.subscript.cloned(),
            superscript: parts.superscript.cloned(),
        };
        return Some(item);
    }
    if is_integral(parts.base) {
        let layout_box = lay_out(parts.base)?;
        let mut item = Item::new(layout_box, Class::LargeOperator, Class::LargeOperator);
        item.growth = Growth::Integral {
            subscript: parts.subscript.cloned(),
            superscript: parts.superscript.cloned(),
        };
        return Some(item);
    }
    let (left, right) = spacing::sides(node);
    Some(Item::new(lay_out(node)?, left, right))
}

/// Returns the items of all frames. Delimiters that are never closed become ordinary items.
fn close_frames(mut frames: Vec<Frame>) -> Option<Vec<Item>> {
    while frames.len() > 1 {
        let frame = frames.pop()?;
        let mut open = Item::new(LayoutBox::text(frame.open), Class::Open, Class::Open);
        open.space = frame.space;
        let outer = &mut frames.last_mut()?.items;
        outer.push(open);
        outer.extend(frame.items);
    }
    Some(frames.pop()?.items)
}

/// A delimiter in a row.
#[derive(Clone, Copy)]
struct Delimiter {
    char: char,
    /// `Open` or `Close` for a bracket. `Ordinary` for a vertical line, and for any other symbol with a size command.
    class: Class,
    /// True if the delimiter has a size command.
    is_large: bool,
}

/// Returns the delimiter that a node shows, or `None` if the node is not a delimiter.
fn as_delimiter(node: &MathNode) -> Option<Delimiter> {
    let MathNode::Symbol {
        text,
        class,
        is_large,
    } = node
    else {
        return None;
    };
    let mut chars = text.chars();
    let (char, None) = (chars.next()?, chars.next()) else {
        return None;
    };
    let is_delimiter = match class {
        Class::Open | Class::Close => true,
        Class::Ordinary => matches!(char, '|' | '‖') || *is_large,
        _ => false,
    };
    is_delimiter.then_some(Delimiter {
        char,
        class: *class,
        is_large: *is_large,
    })
}

/// Returns true if a node is an integral sign.
fn is_integral(node: &MathNode) -> bool {
    node.class() == Class::LargeOperator
        && node
            .symbol_text()
            .is_some_and(|text| text.chars().all(symbols::is_integral))
}

/// Gives delimiters and integrals their heights, and places the items beside each other with blanks between them.
fn join_items(mut items: Vec<Item>, class_before: Option<Class>) -> Option<LayoutBox> {
    let classes: Vec<Class> = items.iter().map(|item| item.left).collect();
    // A binary operator without an operand at its left, such as the minus of `-x`, is a sign.
    let mut previous = class_before;
    for (index, item) in items.iter_mut().enumerate() {
        if item.left == Class::Binary && spacing::is_sign(previous, classes.get(index + 1).copied())
        {
            (item.left, item.right) = (Class::Ordinary, Class::Sign);
        }
        previous = Some(item.right);
    }
    grow_fences(&mut items)?;
    grow_integrals(&mut items)?;
    let mut boxes = Vec::with_capacity(items.len() * 2);
    let mut previous = None;
    for item in items {
        let gap = previous
            .map_or(0, |previous| spacing::gap(previous, item.left))
            .max(item.space);
        // No gap is added next to a blank that the author wrote, as in `\text{if }`.
        let is_separated = boxes.last().is_some_and(ends_with_blank)
            || item
                .layout_box
                .rows
                .first()
                .is_some_and(|row| row.starts_with(' ') && item.layout_box.height() == 1);
        if gap > 0 && previous.is_some() && !is_separated {
            boxes.push(LayoutBox::blank(gap));
        }
        previous = Some(item.right);
        boxes.push(item.layout_box);
    }
    if boxes.is_empty() {
        return Some(LayoutBox::text(""));
    }
    place_beside(&boxes)
}

/// Returns true if a box of one row ends with a blank.
fn ends_with_blank(layout_box: &LayoutBox) -> bool {
    layout_box.height() == 1 && layout_box.rows[0].ends_with(' ')
}

/// Gives vertical lines the height of their neighbors. A delimiter with a size command gets the height of the row.
fn grow_fences(items: &mut [Item]) -> Option<()> {
    let extents: Vec<(usize, usize)> = items
        .iter()
        .map(|item| (item.layout_box.ascent(), item.layout_box.descent()))
        .collect();
    let highest = |extents: &[(usize, usize)]| {
        let ascent = extents.iter().map(|(ascent, _)| *ascent).max();
        let descent = extents.iter().map(|(_, descent)| *descent).max();
        (ascent.unwrap_or(0), descent.unwrap_or(0))
    };
    for (index, item) in items.iter_mut().enumerate() {
        let Growth::Fence {
            delimiter,
            is_large,
            subscript,
            superscript,
        } = &item.growth
        else {
            continue;
        };
        let (ascent, descent) = if *is_large {
            highest(&extents)
        } else {
            highest(&extents[index.saturating_sub(1)..extents.len().min(index + 2)])
        };
        let layout_box = draw_delimiter(*delimiter, ascent, descent);
        item.layout_box = with_scripts(layout_box, subscript.as_ref(), superscript.as_ref())?;
    }
    Some(())
}

/// Gives integrals the height of the items after them, up to a relation.
fn grow_integrals(items: &mut [Item]) -> Option<()> {
    let (mut ascent, mut descent) = (0, 0);
    for item in items.iter_mut().rev() {
        if item.left == Class::Relation {
            (ascent, descent) = (0, 0);
        }
        if let Growth::Integral {
            subscript,
            superscript,
        } = &item.growth
        {
            let (subscript, superscript) = (subscript.as_ref(), superscript.as_ref());
            let box_with_small_sign =
                with_scripts(item.layout_box.clone(), subscript, superscript)?;
            item.layout_box = if box_with_small_sign.height() == 1 && ascent + descent == 0 {
                box_with_small_sign
            } else {
                let sign = item.layout_box.rows.first()?.trim().chars().next()?;
                high_integral(sign, ascent.max(1), descent.max(1), subscript, superscript)?
            };
        }
        ascent = ascent.max(item.layout_box.ascent());
        descent = descent.max(item.layout_box.descent());
    }
    Some(())
}

/// Draws an integral that is several rows high, with its limits at its right.
fn high_integral(
    sign: char,
    ascent: usize,
    descent: usize,
    subscript: Option<&MathNode>,
    superscript: Option<&MathNode>,
) -> Option<LayoutBox> {
    let strokes = match sign {
        '∬' | '∯' => 2,
        '∭' | '∰' => 3,
        '⨌' => 4,
        _ => 1,
    };
    let height = ascent + descent + 1;
    // Signs with a circle or the like are shown at the baseline.
    let is_plain = matches!(sign, '∫' | '∬' | '∭' | '⨌');
    let part = |index: usize| match index {
        0 => "⌠".repeat(strokes),
        index if index == height - 1 => "⌡".repeat(strokes),
        index if index == ascent && !is_plain => sign.to_string(),
        _ => "⎮".repeat(strokes),
    };
    let mut rows: Vec<String> = (0..height).map(part).collect();
    if let Some(superscript) = superscript {
        rows[0].push_str(&script_text(superscript, script_chars::superscript));
    }
    if let Some(subscript) = subscript {
        rows[height - 1].push_str(&script_text(subscript, script_chars::subscript));
    }
    LayoutBox::new(rows, ascent).within_limits()
}

/// Returns a script in small characters if Unicode has all of them, otherwise in normal characters. `to_small` returns the
/// small form of a character.
fn script_text(node: &MathNode, to_small: impl Fn(char) -> Option<char>) -> String {
    let text = one_row::unspaced_text(node);
    one_row::small(&text, to_small).unwrap_or(text)
}

//! The keys, mouse events and sizes that the terminal reports.

/// A key press. Shift is not a modifier: it changes the character. Shift+Tab is [`Code::BackTab`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// True if Control was held.
    pub ctrl: bool,
    /// True if Alt was held, which terminals send as an Escape right before the key.
    pub alt: bool,
}

/// The key of a key press, without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each name is the label of a key")]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// The terminal's size in columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A mouse event, and the cell of the screen at which it happened. Received only while folio captures the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MouseEvent {
    /// The kind of event.
    pub kind: MouseEventKind,
    /// The column, from 0.
    pub x: u16,
    /// The row, from 0.
    pub y: u16,
}

/// The kinds of mouse events that folio handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum MouseEventKind {
    Press,
    WheelDown,
    WheelUp,
}

/// The receiver of mouse events: the terminal or folio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MouseReceiver {
    /// The terminal, so that text can be selected.
    #[default]
    Terminal,
    /// folio.
    Folio,
}

//! The mouse, while it is folio's and not the terminal's.

/// What the mouse did, and where on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MouseEvent {
    /// What it did.
    pub kind: MouseEventKind,
    /// The column, from 0.
    pub x: u16,
    /// The row, from 0.
    pub y: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseEventKind {
    /// Its first button was pressed.
    Press,
    /// Its wheel was turned towards the reader.
    WheelDown,
    /// Its wheel was turned away.
    WheelUp,
}

/// Whose the mouse is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MouseCapture {
    /// The terminal's, so that text can be selected with it.
    #[default]
    Terminal,
    /// folio's.
    Folio,
}

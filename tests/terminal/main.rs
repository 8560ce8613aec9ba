//! Tests of the reader in a pseudo-terminal, for behavior that depends on a real kernel, shell and terminal.
//!
//! Keys are sent as a terminal sends them: `\r` is Enter, `\x1b` is Esc, `\x03` is ^C, `\x0c` is ^L and `\x1a` is ^Z.
#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "tests fail by panicking, also in their helpers"
)]

mod clipboard_and_editor;
mod contents;
mod faults;
mod fixture;
mod harness;
mod hostile;
mod images;
mod no_color_and_idle;
mod persistence;
mod pty;
mod quit;
mod resizing;
mod screenless;
mod sequences;
mod starting;
mod suspend;
mod typing;
mod watching;

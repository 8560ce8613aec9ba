//! The reader in a real pseudo-terminal: what only a kernel, a shell and a terminal together can break.
#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, also in what it is made of"
)]

mod contents;
mod ending;
mod ground;
mod harness;
mod hostile;
mod keeping;
mod leaving;
mod pty;
mod quiet;
mod resizing;
mod screenless;
mod sequences;
mod starting;
mod stopping;
mod typing;
mod watching;

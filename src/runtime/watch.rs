//! Keeps up with what changes on disk.

mod look;

pub(super) use look::look;

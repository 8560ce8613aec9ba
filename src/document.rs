//! A post's body, parsed.

pub mod dialect;

pub use dialect::Dialect;

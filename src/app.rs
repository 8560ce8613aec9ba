//! The reader without a terminal: its model, its keys, and the one function that changes it.

pub mod message;

//! The rim: the terminal, the signals, and later the threads that read files. Everything here touches the outside.

pub mod backend;
pub mod input;
pub mod signals;
pub mod terminal;

//! The rim: the terminal, the signals, and later the threads that read files. Everything here touches the outside.

pub mod backend;

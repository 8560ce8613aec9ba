//! The rim: what touches the file system and threads.

pub mod scan;

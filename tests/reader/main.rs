//! The reader without a terminal: keys in, state and whole frames out.

mod filtering;
mod frames;
mod reading;
mod sim;
mod streaming;

//! The input thread on Windows. Only console input wakes crossterm's reader; a change of the thread's state does not. The thread
//! therefore polls with a timeout.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{Event, Exit, console};
use crate::runtime::threads;

/// The states of the thread.
const RUNNING: u8 = 0;
const PAUSED: u8 = 1;
const STOPPED: u8 = 2;

/// Timeout of a poll: the longest time until the thread notices a change of its state.
const POLL_TIMEOUT: Duration = Duration::from_millis(100);

/// A handle to the thread that reads the console; dropping it stops the thread.
#[derive(Debug)]
pub struct Input {
    state: Arc<AtomicU8>,
    thread: Option<JoinHandle<()>>,
}

impl Input {
    /// Starts the thread. `sink` receives the events.
    pub fn start(sink: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        let state = Arc::new(AtomicU8::new(RUNNING));
        let thread_state = Arc::clone(&state);
        let read = move || run(&thread_state, sink);
        let thread = threads::start("input", read)?;
        Ok(Self {
            state,
            thread: Some(thread),
        })
    }

    /// Pauses the thread. Waits long enough for the thread to notice that it is paused.
    pub fn pause(&mut self) {
        self.state.store(PAUSED, Ordering::Release);
        // Twice the longest time, as a margin.
        thread::sleep(2 * POLL_TIMEOUT);
    }

    /// Starts reading again.
    pub fn resume(&mut self) {
        self.state.store(RUNNING, Ordering::Release);
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        self.state.store(STOPPED, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(state: &AtomicU8, sink: impl Fn(Event)) {
    loop {
        match state.load(Ordering::Acquire) {
            STOPPED => return,
            PAUSED => {
                thread::sleep(POLL_TIMEOUT);
                continue;
            }
            // Running.
            _ => {}
        }
        match crossterm::event::poll(POLL_TIMEOUT) {
            Ok(true) => match crossterm::event::read() {
                Ok(event) => console::convert_event(event).into_iter().for_each(&sink),
                Err(_) => return sink(Event::End(Exit::Hangup)),
            },
            Ok(false) => {}
            Err(_) => return sink(Event::End(Exit::Hangup)),
        }
    }
}

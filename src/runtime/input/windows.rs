//! The input thread on Windows: polls with a timeout, since only console input wakes crossterm's reader.

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

/// Longest time until the thread notices a change of the state.
const TICK: Duration = Duration::from_millis(100);

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

    /// Stops reading. Waits long enough for the thread to notice.
    pub fn pause(&mut self) {
        self.state.store(PAUSED, Ordering::Release);
        thread::sleep(2 * TICK);
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
                thread::sleep(TICK);
                continue;
            }
            _ => {}
        }
        match crossterm::event::poll(TICK) {
            Ok(true) => match crossterm::event::read() {
                Ok(event) => console::convert_event(event).into_iter().for_each(&sink),
                Err(_) => return sink(Event::End(Exit::Hangup)),
            },
            Ok(false) => {}
            Err(_) => return sink(Event::End(Exit::Hangup)),
        }
    }
}

//! Measures the response times of a full-screen program. `docs/peers.sh` uses it to compare folio with other readers.
//!
//! ```text
//! screen [--runs N] [--seconds N] [--keys KEYS] [--look] TEXT PROGRAM [ARGUMENT ..]
//! ```
//!
//! Starts the program several times in a terminal of 120 columns and 40 rows, and prints three durations, each the shortest of
//! all runs:
//!
//! - from exec until the screen shows TEXT
//! - from exec until the screen stops changing
//! - from a key to the last byte that changes the screen
//!
//! KEYS are separated by spaces. `--seconds` limits the wait for TEXT and the wait for the last change of the screen. After this
//! time, no further run starts. In the output, `–` stands for a timeout.
//!
//! With `--look`, the screen of the first run, after the keys, is printed too. It is always printed if TEXT does not appear.

#![expect(clippy::print_stdout, reason = "it prints its results")]
#![expect(clippy::print_stderr, reason = "errors are not results")]
#![expect(
    clippy::expect_used,
    reason = "it can do nothing without arguments and a terminal"
)]

mod terminal;

use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use terminal::Terminal;

fn main() {
    let (mut runs, mut seconds, mut keys, mut prints_screen) = (5, 60, String::from("j k"), false);
    let mut arguments = std::env::args().skip(1).peekable();
    while let Some(option) = arguments.next_if(|argument| argument.starts_with("--")) {
        let mut value = || arguments.next().unwrap_or_default();
        match option.as_str() {
            "--runs" => runs = value().parse().expect("a number of runs"),
            "--seconds" => seconds = value().parse().expect("a number of seconds"),
            "--keys" => keys = value(),
            "--look" => prints_screen = true,
            _ => panic!("no such option: {option}"),
        }
    }
    let text = arguments.next().expect("the text to wait for");
    let argv: Vec<_> = arguments.map(Into::into).collect();
    let working_folder = std::env::current_dir().expect("a working folder");

    let limit = Duration::from_secs(seconds);
    // The response to a key takes less time than the start.
    let key_limit = limit / 6;
    let start = Instant::now();
    let (mut fastest_text, mut fastest_complete, mut fastest_key) = (None, None, None);
    for run in 0..runs {
        let mut command = CommandBuilder::from_argv(argv.clone());
        command.cwd(&working_folder);
        let mut terminal = Terminal::start(command);
        let text_time = terminal.wait_for_text(&text, limit);
        keep_fastest(&mut fastest_text, text_time);
        if text_time.is_some() {
            keep_fastest(&mut fastest_complete, terminal.wait_until_unchanged(limit));
            for typed in keys.split_ascii_whitespace() {
                keep_fastest(
                    &mut fastest_key,
                    terminal.press(typed.as_bytes(), key_limit),
                );
            }
        }
        if run == 0 && (prints_screen || text_time.is_none()) {
            eprintln!("{}\n", terminal.screen());
        }
        // The limit is also for all runs together, so a slow program gets fewer runs.
        if text_time.is_none() || start.elapsed() > limit {
            break;
        }
    }
    println!(
        "{} | {} | {}",
        format_time(fastest_text),
        format_time(fastest_complete),
        format_time(fastest_key)
    );
}

/// Replaces `fastest` by `time` if `time` is shorter.
fn keep_fastest(fastest: &mut Option<Duration>, time: Option<Duration>) {
    *fastest = fastest.iter().copied().chain(time).min();
}

/// Returns a time in milliseconds, or `–` for a timeout.
fn format_time(time: Option<Duration>) -> String {
    time.map_or("–".to_owned(), |time| {
        let milliseconds = time.as_secs_f64() * 1000.0;
        let decimals = usize::from(milliseconds < 10.0);
        format!("{milliseconds:.decimals$} ms")
    })
}

//! Measures the response times of a full-screen program. `docs/peers.sh` compares folio with other readers with it.
//!
//! ```text
//! screen [--runs N] [--seconds N] [--keys KEYS] [--look] TEXT PROGRAM [ARGUMENT ..]
//! ```
//!
//! Starts the program in a terminal of 120 columns and 40 rows, again and again, and prints three times, the fastest of
//! all runs: from exec until the screen shows TEXT; until it changes no more; and from a key to the last byte that
//! changes the screen. `–` stands for a timeout. `--look` shows the screen after the keys as well.

#![expect(clippy::print_stdout, reason = "it prints its results")]
#![expect(clippy::print_stderr, reason = "errors are not results")]
#![expect(clippy::expect_used, reason = "it can do nothing without a terminal")]

mod terminal;

use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use terminal::Terminal;

fn main() {
    let (mut runs, mut seconds, mut keys, mut is_shown) = (5, 60, String::from("j k"), false);
    let mut arguments = std::env::args().skip(1).peekable();
    while let Some(option) = arguments.next_if(|argument| argument.starts_with("--")) {
        let mut value = || arguments.next().unwrap_or_default();
        match option.as_str() {
            "--runs" => runs = value().parse().expect("a number of runs"),
            "--seconds" => seconds = value().parse().expect("a number of seconds"),
            "--keys" => keys = value(),
            "--look" => is_shown = true,
            _ => panic!("no such option: {option}"),
        }
    }
    let text = arguments.next().expect("the text to wait for");
    let argv: Vec<_> = arguments.map(Into::into).collect();
    let here = std::env::current_dir().expect("a working folder");

    let limit = Duration::from_secs(seconds);
    let began = Instant::now();
    let (mut first, mut rest, mut key) = (None, None, None);
    for run in 0..runs {
        let mut command = CommandBuilder::from_argv(argv.clone());
        command.cwd(&here);
        let mut terminal = Terminal::start(command);
        let shown = terminal.shows(&text, limit);
        keep(&mut first, shown);
        if shown.is_some() {
            keep(&mut rest, terminal.rests(limit));
            for typed in keys.split_ascii_whitespace() {
                keep(&mut key, terminal.answers(typed.as_bytes(), limit / 6));
            }
        }
        if run == 0 && (is_shown || shown.is_none()) {
            eprintln!("{}\n", terminal.screen());
        }
        // A slow program is measured once.
        if shown.is_none() || began.elapsed() > limit {
            break;
        }
    }
    println!("{} | {} | {}", cell(first), cell(rest), cell(key));
}

fn keep(fastest: &mut Option<Duration>, time: Option<Duration>) {
    *fastest = fastest.iter().copied().chain(time).min();
}

fn cell(time: Option<Duration>) -> String {
    time.map_or("–".to_owned(), |time| {
        let milliseconds = time.as_secs_f64() * 1000.0;
        let digits = usize::from(milliseconds < 10.0);
        format!("{milliseconds:.digits$} ms")
    })
}

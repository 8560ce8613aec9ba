//! Arguments in, exit code out.

use std::io::{stderr, stdout};
use std::process::ExitCode;

use folio::cli::{self, Outside};
use folio::site::Surroundings;

fn main() -> ExitCode {
    let outside = Outside {
        load: &|_, _| anyhow::bail!("reading folders is not part of this build"),
        words: &|_, _| None,
        around: Surroundings {
            folder: std::env::current_dir().unwrap_or_default(),
            home: std::env::home_dir(),
            configured: None,
        },
    };
    let out = &mut std::io::BufWriter::new(stdout().lock());
    ExitCode::from(cli::run(std::env::args_os(), &outside, out, &mut stderr()))
}

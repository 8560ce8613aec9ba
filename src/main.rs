//! Arguments in, exit code out.

use std::io::{BufWriter, Write, stderr, stdout};
use std::process::ExitCode;

use folio::cli::{self, Outside};

fn main() -> ExitCode {
    let outside = match Outside::real() {
        Ok(outside) => outside,
        Err(error) => {
            let _ = writeln!(stderr(), "folio: {error:#}");
            return ExitCode::from(2);
        }
    };
    let mut out = BufWriter::new(stdout().lock());
    ExitCode::from(cli::run(
        std::env::args_os(),
        &outside,
        &mut out,
        &mut stderr(),
    ))
}

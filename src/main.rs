//! The `folio` program: runs the command line and returns its exit status.

fn main() -> std::process::ExitCode {
    folio::cli::main().into()
}

//! The `folio` program: runs `cli::main` and returns its exit status.

fn main() -> std::process::ExitCode {
    folio::cli::main().into()
}

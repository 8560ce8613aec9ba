//! Arguments in, exit status out.

fn main() -> std::process::ExitCode {
    folio::cli::main().into()
}

//! The tool `passerelle`: see `passerelle --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    passerelle_cli::commands::main()
}

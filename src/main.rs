//! The `toporder` program: parse, run, map an error to an exit code.

use std::env;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use toporder::cli::{self, Error, Look, Output};

fn main() -> ExitCode {
    let cli = cli::parse(env::args_os());
    let stdout = io::stdout();
    let look = Look::of(&stdout);
    let mut out = BufWriter::new(stdout.lock());
    let result = cli::run(cli, &mut Output { out: &mut out, look });
    let result = result.and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    match result {
        Ok(outcome) => outcome.into(),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn fail(error: &Error) -> ExitCode {
    let stderr = io::stderr();
    let report = Look::of(&stderr).render(error);
    // There is nowhere left to say that this failed.
    let _ = stderr.lock().write_all(report.as_bytes());
    error.exit_code()
}

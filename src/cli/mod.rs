//! The command line: arguments, progress, exit codes. No logic.

mod arguments;
mod ask;
mod check;
mod commands;
mod diff;
mod lint;
mod new;
mod progress;
mod signals;
mod sql;
mod study;
mod terminal;
mod typst;
mod validate;
mod verify;
mod watch;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use commands::Failure;

use crate::interrupt;

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    if let Command::RunTypst(options) = &arguments.command {
        return typst::become_typst(options);
    }
    signals::install();
    progress::install();
    let code = run_command(&arguments);
    progress::erase();
    // A signal that has arrived ends the process with its own status.
    drop(interrupt::undisturbed());
    code
}

fn run_command(arguments: &Arguments) -> ExitCode {
    let result = match &arguments.command {
        Command::New(options) => new::new(options),
        Command::Validate(options) => validate::validate(options),
        Command::Report(options) => commands::report(options),
        Command::Watch(options) => watch::watch(options),
        Command::Figures(options) => commands::figures(options),
        Command::Tables(options) => commands::tables(options),
        Command::Check(options) => check::check(options),
        Command::Verify(options) => verify::verify(options),
        Command::Diff(options) => diff::diff(options),
        Command::Lint(options) => lint::lint(options),
        Command::Numbers(options) => commands::numbers(options),
        Command::Explain(options) => commands::explain(options),
        Command::Sql(options) => sql::sql(options),
        Command::Schema => commands::schema(),
        Command::Typst(options) => typst::typst(options),
        Command::RunTypst(options) => Ok(typst::become_typst(options)),
    };
    match result {
        Ok(code) => code,
        // A closed pipe, as with `| head`, is not a failure.
        Err(Failure::Write(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let mut stderr = terminal::stderr();
            // If standard error cannot be written, the exit status remains.
            let _ = writeln!(stderr, "{failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Shows the help, the version, or what is wrong with the arguments, which may
/// hold anything.
fn refused(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        error.exit();
    }
    // If standard error cannot be written, the exit status remains.
    let _ = write!(terminal::stderr(), "{}", error.render());
    ExitCode::from(2)
}

//! `cohort-report`: see the library of the same name.

fn main() -> std::process::ExitCode {
    cohort_report::cli::run()
}

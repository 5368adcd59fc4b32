//! Ctrl-C, a closed terminal, SIGTERM: Typst is ended, private folders are removed,
//! and the exit status is that of a program that a signal ended.

#[cfg(unix)]
use crate::interrupt;

/// Has these signals end the process in order. Signals that it was started to
/// ignore, as with `nohup`, stay ignored.
#[cfg(unix)]
pub(super) fn install() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let ignored = ignored();
    let is_ignored = |signal: i32| ignored.is_none_or(|mask| mask >> (signal - 1) & 1 == 1);
    let mut chosen = vec![SIGTERM];
    // What is not known to be ignored on purpose is left to the system.
    chosen.extend([SIGHUP].into_iter().filter(|signal| !is_ignored(*signal)));
    chosen.extend((ignored.is_none() || !is_ignored(SIGINT)).then_some(SIGINT));
    // Without them the process still ends, and the next run tidies up.
    let Ok(mut signals) = Signals::new(chosen) else {
        return;
    };
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            interrupt::finish();
            super::progress::erase();
            std::process::exit(128 + signal);
        }
    };
    let _ = std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(wait);
}

/// On other systems the next run tidies up.
#[cfg(not(unix))]
pub(super) fn install() {}

/// The signals that this process ignores, where the system tells.
#[cfg(unix)]
fn ignored() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}

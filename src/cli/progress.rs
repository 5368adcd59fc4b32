//! Long work, shown in one line of a terminal while it takes more than two seconds.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::progress::{self, Measure, Shown};

/// The line that is shown.
static SHOWN: Mutex<Option<String>> = Mutex::new(None);

/// What is done sooner is not shown.
const PATIENCE: Duration = Duration::from_secs(2);
/// If it is known that it will take longer, this is enough.
const SHORT: Duration = Duration::from_millis(500);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(200);

/// Shows long work from now on, if standard error is a terminal.
pub(super) fn install() {
    if !io::stderr().is_terminal() {
        return;
    }
    // Without the thread nothing is shown.
    let _ = std::thread::Builder::new()
        .name("progress".to_owned())
        .spawn(|| {
            loop {
                std::thread::sleep(LOOK);
                show(progress::now().and_then(|now| line(&now)));
            }
        });
}

/// Removes the line, so that a message can be written or the program can end.
pub(super) fn erase() {
    show(None);
}

fn show(line: Option<String>) {
    // Always locked before standard error, so that no two threads wait for each other.
    let mut shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if *shown == line {
        return;
    }
    let mut stderr = io::stderr().lock();
    // A terminal that cannot be written to shows nothing.
    let _ = match &line {
        Some(line) => write!(stderr, "\r{line}\x1b[K"),
        None => write!(stderr, "\r\x1b[K"),
    };
    let _ = stderr.flush();
    *shown = line;
}

/// The line of a stage that takes long.
fn line(now: &Shown) -> Option<String> {
    let left = now.left();
    let is_long = match left {
        Some(left) => now.elapsed >= SHORT && now.elapsed + left > PATIENCE,
        None => now.elapsed > PATIENCE,
    };
    is_long.then(|| {
        let percent = |all: usize| 100 * now.done.min(all) / all.max(1);
        let seconds = || format!("{} s", now.elapsed.as_secs());
        let how_far = match (now.measure, left.map(time)) {
            // Of the only one it would tell nothing.
            (Measure::Uneven(all), _) if all > 1 => format!("{} of {all} done", now.done.min(all)),
            (Measure::Even(all), Some(left)) => format!("{}%, about {left} left", percent(all)),
            // How much of it will be needed is not known.
            (Measure::AtMost(_), Some(left)) => format!("{}, at most {left} left", seconds()),
            (Measure::Expected(_), Some(left)) => format!("about {left} left"),
            _ => seconds(),
        };
        format!("{} … {how_far}", now.name)
    })
}

/// A time as somebody who waits says it.
fn time(left: Duration) -> String {
    match left.as_secs_f64().ceil() {
        seconds if seconds <= 10.0 => format!("{seconds:.0} s"),
        seconds if seconds < 90.0 => format!("{:.0} s", (seconds / 5.0).ceil() * 5.0),
        seconds => format!("{:.0} min", (seconds / 60.0).ceil()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(seconds: f64, measure: Measure, done: usize) -> Option<String> {
        line(&Shown {
            name: "read".to_owned(),
            elapsed: Duration::from_secs_f64(seconds),
            measure,
            done,
        })
    }

    #[test]
    fn only_what_takes_long_is_shown() {
        assert_eq!(of(1.9, Measure::Unknown, 0), None);
        assert_eq!(of(3.2, Measure::Unknown, 0).as_deref(), Some("read … 3 s"));
        assert_eq!(of(0.6, Measure::Even(10), 5), None);
        assert_eq!(of(0.4, Measure::Even(10), 1), None);
        let early = of(0.6, Measure::Even(10), 1);
        assert_eq!(early.as_deref(), Some("read … 10%, about 6 s left"));
        let late = of(100.0, Measure::Even(3), 1);
        assert_eq!(late.as_deref(), Some("read … 33%, about 4 min left"));
        let uneven = of(2.5, Measure::Uneven(14), 3);
        assert_eq!(uneven.as_deref(), Some("read … 3 of 14 done"));
        let only = of(9.5, Measure::Uneven(1), 0);
        assert_eq!(only.as_deref(), Some("read … 9 s"));
        let bound = of(4.0, Measure::AtMost(10), 4);
        assert_eq!(bound.as_deref(), Some("read … 4 s, at most 6 s left"));
        let before = Measure::Expected(Duration::from_secs(9));
        let known = of(3.0, before, 0);
        assert_eq!(known.as_deref(), Some("read … about 6 s left"));
        let longer = of(12.0, before, 0);
        assert_eq!(longer.as_deref(), Some("read … 12 s"));
    }
}

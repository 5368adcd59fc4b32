//! The sections of endpoints, and of the times that are computed for them.

use std::fmt::Write;

use super::super::endpoint::{Computed, Deaths, Guessed, Source, happened, since};
use super::super::guess::Guess;
use super::super::vocabulary::mentions;
use super::super::{labels, language};
use super::{list, look, quoted};
use crate::wording::Wording;

/// The derived variable of a time that is no column.
pub(super) fn computed_time(out: &mut String, endpoint: &Guessed) {
    let Source::Columns {
        time,
        computed: Some(computed),
        unit,
        ..
    } = &endpoint.source
    else {
        return;
    };
    let (label, how) = match computed {
        Computed::Months { from, to } => (
            format!("Months from {from} to {to}"),
            format!(
                "months = {{ from = {}, to = {} }}",
                quoted(from),
                quoted(to)
            ),
        ),
        Computed::First { event, others } => (
            format!("{event} or {others}"),
            format!(
                "first = [{}, {}]\nunit = \"{}\"",
                quoted(event),
                quoted(others),
                unit.name()
            ),
        ),
    };
    let _ = writeln!(
        out,
        "\n[derived.{}]\nlabel = {}\n{how}",
        quoted(time),
        quoted(&label)
    );
}

/// The section of an endpoint.
pub(super) fn section(out: &mut String, endpoint: &Guessed, columns: &[Guess], words: Wording) {
    out.push('\n');
    let doubts = endpoint.doubts();
    if doubts.is_empty() && !endpoint.is_answered {
        out.push_str("# Guessed from the names and levels of its columns.\n");
    }
    for unsure in doubts {
        look(out, unsure);
    }
    let since = since::of(endpoint, columns);
    if let Some(since::Since::Header(time, start)) = &since {
        look(
            out,
            &format!("times count since {start}, as {time} is understood"),
        );
    }
    let _ = writeln!(
        out,
        "[endpoints.{}]\nlabel = {}",
        endpoint.id,
        quoted(&labels::named(
            language::tag(columns),
            words,
            &endpoint.label
        ))
    );
    if let Some(since) = since {
        let _ = writeln!(out, "since = {}", quoted(since.start()));
    }
    let _ = match &endpoint.source {
        Source::Columns {
            time,
            status,
            event,
            competing,
            competing_known,
            unit,
            computed: _,
            entry,
        } => {
            let entry = entry.as_ref();
            let entry =
                entry.map_or_else(String::new, |name| format!("entry = {}\n", quoted(name)));
            let column = columns.iter().find(|guess| guess.name == *status);
            let meaning = |level| column.map_or(level, |guess| guess.meaning(level));
            let meant: Vec<&str> = event.iter().map(|level| meaning(level.as_str())).collect();
            let key = if *competing_known { "" } else { "# " };
            let competing = match competing.as_slice() {
                [] => String::new(),
                levels => format!(
                    "{}{key}competing = {}\n",
                    if *competing_known {
                        ""
                    } else {
                        "# Levels that are another cause of the end, such as death of something else:\n"
                    },
                    list(levels.iter())
                ),
            };
            writeln!(
                out,
                "event_label = {}\ntime = {}\nstatus = {}\nevent = {}\n{competing}{entry}unit = \"{}\"",
                quoted(&told_event(status, &meant, words)),
                quoted(time),
                quoted(status),
                list(event.iter()),
                unit.name(),
            )
        }
        Source::Dates {
            origin,
            event,
            censored,
            deaths,
            after_last,
            deaths_after_last,
        } => writeln!(
            out,
            "event_label = {}\norigin = {}\nevents = {}\ncensored = {}\n{}{}unit = \"months\"",
            quoted(&labels::named(
                language::tag(columns),
                words,
                what_happens(&endpoint.id, event, deaths)
            )),
            quoted(origin),
            match deaths {
                Deaths::Event(death) => list([event, death].into_iter()),
                _ => list(std::iter::once(event)),
            },
            quoted(censored),
            match deaths {
                Deaths::Competing(death) => format!("competing = [{}]\n", quoted(death)),
                _ => String::new(),
            },
            if *after_last > 0 || (deaths.read().is_some() && *deaths_after_last > 0) {
                "censored_is = \"visit\"\n"
            } else {
                ""
            }
        ),
    };
}

/// What the event is called: a level that is a word stands as in a sentence.
fn told_event(status: &str, meant: &[&str], words: Wording) -> String {
    let told = happened(status, meant);
    match meant {
        [level] if *level == told => words.in_sentence(level),
        _ => told,
    }
}

/// What the date of an event is the date of.
fn what_happens(endpoint: &str, event: &str, deaths: &Deaths) -> &'static str {
    const PROGRESS: &[&str] = &["progress", "progreso"];
    let progresses = mentions(event, PROGRESS);
    // The second of a name has a number behind it.
    let endpoint = endpoint.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    match (endpoint, deaths) {
        ("survival", _) => "death",
        (_, Deaths::Event(_)) if progresses => "progression or death",
        (_, Deaths::Event(_)) => "recurrence or death",
        _ if progresses => "progression",
        _ => "recurrence",
    }
}

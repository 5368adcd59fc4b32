//! Columns of lengths of time, which are read in one unit: "2:15", "1h 30min".

use super::super::cells::{Present, Text, middle};
use super::super::vocabulary::{OPERATIVE, OTHER_TIME, TIME, WEAK_TIME, mentions, plain_words};
use super::super::{Raw, names};
use super::words::set_missing;
use super::{ColumnReading, Found};
use crate::cohort::lengths::{Length, Notation};
use crate::number::TimeUnit;

/// Words of a header that announces a time of the day.
const CLOCK: &[&str] = &[
    "clock",
    "uhrzeit",
    "uhr",
    "arrival",
    "arrived",
    "admission",
    "admitted",
    "discharge",
    "start",
    "started",
    "begin",
    "beginn",
    "end",
    "ende",
    "onset",
    "birth",
    "incision",
    "closure",
    "sampled",
    "heure",
    "hora",
    "ora",
    "tijdstip",
    "at",
    "when",
];
/// Words before what happens at a time of the day.
const MOMENT: &[&str] = &[
    "time of ",
    "time at ",
    "hour of ",
    "zeitpunkt",
    "heure de ",
    "heure d'",
    "hora de ",
    "ora di ",
    "ora del",
    "tijdstip van ",
];
/// Words of a header that announces a length of time.
const LENGTH: &[&str] = &[
    "duration",
    "length",
    "dauer",
    "zeitdauer",
    "duree",
    "duracion",
    "durata",
    "duur",
    "elapsed",
    "interval",
    "ventilation",
    "delay",
    "total",
];

/// Forms of a length that a header states.
const FORMS: &[&str] = &["h:mm", "hh:mm", "mm:ss", "m:ss"];
/// Ends of words for times: Narkosezeit, Beatmungsdauer.
const ENDINGS: &[&str] = &["zeit", "dauer", "duur", "tijd", "time"];
/// What begins at a time of the day, and seldom lasts as long as half a day.
const SURGERY: &[&str] = &[
    "surgery",
    "surgical",
    "operation",
    "procedure",
    "op",
    "dose",
    "sleep",
];

/// A column most of whose cells are lengths of time, in the unit that its header
/// names, or one that suits them.
pub(super) fn column(raw: &Raw, at: usize, cells: &Present<'_>) -> Option<Found> {
    let name = raw.header.get(at)?;
    let of = |own: Text<'_>| Some((Length::of(own.text)?, own.count));
    let counted: Vec<(Length, usize)> = cells.iter().filter_map(of).collect();
    let lengths = || counted.iter().map(|(length, _)| length);
    let many: usize = counted.iter().map(|(_, count)| count).sum();
    let composed = |length: &Length| !matches!(length.notation, Notation::Units(1));
    if many * 10 < cells.len() * 8 || !lengths().any(composed) {
        return None;
    }
    let stated = stated_unit(name);
    let hours = |(length, count): &(Length, usize)| (length.hours(), *count);
    let hours: Vec<(f64, usize)> = counted.iter().map(hours).collect();
    let longest = hours.iter().map(|(hours, _)| *hours).fold(0.0, f64::max);
    let median = middle(hours).unwrap_or(0.0);
    let has_colon =
        |length: &Length| matches!(length.notation, Notation::TwoParts | Notation::ThreeParts);
    let mut doubts = Vec::new();
    let lower = name.to_lowercase().replace(['_', '.'], " ");
    let two_parts = |length: &Length| matches!(length.notation, Notation::TwoParts);
    // Alleles, ratios and scores have a colon too.
    let is_told = FORMS.iter().any(|form| lower.contains(form))
        || [LENGTH, OPERATIVE, OTHER_TIME, TIME, WEAK_TIME]
            .iter()
            .any(|words| mentions(name, words))
        || plain_words(name)
            .iter()
            .any(|word| ENDINGS.iter().any(|end| word.ends_with(end)));
    if stated.is_none() && !is_told && lengths().all(two_parts) {
        return None;
    }
    if longest < 24.0 && lengths().all(has_colon) && stated.is_none() {
        let is_length = [LENGTH, OPERATIVE, OTHER_TIME, TIME]
            .iter()
            .any(|words| names::hints(name, words));
        let is_moment = MOMENT.iter().any(|words| lower.contains(words));
        let is_clock = is_moment || (names::hints(name, CLOCK) && !names::hints(name, LENGTH));
        // Lengths crowd at the short end, times of the day do not.
        let is_long = !is_length || (!names::hints(name, LENGTH) && names::hints(name, SURGERY));
        if is_clock || (is_long && median >= 6.0) {
            return None;
        }
        doubts.push("if they are times of the day, set kind = \"text\"");
    }
    let of_stopwatch = name.to_lowercase().contains("m:ss");
    let unit = stated.unwrap_or(match median {
        _ if of_stopwatch => TimeUnit::Seconds,
        median if median >= 72.0 => TimeUnit::Days,
        median if median >= 10.0 => TimeUnit::Hours,
        _ => TimeUnit::Minutes,
    });
    let example = cells.texts().find_map(|cell| {
        let number = Length::of(cell)?.in_unit(unit)?;
        Some(format!("\"{cell}\" is {number} {}", unit.name()))
    });
    doubts.insert(0, "state another unit if it is to be converted to that");
    let mut found = Found {
        reading: ColumnReading {
            unit: Some(short(unit).to_owned()),
            doubts: vec![format!(
                "lengths of time are read in {}: {}; {}",
                unit.name(),
                example.unwrap_or_default(),
                doubts.join("; ")
            )],
            ..ColumnReading::default()
        },
        cells: Vec::new(),
    };
    for own in cells.iter() {
        match Length::of(own.text).and_then(|length| length.in_unit(unit)) {
            Some(number) => found.cells.push((own.row, number.to_string())),
            None => set_missing(&mut found, own),
        }
    }
    Some(found)
}

/// The unit of a fixed length that a header names, in brackets or as its last word.
fn stated_unit(name: &str) -> Option<TimeUnit> {
    let bracketed = names::bracketed(name).and_then(|(_, unit)| TimeUnit::of(&unit));
    // The time of day is no number of days.
    const OF_DAY: [&str; 3] = ["of day", "of the day", "of_day"];
    let lower = name.to_lowercase();
    let is_clock = OF_DAY.iter().any(|words| lower.contains(words));
    let mut last = names::words(name);
    last.retain(|_| !is_clock);
    let last = last.last().and_then(|word| TimeUnit::of(word));
    let fixed = |unit: &TimeUnit| !matches!(unit, TimeUnit::Months | TimeUnit::Years);
    bracketed.or(last).filter(fixed)
}

fn short(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Seconds => "s",
        TimeUnit::Minutes => "min",
        TimeUnit::Hours => "h",
        other => other.name(),
    }
}

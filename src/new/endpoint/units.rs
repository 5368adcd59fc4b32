//! Units of times: from their names, else by their size.

use super::super::guess::Guess;
use super::super::vocabulary::plain_words;

/// What a column of times is in.
pub(super) struct Unit {
    /// The word of the study file.
    pub(super) word: &'static str,
    /// Whether the column is in weeks, which are computed to months.
    pub(super) weeks: bool,
    /// What is not certain of it.
    pub(super) unsure: Option<String>,
}

const WEEKS: &[&str] = &[
    "weeks",
    "week",
    "wk",
    "wks",
    "wochen",
    "woche",
    "semaines",
    "semanas",
    "settimane",
    "weken",
    "tygodni",
    "veckor",
    "uger",
];
const KNOWN: [(&str, &[&str]); 3] = [
    (
        "days",
        &[
            "days", "day", "d", "tage", "tagen", "jours", "dias", "giorni", "dagen", "dni",
            "dagar", "dage",
        ],
    ),
    (
        "months",
        &[
            "months", "month", "mo", "mos", "m", "monate", "monaten", "mois", "meses", "mesi",
            "maanden", "mths", "mth", "miesi", "mies", "manader",
        ],
    ),
    (
        "years",
        &[
            "years", "year", "y", "yr", "yrs", "jahre", "jahren", "ans", "annees", "anos", "anni",
            "jaar", "lata", "lat",
        ],
    ),
];

/// The unit of times: from the header, else by their size.
pub(super) fn unit(time: &Guess, longest: f64, fractions: f64) -> Unit {
    let words: Vec<String> = time
        .unit
        .iter()
        .flat_map(|unit| plain_words(unit))
        .chain(plain_words(&time.name))
        .collect();
    let has = |wanted: &[&str]| {
        // Also as a part of a word: "Survdays", "survmonths".
        let is = |word: &String, want: &str| {
            word == want || (want.len() > 3 && (word.ends_with(want) || word.starts_with(want)))
        };
        words
            .iter()
            .any(|word| wanted.iter().any(|want| is(word, want)))
    };
    if has(WEEKS) {
        return Unit {
            word: "months",
            weeks: true,
            unsure: None,
        };
    }
    if let Some((word, _)) = KNOWN.iter().find(|(_, wanted)| has(wanted)) {
        return Unit {
            word,
            weeks: false,
            unsure: None,
        };
    }
    // More months than these are a lifetime, more years than these are rare.
    let word = if longest > 250.0 {
        "days"
    } else if longest < 20.0 && fractions > 0.5 {
        "years"
    } else {
        "months"
    };
    Unit {
        word,
        weeks: false,
        unsure: Some(format!(
            "{} has no unit: {word} are guessed, as the longest is {longest}",
            time.name
        )),
    }
}

/// Whether a column is of minutes or hours, which no follow-up is.
pub(super) fn is_clock(guess: &Guess) -> bool {
    let clock = [
        "min", "mins", "minutes", "minute", "minuten", "minutos", "minuti", "h", "hours", "hrs",
        "stunden", "sec", "seconds", "s", "ms",
    ];
    let unit = guess.unit.as_deref().map(str::to_lowercase);
    unit.is_some_and(|unit| clock.contains(&unit.as_str()))
        || plain_words(&guess.name)
            .iter()
            .any(|word| clock.contains(&word.as_str()))
}

//! Which levels of a status are the event.

use super::super::guess::Guess;
use super::super::kind::value;
use super::super::levels::{self, code};
use super::super::vocabulary::{
    ALIVE, CENSORING, DEAD, HAPPENED, NOTHING, OTHER_CAUSE, SURVIVED, mentions, plain_words,
};
use super::topic::Topic;

/// What a level means for the end of observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Dead,
    DeadOfOther,
    Happened,
    Nothing,
    Unknown,
}

fn meaning(text: &str) -> Meaning {
    let words = plain_words(text);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    // Polish for "is not alive".
    let not_alive = words.windows(2).any(|pair| pair == ["nie", "zyje"]);
    if not_alive {
        Meaning::Dead
    } else if has(ALIVE) {
        Meaning::Nothing
    } else if has(DEAD) {
        match has(OTHER_CAUSE) {
            true => Meaning::DeadOfOther,
            false => Meaning::Dead,
        }
    } else if has(NOTHING) || has(&["not"]) {
        Meaning::Nothing
    } else if has(HAPPENED) {
        Meaning::Happened
    } else {
        Meaning::Unknown
    }
}

/// Whether a column has levels of the dead and of the living.
pub(super) fn has_both(guess: &Guess) -> bool {
    let words = |level: &String| meaning(guess.meaning(level));
    let dead = |level: &String| matches!(words(level), Meaning::Dead | Meaning::DeadOfOther);
    let alive = |level: &String| mentions(guess.meaning(level), ALIVE);
    guess.levels().iter().any(dead) && guess.levels().iter().any(alive)
}

/// The levels of a status, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reading {
    pub(super) event: Vec<String>,
    pub(super) competing: Vec<String>,
    pub(super) competing_known: bool,
    pub(super) unsure: Vec<String>,
    /// What the levels show that the endpoint is about, where no name does.
    pub(super) topic: Option<Topic>,
}

/// Times of the rows with each level: pairs of level and time.
pub(super) type Ends<'a> = [(&'a str, f64)];

/// The levels that are the event, if the column can be a status.
pub(super) fn read(status: &Guess, topic: Option<Topic>, ends: &Ends<'_>) -> Option<Reading> {
    let levels = status.levels();
    let meanings: Vec<(&String, Meaning)> = levels
        .iter()
        .map(|level| (level, meaning(status.meaning(level))))
        .collect();
    let of = |wanted: Meaning| -> Vec<String> {
        let own = meanings.iter().filter(|(_, meaning)| *meaning == wanted);
        own.map(|(level, _)| (*level).clone()).collect()
    };
    let (dead, other) = (of(Meaning::Dead), of(Meaning::DeadOfOther));
    let (happened, nothing, unknown) = (
        of(Meaning::Happened),
        of(Meaning::Nothing),
        of(Meaning::Unknown),
    );
    let mut are_answers = false;
    let mut reading = if let Some(event) = uncensored(status) {
        Reading {
            event: vec![event],
            ..Reading::default()
        }
    } else if is_reversed(&status.name) && levels.len() == 2 {
        reversed(status)?
    } else if let Some([_, yes]) = answers(levels) {
        are_answers = true;
        Reading {
            event: vec![yes],
            ..Reading::default()
        }
    } else if dead.len() + other.len() > 0 && levels.len() > dead.len() + other.len() {
        deaths(topic, dead, other, happened)
    } else if let (false, [_, ..]) = (happened.is_empty(), nothing.as_slice()) {
        Reading {
            event: happened,
            ..Reading::default()
        }
    } else if levels.iter().all(|level| value(code(level)).is_finite()) {
        numbers(status, ends)?
    } else {
        letters(levels).or_else(|| by_times(status, ends))?
    };
    if !are_answers && !unknown.is_empty() && unknown.len() < levels.len() {
        reading
            .unsure
            .push(format!("taken for no event: {}", unknown.join(", ")));
    }
    contradicted(status, ends, &mut reading);
    Some(reading)
}

/// The event of an analysis dataset of CDISC, whose CNSR is 0 for it and a reason of
/// censoring else.
fn uncensored(status: &Guess) -> Option<String> {
    let is_own = status.name.eq_ignore_ascii_case("cnsr");
    let mut levels = status.levels().iter();
    levels.find(|level| is_own && code(level) == "0").cloned()
}

/// No and yes in words.
fn answers(levels: &[String]) -> Option<[String; 2]> {
    let words = levels
        .iter()
        .all(|level| level.chars().all(char::is_alphabetic));
    levels::answers(levels).filter(|_| words)
}

/// Whether the status is of those alive or censored, so that yes is no event.
fn is_reversed(name: &str) -> bool {
    let words = plain_words(name);
    let participle = [
        "censored",
        "zensiert",
        "censure",
        "censuree",
        "censurado",
        "censurata",
        "censurato",
    ];
    let state = mentions(name, &["status", "vital"]);
    !state
        && (mentions(name, SURVIVED)
            || words.iter().any(|word| participle.contains(&word.as_str())))
}

fn reversed(status: &Guess) -> Option<Reading> {
    let levels = status.levels();
    // Words such as "censored" and "event" tell more than the name of the column.
    let wordy = |level: &&String| matches!(meaning(level), Meaning::Dead | Meaning::DeadOfOther);
    let event = levels
        .iter()
        .find(wordy)
        .or_else(|| levels.first())?
        .clone();
    let yes = levels.iter().find(|level| **level != event)?;
    Some(Reading {
        unsure: vec![format!(
            "{} = {yes} is taken for no event, from the name of the column",
            status.name
        )],
        event: vec![event],
        ..Reading::default()
    })
}

/// Words of a death that came before the event.
const BEFORE_EVENT: &[&str] = &["remission", "without", "before", "free"];

fn deaths(
    topic: Option<Topic>,
    dead: Vec<String>,
    other: Vec<String>,
    happened: Vec<String>,
) -> Reading {
    // A death in remission ends the time to relapse before it.
    let is_before = |level: &String| mentions(level, BEFORE_EVENT);
    let ends_before = !dead.is_empty() && dead.iter().chain(&other).all(is_before);
    if topic.is_none() && !happened.is_empty() && ends_before {
        let competing: Vec<String> = dead.into_iter().chain(other).collect();
        return Reading {
            topic: happened.iter().find_map(|level| Topic::of(level)),
            unsure: vec![format!(
                "{} is taken for the event, {} for a competing one",
                happened.join(" and "),
                competing.join(" and ")
            )],
            event: happened,
            competing,
            competing_known: true,
        };
    }
    let mut reading = Reading {
        event: dead,
        ..Reading::default()
    };
    if topic == Some(Topic::Specific) && !reading.event.is_empty() {
        reading.competing = other;
        reading.competing_known = true;
    } else if !other.is_empty() {
        if !reading.event.is_empty() {
            reading.unsure.push(format!("{} counts as the event too; list it under competing for deaths of the disease alone", other.join(", ")));
        }
        reading.event.extend(other);
    }
    if !topic.is_none_or(Topic::is_death) {
        reading.event.extend(happened);
    } else if !happened.is_empty() {
        reading
            .unsure
            .push(format!("taken for no event: {}", happened.join(", ")));
    }
    reading
}

/// Codes: of two the higher, of more those that are not the ones of the longest times.
fn numbers(status: &Guess, ends: &Ends<'_>) -> Option<Reading> {
    let levels = status.levels();
    let codes: Vec<&str> = levels.iter().map(|level| code(level)).collect();
    if let ([first, second], [low, high]) = (levels, codes.as_slice()) {
        let mut reading = Reading {
            event: vec![second.clone()],
            ..Reading::default()
        };
        if (*low, *high) != ("0", "1") {
            reading.unsure.push(format!(
                "the codes are {first} and {second}: {second} is taken for the event"
            ));
        } else if mentions(&status.name, CENSORING) {
            // Some files write 1 for an event under this name, others for its censoring.
            let longer = longer(ends, &[second]);
            if longer.is_some_and(|share| share > 0.55) {
                reading.event = vec![first.clone()];
            }
            reading.unsure.push(format!(
                "{} is 1 for an event in some files and for a censored time in others: {} is taken \
                 for the event, as its times are {}",
                status.name,
                reading.event.join(""),
                if longer.is_some_and(|share| !(0.45..=0.55).contains(&share)) {
                    "the shorter ones"
                } else {
                    "about as long as the others"
                }
            ));
        }
        return Some(reading);
    }
    let zero = levels.iter().find(|level| code(level) == "0");
    let middle = |level: &String| -> f64 {
        let mut own: Vec<f64> = ends
            .iter()
            .filter(|(end, _)| end == level)
            .map(|(_, time)| *time)
            .collect();
        own.sort_by(f64::total_cmp);
        own.get(own.len() / 2).copied().unwrap_or(0.0)
    };
    let longest = || levels.iter().max_by(|a, b| middle(a).total_cmp(&middle(b)));
    let censored = zero.or_else(longest)?;
    let count = |level: &String| ends.iter().filter(|(end, _)| end == level).count();
    // Of as many the lower code, which is written first.
    let event = levels
        .iter()
        .filter(|level| *level != censored)
        .rev()
        .max_by_key(|level| count(level))?;
    let others: Vec<String> = levels
        .iter()
        .filter(|level| *level != censored && *level != event)
        .cloned()
        .collect();
    Some(Reading {
        unsure: vec![format!(
            "the codes {} are taken for: {censored} censored, {event} the event, which is the commonest, {} another event",
            levels.join(", "),
            others.join(" and ")
        )],
        event: vec![event.clone()],
        competing: others,
        competing_known: false,
        topic: None,
    })
}

/// A for alive and D for dead.
fn letters(levels: &[String]) -> Option<Reading> {
    let [a, d] = levels else { return None };
    (a.eq_ignore_ascii_case("a") && d.eq_ignore_ascii_case("d")).then(|| Reading {
        event: vec![d.clone()],
        unsure: vec![format!("{d} is taken for dead")],
        ..Reading::default()
    })
}

/// Of two unknown words the one whose rows have the shorter times, in a column that is
/// named as a status.
fn by_times(status: &Guess, ends: &Ends<'_>) -> Option<Reading> {
    /// How often the other word has the longer times, at least.
    const CLEARLY: f64 = 0.6;
    let [first, second] = status.levels() else {
        return None;
    };
    if !super::is_status(&status.name) {
        return None;
    }
    let share = longer(ends, &[first])?;
    let (event, other) = match share {
        share if share >= CLEARLY => (second, first),
        share if share <= 1.0 - CLEARLY => (first, second),
        _ => return None,
    };
    Some(Reading {
        event: vec![event.clone()],
        unsure: vec![format!(
            "{event} is taken for the event and {other} for none, as the times of {event} are the shorter ones"
        )],
        ..Reading::default()
    })
}

/// The share of pairs in which the row with one of the levels has the longer time.
pub(super) fn longer<L: AsRef<str>>(ends: &Ends<'_>, levels: &[L]) -> Option<f64> {
    let is_one = |end: &str| levels.iter().any(|level| level.as_ref() == end);
    let mut sorted: Vec<(bool, f64)> = ends
        .iter()
        .map(|(end, time)| (is_one(end), *time))
        .collect();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let own = sorted.iter().filter(|(own, _)| *own).count();
    let others = sorted.len() - own;
    if own < 3 || others < 3 {
        return None;
    }
    let (mut before, mut pairs) = (0.0, 0.0);
    let mut rest = sorted.as_slice();
    while let Some((_, time)) = rest.first() {
        let tied = rest.iter().take_while(|(_, other)| other == time).count();
        let (now, later) = rest.split_at(tied);
        let mine = now.iter().filter(|(own, _)| *own).count() as f64;
        let theirs = now.len() as f64 - mine;
        pairs += mine * (before + theirs / 2.0);
        before += theirs;
        rest = later;
    }
    Some(pairs / (own as f64 * others as f64))
}

/// Notes a status whose events have clearly the longer times.
fn contradicted(status: &Guess, ends: &Ends<'_>, reading: &mut Reading) {
    let [event] = reading.event.as_slice() else {
        return;
    };
    if longer(ends, &[event]).is_some_and(|share| share > 0.7) {
        reading.unsure.push(format!(
            "rows with {} = {event} have the longer times, which is unusual of an event",
            status.name
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::guess::GuessedKind;
    use super::*;

    fn status(name: &str, levels: &[&str]) -> Guess {
        let mut guess = Guess::new(name, name.to_owned(), None);
        guess.kind = GuessedKind::Nominal(levels.iter().map(|level| (*level).to_owned()).collect());
        guess
    }

    /// The event among the levels, the levels having ever longer times.
    fn event(name: &str, levels: &[&str], topic: Option<Topic>) -> String {
        let ends: Vec<(&str, f64)> = (0..30)
            .map(|row| (levels[row % levels.len()], row as f64))
            .collect();
        let reading = read(&status(name, levels), topic, &ends);
        reading.map_or_else(|| "none".to_owned(), |reading| reading.event.join("+"))
    }

    #[test]
    fn words_show_the_event_in_seven_languages() {
        for (levels, expected) in [
            (&["Alive", "Dead"][..], "Dead"),
            (&["Vivo", "Fallecido"], "Fallecido"),
            (&["vivant", "décédé"], "décédé"),
            (&["lebt", "verstorben"], "verstorben"),
            (&["vivo", "deceduto"], "deceduto"),
            (&["levend", "overleden"], "overleden"),
            (&["vivo", "óbito"], "óbito"),
            (&["NED", "DOD", "AWD"], "DOD"),
            (&["0:LIVING", "1:DECEASED"], "1:DECEASED"),
            (&["no", "yes"], "yes"),
            (
                &["Alive", "Dead of disease", "Dead of other causes"],
                "Dead of disease+Dead of other causes",
            ),
            (&["censored", "event"], "event"),
            (
                &["0:DiseaseFree", "1:Recurred/Progressed"],
                "1:Recurred/Progressed",
            ),
            (&["no event", "event"], "event"),
            (&["A", "D"], "D"),
            (&["red", "green"], "none"),
        ] {
            assert_eq!(event("vital_status", levels, None), expected, "{levels:?}");
        }
        let levels = ["NED", "DOD", "DOC"];
        assert_eq!(event("dss_status", &levels, Some(Topic::Specific)), "DOD");
    }

    #[test]
    fn names_of_survivors_turn_the_event_round() {
        for (name, levels, expected) in [
            ("censored", &["0", "1"][..], "0"),
            ("zensiert", &["nein", "ja"], "nein"),
            ("survived", &["no", "yes"], "no"),
            ("alive", &["0", "1"], "0"),
            ("expired", &["0", "1"], "1"),
            ("status", &["1", "2"], "2"),
            ("delta", &["0", "1"], "1"),
            ("vivo", &["no", "s\u{ed}"], "no"),
        ] {
            assert_eq!(event(name, levels, None), expected, "{name}");
        }
    }

    #[test]
    fn times_show_which_code_of_cens_is_the_event() {
        let guess = status("cens", &["0", "1"]);
        let rows = |event: &'static str, other: &'static str| -> Vec<(&'static str, f64)> {
            (0..40)
                .map(|row| {
                    if row < 20 {
                        (event, f64::from(row))
                    } else {
                        (other, f64::from(row))
                    }
                })
                .collect()
        };
        for (early, late) in [("0", "1"), ("1", "0")] {
            let reading = read(&guess, None, &rows(early, late)).unwrap();
            assert_eq!(reading.event, [early]);
            assert!(!reading.unsure.is_empty());
        }
    }

    #[test]
    fn the_share_of_longer_times_counts_ties_half() {
        let ends = [
            ("a", 1.0),
            ("a", 2.0),
            ("a", 3.0),
            ("b", 1.0),
            ("b", 2.0),
            ("b", 3.0),
        ];
        assert_eq!(longer(&ends, &["a"]), Some(0.5));
        let ends = [
            ("a", 4.0),
            ("a", 5.0),
            ("a", 6.0),
            ("b", 1.0),
            ("b", 2.0),
            ("b", 3.0),
        ];
        assert_eq!(longer(&ends, &["a"]), Some(1.0));
    }
}

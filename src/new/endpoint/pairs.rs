//! Which time and which status belong together, by their names.

use std::collections::{BTreeMap, BTreeSet};

use super::super::vocabulary::{WEAK_TIME, plain_words};
use super::agree::{Agreement, agreement, names_end};
use super::candidates::Candidate;
use super::topic::Topic;

/// A time and a status that may belong together.
pub(super) struct Pair {
    score: i32,
    pub(super) time: usize,
    pub(super) status: usize,
    /// Whether one of them is only named like the other: `ta` and `da`, `agvhtime`
    /// and `agvh`.
    pub(super) by_rest: bool,
    /// Whether their names show that they belong together.
    pub(super) akin: bool,
}

/// What a name begins or ends with if it is a time. Letters only begin a name.
const OF_TIMES: &[&str] = &[
    "time", "times", "duration", "dur", "days", "months", "years", "zeit", "monate", "tage",
    "temps", "mois", "jours", "tiempo", "meses", "dias", "tempo", "mesi", "giorni", "tijd", "t",
];
/// The same of a status.
const OF_STATUSES: &[&str] = &[
    "status",
    "stat",
    "state",
    "event",
    "cens",
    "censor",
    "censored",
    "delta",
    "ind",
    "indicator",
    "flag",
    "ereignis",
    "evento",
    "evenement",
    "d",
    "e",
    "s",
    "c",
    "i",
];

/// What is left of a name without the word that makes it a time or a status.
#[derive(Debug, Default)]
pub(super) struct Rests {
    /// The whole name, which a longer name may hold.
    whole: String,
    /// Without a word.
    of_words: Vec<String>,
    /// Without its first letter.
    of_letters: Vec<String>,
    /// What stands before the digits at its end, and those.
    stem: String,
    number: String,
}

impl Rests {
    pub(super) fn of_time(name: &str) -> Self {
        Self::of(name, OF_TIMES)
    }

    pub(super) fn of_status(name: &str) -> Self {
        Self::of(name, OF_STATUSES)
    }

    fn of(name: &str, affixes: &[&str]) -> Self {
        /// The longest rest behind a letter: `t1`, `ta`, `tdm`.
        const BEHIND_LETTER: usize = 4;
        let whole = plain_words(name).concat();
        let mut own = Self::default();
        for affix in affixes {
            let rests = [whole.strip_prefix(affix), whole.strip_suffix(affix)];
            for (rest, prefix) in rests.into_iter().zip([true, false]) {
                let Some(rest) = rest.filter(|rest| !rest.is_empty()) else {
                    continue;
                };
                if affix.len() > 1 {
                    own.of_words.push(rest.to_owned());
                } else if prefix && rest.chars().count() <= BEHIND_LETTER {
                    own.of_letters.push(rest.to_owned());
                }
            }
        }
        let stem = whole.trim_end_matches(|c: char| c.is_ascii_digit());
        own.number = whole.strip_prefix(stem).unwrap_or_default().to_owned();
        own.stem = stem.to_owned();
        own.whole = whole;
        own
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.of_words.iter().chain(&self.of_letters)
    }

    /// Whether a time and a status have the same rest: `ta` and `da`, `time.t` and
    /// `status.t`; or the time the whole status: `agvhtime` and `agvh`.
    fn same(time: &Self, status: &Self) -> bool {
        let rests = time
            .all()
            .any(|rest| status.all().any(|other| other == rest));
        let long = status.whole.chars().count() > 2;
        rests || (long && time.of_words.contains(&status.whole))
    }
}

/// The numbers behind each stem: those of `time1` and `time2`, of `infect1` and `infect2`.
struct Series<'a> {
    times: BTreeMap<&'a str, BTreeSet<&'a str>>,
    statuses: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Series<'a> {
    fn of(times: &'a [Candidate<'_>], statuses: &'a [Candidate<'_>]) -> Self {
        let numbers = |list: &'a [Candidate<'_>]| {
            let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for own in list.iter().filter(|own| !own.rests.number.is_empty()) {
                let known = found.entry(&own.rests.stem).or_default();
                known.insert(&own.rests.number);
            }
            found
        };
        Self {
            times: numbers(times),
            statuses: numbers(statuses),
        }
    }

    /// Whether a time and a status have one number, and their stems the same two or more.
    fn belong(&self, time: &Rests, status: &Rests) -> bool {
        let numbers = self.times.get(time.stem.as_str());
        time.number == status.number
            && OF_TIMES.contains(&time.stem.as_str())
            && numbers.is_some_and(|numbers| numbers.len() > 1)
            && numbers == self.statuses.get(status.stem.as_str())
    }
}

/// Pairs that fit by their names, the best first.
pub(super) fn ranked(times: &[Candidate<'_>], statuses: &[Candidate<'_>]) -> Vec<Pair> {
    /// What makes a pair of other words the better one.
    const DOUBT: i32 = 15;
    let mut pairs = Vec::new();
    let rests: BTreeSet<&String> = statuses.iter().flat_map(|own| own.rests.all()).collect();
    let numbers: BTreeSet<&String> = statuses.iter().map(|own| &own.rests.number).collect();
    let series = Series::of(times, statuses);
    let wholes: BTreeSet<&String> = statuses.iter().map(|own| &own.rests.whole).collect();
    for (i, time) in times.iter().enumerate() {
        // A file may have thousands of numbers.
        let may_be = |rest| rests.contains(rest) || wholes.contains(rest) || numbers.contains(rest);
        let ends = |status: &Candidate<'_>| names_end(&time.guess.name, &status.guess.name);
        if time.strength == 0 && !time.rests.all().any(may_be) {
            continue;
        }
        for (j, status) in statuses.iter().enumerate() {
            let same = Rests::same(&time.rests, &status.rests)
                || series.belong(&time.rests, &status.rests)
                || ends(status);
            let by_rest = time.strength == 0 || status.strength == 0;
            if by_rest && !same {
                continue;
            }
            let doubt = match agreement(time.guess, status.guess) {
                Agreement::None => continue,
                Agreement::Doubtful(_) => DOUBT,
                Agreement::Whole => 0,
            };
            let distance = i32::try_from(time.at.abs_diff(status.at))
                .unwrap_or(i32::MAX)
                .min(20);
            let affinity =
                affinity(&time.guess.name, &status.guess.name) + if same { 4 } else { 0 };
            let score = 20 * i32::from(time.strength + status.strength) + 25 * affinity - distance;
            // Of several events of one time, death comes first.
            let death = Topic::of(&status.guess.name).is_some_and(Topic::is_death);
            let score = score + i32::from(death) * 5 - doubt;
            if score > 0 {
                pairs.push(Pair {
                    score,
                    time: i,
                    status: j,
                    by_rest,
                    akin: affinity > 0,
                });
            }
        }
    }
    pairs.sort_by_key(|pair| (-pair.score, pair.time, pair.status));
    pairs
}

/// How well two names belong together: `os_months` and `os_status`, `t1` and `d1`,
/// `rtime` and `recur`, of one topic or of two.
fn affinity(time: &str, status: &str) -> i32 {
    let number = |name: &str| -> String {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        name.strip_prefix(stem).unwrap_or_default().to_owned()
    };
    let mut score = 0;
    let (a, b) = (number(time), number(status));
    if !a.is_empty() || !b.is_empty() {
        score += if a == b { 3 } else { -2 };
    }
    let (time_words, status_words) = (plain_words(time), plain_words(status));
    let shared = |word: &String| status_words.contains(word) && !WEAK_TIME.contains(&word.as_str());
    if time_words.iter().any(shared) {
        score += 2;
    }
    // The letters before "time" begin the status too: rtime and recur, futime and fustat.
    let prefix = time_words
        .iter()
        .find_map(|word| word.strip_suffix("time"))
        .filter(|prefix| !prefix.is_empty());
    if let Some(prefix) = prefix
        && status_words.iter().any(|word| word.starts_with(prefix))
    {
        score += 2;
    }
    if time_words.iter().any(|word| {
        status_words
            .iter()
            .any(|end| end.len() > 2 && word.ends_with(end.as_str()))
    }) {
        score += 1;
    }
    match (Topic::of(time), Topic::of(status)) {
        (Some(a), Some(b)) if a == b || (a.is_death() && b.is_death()) => score += 2,
        (Some(a), Some(b)) if a.is_death() != b.is_death() => score -= 3,
        _ => {}
    }
    score
}

//! Durations with a status.

use std::collections::BTreeSet;

use super::super::Raw;
use super::super::cells::Present;
use super::super::guess::Guess;
use super::super::levels;
use super::super::vocabulary::{is_group, plain_words};
use super::agree::{Agreement, agreement, names_end};
use super::candidates::{self, Candidate, Sheet, is_repeated};
use super::event::{self, Reading};
use super::pairs::{self, Pair};
use super::topic::{Topic, end_named};
use super::units::{self, is_clock};
use super::{Computed, Found, Guessed, Source, entry, follow, is_outcome, time_strength};
use crate::study::TimeUnit;

/// How often the rows with an event may have the longer times, if nothing but the data
/// shows that it is one.
const SHORTER: f64 = 0.42;

/// How a pair was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// Both are named as what they are.
    Names,
    /// One is only named like the other.
    Rest,
    /// Only the data show that the status is one.
    Data,
}

struct Search<'a, 's> {
    columns: &'a [Guess],
    sheet: &'a Sheet<'s>,
    times: Vec<Candidate<'a>>,
    statuses: Vec<Candidate<'a>>,
    read_times: BTreeSet<usize>,
    read_statuses: BTreeSet<usize>,
    endpoints: Vec<(usize, Guessed)>,
    left: Vec<String>,
}

pub(super) fn guess(columns: &[Guess], sheet: &Sheet<'_>) -> Found {
    let mut left = Vec::new();
    let times = candidates::times(columns, sheet, &mut left);
    let statuses = candidates::statuses(columns);
    let pairs = pairs::ranked(&times, &statuses);
    let mut search = Search {
        columns,
        sheet,
        times,
        statuses,
        read_times: BTreeSet::new(),
        read_statuses: BTreeSet::new(),
        endpoints: Vec::new(),
        left,
    };
    for Pair {
        time,
        status,
        by_rest,
        akin,
        ..
    } in pairs
    {
        // After the first, times and statuses that only pass for such need a sign.
        if search.endpoints.is_empty() || akin || search.is_named(time, status) {
            search.try_pair(time, status, if by_rest { By::Rest } else { By::Names });
        }
    }
    search.by_data();
    search.tell_left();
    let mut endpoints = search.endpoints;
    endpoints.sort_by_key(|(at, _)| *at);
    let mut found = Found {
        endpoints: endpoints
            .into_iter()
            .map(|(_, endpoint)| endpoint)
            .collect(),
        left: search.left,
    };
    follow::add(&mut found, columns, sheet);
    found
}

impl Search<'_, '_> {
    /// Whether the names of a pair are those of a time and of a status, and not such
    /// that only may be.
    fn is_named(&self, time: usize, status: usize) -> bool {
        let strength =
            |list: &[Candidate<'_>], at: usize| list.get(at).map_or(0, |own| own.strength);
        strength(&self.times, time) + strength(&self.statuses, status) >= 4
    }

    /// Takes a pair for an endpoint, if neither is read yet and the data allow it.
    fn try_pair(&mut self, i: usize, j: usize, by: By) {
        if self.read_times.contains(&i) || self.read_statuses.contains(&j) {
            return;
        }
        let (Some(time), Some(status)) = (self.times.get(i), self.statuses.get(j)) else {
            return;
        };
        let doubt = match agreement(time.guess, status.guess) {
            Agreement::None => return,
            Agreement::Doubtful(doubt) => Some(doubt),
            Agreement::Whole => None,
        };
        let ends = self.sheet.ends(time.at, status.at);
        let topic = Topic::of(&time.guess.name).or_else(|| Topic::of(&status.guess.name));
        let Some(reading) = event::read(status.guess, topic, &ends) else {
            return;
        };
        let topic = topic.or(reading.topic);
        let weak = time.strength == 0 || status.strength == 0;
        if weak && !self.is_shown(time, &reading, &ends, by) {
            return;
        }
        if is_clock(time.guess) && !self.is_clock_time(time, status, by) {
            return;
        }
        let longest = ends.iter().map(|(_, time)| *time).fold(0.0, f64::max);
        let fractions = ends.iter().filter(|(_, time)| time.fract() != 0.0).count();
        let unit = units::unit(
            time.guess,
            longest,
            fractions as f64 / ends.len().max(1) as f64,
        );
        if let Some((others, ends)) = self.other_time(i, j, &reading, &ends) {
            let Some(second) = self.times.get(others) else {
                return;
            };
            let longest = ends.iter().map(|(_, time)| *time).fold(0.0, f64::max);
            let unit = units::unit(time.guess, longest, 0.0);
            let computed = Computed::First {
                event: time.guess.name.clone(),
                others: second.guess.name.clone(),
            };
            let made = endpoint(
                time.guess,
                status.guess,
                topic,
                reading,
                unit.unit,
                Some(computed),
            );
            let made = Guessed {
                unsure_unit: unit.unsure,
                unsure: vec![format!(
                    "{} is of the rows with the event alone, {} of the others",
                    time.guess.name, second.guess.name
                )],
                ..made
            };
            self.endpoints.push((time.at, made));
            self.read_times.extend([i, others]);
            self.read_statuses.insert(j);
            return;
        }
        if let Some(why) = one_sided(&reading, &ends, self.sheet.raw, status) {
            if time.strength > 0 && by == By::Names {
                self.left.push(format!("{}: {why}", time.guess.name));
                self.read_times.insert(i);
            }
            return;
        }
        let begins =
            entry::begins(time, self.columns, self.sheet).filter(|_| reading.competing.is_empty());
        let mut unsure: Vec<String> = match begins {
            Some(_) => Vec::new(),
            None => entry::told(self.columns, &time.guess.name)
                .into_iter()
                .collect(),
        };
        unsure.extend(doubt);
        let plain = |name: &str, word: &str| plain_words(name) == [word];
        let usual = plain(&time.guess.name, "time") && plain(&status.guess.name, "status");
        if by == By::Data {
            unsure.push(format!(
                "{0} is taken for a status as it stands beside {1} and its {2} have the shorter times",
                status.guess.name,
                time.guess.name,
                reading.event.join(" and ")
            ));
        } else if time.strength + status.strength < 4 && !usual {
            unsure.push(format!(
                "{} and {} are guessed from their names alone",
                time.guess.name, status.guess.name
            ));
        } else if is_any_span(time) {
            unsure.push(format!(
                "{} does not say what it runs to; it is taken for the time to {}",
                time.guess.name, status.guess.name
            ));
        }
        let made = endpoint(time.guess, status.guess, topic, reading, unit.unit, None);
        let mut made = Guessed {
            unsure_unit: unit.unsure,
            unsure,
            ..made
        };
        if let Source::Columns { entry, .. } = &mut made.source {
            *entry = begins;
        }
        self.endpoints.push((time.at, made));
        self.read_times.insert(i);
        self.read_statuses.insert(j);
    }

    /// The time of the rows without the event where another has that of those with it, as
    /// days to death and to the last contact; with the ends of both.
    fn other_time(
        &self,
        i: usize,
        j: usize,
        reading: &Reading,
        ends: &[(&str, f64)],
    ) -> Option<(usize, Vec<(String, f64)>)> {
        /// The share of the rows that must have a time.
        const MOST: f64 = 0.9;
        let (time, status) = (self.times.get(i)?, self.statuses.get(j)?);
        let is_event = |level: &str| reading.event.iter().any(|event| event == level);
        let levels = status.guess.levels();
        let is_other = |level: &str| levels.iter().any(|own| own == level) && !is_event(level);
        let raw = self.sheet.raw;
        let all: Present<'_> = raw.column(status.at).texts().collect();
        let (events, others) = (all.count(is_event), all.count(is_other));
        let timed = ends.iter().filter(|(level, _)| is_event(level)).count();
        let none = !ends.iter().any(|(level, _)| is_other(level));
        if time.strength == 0 || !none || others == 0 || (timed as f64) < MOST * events as f64 {
            return None;
        }
        let unit = |guess: &Guess| units::stated(guess);
        let second = |k: &usize| {
            let own = self.times.get(*k)?;
            let fits = *k != i
                && !self.read_times.contains(k)
                && own.strength > 0
                && unit(own.guess) == unit(time.guess);
            let of = self.sheet.ends(own.at, status.at);
            let known = of.iter().filter(|(level, _)| is_other(level)).count();
            let also = of.iter().filter(|(level, _)| is_other(level));
            let both = ends.iter().filter(|(level, _)| is_event(level)).chain(also);
            (fits && known as f64 >= MOST * others as f64).then(|| {
                both.map(|(level, time)| ((*level).to_owned(), *time))
                    .collect()
            })
        };
        (0..self.times.len()).find_map(|k| Some((k, second(&k)?)))
    }

    /// Whether hours or minutes run to an event, and do not measure an operation: by
    /// their name, else as the only time beside a named event.
    fn is_clock_time(&self, time: &Candidate<'_>, status: &Candidate<'_>, by: By) -> bool {
        const NAMED: u8 = 3;
        let event = by == By::Names && status.strength >= NAMED;
        match self.endpoints.is_empty() {
            _ if time.strength >= NAMED => true,
            _ if names_end(&time.guess.name, &status.guess.name) => true,
            true => units::is_plain_time(&time.guess.name) && event,
            false => false,
        }
    }

    /// Whether the data show what names do not: the event ends times early.
    fn is_shown(
        &self,
        time: &Candidate<'_>,
        reading: &Reading,
        ends: &[(&str, f64)],
        by: By,
    ) -> bool {
        // Of a time and its namesake the data only must not say the contrary.
        let most = match by {
            By::Data => SHORTER,
            _ if time.strength > 0 => 0.8,
            _ => 0.5,
        };
        let rare = event::longer(ends, &reading.event);
        // A letter more or less may be a chance, a word is none.
        let negative = time.strength == 0 && self.sheet.is_negative(time.at);
        !negative && rare.map_or(by == By::Rest, |share| share < most)
    }

    /// Statuses that only the data show, beside a time that has none.
    fn by_data(&mut self) {
        /// How far from its time such a status may stand.
        const NEAR: usize = 2;
        if is_repeated(self.columns) || !self.endpoints.is_empty() {
            self.short_names();
            return;
        }
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (i, time) in self.times.iter().enumerate() {
            for (j, status) in self.statuses.iter().enumerate() {
                let distance = time.at.abs_diff(status.at);
                let open = || status.strength == 0 && !is_group(&status.guess.name);
                let answers = || levels::answers(status.guess.levels()).is_some();
                if time.strength > 0 && distance <= NEAR && open() && answers() {
                    pairs.push((distance, i, j));
                }
            }
        }
        pairs.sort_unstable();
        for (_, i, j) in pairs {
            self.try_pair(i, j, By::Data);
        }
        self.short_names();
    }

    /// Times of short names such as `tox` beside the dead and the living: the one that
    /// is known of everybody, and in which the dead have the shortest times.
    fn short_names(&mut self) {
        /// The longest name.
        const LONGEST: usize = 4;
        let short = |name: &str| name.starts_with(['t', 'T']) && name.chars().count() <= LONGEST;
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (j, status) in self.statuses.iter().enumerate() {
            if !event::has_both(status.guess) || self.read_statuses.contains(&j) {
                continue;
            }
            for (i, time) in self.times.iter().enumerate() {
                if time.strength > 0 || !short(&time.guess.name) {
                    continue;
                }
                let ends = self.sheet.ends(time.at, status.at);
                let all = ends.len() == self.sheet.raw.rows();
                let reading = event::read(status.guess, None, &ends).filter(|_| all);
                let share = reading.and_then(|reading| event::longer(&ends, &reading.event));
                pairs.extend(share.map(|share| (share, i, j)));
            }
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, i, j) in pairs {
            self.try_pair(i, j, By::Data);
        }
    }

    /// Notes times and outcomes that nothing reads.
    fn tell_left(&mut self) {
        let mut left = Vec::new();
        let is_told = |name: &str| {
            self.left
                .iter()
                .any(|told| told.starts_with(&format!("{name}: ")))
        };
        for (at, time) in self.times.iter().enumerate() {
            if is_outcome(time.guess)
                && time.strength > 0
                && !self.read_times.contains(&at)
                && !is_told(&time.guess.name)
            {
                left.push(format!(
                    "{}: named as a time to event, but no status belongs to it",
                    time.guess.name
                ));
            }
        }
        let shown = |guess: &&Guess| guess.is_number() && guess.aside.is_none();
        for guess in self.columns.iter().filter(shown) {
            if is_outcome(guess) && time_strength(&guess.name) == 0 {
                left.push(format!(
                    "{}: named as an event, but holds numbers",
                    guess.name
                ));
            }
        }
        for (at, status) in self.statuses.iter().enumerate() {
            if status.strength > 1 && !self.read_statuses.contains(&at) {
                left.push(format!("{}: named as an outcome, but no time of its own was found, so it is no endpoint", status.guess.name));
            }
        }
        self.left.extend(left);
    }
}

pub(super) fn endpoint(
    time: &Guess,
    status: &Guess,
    topic: Option<Topic>,
    reading: Reading,
    unit: TimeUnit,
    computed: Option<Computed>,
) -> Guessed {
    let Reading {
        event,
        competing,
        competing_known,
        unsure,
        topic: _,
    } = reading;
    let end = end_named(&time.name);
    let (id, label) = match (topic, &end) {
        (Some(topic), _) => (topic.id().to_owned(), topic.label().to_owned()),
        (None, Some(end)) => (end.replace(' ', "_"), format!("time to {end}")),
        (None, None) => ("survival".to_owned(), "survival".to_owned()),
    };
    Guessed {
        id,
        label,
        source: Source::Columns {
            time: time.name.clone(),
            status: status.name.clone(),
            event,
            competing,
            competing_known,
            unit,
            computed,
            entry: None,
        },
        unsure_event: unsure,
        unsure_unit: None,
        unsure: Vec::new(),
        query: None,
        is_answered: false,
    }
}

/// Why a time of which only one kind of rows has a value is no time to event, as of
/// days to death, which only the dead have.
fn one_sided(
    reading: &Reading,
    ends: &[(&str, f64)],
    raw: &Raw,
    status: &Candidate<'_>,
) -> Option<String> {
    let is_event = |level: &str| reading.event.iter().any(|event| event == level);
    let levels = status.guess.levels();
    let is_level = |level: &str| levels.iter().any(|known| known == level);
    let all = || {
        let texts = raw.column(status.at).texts();
        texts.map(|own| own.text).filter(|level| is_level(level))
    };
    let timed = || {
        ends.iter()
            .map(|(level, _)| *level)
            .filter(|level| is_level(level))
    };
    let name = &status.guess.name;
    let lost = |event: bool| {
        all().any(|level| is_event(level) == event)
            && !timed().any(|level| is_event(level) == event)
    };
    if lost(false) {
        Some(format!(
            "only rows with the event of {name} have a value; an endpoint needs one column for all rows"
        ))
    } else if lost(true) {
        Some(format!(
            "no row with the event of {name} has a value; an endpoint needs one column for all rows"
        ))
    } else {
        None
    }
}

/// Whether a time may be that of a stay, an operation or a treatment as well: it is named
/// as a duration and no more, or measured in parts of a day.
fn is_any_span(time: &Candidate<'_>) -> bool {
    const DURATIONS: [&str; 7] = [
        "duration", "dauer", "duree", "duracion", "durata", "duracao", "duur",
    ];
    let words = plain_words(&time.guess.name);
    let mut own = words.iter().filter(|word| TimeUnit::of(word).is_none());
    let only = own.next().filter(|_| own.next().is_none());
    let is_duration = only.is_some_and(|word| DURATIONS.contains(&word.as_str()));
    is_duration || (is_clock(time.guess) && units::is_plain_time(&time.guess.name))
}

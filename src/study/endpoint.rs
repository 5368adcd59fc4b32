//! Times to event.

use crate::number::conventions::Setting;
use crate::number::format::are_exact;
use crate::number::{Path, Subject, TimeUnit};

use super::section::Section;
use super::time_columns::TimeColumns;
use super::variable::{Kind, Variable};
use super::{Scope, Study, plain_id};

/// Where an endpoint's times come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointSource {
    /// From dates: the first of the events after the origin, else censored.
    Dates {
        /// Date variable at which time starts.
        origin: String,
        /// Date variables of which the first ends it.
        events: Vec<String>,
        /// Date variable at which those without an event were last seen.
        censored: String,
    },
    /// From a column of durations and one of status.
    Columns {
        /// Numeric variable.
        time: String,
        /// Categorical variable.
        status: String,
        /// The levels of it that mean that the event happened.
        event: Vec<String>,
    },
}

/// What the date is at which rows without an event were last seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LastSeen {
    /// The end of observation, which no event comes after.
    #[default]
    End,
    /// A visit; an event may come after it.
    Visit,
}

/// A time to event: `[endpoints.ID]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// As written in ledger ids.
    pub id: String,
    /// What its numbers are of.
    pub subject: Subject,
    /// As printed.
    pub label: String,
    /// What the event is called in prose and figures.
    pub event_label: String,
    /// Unit of its times.
    pub unit: TimeUnit,
    /// Digits of its times after the point; `None` for one, and none for whole
    /// times.
    pub digits: Option<usize>,
    /// Where the times come from.
    pub source: EndpointSource,
    /// What its times count from, as in "days since randomisation", where the study
    /// says so.
    pub since: Option<String>,
    /// Date variables or levels of the status of competing events, each a cause
    /// of its own.
    pub competing: Vec<String>,
    /// Date at which, or column of the time from which, a row is under
    /// observation, where that is later than the origin.
    pub entry: Option<String>,
    /// What the date of censoring is.
    pub last_seen: LastSeen,
    /// Rows that had the event or were censored by this time are left out, and
    /// time counts from it.
    pub landmark: Option<f64>,
}

impl Endpoint {
    /// The digits of numbers in the unit of its times, which are all whole only
    /// where the times of its rows are.
    pub fn digits_of(&self, numbers: impl IntoIterator<Item = f64>) -> usize {
        let whole = || usize::from(!are_exact(numbers, 0));
        self.digits.unwrap_or_else(whole)
    }

    /// What the ids of its numbers begin with.
    pub fn path(&self) -> Path {
        Path::of(self.subject.clone())
    }

    /// The lengths of units in days on which its times depend: of its own unit
    /// between dates, and of all where columns in another unit are converted.
    pub fn lengths(&self, study: &Study) -> Vec<Setting> {
        let mut units: Vec<TimeUnit> = match &self.source {
            EndpointSource::Dates { .. } => Vec::new(),
            EndpointSource::Columns { time, .. } => {
                let columns = std::iter::once(time).chain(&self.entry);
                let stated = columns.filter_map(|name| study.time_unit(name));
                stated.filter(|own| *own != self.unit).collect()
            }
        };
        if matches!(self.source, EndpointSource::Dates { .. }) || !units.is_empty() {
            units.push(self.unit);
        }
        units.dedup();
        let keys = units.into_iter().filter_map(TimeUnit::convention);
        keys.map(|key| study.conventions.setting(key)).collect()
    }

    /// Whether a variable is the date of one of its events, which rows without the
    /// event do not have.
    pub fn is_date_of_event(&self, name: &str) -> bool {
        let EndpointSource::Dates { events, .. } = &self.source else {
            return false;
        };
        events.iter().chain(&self.competing).any(|own| own == name)
    }

    /// Whether a curve of it is one of survival, as its label or its event says;
    /// that of another event is of rows without the event.
    pub fn is_survival(&self) -> bool {
        let label = self.label.to_lowercase();
        let named = ["surviv", "überleb"]
            .iter()
            .any(|word| label.contains(word));
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric());
            words.map(str::to_owned).collect()
        };
        let short = |word: &String| {
            ["OS", "CSS", "DSS"].contains(&word.as_str()) || {
                let free = word.strip_suffix("FS").unwrap_or_default();
                (1..=3).contains(&free.len()) && free.chars().all(char::is_uppercase)
            }
        };
        let died = |word: &String| {
            let word = word.to_lowercase();
            let starts = [
                "death",
                "dead",
                "died",
                "deceas",
                "tod",
                "verst",
                "gestorben",
            ];
            starts.iter().any(|start| word.starts_with(start))
        };
        let own = words(&self.label);
        let of_death = words(&self.event_label).iter().chain(&own).any(died);
        named || own.iter().any(short) || (self.competing.is_empty() && of_death)
    }

    /// What its times count from inside a sentence: as the study says, else the date
    /// of the origin.
    pub fn start(&self, study: &Study) -> Option<String> {
        if let Some(since) = &self.since {
            return Some(since.clone());
        }
        let EndpointSource::Dates { origin, .. } = &self.source else {
            return None;
        };
        let origin = study.variable(origin)?;
        Some(study.words().in_sentence(&origin.label))
    }

    /// What its competing events are called inside a sentence, in their order.
    pub fn competing_labels(&self, study: &Study) -> Vec<String> {
        let own = |name: &String| match &self.source {
            EndpointSource::Dates { .. } => study.variable(name).map(|own| own.label.as_str()),
            EndpointSource::Columns { status, .. } => {
                let mut levels = study.variable(status)?.levels.iter();
                let level = levels.find(|level| level.code == *name)?;
                Some(level.label.as_str())
            }
        };
        let labels = self.competing.iter().filter_map(own);
        let words = study.words();
        labels.map(|label| words.in_sentence(label)).collect()
    }

    /// The variables that it reads.
    pub fn columns(&self) -> Vec<String> {
        let mut columns = match &self.source {
            EndpointSource::Dates {
                origin,
                events,
                censored,
            } => std::iter::once(origin)
                .chain(events)
                .chain([censored])
                .cloned()
                .collect(),
            EndpointSource::Columns { time, status, .. } => vec![time.clone(), status.clone()],
        };
        if matches!(self.source, EndpointSource::Dates { .. }) {
            columns.extend(self.competing.iter().cloned());
        }
        columns.extend(self.entry.clone());
        columns
    }
}

pub(super) fn read_all(top: &Section<'_>, variables: &[Variable]) -> Vec<Endpoint> {
    let scope = Scope::of_columns(variables, &[]);
    let mut columns = TimeColumns::new(variables);
    let mut endpoints = Vec::new();
    for (id, section) in top.named_sections("endpoints") {
        if !plain_id(&id) {
            section.problem(
                "label",
                format!("\"{id}\" is not a valid name"),
                "use letters, digits, _ and -",
            );
        }
        let source = if section.has("time") {
            read_columns(&section, &scope)
        } else {
            read_dates(&section, &scope)
        };
        let label = section.string("label").unwrap_or_else(|| id.clone());
        let competing = read_competing(&section, &scope, &source);
        let entry = read_entry(&section, &scope, &source);
        let landmark = section.number("landmark");
        let last_seen = match source {
            EndpointSource::Dates { .. } => {
                let words = [("end", LastSeen::End), ("visit", LastSeen::Visit)];
                section.choice("censored_is", &words).unwrap_or_default()
            }
            EndpointSource::Columns { .. } => LastSeen::End,
        };
        if entry.is_some() && !competing.is_empty() {
            section.problem(
                "entry",
                "cannot be combined with competing events",
                "leave out entry or competing",
            );
        }
        if landmark.is_some_and(|landmark| landmark <= 0.0) {
            section.problem(
                "landmark",
                "is not after the origin",
                "write a positive time",
            );
        }
        let endpoint = Endpoint {
            competing,
            entry,
            landmark,
            last_seen,
            since: section.string("since"),
            event_label: section
                .string("event_label")
                .unwrap_or_else(|| "event".to_owned()),
            unit: read_unit(&section),
            digits: section.whole("digits", 10).map(|digits| digits as usize),
            subject: Subject::endpoint(&id, |id| variables.iter().any(|known| known.name == id)),
            id,
            label,
            source,
        };
        columns.check(&section, &endpoint);
        endpoints.push(endpoint);
        section.finish();
    }
    endpoints
}

fn read_unit(section: &Section<'_>) -> TimeUnit {
    let choices = TimeUnit::ALL.map(|unit| (unit.name(), unit));
    let meant = |word: &str| TimeUnit::of(word).map(TimeUnit::name);
    let chosen = section.choice_of_synonyms("unit", &choices, meant);
    chosen.unwrap_or(TimeUnit::Months)
}

fn read_competing(
    section: &Section<'_>,
    scope: &Scope<'_>,
    source: &EndpointSource,
) -> Vec<String> {
    let competing = section.strings("competing").unwrap_or_default();
    match source {
        EndpointSource::Dates { .. } => {
            for name in &competing {
                let date = |kind| kind == Kind::Date;
                scope.variable(section, "competing", name, date, "a date");
            }
        }
        EndpointSource::Columns { status, event, .. } => {
            let variables = scope.variables;
            super::variable::check_levels(section, "competing", variables, status, &competing);
            if let Some(both) = competing.iter().find(|level| event.contains(level)) {
                let problem = format!("\"{both}\" is the event itself");
                section.problem("competing", problem, "list other levels of the status");
            }
        }
    }
    competing
}

fn read_entry(section: &Section<'_>, scope: &Scope<'_>, source: &EndpointSource) -> Option<String> {
    let entry = section.string("entry")?;
    match source {
        EndpointSource::Dates { .. } => {
            scope.variable(
                section,
                "entry",
                &entry,
                |kind| kind == Kind::Date,
                "a date",
            );
        }
        EndpointSource::Columns { .. } => {
            scope.variable(section, "entry", &entry, Kind::is_numeric, "a number");
        }
    }
    Some(entry)
}

fn read_dates(section: &Section<'_>, scope: &Scope<'_>) -> EndpointSource {
    let origin = section.required_string("origin");
    let censored = section.required_string("censored");
    let events = section.strings("events").unwrap_or_default();
    if events.is_empty() && !section.has("events") {
        section.problem(
            "events",
            "is missing",
            "list the date columns of the events",
        );
    }
    for (key, name) in [("origin", &origin), ("censored", &censored)]
        .into_iter()
        .chain(events.iter().map(|name| ("events", name)))
        .filter(|(_, name)| !name.is_empty())
    {
        scope.variable(section, key, name, |kind| kind == Kind::Date, "a date");
    }
    EndpointSource::Dates {
        origin,
        events,
        censored,
    }
}

fn read_columns(section: &Section<'_>, scope: &Scope<'_>) -> EndpointSource {
    let time = section.required_string("time");
    let status = section.required_string("status");
    scope.variable(section, "time", &time, Kind::is_numeric, "a number");
    scope.variable(
        section,
        "status",
        &status,
        Kind::is_categorical,
        "categorical",
    );
    let event = section.strings("event").unwrap_or_default();
    if event.is_empty() {
        section.problem(
            "event",
            "is missing",
            "list the levels of status that are the event",
        );
    }
    super::variable::check_levels(section, "event", scope.variables, &status, &event);
    EndpointSource::Columns {
        time,
        status,
        event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(label: &str, event: &str) -> Endpoint {
        Endpoint {
            id: "e".to_owned(),
            subject: Subject::endpoint("e", |_| false),
            label: label.to_owned(),
            event_label: event.to_owned(),
            unit: TimeUnit::Months,
            digits: Some(1),
            source: EndpointSource::Columns {
                time: "t".to_owned(),
                status: "s".to_owned(),
                event: vec!["1".to_owned()],
            },
            since: None,
            competing: Vec::new(),
            entry: None,
            last_seen: LastSeen::End,
            landmark: None,
        }
    }

    #[test]
    fn survival_is_told_from_other_events() {
        for (label, event) in [
            ("overall survival", "event"),
            ("Progression-free survival", "progression or death"),
            ("Gesamtüberleben", "Tod"),
            ("OS", "status = 1"),
            ("LRFS", "status = 1"),
            ("time to death", "event"),
            ("time since surgery", "death"),
        ] {
            assert!(named(label, event).is_survival(), "{label}, {event}");
        }
        for (label, event) in [
            ("relapse", "relapse"),
            ("time to progression", "status = 1"),
            ("CABG", "event"),
            ("Rezidiv", "Rezidiv"),
            ("discharge", "discharged"),
        ] {
            assert!(!named(label, event).is_survival(), "{label}, {event}");
        }
        let relapse = Endpoint {
            competing: vec!["2".to_owned()],
            ..named("relapse", "relapse, not death")
        };
        assert!(!relapse.is_survival());
    }
}

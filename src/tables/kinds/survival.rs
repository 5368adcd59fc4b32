//! The table of survival: events, median and rates, overall and by level.

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::unit::{PERCENT, percent_sign};
use crate::number::{NumberId, Path, Value, unit};
use crate::study::read::{read_by, read_endpoints, read_times};
use crate::study::section::Section;
use crate::study::{self, Endpoint, KindRecord, Request, Scope, Study};
use crate::tables::pieces::{
    ends, group_missing, interval, limits, number, p_head, phrase, range, words,
};
use crate::tables::{Cell, Piece, Row, Table, TableLayout};
use crate::words::capitalised;

pub(super) const RECORD: KindRecord<dyn TableKind> = KindRecord {
    word: "survival",
    read: |section, scope| Arc::new(Survival::read(section, scope)),
};

/// A row for each endpoint, and below it for each level of the grouping: events,
/// median and rates.
#[derive(Debug, PartialEq)]
struct Survival {
    /// The endpoints.
    endpoints: Vec<String>,
    /// The grouping variable.
    by: Option<String>,
    /// Times of the rates, in the unit of the endpoints.
    rates: Vec<f64>,
}

impl Survival {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        Self {
            endpoints: read_endpoints(section, scope),
            by: read_by(section, scope),
            rates: read_times(section, "rates"),
        }
    }
}

impl TableKind for Survival {
    fn needs(&self, _: &str) -> Vec<Request> {
        let curve = |endpoint: &String, by: Option<String>| {
            Request::Survival(study::Survival {
                endpoint: endpoint.clone(),
                by,
                probabilities_at: self.rates.clone(),
                ..study::Survival::default()
            })
        };
        let endpoints = self.endpoints.iter();
        let follow_up = |endpoint: &String| Request::follow_up(endpoint);
        endpoints
            .clone()
            .flat_map(|endpoint| [None, self.by.clone()].map(|by| curve(endpoint, by)))
            .chain(self.by.iter().map(|by| Request::summary(by, None)))
            .chain(endpoints.map(follow_up))
            .collect()
    }

    fn build(&self, study: &Study, ledger: &Ledger, layout: &TableLayout) -> Table {
        let mut table = Table::new(layout, ledger.style.words.text("table.endpoint"));
        let rates = self.rates.as_slice();
        let endpoints: Vec<&Endpoint> = self
            .endpoints
            .iter()
            .filter_map(|id| study.endpoint(id))
            .collect();
        let units = Units::of(study, &endpoints);
        let events = study.words().text("table.events_of_n");
        table.columns.push(words(events));
        table.columns.push(units.median(ledger));
        for time in rates {
            let moment = endpoints
                .first()
                .map(|endpoint| number(at(endpoint, &endpoint.path(), *time).key("time")));
            table
                .columns
                .push(units.moment(ledger, *time, moment.into_iter().collect()));
        }
        let grouping = self.by.as_ref().and_then(|by| study.variable(by));
        if grouping.is_some() {
            table.columns.push(p_head(ledger));
        }
        for endpoint in &endpoints {
            let label = units.label(study, endpoint);
            let overall = row(ledger, endpoint, &endpoint.path(), &label, rates);
            table.rows.push(overall);
            let Some(grouping) = grouping else { continue };
            let groups = endpoint.path().by(&grouping.name);
            let test = groups.clone().word("test").key("p");
            let mut cell = vec![number(test.clone())];
            if let Some(entry) = ledger
                .get(&test)
                .filter(|entry| entry.value.number().is_some())
            {
                cell.push(table.mark(&capitalised(&entry.method.title_in(ledger.style))));
            }
            if let Some(row) = table.rows.last_mut() {
                row.cells.push(cell);
            }
            for level in &grouping.levels {
                let path = groups.clone().at(&level.id);
                let label = grouping.level_of(level, study.words());
                let mut row = row(ledger, endpoint, &path, &label, rates);
                row.indented = true;
                row.cells.push(Cell::new());
                table.rows.push(row);
            }
        }
        if !rates.is_empty() {
            table.notes.push(phrase(
                ledger,
                "table.rates_note",
                &[
                    ("interval", interval(ledger)),
                    ("one", words(&study.cohort.one)),
                ],
            ));
        }
        let landmarks = endpoints.iter();
        let landmarks = landmarks.filter_map(|own| landmark(study, ledger, own));
        table.notes.extend(landmarks);
        let competing = endpoints.iter().filter_map(|own| competing(study, own));
        table.notes.extend(competing.map(|note| words(&note)));
        let followed = endpoints.iter().map(|own| follow_up(study, ledger, own));
        table.notes.extend(followed);
        table.notes.extend(group_missing(study, ledger, grouping));
        table
    }
}

/// How long the rows of an endpoint were followed.
pub(crate) fn follow_up(study: &Study, ledger: &Ledger, endpoint: &Endpoint) -> Cell {
    let path = endpoint.path().word("follow_up");
    let words_of = study.words();
    let slots = [
        ("endpoint", words(&words_of.in_sentence(&endpoint.label))),
        ("median", median(ledger, &path)),
        ("range", range(ledger, &path, ["min", "max"]).to_vec()),
        ("unit", words(endpoint.unit.words(words_of))),
        ("interval", interval(ledger)),
    ];
    phrase(ledger, "table.follow_up_note", &slots)
}

fn row(ledger: &Ledger, endpoint: &Endpoint, path: &Path, label: &str, rates: &[f64]) -> Row {
    let mut cells = vec![
        vec![
            number(path.key("events")),
            Piece::text("/"),
            number(path.key("n")),
        ],
        median(ledger, path),
    ];
    cells.extend(
        rates
            .iter()
            .map(|&time| rate(ledger, &at(endpoint, path, time))),
    );
    Row {
        label: label.to_owned(),
        statistic: None,
        indented: false,
        cells,
    }
}

/// The median, with its limits where one of the three is a number: a curve that
/// does not fall to half may still have a lower limit.
fn median(ledger: &Ledger, path: &Path) -> Cell {
    let id = path.key("median");
    let limit = |key: &str| {
        let id = id.below().key(key);
        match ledger.get(&id).map(|entry| &entry.value) {
            // "not reached" thrice in a cell leaves no room.
            Some(Value::NotReached) => {
                Piece::text(ledger.style.words.text("number.not_reached_short"))
            }
            _ => number(id),
        }
    };
    let mut cell = vec![number(id.clone())];
    if shows_limits(ledger, &id) {
        cell.extend(limits(ledger, LIMITS.map(limit), ""));
    }
    cell
}

/// The keys of the limits of an estimate.
const LIMITS: [&str; 2] = ["ci_lower", "ci_upper"];

/// Whether the limits of a median are printed.
fn shows_limits(ledger: &Ledger, median: &NumberId) -> bool {
    let limits = LIMITS.map(|key| median.below().key(key));
    let mut own = limits.iter().chain([median]);
    own.any(|id| {
        ledger
            .get(id)
            .is_some_and(|entry| entry.value.number().is_some())
    })
}

/// The unit of the times of a table: said once in its headings, or beside each
/// endpoint where they differ.
enum Units {
    One(&'static str),
    Several,
}

impl Units {
    fn of(study: &Study, endpoints: &[&Endpoint]) -> Self {
        let mut units = endpoints.iter().map(|endpoint| endpoint.unit);
        let first = units.next();
        match first {
            Some(first) if units.any(|other| other != first) => Self::Several,
            Some(first) => Self::One(first.words(study.words())),
            None => Self::One(""),
        }
    }

    fn label(&self, study: &Study, endpoint: &Endpoint) -> String {
        let label = capitalised(&endpoint.label);
        match self {
            Self::One(_) => label,
            Self::Several => {
                let unit = endpoint.unit.words(study.words());
                let slots = [("label", label.as_str()), ("unit", unit)];
                study.words().fill("table.with_unit", &slots)
            }
        }
    }

    /// The heading of the medians.
    fn median(&self, ledger: &Ledger) -> Cell {
        let slots = [
            ("break", vec![Piece::Break]),
            ("interval", interval(ledger)),
        ];
        match self {
            Self::One(unit) => {
                let [line, interval] = slots;
                phrase(
                    ledger,
                    "table.median",
                    &[("unit", words(unit)), line, interval],
                )
            }
            Self::Several => phrase(ledger, "table.median_in_units", &slots),
        }
    }

    /// The heading of the rates at a time.
    fn moment(&self, ledger: &Ledger, time: f64, moment: Cell) -> Cell {
        match self {
            Self::One(unit) => {
                let own = unit::beside(&time.to_string(), unit, ledger.style.words);
                let slots = [("time", moment), ("unit", words(&own))];
                phrase(ledger, "table.at_time", &slots)
            }
            Self::Several => {
                let slots = [("time", moment), ("break", vec![Piece::Break])];
                phrase(ledger, "table.at_time_in_units", &slots)
            }
        }
    }
}

/// From where times count, where that is not the origin.
fn landmark(study: &Study, ledger: &Ledger, endpoint: &Endpoint) -> Option<Cell> {
    let unit = endpoint.unit.beside(endpoint.landmark?, study.words());
    let unit = format!("\u{a0}{unit}");
    let time = vec![number(endpoint.path().key("landmark")), Piece::text(&unit)];
    let slots = [
        ("endpoint", words(&capitalised(&endpoint.label))),
        ("time", time),
        ("many", words(&study.cohort.many)),
    ];
    Some(phrase(ledger, "table.landmark_note", &slots))
}

/// What the estimates mean where competing events censor.
fn competing(study: &Study, endpoint: &Endpoint) -> Option<String> {
    let events = endpoint.competing_labels(study);
    if events.is_empty() {
        return None;
    }
    let label = capitalised(&endpoint.label);
    let slots = [("endpoint", label.as_str()), ("events", &events.join(", "))];
    Some(study.words().fill("table.competing_note", &slots))
}

/// What the ids of the numbers at a time begin with.
fn at(endpoint: &Endpoint, path: &Path, time: f64) -> Path {
    path.clone().time(time, endpoint.unit.name())
}

fn rate(ledger: &Ledger, path: &Path) -> Cell {
    let is_number = |key: &str| {
        let entry = ledger.get(path.key(key));
        entry.is_some_and(|entry| entry.value.number().is_some())
    };
    let mut cell = vec![number(path.key("survival"))];
    if !is_number("survival") {
        return cell;
    }
    cell.push(Piece::text(percent_sign(ledger.style.words)));
    // Before the first event the interval has no width, which would look certain.
    let value = |key: &str| ledger.get(path.key(key)).and_then(|n| n.value.number());
    let has_width = value("ci_lower") != value("ci_upper");
    if is_number("ci_lower") && is_number("ci_upper") && has_width {
        cell.extend(limits(ledger, ends(path), PERCENT));
    }
    // In one line: alone in the next one, it would be read as a row of its own.
    cell.extend([Piece::text("; "), number(path.key("at_risk"))]);
    cell
}

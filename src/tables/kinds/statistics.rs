//! The table of statistics by name: estimate, statistic and p-value of each.

use std::sync::Arc;

use super::TableKind;
use crate::ledger::Ledger;
use crate::number::styles::NumberStyle;
use crate::number::unit::PERCENT;
use crate::number::{Name, Number, Path, Step, format};
use crate::statistics::{EXPECTED_BELOW_FIVE, Parameters, Statistic};
use crate::study::read::read_analysis_ids;
use crate::study::section::Section;
use crate::study::{KindRecord, Request, Scope, StatisticsByName, Study};
use crate::tables::pieces::{interval, limits, number, p_head, phrase, sparse_note, words};
use crate::tables::{Cell, Piece, Row, Table, TableLayout};
use crate::words::capitalised;

pub(super) const RECORD: KindRecord<dyn TableKind> = KindRecord {
    word: "statistics",
    read: |section, scope| Arc::new(Statistics::read(section, scope)),
};

/// A row for each statistic asked for by name.
#[derive(Debug, PartialEq)]
struct Statistics {
    /// Ids of the analyses.
    analyses: Vec<String>,
}

impl Statistics {
    fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        Self {
            analyses: read_analysis_ids(section, scope),
        }
    }
}

impl TableKind for Statistics {
    fn needs(&self, _: &str) -> Vec<Request> {
        // Every analysis of the study file is computed.
        Vec::new()
    }

    fn build(&self, study: &Study, ledger: &Ledger, layout: &TableLayout) -> Table {
        let mut table = Table::new(layout, ledger.style.words.text("table.analysis"));
        table.columns = vec![
            phrase(ledger, "table.estimate", &[("interval", interval(ledger))]),
            words(ledger.style.words.text("table.statistic")),
            p_head(ledger),
        ];
        let plan = study.plan();
        let wanted = plan.statistics.iter().filter(|tests| {
            tests
                .id
                .as_ref()
                .is_some_and(|id| self.analyses.contains(id))
        });
        let mut sparse: Vec<String> = Vec::new();
        for tests in wanted {
            for of in tests.subjects() {
                let is_sparse = |statistic: &&Statistic| {
                    let path = tests.path_of(study, of, statistic);
                    ledger.get(path.key(EXPECTED_BELOW_FIVE)).is_some()
                };
                if tests.statistics.iter().any(is_sparse) {
                    sparse.push(heading(study, tests, of));
                }
                table.rows.push(Row {
                    label: capitalised(&heading(study, tests, of)),
                    statistic: None,
                    indented: false,
                    cells: vec![Cell::new(); 3],
                });
                for statistic in &tests.statistics {
                    push_rows(&mut table, study, ledger, tests, of, statistic);
                }
            }
        }
        let labels: Vec<&str> = sparse.iter().map(String::as_str).collect();
        table.notes.extend(sparse_note(ledger, &labels));
        table
    }
}

/// "Age by sex".
fn heading(study: &Study, tests: &StatisticsByName, of: &str) -> String {
    let label = |name: &str| {
        let variable = study.variable(name).map(|variable| variable.label.clone());
        let endpoint = || study.endpoint(name).map(|endpoint| endpoint.label.clone());
        variable
            .or_else(endpoint)
            .unwrap_or_else(|| name.to_owned())
    };
    let mut heading = label(of);
    if tests.repeated {
        let others: Vec<String> = tests.of.iter().skip(1).map(|name| label(name)).collect();
        heading = format!("{heading}, {}", others.join(", "));
    }
    for (key, name) in [
        ("table.and", &tests.with),
        ("table.by", &tests.by),
        ("table.within", &tests.strata),
    ] {
        if let Some(name) = name {
            let slots = [("first", heading.as_str()), ("second", &label(name))];
            heading = study.words().fill(key, &slots);
        }
    }
    heading
}

/// A row for the statistic, or one for each level, pair or time of it.
fn push_rows(
    table: &mut Table,
    study: &Study,
    ledger: &Ledger,
    tests: &StatisticsByName,
    of: &str,
    statistic: &Statistic,
) {
    let whole = tests.path(study, of).word(&statistic.id());
    let path = tests.path_of(study, of, statistic);
    // Another analysis may ask for the same curve at other times.
    let is_asked = |step: &Step| match step {
        Step::Time(time) if statistic.parameters == Parameters::Times => {
            tests.times.contains(&time.value())
        }
        _ => true,
    };
    let mut parts: Vec<(&Path, Vec<&str>)> = Vec::new();
    for entry in ledger.iter() {
        let part = entry.id.path();
        if !part
            .beyond(&path)
            .is_some_and(|steps| steps.iter().all(is_asked))
        {
            continue;
        }
        match parts.iter_mut().find(|(known, _)| *known == part) {
            Some((_, keys)) => keys.push(entry.id.key()),
            None => parts.push((part, vec![entry.id.key()])),
        }
    }
    for (part, keys) in parts {
        let parts = Parts {
            path: part,
            keys: &keys,
            ledger,
        };
        let title = capitalised(&statistic.method().title_in(ledger.style));
        let p = parts.has("p").then(|| parts.id("p"));
        let cells = [parts.estimate(), parts.statistic(), p.into_iter().collect()];
        // Sizes alone have no column here.
        if cells.iter().all(Vec::is_empty) {
            continue;
        }
        table.rows.push(Row {
            label: match part.beyond(&whole).unwrap_or_default() {
                [] => title,
                steps => format!("{title}: {}", places(study, tests, of, steps)),
            },
            statistic: None,
            indented: true,
            cells: cells.into(),
        });
    }
}

/// Letters of a symbol, such as `df`; what has more is a word.
const LONGEST_SYMBOL: usize = 2;

/// The numbers of one row.
struct Parts<'a> {
    path: &'a Path,
    keys: &'a [&'a str],
    ledger: &'a Ledger,
}

impl<'a> Parts<'a> {
    fn has(&self, key: &str) -> bool {
        self.keys.contains(&key)
    }

    fn id(&self, key: &str) -> Piece {
        number(self.path.key(key))
    }

    fn get(&self, key: &str) -> Option<&'a Number> {
        self.ledger.get(self.path.key(key))
    }

    fn is_known(&self, key: &str) -> bool {
        self.get(key)
            .is_some_and(|number| number.value.number().is_some())
    }

    /// The number with its unit.
    fn with_unit(&self, key: &str) -> Cell {
        let words = self.ledger.style.words;
        let unit = self.get(key).map(|number| number.unit_behind(words));
        let unit = unit.filter(|unit| !unit.is_empty()).map(Piece::Text);
        std::iter::once(self.id(key)).chain(unit).collect()
    }

    /// "r = " before the number of this key, as the style sets signs; behind a word the
    /// sign has spaces in every style.
    fn symbol(&self, name: &str, key: &str) -> Piece {
        let own = self.ledger.style;
        let is_word = name.chars().filter(|c| c.is_alphabetic()).count() > LONGEST_SYMBOL;
        let style = NumberStyle {
            p_spaced: own.p_spaced || is_word,
            ..own
        };
        let sign = self.get(key).map_or("", |number| {
            format::p_sign(&number.value, &number.text, style)
        });
        Piece::Text(format!("{name}{sign}"))
    }

    fn estimate(&self) -> Cell {
        let language = self.ledger.style.words;
        let named = |key: &str| {
            let name = self.get(key)?.name.as_deref()?;
            let letters = |c: char| {
                if c.is_alphanumeric() {
                    c.to_ascii_lowercase()
                } else {
                    '_'
                }
            };
            let key: String = name.chars().map(letters).collect();
            let name = language.find(&format!("table.estimates.{key}"))?;
            Some(name.sentence(None).text())
        };
        for key in ["estimate", "effect"] {
            if !self.has(key) {
                continue;
            }
            let name = named(key).filter(|_| self.is_known(key));
            let mut cell: Cell = name
                .map(|name| self.symbol(name, key))
                .into_iter()
                .collect();
            cell.extend(self.with_unit(key));
            if key == "estimate" && self.has("ci_lower") && self.is_known(key) {
                let ends = ["ci_lower", "ci_upper"].map(|key| self.id(key));
                let percent = self
                    .get(key)
                    .is_some_and(|n| n.unit.as_deref() == Some(PERCENT));
                cell.extend(limits(
                    self.ledger,
                    ends,
                    if percent { PERCENT } else { "" },
                ));
            }
            return cell;
        }
        let all = ["sum", "se", "cv", "skewness", "kurtosis"];
        let mut cell = Cell::new();
        for key in all.into_iter().filter(|key| self.has(key)) {
            if !cell.is_empty() {
                cell.push(Piece::Break);
            }
            let name = language.text(&format!("table.estimates.{key}"));
            cell.push(match self.is_known(key) {
                true => self.symbol(name, key),
                false => Piece::Text(format!("{name}\u{a0}")),
            });
            cell.extend(self.with_unit(key));
        }
        cell
    }

    fn statistic(&self) -> Cell {
        let (ledger, language) = (self.ledger, self.ledger.style.words);
        if self.has("replicates") {
            return phrase(
                ledger,
                "table.permutations",
                &[
                    ("replicates", vec![self.id("replicates")]),
                    ("break", vec![Piece::Break]),
                    ("p", words(ledger.style.p_symbol)),
                    ("se", vec![self.id("p_se")]),
                ],
            );
        }
        let Some(found) = self.get("statistic").filter(|_| self.has("statistic")) else {
            return Cell::new();
        };
        if found.value.number().is_none() {
            return vec![self.id("statistic")];
        }
        let letter = match found.name.as_deref() {
            None | Some("statistic") => None,
            Some("chi-square") => Some("χ²"),
            Some("K squared") => Some("K²"),
            Some(name) => Some(name),
        };
        let letter = letter.map(|letter| self.symbol(letter, "statistic"));
        let mut cell: Cell = letter.into_iter().collect();
        cell.push(self.id("statistic"));
        for key in ["df", "df2"].into_iter().filter(|key| self.has(key)) {
            cell.push(match key {
                "df" => {
                    let name = language.text("table.degrees_of_freedom");
                    self.symbol(&format!(", {name}"), key)
                }
                _ => Piece::text(", "),
            });
            cell.push(self.id(key));
        }
        cell
    }
}

/// The levels, times and parameters to which steps lead, in words.
fn places(study: &Study, tests: &StatisticsByName, of: &str, steps: &[Step]) -> String {
    let variables = [tests.by.as_deref(), Some(of)];
    let level = |name: &Name| {
        let named = variables
            .into_iter()
            .flatten()
            .filter_map(|name| study.variable(name));
        let mut levels = named.flat_map(|variable| &variable.levels);
        let level = levels.find(|level| level.id == *name);
        level.map_or_else(|| name.text().to_owned(), |level| level.label.clone())
    };
    let place = |step: &Step| match step {
        Step::Name(name) => level(name),
        Step::Pair(first, second) => study.words().fill(
            "table.against",
            &[("first", &level(first)), ("second", &level(second))],
        ),
        Step::Time(time) => time.in_words(study.conventions.style),
        Step::Parameter(parameter) => parameter.in_words(study.conventions.style),
    };
    steps.iter().map(place).collect::<Vec<_>>().join(", ")
}

//! R's values, R's data, and the comparison with ours.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use cohort_report::stats::contingency::ContingencyTable;
use cohort_report::stats::survival::Observation;
use cohort_report::stats::two_by_two::Effect;

/// One value of R.
pub struct Expected {
    pub method: String,
    pub data: String,
    pub x: String,
    pub by: String,
    pub option: String,
    pub part: String,
    pub value: Option<f64>,
}

impl Expected {
    pub fn name(&self) -> String {
        let Self {
            method,
            data,
            x,
            by,
            option,
            part,
            ..
        } = self;
        format!("{method} {data} {x} {by} {option} {part}")
    }

    /// What is computed: all but the part of it that is compared.
    fn computation(&self) -> [&str; 5] {
        [&self.method, &self.data, &self.x, &self.by, &self.option].map(String::as_str)
    }
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// Every value of R, in the order of its file.
pub fn expected() -> &'static [Expected] {
    static READ: LazyLock<Vec<Expected>> = LazyLock::new(read_expected);
    &READ
}

fn read_expected() -> Vec<Expected> {
    let mut reader = csv::Reader::from_path(folder().join("expected.csv")).unwrap();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let field = |index: usize| record[index].to_owned();
            Expected {
                method: field(0),
                data: field(1),
                x: field(2),
                by: field(3),
                option: field(4),
                part: field(5),
                value: (&record[6] != "NA").then(|| record[6].parse().unwrap()),
            }
        })
        .collect()
}

/// A data set: columns of text, empty where missing.
pub struct Data(pub BTreeMap<String, Vec<String>>);

impl Data {
    pub fn read(name: &str) -> Self {
        let path = folder().join("data").join(format!("{name}.csv"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().clone();
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let columns = header.iter().enumerate().map(|(index, name)| {
            (
                name.to_owned(),
                records
                    .iter()
                    .map(|record| record[index].to_owned())
                    .collect(),
            )
        });
        Self(columns.collect())
    }

    pub fn numbers(&self, name: &str) -> Vec<f64> {
        self.0[name]
            .iter()
            .filter_map(|cell| cell.parse().ok())
            .collect()
    }

    /// The values of `x` in each level of `by`, levels in R's order for
    /// numbers and for text.
    pub fn groups(&self, x: &str, by: &str) -> Vec<(String, Vec<f64>)> {
        let pairs = self.0[by].iter().zip(&self.0[x]);
        let known = pairs.filter(|(level, cell)| !level.is_empty() && !cell.is_empty());
        let mut groups: Vec<(String, Vec<f64>)> = Vec::new();
        for (level, cell) in known {
            let value = cell.parse().unwrap();
            match groups.iter_mut().find(|(name, _)| name == level) {
                Some((_, values)) => values.push(value),
                None => groups.push((level.clone(), vec![value])),
            }
        }
        groups.sort_by(
            |(a, _), (b, _)| match (a.parse::<f64>(), b.parse::<f64>()) {
                (Ok(a), Ok(b)) => a.total_cmp(&b),
                _ => a.cmp(b),
            },
        );
        groups
    }

    /// The rows in which both columns have a number.
    pub fn pairs(&self, x: &str, y: &str) -> (Vec<f64>, Vec<f64>) {
        let pairs = self.0[x].iter().zip(&self.0[y]);
        pairs
            .filter_map(|(x, y)| Some((x.parse::<f64>().ok()?, y.parse::<f64>().ok()?)))
            .unzip()
    }

    pub fn table(&self, x: &str, by: &str) -> ContingencyTable {
        let mut counts: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        let mut levels: Vec<&str> = self.0[by].iter().map(String::as_str).collect();
        levels.retain(|level| !level.is_empty());
        levels.sort_unstable();
        levels.dedup();
        for (row, column) in self.0[x].iter().zip(&self.0[by]) {
            if !row.is_empty() && !column.is_empty() {
                *counts.entry(row).or_default().entry(column).or_default() += 1;
            }
        }
        let rows: Vec<Vec<u64>> = counts
            .values()
            .map(|row| {
                levels
                    .iter()
                    .map(|level| row.get(level).copied().unwrap_or(0))
                    .collect()
            })
            .collect();
        ContingencyTable::new(&rows).unwrap()
    }

    /// Time and status; the event is status 2 in `lung` and 1 elsewhere.
    pub fn observations(&self, name: &str, reverse: bool) -> Vec<Observation> {
        let code = if name == "lung" { "2" } else { "1" };
        let status = self.0["status"]
            .iter()
            .map(|status| (status == code) != reverse);
        let times = self.0["time"].iter().map(|time| time.parse().unwrap());
        times
            .zip(status)
            .map(|(time, event)| Observation::new(time, event))
            .collect()
    }
}

/// Everything within `tolerance`, relative; "NA" of R is no value of ours.
pub fn check(
    methods: &[&str],
    tolerance: f64,
    compute: impl Fn(&Expected, Option<&Data>) -> Option<f64>,
) {
    compare(
        methods,
        tolerance,
        |ours, r| ((ours - r) / if r == 0.0 { 1.0 } else { r }).abs(),
        compute,
    );
}

/// As [`check`], for what has several parts: computed once for those that follow
/// one another, from the data of their set.
pub fn check_parts<T>(
    methods: &[&str],
    tolerance: f64,
    compute: impl Fn(&Expected, &Data) -> T,
    part: impl Fn(&Expected, &T) -> Option<f64>,
) {
    let last: RefCell<Option<([String; 5], T)>> = RefCell::new(None);
    check(methods, tolerance, |case, data| {
        let mut last = last.borrow_mut();
        let known = last
            .take()
            .filter(|(computation, _)| *computation == case.computation());
        let (_, computed) = last.insert(known.unwrap_or_else(|| {
            let computation = case.computation().map(str::to_owned);
            (computation, compute(case, data.unwrap()))
        }));
        part(case, computed)
    });
}

/// Everything within `tolerance`, absolute: where R itself is no sharper.
pub fn check_absolute(
    methods: &[&str],
    tolerance: f64,
    compute: impl Fn(&Expected, Option<&Data>) -> Option<f64>,
) {
    compare(methods, tolerance, |ours, r| (ours - r).abs(), compute);
}

fn compare(
    methods: &[&str],
    tolerance: f64,
    error_of: impl Fn(f64, f64) -> f64,
    compute: impl Fn(&Expected, Option<&Data>) -> Option<f64>,
) {
    let mut sets: BTreeMap<String, Data> = BTreeMap::new();
    let mut count = 0;
    for case in expected()
        .iter()
        .filter(|case| methods.contains(&case.method.as_str()))
    {
        if !case.data.is_empty() && !sets.contains_key(&case.data) {
            sets.insert(case.data.clone(), Data::read(&case.data));
        }
        let computed = compute(case, sets.get(&case.data));
        let error = match (case.value, computed) {
            (None, None) => 0.0,
            (Some(r), Some(ours)) if r == ours => 0.0,
            (Some(r), Some(ours)) => error_of(ours, r),
            (r, ours) => panic!("{}: R gives {r:?}, computed {ours:?}", case.name()),
        };
        assert!(
            error <= tolerance,
            "{}: R gives {:?}, computed {computed:?}",
            case.name(),
            case.value
        );
        let mut seen = SEEN.lock().unwrap();
        let own = seen.entry(case.method.clone()).or_default();
        own.0 += 1;
        own.1 = own.1.max(error);
        count += 1;
    }
    assert!(count > 0, "no value of R for {methods:?}");
}

/// The number of values that were compared and the largest error, by method.
pub static SEEN: Mutex<BTreeMap<String, (usize, f64)>> = Mutex::new(BTreeMap::new());

/// The numbers of a text that are separated by blanks.
pub fn numbers(text: &str) -> Vec<f64> {
    text.split(' ').map(|n| n.parse().unwrap()).collect()
}

/// The same as counts.
pub fn counts(text: &str) -> Vec<u64> {
    text.split(' ').map(|n| n.parse().unwrap()).collect()
}

/// The part of an effect that a case asks for.
pub fn part_of(case: &Expected, effect: &Effect) -> f64 {
    match case.part.as_str() {
        "estimate" => effect.estimate,
        "lower" => effect.interval.lower,
        _ => effect.interval.upper,
    }
}

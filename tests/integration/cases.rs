//! Small inputs that a report must get right, each after a public report of a
//! fault in a tool of the same kind. A folder of `tests/cases` is a case: its
//! `case.json` with the input, a file `in.csv` or a folder `study`. To add one,
//! add a folder; `tests/cases/README.md` lists what a case can expect.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cohort_report::number::id;
use regex::{Regex, RegexBuilder};
use serde_json::Value;

use crate::common::{files, program, project, stderr, stdout};

#[test]
fn cases_are_as_expected() {
    let folder = project().join("tests/cases");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    let wanted = std::env::var("CASE").unwrap_or_default();
    names.retain(|name| name.contains(&wanted));
    let mut wrong = Vec::new();
    for name in names {
        let case = Case::run(&folder.join(&name));
        if let Err(why) = case.check() {
            wrong.push(format!("{name}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A case after its steps.
struct Case {
    folder: tempfile::TempDir,
    expected: Vec<Value>,
    /// The exit code of each step, and what it printed.
    steps: BTreeMap<String, (Option<i32>, String)>,
}

type Checked = Result<(), String>;

fn need(holds: bool, why: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(why()) }
}

impl Case {
    fn run(place: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files(place) {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let text = fs::read_to_string(place.join("case.json")).unwrap();
        let case: Value = serde_json::from_str(&text).unwrap();
        let list = |key: &str| case[key].as_array().unwrap().clone();
        let mut steps = BTreeMap::new();
        for step in list("steps") {
            let step = step.as_str().unwrap().to_owned();
            let words: &[&str] = match step.as_str() {
                "new" => &["new", "study", "--from", "in.csv"],
                "validate" => &["validate", "study"],
                "numbers" => &["numbers", "--study", "study"],
                "report" => &["report", "study", "--out", "out"],
                "check" => &["check", "study"],
                other => panic!("{}: unknown step {other}", place.display()),
            };
            if step != "new" && !folder.path().join("study/study.toml").exists() {
                continue;
            }
            let output = program()
                .args(words)
                .current_dir(folder.path())
                .output()
                .unwrap();
            let printed = stdout(&output) + &stderr(&output);
            steps.insert(step, (output.status.code(), printed));
        }
        Self {
            folder,
            expected: list("expect"),
            steps,
        }
    }

    fn check(&self) -> Checked {
        let judged = serde_json::to_string(&self.expected).unwrap();
        for (step, (code, printed)) in &self.steps {
            let crashed = code.is_none_or(|code| code > 5) || printed.contains("panicked at");
            need(!crashed, || format!("{step} crashes: {printed}"))?;
            let is_judged = judged.contains(&format!("\"step\":\"{step}\""));
            if step != "validate" && step != "check" && !is_judged {
                need(*code == Some(0), || {
                    format!("{step} exits {code:?}: {printed}")
                })?;
            }
        }
        self.all(&self.expected)
    }

    fn all(&self, expected: &[Value]) -> Checked {
        expected
            .iter()
            .try_for_each(|expectation| self.one(expectation))
    }

    fn one(&self, expectation: &Value) -> Checked {
        let (kind, of) = expectation
            .as_object()
            .and_then(|keys| keys.iter().next())
            .unwrap();
        match kind.as_str() {
            "one_of" => {
                let ways = of.as_array().unwrap().iter();
                let checked = ways.map(|way| self.all(way.as_array().unwrap()));
                let (right, wrong): (Vec<_>, Vec<_>) = checked.partition(Result::is_ok);
                let why: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
                need(!right.is_empty(), || why.join("; nor "))
            }
            "exit" => self.exits(expectation["step"].as_str().unwrap(), of),
            "number" => self.number(of, expectation),
            "no_number" => {
                let found = self.numbers(of);
                need(found.is_empty(), || format!("{of} should not be there"))
            }
            "told" => {
                let printed = self.printed(expectation);
                need(matches(of, &printed), || {
                    format!("not told: {of} in {printed}")
                })
            }
            "not_told" => {
                let printed = self.printed(expectation);
                need(!matches(of, &printed), || {
                    format!("told: {of} in {printed}")
                })
            }
            "kind" => {
                let column = self.column(&of["column"])?;
                let own = column["kind"].as_str().unwrap_or_default();
                let one_of = |key: &str| {
                    let listed = of[key].as_array();
                    listed.map(|kinds| kinds.iter().any(|kind| kind == own))
                };
                let holds = one_of("is").unwrap_or(true) && !one_of("not").unwrap_or(false);
                need(holds, || format!("{} is {own}", of["column"]))
            }
            "levels" => {
                let column = self.column(&of["column"])?;
                let listed = column.get("levels").or_else(|| column.get("groups"));
                let count = match listed {
                    Some(toml::Value::Array(levels)) => levels.len(),
                    Some(toml::Value::Table(levels)) => levels.len(),
                    _ if column["kind"].as_str() == Some("binary") => 2,
                    _ => 0,
                };
                let allowed = any_of(&of["count"]);
                need(allowed.contains(&count.to_string()), || {
                    format!("{} has {count} levels, not {}", of["column"], of["count"])
                })
            }
            "endpoint" => need(self.has_endpoint(of)?, || format!("no endpoint {of}")),
            "no_endpoint" => need(!self.has_endpoint(of)?, || format!("an endpoint {of}")),
            "report_text" => {
                let report = self.report()?;
                need(matches(of, &report), || format!("not in the report: {of}"))
            }
            "report_not" => {
                let report = self.report()?;
                need(!matches(of, &report), || format!("in the report: {of}"))
            }
            other => Err(format!("unknown expectation {other}")),
        }
    }

    fn exits(&self, step: &str, expected: &Value) -> Checked {
        let (code, printed) = match self.steps.get(step) {
            Some((code, printed)) => (*code, printed.as_str()),
            None => (None, "it was not run"),
        };
        let holds = match code {
            Some(code) if expected == "not 0" => code != 0,
            Some(code) => any_of(expected).contains(&code.to_string()),
            None => false,
        };
        need(holds, || {
            format!("{step} exits {code:?}, not {expected}: {printed}")
        })
    }

    /// What `new` and `validate`, or another step, print of what is not plain.
    fn printed(&self, expectation: &Value) -> String {
        let steps: &[&str] = match expectation["step"].as_str() {
            Some(step) => &[step],
            None => &["new", "validate"],
        };
        let all: String = steps
            .iter()
            .filter_map(|step| self.steps.get(*step))
            .map(|(_, printed)| printed.as_str())
            .collect();
        // What `validate` prints of every column, good or not.
        let column = pattern(
            r"^(\S.* · )?\S.* \((continuous|count|nominal|ordinal|binary|text|date|identifier)\)$|^ +(from|to) .*\(line .*$",
        );
        column.replace_all(&all, "").into_owned()
    }

    /// The ids and texts of the numbers whose id holds these words, the last as
    /// its key.
    fn numbers(&self, words: &Value) -> Vec<(String, String)> {
        let words = any_of(words);
        let printed = self.steps.get("numbers").map_or("", |(_, printed)| printed);
        let line = pattern(r"^\s*(\S.*?) {2,}(\S.*)$");
        let rows = line.captures_iter(printed).filter_map(|found| {
            let (_, [id, text]) = found.extract();
            let id_words: Vec<String> = id::pieces(id)
                .iter()
                .map(|piece| piece.replace('"', "").to_lowercase())
                .collect();
            let holds = |word: &String| id.to_lowercase().contains(&word.to_lowercase());
            let fits = id_words.last() == words.last() && words.iter().all(holds);
            fits.then(|| (id_words.len(), (id.to_owned(), text.to_owned())))
        });
        let (exact, others): (Vec<_>, Vec<_>) =
            rows.partition(|(pieces, _)| *pieces == words.len());
        let best = if exact.is_empty() { others } else { exact };
        best.into_iter().map(|(_, row)| row).collect()
    }

    fn number(&self, words: &Value, expectation: &Value) -> Checked {
        let found = self.numbers(words);
        let Some((id, text)) = found.first() else {
            return Err(format!("no number {words}"));
        };
        need(
            found.iter().any(|(_, text)| is_the_same(text, expectation)),
            || format!("{id} is {text}, not {expectation}"),
        )
    }

    fn study(&self) -> Result<toml::Table, String> {
        let path = self.folder.path().join("study/study.toml");
        let text = fs::read_to_string(path).map_err(|_| "no study.toml".to_owned())?;
        text.parse()
            .map_err(|error: toml::de::Error| error.to_string())
    }

    /// The column of this name, or whose name or label fits the pattern.
    fn column(&self, name: &Value) -> Result<toml::Value, String> {
        let study = self.study()?;
        let columns = study.get("variables").and_then(toml::Value::as_table);
        let columns = columns.ok_or("no columns")?;
        let wanted = name.as_str().unwrap_or_default();
        if let Some(column) = columns.get(wanted) {
            return Ok(column.clone());
        }
        let label = |column: &toml::Value| {
            let label = column.get("label").and_then(toml::Value::as_str);
            label.unwrap_or_default().to_owned()
        };
        let mut fitting: Vec<_> = columns
            .iter()
            .filter(|(known, column)| matches(name, &format!("{known}\n{}", label(column))))
            .collect();
        fitting.sort_by_key(|(known, _)| (known.len(), known.to_owned()));
        let found = fitting.first().map(|(_, column)| (*column).clone());
        found.ok_or_else(|| format!("no column {name}"))
    }

    fn has_endpoint(&self, wanted: &Value) -> Result<bool, String> {
        let study = self.study()?;
        let Some(endpoints) = study.get("endpoints").and_then(toml::Value::as_table) else {
            return Ok(false);
        };
        let wanted = wanted.as_object().unwrap();
        Ok(endpoints.values().any(|endpoint| {
            wanted.iter().all(|(key, allowed)| {
                let own = endpoint
                    .get(key)
                    .map(|own| serde_json::to_value(own).unwrap());
                let ways = match allowed.get("any").and_then(Value::as_array) {
                    Some(ways) => ways.clone(),
                    None => vec![allowed.clone()],
                };
                own.is_some_and(|own| ways.iter().any(|way| any_of(way) == any_of(&own)))
            })
        }))
    }

    /// The Typst source of the report.
    fn report(&self) -> Result<String, String> {
        let path = self.folder.path().join("out/report.typ");
        fs::read_to_string(path).map_err(|_| "no report".to_owned())
    }
}

/// A value or a list of them, as texts in order.
fn any_of(value: &Value) -> Vec<String> {
    let text = |value: &Value| match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    };
    match value.as_array() {
        Some(values) => values.iter().map(text).collect(),
        None => vec![text(value)],
    }
}

fn pattern(text: &str) -> Regex {
    let mut builder = RegexBuilder::new(text);
    builder.case_insensitive(true).multi_line(true);
    builder.build().unwrap_or_else(|error| panic!("{error}"))
}

fn matches(of: &Value, text: &str) -> bool {
    pattern(of.as_str().unwrap_or_default()).is_match(text)
}

/// Whether a printed number is the expected one, as far as it is printed.
fn is_the_same(text: &str, expectation: &Value) -> bool {
    if let Some(wanted) = expectation.get("text") {
        return matches(wanted, text);
    }
    let separators = pattern(r"(\d)[,'’\s\u{a0}\u{2009}\u{202f}](\d{3})\b");
    let plain = text.replace('\u{2212}', "-").replace('·', ".");
    let plain = separators.replace_all(&plain, "$1$2");
    let numeral = pattern(r"^([<>]?)\s*(-?\d+)(\.\d+)?(e-?\d+)?");
    let Some(found) = numeral.captures(&plain) else {
        return false;
    };
    let group = |at: usize| found.get(at).map_or("", |group| group.as_str());
    let (sign, whole, fraction, power) = (group(1), group(2), group(3), group(4));
    let value: f64 = format!("{whole}{fraction}{power}").parse().unwrap();
    let scale: f64 = format!("1{power}").parse().unwrap();
    let number = |key: &str| expectation[key].as_f64().unwrap_or(0.0);
    let expected = number("value");
    match sign {
        "<" => return expected < value,
        ">" => return expected > value,
        _ => {}
    }
    let unit = scale * 0.1f64.powi(fraction.len().saturating_sub(1) as i32);
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches(['-', '0', '.']).replace('.', "");
    digits.len() as f64 >= number("figures")
        && (value - expected).abs() <= 0.5001 * unit + number("tol")
}

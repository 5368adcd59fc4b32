//! Numbers that stand for missing: 9, 99, 777, −1. A code lies far from the
//! values, or has a partner; a nine among counts is a nine.

use super::super::cells::{Present, Text};
use super::super::{Raw, names};
use super::{Code, ColumnReading};

/// Codes for refused, unknown and missing, by families that surveys use together.
const FAMILIES: &[&[i64]] = &[
    &[7, 8, 9],
    &[77, 88, 99],
    &[777, 888, 999],
    &[7777, 8888, 9999],
    &[77_777, 88_888, 99_999],
    &[-1, -7, -8, -9],
    &[-77, -88, -99],
    &[-777, -888, -999],
    &[-7777, -8888, -9999],
];

/// All negative ones.
const NEGATIVE: &[i64] = &[
    -1, -7, -8, -9, -77, -88, -99, -777, -888, -999, -7777, -8888, -9999,
];

/// Headers of things that are counted, where a nine is a nine.
const COUNTS: &[&str] = &[
    "n",
    "num",
    "number",
    "count",
    "nodes",
    "lesions",
    "children",
    "pregnancies",
    "parity",
    "gravida",
    "visits",
    "cycles",
    "total",
    "anzahl",
    "nombre",
    "numero",
    "score",
    "points",
    "days",
    "weeks",
    "months",
    "years",
    "age",
];

/// Headers of scales that have no nine.
const SCALES: &[&str] = &[
    "ecog",
    "asa",
    "nyha",
    "grade",
    "grading",
    "stage",
    "who",
    "ccs",
    "class",
    "performance",
    "zubrod",
    "killip",
    "child",
    "sex",
    "gender",
    "smoker",
    "smoking",
];

/// Headers of what may be below zero.
const BELOW_ZERO: &[&str] = &[
    "change",
    "diff",
    "difference",
    "delta",
    "balance",
    "be",
    "excess",
    "z",
    "zscore",
    "sds",
    "score",
    "tscore",
    "t",
    "log",
    "ln",
    "log10",
    "log2",
    "gain",
    "loss",
    "effect",
    "residual",
    "temp",
    "temperature",
    "power",
    "sphere",
    "refraction",
    "equivalent",
    "diopter",
    "dioptre",
    "hu",
    "hounsfield",
    "strain",
    "gls",
    "veraenderung",
    "differenz",
    "cambio",
    "variation",
    "changes",
    "shrinkage",
    "improvement",
    "fluid",
    "net",
    "growth",
    "error",
    "shift",
    "reduction",
];

/// Sets the codes of a column of whole numbers missing, and notes those that may
/// be codes or values, unless that is decided.
pub(super) fn set_missing(
    raw: &mut Raw,
    at: usize,
    name: &str,
    decided: Option<Code>,
    column: &mut ColumnReading,
) {
    let filled = raw.column(at).filled();
    let known = filled.filter(|own| !names::MISSING.contains(&own.text));
    let value = |own: Text<'_>| Some((own.text.parse::<f64>().ok()?, own.count));
    let values: Option<Vec<(f64, usize)>> = known.map(value).collect();
    let Some(values) = values else { return };
    let values = Values(values);
    set_negative_missing(raw, at, name, &values, column);
    let Some(mut codes) = codes(name, &values) else {
        return;
    };
    let are_decided = decided == Some(Code::Missing) && !codes.open.is_empty();
    if let Some(decided) = decided {
        let open = std::mem::take(&mut codes.open);
        if decided == Code::Missing {
            codes.sure.extend(open);
        }
    }
    column.open_codes = codes.open.iter().map(i64::to_string).collect();
    let text = |codes: &[i64]| {
        let codes: Vec<String> = codes.iter().map(i64::to_string).collect();
        codes.join(", ")
    };
    if !codes.open.is_empty() {
        column.doubts.push(format!(
            "{} may stand for missing: add missing = [\"{}\"] if so",
            text(&codes.open),
            text(&codes.open).replace(", ", "\", \"")
        ));
    }
    if codes.sure.is_empty() {
        return;
    }
    if !are_decided {
        let told = format!("{} is taken for missing", text(&codes.sure));
        column.doubts.push(told);
    }
    for code in &codes.sure {
        column.missing.push(code.to_string());
    }
    let mut cleared = Vec::new();
    for own in raw.column(at).texts() {
        if let Ok(value) = own.text.parse::<f64>()
            && let Some(code) = codes.sure.iter().find(|code| **code as f64 == value)
        {
            column.count_missing(&code.to_string(), own.count);
            cleared.push((own.row, String::new()));
        }
    }
    if let Some(cells) = raw.cells.get_mut(at) {
        cells.replace(cleared);
    }
}

/// The numbers of a column, each way to write one with the number of its cells.
struct Values(Vec<(f64, usize)>);

impl Values {
    fn iter(&self) -> impl Iterator<Item = f64> {
        self.0.iter().map(|(value, _)| *value)
    }

    /// How many cells hold one of some numbers.
    fn count(&self, is: impl Fn(f64) -> bool) -> usize {
        let own = self.0.iter().filter(|(value, _)| is(*value));
        own.map(|(_, count)| count).sum()
    }

    /// Whether a cell holds a code.
    fn have(&self, code: i64) -> bool {
        self.iter().any(|value| value == code as f64)
    }
}

/// Sets negative numbers missing that no family has, among values of which none is
/// negative: -6 and -9.9. What may be a value is told.
fn set_negative_missing(
    raw: &mut Raw,
    at: usize,
    name: &str,
    values: &Values,
    column: &mut ColumnReading,
) {
    let known = |value: f64| NEGATIVE.iter().any(|code| *code as f64 == value);
    let negative = negative_codes(name, values, known);
    let which = match is_one_below(values) {
        true => "the only negative number",
        false => "one of few negative numbers",
    };
    for (value, certainty) in negative {
        let own = raw.column(at).texts();
        let own = own.filter(|own| own.text.parse() == Ok(value));
        let cells: Present<'_> = own.collect();
        let Some(text) = cells.texts().next().map(str::to_owned) else {
            continue;
        };
        if certainty == Certainty::Open {
            column.doubts.push(format!(
                "{text} is {which}: add missing = [\"{text}\"] if it stands for missing"
            ));
            column.open_codes.push(text);
            continue;
        }
        column.doubts.push(format!("{text} is taken for missing"));
        for own in cells.iter() {
            column.count_missing(own.text, own.count);
            if !column.missing.iter().any(|known| known == own.text) {
                column.missing.push(own.text.to_owned());
            }
        }
        let cleared = cells.iter().map(|own| (own.row, String::new())).collect();
        if let Some(cells) = raw.cells.get_mut(at) {
            cells.replace(cleared);
        }
    }
}

/// Whether all negative numbers are equal.
fn is_one_below(values: &Values) -> bool {
    let mut below = values.iter().filter(|value| *value < 0.0);
    let first = below.next();
    below.all(|value| Some(value) == first)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Sure,
    Open,
}

/// The negative numbers that are codes, or may be, where all others are none; `known`
/// are those that are codes already.
fn negative_codes(
    name: &str,
    values: &Values,
    known: impl Fn(f64) -> bool,
) -> Vec<(f64, Certainty)> {
    /// More different ones are values.
    const MOST: usize = 2;
    const FEWEST: usize = 3;
    /// -2 and -3 are as often values.
    const CUSTOMARY: [f64; 3] = [-4.0, -5.0, -6.0];
    let mut found: Vec<(f64, usize)> = Vec::new();
    let mut others = 0;
    for (value, count) in &values.0 {
        if *value >= 0.0 {
            others += count;
        } else if !known(*value) {
            match found.iter_mut().find(|(own, _)| own == value) {
                Some((_, all)) => *all += count,
                None => found.push((*value, *count)),
            }
            if found.len() > MOST {
                return Vec::new();
            }
        }
    }
    let below_zero = names::words(name)
        .iter()
        .any(|word| BELOW_ZERO.contains(&word.as_str()));
    if others < FEWEST || others < found.iter().map(|(_, count)| count).sum() {
        return Vec::new();
    }
    let are_nines = |value: f64| {
        let text = value.to_string();
        let digits = text.bytes().filter(u8::is_ascii_digit);
        digits.clone().count() > 1 && digits.clone().all(|digit| digit == b'9')
    };
    let all_nines = found.iter().all(|(value, _)| are_nines(*value));
    let of = |(value, count): (f64, usize)| {
        let nines = are_nines(value);
        let small = value.fract() == 0.0 && value >= -9.0;
        let mut others = values.iter().filter(|own| *own >= 0.0);
        let amid_fractions = small && others.any(|own| own.fract() != 0.0);
        let is_sure = !below_zero
            && ((nines && all_nines)
                || (is_one_below(values)
                    && CUSTOMARY.contains(&value)
                    && count > 1
                    && (values.iter().any(|v| v >= 10.0) || amid_fractions)));
        match is_sure {
            true => Some((value, Certainty::Sure)),
            false if nines || small => Some((value, Certainty::Open)),
            false => None,
        }
    };
    found.into_iter().filter_map(of).collect()
}

/// Codes for missing, and numbers that may be such.
#[derive(Debug, Default, PartialEq, Eq)]
struct Codes {
    sure: Vec<i64>,
    open: Vec<i64>,
}

fn codes(name: &str, values: &Values) -> Option<Codes> {
    const FEWEST: usize = 3;
    let mut found = Codes::default();
    let is_in = |codes: &[i64], value: f64| codes.iter().any(|code| *code as f64 == value);
    for family in FAMILIES.iter().rev() {
        let here = family.iter().copied().filter(|code| values.have(*code));
        let here: Vec<i64> = here.collect();
        if here.is_empty() {
            continue;
        }
        let is_negative = family.iter().all(|code| *code < 0);
        // The longest codes first: what 999 leaves is what 99 is compared with.
        let is_code = |value: f64| {
            is_in(&found.sure, value)
                || is_in(&here, value)
                || (is_negative && is_in(NEGATIVE, value))
        };
        if values.count(|value| !is_code(value)) < FEWEST {
            continue;
        }
        let others: Vec<f64> = values.iter().filter(|value| !is_code(*value)).collect();
        let least = others.iter().copied().fold(f64::INFINITY, f64::min);
        let most = others.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (sure, open) = if is_negative {
            (here.clone(), Vec::new()).keep_if(least >= 0.0)
        } else if family.contains(&9) {
            small(name, &here, &others, least, most)
        } else {
            let lowest = here.first().copied().unwrap_or(0) as f64;
            (here.clone(), Vec::new()).keep_if(lowest > 1.9 * most.max(1.0))
        };
        found.sure.extend(sure);
        found.open.extend(open);
    }
    (found != Codes::default()).then_some(found)
}

trait KeepIf {
    /// Itself, or nothing.
    fn keep_if(self, kept: bool) -> Self;
}

impl KeepIf for (Vec<i64>, Vec<i64>) {
    fn keep_if(self, kept: bool) -> Self {
        if kept { self } else { Self::default() }
    }
}

/// Of 7, 8 and 9 beside few small codes: whether they are codes, or open.
fn small(name: &str, here: &[i64], others: &[f64], least: f64, most: f64) -> (Vec<i64>, Vec<i64>) {
    const MOST: f64 = 6.0;
    let mut levels: Vec<i64> = others.iter().map(|value| *value as i64).collect();
    levels.sort_unstable();
    levels.dedup();
    let are_whole = others.iter().all(|value| value.fract() == 0.0);
    let is_dense = levels
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if b - a == 1));
    if !are_whole || least < 0.0 || most > MOST || levels.len() < 2 || !is_dense {
        return (Vec::new(), Vec::new());
    }
    // 1, 2, … 5, 7: without the six, seven and nine are no more of the scale.
    let gap = here
        .first()
        .is_some_and(|first| *first as f64 - most >= 2.0);
    let codes = here.to_vec();
    if !gap {
        return (Vec::new(), Vec::new());
    }
    let has_nine = here.contains(&9);
    let few = levels.len() == 2 || (least >= 1.0 && most <= 5.0);
    match () {
        () if names::hints(name, COUNTS) => (Vec::new(), codes),
        () if has_nine && (few || names::hints(name, SCALES)) => (codes, Vec::new()),
        () => (Vec::new(), codes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(values: &[f64]) -> Values {
        Values(values.iter().map(|value| (*value, 1)).collect())
    }

    fn found(name: &str, values: &[f64]) -> Codes {
        codes(name, &counted(values)).unwrap_or_default()
    }

    #[test]
    fn codes_of_surveys_are_missing() {
        for (name, values, sure) in [
            ("SMQ020", &[1.0, 2.0, 2.0, 1.0, 7.0, 9.0][..], &[7, 9][..]),
            ("DIQ010", &[1.0, 2.0, 3.0, 2.0, 9.0], &[9]),
            ("DMDEDUC2", &[1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 9.0], &[7, 9]),
            ("ALQ130", &[1.0, 2.0, 6.0, 12.0, 777.0, 999.0], &[777, 999]),
            ("ecog", &[0.0, 1.0, 2.0, 3.0, 9.0], &[9]),
            ("relapse", &[0.0, 1.0, 0.0, 9.0], &[9]),
            ("bloodloss", &[150.0, 187.5, 224.0, -99.0], &[-99]),
            ("crp", &[1.5, 2.0, 30.0, 99.0, 999.0], &[999, 99]),
            ("crp", &[1.5, 2.0, 30.0, -9.0, -99.0], &[-99, -9]),
        ] {
            let found = found(name, values);
            assert_eq!(
                (found.sure.as_slice(), found.open.len()),
                (sure, 0),
                "{name}"
            );
        }
    }

    #[test]
    fn negative_numbers_amid_others_are_codes() {
        let found = |name: &str, values: &[f64]| negative_codes(name, &counted(values), |_| false);
        for (name, values, expected) in [
            (
                "packyears",
                &[1.0, 20.0, -6.0, 4.0, -6.0][..],
                vec![(-6.0, Certainty::Sure)],
            ),
            (
                "crp",
                &[1.5, 2.5, -99.9, 26.5, -9.9],
                vec![(-99.9, Certainty::Sure), (-9.9, Certainty::Sure)],
            ),
            (
                "hb",
                &[12.5, 13.5, -5.0, 9.5],
                vec![(-5.0, Certainty::Open)],
            ),
            (
                "change",
                &[1.5, 2.5, -5.0, -5.0, 9.5],
                vec![(-5.0, Certainty::Open)],
            ),
            (
                "x",
                &[1.5, 2.5, -2.0, -2.0, 19.5],
                vec![(-2.0, Certainty::Open)],
            ),
            ("x", &[1.5, 2.5, -1.25, 9.5], vec![]),
            ("x", &[1.5, 2.5, -1.0, -2.0, -3.0, 9.5], vec![]),
            ("x", &[1.0, -5.0, -5.0, -5.0, -5.0, 2.0, 3.0], vec![]),
        ] {
            assert_eq!(found(name, values), expected, "{name} {values:?}");
        }
    }

    #[test]
    fn values_are_no_codes() {
        for (name, values, open) in [
            (
                "positive_nodes",
                &[0.0, 1.0, 2.0, 3.0, 4.0, 9.0][..],
                &[9][..],
            ),
            ("nodes", &[0.0, 1.0, 2.0, 0.0, 9.0], &[9]),
            ("x", &[0.0, 1.0, 2.0, 3.0, 9.0], &[9]),
            ("x", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], &[]),
            ("age", &[40.0, 60.0, 77.0, 88.0, 99.0], &[]),
            ("change", &[-3.0, -9.0, 4.0, 5.0, 2.5], &[]),
            ("nodes", &[0.0, 3.0, 5.0, 9.0, 12.0], &[]),
        ] {
            let found = found(name, values);
            assert_eq!(
                (found.sure.len(), found.open.as_slice()),
                (0, open),
                "{name}"
            );
        }
    }
}

//! An entry of the appendix about the origin of numbers.
//!
//! In an entry numbers that share columns are a paragraph, in a paragraph those
//! that share a method and rows a run. Names are written without what the entry,
//! the paragraph and the run have in common, and as text: a report has thousands
//! of them, and each element costs Typst more than many letters.

use std::collections::{BTreeMap, BTreeSet};

use super::emit::array;
use super::escape::literal;
use super::links;
use crate::number::styles::NumberStyle;
use crate::number::{Number, Value, format};
use crate::statistics::methods::SETTING;

/// From this length on a name may break at its own marks.
const LONG: usize = 40;

/// Characters of a long name that stay together, at least and at most.
const SHORTEST_PIECE: usize = 3;
const LONGEST_PIECE: usize = 24;

/// Names that have no more than this in common are written whole.
const SHORT: usize = 6;

/// What percentages are whose counts are listed with them, in the last parts of ids.
const SHARE: &str = ".percent\u{a0}=\u{a0}100\u{a0}.n\u{a0}/\u{a0}n";

/// The numbers of one variable, endpoint or model in one part of the report.
pub(super) struct Entry<'a> {
    /// Its label.
    pub(super) key: String,
    /// What the variable or endpoint is called.
    pub(super) label: String,
    /// What all ids begin with.
    pub(super) subject: String,
    pub(super) numbers: Vec<&'a Number>,
}

impl Entry<'_> {
    /// `("source-1.age", "age", "Age", back, (("birth_date", (("quantile", "n = 24: …"), …)), …))`.
    /// Without `values` no numbers.
    pub(super) fn emit(self, settings: &Settings, values: bool, style: NumberStyle) -> String {
        let of_columns = by(self.numbers, |number| number.columns.join(", "));
        let paragraphs = of_columns.into_iter().map(|group| {
            let base = base(&self.subject, &group.numbers);
            let mut name = base.get(self.subject.len()..).unwrap_or_default();
            let of_method = by(group.numbers, |number| settings.method(number, style));
            let listed = Counts::of(&of_method);
            let methods = of_method.iter().map(|own| {
                let runs = by(own.numbers.clone(), |number| {
                    format!("{} {}", number.n, number.missing)
                });
                let runs = runs
                    .iter()
                    .map(|run| text(&run.numbers, base, values, style));
                let runs: Vec<String> = match values && listed.give(&own.numbers) {
                    true => vec![SHARE.to_owned()],
                    false => runs.collect(),
                };
                let before = match std::mem::take(&mut name) {
                    "" => String::new(),
                    name => format!("{} ", breakable(name)),
                };
                let text = runs.join("; ");
                format!("({}, {})", literal(&own.key), literal(&(before + &text)))
            });
            let methods = array(methods);
            format!("({}, {methods})", literal(&breakable(&group.key)))
        });
        let paragraphs = array(paragraphs);
        let (key, subject) = (literal(&self.key), literal(&breakable(&self.subject)));
        let back = links::back(&self.key);
        let label = literal(&self.label);
        format!("({key}, {subject}, {label}, {back}, {paragraphs})")
    }
}

/// Counts that a paragraph lists, by id without its last part.
struct Counts<'a>(BTreeMap<&'a str, &'a Number>);

impl<'a> Counts<'a> {
    fn of(groups: &[Group<'a>]) -> Self {
        let numbers = groups.iter().flat_map(|group| &group.numbers);
        let counts =
            numbers.filter_map(|number| Some((number.id.as_str().strip_suffix(".n")?, *number)));
        Self(counts.collect())
    }

    /// Whether all these are percentages whose values follow from counts listed
    /// beside them, of the same rows.
    fn give(&self, percentages: &[&Number]) -> bool {
        percentages.iter().all(|number| self.gives(number))
    }

    fn gives(&self, percentage: &Number) -> bool {
        let count = percentage.id.as_str().strip_suffix(".percent");
        let count = count.and_then(|id| self.0.get(id));
        count.is_some_and(|count| match (&count.value, &percentage.value) {
            (Value::Number(count_of), Value::Number(share)) => {
                let rows = percentage.n as f64;
                (count.n, count.missing) == (percentage.n, percentage.missing)
                    && (100.0 * count_of / rows - share).abs() < 1e-9
            }
            _ => false,
        })
    }
}

/// Settings of the methods that are stated once for the whole report.
pub(super) struct Settings {
    /// By title of the method, its conventions with their choices.
    of: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl Settings {
    pub(super) fn of<'a>(numbers: impl Iterator<Item = &'a Number>, style: NumberStyle) -> Self {
        let mut of: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for number in numbers {
            let own = of.entry(number.method.title_in(style)).or_default();
            for setting in &number.conventions {
                let choices = own.entry(setting.key.word().to_owned()).or_default();
                choices.insert(setting.to_string());
            }
        }
        Self { of }
    }

    /// Whether all numbers of a method agree in what was chosen.
    fn agree(own: &BTreeMap<String, BTreeSet<String>>) -> bool {
        own.values().all(|choices| choices.len() == 1)
    }

    /// The method of a number, with its settings if they are not shared.
    fn method(&self, number: &Number, style: NumberStyle) -> String {
        let title = number.method.title_in(style);
        if self.of.get(&title).is_none_or(Self::agree) {
            title
        } else {
            format!("{title} ({})", number.conventions_text())
        }
    }

    /// "sample quantile (quantile = 7)", for each method whose numbers agree.
    pub(super) fn shared(&self) -> impl Iterator<Item = String> {
        let of = self.of.iter();
        of.filter(|(_, own)| !own.is_empty() && Self::agree(own))
            .map(|(title, own)| {
                let settings: Vec<&str> = own.values().flatten().map(String::as_str).collect();
                format!("{title} ({})", settings.join(", "))
            })
    }
}

/// Numbers that have something in common.
pub(super) struct Group<'a> {
    pub(super) key: String,
    pub(super) numbers: Vec<&'a Number>,
}

/// Groups by a key, in the order of its first appearance.
pub(super) fn by<'a>(numbers: Vec<&'a Number>, key: impl Fn(&Number) -> String) -> Vec<Group<'a>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for number in numbers {
        let key = key(number);
        let at = *places.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.numbers.push(number),
            None => groups.push(Group {
                key,
                numbers: vec![number],
            }),
        }
    }
    groups
}

/// What the ids of a paragraph have in common: at least the subject.
fn base<'a>(subject: &str, numbers: &[&'a Number]) -> &'a str {
    let ids: Vec<&str> = numbers.iter().map(|number| number.id.as_str()).collect();
    let common = common_path(&ids);
    let first = ids.first().copied().unwrap_or_default();
    match common.len() > subject.len() {
        true => common,
        false => first.get(..subject.len()).unwrap_or_default(),
    }
}

/// "n = 24, 1 missing: .median 57 years (56.5), .q1 48 years", after a base.
fn text(run: &[&Number], base: &str, values: bool, style: NumberStyle) -> String {
    let mut out = rows(run, style);
    let whole = under_path(run, base, values, style);
    let divided = divided(run, base).map(|groups| {
        let groups = groups.iter();
        let groups = groups.map(|own| under_path(own, base, values, style));
        groups.collect::<Vec<_>>().join("; ")
    });
    let shorter = divided.filter(|divided| divided.len() < whole.len());
    let named = shorter.unwrap_or(whole);
    if !named.is_empty() && !out.is_empty() {
        out += ": ";
    }
    out + &named
}

/// "n = 24, 1 missing", of numbers that are computed from rows.
fn rows(run: &[&Number], style: NumberStyle) -> String {
    let first = run.first().filter(|number| number.method.id != SETTING.id);
    let Some(first) = first else {
        return String::new();
    };
    let count = |rows: usize| format::setting(rows as f64, style);
    let mut out = format!("n\u{a0}=\u{a0}{}", count(first.n));
    if first.missing > 0 {
        let missing = count(first.missing);
        let slots = [("missing", missing.as_str())];
        out += ", ";
        out += &style.words.fill("page.provenance.and_missing", &slots);
    }
    out
}

/// The numbers under what their ids have in common.
fn under_path(run: &[&Number], base: &str, values: bool, style: NumberStyle) -> String {
    let ids: Vec<&str> = run.iter().map(|number| number.id.as_str()).collect();
    let least = if values {
        base.len() + SHORT
    } else {
        base.len()
    };
    let common = Some(common_path(&ids)).filter(|common| common.len() > least);
    let path = common.and_then(|common| common.get(base.len()..));
    let start = common.map_or(base.len(), str::len);
    let mut out = path.map(breakable).unwrap_or_default();
    if !values {
        return out;
    }
    for (at, number) in run.iter().enumerate() {
        out += match at {
            0 if out.is_empty() => "",
            0 => " ",
            _ => ", ",
        };
        out += &one(number, start, style);
    }
    out
}

/// The numbers by the next part of their ids, if they have several each.
fn divided<'a>(run: &[&'a Number], base: &str) -> Option<Vec<Vec<&'a Number>>> {
    if run.iter().any(|number| number.id.as_str().contains('"')) {
        return None;
    }
    let next = |number: &Number| {
        let rest = number.id.as_str().get(base.len()..).unwrap_or_default();
        let mut parts = rest.split('.').filter(|part| !part.is_empty());
        parts.next().unwrap_or_default().to_owned()
    };
    let groups = by(run.to_vec(), next);
    (groups.len() > 1).then(|| groups.into_iter().map(|own| own.numbers).collect())
}

/// ".median 57 years (56.5)": the rest of its id, its text and, where that is
/// not the same, its value.
fn one(number: &Number, start: usize, style: NumberStyle) -> String {
    let id = number.id.as_str();
    let rest = breakable(id.get(start..).unwrap_or(id));
    let printed = number.with_unit(style.words);
    let full = match &number.value {
        // The text says so already.
        Value::NotReached => String::new(),
        Value::NotComputable(_) => style.words.message(&number.full_value()),
        Value::Number(value) => {
            let full = number.full_value();
            let styled = match full.contains('e') {
                true => full.replace('.', style.decimal_mark.encode_utf8(&mut [0; 4])),
                false => format::setting(*value, style),
            };
            format::typeset(&styled)
        }
        Value::Date(_) => number.full_value(),
    };
    // Beside longer numbers the text of one of four digits is in groups.
    let is_text = |full: &str| {
        let grouped = format::beside_grouped(full, style);
        full == number.text || grouped.is_some_and(|grouped| grouped == number.text)
    };
    if full.is_empty() || is_text(&full) {
        format!("{rest} {printed}")
    } else {
        format!("{rest} {printed} ({full})")
    }
}

/// A name of an id without the quotation marks in which a study file writes it:
/// `explain` finds it so, too.
fn unquoted(name: &str) -> String {
    match name.contains('\\') {
        // A mark of the name itself.
        true => name.to_owned(),
        false => name.replace('"', ""),
    }
}

/// A long name may break after its points and underscores, and inside a long run of
/// other characters; no piece is so short that a point stands alone.
fn breakable(name: &str) -> String {
    let name = unquoted(name);
    if name.len() < LONG {
        return name;
    }
    let mut out = String::with_capacity(name.len());
    let mut characters = name.chars().peekable();
    let mut together = 0;
    while let Some(c) = characters.next() {
        out.push(c);
        together += 1;
        let at_mark = matches!(c, '.' | '_') && together >= SHORTEST_PIECE;
        let combines = characters.peek().is_none_or(|next| !next.is_alphanumeric());
        if at_mark || (together >= LONGEST_PIECE && !combines) {
            out.push('\u{200b}');
            together = 0;
        }
    }
    out
}

/// What all ids begin with, up to a point between two of their parts. Quoted
/// parts can hold points, so ids with quotes are not shortened.
fn common_path<'a>(ids: &[&'a str]) -> &'a str {
    let Some((first, others)) = ids.split_first() else {
        return "";
    };
    if others.is_empty() || ids.iter().any(|id| id.contains('"')) {
        return "";
    }
    let shared = others.iter().fold(first.len(), |length, id| {
        let alike = first.bytes().zip(id.bytes()).take_while(|(a, b)| a == b);
        length.min(alike.count())
    });
    let end = first.as_bytes().get(..shared).unwrap_or_default();
    let end = end.iter().rposition(|byte| *byte == b'.').unwrap_or(0);
    first.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_break_and_short_ones_do_not() {
        assert_eq!(breakable("age.by_group.a.median"), "age.by_group.a.median");
        let name = ".0_months.capecitabine_monotherapy.at_risk";
        let broken =
            ".0_\u{200b}months.\u{200b}capecitabine_\u{200b}monotherapy.\u{200b}at_\u{200b}risk";
        assert_eq!(breakable(name), broken);
    }

    proptest::proptest! {
        #[test]
        fn pieces_of_names_fit_in_a_line(name in "([a-zäW0-9]{1,60}[._]){0,6}[a-z]{1,60}") {
            let broken = breakable(&name);
            proptest::prop_assert_eq!(broken.replace('\u{200b}', ""), name.as_str());
            let lengths = broken.split('\u{200b}').map(|piece| piece.chars().count());
            let longest = lengths.max().unwrap_or(0);
            proptest::prop_assert!(name.len() < LONG || longest <= LONGEST_PIECE + SHORTEST_PIECE);
        }
    }
}

//! Pieces of cells that several kinds of tables share.

use super::{Cell, DASH, Piece};
use crate::ledger::Ledger;
use crate::number::unit::{PERCENT, percent_sign};
use crate::number::{NumberId, Path, Subject};
use crate::study::{Study, Variable};
use crate::wording::Part;
use crate::words::capitalised;

/// Two ends with the style's mark between them; that of a number with itself
/// beside an end that is a word, such as "NR".
pub(super) fn between(ledger: &Ledger, [low, high]: [Piece; 2]) -> [Piece; 3] {
    let mark = match (&low, &high) {
        (Piece::Number(low), Piece::Number(high)) => ledger.range_mark(low, high),
        (Piece::Number(id), _) | (_, Piece::Number(id)) => ledger.range_mark(id, id),
        _ => DASH,
    };
    let mark = Piece::text(mark);
    [low, mark, high]
}

/// A confidence interval behind its estimate, in the marks of the style:
/// " (0.1–0.4)", " [0.1, 0.4]"; a percent sign follows where `unit` is it: both ends,
/// the upper one or, in brackets, none.
pub(super) fn limits(ledger: &Ledger, ends: [Piece; 2], unit: &str) -> Cell {
    let style = ledger.style;
    let [open, close] = style.interval_marks();
    let sign = match unit == PERCENT && !style.interval_brackets {
        true => percent_sign(style.words),
        false => "",
    };
    let [low, mark, high] = between(ledger, ends);
    let mut cell = vec![Piece::Text(format!(" {open}")), low];
    match mark {
        Piece::Text(mark) if style.percent_repeated => {
            cell.push(Piece::Text(format!("{sign}{mark}")));
        }
        other => cell.push(other),
    }
    cell.extend([high, Piece::Text(format!("{sign}{close}"))]);
    cell
}

/// The ends of the confidence interval under a path.
pub(super) fn ends(path: &Path) -> [Piece; 2] {
    ["ci_lower", "ci_upper"].map(|key| number(path.key(key)))
}

/// The same of two keys of a path.
pub(super) fn range(ledger: &Ledger, path: &Path, ends: [&str; 2]) -> [Piece; 3] {
    between(ledger, ends.map(|key| number(path.key(key))))
}

pub(super) fn number(id: NumberId) -> Piece {
    Piece::Number(id)
}

/// The heading of a column of p-values: "P", or in some journals "P value".
pub(super) fn p_head(ledger: &Ledger) -> Cell {
    let style = ledger.style;
    match style.p_value_head {
        true => vec![Piece::Text(
            style.words.fill("table.p_value", &[("p", style.p_symbol)]),
        )],
        false => words(style.p_symbol),
    }
}

/// The heading of a column of rows, with their number: "Surgery (n = 12)".
fn sized(label: &str, id: NumberId) -> Cell {
    vec![
        Piece::text(label),
        Piece::Break,
        Piece::text("(n\u{a0}=\u{a0}"),
        number(id),
        Piece::text(")"),
    ]
}

/// The number of rows of the cohort.
fn cohort_size() -> NumberId {
    Path::of(Subject::Cohort).key("n")
}

/// "95% CI", the level a number.
pub(super) fn interval(ledger: &Ledger) -> Cell {
    let level = number(Path::of(Subject::Convention).key("confidence"));
    let cell = phrase(
        ledger,
        "number.confidence_interval",
        &[("confidence", vec![level])],
    );
    // A heading does not wrap inside it.
    let unbroken = |piece| match piece {
        Piece::Text(text) => Piece::Text(text.replace(' ', "\u{a0}")),
        other => other,
    };
    cell.into_iter().map(unbroken).collect()
}

/// A phrase of the report's language with its places filled. The place `n`
/// decides between singular and plural.
pub(super) fn phrase(ledger: &Ledger, key: &str, slots: &[(&str, Cell)]) -> Cell {
    let Some(phrase) = ledger.style.words.find(key) else {
        return Cell::new();
    };
    let filled = |name: &str| slots.iter().find(|(known, _)| *known == name);
    let amount = filled("n").and_then(|(_, cell)| match cell.as_slice() {
        [Piece::Number(id)] => ledger.get(id)?.value.number(),
        _ => None,
    });
    let mut cell = Cell::new();
    for part in phrase.sentence(amount).parts() {
        match part {
            Part::Text(text) => push_text(&mut cell, text),
            Part::Slot(name) => {
                for piece in filled(name).into_iter().flat_map(|(_, pieces)| pieces) {
                    match piece {
                        Piece::Text(text) => push_text(&mut cell, text),
                        other => cell.push(other.clone()),
                    }
                }
            }
        }
    }
    cell
}

/// Words that follow words are one piece with them.
fn push_text(cell: &mut Cell, text: &str) {
    match cell.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ => cell.push(Piece::text(text)),
    }
}

/// A place of a phrase that takes words.
pub(super) fn words(text: &str) -> Cell {
    vec![Piece::text(text)]
}

/// The note on tests that need larger expected counts, of these labels.
pub(super) fn sparse_note(ledger: &Ledger, labels: &[&str]) -> Option<Cell> {
    let variables = [("variables", words(&labels.join(", ")))];
    (!labels.is_empty()).then(|| phrase(ledger, "table.sparse_note", &variables))
}

/// How many rows stand in the overall column alone, because their group is not
/// known.
pub(super) fn group_missing(study: &Study, ledger: &Ledger, by: Option<&Variable>) -> Option<Cell> {
    let by = by?;
    let id = by.path().key("missing");
    ledger.get(&id)?.value.number().filter(|n| *n > 0.0)?;
    Some(phrase(
        ledger,
        "table.group_missing_note",
        &[
            ("by", words(&capitalised(&by.label))),
            ("n", vec![number(id)]),
            ("one", words(&study.cohort.one)),
            ("many", words(&study.cohort.many)),
        ],
    ))
}

/// The headings of the columns of [`columns_of`], with the rows of each.
pub(super) fn headings_of(ledger: &Ledger, grouping: Option<&Variable>) -> Vec<Cell> {
    let overall = sized(ledger.style.words.text("table.overall"), cohort_size());
    let levels = grouping.iter().flat_map(|grouping| {
        let levels = grouping.levels.iter();
        levels.map(|level| sized(&level.label, grouping.path().at(&level.id).key("n")))
    });
    std::iter::once(overall).chain(levels).collect()
}

/// What the ids of a variable begin with: overall, then in each level of the
/// grouping.
pub(super) fn columns_of(variable: &Variable, grouping: Option<&Variable>) -> Vec<Path> {
    let levels = grouping.iter().flat_map(|grouping| {
        let path = variable.path().by(&grouping.name);
        let levels = grouping.levels.iter();
        levels.map(move |level| path.clone().at(&level.id))
    });
    std::iter::once(variable.path()).chain(levels).collect()
}

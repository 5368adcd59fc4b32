//! Tables, figures and appendices as calls of Typst functions, which the style
//! part of the templates defines: data here, looks there.

use std::borrow::Cow;
use std::fmt::Write;

use super::VerdictRow;
use super::escape::{boxed, literal, markup};
use super::links;
use crate::figures::Figure;
use crate::fonts::Fonts;
use crate::ledger::Ledger;
use crate::study::{Kind, Range, Study, Variable};
use crate::tables::page::{self, PageRoom};
use crate::tables::{Blocks, Cell, DASH, Flow, Piece, Table, lead, mark_letter};
use crate::wording::Wording;
use crate::words::{capitalised, with_breaks};

/// `(size: 8pt, …)`: the columns of a table in the width of a page.
fn blocks(own: &Blocks) -> String {
    let length = |name: &str, length: f64| format!("{name}: {length:.2}pt, ");
    let lengths = [
        ("size", own.size),
        ("width", own.width),
        ("label", own.label),
        ("remarks", own.width.min(page::WIDEST_REMARK)),
    ];
    let lengths: String = lengths
        .iter()
        .map(|(name, own)| length(name, *own))
        .collect();
    let columns = own.columns.iter();
    let columns = columns.map(|own| format!("{:.2}pt", own + page::BESIDE_CELL));
    let parts = own.parts.iter().map(|(part, gap)| {
        let columns = array(part.clone().map(|at| at.to_string()));
        format!("({columns}, {:.2}pt)", page::LEAST_GAP + gap)
    });
    let (columns, parts) = (array(columns), array(parts));
    format!("({lengths}columns: {columns}, parts: {parts})")
}

/// `#report-table("id", …);`
pub(super) fn table(
    table: &Table,
    ledger: &Ledger,
    fonts: &Fonts,
    page: PageRoom,
    flow: Flow,
) -> String {
    let table = table.folded(ledger, fonts, page);
    let mut out = format!("#report-table(\n  {},\n", literal(&table.id));
    let _ = writeln!(out, "  title: [{}],", markup(&table.title));
    let _ = writeln!(out, "  corner: [{}],", markup(&table.corner));
    let measures = table.measures(ledger, fonts);
    // A heading repeats on the next page as an artifact, and PDF/UA allows no link in one.
    let headings = table.columns.iter();
    let columns = headings.map(|heading| format!("(heading: {})", unlinked(heading, ledger)));
    let _ = writeln!(out, "  columns: {},", array(columns));
    let spanners = table.spanners.iter().map(|spanner| {
        let (label, first) = (markup(&spanner.label), spanner.first);
        format!("([{label}], {first}, {})", spanner.count)
    });
    let _ = writeln!(out, "  spanners: {},", array(spanners));
    let in_room = |room| Blocks::of(&table, ledger, fonts, room);
    let upright = in_room(page.upright);
    let _ = writeln!(out, "  upright: {},", blocks(&upright));
    // Most tables do neither, and templates of studies need not know of it.
    if let Some((first, last)) = flow.upright {
        let _ = writeln!(out, "  ends: ({first}, {last}),");
    }
    if let Some(on_side) = flow.on_side {
        let _ = writeln!(out, "  on-side: {},", blocks(&in_room(page.on_side)));
        if let Some((first, last)) = on_side {
            let _ = writeln!(out, "  ends-on-side: ({first}, {last}),");
        }
    }
    out.push_str("  rows: (\n");
    for (at, row) in table.rows.iter().enumerate() {
        let cells = row.cells.iter().zip(&measures).enumerate();
        let cells = cells.map(|(column, (cell, measure))| {
            if at > 0 && table.reaches_down(at - 1, column) {
                return "none".to_owned();
            }
            let own = lead(cell, ledger).unwrap_or(measure.lead);
            let short = measure.lead.saturating_sub(own);
            let cell = content(cell, ledger, links::cell);
            match table.reaches_down(at, column) {
                true => format!("({short}, {cell}, 2)"),
                false => format!("({short}, {cell})"),
            }
        });
        let cells = array(cells);
        let bound = table.span(at);
        let source = match bound {
            0 => literal(""),
            _ => links::rows(sources_of(&table, ledger, at, bound)),
        };
        // Where a label wraps, what its numbers are begins the next line as a whole.
        let statistic = row.statistic.as_deref().unwrap_or_default();
        let is_short = upright.holds_in_line(fonts.width(statistic));
        let statistic = match is_short {
            true => Cow::Owned(statistic.replace(' ', "\u{a0}")),
            false => Cow::Borrowed(statistic),
        };
        let _ = writeln!(
            out,
            "    (label: [{}], statistic: [{}], indented: {}, span: {bound}, source: {source}, cells: {cells}),",
            markup(&row.label),
            markup(&statistic),
            row.indented,
        );
    }
    out.push_str("  ),\n");
    let footnotes = table.footnotes.iter().enumerate().map(|(index, footnote)| {
        format!(
            "({}, {})",
            literal(&mark_letter(index)),
            content(footnote, ledger, links::source)
        )
    });
    let _ = writeln!(out, "  footnotes: {},", array(footnotes));
    let notes = table
        .notes
        .iter()
        .map(|note| content(note, ledger, links::source));
    let _ = writeln!(out, "  notes: {},", array(notes));
    out.push_str(");\n");
    out
}

/// The ids that a table prints.
pub(super) fn table_numbers(table: &Table) -> impl Iterator<Item = &str> {
    table
        .columns
        .iter()
        .chain(table.rows.iter().flat_map(|row| &row.cells))
        .chain(&table.footnotes)
        .chain(&table.notes)
        .flat_map(numbers)
}

/// The ids that a cell prints.
pub(super) fn numbers(cell: &Cell) -> impl Iterator<Item = &str> {
    cell.iter().filter_map(|piece| Some(piece.id()?.as_str()))
}

/// `#report-figure("id", …);`, its caption with what it has to state besides.
pub(super) fn figure(figure: &Figure, besides: &[&Cell], ledger: &Ledger) -> String {
    // Most figures fill one page, and templates of studies need not know of others.
    let files = figure.page_files().skip(1).zip(&figure.further);
    let further = match figure.parts.len() {
        0 | 1 => String::new(),
        _ => format!(", further: {}", described(files)),
    };
    // Nor of those that may begin below other text.
    let half_way = figure.half_way.as_ref().map(|own| {
        let files = figure.half_way_files();
        let alts = std::iter::once(&figure.alt).chain(&own.further);
        format!(", half-way: {}", described(files.zip(alts)))
    });
    let half_way = half_way.unwrap_or_default();
    // Nor of narrow ones.
    let width = match figure.width.is_column() {
        true => ", width: \"column\"",
        false => "",
    };
    // Nor of scripts that they do not use.
    let joined = match figure.joined.is_empty() {
        true => String::new(),
        false => format!(
            ", joined: {}",
            array(figure.joined.iter().map(|word| literal(word)))
        ),
    };
    let besides = besides
        .iter()
        .map(|cell| format!(" #{};", content(cell, ledger, links::source)));
    let besides: String = besides.collect();
    // A caption before further sentences is one itself.
    let caption = figure.caption.trim_end();
    let is_open = !besides.is_empty() && !caption.ends_with(['.', '!', '?', '…', '。']);
    let mark = if is_open { "." } else { "" };
    format!(
        "#report-figure({}, alt: {}, caption: [{}{besides}], numbers: {}{width}{further}{half_way}{joined});\n",
        literal(&figure.id),
        literal(&figure.alt),
        markup(&format!("{caption}{mark}")),
        array(figure.numbers.iter().map(|id| literal(id.as_str())))
    )
}

/// Files of drawings with their alternative texts.
fn described<'a>(files: impl Iterator<Item = (String, &'a String)>) -> String {
    array(files.map(|(name, alt)| format!("({}, {})", literal(&name), literal(alt))))
}

/// A string literal that is printed: its long words can break.
fn breaking(text: &str) -> String {
    literal(&with_breaks(text))
}

/// Why effects of a figure have no value, which prints them as such; each reason
/// once.
pub(super) fn effects_without_value(figure: &Figure, ledger: &Ledger) -> Vec<Cell> {
    let mut found: Vec<String> = Vec::new();
    for id in &figure.numbers {
        let of_effect = matches!(id.key(), "hr" | "shr" | "or" | "difference");
        let number = ledger.get(id).filter(|_| of_effect);
        let why = number.and_then(|number| number.value.reason());
        let words = ledger.style.words;
        let Some(why) = why.map(|why| words.message(why)) else {
            continue;
        };
        // As the figure prints it.
        let gap = capitalised(words.text("figure.not_estimable"));
        let slots = [("gap", gap.as_str()), ("why", &why)];
        let sentence = words.fill("figure.not_computable", &slots);
        if !found.contains(&sentence) {
            found.push(sentence);
        }
    }
    let sentences = found.into_iter();
    sentences.map(|text| vec![Piece::Text(text)]).collect()
}

/// `#report-verdicts((…));`: published numbers against computed ones.
pub(super) fn verdicts(rows: &[VerdictRow], words: Wording) -> String {
    let mut out = "#report-verdicts((\n".to_owned();
    for row in rows {
        let _ = writeln!(
            out,
            "  ({}, {}, {}, {}, {}, {}),",
            breaking(&row.published),
            breaking(&row.computed),
            breaking(&words.message(&row.verdict)),
            breaking(&words.message(&row.details)),
            breaking(&row.ids.join(", ")),
            breaking(&row.place)
        );
    }
    out.push_str("));\n");
    out
}

/// `#report-dictionary((…));`: every variable of the study.
pub(super) fn dictionary(study: &Study) -> String {
    let mut out = "#report-dictionary((\n".to_owned();
    for variable in &study.variables {
        let _ = writeln!(
            out,
            "  ({}, {}, {}, {}, {}),",
            breaking(&variable.name),
            breaking(&variable.label),
            breaking(&kind_and_unit(variable, study.words())),
            breaking(&levels_or_range(variable, study.words())),
            breaking(&origin(variable, study.words()))
        );
    }
    out.push_str("));\n");
    out
}

fn kind_and_unit(variable: &Variable, words: Wording) -> String {
    let kind = words.text(&format!("kind.{}", variable.kind.name()));
    match &variable.unit {
        Some(unit) => format!("{kind}, {unit}"),
        None => kind.to_owned(),
    }
}

fn levels_or_range(variable: &Variable, words: Wording) -> String {
    if variable.kind.is_categorical() {
        let order = if variable.kind == Kind::Ordinal {
            " < "
        } else {
            "; "
        };
        let levels: Vec<String> = variable
            .levels
            .iter()
            .map(|level| {
                if level.code == level.label || level.code.eq_ignore_ascii_case(&level.label) {
                    level.label.clone()
                } else {
                    format!("{} ({})", level.label, level.code)
                }
            })
            .collect();
        return levels.join(order);
    }
    let (low, high) = match &variable.range {
        Some(Range::Numbers(low, high)) => (low.to_string(), high.to_string()),
        Some(Range::Dates(low, high)) => (low.to_string(), high.to_string()),
        None => return String::new(),
    };
    let slots = [("low", low.as_str()), ("high", &high)];
    words.fill("page.dictionary.range", &slots)
}

fn origin(variable: &Variable, words: Wording) -> String {
    let derived = variable
        .derivation
        .as_ref()
        .map(|derivation| words.message(&derivation.describe()));
    match (derived, &variable.description) {
        (Some(derived), Some(description)) => format!("{description}: {derived}"),
        (Some(derived), None) => derived,
        (None, Some(description)) => description.clone(),
        (None, None) => String::new(),
    }
}

/// A Typst array; one element needs its comma.
pub(super) fn array(elements: impl Iterator<Item = String>) -> String {
    let mut out = "(".to_owned();
    for element in elements {
        out.push_str(&element);
        out.push_str(", ");
    }
    out.push(')');
    out
}

/// The number that each cell of these rows leads to.
fn sources_of<'a>(
    table: &'a Table,
    ledger: &'a Ledger,
    at: usize,
    rows: usize,
) -> impl Iterator<Item = &'a str> {
    let rows = table.rows.iter().skip(at).take(rows);
    let cells = rows.flat_map(|row| &row.cells);
    cells.filter_map(|cell| source_of(cell, ledger))
}

/// The id of the first number of a cell.
fn source_of<'a>(cell: &'a Cell, ledger: &'a Ledger) -> Option<&'a str> {
    numbers(cell).find(|id| ledger.find(id).is_some())
}

/// A cell or a note. All of it is one link, if its rows are none: to the entry of the
/// first number in it.
fn content(cell: &Cell, ledger: &Ledger, link: fn(&str) -> String) -> String {
    let body = unlinked(cell, ledger);
    match source_of(cell, ledger) {
        Some(id) => format!("source({}, {body})", link(id)),
        None => body,
    }
}

/// The markup of a cell. Words and numbers that follow one another are one text. Two numbers with a mark between them, and a
/// footnote's letter with the dash that it marks, stay on one line.
fn unlinked(cell: &Cell, ledger: &Ledger) -> String {
    let mut body = "[".to_owned();
    let mut text = String::new();
    let mut pieces = cell.as_slice();
    while let Some((first, rest)) = pieces.split_first() {
        let (own, others) = match pieces.split_at_checked(together(pieces)) {
            Some((own, others)) if !own.is_empty() => (own, others),
            _ => (std::slice::from_ref(first), rest),
        };
        pieces = others;
        let words: Option<String> = own.iter().map(|piece| piece.words(ledger)).collect();
        match (words, own) {
            (Some(words), [_]) => text.push_str(&words),
            // A line breaks behind a dash even without a blank, and nowhere else.
            (Some(words), _) if !words.contains(DASH) => {
                text.push_str(&words.replace(' ', "\u{a0}"));
            }
            (Some(words), _) => {
                body.push_str(&markup(&std::mem::take(&mut text)));
                body.push_str(&boxed(&words));
            }
            (None, own) => {
                body.push_str(&markup(&std::mem::take(&mut text)));
                let marks: String = own.iter().map(|piece| printed(piece, ledger)).collect();
                match own {
                    [_] => body.push_str(&marks),
                    _ => {
                        let _ = write!(body, "#box[{marks}];");
                    }
                }
            }
        }
    }
    body.push_str(&markup(&text));
    body.push(']');
    body
}

/// How many of the pieces, from the first on, one line holds.
fn together(pieces: &[Piece]) -> usize {
    let number = |piece: &Piece| matches!(piece, Piece::Number(_) | Piece::Dash(_));
    match pieces {
        [low, Piece::Text(mark), high, rest @ ..] if number(low) && number(high) && joins(mark) => {
            let last = matches!((high, rest.first()), (Piece::Dash(_), Some(Piece::Mark(_))));
            3 + usize::from(last)
        }
        [Piece::Dash(_), Piece::Mark(_), ..] => 2,
        [Piece::Text(text), Piece::Mark(_), ..] if text == DASH => 2,
        _ => 1,
    }
}

/// Whether a text between two numbers is the mark of a range or a count.
fn joins(text: &str) -> bool {
    text.chars().count() <= " bis ".len() && !text.contains(['(', ')', ';'])
}

/// The markup of a piece.
fn printed(piece: &Piece, ledger: &Ledger) -> String {
    match piece {
        Piece::Break => "#linebreak();".to_owned(),
        Piece::Mark(index) => format!("#mark({});", literal(&mark_letter(*index))),
        _ => markup(&piece.words(ledger).unwrap_or_default()),
    }
}

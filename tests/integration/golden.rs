//! Tables and figures without Typst: each folder of `tests/golden` holds a study
//! with its cohort, and the text of its tables, the alternative texts of its
//! figures and their geometry. `UPDATE=1 cargo test --test integration golden` rewrites the
//! texts; read them before committing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cohort_report::analyse::analyse;
use cohort_report::figures::{self, Figure};
use cohort_report::fonts::Fonts;
use cohort_report::layout::Layout;
use cohort_report::ledger::Ledger;
use cohort_report::tables::{self, Cell, Piece, Table, mark_letter};
use cohort_report::{cohort, study::Study};

#[test]
fn tables_and_figures_are_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(folder).unwrap();
    let mut places: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    places.sort();
    assert!(!places.is_empty());
    let mut wrong = Vec::new();
    for place in places {
        let found = told(&place);
        let beside = place.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&beside, &found).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        let mut lines = found.lines().zip(expected.lines()).enumerate();
        if let Some((at, (found, expected))) = lines.find(|(_, (a, b))| a != b) {
            let line = at + 1;
            wrong.push(format!(
                "{}:{line}\n  expected {expected}\n  found    {found}",
                beside.display()
            ));
        } else if found != expected {
            wrong.push(format!("{}: another length", beside.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn told(place: &Path) -> String {
    let text = fs::read_to_string(place.join("study.toml")).unwrap();
    let parsed = Layout::parse("golden", "study.toml", &text);
    let (study, layout) = parsed.unwrap_or_else(|error| panic!("{error}"));
    let bytes = fs::read(place.join("cohort.csv")).unwrap();
    let read = cohort::read(&study, "cohort.csv", &bytes);
    let cohort = read.unwrap_or_else(|error| panic!("{error}"));
    let results = analyse(&study, &cohort);
    let mut out = String::new();
    for table in tables::build(&study, &layout.tables, &results.ledger) {
        show_table(&mut out, &table, &results.ledger);
        show_files(&mut out, &study, &layout, &table, &results.ledger);
    }
    for figure in figures::build(&study, &layout.figures, &results, &Fonts::default()).unwrap() {
        show_figure(&mut out, &figure);
    }
    out
}

fn show_table(out: &mut String, table: &Table, ledger: &Ledger) {
    let show = |cell: &Cell| {
        let piece = |piece: &Piece| match piece {
            Piece::Mark(index) => format!("^{}", mark_letter(*index)),
            Piece::Break => " / ".to_owned(),
            _ => match piece.id().filter(|id| ledger.get(id).is_none()) {
                Some(id) => format!("[no {id}]"),
                None => piece.words(ledger).unwrap_or_default().into_owned(),
            },
        };
        cell.iter().map(piece).collect::<String>()
    };
    let line = |first: String, cells: &[Cell]| {
        let cells = cells.iter().map(show);
        std::iter::once(first)
            .chain(cells)
            .collect::<Vec<_>>()
            .join(" | ")
    };
    writeln!(out, "table {}: {}", table.id, table.title).unwrap();
    writeln!(out, "  {}", line(table.corner.clone(), &table.columns)).unwrap();
    for row in &table.rows {
        let indent = if row.indented { "    " } else { "" };
        let label = match &row.statistic {
            Some(statistic) => format!("{indent}{}, {statistic}", row.label),
            None => format!("{indent}{}", row.label),
        };
        writeln!(out, "  {}", line(label, &row.cells)).unwrap();
    }
    for (index, footnote) in table.footnotes.iter().enumerate() {
        writeln!(out, "  ^{} {}", mark_letter(index), show(footnote)).unwrap();
    }
    for note in &table.notes {
        writeln!(out, "  note: {}", show(note)).unwrap();
    }
    out.push('\n');
}

/// The files that are written beside the default.
fn show_files(out: &mut String, study: &Study, layout: &Layout, table: &Table, ledger: &Ledger) {
    for format in &layout.table_formats {
        if format.word == "csv" && layout.table_formats.len() == 1 {
            continue;
        }
        let bytes = format
            .print(table, ledger, &study.document.language)
            .unwrap();
        writeln!(out, "file {}.{}", table.id, format.extension).unwrap();
        out.push_str(std::str::from_utf8(&bytes).unwrap());
        out.push('\n');
    }
}

fn show_figure(out: &mut String, figure: &Figure) {
    writeln!(out, "figure {}: {}", figure.id, figure.caption).unwrap();
    writeln!(out, "  alt: {}", figure.alt).unwrap();
    writeln!(out, "  numbers: {}", figure.numbers.join(" ")).unwrap();
    let mut shapes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lines = figure.parts.iter().flat_map(|part| part.lines());
    while let Some(line) = lines.next() {
        let line = line.trim();
        let Some((shape, rest)) = line.strip_prefix('<').and_then(|rest| rest.split_once(' '))
        else {
            continue;
        };
        let rest = format!(" {rest}");
        let value = |key: &str| {
            let (_, after) = rest.split_once(&format!(" {key}=\""))?;
            Some(after.split_once('"')?.0)
        };
        let places = |keys: &[&str]| {
            let values = keys.iter().map(|key| value(key).unwrap_or("?"));
            values.collect::<Vec<_>>().join(" ")
        };
        match shape {
            "svg" => writeln!(out, "  size: {}", places(&["width", "height"])).unwrap(),
            "text" => {
                let text = lines.next().unwrap_or_default();
                writeln!(out, "  {}: {text}", places(&["x", "y"])).unwrap();
            }
            "rect" => {
                let place = places(&["x", "y", "width", "height"]);
                writeln!(out, "  bar {place} {}", value("fill").unwrap_or_default()).unwrap();
            }
            _ => *shapes.entry(shape).or_default() += 1,
        }
    }
    let shapes = shapes
        .iter()
        .map(|(shape, count)| format!("{count} {shape}"));
    writeln!(out, "  also: {}\n", shapes.collect::<Vec<_>>().join(", ")).unwrap();
}

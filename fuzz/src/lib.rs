//! What a campaign does with arbitrary bytes: one function a reader. A function
//! returns; whatever panics, hangs or takes gigabytes is a fault.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "what a campaign builds itself is valid; a panic is a finding"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use cohort_report::check::{self, Published};
use cohort_report::claims::Conditions;
use cohort_report::input::{self, ReadOptions};
use cohort_report::layout::Layout;
use cohort_report::number::NumberId;
use cohort_report::prose::{self, DecimalMark, Markup};
use cohort_report::report::{self, Computed, Data, Inputs, Timings};
use cohort_report::study::Study;
use cohort_report::template::escape;
use cohort_report::{cohort, new, validate, verify};

const CELLS: &str = include_str!("cells.toml");
const STUDY: &str = include_str!("study.toml");
const COHORT: &str = include_str!("cohort.csv");

fn computed(files: &[(&str, &[u8])]) -> Option<Computed> {
    let files: BTreeMap<String, Vec<u8>> = files
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
        .collect();
    let inputs = Inputs::from_memory(Path::new("study"), "study", files).ok()?;
    report::compute_from(inputs, &mut Timings::default()).ok()
}

static COMPUTED: LazyLock<Computed> = LazyLock::new(|| {
    let files = [
        ("study.toml", STUDY.as_bytes()),
        ("cohort.csv", COHORT.as_bytes()),
    ];
    computed(&files).expect("the study of the campaigns is valid")
});

fn conditions() -> Conditions {
    let ledger = Arc::new(COMPUTED.results.ledger.clone());
    Conditions::new(ledger, 0.05)
}

/// Cells of every kind: the bytes are one cell, in a column of each kind.
pub fn cells(bytes: &[u8]) {
    static READ_BY: LazyLock<Study> =
        LazyLock::new(|| Study::parse("cells", "cells.toml", CELLS).expect("a valid study"));
    let names: Vec<&str> = READ_BY
        .columns()
        .map(|column| column.name.as_str())
        .collect();
    let mut sheet = names.join(",").into_bytes();
    sheet.push(b'\n');
    for at in 0..names.len() {
        if at > 0 {
            sheet.push(b',');
        }
        sheet.push(b'"');
        for byte in bytes {
            if *byte == b'"' {
                sheet.push(b'"');
            }
            sheet.push(*byte);
        }
        sheet.push(b'"');
    }
    sheet.push(b'\n');
    let (cohort, findings) = cohort::read_what_can_be(&READ_BY, "cells.csv", &sheet);
    let _ = cohort;
    let _ = findings.to_string();
}

/// A text file without a study: read, validated, guessed.
pub fn sheets(bytes: &[u8]) {
    read_sheet("sheet.csv", bytes);
    let today = jiff::civil::date(2026, 1, 1);
    match new::new_study("sheet.csv", "sheet", bytes, today) {
        Ok(made) => {
            let files = made.files.into_iter().collect();
            let inputs = Inputs::from_memory(Path::new("sheet"), "sheet", files);
            let _ = inputs.map_err(|error| error.to_string());
        }
        Err(findings) => {
            let _ = findings.to_string();
        }
    }
}

fn read_sheet(file: &str, bytes: &[u8]) {
    match input::read(file, bytes, &ReadOptions::default()) {
        Ok(sheet) => {
            let mut rows = sheet.rows();
            while let Some(row) = rows.next() {
                let _ = row;
            }
        }
        Err(findings) => {
            let _ = findings.to_string();
        }
    }
}

/// Excel and OpenDocument workbooks, by their names and by their content.
pub fn workbooks(bytes: &[u8]) {
    for file in ["cohort.xlsx", "cohort.xls", "cohort.ods"] {
        read_sheet(file, bytes);
    }
}

/// Files of statistics programs and Parquet, by their content: read, and a study
/// made from what they describe.
pub fn containers(bytes: &[u8]) {
    let (_, ending) = input::media_type(bytes);
    let file = format!("cohort.{ending}");
    read_sheet(&file, bytes);
    let today = jiff::civil::date(2026, 1, 1);
    if let Err(findings) = new::new_study(&file, "cohort", bytes, today) {
        let _ = findings.to_string();
    }
}

/// `study.toml`.
pub fn studies(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Err(findings) = Layout::parse("study", "study.toml", text) {
        let _ = findings.to_string();
    }
}

/// `published.toml` against a ledger, with every explanation of a difference.
pub fn published(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match Published::parse("published.toml", text) {
        Ok(published) => {
            let found = check::check(
                &published,
                "published.toml",
                &COMPUTED.evidence(),
                &conditions(),
                None,
            );
            if let Err(findings) = found {
                let _ = findings.to_string();
            }
        }
        Err(findings) => {
            let _ = findings.to_string();
        }
    }
}

/// Manuscripts in Markdown, Typst and plain text: their prose, their numerals,
/// and numbers looked for in them.
pub fn manuscripts(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
        let text = "source = \"P\"\nmanuscript = \"m.md\"\n[[numbers]]\nid = \"cohort.n\"\n\
                    text = \"30\"\ncontext = \"patients\"\n[[claims]]\nwords = \"more than half\"\n\
                    holds = \"value('died.yes.percent') > 50\"\n";
        Published::parse("published.toml", text).expect("valid")
    });
    for name in ["m.md", "m.typ", "m.txt"] {
        let markup = Markup::of_file(name);
        for range in prose::prose(text, markup) {
            let _ = &text[range];
        }
        let only = prose::only_prose(text, markup);
        for mark in [DecimalMark::Point, DecimalMark::Comma] {
            for numeral in prose::numerals(&only, mark) {
                let _ = (numeral.value(), prose::passes(&only, &numeral));
            }
        }
        let manuscript = (name.to_owned(), text.to_owned());
        let found = check::check(
            &PUBLISHED,
            "published.toml",
            &COMPUTED.evidence(),
            &conditions(),
            Some(&manuscript),
        );
        if let Err(findings) = found {
            let _ = findings.to_string();
        }
    }
}

/// Conditions of claims, and ids.
pub fn claims(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let _ = conditions().holds(text);
    if let Some(id) = NumberId::parse(text) {
        // One printer and one parser.
        assert_eq!(NumberId::parse(id.as_str()).as_ref(), Some(&id));
    }
    let _ = COMPUTED.results.ledger.find(text);
    let _ = COMPUTED.results.ledger.help_for(text);
}

/// No string is code: whatever stands before and after it, Typst reads it as one
/// string expression.
pub fn escape(bytes: &[u8]) {
    use typst_syntax::{SyntaxKind, parse};
    let text = String::from_utf8_lossy(bytes);
    if text.is_empty() {
        return;
    }
    let written = escape::markup(&text);
    let root = parse(&written);
    let kinds: Vec<SyntaxKind> = root.children().map(|node| node.kind()).collect();
    assert_eq!(
        kinds,
        [SyntaxKind::Hash, SyntaxKind::Str, SyntaxKind::Semicolon],
        "{written}"
    );
}

/// A template of the study's own.
pub fn templates(bytes: &[u8]) {
    let files = [
        ("study.toml", STUDY.as_bytes()),
        ("cohort.csv", COHORT.as_bytes()),
        ("templates/results.typ", bytes),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    let inputs = Inputs::from_memory(Path::new("study"), "study", files.into());
    let Ok(inputs) = inputs else { return };
    // The numbers do not depend on templates.
    let rebuilt = REBUILD.with_borrow_mut(|rebuild| {
        let computed = rebuild.compute(inputs, &mut Timings::default()).ok()?;
        Some(report::draft(computed, Data::Attached, &mut Timings::default()).map(|_| ()))
    });
    if let Some(Err(error)) = rebuilt {
        let _ = error.to_string();
    }
}

thread_local! {
    static REBUILD: std::cell::RefCell<report::Rebuild> = std::cell::RefCell::default();
}

/// A PDF that may be a report.
pub fn pdf(bytes: &[u8]) {
    if let Err(error) = verify::attached_results("report.pdf", bytes) {
        let _ = error.to_string();
    }
}

/// A whole study: the bytes are `study.toml`, a line of `====`, and the cohort.
pub fn whole(bytes: &[u8]) {
    let (study, cohort) = match bytes.windows(5).position(|window| window == b"====\n") {
        Some(at) => (&bytes[..at], &bytes[at + 5..]),
        None => (bytes, COHORT.as_bytes()),
    };
    let Some(computed) = computed(&[("study.toml", study), ("cohort.csv", cohort)]) else {
        return;
    };
    let (study, file) = (&computed.inputs.study, "cohort.csv");
    let inspection = validate::of(
        study,
        file,
        Some(&computed.cohort),
        &Default::default(),
        &computed.results.queries,
    );
    let _ = inspection;
    match report::draft(&computed, Data::Attached, &mut Timings::default()) {
        Ok(_) => {}
        // Two numbers of one run never contradict each other.
        Err(error @ report::ReportError::Contradiction(_)) => panic!("{error}"),
        Err(error) => {
            let _ = error.to_string();
        }
    }
}

//! Texts of a study that the fonts of the report cannot write.

use crate::findings::Finding;
use crate::fonts::have_glyph;
use crate::layout::Layout;
use crate::study::{Kind, Study};

/// How many texts a finding names.
const NAMED: usize = 6;

/// One finding for all titles, labels, units and captions with characters that
/// no bundled font has. The names of columns and codes of levels are written by
/// the numbers of such characters where the data dictionary lists them.
pub(super) fn finding(study: &Study, layout: &Layout, file: &str) -> Option<Finding> {
    let mut lacking: Vec<&str> = Vec::new();
    for text in texts(study, layout) {
        // Control characters have a mark of their own.
        let written = |c: char| c.is_control() || have_glyph(c);
        if !text.chars().all(written) && !lacking.contains(&text) {
            lacking.push(text);
        }
    }
    if lacking.is_empty() {
        return None;
    }
    let shown: Vec<String> = lacking
        .iter()
        .take(NAMED)
        .map(|t| format!("\"{t}\""))
        .collect();
    let more = lacking.len().saturating_sub(NAMED);
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let problem = format!(
        "the fonts of the report have no glyphs for characters of {}{more}",
        shown.join(", ")
    );
    let help = "write label = \"…\" for the variables, and labels = { \"level\" = \"…\" } for their \
                levels, in Latin, Greek or Cyrillic letters";
    Some(Finding::new(file, problem, help))
}

/// What tables, figures and the first page print.
fn texts<'a>(study: &'a Study, layout: &'a Layout) -> impl Iterator<Item = &'a str> {
    let document = &study.document;
    let front = [
        Some(&document.title),
        document.subtitle.as_ref(),
        document.notice.as_ref(),
    ];
    let front = front.into_iter().flatten();
    let front = front.chain(&document.authors).chain(&document.keywords);
    // Identifiers and free text stand in no table.
    let analysed = |kind: Kind| !matches!(kind, Kind::Identifier | Kind::Text);
    let variables = study.variables.iter().filter(move |v| analysed(v.kind));
    let variables = variables.flat_map(|variable| {
        let levels = variable.levels.iter().map(|level| &level.label);
        std::iter::once(&variable.label)
            .chain(&variable.unit)
            .chain(levels)
    });
    let endpoints = study.endpoints.iter();
    let endpoints = endpoints.flat_map(|endpoint| [&endpoint.label, &endpoint.event_label]);
    let models = study.models.iter().filter_map(|model| model.label.as_ref());
    let tables = layout.tables.iter();
    let tables = tables.flat_map(|table| std::iter::once(&table.title).chain(&table.note));
    let figures = layout.figures.iter().map(|figure| &figure.caption);
    front
        .chain(variables)
        .chain(endpoints)
        .chain(models)
        .chain(tables)
        .chain(figures)
        .map(String::as_str)
}

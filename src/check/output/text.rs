//! Text: a line for each number, with details below.

use std::io::{self, Write};

use super::super::{Check, Checked, Verdict};

pub(super) fn write(checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let header = ["verdict", "published", "computed", "number"].map(str::to_owned);
    let rows: Vec<[String; 4]> = checked.checks.iter().map(row).collect();
    let width = |column: usize| {
        let cells = std::iter::once(&header).chain(&rows);
        let cells = cells.filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let claims = checked.claims.iter();
    let widest = claims.map(|claim| claim.verdict().chars().count()).max();
    let (a, b, c) = (width(0).max(widest.unwrap_or(0)), width(1), width(2));
    let mut line = |[first, second, third, last]: &[String; 4]| {
        writeln!(out, "{first:a$}  {second:b$}  {third:c$}  {last}")
    };
    line(&header)?;
    let mut notes: Vec<(usize, String)> = Vec::new();
    for (index, (cells, check)) in rows.iter().zip(&checked.checks).enumerate() {
        line(cells)?;
        let lines = details(check, checked.manuscript.as_deref());
        if !lines.is_empty() {
            notes.push((index, lines));
        }
    }
    for claim in &checked.claims {
        let place = place(&claim.published.place);
        writeln!(
            out,
            "{:a$}  \"{}\"  {}{place}",
            shouted(claim.holds, claim.verdict()),
            claim.published.words,
            claim.because
        )?;
    }
    if !notes.is_empty() {
        writeln!(out)?;
        for (index, lines) in notes {
            let check = checked.checks.get(index);
            let name = check.map_or_else(String::new, |check| {
                format!("{}, {}", check.text(), check.published.ids.join(", "))
            });
            writeln!(out, "{name}\n    {lines}")?;
        }
    }
    if let Some(manuscript) = &checked.manuscript {
        write_manuscript(checked, manuscript, out)?;
    }
    let total = checked.checks.len();
    writeln!(
        out,
        "{} of {total} published numbers reproduce",
        checked.reproduced()
    )?;
    if !checked.claims.is_empty() {
        let holding = checked.claims.iter().filter(|claim| claim.holds).count();
        writeln!(out, "{holding} of {} claims hold", checked.claims.len())?;
    }
    Ok(())
}

fn shouted(good: bool, text: &str) -> String {
    if good {
        text.to_owned()
    } else {
        text.to_uppercase()
    }
}

fn place(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(" ({place})")
    }
}

fn row(check: &Check) -> [String; 4] {
    let verdict = match &check.verdict {
        Verdict::Reproduces(_) => "reproduces",
        Verdict::Otherwise { .. } => "OTHER CONVENTION",
        Verdict::Differs { .. } => "DIFFERS",
        Verdict::NotComputable(_) => "NOT COMPUTABLE",
    };
    [
        verdict.to_owned(),
        check.text().to_owned(),
        check.computed.clone(),
        format!(
            "{}{}",
            check.published.ids.join(", "),
            place(&check.published.place)
        ),
    ]
}

fn details(check: &Check, manuscript: Option<&str>) -> String {
    let mut lines = Vec::new();
    let details = check.verdict.details();
    if !details.is_empty() {
        lines.push(details);
    }
    match (&check.located, manuscript) {
        (Some(located), Some(name)) if !located.as_listed => lines.push(format!(
            "published.toml has {}, but {name}:{} has {}",
            check.published.text, located.line, located.text
        )),
        (None, Some(name)) => lines.push(format!(
            "not found in {name}; add context = \"words near it\""
        )),
        _ => {}
    }
    lines.join("\n    ")
}

fn write_manuscript(checked: &Checked, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let found = checked
        .checks
        .iter()
        .filter(|check| check.located.is_some())
        .count();
    writeln!(
        out,
        "\n{found} of {} published numbers were found in {name}",
        checked.checks.len()
    )?;
    for claim in checked.claims.iter().filter(|claim| claim.line.is_none()) {
        writeln!(out, "\"{}\" was not found in {name}", claim.published.words)?;
    }
    for numeral in &checked.uncovered {
        writeln!(
            out,
            "{name}:{}: {} is not covered by an entry: … {} …",
            numeral.line, numeral.numeral, numeral.excerpt
        )?;
    }
    if !checked.uncovered.is_empty() {
        writeln!(
            out,
            "    help: add [[numbers]] for it, or the phrase to allow = [\"…\"], in published.toml"
        )?;
    }
    Ok(())
}

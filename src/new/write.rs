//! The files of a new study.

mod endpoint;

use std::fmt::Write;

use jiff::civil::Date;

use super::choices::ListedChoice;
use super::columns::Guesses;
use super::endpoint::{Guessed, Source};
use super::guess::{Guess, GuessedKind};
use super::reading::Reading;
use super::{Raw, SCHEMA, labels, language};
use crate::layout::Layout;
use crate::study::{DEFAULT_FILE, RowUnit, Study, TimeUnit};
use crate::wording::Wording;

/// A TOML string on one line, also fit for a key or a template: what JSON escapes
/// TOML does too, but for one control character more.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

fn list<'a>(items: impl Iterator<Item = &'a String>) -> String {
    let items: Vec<String> = items.map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

/// `study.toml` with its guesses.
pub(super) fn study_file(
    name: &str,
    raw: &Raw,
    reading: &Reading,
    guesses: &Guesses,
    today: Date,
) -> String {
    let mut out = String::new();
    let words = language::of(&guesses.columns);
    let language = match words == Wording::default() {
        true => String::new(),
        false => format!("language = \"{}\"\n", words.tag()),
    };
    let queries = match guesses.queries.as_slice() {
        [] => "# queries = [\"age >= 18\"]".to_owned(),
        queries => format!("queries = {}", list(queries.iter())),
    };
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "#:schema ./{SCHEMA}\n\
         # What the columns of {} mean and what the report shows. It was guessed from\n\
         # the file: lines marked LOOK are the likeliest to be wrong. docs/study-file.md of\n\
         # cohort-report explains every key.\n\n\
         # What must hold in every row, and what should (then validate asks):\n\
         # rules = [\"first_date <= second_date\"]\n\
         {queries}\n\n\
         [document]\ntitle = {}\ndate = \"{today}\"\n{language}\
         # Prints \"Draft: guessed from the file\" on page 1. Set it to false after checking the guesses.\n\
         draft = true\n# authors = [\"A. Author\"]\n\
         # look = \"journal\"       # two columns, or \"summary\": one page\n\
         # appendices = [\"data\"]  # what validate shows\n\n\
         # Numbers as a journal prints them: nejm, jama, lancet, bmj, bmc.\n\
         # [style]\n# journal = \"lancet\"\n\n[cohort]\n",
        raw.file,
        quoted(&crate::words::capitalised(&name.replace(['-', '_'], " ")))
    );
    if raw.file != DEFAULT_FILE {
        let _ = writeln!(out, "file = {}", quoted(&raw.file));
    }
    if !guesses.missing.is_empty() {
        let _ = writeln!(
            out,
            "# Cells that mean missing, beside the empty one.\nmissing = {}",
            list(guesses.missing.iter())
        );
    }
    for (key, value) in &reading.keys {
        if *key == "dates" && reading.order_in_doubt {
            out.push_str("# LOOK: or \"mdy\"\n");
        }
        let _ = writeln!(out, "{key} = {value}");
    }
    let same = guesses.columns.iter().filter(|guess| guess.asks_same);
    let same: Vec<&String> = same.map(|guess| &guess.name).collect();
    if let Some(first) = same.first() {
        let _ = writeln!(
            out,
            "# LOOK: rows that agree in this are listed by validate.\nsame_when = [{}]",
            quoted(first)
        );
    }
    if guesses.are_visits() {
        out.push_str("# LOOK: an identifier is repeated, so a patient has several rows.\nrows = \"visits\"\n# one = \"visit\"\n# many = \"visits\"\n");
    }
    let columns = guesses.columns.iter().zip(&raw.columns);
    for ((guess, column), read) in columns.zip(&reading.columns) {
        variable(&mut out, guess, column);
        let spellings = read.spelling_keys();
        let spellings = spellings.filter(|_| !guess.levels().is_empty());
        let own = read.marks_and_empty().into_iter();
        let own = own.filter(|(key, _)| match *key {
            // Levels have no numbers to mark.
            "marks" => guess.is_number(),
            _ => !guess.levels().is_empty(),
        });
        for (key, value) in read.keys().into_iter().chain(spellings).chain(own) {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
    for choice in guesses.columns.iter().flat_map(|guess| {
        let of = guess.choices.iter();
        of.map(|choice| (&guess.name, choice))
    }) {
        listed_choice(&mut out, choice);
    }
    for endpoint in &guesses.endpoints {
        endpoint::computed_time(&mut out, endpoint);
        endpoint::section(&mut out, endpoint, &guesses.columns, words);
    }
    if !guesses.left.is_empty() {
        out.push('\n');
    }
    for left in &guesses.left {
        look(&mut out, left);
    }
    shows(&mut out, raw, guesses, words);
    out
}

fn variable(out: &mut String, guess: &Guess, column: &String) {
    let _ = writeln!(out, "\n[variables.{}]", quoted(&guess.name));
    for doubt in &guess.doubts {
        look(out, doubt);
    }
    if let Some(unfit) = &guess.unfit {
        let cells = plural(unfit.count, "cell does", "cells do");
        look(
            out,
            &format!(
                "{cells} not fit and are set missing: {}",
                unfit.examples.join(", ")
            ),
        );
    }
    for note in guess.notes.iter().chain(&guess.left_out) {
        let note = crate::words::capitalised(note);
        let _ = writeln!(out, "# {}.", note.replace(|c: char| c.is_control(), " "));
    }
    if *column != guess.name {
        let _ = writeln!(out, "column = {}", quoted(column));
    }
    let _ = writeln!(out, "label = {}", quoted(&guess.label));
    let kind = guess.kind.name();
    let _ = writeln!(out, "kind = \"{kind}\"");
    if matches!(guess.kind, GuessedKind::Ordinal(_)) && guess.levels().len() > 2 {
        out.push_str(
            "# Tests between groups use the order of the levels; tested = \"unordered\" leaves it out.\n",
        );
    }
    if !guess.levels().is_empty() {
        let _ = writeln!(out, "levels = {}", list(guess.levels().iter()));
    }
    if !guess.labels.is_empty() {
        let label =
            |(code, label): &(String, String)| format!("{} = {}", quoted(code), quoted(label));
        let labels: Vec<String> = guess.labels.iter().map(label).collect();
        let _ = writeln!(out, "labels = {{ {} }}", labels.join(", "));
    }
    if let GuessedKind::Continuous(digits) = guess.kind {
        if let Some(unit) = &guess.unit {
            let _ = writeln!(out, "unit = {}", quoted(unit));
        }
        if digits > 0 {
            let _ = writeln!(out, "digits = {digits}");
        }
    }
    if let Some([low, high]) = &guess.range {
        let _ = writeln!(out, "range = [{low}, {high}]");
    }
    if !guess.missing.is_empty() {
        let _ = writeln!(out, "missing = {}", list(guess.missing.iter()));
    }
    if let Some(description) = &guess.description {
        let _ = writeln!(out, "description = {}", quoted(description));
    }
}

/// The variable of a choice of lists.
fn listed_choice(out: &mut String, (column, choice): (&String, &ListedChoice)) {
    let _ = writeln!(
        out,
        "\n[derived.{}]\nlabel = {}\nis = {{ variable = {}, levels = {} }}",
        quoted(&choice.name),
        quoted(&choice.label),
        quoted(column),
        list(choice.levels.iter())
    );
}

/// A comment that marks a guess.
fn look(out: &mut String, text: &str) {
    let control = |c: char| c.is_control();
    let _ = writeln!(out, "# LOOK: {}", text.replace(control, " "));
}

/// A number with its noun.
pub(super) fn plural(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// The tables and figures to begin with.
fn shows(out: &mut String, raw: &Raw, guesses: &Guesses, words: Wording) {
    let named = |name: &String| guesses.columns.iter().find(|guess| guess.name == *name);
    let rows: Vec<&Guess> = guesses.rows.names.iter().filter_map(named).collect();
    let shown = guesses.rows.names.len();
    let note = match guesses.rows.all > shown {
        true => {
            let all = guesses.rows.all;
            let note = words.message(&format!("The first {shown} of {all} characteristics."));
            format!("note = {}\n", quoted(&note))
        }
        false => String::new(),
    };
    let by = guesses
        .group
        .as_ref()
        .map(|group| format!("by = {}\n", quoted(group)))
        .unwrap_or_default();
    if shown > 0 {
        let _ = write!(
            out,
            "\n[[tables]]\nid = \"characteristics\"\ntitle = {}\n{by}rows = {}\n{note}",
            quoted(&words.message("Characteristics")),
            list(guesses.rows.names.iter())
        );
    }
    let numbers: Vec<&&Guess> = rows
        .iter()
        .filter(|guess| guess.is_number())
        .take(3)
        .collect();
    // Beyond some thousands of rows a summary says more.
    if let (Some(group), false) = (&guesses.group, numbers.is_empty() || raw.rows() > 2_000) {
        let _ = write!(
            out,
            "\n[[figures]]\nid = \"numbers\"\nkind = \"boxes\"\nvariables = {}\nby = {}\ncaption = {}\n",
            list(numbers.iter().map(|guess| &guess.name)),
            quoted(group),
            quoted(&words.message("Numbers by group."))
        );
    }
    let ids: Vec<&String> = guesses
        .endpoints
        .iter()
        .map(|endpoint| &endpoint.id)
        .collect();
    if !ids.is_empty() {
        let _ = write!(
            out,
            "\n[[tables]]\nid = \"survival-times\"\nkind = \"survival\"\ntitle = {}\nendpoints = {}\n{by}# rates = {}\n",
            quoted(&words.message("Survival")),
            list(ids.iter().copied()),
            usual_rates(guesses.endpoints.first())
        );
    }
    for endpoint in &guesses.endpoints {
        let id = quoted(&endpoint.id);
        let label = labels::named(language::tag(&guesses.columns), words, &endpoint.label);
        let label = crate::words::capitalised(&label);
        let caption = words.message(&format!("{label} by the Kaplan-Meier method."));
        let _ = write!(
            out,
            "\n[[figures]]\nid = {id}\nkind = \"kaplan_meier\"\nendpoints = [{id}]\n{by}caption = {}\n",
            quoted(&caption)
        );
    }
}

/// Times at which rates are often given, in the unit of an endpoint.
fn usual_rates(endpoint: Option<&Guessed>) -> &'static str {
    let unit = endpoint.map(|endpoint| match &endpoint.source {
        Source::Columns { unit, .. } => *unit,
        Source::Dates { .. } => TimeUnit::Months,
    });
    match unit.unwrap_or(TimeUnit::Months) {
        TimeUnit::Seconds | TimeUnit::Minutes => "[10, 30, 60]",
        TimeUnit::Hours => "[24, 48, 72]",
        TimeUnit::Days => "[30, 90, 365]",
        TimeUnit::Weeks => "[12, 24, 52]",
        TimeUnit::Months => "[12, 36, 60]",
        TimeUnit::Years => "[1, 3, 5]",
    }
}

/// A small template to edit.
pub(super) fn template(study: &Study, layout: &Layout) -> String {
    let words = study.words();
    let mut out = format!(
        "<# The text of the results. docs/templates.md of cohort-report is a tutorial. #>\n= {}\n\n\
        {} << num(\"cohort.n\") | plural(one, many) >>",
        words.message("Results"),
        words.message("The cohort holds"),
    );
    let identified = study.identifier().is_some() && study.cohort.rows == RowUnit::Visits;
    if identified {
        let _ = write!(
            out,
            "{}<< num(\"cohort.patients\") | plural(patient, patients) >>",
            words.text("number.of")
        );
    }
    out.push_str(".\n");
    for endpoint in &study.endpoints {
        let path = endpoint.path();
        let median = path.key("median");
        let [low, high] = ["ci_lower", "ci_upper"].map(|key| median.below().key(key));
        let label = study.words().in_sentence(&endpoint.label);
        let _ = write!(
            out,
            "{4} << num({0}) | plural(one, many) >> {5}\n\
             <% if computed({1}) %>\n<< num({1}) | unit >><% else %>\n{6}<% endif %>\n\
             <%- if computed({2}) or computed({3}) %> (<< interval({1}) >>)<% endif %>.\n",
            quoted(path.key("events").as_str()),
            quoted(median.as_str()),
            quoted(low.as_str()),
            quoted(high.as_str()),
            words.message(&format!("In the analysis of {label},")),
            words.message("had the event. The median time was"),
            words.text("number.not_reached"),
        );
    }
    // With little text around them, tables and figures stand where they are.
    out.push_str("\n#set figure(placement: none)\n");
    for table in &layout.tables {
        let _ = writeln!(out, "<< table({}, in_series = true) >>", quoted(&table.id));
    }
    if !layout.figures.is_empty() {
        out.push_str("#in-series[\n");
        for figure in &layout.figures {
            let _ = writeln!(out, "<< figure({}) >>", quoted(&figure.id));
        }
        out.push_str("]\n");
    }
    out
}

/// What to do next.
pub(super) fn readme(name: &str, file: &str, look_at: &[String]) -> String {
    let mut out = format!(
        "# {name}\n\n`study.toml` was guessed from `{file}`. Make the report with\n\n```sh\ncohort-report report {name}\n```\n\n\
         (with the path to this folder in place of `{name}`) and review these guesses first:\n\n"
    );
    for item in look_at {
        let _ = writeln!(out, "- {}", item.replace(['\n', '\r'], " "));
    }
    out.push_str(
        "\nThen edit `study.toml` and `templates/results.typ`, and make the report again. A mistake in either is\n\
         reported with its line and how to correct it. `cohort-report numbers --study` lists what a template can print.\n",
    );
    out
}

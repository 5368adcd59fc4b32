//! The files of a new study.

use std::fmt::Write;

use jiff::civil::Date;

use super::columns::{Guess, GuessedKind, Guesses};
use super::endpoint::Guessed;
use super::reading::Reading;
use super::{Raw, SCHEMA};
use crate::layout::Layout;
use crate::study::{DEFAULT_FILE, Study};

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
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "#:schema ./{SCHEMA}\n\
         # What the columns of {} mean and what the report shows. It was guessed from\n\
         # the file: lines marked LOOK are the likeliest to be wrong. docs/study-file.md of\n\
         # cohort-report explains every key.\n\n\
         # What must hold in every row, and what should (then validate asks):\n\
         # rules = [\"first_date <= second_date\"]\n\
         # queries = [\"age >= 18\"]\n\n\
         [document]\ntitle = {}\ndate = \"{today}\"\n# authors = [\"A. Author\"]\n\
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
    for (guess, read) in guesses.columns.iter().zip(&reading.columns) {
        variable(&mut out, guess);
        for (key, value) in read.keys() {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
    if let Some(endpoint) = &guesses.endpoint {
        endpoint_section(&mut out, endpoint);
    }
    shows(&mut out, raw, guesses);
    out
}

fn variable(out: &mut String, guess: &Guess) {
    let _ = writeln!(out, "\n[variables.{}]", quoted(&guess.name));
    if let Some(doubt) = &guess.doubt {
        let _ = writeln!(out, "# LOOK: {}", doubt.replace(['\n', '\r'], " "));
    }
    let _ = writeln!(out, "label = {}", quoted(&guess.label));
    let kind = match &guess.kind {
        GuessedKind::Identifier => "identifier",
        GuessedKind::Date => "date",
        GuessedKind::Continuous(_) => "continuous",
        GuessedKind::Binary(_) => "binary",
        GuessedKind::Nominal(_) => "nominal",
        GuessedKind::Ordinal(_) => "ordinal",
        GuessedKind::Text => "text",
    };
    let _ = writeln!(out, "kind = \"{kind}\"");
    if !guess.levels().is_empty() {
        let _ = writeln!(out, "levels = {}", list(guess.levels().iter()));
    }
    if let GuessedKind::Continuous(digits) = guess.kind {
        if let Some(unit) = &guess.unit {
            let _ = writeln!(out, "unit = {}", quoted(unit));
        }
        if digits > 0 {
            let _ = writeln!(out, "digits = {digits}");
        }
    }
    if !guess.missing.is_empty() {
        let _ = writeln!(out, "missing = {}", list(guess.missing.iter()));
    }
}

fn endpoint_section(out: &mut String, endpoint: &Guessed) {
    out.push_str(
        "\n# LOOK: what the event is, and its unit.\n[endpoints.survival]\nlabel = \"survival\"\n",
    );
    let _ = match endpoint {
        Guessed::Columns {
            time,
            status,
            event,
            others,
            unit,
        } => writeln!(
            out,
            "event_label = {}\ntime = {}\nstatus = {}\nevent = [{}]\n{}unit = \"{unit}\"",
            quoted(&format!("{status} = {event}")),
            quoted(time),
            quoted(status),
            quoted(event),
            others.last().map_or_else(String::new, |level| format!(
                "# Levels that are another cause of the end, such as death of something else:\n# competing = [{}]\n",
                quoted(level)
            ))
        ),
        Guessed::Dates {
            origin,
            event,
            censored,
        } => writeln!(
            out,
            "event_label = {}\norigin = {}\nevents = [{}]\ncensored = {}\nunit = \"months\"",
            quoted(event),
            quoted(origin),
            quoted(event),
            quoted(censored)
        ),
    };
}

/// The tables and figures to begin with.
fn shows(out: &mut String, raw: &Raw, guesses: &Guesses) {
    const ROWS: usize = 20;
    let own = |guess: &&Guess| {
        let ends = guesses
            .endpoint
            .as_ref()
            .is_some_and(|endpoint| endpoint.uses(&guess.name));
        (guess.is_number() || !guess.levels().is_empty())
            && Some(&guess.name) != guesses.group.as_ref()
            && !ends
    };
    let rows: Vec<&Guess> = guesses.columns.iter().filter(own).take(ROWS).collect();
    let by = guesses
        .group
        .as_ref()
        .map(|group| format!("by = {}\n", quoted(group)))
        .unwrap_or_default();
    if !rows.is_empty() {
        let _ = write!(
            out,
            "\n[[tables]]\nid = \"characteristics\"\ntitle = \"Characteristics\"\n{by}rows = {}\n",
            list(rows.iter().map(|guess| &guess.name))
        );
    }
    let numbers: Vec<&&Guess> = rows
        .iter()
        .filter(|guess| guess.is_number())
        .take(3)
        .collect();
    // Every row is a point: beyond some thousands a box plot of points is a blot.
    if let (Some(group), false) = (&guesses.group, numbers.is_empty() || raw.rows.len() > 2_000) {
        let _ = write!(
            out,
            "\n[[figures]]\nid = \"numbers\"\nkind = \"boxes\"\nvariables = {}\nby = {}\ncaption = \"Numbers by group; every row is a point.\"\n",
            list(numbers.iter().map(|guess| &guess.name)),
            quoted(group)
        );
    }
    if guesses.endpoint.is_some() {
        let _ = write!(
            out,
            "\n[[tables]]\nid = \"survival-times\"\nkind = \"survival\"\ntitle = \"Survival\"\nendpoints = [\"survival\"]\n{by}# rates = [12, 36, 60]\n\n[[figures]]\nid = \"survival\"\nkind = \"kaplan_meier\"\nendpoints = [\"survival\"]\n{by}caption = \"Survival by the Kaplan-Meier method.\"\n"
        );
    }
}

/// A small template to edit.
pub(super) fn template(study: &Study, layout: &Layout) -> String {
    let mut out = "<# The text of the results. docs/templates.md of cohort-report is a tutorial. #>\n= Results\n\n\
        The cohort holds << num(\"cohort.n\") | plural(one, many) >>.\n"
        .to_owned();
    for endpoint in &study.endpoints {
        let id = &endpoint.id;
        let _ = write!(
            out,
            "<< num({0}) >> had an event. The median survival was\n<% if computed({1}) %>\n<< num({1}) | unit >> (<< interval({1}) >>).\n<% else %>\nnot reached.\n<% endif %>\n",
            quoted(&format!("{id}.events")),
            quoted(&format!("{id}.median"))
        );
    }
    // With little text around them, tables and figures stand where they are.
    out.push_str("\n#set figure(placement: none)\n");
    for table in &layout.tables {
        let _ = writeln!(out, "<< table({}) >>", quoted(&table.id));
    }
    for figure in &layout.figures {
        let _ = writeln!(out, "<< figure({}) >>", quoted(&figure.id));
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

//! What the dictionary makes certain of one column.

use std::collections::BTreeSet;

use super::super::cells::Present;
use super::super::columns::{number, unfit};
use super::super::guess::{Guess, GuessedKind};
use super::super::write::plural;
use super::super::{Raw, levels, measure, names, order};
use super::branching::Condition;
use super::dictionary::Field;
use super::{Choice, Export, Role};
use crate::cohort::date_of;
use crate::study::DateOrder;

/// Choices of which those that no row has are listed too.
const MANY_CHOICES: usize = 20;

impl Export {
    /// Makes a column what the dictionary shows. `cells` are those that are neither
    /// empty nor a word for missing.
    pub(in crate::new) fn settle(
        &self,
        at: usize,
        guess: &mut Guess,
        raw: &Raw,
        cells: &Present<'_>,
    ) {
        if guess.unusable && !cells.is_empty() {
            return;
        }
        let role = self.role(at).clone();
        self.label(at, guess);
        match role {
            Role::Field(_) => {}
            Role::Choice { choice: None, .. } => {
                aside(guess, "a code of missing data of a checkbox");
                return;
            }
            Role::Choice { .. } => {
                guess.reason = "a choice of a checkbox".to_owned();
            }
            Role::Status => aside(guess, "whether a form is complete"),
            Role::Event => return aside(guess, "the event of the row"),
            Role::Instrument => return aside(guess, "the repeating instrument of the row"),
            Role::Instance => return aside(guess, "the number of the repeat"),
            Role::AccessGroup => {
                guess.reason = "data access group".to_owned();
                return;
            }
            Role::Survey => return hidden(guess, "of a survey"),
            Role::Other => return,
        }
        let Some(field) = self.field(at) else {
            self.settle_choices(at, guess, raw, cells);
            return;
        };
        self.note_branching(at, field, guess, raw);
        // The first field names the records; others that name persons are hidden.
        let first = self
            .columns_of(|role| matches!(role, Role::Field(_)))
            .next();
        if first == Some(at) && matches!(guess.kind, GuessedKind::Identifier) {
            return;
        }
        if field.is_identifier {
            hidden(guess, "flagged as an identifier");
        } else if ["notes", "file", "signature"].contains(&field.kind.as_str()) {
            let reason = format!("field of type {}", field.kind);
            hidden(guess, &reason);
        } else if field.kind == "text" && is_name(&field.validation) {
            let reason = format!("text validated as {}", field.validation);
            hidden(guess, &reason);
        } else if cells.is_empty() {
            // Told already; there is nothing to judge a kind by.
        } else if !self.options(at).is_empty() {
            self.settle_choices(at, guess, raw, cells);
        } else if field.is_number() && enough(cells, |cell| number(cell).is_some()) {
            settle_number(field, guess, raw, cells);
        } else if is_date(&field.validation) && enough(cells, is_iso) {
            guess.kind = GuessedKind::Date;
            guess.reason = format!("text validated as {}", field.validation);
            settle_range(field, guess, cells, |cell| date(cell).is_some());
        }
    }

    fn label(&self, at: usize, guess: &mut Guess) {
        let Some(field) = self.field(at) else { return };
        let question = field.label.trim_end_matches([':', ' ']);
        let question = if question.is_empty() {
            &field.name
        } else {
            question
        };
        match self.role(at) {
            Role::Choice { choice, .. } => {
                let choice = choice.and_then(|choice| field.choices.get(choice));
                let choice = choice.map_or("missing", |(_, label)| label.as_str());
                guess.label = crate::words::capitalised(&format!("{question}: {choice}"));
                guess.unit = None;
            }
            _ => {
                let (label, unit) = names::label_and_unit(question);
                let is_number = field.is_number() || field.kind == "text";
                let noted = Some(field.note.trim_matches(['(', ')']).to_owned());
                let noted = noted.filter(|note| measure::is_unit(note));
                guess.label = match unit.is_some() && is_number {
                    true => label,
                    false => question.to_owned(),
                };
                guess.unit = unit.or(noted).filter(|_| is_number);
            }
        }
    }

    /// Levels of a column whose values are listed, as they are written in it.
    fn settle_choices(&self, at: usize, guess: &mut Guess, raw: &Raw, cells: &Present<'_>) {
        let options = self.options(at);
        let is_option = |cell: &&str| options.iter().any(|option| option.is(cell));
        let listed: BTreeSet<&str> = cells.texts().filter(is_option).collect();
        let known = |cell: &str| listed.contains(cell);
        if cells.is_empty() || !enough(cells, known) {
            if !cells.is_empty() {
                let doubt = "most of its cells are no choices of the dictionary";
                guess.doubts.push(doubt.to_owned());
            }
            return;
        }
        let codes = |cell: &&&str| options.iter().any(|option| option.code == ***cell);
        let are_codes = listed.iter().filter(codes).count() * 2 >= listed.len();
        let written = |option: &Choice| {
            let found = listed.iter().find(|cell| option.is(cell));
            let usual = if are_codes {
                &option.code
            } else {
                &option.label
            };
            found.map_or_else(|| usual.clone(), |cell| (*cell).to_owned())
        };
        guess.doubts.clear();
        guess.alternatives.clear();
        guess.missing.clear();
        guess.unfit = None;
        guess.labels.clear();
        let (mut found, mut labels): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for option in options {
            let cell = written(option);
            if names::MISSING.contains(&option.label.to_lowercase().as_str()) {
                if !names::MISSING.contains(&cell.as_str()) {
                    guess.missing.push(cell);
                }
                continue;
            }
            let is_used = || listed.iter().any(|cell| option.is(cell));
            if found.contains(&cell) || (options.len() > MANY_CHOICES && !is_used()) {
                continue;
            }
            if option.label != cell {
                guess.labels.push((cell.clone(), option.label.clone()));
            }
            found.push(cell);
            labels.push(option.label.clone());
        }
        guess.kind = kind_of(options, found, &labels);
        if guess.reason.is_empty() || self.field(at).is_some_and(|field| field.kind != "checkbox") {
            let kind = self.field(at).map_or("radio", |field| field.kind.as_str());
            guess.reason = format!("field of type {kind}, with the choices of the dictionary");
        }
        if matches!(self.role(at), Role::Status) {
            guess.reason.clear();
        }
        unfit(guess, raw, cells, known);
    }

    /// Notes when a field is asked, and how many blank cells that explains.
    fn note_branching(&self, at: usize, field: &Field, guess: &mut Guess, raw: &Raw) {
        if field.branching.is_empty() {
            return;
        }
        guess.description = Some(format!("Asked only if {}.", field.branching));
        let condition = Condition::read(&field.branching);
        let is_blank = |cell: &str| cell.is_empty() || names::MISSING.contains(&cell);
        let rows = raw.column(at).each(is_blank).enumerate();
        let (mut all, mut unasked, mut known) = (0, 0, true);
        for (row, _) in rows.filter(|(_, is_blank)| *is_blank) {
            all += 1;
            let value = |name: &str, choice: Option<&str>| self.value(raw, row, name, choice);
            match condition
                .as_ref()
                .and_then(|condition| condition.holds(&value))
            {
                Some(false) => unasked += 1,
                Some(true) => {}
                None => known = false,
            }
        }
        let note = match (all, known) {
            (0, _) => format!("asked only if {}", field.branching),
            (_, true) if unasked == all => format!(
                "asked only if {}: its {} blank because of that and not missing",
                field.branching,
                plural(all, "blank cell is", "blank cells are")
            ),
            (_, false) => format!(
                "asked only if {}, so that some of its {all} blank cells may not be missing",
                field.branching
            ),
            (_, true) => format!(
                "asked only if {}: of its {all} blank cells, {} blank because of that and not missing",
                field.branching,
                plural(unasked, "is", "are")
            ),
        };
        guess.notes.push(note);
    }

    /// Limits of numbers and dates that some values are beyond, or that have one end.
    pub(in crate::new) fn queries(&self, columns: &[Guess]) -> Vec<String> {
        let mut found = Vec::new();
        for (at, guess) in columns.iter().enumerate() {
            let Some(field) = self.field(at) else {
                continue;
            };
            let limited = guess.is_number() || guess.kind == GuessedKind::Date;
            if !limited || guess.range.is_some() || guess.aside.is_some() {
                continue;
            }
            for (sign, limit) in [(">=", &field.least), ("<=", &field.most)] {
                if fits_kind(limit, guess) {
                    found.push(format!("{} {sign} {limit}", guess.name));
                }
            }
        }
        found
    }
}

/// Whether the cells are what the dictionary shows, but for some words such as codes
/// of missing data.
fn enough(cells: &Present<'_>, fits: impl Fn(&str) -> bool) -> bool {
    const MOST_WORDS: usize = 24;
    let others = cells.only(|cell| !fits(cell));
    others.len() * 2 <= cells.len() && others.texts().count() <= MOST_WORDS
}

fn aside(guess: &mut Guess, why: &'static str) {
    guess.aside = Some(why);
    guess.doubts.clear();
    guess.alternatives.clear();
    guess.reason.clear();
}

/// Keeps a column out of the report.
fn hidden(guess: &mut Guess, reason: &str) {
    guess.kind = GuessedKind::Text;
    guess.labels.clear();
    guess.doubts.clear();
    guess.alternatives.clear();
    guess.aside = Some("not analysed");
    reason.clone_into(&mut guess.reason);
}

/// No and yes; levels in an order that codes or labels show; else levels.
fn kind_of(options: &[Choice], found: Vec<String>, labels: &[String]) -> GuessedKind {
    let pair = |answers: [String; 2]| {
        let place = |word: &String| labels.iter().position(|label| label == word);
        let [no, yes] = answers.each_ref().map(place);
        Some([found.get(no?)?.clone(), found.get(yes?)?.clone()])
    };
    let checked = |labels: &[String]| labels == ["Unchecked", "Checked"];
    if let [no, yes] = found.as_slice()
        && checked(labels)
    {
        return GuessedKind::Binary([no.clone(), yes.clone()]);
    }
    if let Some(pair) = levels::answers(labels).and_then(pair) {
        return GuessedKind::Binary(pair);
    }
    if let Some(ordered) = order::ordered(labels) {
        let place = |label: &String| labels.iter().position(|own| own == label);
        let cells = ordered
            .iter()
            .filter_map(|label| found.get(place(label)?).cloned());
        return GuessedKind::Ordinal(cells.collect());
    }
    let is_scale = |option: &Choice| {
        let rest = option.label.strip_prefix(option.code.as_str());
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
        option.code.bytes().all(|b| b.is_ascii_digit()) && rest.is_some_and(ends)
    };
    if found.len() > 2 && options.iter().all(is_scale) {
        return GuessedKind::Ordinal(found);
    }
    GuessedKind::Nominal(found)
}

fn settle_number(field: &Field, guess: &mut Guess, raw: &Raw, cells: &Present<'_>) {
    let written = cells
        .texts()
        .filter(|cell| number(cell).is_some())
        .map(|cell| cell.rsplit_once('.').map_or(0, |(_, digits)| digits.len()));
    if !guess.is_number() {
        guess.kind = GuessedKind::Continuous(written.max().unwrap_or(0).min(2));
        guess.labels.clear();
        guess.doubts.clear();
        guess.missing.clear();
        guess.unfit = None;
        unfit(guess, raw, cells, |cell| number(cell).is_some());
    }
    guess.alternatives.clear();
    guess.reason = match field.kind.as_str() {
        "text" => format!("text validated as {}", field.validation),
        kind => format!("field of type {kind}"),
    };
    settle_range(field, guess, cells, |cell| number(cell).is_some());
}

/// The limits of the dictionary as a range, if every value is inside: what may be
/// entered beyond them is asked about instead.
fn settle_range(
    field: &Field,
    guess: &mut Guess,
    cells: &Present<'_>,
    fits: impl Fn(&str) -> bool,
) {
    let (least, most) = (field.least.as_str(), field.most.as_str());
    if !fits_kind(least, guess) || !fits_kind(most, guess) {
        return;
    }
    let inside = |cell: &str| match guess.kind {
        GuessedKind::Date => date(cell) >= date(least) && date(cell) <= date(most),
        _ => number(cell) >= number(least) && number(cell) <= number(most),
    };
    let in_order = match guess.kind {
        GuessedKind::Date => date(least) <= date(most),
        _ => number(least) <= number(most),
    };
    if in_order && cells.texts().filter(|cell| fits(cell)).all(inside) {
        let text = |limit: &str| match guess.kind {
            GuessedKind::Date => format!("\"{limit}\""),
            _ => limit.to_owned(),
        };
        guess.range = Some([text(least), text(most)]);
    } else {
        let note =
            format!("some values are beyond {least} to {most} of the dictionary: see queries");
        guess.notes.push(note);
    }
}

/// Whether a limit is a number or date as the study file writes it.
fn fits_kind(limit: &str, guess: &Guess) -> bool {
    match guess.kind {
        GuessedKind::Date => limit.parse::<jiff::civil::Date>().is_ok(),
        _ => {
            let digits = limit.trim_start_matches('-');
            let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            plain
                && digits.starts_with(|c: char| c.is_ascii_digit())
                && digits.ends_with(|c: char| c.is_ascii_digit())
                && (digits.len() == 1 || !digits.starts_with('0') || digits.starts_with("0."))
                && number(limit).is_some()
        }
    }
}

fn date(cell: &str) -> Option<jiff::civil::Date> {
    date_of(cell, DateOrder::YearMonthDay)
}

fn is_iso(cell: &str) -> bool {
    date(cell).is_some()
}

/// Whether a validation is of dates, with or without the time of day.
fn is_date(validation: &str) -> bool {
    validation.starts_with("date_") || validation.starts_with("datetime_")
}

/// Whether a validation is of what names persons and places, or of times of day.
fn is_name(validation: &str) -> bool {
    let known = [
        "time",
        "email",
        "phone",
        "ssn",
        "mrn",
        "zipcode",
        "postalcode",
        "vmrn",
    ];
    known.iter().any(|name| validation.starts_with(name))
}

//! Asks about the guesses that are not certain, one by one.

use super::Raw;
use super::answers::{Answers, EndpointAnswer};
use super::columns::Guesses;
use super::endpoint::{Deaths, Guessed, Source};
use super::group;
use super::guess::Guess;
use super::question::{Choice, Question, Respondent, Takes, Unanswered};
use super::reading::{Code, Decided, Mark, Reading};
use crate::study::{DateOrder, TimeUnit};

/// The units of times that are asked for, those of follow-up first.
const UNITS: [TimeUnit; 7] = [
    TimeUnit::Days,
    TimeUnit::Weeks,
    TimeUnit::Months,
    TimeUnit::Years,
    TimeUnit::Hours,
    TimeUnit::Minutes,
    TimeUnit::Seconds,
];

/// The word of the choice that is none of the others.
const NONE: &str = "none";

/// Asks how cells are written that may be read in two ways; whether anything was.
pub(super) fn about_cells(
    raw: &Raw,
    reading: &Reading,
    decided: &mut Decided,
    person: &mut dyn Respondent,
) -> Result<bool, Unanswered> {
    let mut asked = false;
    if reading.order_in_doubt {
        let question = Question {
            about: raw.file.clone(),
            text: "In which order are day and month written?".to_owned(),
            choices: vec![
                Choice::new("dmy", "day/month/year"),
                Choice::new("mdy", "month/day/year"),
            ],
            guessed: vec![0],
            takes: Takes::One,
        };
        let month_first = person.answer(&question)?.contains(&1);
        decided.order = Some(match month_first {
            true => DateOrder::MonthDayYear,
            false => DateOrder::DayMonthYear,
        });
        asked = true;
    }
    for (at, (name, column)) in raw.header.iter().zip(&reading.columns).enumerate() {
        if let Some((mark, example)) = &column.open_mark {
            let question = Question {
                about: name.clone(),
                text: format!("What does \"{example}\" mean?"),
                choices: vec![
                    Choice::new("thousands", example.replace(*mark, "")),
                    Choice::new("decimal", example.replace(*mark, ".")),
                ],
                guessed: Vec::new(),
                takes: Takes::One,
            };
            let decimal = person.answer(&question)?.contains(&1);
            let mark = if decimal {
                Mark::Decimal
            } else {
                Mark::Thousands
            };
            decided.marks.insert(at, mark);
            asked = true;
        }
        if !column.open_codes.is_empty() {
            let codes = column.open_codes.join(", ");
            let question = Question {
                about: name.clone(),
                text: format!("What does {codes} mean?"),
                choices: vec![
                    Choice::new("value", "the number itself"),
                    Choice::new("missing", "no value is known"),
                ],
                guessed: vec![0],
                takes: Takes::One,
            };
            let missing = person.answer(&question)?.contains(&1);
            let code = if missing { Code::Missing } else { Code::Value };
            decided.codes.insert(at, code);
            asked = true;
        }
    }
    Ok(asked)
}

/// Asks what columns are whose cells fit several kinds. What an endpoint reads is
/// asked about there.
pub(super) fn about_kinds(
    guesses: &Guesses,
    answers: &mut Answers,
    person: &mut dyn Respondent,
) -> Result<(), Unanswered> {
    let read = |guess: &&Guess| {
        let mut endpoints = guesses.endpoints.iter();
        endpoints.any(|endpoint| endpoint.uses(&guess.name))
    };
    for guess in &guesses.columns {
        if guess.alternatives.len() < 2 || guess.unusable || read(&guess) {
            continue;
        }
        let levels: Vec<&str> = guess
            .levels()
            .iter()
            .map(|level| guess.meaning(level))
            .collect();
        let choices = guess
            .alternatives
            .iter()
            .map(|alternative| Choice::new(alternative.kind.name(), alternative.meaning));
        let question = Question {
            about: guess.name.clone(),
            text: format!("What are its values {}?", levels.join(", ")),
            choices: choices.collect(),
            guessed: vec![0],
            takes: Takes::One,
        };
        let taken = person.answer(&question)?;
        let taken = taken.first().and_then(|at| guess.alternatives.get(*at));
        if let Some(taken) = taken {
            answers.kinds.insert(guess.name.clone(), taken.kind.clone());
        }
    }
    Ok(())
}

/// Asks what endpoints are that are not certain.
pub(super) fn about_endpoints(
    guesses: &Guesses,
    answers: &mut Answers,
    person: &mut dyn Respondent,
) -> Result<(), Unanswered> {
    for endpoint in &guesses.endpoints {
        let (time, status) = match &endpoint.source {
            Source::Columns { time, status, .. } => (time, status),
            Source::Dates { event, deaths, .. } => {
                if let Deaths::Censored(death) = deaths {
                    let deaths = Some(ask_deaths(endpoint, event, death, person)?);
                    let answer = EndpointAnswer {
                        deaths,
                        ..EndpointAnswer::default()
                    };
                    answers.endpoints.insert(event.clone(), answer);
                }
                continue;
            }
        };
        let column = guesses.columns.iter().find(|guess| guess.name == *status);
        let Some(column) = column else { continue };
        let mut answer = EndpointAnswer::default();
        if !endpoint.unsure_event.is_empty() || !endpoint.unsure.is_empty() {
            ask_event(endpoint, column, &mut answer, person)?;
        }
        let is_endpoint = answer.event.as_ref().is_none_or(|event| !event.is_empty());
        if endpoint.unsure_unit.is_some() && is_endpoint {
            answer.unit = Some(ask_unit(endpoint, time, person)?);
        }
        answers.endpoints.insert(time.clone(), answer);
    }
    Ok(())
}

fn ask_deaths(
    endpoint: &Guessed,
    event: &str,
    death: &str,
    person: &mut dyn Respondent,
) -> Result<Deaths, Unanswered> {
    let question = Question {
        about: format!("endpoint {}", endpoint.id),
        text: format!("What is {death} before {event}?"),
        choices: vec![
            Choice::new("censored", "it ends observation"),
            Choice::new("event", "it is the event too, as in disease-free survival"),
            Choice::new("competing", "an event after which the other cannot happen"),
        ],
        guessed: vec![0],
        takes: Takes::One,
    };
    let death = death.to_owned();
    Ok(match person.answer(&question)?.first() {
        Some(1) => Deaths::Event(death),
        Some(2) => Deaths::Competing(death),
        _ => Deaths::Censored(death),
    })
}

fn ask_event(
    endpoint: &Guessed,
    status: &Guess,
    answer: &mut EndpointAnswer,
    person: &mut dyn Respondent,
) -> Result<(), Unanswered> {
    let Source::Columns {
        time,
        event,
        competing,
        competing_known,
        ..
    } = &endpoint.source
    else {
        return Ok(());
    };
    let choice = |level: &String| {
        let meaning = Some(status.meaning(level)).filter(|meaning| meaning != level);
        Choice::new(level.clone(), meaning.unwrap_or_default())
    };
    let levels = status.levels();
    let mut choices: Vec<Choice> = levels.iter().map(choice).collect();
    choices.push(Choice::new(
        NONE,
        format!("{time} and {} are no time to event", status.name),
    ));
    let is_event = |level: &String| event.contains(level);
    let question = Question {
        about: format!("endpoint {}", endpoint.id),
        text: format!(
            "Which values of {} are the event that {time} runs to?",
            status.name
        ),
        choices,
        guessed: places(levels, is_event),
        takes: Takes::Several,
    };
    let taken = person.answer(&question)?;
    let event: Vec<String> = if taken.contains(&levels.len()) {
        Vec::new()
    } else {
        chosen(levels, &taken)
    };
    let others: Vec<String> = levels
        .iter()
        .filter(|level| !event.contains(level))
        .cloned()
        .collect();
    // Of one other value it is that of the censored.
    if !event.is_empty() && others.len() > 1 {
        let mut choices: Vec<Choice> = others.iter().map(choice).collect();
        choices.push(Choice::new(NONE, "those with any other value are censored"));
        let known = |level: &String| *competing_known && competing.contains(level);
        let mut guessed = places(&others, known);
        if guessed.is_empty() {
            guessed.push(others.len());
        }
        let question = Question {
            about: format!("endpoint {}", endpoint.id),
            text: format!(
                "Which other values of {} are events after which it cannot happen?",
                status.name
            ),
            choices,
            guessed,
            takes: Takes::Several,
        };
        let taken = person.answer(&question)?;
        if !taken.contains(&others.len()) {
            answer.competing = chosen(&others, &taken);
        }
    }
    answer.event = Some(event);
    Ok(())
}

fn places(levels: &[String], is: impl Fn(&String) -> bool) -> Vec<usize> {
    let all = levels.iter().enumerate();
    all.filter(|(_, level)| is(level))
        .map(|(at, _)| at)
        .collect()
}

fn chosen(levels: &[String], taken: &[usize]) -> Vec<String> {
    let own = taken.iter().filter_map(|at| levels.get(*at));
    own.cloned().collect()
}

fn ask_unit(
    endpoint: &Guessed,
    time: &str,
    person: &mut dyn Respondent,
) -> Result<TimeUnit, Unanswered> {
    let guessed = match &endpoint.source {
        Source::Columns { unit, .. } => *unit,
        Source::Dates { .. } => TimeUnit::Months,
    };
    let question = Question {
        about: format!("endpoint {}", endpoint.id),
        text: format!("In which unit is {time}?"),
        choices: UNITS.map(|unit| Choice::new(unit.name(), "")).into(),
        guessed: UNITS
            .iter()
            .position(|unit| *unit == guessed)
            .into_iter()
            .collect(),
        takes: Takes::One,
    };
    let taken = person.answer(&question)?;
    let unit = taken.first().and_then(|at| UNITS.get(*at));
    Ok(unit.copied().unwrap_or(guessed))
}

/// Asks which column groups are compared by.
pub(super) fn about_groups(
    guesses: &Guesses,
    answers: &mut Answers,
    person: &mut dyn Respondent,
) -> Result<(), Unanswered> {
    let candidates: Vec<&Guess> = group::candidates(&guesses.columns, &guesses.endpoints).collect();
    if candidates.is_empty() {
        return Ok(());
    }
    let choice = |guess: &&Guess| {
        let levels = guess.levels().iter().map(|level| guess.meaning(level));
        Choice::new(guess.name.clone(), levels.collect::<Vec<_>>().join(", "))
    };
    let mut choices: Vec<Choice> = candidates.iter().map(choice).collect();
    choices.push(Choice::new(NONE, "groups are not compared"));
    let is_guess = |guess: &&Guess| Some(&guess.name) == guesses.group.as_ref();
    let guessed = candidates.iter().position(is_guess);
    let question = Question {
        about: "tables and figures".to_owned(),
        text: "Which column are groups compared by?".to_owned(),
        guessed: vec![guessed.unwrap_or(candidates.len())],
        choices,
        takes: Takes::One,
    };
    let taken = person.answer(&question)?;
    let taken = taken.first().and_then(|at| candidates.get(*at));
    answers.group = Some(taken.map(|guess| guess.name.clone()));
    Ok(())
}

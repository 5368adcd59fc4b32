//! Dates of an origin, of events and of the last contact.

use jiff::civil::Date;

use super::super::Raw;
use super::super::guess::{Guess, GuessedKind};
use super::super::levels;
use super::super::vocabulary::mentions;
use super::agree::names_horizon;
use super::topic::Topic;
use super::{Computed, Deaths, Found, Guessed, Source, columns, event, status_strength};
use crate::cohort;
use crate::study::{DateOrder, TimeUnit};

/// Where time begins, the likeliest first.
const ORIGIN: &[&[&str]] = &[
    &[
        "randomisation",
        "randomization",
        "randomisierung",
        "rando",
        "rand",
        "randdt",
        "aleatorizacion",
        "aleatorizacao",
        "randomizacji",
        "randomisering",
        "randomisatie",
        "randomizzazione",
        "randomizacao",
    ],
    &[
        "operation",
        "surgery",
        "surgical",
        "surg",
        "surgdt",
        "sx",
        "resection",
        "transplant",
        "op",
        "operiert",
        "opdatum",
        "resektion",
        "transplantation",
        "trasplante",
        "trapianto",
        "greffe",
        "implantation",
        "eingriff",
        "chirurgie",
        "cirugia",
        "intervencion",
        "intervention",
        "intervento",
        "chirurgia",
        "operatie",
        "cirurgia",
        "operacji",
        "operacja",
        "zabieg",
        "operazione",
        "operacao",
        "ingreep",
        "ingrepp",
        "indgreb",
        "przeszczep",
    ],
    &[
        "inclusion",
        "enrolment",
        "enrollment",
        "einschluss",
        "inclusie",
        "inclusione",
        "arruolamento",
        "inclusao",
        "inklusion",
        "wlaczenia",
    ],
    &[
        "treatment",
        "start",
        "baseline",
        "index",
        "behandlung",
        "therapiebeginn",
        "beginn",
        "traitement",
        "debut",
        "tratamiento",
        "inicio",
        "trattamento",
        "tratamento",
        "behandeling",
        "behandling",
        "leczenia",
    ],
    &[
        "diagnosis",
        "diagnose",
        "erstdiagnose",
        "diagnostic",
        "diagnostico",
        "diagnosi",
        "rozpoznania",
        "diagnoz",
        "dx",
        "dg",
        "diag",
    ],
    &[
        "admission",
        "hospitalisation",
        "aufnahme",
        "entry",
        "ingreso",
        "ricovero",
        "internacao",
        "opname",
        "przyjecia",
        "inskrivning",
        "internamento",
        "admissao",
    ],
    &["tx", "txdt", "rx", "trt", "therapy", "chemo"],
];
const DEATH: &[&str] = &[
    "death",
    "died",
    "dod",
    "deceased",
    "tod",
    "todes",
    "sterbe",
    "verstorben",
    "gestorben",
    "verstarb",
    "ableben",
    "deces",
    "fallec",
    "falec",
    "muerte",
    "decesso",
    "morte",
    "obito",
    "overlijden",
    "defuncion",
    "exitus",
    "zgon",
    "smierc",
    "doed",
    "dods",
    "avlid",
    "dood",
];
const RETURN: &[&str] = &[
    "relapse",
    "recurrence",
    "progression",
    "rezidiv",
    "lokalrezidiv",
    "progress",
    "rechute",
    "recidiv",
    "recaida",
    "progreso",
    "nawrot",
    "wznow",
    "progresj",
    "aterfall",
    "recidief",
    "terugval",
    "ricaduta",
    "recorrencia",
];
const LAST: &[&[&str]] = &[
    &[
        "last", "letzt", "zuletzt", "dernier", "ultim", "laatste", "censor", "ostatni", "senast",
        "sista", "siste", "sidste",
    ],
    &[
        "contact",
        "seen",
        "followup",
        "follow",
        "fu",
        "lfu",
        "fudt",
        "visit",
        "kontakt",
        "nachsorge",
        "nachbeobachtung",
        "nachuntersuchung",
        "verlaufskontrolle",
        "suivi",
        "seguimiento",
        "visita",
        "visite",
        "nouvelles",
        "consulta",
        "consultation",
        "controle",
        "controllo",
        "wizyt",
        "obserwacji",
        "uppfoelj",
        "besoek",
        "bezoek",
        "opvolg",
    ],
    &["status", "vital", "statusdt"],
    &["end", "ende", "cutoff", "exit", "ex", "stop"],
];

/// Whether a header, or the label that its file states, has one of these words.
fn named(guess: &Guess, wanted: &[&str]) -> bool {
    mentions(&guess.name, wanted) || mentions(&guess.label, wanted)
}

/// Adds the endpoints that dates show: between dates of an origin and of an event, or
/// from an origin to the last contact with a status.
pub(super) fn add(found: &mut Found, columns: &[Guess], raw: &Raw, order: DateOrder) {
    let dates = || {
        columns
            .iter()
            .enumerate()
            .filter(|(_, guess)| guess.kind == GuessedKind::Date)
    };
    let is_event = |guess: &Guess| named(guess, DEATH) || named(guess, RETURN);
    let is_last = |guess: &Guess| LAST.first().is_some_and(|words| named(guess, words));
    let origin = ORIGIN.iter().find_map(|words| {
        dates().find(|(_, guess)| named(guess, words) && !is_event(guess) && !is_last(guess))
    });
    let last = LAST
        .iter()
        .find_map(|words| dates().find(|(_, guess)| named(guess, words) && !is_event(guess)));
    let (Some((origin, from)), Some((last, to))) = (origin, last) else {
        return;
    };
    if origin == last {
        return;
    }
    let mut own = Vec::new();
    for (at, event) in dates() {
        if at != origin && at != last && is_event(event) {
            let death = dates().find(|(_, guess)| named(guess, DEATH));
            own.push(between(from, (at, event), (last, to), death, raw, order));
        }
    }
    let has_death = found.endpoints.iter().chain(&own);
    let has_death = has_death
        .into_iter()
        .any(|endpoint| endpoint.id == "survival");
    if !has_death && later(raw, origin, last, order) == 0 {
        // Beside other events only a status of the dead and the living is one of its own.
        let states = match own.is_empty() {
            true => States::Any,
            false => States::OfLife,
        };
        let span = ((from, origin), (to, last));
        own.extend(with_status(found, columns, raw, span, states, order));
    }
    // A time with its status already says when patients died.
    let is_overall = |told: &Guessed| told.id == "survival" && told.label == "overall survival";
    if found.endpoints.iter().any(is_overall) {
        own.retain(|endpoint| endpoint.id != "survival");
    }
    // Death first, as the summary of a cohort begins with it.
    own.sort_by_key(|endpoint| endpoint.id != "survival");
    for endpoint in &own {
        let said = same_as_date(endpoint, columns, raw);
        found.left.retain(|told| {
            let is_said = |guess: &&Guess| told.starts_with(&format!("{}: named", guess.name));
            !said.iter().any(is_said)
        });
        let starts = |told: &String| {
            columns.iter().any(|guess| {
                endpoint.uses(&guess.name) && told.starts_with(&format!("{}: named", guess.name))
            })
        };
        found.left.retain(|told| !starts(told));
    }
    found.endpoints.extend(own);
}

/// The endpoint between the dates of an origin and of an event, else of the last contact.
fn between(
    from: &Guess,
    (at, event): (usize, &Guess),
    (last, to): (usize, &Guess),
    death: Option<(usize, &Guess)>,
    raw: &Raw,
    order: DateOrder,
) -> Guessed {
    let dead = named(event, DEATH);
    let (id, label) = match dead {
        true => ("survival", "overall survival"),
        false => ("recurrence", "time to recurrence"),
    };
    let mut unsure = Vec::new();
    let mut unsure_event = Vec::new();
    let mut deaths = Deaths::Unknown;
    let mut deaths_after_last = 0;
    if !dead {
        if let Some((death, guess)) = death {
            deaths_after_last = later(raw, death, last, order);
            deaths = Deaths::Censored(guess.name.clone());
        }
        unsure_event.push(
            "deaths are censored here; add their date to events for a relapse-free survival"
                .to_owned(),
        );
    }
    let after_last = later(raw, at, last, order);
    if after_last > 0 {
        unsure.push(format!(
            "{} is before {} in {after_last} rows, so it is taken for the last visit (censored_is = \"visit\")",
            to.name, event.name
        ));
    }
    let before_last = later(raw, last, at, order);
    let events: usize = raw.column(at).filled().map(|own| own.count).sum();
    // Of many it is rather the end of the study than a contact.
    let ordered = (dead && before_last > 0 && before_last * 2 < events)
        .then(|| format!("{} <= {}", to.name, event.name));
    if ordered.is_some() {
        unsure.push(format!(
            "{} is after {} in {before_last} rows, which validate lists",
            to.name, event.name
        ));
    }
    Guessed {
        query: ordered.filter(|_| is_plain(&to.name) && is_plain(&event.name)),
        id: id.to_owned(),
        label: label.to_owned(),
        source: Source::Dates {
            origin: from.name.clone(),
            event: event.name.clone(),
            censored: to.name.clone(),
            deaths,
            after_last,
            deaths_after_last,
        },
        unsure_event,
        unsure_unit: None,
        unsure,
        is_answered: false,
    }
}

/// The answers that say once more whether an endpoint's event has a date.
fn same_as_date<'a>(endpoint: &Guessed, columns: &'a [Guess], raw: &Raw) -> Vec<&'a Guess> {
    let Source::Dates { event, .. } = &endpoint.source else {
        return Vec::new();
    };
    let Some(event) = columns.iter().position(|guess| guess.name == *event) else {
        return Vec::new();
    };
    let says = |(at, guess): &(usize, &Guess)| {
        let Some([_, yes]) = levels::answers(guess.levels()) else {
            return false;
        };
        let answers = raw.column(*at).rows();
        let mut cells = answers.zip(raw.column(event).each(str::is_empty));
        cells.all(|(answer, is_empty)| answer.is_empty() || (answer == yes) != is_empty)
    };
    let all = columns.iter().enumerate().filter(says);
    all.map(|(_, guess)| guess).collect()
}

/// Which columns may be the status at the last contact.
#[derive(Clone, Copy, PartialEq, Eq)]
enum States {
    /// Any that is named as one.
    Any,
    /// Those of the dead and the living.
    OfLife,
}

/// A column and its place.
type Placed<'a> = (&'a Guess, usize);

/// The months from an origin to the last contact, with the status of a column that no
/// endpoint reads.
fn with_status(
    found: &Found,
    columns: &[Guess],
    raw: &Raw,
    ((from, origin), (to, last)): (Placed<'_>, Placed<'_>),
    states: States,
    order: DateOrder,
) -> Option<Guessed> {
    let open = |guess: &&Guess| {
        !found
            .endpoints
            .iter()
            .any(|endpoint| endpoint.uses(&guess.name))
    };
    let strength = |guess: &Guess| match event::has_both(guess) {
        true => 4,
        false => status_strength(&guess.name),
    };
    let statuses = columns.iter().enumerate();
    let (at, status) = statuses
        .filter(|(_, guess)| guess.levels().len() >= 2 && guess.aside.is_none())
        .filter(|(_, guess)| strength(guess) > 0 && open(guess) && !names_horizon(&guess.name))
        .filter(|(_, guess)| states == States::Any || is_of_life(guess))
        .max_by_key(|(at, guess)| (strength(guess), std::cmp::Reverse(*at)))?;
    let days = |from: Option<Date>, to: Option<Date>| -> Option<f64> {
        let span = to?.since(from?).ok()?;
        Some(f64::from(span.get_days()))
    };
    let levels = raw.column(at).rows();
    let spans = dates_of(raw, origin, order).zip(dates_of(raw, last, order));
    let ends: Vec<(&str, f64)> = levels
        .zip(spans)
        .filter_map(|(level, (from, to))| Some((level, days(from, to)?)))
        .collect();
    let topic = Topic::of(&status.name);
    let topic = topic.or_else(|| is_of_life(status).then_some(Topic::Overall));
    let reading = event::read(status, topic, &ends)?;
    let known = format!(
        "{} is taken for the date at which {} was known",
        to.name, status.name
    );
    let computed = Computed::Months {
        from: from.name.clone(),
        to: to.name.clone(),
    };
    Some(Guessed {
        unsure: vec![known],
        ..columns::endpoint(to, status, topic, reading, TimeUnit::Months, Some(computed))
    })
}

/// Whether a status tells who is dead.
fn is_of_life(status: &Guess) -> bool {
    event::has_both(status) || mentions(&status.name, DEATH)
}

/// Whether a name can stand in a condition.
fn is_plain(name: &str) -> bool {
    !name.contains(['<', '>', '=', '!']) && !name.contains(" when ") && !name.contains(" and ")
}

/// Rows in which one date is later than another.
fn later(raw: &Raw, one: usize, other: usize, order: DateOrder) -> usize {
    let is_later = |dates: &(Option<Date>, Option<Date>)| matches!(dates, (Some(one), Some(other)) if one > other);
    let dates = dates_of(raw, one, order).zip(dates_of(raw, other, order));
    dates.filter(is_later).count()
}

/// The dates of a column, row by row.
fn dates_of(raw: &Raw, at: usize, order: DateOrder) -> impl Iterator<Item = Option<Date>> {
    raw.column(at)
        .each(move |cell| cohort::date_of(cell, order))
}

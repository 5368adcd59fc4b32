//! Which groups figures of curves show: those with rows, each in the colour and
//! with the mark of its level. What is not shown is stated.

use crate::figures::alt::Alt;
use crate::study::{Endpoint, Level, Study};
use crate::words::capitalised;

/// The level of a curve, if it is that of a group.
pub(super) fn level<'a>(study: &'a Study, group: Option<&(String, usize)>) -> Option<&'a Level> {
    let (by, level) = group?;
    study.variable(by)?.levels.get(*level)
}

/// What a curve is called in a key that does not name the variable.
pub(super) fn level_label(study: &Study, group: Option<&(String, usize)>) -> Option<String> {
    let (by, _) = group?;
    let grouping = study.variable(by)?;
    Some(grouping.level_of(level(study, group)?, study.words()))
}

/// The curves of an endpoint, by the index of their level.
pub(super) struct Shown<'a> {
    endpoint: &'a Endpoint,
    levels: Vec<usize>,
}

impl<'a> Shown<'a> {
    /// Of curves with these groups; one of all rows has none.
    pub(super) fn new<'g>(
        endpoint: &'a Endpoint,
        groups: impl Iterator<Item = Option<&'g (String, usize)>>,
    ) -> Self {
        let levels = groups.flatten().map(|(_, level)| *level).collect();
        Self { endpoint, levels }
    }
}

/// What no curve shows: rows whose group is not known, and groups without rows.
pub(super) fn note(
    study: &Study,
    by: &str,
    shown: &[Shown<'_>],
    alt: &mut Alt<'_>,
) -> Option<String> {
    let missing = group_missing(study, by, alt);
    let notes: Vec<String> = missing
        .into_iter()
        .chain(empty(study, by, shown, alt))
        .collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// How many rows no curve shows, because their group is not known.
fn group_missing(study: &Study, by: &str, alt: &mut Alt<'_>) -> Option<String> {
    let grouping = study.variable(by)?;
    let id = grouping.path().key("missing");
    let missing = alt.peek(&id)?;
    missing.value.number().filter(|n| *n > 0.0)?;
    let slots = [
        ("by", capitalised(&grouping.label)),
        ("n", alt.get(&id)),
        ("one", study.cohort.one.clone()),
        ("many", study.cohort.many.clone()),
    ];
    Some(alt.words().fill("figure.group_missing", &slots))
}

/// The groups without rows, once where all endpoints lack the same.
fn empty(study: &Study, by: &str, shown: &[Shown<'_>], alt: &Alt<'_>) -> Vec<String> {
    let Some(grouping) = study.variable(by) else {
        return Vec::new();
    };
    let lacking = |own: &Shown<'_>| {
        let levels = grouping.levels.iter().enumerate();
        let levels = levels.filter(|(at, _)| !own.levels.contains(at));
        let labels = levels.map(|(_, level)| grouping.level_of(level, study.words()));
        labels.collect::<Vec<_>>().join(", ")
    };
    let lists: Vec<String> = shown.iter().map(lacking).collect();
    let are_alike = lists.windows(2).all(|pair| pair.first() == pair.last());
    let told = shown.iter().zip(&lists);
    let told = told.take(if are_alike { 1 } else { usize::MAX });
    let told = told.filter(|(_, list)| !list.is_empty());
    told.map(|(own, list)| {
        let slots = [
            ("list", list.as_str()),
            ("many", &study.cohort.many),
            ("endpoint", &own.endpoint.label),
        ];
        match are_alike {
            true => alt.words().fill("figure.group_empty", &slots),
            false => alt.words().fill("figure.group_empty_of", &slots),
        }
    })
    .collect()
}

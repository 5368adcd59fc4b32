//! Length of follow-up behind the captions of curves, where nothing else in the
//! report states it.

use super::Content;
use super::provenance::Printed;
use crate::ledger::Ledger;
use crate::number::NumberId;
use crate::tables::{Cell, follow_up};

/// The follow-up of the endpoints of a figure.
pub(crate) struct FollowUps {
    /// Id of the figure.
    figure: String,
    /// Its endpoints: the median, and the sentence that states it.
    endpoints: Vec<(NumberId, Cell)>,
}

/// Those of every figure of curves.
pub(super) fn of_figures(content: &Content<'_>) -> Vec<FollowUps> {
    let figures = content.layout.figures.iter().map(|figure| {
        let ids = figure.kind.followed().iter();
        let endpoints = ids.filter_map(|id| content.study.endpoint(id));
        let stated = endpoints.filter_map(|endpoint| {
            let median = endpoint.path().word("follow_up").key("median");
            // Of no rows there is none.
            let known = content.ledger.get(&median)?.value.reason().is_none();
            known.then(|| (median, follow_up(content.study, content.ledger, endpoint)))
        });
        FollowUps {
            figure: figure.id.clone(),
            endpoints: stated.collect(),
        }
    });
    figures.collect()
}

/// What a figure has to state: the figure, the median.
pub(super) type Unstated = (String, NumberId);

/// The medians that a report prints curves without, each with the first figure
/// of them.
pub(super) fn unstated(all: &[FollowUps], printed: &Printed, ledger: &Ledger) -> Vec<Unstated> {
    let is_printed = |id: &NumberId| {
        let place = ledger.position(id);
        place.is_none_or(|place| printed.places().any(|own| own == place))
    };
    let mut found: Vec<Unstated> = Vec::new();
    for figure in printed.figures() {
        let own = all.iter().filter(|own| own.figure == figure);
        for (median, _) in own.flat_map(|own| &own.endpoints) {
            if !is_printed(median) && !found.iter().any(|(_, known)| known == median) {
                found.push((figure.to_owned(), median.clone()));
            }
        }
    }
    found
}

/// The sentences that a figure states.
pub(super) fn sentences<'a>(
    all: &'a [FollowUps],
    unstated: &'a [Unstated],
    figure: &'a str,
) -> impl Iterator<Item = &'a Cell> {
    let own = all.iter().filter(move |own| own.figure == figure);
    let endpoints = own.flat_map(|own| &own.endpoints);
    endpoints.filter_map(move |(median, sentence)| {
        let stated = |(by, of): &Unstated| by == figure && of == median;
        unstated.iter().any(stated).then_some(sentence)
    })
}

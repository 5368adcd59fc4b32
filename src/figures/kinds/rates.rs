//! Shares at the times that a study asks for, in alternative texts of curves.

use crate::figures::alt::Alt;
use crate::figures::axis::digits_of;
use crate::number::{Path, format};
use crate::statistics::CUMULATIVE_INCIDENCE;
use crate::study::{Endpoint, Study};

/// The times at which any table or analysis gives the survival of these groups.
pub(super) fn of_survival(study: &Study, endpoint: &Endpoint, by: Option<&str>) -> Vec<f64> {
    let plan = study.plan();
    let own = plan.survivals.iter();
    let mut own = own.filter(|own| own.endpoint == endpoint.id && own.by.as_deref() == by);
    let times = own.next().map(|own| own.probabilities_at.clone());
    times.unwrap_or_default()
}

/// The same of a cumulative incidence.
pub(super) fn of_incidence(study: &Study, endpoint: &Endpoint, by: Option<&str>) -> Vec<f64> {
    let plan = study.plan();
    let own = plan.statistics.iter().filter(|own| {
        let is_asked = own.statistics.contains(&&CUMULATIVE_INCIDENCE);
        is_asked && own.of_endpoints && own.by.as_deref() == by && own.of.contains(&endpoint.id)
    });
    let mut times: Vec<f64> = own.flat_map(|own| own.times.clone()).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
}

/// Which curve, and what its numbers are called.
pub(super) struct Rates<'a> {
    pub(super) label: &'a str,
    pub(super) path: &'a Path,
    pub(super) endpoint: &'a Endpoint,
    /// The key of the share at a time.
    pub(super) key: &'static str,
    /// The words of the sentence.
    pub(super) sentence: &'static str,
}

impl Rates<'_> {
    /// Adds the shares at these times with their intervals; those beyond
    /// follow-up are left out.
    pub(super) fn tell(&self, times: &[f64], alt: &mut Alt<'_>) {
        let rates: Vec<String> = times
            .iter()
            .filter_map(|time| self.at(*time, alt))
            .collect();
        if !rates.is_empty() {
            let slots = [("label", self.label), ("list", &rates.join(", "))];
            alt.tell(self.sentence, &slots);
        }
    }

    fn at(&self, time: f64, alt: &mut Alt<'_>) -> Option<String> {
        let words = alt.words();
        let unit = self.endpoint.unit;
        let path = self.path.clone().time(time, unit.name());
        let value = |key: &str, alt: &Alt<'_>| alt.peek(&path.key(key))?.value.number();
        value(self.key, alt)?;
        let named = unit.words(words);
        let named = match time {
            1.0 => words.one_of(named),
            _ => named.to_owned(),
        };
        let limits = ["ci_lower", "ci_upper"].map(|key| value(key, alt));
        let rate = alt.get(&path.key(self.key));
        let mut slots = vec![
            ("percent", rate),
            ("time", format::tick(time, digits_of(time), alt.style())),
            ("unit", named),
        ];
        let sentence = match limits {
            [Some(low), Some(high)] if low < high => {
                let [low, high] = ["ci_lower", "ci_upper"].map(|key| alt.get(&path.key(key)));
                slots.extend([("low", low), ("high", high)]);
                "figure.rate_interval"
            }
            _ => "figure.rate",
        };
        let slots: Vec<(&str, &str)> = slots
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        Some(words.fill(sentence, &slots))
    }
}

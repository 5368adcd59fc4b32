//! The smallest change under which a published number follows from the data.

use std::collections::BTreeMap;

use super::statement::{Agreement, Statement};
use crate::check::alternatives::{
    Change, Evidence, Printing, Scenario, other_statistics, readings, recompute, scenarios,
};
use crate::ledger::Ledger;
use crate::number::{Number, Value};
use crate::study::Rounding;

/// What makes a published number follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Explanation {
    /// Made together.
    pub(super) changes: Vec<Change>,
    /// Each of these alone does it too.
    pub(super) others: Vec<Change>,
}

/// One way to other values for the entries of a published text.
struct Attempt {
    change: Change,
    values: Vec<Value>,
}

/// Tries changes, remembering what was computed for one subject.
pub(super) struct Search<'a> {
    evidence: Evidence<'a>,
    computed: BTreeMap<String, Vec<(Scenario, Ledger)>>,
}

/// How many further single changes are listed.
const OTHERS: usize = 2;

impl<'a> Search<'a> {
    pub(super) fn new(evidence: Evidence<'a>) -> Self {
        Self {
            evidence,
            computed: BTreeMap::new(),
        }
    }

    pub(super) fn evidence(&self) -> &Evidence<'a> {
        &self.evidence
    }

    /// The fewest changes, at most one of the value and one of its printing, or
    /// two of the value, under which the statement holds of the entries.
    pub(super) fn explain(
        &mut self,
        statement: &Statement,
        entries: &[&Number],
    ) -> Option<Explanation> {
        let conventions = &self.evidence.study.conventions;
        let own = Printing::Rule(conventions.rounding);
        let own_values: Vec<Value> = entries.iter().map(|entry| entry.value.clone()).collect();
        let holds = |values: &[Value], printing| {
            statement.holds(values, printing, conventions) != Agreement::No
        };
        // Rounding to even differs at ties only, which are accepted anyway.
        let same = [own, Printing::Rule(Rounding::HalfEven)];
        let printings = || {
            let all = Printing::ALL.into_iter();
            all.filter(|other| !same.contains(other))
        };

        let mut single: Vec<Change> = printings()
            .filter(|printing| holds(&own_values, *printing))
            .map(Printing::change)
            .take(1)
            .collect();
        let attempts = self.attempts(entries);
        for attempt in &attempts {
            if holds(&attempt.values, own) && !single.contains(&attempt.change) {
                single.push(attempt.change.clone());
            }
        }
        if !single.is_empty() {
            let others = single.split_off(1).into_iter().take(OTHERS).collect();
            return Some(Explanation {
                changes: single,
                others,
            });
        }
        for attempt in &attempts {
            if let Some(printing) = printings().find(|p| holds(&attempt.values, *p)) {
                return Some(Explanation {
                    changes: vec![attempt.change.clone(), printing.change()],
                    others: Vec::new(),
                });
            }
        }
        self.twice(entries, &|values| holds(values, own))
    }

    /// Every single change of the values, the likelier first.
    fn attempts(&mut self, entries: &[&Number]) -> Vec<Attempt> {
        let mut attempts = alike(entries, |entry| {
            readings(entry, self.evidence.ledger, &self.evidence)
                .into_iter()
                .map(|reading| (reading.change.clone(), reading.as_value()))
                .collect()
        });
        for subject in subjects(entries) {
            for (scenario, ledger) in self.worlds_of(&subject) {
                let values: Vec<Value> = entries
                    .iter()
                    .map(|entry| match ledger.get(&entry.id) {
                        Some(number) => number.value.clone(),
                        None => entry.value.clone(),
                    })
                    .collect();
                attempts.push(Attempt {
                    change: scenario.change.clone(),
                    values,
                });
            }
        }
        let evidence = self.evidence;
        attempts.extend(alike(entries, |entry| {
            other_statistics(&evidence, &entry.id)
                .into_iter()
                .filter_map(|scenario| {
                    let results = recompute(&evidence, &scenario)?;
                    let number = results.ledger.get(scenario.id_of(&entry.id))?;
                    Some((scenario.change, number.value.clone()))
                })
                .collect()
        }));
        let own: Vec<&Value> = entries.iter().map(|entry| &entry.value).collect();
        attempts.retain(|attempt| attempt.values.iter().ne(own.iter().copied()));
        attempts
    }

    /// Another reading in another scenario.
    fn twice(
        &mut self,
        entries: &[&Number],
        holds: &dyn Fn(&[Value]) -> bool,
    ) -> Option<Explanation> {
        let evidence = self.evidence;
        for subject in subjects(entries) {
            for (scenario, ledger) in self.worlds_of(&subject) {
                let there: Option<Vec<&Number>> =
                    entries.iter().map(|entry| ledger.get(&entry.id)).collect();
                let Some(there) = there else { continue };
                if there.iter().zip(entries).all(|(a, b)| a.value == b.value) {
                    continue;
                }
                let inside = Evidence { ledger, ..evidence };
                let found = alike(&there, |entry| {
                    readings(entry, ledger, &inside)
                        .into_iter()
                        .map(|reading| (reading.change.clone(), reading.as_value()))
                        .collect()
                });
                if let Some(attempt) = found.into_iter().find(|a| holds(&a.values)) {
                    return Some(Explanation {
                        changes: vec![scenario.change.clone(), attempt.change],
                        others: Vec::new(),
                    });
                }
            }
        }
        None
    }

    fn worlds_of(&mut self, subject: &str) -> &[(Scenario, Ledger)] {
        let evidence = self.evidence;
        self.computed.entry(subject.to_owned()).or_insert_with(|| {
            scenarios(&evidence, subject)
                .into_iter()
                .filter_map(|scenario| {
                    let results = recompute(&evidence, &scenario)?;
                    Some((scenario, results.ledger))
                })
                .collect()
        })
    }
}

/// What the ids of entries begin with: variables, endpoints or models.
fn subjects(entries: &[&Number]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for entry in entries {
        let subject = entry.id.subject().name().unwrap_or_default();
        if !found.iter().any(|known| known == subject) {
            found.push(subject.to_owned());
        }
    }
    found
}

/// The alternatives of each entry joined where they come from one kind of
/// change: all entries that have it take it, the others keep their value.
fn alike(entries: &[&Number], of: impl Fn(&Number) -> Vec<(Change, Value)>) -> Vec<Attempt> {
    let found: Vec<Vec<(Change, Value)>> = entries.iter().map(|entry| of(entry)).collect();
    let mut attempts: Vec<Attempt> = Vec::new();
    for (change, _) in found.iter().flatten() {
        // Both limits of an interval change together, whatever words they use.
        let values: Vec<Value> = entries
            .iter()
            .zip(&found)
            .map(|(entry, own)| {
                let same = own.iter().find(|(other, _)| other.title == change.title);
                let kind = own.iter().find(|(other, _)| other.kind == change.kind);
                same.or(kind.filter(|_| change.kind == "statistic"))
                    .map_or_else(|| entry.value.clone(), |(_, value)| value.clone())
            })
            .collect();
        let known = attempts.iter().any(|attempt| attempt.values == values);
        if !known {
            attempts.push(Attempt {
                change: change.clone(),
                values,
            });
        }
    }
    attempts
}

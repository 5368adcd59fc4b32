//! The analyses of a plan as pieces of work that do not need each other. Their
//! numbers are put together in the order of the plan, so that they do not depend
//! on how many cores there are.

use std::ops::ControlFlow;

use super::record::Recorder;
use super::{Curve, differences, follow_up, missing, model, statistics, summary, survival};
use crate::cohort::Cohort;
use crate::parallel::{cores, in_order};
use crate::progress::{self, Measure};
use crate::study::{
    DifferenceRequest, FollowUp, MissingRequest, Model, Plan, StatisticsByName, Study, Summary,
    Survival,
};

/// Below so many rows a core of its own is not worth starting.
const FEW: usize = 5_000;
/// Rows that tasks which are done at the same time read together: the longest need nearly
/// a hundred bytes for each.
const AT_A_TIME: usize = 2_000_000;
/// The others need half of that at most.
const SHARE: usize = 2;
/// So many of the others are always done at the same time.
const PAIR: usize = 2;

/// One analysis.
pub(super) enum Task<'a> {
    Summary(&'a Summary),
    Survival(&'a Survival),
    FollowUp(&'a FollowUp),
    Statistics(&'a StatisticsByName),
    Missing(&'a MissingRequest),
    Difference(&'a DifferenceRequest),
    Model(&'a Model),
}

/// What an analysis recorded.
pub(super) struct Done<'a> {
    pub(super) recorder: Recorder<'a>,
    pub(super) curves: Vec<Curve>,
}

impl Task<'_> {
    /// All analyses in the order of the ledger, the summaries first.
    pub(super) fn all<'a>(study: &'a Study, plan: &'a Plan) -> Vec<Task<'a>> {
        let summaries = plan.summaries.iter().map(Task::Summary);
        summaries
            .chain(plan.survivals.iter().map(Task::Survival))
            .chain(plan.follow_ups.iter().map(Task::FollowUp))
            .chain(plan.statistics.iter().map(Task::Statistics))
            .chain(plan.missing.iter().map(Task::Missing))
            .chain(plan.differences.iter().map(Task::Difference))
            .chain(study.models.iter().map(Task::Model))
            .collect()
    }

    fn record<'c>(&self, study: &'c Study, cohort: &'c Cohort) -> Done<'c> {
        let mut recorder = Recorder::new(study, cohort);
        let mut curves = Vec::new();
        let own = &mut recorder;
        match self {
            Self::Summary(wanted) => summary::record(own, wanted),
            Self::Survival(wanted) => curves = survival::record(own, wanted),
            Self::FollowUp(wanted) => follow_up::record(own, wanted),
            Self::Statistics(wanted) => statistics::record(own, wanted),
            Self::Missing(wanted) => missing::record(own, wanted),
            Self::Difference(wanted) => differences::record(own, wanted),
            Self::Model(wanted) => model::record(own, wanted),
        }
        Done { recorder, curves }
    }

    /// The longest come first, so that no core waits for them at the end.
    fn length(&self) -> u8 {
        match self {
            Self::Model(_) => 2,
            Self::Survival(_) => 1,
            _ => 0,
        }
    }
}

/// Does all of them on as many cores as the rows are worth and the memory bears; the
/// results are in the order of the tasks.
pub(super) fn run<'c>(study: &'c Study, cohort: &'c Cohort, tasks: &[Task<'_>]) -> Vec<Done<'c>> {
    let cores = if cohort.len() < FEW { 1 } else { cores() };
    run_on((cores, AT_A_TIME), study, cohort, tasks)
}

fn run_on<'c>(
    (cores, at_a_time): (usize, usize),
    study: &'c Study,
    cohort: &'c Cohort,
    tasks: &[Task<'_>],
) -> Vec<Done<'c>> {
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    let length = |at: &usize| tasks.get(*at).map_or(0, Task::length);
    order.sort_by_key(|at| std::cmp::Reverse(length(at)));
    let within = |rows: usize| rows / cohort.len().max(1);
    let few = within(at_a_time).max(1).min(cores);
    let many = within(at_a_time.saturating_mul(SHARE)).max(PAIR).min(cores);
    let count = match few < cores {
        true => order.iter().take_while(|at| length(at) > 0).count(),
        false => 0,
    };
    let (longest, others) = order.split_at(count);
    let work = |at: &usize| Some((*at, tasks.get(*at)?.record(study, cohort)));
    let progress = progress::begin("analyse", Measure::Uneven(tasks.len()));
    let mut found = Vec::with_capacity(tasks.len());
    for (cores, order) in [(few, longest), (many, others)] {
        in_order(cores, order.iter(), work, |done| {
            progress.advance();
            found.extend(done);
            ControlFlow::Continue(())
        });
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    /// The numbers, their rows and their order do not depend on the cores.
    #[test]
    fn cores_change_nothing() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in ["rvlms", "veteran"] {
            let folder = root.join("data").join(name);
            let inputs = crate::report::Inputs::read(&folder).unwrap();
            let study = &inputs.study;
            let cohort = crate::cohort::read(study, "cohort.csv", inputs.cohort.content()).unwrap();
            let plan = study.plan();
            let tasks = Task::all(study, &plan);
            let of = |cores, at_a_time| {
                let mut whole = Recorder::new(study, &cohort);
                for done in run_on((cores, at_a_time), study, &cohort, &tasks) {
                    whole.append(done.recorder);
                }
                assert!(whole.conflicts.is_empty());
                whole.ledger
            };
            let (one, four) = (of(1, AT_A_TIME), of(4, AT_A_TIME));
            assert!(
                one.iter().eq(of(4, 0).iter()),
                "{name}, one after the other"
            );
            assert!(one.iter().eq(four.iter()), "{name}");
            assert_eq!(one.row_sets(), four.row_sets(), "{name}");
            // In one recorder from the first number to the last.
            let all = crate::analyse::analyse(study, &cohort).ledger;
            let own: Vec<_> = all
                .iter()
                .filter(|own| one.get(&own.id).is_some())
                .collect();
            assert!(
                one.iter()
                    .map(|own| &own.id)
                    .eq(own.iter().map(|own| &own.id))
            );
        }
    }
}

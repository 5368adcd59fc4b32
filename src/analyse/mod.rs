//! Study and cohort in, numbers out: every analysis that the study requests,
//! computed once by [`crate::stats`] and written into the ledger.
//!
//! One file an analysis kind. Nothing here formats a number or depends on a
//! table, a figure or a page.

mod adjusted;
mod axis_end;
mod compare;
mod differences;
mod follow_up;
mod hazard_ratios;
mod incidence;
mod lanes;
mod missing;
mod model;
mod pairs;
mod place;
mod plot_data;
mod points;
mod queries;
mod record;
mod settings;
mod statistics;
mod summary;
mod summary_digits;
mod survival;
mod tasks;

pub use axis_end::{shown_until, told_times};
pub use plot_data::{Curve, Dots, Incidence, Lane, Lanes, PlotData, Sample};

use crate::cohort::Cohort;
use crate::findings::Findings;
use crate::ledger::{Conflict, Ledger};
use crate::study::Study;
use record::Recorder;
use tasks::Task;

/// What a run computed.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// Every number.
    pub ledger: Ledger,
    /// The points, curves and lanes that were asked for.
    pub plot_data: PlotData,
    /// The queries of the study about the data, if any.
    pub queries: Findings,
    /// Numbers that were computed but have the id of another: an internal error.
    pub conflicts: Vec<Conflict>,
}

/// Runs the analyses of a study. A statistic without a value is a number that
/// has its reason, never an error.
pub fn analyse(study: &Study, cohort: &Cohort) -> Results {
    let mut recorder = Recorder::new(study, cohort);
    let mut plot_data = PlotData::default();
    let plan = study.plan();
    settings::record(&mut recorder);
    summary::record_beyond_limits(&mut recorder);
    let tasks = Task::all(study, &plan);
    let mut done = tasks::run(study, cohort, &tasks).into_iter();
    for summary in done.by_ref().take(plan.summaries.len()) {
        recorder.append(summary.recorder);
    }
    // From the p-values of the summaries.
    for wanted in &plan.adjusted {
        adjusted::record(&mut recorder, wanted);
    }
    for other in done {
        plot_data.curves.extend(other.curves);
        recorder.append(other.recorder);
    }
    let samples = plan.samples.iter();
    plot_data.samples = samples
        .map(|wanted| points::sample(study, cohort, wanted))
        .collect();
    let incidences = plan.incidences.iter();
    plot_data.incidences = incidences
        .flat_map(|wanted| incidence::record(&mut recorder, wanted))
        .collect();
    let dots = plan.dots.iter();
    plot_data.dots = dots.map(|wanted| points::dots(cohort, wanted)).collect();
    let lanes = plan.lanes.iter();
    plot_data.lanes = lanes
        .map(|wanted| lanes::keep(study, cohort, wanted))
        .collect();
    let queries = queries::record(&mut recorder);
    survival::share_digits(&mut recorder);
    recorder.ledger.group_digits_alike();
    Results {
        ledger: recorder.ledger,
        conflicts: recorder.conflicts,
        plot_data,
        queries,
    }
}

/// The times 0, `every`, 2 `every`, … that a time axis to `last` shows.
pub fn ticks(every: f64, last: f64) -> Vec<f64> {
    // No axis has room for more; the bound guards against a tiny `every`.
    const MOST: f64 = 100.0;
    let count = (last / every).floor().min(MOST) as usize;
    // As a fraction where it is one: three tenths are 0.3, 3 × 0.1 is not.
    let parts = 1.0 / every;
    let exact = every < 1.0 && (parts - parts.round()).abs() < 1e-9;
    let time = |tick: usize| match exact {
        true => tick as f64 / parts.round(),
        false => tick as f64 * every,
    };
    (0..=count).map(time).collect()
}

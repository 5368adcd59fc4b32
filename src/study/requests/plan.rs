//! All that a run computes, each once.

use super::request::{
    AdjustedRequest, DifferenceRequest, DotsRequest, IncidenceRequest, LanesRequest,
    MissingRequest, Request, Requests, SampleRequest,
};
use super::{AnalysisKind, FollowUp, StatisticsByName, Summary, Survival};
use crate::study::Study;

/// Everything that a run computes, each once, in the order of the study file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Summaries, unique by variable and grouping.
    pub summaries: Vec<Summary>,
    /// Survival curves, unique by endpoint and grouping.
    pub survivals: Vec<Survival>,
    /// Follow-up, unique by endpoint.
    pub follow_ups: Vec<FollowUp>,
    /// Statistics by name.
    pub statistics: Vec<StatisticsByName>,
    /// Shares of missing values.
    pub missing: Vec<MissingRequest>,
    /// Differences between two groups.
    pub differences: Vec<DifferenceRequest>,
    /// Adjusted p-values.
    pub adjusted: Vec<AdjustedRequest>,
    /// Values of variables.
    pub samples: Vec<SampleRequest>,
    /// Cumulative incidences.
    pub incidences: Vec<IncidenceRequest>,
    /// Pairs of values.
    pub dots: Vec<DotsRequest>,
    /// Courses of rows in time.
    pub lanes: Vec<LanesRequest>,
}

impl Plan {
    pub(in crate::study) fn new(study: &Study) -> Self {
        let Requests { first, last } = &study.requests;
        let mut plan = Self::default();
        for request in first {
            plan.add(request.clone());
        }
        for analysis in &study.analyses {
            match analysis.kind.clone() {
                AnalysisKind::Summary(summaries) => {
                    for summary in summaries {
                        plan.add(Request::Summary(summary));
                    }
                }
                AnalysisKind::Survival(survival) => plan.add(Request::Survival(survival)),
                AnalysisKind::FollowUp(follow_up) => plan.add(Request::FollowUp(follow_up)),
                AnalysisKind::Statistics(request) => plan.add(Request::Statistics(request)),
            }
        }
        for request in last {
            plan.add(request.clone());
        }
        // A report of hazards says how long rows were followed, as one of curves does.
        for endpoint in study.models.iter().filter_map(|own| own.outcome.endpoint()) {
            plan.add(Request::follow_up(endpoint));
        }
        if study.document.has_appendix("data") {
            for variable in &study.variables {
                plan.add(Request::summary(&variable.name, None));
            }
        }
        plan.tell_once();
        plan
    }

    /// Curves whose times the study lists are not told at others.
    fn tell_once(&mut self) {
        let listed: Vec<StatisticsByName> = self
            .statistics
            .iter()
            .filter(|own| own.of_endpoints && !own.times.is_empty())
            .cloned()
            .collect();
        for own in &mut self.statistics {
            let lists = |of: &String| {
                let mut listed = listed.iter().filter(|other| other.by == own.by);
                listed.any(|other| other.of.contains(of) && other.statistics == own.statistics)
            };
            if own.of.iter().all(lists) {
                own.told_every = None;
            }
        }
    }

    fn add(&mut self, request: Request) {
        match request {
            Request::Summary(summary) => self.summary(summary),
            Request::Survival(survival) => self.survival(survival),
            Request::FollowUp(follow_up) => once(&mut self.follow_ups, follow_up),
            Request::Statistics(wanted) => once(&mut self.statistics, wanted),
            Request::Missing(missing) => once(&mut self.missing, missing),
            Request::Difference(wanted) => once(&mut self.differences, wanted),
            Request::Adjusted(adjusted) => once(&mut self.adjusted, adjusted),
            Request::Sample(sample) => once(&mut self.samples, sample),
            Request::Incidence(incidence) => self.incidence(incidence),
            Request::Dots(dots) => once(&mut self.dots, dots),
            Request::Lanes(lanes) => once(&mut self.lanes, lanes),
        }
    }

    fn summary(&mut self, wanted: Summary) {
        let known = self
            .summaries
            .iter_mut()
            .find(|known| known.variable == wanted.variable && known.by == wanted.by);
        match known {
            Some(known) => {
                known.compare |= wanted.compare;
                for share in wanted.quantiles {
                    once(&mut known.quantiles, share);
                }
            }
            None => self.summaries.push(wanted),
        }
    }

    fn incidence(&mut self, wanted: IncidenceRequest) {
        let known = self
            .incidences
            .iter_mut()
            .find(|known| known.endpoint == wanted.endpoint && known.by == wanted.by);
        match known {
            Some(known) => {
                for every in wanted.risk_every {
                    once(&mut known.risk_every, every);
                }
            }
            None => self.incidences.push(wanted),
        }
    }

    fn survival(&mut self, wanted: Survival) {
        let known = self
            .survivals
            .iter_mut()
            .find(|known| known.endpoint == wanted.endpoint && known.by == wanted.by);
        match known {
            Some(known) => {
                for time in wanted.probabilities_at {
                    once(&mut known.probabilities_at, time);
                }
                known.probabilities_at.sort_by(f64::total_cmp);
                for share in wanted.quantiles {
                    once(&mut known.quantiles, share);
                }
                for every in wanted.risk_every {
                    once(&mut known.risk_every, every);
                }
                for every in wanted.told_every {
                    once(&mut known.told_every, every);
                }
                for every in wanted.counted_every {
                    once(&mut known.counted_every, every);
                }
                known.hazard_ratios |= wanted.hazard_ratios;
            }
            None => self.survivals.push(wanted),
        }
    }
}

/// Adds what is not there yet.
fn once<T: PartialEq>(known: &mut Vec<T>, wanted: T) {
    if !known.contains(&wanted) {
        known.push(wanted);
    }
}

//! All that a run computes, each once.

use super::{AnalysisKind, FigureKind, FollowUp, Summary, Survival, TableKind, Tests};
use crate::statistics::{CUMULATIVE_INCIDENCE, SPEARMAN};
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
    pub tests: Vec<Tests>,
}

impl Plan {
    pub(in crate::study) fn new(study: &Study) -> Self {
        let mut plan = Self::default();
        for table in &study.tables {
            plan.table(&table.kind);
        }
        for analysis in &study.analyses {
            match &analysis.kind {
                AnalysisKind::Summary(summaries) => {
                    for summary in summaries {
                        plan.summary(&summary.variable, summary.by.as_deref(), summary.compare);
                    }
                }
                AnalysisKind::Survival(survival) => plan.survival(survival.clone()),
                AnalysisKind::FollowUp(follow_up) => {
                    if !plan.follow_ups.contains(follow_up) {
                        plan.follow_ups.push(follow_up.clone());
                    }
                }
                AnalysisKind::Tests(tests) => plan.tests.push(tests.clone()),
            }
        }
        for figure in &study.figures {
            plan.figure(&figure.kind);
        }
        if study.document.has_appendix("data") {
            for variable in &study.variables {
                plan.summary(&variable.name, None, false);
            }
        }
        plan
    }

    fn table(&mut self, kind: &TableKind) {
        match kind {
            TableKind::Summary { by, compare, rows } => {
                for row in rows {
                    // The overall column stands beside the groups.
                    self.summary(row, None, false);
                    if by.is_some() {
                        self.summary(row, by.as_deref(), *compare);
                    }
                }
                if let Some(by) = by {
                    self.summary(by, None, false);
                }
            }
            TableKind::Pairs {
                by,
                variables,
                endpoints,
            } => {
                for variable in variables {
                    self.summary(variable, Some(by), true);
                }
                for endpoint in endpoints {
                    self.survival(Survival {
                        endpoint: endpoint.clone(),
                        by: Some(by.clone()),
                        rates: Vec::new(),
                        risk_every: None,
                    });
                }
            }
            TableKind::Models { .. } | TableKind::Tests { .. } => {}
            TableKind::Survival {
                endpoints,
                by,
                rates,
            } => {
                for endpoint in endpoints {
                    for by in [None, by.clone()] {
                        self.survival(Survival {
                            endpoint: endpoint.clone(),
                            by,
                            rates: rates.clone(),
                            risk_every: None,
                        });
                    }
                }
            }
        }
    }

    fn figure(&mut self, kind: &FigureKind) {
        match kind {
            FigureKind::Bars { variable } => self.summary(variable, None, false),
            FigureKind::Boxes { variables, by } | FigureKind::Stacked { variables, by } => {
                self.summary(by, None, false);
                for variable in variables {
                    self.summary(variable, Some(by), false);
                }
            }
            FigureKind::KaplanMeier {
                endpoints,
                by,
                every,
            } => {
                for endpoint in endpoints {
                    self.survival(Survival {
                        endpoint: endpoint.clone(),
                        by: by.clone(),
                        rates: Vec::new(),
                        risk_every: Some(*every),
                    });
                }
            }
            FigureKind::Forest { .. } => {}
            FigureKind::CumulativeIncidence { endpoints, by, .. } => {
                let statistics = vec![&CUMULATIVE_INCIDENCE];
                self.tests
                    .push(Tests::new(statistics, endpoints.clone(), by.clone(), None));
            }
            FigureKind::Scatter { x, y, .. } => {
                let (of, with) = (vec![x.clone()], Some(y.clone()));
                self.tests.push(Tests::new(vec![&SPEARMAN], of, None, with));
            }
            FigureKind::Swimmer { endpoint, .. } => self.survival(Survival {
                endpoint: endpoint.clone(),
                by: None,
                rates: Vec::new(),
                risk_every: None,
            }),
        }
    }

    fn summary(&mut self, variable: &str, by: Option<&str>, compare: bool) {
        let known = self
            .summaries
            .iter_mut()
            .find(|known| known.variable == variable && known.by.as_deref() == by);
        match known {
            Some(known) => known.compare |= compare,
            None => self.summaries.push(Summary {
                variable: variable.to_owned(),
                by: by.map(str::to_owned),
                compare,
            }),
        }
    }

    fn survival(&mut self, wanted: Survival) {
        let known = self
            .survivals
            .iter_mut()
            .find(|known| known.endpoint == wanted.endpoint && known.by == wanted.by);
        match known {
            Some(known) => {
                for time in wanted.rates {
                    if !known.rates.contains(&time) {
                        known.rates.push(time);
                    }
                }
                known.rates.sort_by(f64::total_cmp);
                known.risk_every = known.risk_every.or(wanted.risk_every);
            }
            None => self.survivals.push(wanted),
        }
    }
}

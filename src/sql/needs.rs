//! What a study reads of its cohort: the variables and endpoints behind its numbers.

use crate::study::{Design, Outcome, Plan, Study};

/// The names that the analyses of a study use, each once.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// Variables, by name.
    pub(super) variables: Vec<String>,
    /// Endpoints, by id.
    pub(super) endpoints: Vec<String>,
}

impl Needs {
    pub(super) fn of(study: &Study) -> Self {
        let mut needs = Self::default();
        needs.read_plan(&study.plan());
        for model in &study.models {
            match &model.outcome {
                Outcome::Endpoint(id) => needs.endpoint(id),
                Outcome::Variable(name) => needs.variable(name),
            }
            needs.variables(&model.covariates);
            needs.variables(model.design_variables());
        }
        for query in &study.queries {
            needs.variables(query.variables());
        }
        if let Design::Trial { arm: Some(arm) } = &study.document.design {
            needs.variable(arm);
        }
        needs
    }

    fn read_plan(&mut self, plan: &Plan) {
        // By name, so that nothing that is added to a plan is forgotten here.
        let Plan {
            summaries,
            survivals,
            follow_ups,
            statistics,
            missing,
            differences,
            adjusted,
            samples,
            incidences,
            dots,
            // Refused before.
            lanes: _,
        } = plan;
        for summary in summaries {
            self.variable(&summary.variable);
            self.variables(&summary.by);
        }
        for survival in survivals {
            self.endpoint(&survival.endpoint);
            self.variables(&survival.by);
        }
        for follow_up in follow_ups {
            self.endpoint(&follow_up.endpoint);
            self.variables(&follow_up.by);
        }
        for wanted in statistics {
            if wanted.of_endpoints {
                wanted.of.iter().for_each(|id| self.endpoint(id));
            } else {
                self.variables(&wanted.of);
            }
            let others = wanted.by.iter().chain(&wanted.with);
            self.variables(others.chain(&wanted.strata));
        }
        for missing in missing {
            self.variable(&missing.variable);
            self.variables(&missing.by);
        }
        for difference in differences {
            self.variable(&difference.variable);
            self.variable(&difference.by);
        }
        for adjusted in adjusted {
            self.variables(&adjusted.variables);
            self.variable(&adjusted.by);
        }
        for sample in samples {
            self.variable(&sample.variable);
            self.variables(&sample.by);
        }
        for incidence in incidences {
            self.endpoint(&incidence.endpoint);
            self.variables(&incidence.by);
        }
        for dots in dots {
            self.variables([&dots.x, &dots.y]);
            self.variables(&dots.by);
        }
    }

    fn variables(&mut self, names: impl IntoIterator<Item = impl AsRef<str>>) {
        names
            .into_iter()
            .for_each(|name| self.variable(name.as_ref()));
    }

    fn variable(&mut self, name: &str) {
        once(&mut self.variables, name);
    }

    fn endpoint(&mut self, id: &str) {
        once(&mut self.endpoints, id);
    }
}

/// Adds a name that is not there yet.
pub(super) fn once(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

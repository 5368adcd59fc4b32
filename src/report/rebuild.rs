//! A study computed again and again, each time only what changed.

use super::{Computed, Inputs, ReportError, Timings, analyse_rows, read_rows};
use crate::study::Study;

/// What the last run computed.
#[derive(Debug, Default)]
pub struct Rebuild {
    last: Option<Computed>,
}

impl Rebuild {
    /// Whether the last run was made from the same files.
    pub fn is_current(&self, inputs: &Inputs) -> bool {
        self.last
            .as_ref()
            .is_some_and(|last| last.inputs.same_files(inputs))
    }

    /// Computes a study, taking from the last run the rows and the results that
    /// do not depend on what changed since.
    ///
    /// # Errors
    /// [`ReportError::Findings`]; the last run is kept for the next.
    pub fn compute(
        &mut self,
        inputs: Inputs,
        timings: &mut Timings,
    ) -> Result<&Computed, ReportError> {
        let same_rows = self.last.as_ref().is_some_and(|last| {
            last.inputs.cohort == inputs.cohort && reads_alike(&last.inputs.study, &inputs.study)
        });
        let same_results = same_rows
            && self.last.as_ref().is_some_and(|last| {
                last.inputs.layout.figures == inputs.layout.figures
                    && last.inputs.fonts == inputs.fonts
                    // The width of figures is that which suits the look.
                    && last.inputs.study.document.look == inputs.study.document.look
                    && computes_alike(&last.inputs.study, &inputs.study)
            });
        let computed = match self.last.take() {
            Some(last) if same_results => Computed { inputs, ..last },
            Some(last) if same_rows => analyse_rows(inputs, last.cohort, timings),
            last => match read_rows(&inputs, timings) {
                Ok(cohort) => analyse_rows(inputs, cohort, timings),
                Err(error) => {
                    self.last = last;
                    return Err(error);
                }
            },
        };
        Ok(self.last.insert(computed))
    }
}

/// Whether the same rows follow from the same CSV.
fn reads_alike(a: &Study, b: &Study) -> bool {
    a.cohort == b.cohort
        && a.variables == b.variables
        && a.endpoints == b.endpoints
        && a.rules == b.rules
        && a.conventions == b.conventions
}

/// Whether the same results follow from the same rows.
fn computes_alike(a: &Study, b: &Study) -> bool {
    let data = |study: &Study| study.document.has_appendix("data");
    a.queries == b.queries && a.models == b.models && a.plan() == b.plan() && data(a) == data(b)
}

//! The report made again from the inputs that a PDF carries.

use std::path::Path;
use std::time::Duration;

use super::printed::{self, Reprinted};
use crate::ledger::RESULTS;
use crate::lint::{Remarks, TypedNumeral};
use crate::outputs::Scratch;
use crate::report::{self, Data, Inputs, ReportError, SOURCE, Target, Timings, Typesetter};
use crate::typst::Typst;

/// A report made again.
#[derive(Debug, Clone)]
pub struct MadeAgain {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Numbers that its pages do not print as the ledger has them.
    pub reprinted: Vec<Reprinted>,
    /// Its ledger, as it is attached.
    pub results: Vec<u8>,
    /// How many numbers were recomputed.
    pub numbers: usize,
    /// Numerals of the templates that do not come from the ledger.
    pub typed: Vec<TypedNumeral>,
}

impl MadeAgain {
    /// Computes everything anew, and has the pages set in a private folder.
    ///
    /// # Errors
    /// Those of [`report::compute_from`] and [`report::make`].
    pub fn from_inputs(
        inputs: Inputs,
        data: Data,
        typst: &Typst,
        limit: Duration,
    ) -> Result<Self, ReportError> {
        let computed = report::compute_from(inputs, &mut Timings::default())?;
        let typed = report::typed_numerals(&computed, Remarks::Ignored);
        let place =
            Scratch::temporary().map_err(|error| ReportError::io(&std::env::temp_dir(), &error))?;
        let out = place.path().join("out");
        let target = Target {
            figures: out.join("figures"),
            out,
            limit,
            data,
        };
        let made = report::make(
            &computed,
            Typesetter::Once(typst),
            &target,
            &mut Timings::default(),
        )?;
        let read = |path: &Path| std::fs::read(path).map_err(|error| ReportError::io(path, &error));
        let pdf = read(&made.pdf)?;
        let source = read(&target.out.join(SOURCE))?;
        let reprinted = printed::reprinted(&pdf, &String::from_utf8_lossy(&source))
            .map_err(|error| super::unfit("the report made again", &error))?;
        Ok(Self {
            pdf,
            reprinted,
            results: read(&target.out.join(RESULTS))?,
            numbers: computed.results.ledger.len(),
            typed,
        })
    }
}

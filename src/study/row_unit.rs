//! What one row of the file is.

use crate::wording::Wording;

/// What one row of the file is: `rows` in `[cohort]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowUnit {
    /// A patient, whose identifier is in no other row.
    #[default]
    Patients,
    /// A visit, sample or event of a patient, who may have several rows.
    Visits,
}

pub(super) const ROW_UNITS: [(&str, RowUnit); 2] =
    [("patients", RowUnit::Patients), ("visits", RowUnit::Visits)];

impl RowUnit {
    /// The word that the study file uses.
    pub fn word(self) -> &'static str {
        super::section::word(&ROW_UNITS, self)
    }

    /// What one row is called in a language.
    pub fn one(self, words: Wording) -> &'static str {
        words.text(&format!("rows.{}.one", self.word()))
    }

    /// What the rows are called in a language.
    pub fn many(self, words: Wording) -> &'static str {
        words.text(&format!("rows.{}.many", self.word()))
    }
}

//! Presets: what software packages do by default.

/// The package whose defaults the conventions start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// This program's own.
    Default,
    /// R: `stats`, `survival`.
    R,
    /// The R package gtsummary.
    Gtsummary,
    /// SPSS.
    Spss,
    /// SAS.
    Sas,
    /// Stata.
    Stata,
}

impl Preset {
    /// Every preset.
    pub const ALL: &'static [Self] = &[
        Self::Default,
        Self::R,
        Self::Gtsummary,
        Self::Spss,
        Self::Sas,
        Self::Stata,
    ];

    /// The word of the study file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::R => "r",
            Self::Gtsummary => "gtsummary",
            Self::Spss => "spss",
            Self::Sas => "sas",
            Self::Stata => "stata",
        }
    }
}

//! What a figure of curves shows beside them: its key `show`.

use crate::study::section::Section;

/// One thing that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The p-value of the comparison of the groups.
    P,
    /// Hazard ratios of the groups against the first one.
    HazardRatio,
    /// Medians, with lines to the axes.
    Median,
    /// Confidence bands.
    Band,
    /// Rows at risk under the time axis.
    AtRisk,
    /// Events so far under the time axis.
    Events,
    /// Censored rows so far under the time axis.
    Censored,
}

impl Shown {
    fn word(self) -> &'static str {
        match self {
            Self::P => "p",
            Self::HazardRatio => "hazard_ratio",
            Self::Median => "median",
            Self::Band => "band",
            Self::AtRisk => "at_risk",
            Self::Events => "events",
            Self::Censored => "censored",
        }
    }

    /// Whether it compares groups.
    fn compares(self) -> bool {
        matches!(self, Self::P | Self::HazardRatio)
    }
}

/// Reads `show`: some of `known`, or what figures without this key show.
pub(super) fn read_show(
    section: &Section<'_>,
    by: Option<&str>,
    known: &[Shown],
    usual: &[Shown],
) -> Vec<Shown> {
    let words: Vec<&str> = known.iter().map(|own| own.word()).collect();
    let Some(listed) = section.known_strings("show", "word", &words) else {
        return usual.to_vec();
    };
    let is_listed = |own: &&Shown| listed.iter().any(|word| word == own.word());
    let shown: Vec<Shown> = known.iter().filter(is_listed).copied().collect();
    for own in shown.iter().filter(|own| own.compares() && by.is_none()) {
        section.problem(
            "show",
            format!(
                "\"{}\" compares groups, and the figure has none",
                own.word()
            ),
            "name a category with by, or leave the word out",
        );
    }
    shown
}

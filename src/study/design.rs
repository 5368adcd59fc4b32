//! The design of the study: `design` and `randomised` of `[document]`.

use super::Kind;
use super::Scope;
use super::section::Section;

/// How the patients came into their groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Design {
    /// Nobody allotted them.
    #[default]
    Observational,
    /// They were allotted by chance.
    Trial {
        /// The category of the arms; any grouping where the study names none.
        arm: Option<String>,
    },
}

impl Design {
    pub(super) fn read(section: &Section<'_>, scope: &Scope<'_>) -> Self {
        let words = [("observational", false), ("trial", true)];
        let is_trial = section.choice("design", &words).unwrap_or(false);
        let arm = section.string("randomised").filter(|arm| {
            scope.variable(
                section,
                "randomised",
                arm,
                Kind::is_categorical,
                "categorical",
            )
        });
        if is_trial {
            return Self::Trial { arm };
        }
        if section.has("randomised") {
            let help = "write design = \"trial\", or remove it";
            section.problem("randomised", "needs design = \"trial\"", help);
        }
        Self::Observational
    }

    /// The word that the study file uses.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Observational => "observational",
            Self::Trial { .. } => "trial",
        }
    }

    /// Whether chance made the groups of this variable, so that what differs
    /// between them at baseline differs by chance.
    pub fn randomises(&self, by: &str) -> bool {
        match self {
            Self::Observational => false,
            Self::Trial { arm } => arm.as_deref().is_none_or(|arm| arm == by),
        }
    }
}

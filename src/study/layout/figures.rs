//! Figures: `[[figures]]`.

use super::models::Model;
use super::read::{read_by, read_endpoints, read_every, read_required_by, read_variables};
use crate::findings::suggest;
use crate::study::Scope;
use crate::study::section::Section;
use crate::study::variable::Kind;

/// What a figure shows.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureKind {
    /// Bars of the levels of one categorical variable.
    Bars {
        /// The variable.
        variable: String,
    },
    /// Box plots of numeric variables by group, every row a point.
    Boxes {
        /// One panel each.
        variables: Vec<String>,
        /// The grouping variable.
        by: String,
    },
    /// Stacked bars of categorical variables by group.
    Stacked {
        /// One panel each.
        variables: Vec<String>,
        /// The grouping variable.
        by: String,
    },
    /// Kaplan-Meier curves with the numbers at risk below.
    KaplanMeier {
        /// One panel each.
        endpoints: Vec<String>,
        /// The grouping variable.
        by: Option<String>,
        /// Distance of the ticks of the time axis.
        every: f64,
    },
    /// One lane for each row of the cohort.
    Swimmer {
        /// The endpoint whose origin and last date bound the lanes.
        endpoint: String,
        /// Colours and order of the lanes.
        by: Option<String>,
        /// Date variables marked on the lanes.
        marks: Vec<String>,
        /// Distance of the ticks of the time axis.
        every: f64,
    },
    /// Cumulative incidence with competing events.
    CumulativeIncidence {
        /// One panel each.
        endpoints: Vec<String>,
        /// The grouping variable.
        by: Option<String>,
        /// Distance of the ticks of the time axis.
        every: f64,
    },
    /// One number against another, every row a dot.
    Scatter {
        /// On the horizontal axis.
        x: String,
        /// On the vertical axis.
        y: String,
        /// Colours and marks.
        by: Option<String>,
    },
    /// Effects of a model with their intervals.
    Forest {
        /// The model.
        model: String,
    },
}

impl FigureKind {
    /// The word that the study file uses.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Bars { .. } => "bars",
            Self::Boxes { .. } => "boxes",
            Self::Stacked { .. } => "stacked",
            Self::KaplanMeier { .. } => "kaplan_meier",
            Self::Swimmer { .. } => "swimmer",
            Self::CumulativeIncidence { .. } => "cumulative_incidence",
            Self::Scatter { .. } => "scatter",
            Self::Forest { .. } => "forest",
        }
    }
}

/// A figure: `[[figures]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureLayout {
    /// As templates name it; also its file name.
    pub id: String,
    /// Caption below it.
    pub caption: String,
    /// What it shows.
    pub kind: FigureKind,
}

pub(super) fn read_figure_kind(
    section: &Section<'_>,
    scope: &Scope<'_>,
    models: &[Model],
) -> Option<FigureKind> {
    #[derive(Clone, Copy)]
    enum Word {
        Bars,
        Boxes,
        Stacked,
        KaplanMeier,
        Swimmer,
        Forest,
        CumulativeIncidence,
        Scatter,
    }
    let words = [
        ("bars", Word::Bars),
        ("boxes", Word::Boxes),
        ("stacked", Word::Stacked),
        ("kaplan_meier", Word::KaplanMeier),
        ("swimmer", Word::Swimmer),
        ("forest", Word::Forest),
        ("cumulative_incidence", Word::CumulativeIncidence),
        ("scatter", Word::Scatter),
    ];
    if !section.has("kind") {
        section.problem(
            "kind",
            "is missing",
            "write bars, boxes, stacked, kaplan_meier, cumulative_incidence, swimmer, scatter or forest",
        );
    }
    Some(match section.choice("kind", &words)? {
        Word::Bars => {
            let variable = section.required_string("variable");
            if section.has("variable") {
                scope.variable(
                    section,
                    "variable",
                    &variable,
                    Kind::is_categorical,
                    "categorical",
                );
            }
            FigureKind::Bars { variable }
        }
        Word::Boxes => FigureKind::Boxes {
            variables: read_variables(section, "variables", scope, Kind::is_numeric, "a number"),
            by: read_required_by(section, scope),
        },
        Word::Stacked => FigureKind::Stacked {
            variables: read_variables(
                section,
                "variables",
                scope,
                Kind::is_categorical,
                "categorical",
            ),
            by: read_required_by(section, scope),
        },
        Word::KaplanMeier => FigureKind::KaplanMeier {
            endpoints: read_endpoints(section, scope),
            by: read_by(section, scope),
            every: read_every(section),
        },
        Word::Swimmer => FigureKind::Swimmer {
            endpoint: scope.endpoint(section, "endpoint"),
            by: read_by(section, scope),
            marks: read_variables(section, "marks", scope, |kind| kind == Kind::Date, "a date"),
            every: read_every(section),
        },
        Word::CumulativeIncidence => {
            let endpoints = read_endpoints(section, scope);
            for id in &endpoints {
                let endpoint = scope.endpoints.iter().find(|endpoint| endpoint.id == *id);
                if endpoint.is_some_and(|endpoint| endpoint.competing.is_empty()) {
                    section.problem(
                        "endpoints",
                        format!("\"{id}\" has no competing events"),
                        format!("add competing = […] to [endpoints.{id}], or draw kaplan_meier"),
                    );
                }
            }
            FigureKind::CumulativeIncidence {
                endpoints,
                by: read_by(section, scope),
                every: read_every(section),
            }
        }
        Word::Scatter => {
            let number = |key: &'static str| {
                let name = section.required_string(key);
                if section.has(key) {
                    scope.variable(section, key, &name, Kind::is_numeric, "a number");
                }
                name
            };
            FigureKind::Scatter {
                x: number("x"),
                y: number("y"),
                by: read_by(section, scope),
            }
        }
        Word::Forest => {
            let model = section.required_string("model");
            if section.has("model") && !models.iter().any(|known| known.id == model) {
                let known: Vec<&str> = models.iter().map(|known| known.id.as_str()).collect();
                let problem = format!("no model is called \"{model}\"");
                section.problem("model", problem, suggest(&model, known));
            }
            FigureKind::Forest { model }
        }
    })
}

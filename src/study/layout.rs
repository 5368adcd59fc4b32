//! What to compute and how to lay it out: analyses, tables, figures.

use super::section::Section;
use super::variable::Kind;
use super::{Scope, Study, plain_id};

/// One entry of `[[analyses]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// What it computes.
    pub kind: AnalysisKind,
}

/// What an analysis computes.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalysisKind {
    /// Summaries of variables, overall and by group.
    Summary(Vec<Summary>),
    /// A survival curve.
    Survival(Survival),
    /// Length of follow-up.
    FollowUp(FollowUp),
}

/// A request for the summary of one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The variable.
    pub variable: String,
    /// The grouping variable.
    pub by: Option<String>,
    /// Whether the groups are compared by a test.
    pub compare: bool,
}

/// A request for a survival curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Survival {
    /// The endpoint.
    pub endpoint: String,
    /// The grouping variable.
    pub by: Option<String>,
    /// Times at which survival is given with its interval.
    pub rates: Vec<f64>,
    /// Distance of the times at which the number at risk is given; `None` when
    /// no figure asks for a table of them.
    pub risk_every: Option<f64>,
}

/// A request for the length of follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The endpoint whose censoring is turned round.
    pub endpoint: String,
}

/// What a table shows.
#[derive(Debug, Clone, PartialEq)]
pub enum TableKind {
    /// A row for each variable, a column for each level of the grouping.
    Summary {
        /// The grouping variable whose levels are the columns.
        by: Option<String>,
        /// Whether the rows are compared between the groups.
        compare: bool,
        /// Variables in the order of the rows.
        rows: Vec<String>,
    },
    /// A row for each pair of levels, a column for each variable: the adjusted
    /// comparisons after a significant test.
    Pairs {
        /// The grouping variable.
        by: String,
        /// Variables in the order of the columns.
        variables: Vec<String>,
    },
    /// A row for each endpoint, and below it for each level of the grouping:
    /// events, median and rates.
    Survival {
        /// The endpoints.
        endpoints: Vec<String>,
        /// The grouping variable.
        by: Option<String>,
        /// Times of the rates, in the unit of the endpoints.
        rates: Vec<f64>,
    },
}

/// A table: `[[tables]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct TableLayout {
    /// As templates name it; also its file name.
    pub id: String,
    /// Title above it.
    pub title: String,
    /// A remark below it.
    pub note: Option<String>,
    /// What it shows.
    pub kind: TableKind,
}

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

pub(super) fn read_all(
    top: &Section<'_>,
    scope: &Scope<'_>,
) -> (Vec<Analysis>, Vec<TableLayout>, Vec<FigureLayout>) {
    let mut analyses = Vec::new();
    for section in top.listed_sections("analyses") {
        analyses.extend(read_analysis(&section, scope).map(|kind| Analysis { kind }));
        section.finish();
    }
    let mut tables = Vec::new();
    let mut ids = Vec::new();
    for section in top.listed_sections("tables") {
        let (id, title) = (
            read_id(&section, &mut ids),
            section.required_string("title"),
        );
        let note = section.string("note");
        if let Some(kind) = read_table_kind(&section, scope) {
            tables.push(TableLayout {
                id,
                title,
                note,
                kind,
            });
        }
        section.finish();
    }
    let mut figures = Vec::new();
    for section in top.listed_sections("figures") {
        let id = read_id(&section, &mut ids);
        let caption = section.required_string("caption");
        if let Some(kind) = read_figure_kind(&section, scope) {
            figures.push(FigureLayout { id, caption, kind });
            section.finish();
        }
    }
    (analyses, tables, figures)
}

fn read_id(section: &Section<'_>, seen: &mut Vec<String>) -> String {
    let id = section.required_string("id");
    if section.has("id") && !plain_id(&id) {
        section.problem(
            "id",
            format!("\"{id}\" is not a plain name"),
            "use letters, digits, _ and -",
        );
    }
    if seen.contains(&id) {
        section.problem(
            "id",
            format!("\"{id}\" names another table or figure"),
            "choose another id",
        );
    }
    seen.push(id.clone());
    id
}

fn read_by(section: &Section<'_>, scope: &Scope<'_>) -> Option<String> {
    let by = section.string("by")?;
    scope
        .variable(section, "by", &by, Kind::is_categorical, "categorical")
        .then_some(by)
}

fn read_variables(
    section: &Section<'_>,
    key: &'static str,
    scope: &Scope<'_>,
    fits: impl Fn(Kind) -> bool + Copy,
    expected: &str,
) -> Vec<String> {
    let Some(names) = section.strings(key) else {
        if !section.has(key) {
            section.problem(key, "is missing", "list names of variables");
        }
        return Vec::new();
    };
    for name in &names {
        scope.variable(section, key, name, fits, expected);
    }
    names
}

fn read_times(section: &Section<'_>, key: &'static str) -> Vec<f64> {
    let times = section.numbers(key).unwrap_or_default();
    if times.iter().any(|time| *time < 0.0) {
        section.problem(key, "has a negative time", "times count from the origin");
    }
    times
}

fn read_every(section: &Section<'_>) -> f64 {
    match section.number("every") {
        Some(every) if every > 0.0 => every,
        Some(every) => {
            section.problem(
                "every",
                format!("{every} is no distance"),
                "write a positive number",
            );
            12.0
        }
        None => 12.0,
    }
}

fn read_analysis(section: &Section<'_>, scope: &Scope<'_>) -> Option<AnalysisKind> {
    #[derive(Clone, Copy)]
    enum Word {
        Summary,
        Survival,
        FollowUp,
    }
    let words = [
        ("summary", Word::Summary),
        ("survival", Word::Survival),
        ("follow_up", Word::FollowUp),
    ];
    if !section.has("kind") {
        section.problem("kind", "is missing", "write summary, survival or follow_up");
    }
    Some(match section.choice("kind", &words)? {
        Word::Summary => {
            let by = read_by(section, scope);
            let compare = section.boolean("compare").unwrap_or(by.is_some());
            let variables = read_variables(
                section,
                "variables",
                scope,
                Kind::is_summarised,
                "a variable with a summary",
            );
            AnalysisKind::Summary(
                variables
                    .into_iter()
                    .map(|variable| Summary {
                        variable,
                        by: by.clone(),
                        compare,
                    })
                    .collect(),
            )
        }
        Word::Survival => AnalysisKind::Survival(Survival {
            endpoint: scope.endpoint(section, "endpoint"),
            by: read_by(section, scope),
            rates: read_times(section, "rates"),
            risk_every: None,
        }),
        Word::FollowUp => AnalysisKind::FollowUp(FollowUp {
            endpoint: scope.endpoint(section, "endpoint"),
        }),
    })
}

fn read_table_kind(section: &Section<'_>, scope: &Scope<'_>) -> Option<TableKind> {
    #[derive(Clone, Copy)]
    enum Word {
        Summary,
        Pairs,
        Survival,
    }
    let words = [
        ("summary", Word::Summary),
        ("pairs", Word::Pairs),
        ("survival", Word::Survival),
    ];
    let word = if section.has("kind") {
        section.choice("kind", &words)?
    } else {
        Word::Summary
    };
    let with_summary = "a variable with a summary";
    Some(match word {
        Word::Summary => {
            let by = read_by(section, scope);
            TableKind::Summary {
                compare: section.boolean("compare").unwrap_or(by.is_some()),
                by,
                rows: read_variables(section, "rows", scope, Kind::is_summarised, with_summary),
            }
        }
        Word::Pairs => TableKind::Pairs {
            by: read_required_by(section, scope),
            variables: read_variables(
                section,
                "variables",
                scope,
                Kind::is_summarised,
                with_summary,
            ),
        },
        Word::Survival => TableKind::Survival {
            endpoints: read_endpoints(section, scope),
            by: read_by(section, scope),
            rates: read_times(section, "rates"),
        },
    })
}

fn read_required_by(section: &Section<'_>, scope: &Scope<'_>) -> String {
    if !section.has("by") {
        section.problem("by", "is missing", "name the grouping variable");
    }
    read_by(section, scope).unwrap_or_default()
}

fn read_endpoints(section: &Section<'_>, scope: &Scope<'_>) -> Vec<String> {
    let endpoints = section.strings("endpoints").unwrap_or_default();
    if endpoints.is_empty() {
        section.problem("endpoints", "is missing", "list ids of endpoints");
    }
    for id in &endpoints {
        let known: Vec<&str> = scope.endpoints.iter().map(|e| e.id.as_str()).collect();
        if !known.contains(&id.as_str()) {
            section.problem(
                "endpoints",
                format!("no endpoint is called \"{id}\""),
                crate::findings::suggest(id, known),
            );
        }
    }
    endpoints
}

fn read_figure_kind(section: &Section<'_>, scope: &Scope<'_>) -> Option<FigureKind> {
    #[derive(Clone, Copy)]
    enum Word {
        Bars,
        Boxes,
        Stacked,
        KaplanMeier,
        Swimmer,
    }
    let words = [
        ("bars", Word::Bars),
        ("boxes", Word::Boxes),
        ("stacked", Word::Stacked),
        ("kaplan_meier", Word::KaplanMeier),
        ("swimmer", Word::Swimmer),
    ];
    if !section.has("kind") {
        section.problem(
            "kind",
            "is missing",
            "write bars, boxes, stacked, kaplan_meier or swimmer",
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
    })
}

/// Everything that a run computes, each once, in the order of the study file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Summaries, unique by variable and grouping.
    pub summaries: Vec<Summary>,
    /// Survival curves, unique by endpoint and grouping.
    pub survivals: Vec<Survival>,
    /// Follow-up, unique by endpoint.
    pub follow_ups: Vec<FollowUp>,
}

impl Plan {
    pub(super) fn new(study: &Study) -> Self {
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
            }
        }
        for figure in &study.figures {
            plan.figure(&figure.kind);
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
            TableKind::Pairs { by, variables } => {
                for variable in variables {
                    self.summary(variable, Some(by), true);
                }
            }
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

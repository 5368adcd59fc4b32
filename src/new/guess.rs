//! What is guessed of one column.

use super::choices::ListedChoice;

/// What a column seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuessedKind {
    /// Names the row.
    Identifier,
    /// A calendar date.
    Date,
    /// A number, with this many digits after the point.
    Continuous(usize),
    /// No and yes.
    Binary([String; 2]),
    /// Levels in no known order.
    Nominal(Vec<String>),
    /// Levels in order.
    Ordinal(Vec<String>),
    /// Anything else.
    Text,
}

impl GuessedKind {
    /// The word that the study file uses.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Date => "date",
            Self::Continuous(_) => "continuous",
            Self::Binary(_) => "binary",
            Self::Nominal(_) => "nominal",
            Self::Ordinal(_) => "ordinal",
            Self::Text => "text",
        }
    }
}

/// Cells that do not fit what the rest of their column is; they are set missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// How many cells.
    pub count: usize,
    /// The first of each text, with its place: `"n.d." (line 17)`.
    pub examples: Vec<String>,
}

/// The guess about one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The header.
    pub name: String,
    /// As printed.
    pub label: String,
    /// From the header.
    pub unit: Option<String>,
    /// What it seems to be.
    pub kind: GuessedKind,
    /// What levels are called, where the header or their code shows it.
    pub labels: Vec<(String, String)>,
    /// Cells that seem to mean missing in this column.
    pub missing: Vec<String>,
    /// How many cells are missing, by what stands in them.
    pub missing_told: String,
    /// Cells that fit nothing.
    pub unfit: Option<Unfit>,
    /// What it is taken for, and why, in a few words.
    pub reason: String,
    /// Why to look at it.
    pub doubts: Vec<String>,
    /// Whether it cannot be analysed as it stands.
    pub unusable: bool,
    /// Kinds that its cells fit, the guessed one first, where they do not show
    /// which it is.
    pub alternatives: Vec<Alternative>,
    /// How many different persons an identifier names that is repeated.
    pub persons: Option<usize>,
    /// The choices of its lists, each a variable of its own.
    pub choices: Vec<ListedChoice>,
    /// Whether rows that agree in it are to be asked about.
    pub asks_same: bool,
    /// Why it stays out of tables and is no grouping.
    pub aside: Option<&'static str>,
    /// Why it is in no table, if that is so and nothing else tells it.
    pub left_out: Option<String>,
    /// The allowed values, as TOML, both ends included.
    pub range: Option<[String; 2]>,
    /// A note for the data dictionary.
    pub description: Option<String>,
    /// What is known of it beyond its kind.
    pub notes: Vec<String>,
}

/// A kind that the cells of a column fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The kind.
    pub kind: GuessedKind,
    /// What the cells then are.
    pub meaning: &'static str,
}

impl Guess {
    /// Nothing is known yet.
    pub(super) fn new(name: &str, label: String, unit: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            label,
            unit,
            kind: GuessedKind::Text,
            labels: Vec::new(),
            missing: Vec::new(),
            missing_told: String::new(),
            unfit: None,
            reason: String::new(),
            doubts: Vec::new(),
            unusable: false,
            alternatives: Vec::new(),
            persons: None,
            choices: Vec::new(),
            asks_same: false,
            aside: None,
            left_out: None,
            range: None,
            description: None,
            notes: Vec::new(),
        }
    }

    /// Notes another kind that the cells fit.
    pub(super) fn or(&mut self, kind: GuessedKind, meaning: &'static str) {
        self.alternatives.push(Alternative { kind, meaning });
    }

    /// Whether cells are numbers.
    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, GuessedKind::Continuous(_))
    }

    /// The levels of a category.
    pub(super) fn levels(&self) -> &[String] {
        match &self.kind {
            GuessedKind::Binary(levels) => levels,
            GuessedKind::Nominal(levels) | GuessedKind::Ordinal(levels) => levels,
            _ => &[],
        }
    }

    /// What a level means: its label, or else itself.
    pub(super) fn meaning<'a>(&'a self, level: &'a str) -> &'a str {
        let labelled = self.labels.iter().find(|(code, _)| code == level);
        labelled.map_or(level, |(_, label)| label)
    }
}

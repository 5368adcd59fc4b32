//! The data dictionary: what the columns of the CSV are.

use super::cell_form::{CellForm, read_empty, read_marks};
use super::derivation::{Derivation, read_derived};
use super::level::{Level, level_names};
use super::plain_id;
use super::section::{Section, word};
use crate::findings::suggest;
use crate::number::conventions::OrdinalRule;
use crate::number::{Path, Subject, unit};
use crate::wording::Wording;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A measurement.
    Continuous,
    /// A whole number of things.
    Count,
    /// Yes or no; the second level is the one reported.
    Binary,
    /// One of several levels without order.
    Nominal,
    /// One of several levels in order.
    Ordinal,
    /// A calendar date.
    Date,
    /// Names a row; must be unique.
    Identifier,
    /// Free text; never analysed.
    Text,
}

const KINDS: [(&str, Kind); 8] = [
    ("continuous", Kind::Continuous),
    ("count", Kind::Count),
    ("binary", Kind::Binary),
    ("nominal", Kind::Nominal),
    ("ordinal", Kind::Ordinal),
    ("date", Kind::Date),
    ("identifier", Kind::Identifier),
    ("text", Kind::Text),
];

impl Kind {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        word(&KINDS, self)
    }

    /// Whether cells are numbers.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Continuous | Self::Count)
    }

    /// Whether cells are levels.
    pub fn is_categorical(self) -> bool {
        matches!(self, Self::Binary | Self::Nominal | Self::Ordinal)
    }

    /// Whether a summary can be made.
    pub fn is_summarised(self) -> bool {
        self.is_numeric() || self.is_categorical() || self == Self::Date
    }
}

/// How a number is summarised and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SummaryStyle {
    /// Median and quartiles; rank tests.
    Median,
    /// Mean and standard deviation; tests of means.
    Mean,
}

/// Allowed range of a number or date, ends included.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// Of numbers, in the variable's unit.
    Numbers(f64, f64),
    /// Of dates.
    Dates(jiff::civil::Date, jiff::civil::Date),
}

/// One entry of the dictionary.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// The CSV header, or the name of the derived variable.
    pub name: String,
    /// The CSV header, where the variable has another name.
    pub column: Option<String>,
    /// As printed.
    pub label: String,
    /// What its cells are.
    pub kind: Kind,
    /// Unit of its numbers.
    pub unit: Option<String>,
    /// Levels in order; empty unless categorical.
    pub levels: Vec<Level>,
    /// Other spellings of levels, each with the level that it is read as.
    pub spellings: Vec<(String, String)>,
    /// The level that an empty cell is, where it means one and is not missing.
    pub empty: Option<String>,
    /// Marks behind numbers that are left out: the flags of a laboratory.
    pub marks: Vec<String>,
    /// Allowed range.
    pub range: Option<Range>,
    /// Cells of this column that mean "missing", beside those of the file.
    pub missing: Vec<String>,
    /// How its cells are written, where that differs from the file.
    pub form: CellForm,
    /// How a number is summarised and compared.
    pub summary: SummaryStyle,
    /// Whether the order of its levels is used in comparisons, where that is not
    /// as the study's conventions say.
    pub tested: Option<OrdinalRule>,
    /// Digits after the point in summaries.
    pub digits: usize,
    /// How it follows from others; `None` for a column of the CSV.
    pub derivation: Option<Derivation>,
    /// A remark for the data dictionary.
    pub description: Option<String>,
}

impl Variable {
    /// What its numbers are of.
    pub fn subject(&self) -> Subject {
        Subject::variable(&self.name)
    }

    /// Whether its levels say of what they are: codes such as "1" and answers such
    /// as "yes" do not.
    pub fn levels_speak(&self) -> bool {
        const ANSWERS: [&str; 8] = ["yes", "no", "y", "n", "true", "false", "ja", "nein"];
        let speaks = |level: &Level| {
            let label = level.label.to_lowercase();
            label.contains(char::is_alphabetic) && !ANSWERS.contains(&label.trim())
        };
        self.levels.iter().any(speaks)
    }

    /// Whether the label tells what a level is, as "Ulceration" does of "Ulcerated": a
    /// word of each begins alike. Levels that do not say of what they are need no more
    /// than the label.
    pub fn label_tells(&self, level: &Level) -> bool {
        /// So many letters are the stem of a word.
        const STEM: usize = 5;
        let words = |text: &str| -> Vec<String> {
            let text = text.to_lowercase();
            let words = text.split(|c: char| !c.is_alphanumeric());
            let stems = words.map(|word| word.chars().take(STEM).collect::<String>());
            stems.filter(|stem| !stem.is_empty()).collect()
        };
        let (label, level) = (words(&self.label), words(&level.label));
        let is_stem = |word: &&String| word.chars().count() == STEM;
        !self.levels_speak()
            || level.iter().all(|word| label.contains(word))
            || level
                .iter()
                .filter(is_stem)
                .any(|word| label.contains(word))
    }

    /// A level where nothing beside it names the variable: "Diabetes: yes", but
    /// "female".
    pub fn level_of(&self, level: &Level, words: Wording) -> String {
        if self.levels_speak() {
            return level.label.clone();
        }
        let slots = [("by", self.label.as_str()), ("level", &level.label)];
        words.fill("figure.level_of", &slots)
    }

    /// What a row is called that counts one level: "Ulceration", where the label tells
    /// the level, or "Sex: Male".
    pub fn counted(&self, level: &Level, words: Wording) -> String {
        if self.label_tells(level) {
            return self.label.clone();
        }
        let slots = [("by", self.label.as_str()), ("level", &level.label)];
        words.fill("figure.level_of", &slots)
    }

    /// The label with the unit: "Size (mm)".
    pub fn with_unit(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{} ({unit})", self.label),
            None => self.label.clone(),
        }
    }

    /// What an effect of it is per, where it is a number with a unit: "Age, per year".
    pub fn per_unit(&self, words: Wording) -> String {
        match self.unit.as_deref().filter(|_| self.kind.is_numeric()) {
            Some(own) => {
                let one = words.one_of(unit::of_difference(own, words));
                let slots = [("label", self.label.as_str()), ("unit", &one)];
                words.fill("table.per_unit", &slots)
            }
            None => self.label.clone(),
        }
    }

    /// The header of its column in the file.
    pub fn header(&self) -> &str {
        self.column.as_deref().unwrap_or(&self.name)
    }

    /// What the ids of its numbers begin with.
    pub fn path(&self) -> Path {
        Path::of(self.subject())
    }

    /// The level that a binary variable reports.
    pub fn positive_level(&self) -> Option<usize> {
        (self.kind == Kind::Binary).then_some(1)
    }
}

pub(super) fn read_all(top: &Section<'_>) -> Vec<Variable> {
    let mut variables: Vec<Variable> = Vec::new();
    for (name, section) in top.named_sections("variables") {
        let variable = read_column(name, &section);
        if let Some(other) = variables
            .iter()
            .find(|known| known.header() == variable.header())
        {
            let problem = format!(
                "\"{}\" is the column of {} already",
                variable.header(),
                other.name
            );
            section.problem("column", problem, "declare each column once");
        }
        section.finish();
        variables.push(variable);
    }
    if variables.is_empty() {
        top.problem(
            "variables",
            "no variable is declared",
            "add [variables.NAME] for each column of the CSV",
        );
    }
    for (name, section) in top.named_sections("derived") {
        if variables.iter().any(|known| known.name == name) {
            section.problem(
                "label",
                format!("\"{name}\" is declared twice"),
                "give it another name",
            );
        }
        let variable = read_derived(name, &section, &variables);
        section.finish();
        variables.extend(variable);
    }
    for variable in &variables {
        if !plain_id(&variable.name) && variable.derivation.is_some() {
            top.problem(
                "derived",
                format!("\"{}\" is not a valid name", variable.name),
                "use letters, digits, _ and -",
            );
        }
    }
    variables
}

fn read_column(name: String, section: &Section<'_>) -> Variable {
    let kind = section
        .required_choice("kind", &KINDS)
        .unwrap_or(Kind::Text);
    let levels = read_levels(section, kind);
    if kind == Kind::Binary && levels.len() != 2 {
        section.problem(
            "levels",
            format!("a binary variable has two levels, not {}", levels.len()),
            "write levels = [\"no\", \"yes\"], the reported one last",
        );
    }
    if matches!(kind, Kind::Nominal | Kind::Ordinal) && levels.is_empty() {
        section.problem("levels", "is missing", "list the levels in their order");
    }
    if !kind.is_categorical() && !levels.is_empty() {
        section.problem(
            "levels",
            format!("a {} variable has no levels", kind.name()),
            "remove them or change kind",
        );
    }
    check_tested(section, kind);
    Variable {
        column: section.string("column"),
        range: read_range(section, kind),
        spellings: read_spellings(section, &levels),
        empty: read_empty(section, &levels),
        marks: read_marks(section, kind),
        kind,
        levels,
        missing: section.strings("missing").unwrap_or_default(),
        form: CellForm::read(section),
        derivation: None,
        ..read_common(name, section)
    }
}

/// Notes a choice of tests for levels that have no order.
pub(super) fn check_tested(section: &Section<'_>, kind: Kind) {
    if kind != Kind::Ordinal && section.has("tested") {
        section.problem(
            "tested",
            format!("a {} variable has no order of levels to test", kind.name()),
            "remove it, or write kind = \"ordinal\"",
        );
    }
}

pub(super) fn read_common(name: String, section: &Section<'_>) -> Variable {
    Variable {
        label: section.string("label").unwrap_or_else(|| name.clone()),
        unit: section.string("unit"),
        summary: section
            .choice(
                "summary",
                &[
                    ("median", SummaryStyle::Median),
                    ("mean", SummaryStyle::Mean),
                ],
            )
            .unwrap_or(SummaryStyle::Median),
        tested: section.choice("tested", &OrdinalRule::WORDS),
        digits: section.whole("digits", 10).unwrap_or(0) as usize,
        description: section.string("description"),
        name,
        column: None,
        kind: Kind::Text,
        levels: Vec::new(),
        spellings: Vec::new(),
        empty: None,
        marks: Vec::new(),
        range: None,
        missing: Vec::new(),
        form: CellForm::default(),
        derivation: None,
    }
}

/// Other spellings of the levels.
fn read_spellings(section: &Section<'_>, levels: &[Level]) -> Vec<(String, String)> {
    let spellings = section.named_strings("spellings");
    let is_level = |code: &str| levels.iter().any(|level| level.code == code);
    for (spelling, level) in &spellings {
        if !is_level(level) {
            let codes = levels.iter().map(|level| level.code.as_str());
            let problem = format!("\"{level}\" is not one of the levels");
            section.problem("spellings", problem, suggest(level, codes));
        }
        if is_level(spelling) {
            section.problem(
                "spellings",
                format!("\"{spelling}\" is a level of its own"),
                "remove it from levels or from spellings",
            );
        }
    }
    spellings
}

fn read_levels(section: &Section<'_>, kind: Kind) -> Vec<Level> {
    let codes = section.strings("levels").unwrap_or_else(|| {
        if kind == Kind::Binary && !section.has("levels") {
            vec!["no".to_owned(), "yes".to_owned()]
        } else {
            Vec::new()
        }
    });
    levels_of(section, &codes, &codes)
}

/// Most characters of a level, which stands in tables, figures and ids.
const LONGEST_LEVEL: usize = 500;

/// The levels of a category, with their labels and ids. A level is called as
/// the section says, else as in `defaults`.
pub(super) fn levels_of(
    section: &Section<'_>,
    codes: &[String],
    defaults: &[String],
) -> Vec<Level> {
    let labels = section.named_strings("labels");
    for (code, _) in &labels {
        if !codes.contains(code) {
            section.problem(
                "labels",
                format!("\"{code}\" is not one of the levels"),
                suggest(code, codes.iter().map(String::as_str)),
            );
        }
    }
    let mut levels: Vec<Level> = Vec::new();
    for ((code, default), id) in codes.iter().zip(defaults).zip(level_names(codes)) {
        if levels.iter().any(|level| level.code == *code) {
            section.problem(
                "levels",
                format!("\"{code}\" is listed twice"),
                "list each level once",
            );
            continue;
        }
        let label = labels
            .iter()
            .find(|(name, _)| name == code)
            .map_or(default, |(_, label)| label)
            .clone();
        let longest = code.chars().count().max(label.chars().count());
        if longest > LONGEST_LEVEL {
            let problem = format!("a level has {longest} characters; the limit is {LONGEST_LEVEL}");
            let help = "make the variable free text (kind = \"text\"), or shorten the level";
            section.problem("levels", problem, help);
            continue;
        }
        levels.push(Level {
            code: code.clone(),
            label,
            id,
        });
    }
    levels
}

fn read_range(section: &Section<'_>, kind: Kind) -> Option<Range> {
    if kind == Kind::Date {
        let written = section.strings("range")?;
        let dates: Vec<jiff::civil::Date> = written.iter().filter_map(|d| d.parse().ok()).collect();
        return match dates.as_slice() {
            [from, to] if from <= to && written.len() == 2 => Some(Range::Dates(*from, *to)),
            _ => {
                section.problem(
                    "range",
                    "is not a range of dates",
                    "write [\"YYYY-MM-DD\", \"YYYY-MM-DD\"]",
                );
                None
            }
        };
    }
    let numbers = section.numbers("range")?;
    match numbers.as_slice() {
        [from, to] if from <= to && kind.is_numeric() => Some(Range::Numbers(*from, *to)),
        _ => {
            section.problem(
                "range",
                "is not a range of numbers",
                "write [lowest, highest], for continuous and count only",
            );
            None
        }
    }
}

/// Notes levels that a variable does not have.
pub(super) fn check_levels(
    section: &Section<'_>,
    key: &str,
    known: &[Variable],
    name: &str,
    levels: &[String],
) {
    let Some(variable) = known.iter().find(|variable| variable.name == name) else {
        return;
    };
    for level in levels {
        let codes = variable.levels.iter().map(|known| known.code.as_str());
        if !codes.clone().any(|code| code == level) {
            section.problem(
                key,
                format!("{name} has no level \"{level}\""),
                suggest(level, codes),
            );
        }
    }
}

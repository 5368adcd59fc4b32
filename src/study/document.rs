//! The first page and the raw file.

use jiff::civil::Date;

use super::cell_form::CellForm;
use super::row_unit::{ROW_UNITS, RowUnit};
use super::section::{Section, word};
use super::{Design, Kind, Scope, plain_file_name};
use crate::findings::Finding;
use crate::input::{Charset, Frame, ReadOptions};
use crate::wording::Wording;

/// Title, authors and date of the report: `[document]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Title of the report.
    pub title: String,
    /// A line below the title.
    pub subtitle: Option<String>,
    /// Names below the subtitle.
    pub authors: Vec<String>,
    /// A notice in a box on the first page, such as that the data are synthetic.
    pub notice: Option<String>,
    /// How the patients came into their groups.
    pub design: Design,
    /// Whether the study was guessed from its file and nobody has checked it yet.
    pub draft: bool,
    /// The date of the report; also the time stamp inside the PDF.
    pub date: Date,
    /// Language tag of the text (BCP 47), `en` by default.
    pub language: String,
    /// Keywords in the PDF's metadata.
    pub keywords: Vec<String>,
    /// How the whole report looks.
    pub look: Look,
    /// Appendices beside those that every report has.
    pub appendices: Vec<String>,
    /// What the appendix about the origin of the numbers holds.
    pub provenance: Provenance,
}

/// How the whole report looks; each is a template of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Pages of one column.
    Report,
    /// Pages of two columns, as in a journal.
    Journal,
    /// One page to hand out.
    Summary,
}

const LOOKS: [(&str, Look); 3] = [
    ("report", Look::Report),
    ("journal", Look::Journal),
    ("summary", Look::Summary),
];

impl Look {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        word(&LOOKS, self)
    }

    /// The template that includes all others.
    pub fn template(self) -> String {
        format!("{}.typ", self.name())
    }
}

/// What the appendix about the origin of the numbers holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// Every printed number with its value.
    Full,
    /// The numbers of the text; of tables and figures the methods, rows and columns.
    Text,
    /// There is no such appendix; the ledger stays attached.
    None,
}

const PROVENANCES: [(&str, Provenance); 3] = [
    ("full", Provenance::Full),
    ("text", Provenance::Text),
    ("none", Provenance::None),
];

impl Provenance {
    /// The word that the study file uses.
    pub fn name(self) -> &'static str {
        word(&PROVENANCES, self)
    }
}

/// Appendices that a study can ask for.
const APPENDICES: &[&str] = &["data", "verdicts"];

impl Document {
    pub(super) fn read(top: &Section<'_>, scope: &Scope<'_>) -> Self {
        let Some(section) = top.section("document") else {
            if !top.has("document") {
                top.problem(
                    "document",
                    "is missing",
                    "add [document] with a title and a date",
                );
            }
            return Self::empty();
        };
        let written = section.required_string("date");
        let date = written.parse().unwrap_or_else(|_| {
            if section.has("date") {
                section.problem(
                    "date",
                    format!("\"{written}\" is not a date"),
                    "write \"YYYY-MM-DD\"",
                );
            }
            Date::ZERO
        });
        let title = section.required_string("title");
        if section.is_text("title") && title.trim().is_empty() {
            let problem = "is empty";
            section.problem("title", problem, "write the title of the report");
        }
        let document = Self {
            title,
            subtitle: section.string("subtitle"),
            authors: section.strings("authors").unwrap_or_default(),
            notice: section.string("notice"),
            draft: section.boolean("draft").unwrap_or(false),
            date,
            language: section
                .string("language")
                .unwrap_or_else(|| "en".to_owned()),
            keywords: section.strings("keywords").unwrap_or_default(),
            look: section.choice("look", &LOOKS).unwrap_or(Look::Report),
            appendices: section
                .known_strings("appendices", "appendix", APPENDICES)
                .unwrap_or_default(),
            provenance: section
                .choice("provenance", &PROVENANCES)
                .unwrap_or(Provenance::Full),
            design: Design::read(&section, scope),
        };
        section.finish();
        document
    }

    /// The remark about a language without words here.
    pub fn remark(&self, file: &str) -> Option<Finding> {
        if Wording::of(&self.language).is_some() {
            return None;
        }
        let known: Vec<&str> = Wording::all().map(Wording::tag).collect();
        let problem =
            "no words in this language are known; tables, figures and methods are in English";
        let help = format!(
            "use one of: {}; or override the templates",
            known.join(", ")
        );
        Some(
            Finding::new(file, problem, help)
                .in_column("language")
                .with_value(&self.language),
        )
    }

    /// Whether the report has the appendix of this name.
    pub fn has_appendix(&self, name: &str) -> bool {
        self.appendices.iter().any(|known| known == name)
    }

    fn empty() -> Self {
        Self {
            title: String::new(),
            design: Design::default(),
            subtitle: None,
            authors: Vec::new(),
            notice: None,
            draft: false,
            date: Date::ZERO,
            language: "en".to_owned(),
            keywords: Vec::new(),
            look: Look::Report,
            appendices: Vec::new(),
            provenance: Provenance::Full,
        }
    }
}

/// The name of the raw file unless the study gives another.
pub const DEFAULT_FILE: &str = "cohort.csv";

/// The raw file and how its cells are written: `[cohort]`.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortFile {
    /// File name inside the study's folder.
    pub file: String,
    /// The sheet of a workbook; the first with cells unless given.
    pub sheet: Option<String>,
    /// Field delimiter; found from the header line unless given.
    pub delimiter: Option<u8>,
    /// The encoding of a text file; found from its bytes unless given.
    pub encoding: Option<Charset>,
    /// Where the header and the rows stand in the file.
    pub frame: Frame,
    /// Lines of rows that are left out.
    pub skip: Vec<u64>,
    /// Headers of columns, each with the cell of the rows that are read.
    pub only: Vec<(String, String)>,
    /// The column that states how many patients a row stands for.
    pub count: Option<String>,
    /// How cells are written, unless a variable states it differently.
    pub form: CellForm,
    /// Cells that mean "missing" in every column, beside the empty one.
    pub missing: Vec<String>,
    /// Columns whose agreement suggests that two rows are one.
    pub same_when: Vec<String>,
    /// What one row is.
    pub rows: RowUnit,
    /// What one row is called, in singular: `patient`.
    pub one: String,
    /// What the rows are called, in plural: `patients`.
    pub many: String,
}

impl CohortFile {
    /// How the file is stored, as the study states it.
    pub fn read_options(&self) -> ReadOptions<'_> {
        ReadOptions {
            delimiter: self.delimiter,
            sheet: self.sheet.as_deref(),
            encoding: self.encoding,
            frame: self.frame,
            skip: &self.skip,
            only: &self.only,
        }
    }

    pub(super) fn read(section: Option<&Section<'_>>, scope: &Scope<'_>) -> Self {
        let mut file = Self {
            file: DEFAULT_FILE.to_owned(),
            sheet: None,
            delimiter: None,
            encoding: None,
            frame: Frame::default(),
            skip: Vec::new(),
            only: Vec::new(),
            count: None,
            form: CellForm::default(),
            missing: vec!["NA".to_owned()],
            same_when: Vec::new(),
            rows: RowUnit::Patients,
            one: String::new(),
            many: String::new(),
        };
        let Some(section) = section else { return file };
        if let Some(name) = section.string("file") {
            if !plain_file_name(&name) {
                section.problem(
                    "file",
                    format!("\"{name}\" is not the name of a file in the study's folder"),
                    "move the file into the study's folder and write its name without a path",
                );
            }
            file.file = name;
        }
        file.sheet = section.string("sheet");
        file.delimiter = section.choice(
            "delimiter",
            &[
                (",", b','),
                (";", b';'),
                ("tab", b'\t'),
                ("|", b'|'),
                ("blanks", b' '),
                ("^", b'^'),
                ("~", b'~'),
                (":", b':'),
            ],
        );
        file.encoding = read_encoding(section);
        file.frame = read_frame(section);
        file.skip = read_skip(section);
        file.only = section.named_strings("only");
        file.form = CellForm::read(section);
        if let Some(missing) = section.strings("missing") {
            file.missing = missing;
        }
        file.same_when = section.strings("same_when").unwrap_or_default();
        for name in &file.same_when {
            scope.variable(section, "same_when", name, |_| true, "a variable");
        }
        file.rows = section.choice("rows", &ROW_UNITS).unwrap_or_default();
        file.count = read_count(section, &file, scope);
        file.one = section.string("one").unwrap_or_default();
        file.many = section.string("many").unwrap_or_default();
        section.finish();
        file
    }

    /// Calls the rows as the language of the report does, where the study does not.
    pub(super) fn name_rows(&mut self, words: Wording) {
        if self.one.is_empty() {
            self.rows.one(words).clone_into(&mut self.one);
        }
        if self.many.is_empty() {
            self.rows.many(words).clone_into(&mut self.many);
        }
    }
}

fn read_encoding(section: &Section<'_>) -> Option<Charset> {
    let label = section.string("encoding")?;
    let found = Charset::for_label(&label);
    if found.is_none() {
        let help =
            "write the name of an encoding, such as \"UTF-8\", \"windows-1252\" or \"GB18030\"";
        section.problem("encoding", format!("\"{label}\" is not known"), help);
    }
    found
}

/// The most lines that are looked for above a header or below the rows.
const MOST_LINES: u32 = 100_000;
const MOST_HEADER_ROWS: u32 = 10;

/// The lines of rows that are left out.
/// A column of counts, which fits no study that tells patients apart.
fn read_count(section: &Section<'_>, file: &CohortFile, scope: &Scope<'_>) -> Option<String> {
    let name = section.string("count")?;
    let problem = |problem: String, help: &str| section.problem("count", problem, help);
    for variable in scope.variables {
        if variable.derivation.is_none() && variable.header() == name {
            let what = format!("\"{name}\" is declared as a variable");
            problem(
                what,
                "remove the variable; the counts are used by every analysis",
            );
        }
        if variable.kind == Kind::Identifier {
            let what = format!(
                "cannot be used with the identifier \"{}\": a row that stands for several patients has none",
                variable.name
            );
            problem(
                what,
                "remove the column of identifiers before rows are grouped",
            );
        }
    }
    if !file.same_when.is_empty() {
        let help = "remove one of the keys: rows that agree were grouped";
        problem("cannot be used with same_when".to_owned(), help);
    }
    if file.rows == RowUnit::Visits {
        let help = "remove one of the keys: each row stands for patients";
        problem("cannot be used with rows = \"visits\"".to_owned(), help);
    }
    Some(name)
}

fn read_skip(section: &Section<'_>) -> Vec<u64> {
    let lines = section.numbers("skip").unwrap_or_default();
    let is_line = |line: &f64| *line >= 1.0 && line.fract() == 0.0 && *line < 1e15;
    if !lines.iter().all(is_line) {
        let help = "write the lines of the rows to leave out: skip = [2, 40]";
        section.problem("skip", "is not a list of lines", help);
    }
    lines
        .into_iter()
        .filter(is_line)
        .map(|line| line as u64)
        .collect()
}

fn read_frame(section: &Section<'_>) -> Frame {
    let comment = section.string("comment");
    let sign = comment.as_deref().and_then(|text| match text.as_bytes() {
        [sign] if sign.is_ascii_punctuation() => Some(*sign),
        _ => None,
    });
    if comment.is_some() && sign.is_none() {
        section.problem(
            "comment",
            "is not one punctuation mark",
            "write the mark that such lines begin with: comment = \"#\"",
        );
    }
    Frame {
        header_line: section.whole("header_line", MOST_LINES).map(u64::from),
        header_rows: section
            .whole("header_rows", MOST_HEADER_ROWS)
            .map(u64::from),
        comment: sign,
        units_row: section.boolean("units_row").unwrap_or(false),
        row_names: section.boolean("row_names").unwrap_or(false),
        footer: section.whole("footer", MOST_LINES).map_or(0, u64::from),
    }
}

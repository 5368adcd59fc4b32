//! Verifies that a PDF follows from the data inside it.
//!
//! The PDF carries its inputs and its ledger. Everything is recomputed from
//! the inputs, the PDF is set again in a temporary folder, and the two are
//! compared: byte by byte, then object by object. What is not understood is not
//! vouched for.

mod again;
mod attached;
mod compare;
mod marks;
mod output;
mod pdf;
mod place;
mod printed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

pub use again::MadeAgain;
pub use compare::Alteration;
pub use output::{as_json, write_text};
pub use pdf::PdfError;
pub use printed::Reprinted;

use crate::findings::{Finding, Findings};
use crate::ledger::{Entry, RESULTS, ResultsError, ResultsFile};
use crate::lint::TypedNumeral;
use crate::report::{
    Data, Inputs, ReportError, STUDY_FILE, is_cohort_attachment, name_in_study, sha256,
};
use crate::study::DEFAULT_FILE;
use crate::typst::Typst;
use pdf::{Budget, Pdf};

/// An attachment that is not what the report was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its name in the PDF.
    pub name: String,
    /// What is wrong with it.
    pub how: &'static str,
}

/// A number of the attached ledger that does not follow from the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedNumber {
    /// Its id.
    pub id: String,
    /// In the attached ledger; empty where it has none.
    pub given: String,
    /// As recomputed; empty where there is none.
    pub computed: String,
}

/// What a file is, next to the report made again from the data inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The same, byte for byte.
    Identical,
    /// Every object and every stream is the same; only how they are numbered and
    /// packed, and who saved them, is not.
    SavedAgain,
    /// Not the same, or not understood.
    NotVouchedFor,
    /// Written by another program in its own way, so that contents cannot be
    /// compared.
    NotComparable,
}

/// Whether numerals that were typed by hand are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// A file with one is not good.
    Refused,
    /// They are told only.
    Allowed,
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The verdict on the file.
    pub verdict: Verdict,
    /// The program that made the PDF, as far as it could be read.
    pub made_by: String,
    /// Recomputed numbers.
    pub numbers: usize,
    /// Pages of the file.
    pub pages: usize,
    /// Files that are not those that the report was made from.
    pub files: Vec<ChangedFile>,
    /// Numbers of the ledger that do not follow.
    pub changed: Vec<ChangedNumber>,
    /// Other differences from the regenerated PDF.
    pub alterations: Vec<Alteration>,
    /// What is not the same, but says only who saved the file and when.
    pub harmless: Vec<String>,
    /// Numerals of the templates that do not come from the ledger.
    pub typed: Vec<TypedNumeral>,
    /// Numbers that the pages do not print as the ledger has them.
    pub reprinted: Vec<Reprinted>,
}

impl Verification {
    /// Whether everything follows.
    pub fn is_good(&self, typed: Typed) -> bool {
        let vouched = matches!(self.verdict, Verdict::Identical | Verdict::SavedAgain);
        vouched && self.reprinted.is_empty() && (typed == Typed::Allowed || self.typed.is_empty())
    }

    /// Of a file that cannot be read in one way only.
    fn unread(error: &PdfError) -> Self {
        let verdict = match error {
            PdfError::Rewritten => Verdict::NotComparable,
            _ => Verdict::NotVouchedFor,
        };
        Self {
            verdict,
            made_by: String::new(),
            numbers: 0,
            pages: 0,
            files: Vec::new(),
            changed: Vec::new(),
            alterations: vec![Alteration::of_file(error)],
            harmless: Vec::new(),
            typed: Vec::new(),
            reprinted: Vec::new(),
        }
    }
}

/// Verifies the bytes of a PDF. `file` names it in findings; `data` is a cohort
/// used instead of the attached one, with its name.
///
/// # Errors
/// [`ReportError::Findings`] when it is no report, or its inputs are invalid;
/// those of [`report::make`] when it cannot be made again.
pub fn verify(
    file: &str,
    bytes: &[u8],
    data: Option<(&str, Vec<u8>)>,
    typst: &Typst,
    limit: Duration,
) -> Result<Verification, ReportError> {
    verify_with(file, bytes, data, |inputs, data| {
        MadeAgain::from_inputs(inputs, data, typst, limit)
    })
}

/// The same with a report that is made by `again` from the inputs that the PDF
/// carries, as where many files carry the same.
///
/// # Errors
/// Those of [`verify`], and of `again`.
pub fn verify_with(
    file: &str,
    bytes: &[u8],
    data: Option<(&str, Vec<u8>)>,
    again: impl FnOnce(Inputs, Data) -> Result<MadeAgain, ReportError>,
) -> Result<Verification, ReportError> {
    let opened = Pdf::open(bytes).and_then(|pdf| {
        let attached = attached::attachments(&pdf, &mut Budget::new())?;
        Ok((pdf, attached))
    });
    let (pdf, attached) = match opened {
        Ok(opened) => opened,
        Err(error @ (PdfError::Irregular { .. } | PdfError::Rewritten)) => {
            return Ok(Verification::unread(&error));
        }
        Err(error) => return Err(unfit(file, &error)),
    };
    has_inputs(file, &attached)?;
    let results = attached.get(RESULTS).cloned().unwrap_or_default();
    let ledger = read_ledger(file, &results)?;
    let withheld = cohort_of(&attached).is_none();
    let mut files = changed_files(
        &ledger,
        &attached,
        data.as_ref().map(|(_, bytes)| bytes.as_slice()),
    );
    let shown = data.as_ref().map(|(name, _)| (*name).to_owned());
    let inputs = inputs_of(file, &ledger, attached, data)?;
    let policy = if withheld {
        Data::Withheld
    } else {
        Data::Attached
    };
    let anew = again(inputs, policy)?;
    let changed = changed_numbers(&ledger.numbers, &read_ledger(file, &anew.results)?.numbers);
    if changed.is_empty() && files.is_empty() && anew.results != results {
        files.push(ChangedFile {
            name: RESULTS.to_owned(),
            how: "was changed after the report was made, although its numbers were not",
        });
    }
    if let Some(name) = shown {
        for file in &mut files {
            if file.how == OTHER_DATA {
                file.name.clone_from(&name);
            }
        }
    }
    let mut found = Verification {
        verdict: Verdict::Identical,
        made_by: format!("{} {}", ledger.tool.name, ledger.tool.version),
        numbers: anew.numbers,
        pages: pdf.pages.len(),
        files,
        changed,
        alterations: Vec::new(),
        harmless: Vec::new(),
        typed: anew.typed,
        reprinted: anew.reprinted,
    };
    if anew.pdf != bytes || !found.files.is_empty() || !found.changed.is_empty() {
        let expected =
            Pdf::open(&anew.pdf).map_err(|error| unfit("the report made again", &error))?;
        let compared = compare::compare(&pdf, &expected).map_err(|error| unfit(file, &error))?;
        let same =
            found.files.is_empty() && found.changed.is_empty() && compared.alterations.is_empty();
        found.verdict = match (
            same,
            compared.pages_rewritten && found.files.is_empty() && found.changed.is_empty(),
        ) {
            (true, _) => Verdict::SavedAgain,
            (false, true) => Verdict::NotComparable,
            (false, false) => Verdict::NotVouchedFor,
        };
        found.alterations = compared.alterations;
        found.harmless = compared.harmless;
    }
    Ok(found)
}

/// The ledger that a PDF carries.
///
/// # Errors
/// [`ReportError::Findings`] when it is no report.
pub fn attached_results(file: &str, bytes: &[u8]) -> Result<Vec<u8>, ReportError> {
    let pdf = Pdf::open(bytes).map_err(|error| unfit(file, &error))?;
    let attached = attached::attachments(&pdf, &mut Budget::new());
    let mut attached = attached.map_err(|error| unfit(file, &error))?;
    has_inputs(file, &attached)?;
    Ok(attached.remove(RESULTS).unwrap_or_default())
}

/// What to name instead of a file that is no report.
const HELP: &str = "pass an unmodified report.pdf made by cohort-report";

fn unfit(file: &str, error: &PdfError) -> ReportError {
    Findings::from(Finding::new(file, error.to_string(), HELP)).into()
}

/// Fails when a PDF does not carry what it was made from.
fn has_inputs(file: &str, attached: &BTreeMap<String, Vec<u8>>) -> Result<(), ReportError> {
    let missing: Vec<&str> = [RESULTS, STUDY_FILE]
        .into_iter()
        .filter(|name| !attached.contains_key(*name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let problem = format!(
        "has no attached {}: it is not a report, or was printed or saved without its attachments",
        missing.join(" or ")
    );
    Err(Findings::from(Finding::new(file, problem, HELP)).into())
}

fn read_ledger(file: &str, results: &[u8]) -> Result<ResultsFile, ReportError> {
    let fail = |problem: String, help: &str| {
        ReportError::from(Findings::from(Finding::new(file, problem, help)))
    };
    ResultsFile::parse(results).map_err(|error| {
        let help = match error {
            ResultsError::Layout { .. } => {
                "use the version of cohort-report that made it, given on its last page"
            }
            ResultsError::NotJson(_) | ResultsError::Invalid(_) => HELP,
        };
        fail(format!("the attached results.json {error}"), help)
    })
}

const OTHER_DATA: &str = "is not the cohort that the report was made from";

/// Name and bytes of the attached cohort.
fn cohort_of(attached: &BTreeMap<String, Vec<u8>>) -> Option<(&str, &[u8])> {
    attached
        .iter()
        .find(|(name, _)| is_cohort_attachment(name))
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
}

/// Attachments whose hash is not the one in the ledger, and those that are
/// missing or were added.
fn changed_files(
    ledger: &ResultsFile,
    attached: &BTreeMap<String, Vec<u8>>,
    data: Option<&[u8]>,
) -> Vec<ChangedFile> {
    let mut found = Vec::new();
    let one = |name: &str, how| ChangedFile {
        name: name.to_owned(),
        how,
    };
    let mut known: BTreeSet<&str> = BTreeSet::from([RESULTS]);
    for (index, input) in ledger.inputs.iter().enumerate() {
        // The cohort is first, under its name in the study.
        let (name, bytes) = if index == 0 {
            let own = cohort_of(attached);
            known.extend(own.map(|(name, _)| name));
            let name = own.map_or(input.name.as_str(), |(name, _)| name);
            if let Some(data) = data
                && sha256(data) != input.sha256
            {
                found.push(one(name, OTHER_DATA));
            }
            (name, own.map(|(_, bytes)| bytes))
        } else {
            let attachment = attached
                .iter()
                .find(|(name, _)| name_in_study(name) == input.name);
            match attachment {
                Some((name, bytes)) => {
                    known.insert(name);
                    (name.as_str(), Some(bytes.as_slice()))
                }
                None => (input.name.as_str(), None),
            }
        };
        match bytes {
            Some(bytes) if sha256(bytes) != input.sha256 => {
                found.push(one(name, "was changed after the report was made"));
            }
            // The cohort may be withheld on purpose.
            None if index > 0 => found.push(one(name, "was removed from the PDF")),
            _ => {}
        }
    }
    for name in attached
        .keys()
        .filter(|name| !known.contains(name.as_str()))
    {
        found.push(one(name, "was added to the PDF"));
    }
    found
}

/// The study as the PDF carries it.
fn inputs_of(
    file: &str,
    ledger: &ResultsFile,
    attached: BTreeMap<String, Vec<u8>>,
    data: Option<(&str, Vec<u8>)>,
) -> Result<Inputs, ReportError> {
    let cohort_name = ledger
        .inputs
        .first()
        .map_or(DEFAULT_FILE, |input| input.name.as_str());
    let mut cohort = data.map(|(_, bytes)| bytes);
    let mut files = BTreeMap::new();
    for (name, bytes) in attached {
        if is_cohort_attachment(&name) {
            cohort.get_or_insert(bytes);
        } else if name != RESULTS {
            files.insert(name_in_study(&name).to_owned(), bytes);
        }
    }
    let Some(cohort) = cohort else {
        let problem = "has no attached cohort: the report was made with --without-data";
        let help = "pass the cohort's file with --data";
        return Err(Findings::from(Finding::new(file, problem, help)).into());
    };
    files.insert(cohort_name.to_owned(), cohort);
    Inputs::from_memory(Path::new(file), &ledger.study, files)
}

/// Text and full value.
fn shown(number: &Entry) -> String {
    format!("{} ({})", number.text, number.value)
}

/// Numbers of which any field is not the same in the attached ledger and in the
/// recomputed one.
fn changed_numbers(given: &[Entry], anew: &[Entry]) -> Vec<ChangedNumber> {
    let computed: BTreeMap<&str, &Entry> = anew
        .iter()
        .map(|number| (number.id.as_str(), number))
        .collect();
    let mut left: BTreeSet<&str> = computed.keys().copied().collect();
    let mut found = Vec::new();
    for number in given {
        let id = number.id.as_str();
        let there = computed.get(id).copied();
        // Duplicate ids are reported.
        let known = left.remove(id);
        if there != Some(number) || !known {
            found.push(ChangedNumber {
                id: id.to_owned(),
                given: shown(number),
                computed: there.map(shown).unwrap_or_default(),
            });
        }
    }
    found.extend(left.into_iter().map(|id| {
        ChangedNumber {
            id: id.to_owned(),
            given: String::new(),
            computed: computed
                .get(id)
                .map(|number| shown(number))
                .unwrap_or_default(),
        }
    }));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;
    use crate::report::{self, Timings};

    /// An entry with another text or value, in up to four ways.
    fn forged(number: &Number, own: &Entry) -> Vec<Entry> {
        let mut all = vec![Entry {
            text: format!("{}1", own.text),
            ..own.clone()
        }];
        if let Some(value) = number.value.number() {
            let digits = number.decimals.unwrap_or(0);
            let unit = 10f64.powi(-(digits as i32));
            for moved in [value + unit, value - unit] {
                all.push(Entry {
                    value: moved.into(),
                    ..own.clone()
                });
            }
            all.push(Entry {
                text: format!("{:.digits$}", value + unit),
                ..own.clone()
            });
        }
        all.retain(|other| other != own);
        all
    }

    /// Any number of the ledger, moved by one unit of its last printed place in
    /// its text or in its value, is noticed, and no other.
    #[test]
    fn one_unit_in_the_last_place_is_noticed() {
        let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rvlms");
        let computed = report::compute(&study, &mut Timings::default()).unwrap();
        let draft = report::draft(&computed, Data::Attached, &mut Timings::default()).unwrap();
        let results = report::results_json(&computed, &draft).unwrap();
        let genuine = ResultsFile::parse(results.as_bytes()).unwrap();
        assert!(changed_numbers(&genuine.numbers, &genuine.numbers).is_empty());
        let numbers: Vec<Number> = computed.results.ledger.iter().cloned().collect();
        // Every second number at a time, so that those between them have to be left alone.
        for (way, first) in [0, 1, 2, 3]
            .into_iter()
            .flat_map(|way| [(way, 0), (way, 1)])
        {
            let mut given = genuine.numbers.clone();
            let mut expected = Vec::new();
            for (number, own) in numbers.iter().zip(&mut given).skip(first).step_by(2) {
                let all = forged(number, own);
                assert!(!all.is_empty(), "{}", own.id);
                if let Some(other) = all.into_iter().nth(way) {
                    *own = other;
                    expected.push(own.id.clone());
                }
            }
            let found = changed_numbers(&given, &genuine.numbers);
            let ids: Vec<String> = found.into_iter().map(|one| one.id).collect();
            assert!(ids.len() > 100, "{way}: {}", ids.len());
            assert_eq!(ids, expected, "{way}");
        }
        let without = &genuine.numbers[1..];
        assert_eq!(changed_numbers(without, &genuine.numbers).len(), 1);
        let mut twice = genuine.numbers.clone();
        twice.push(twice[0].clone());
        assert_eq!(changed_numbers(&twice, &genuine.numbers).len(), 1);
    }
}

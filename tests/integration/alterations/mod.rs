//! Alterations of a genuine report, none of which may pass: each changes what some
//! viewer shows or runs, or hides something in the file. Files that another
//! program saved again without a change do pass.

mod attachments;
mod content;
mod document;
mod file;
mod fonts;
mod pages;
mod raw;
mod saved;

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use lopdf::{Dictionary, Document, Object, ObjectId};

use cohort_report::report::{self, Data, Inputs, ReportError};
use cohort_report::typst;
use cohort_report::verify::{self, MadeAgain, Typed};

use crate::common::{Place, stderr};
use raw::Raw;

/// One alteration.
pub struct Alteration {
    name: String,
    bytes: Vec<u8>,
}

/// The bytes of a small report with everything that reports have.
pub fn genuine() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let place = Place::new();
        place.write(
            "published.toml",
            "[[numbers]]\nid = \"size.median\"\ntext = \"47 mm\"\n",
        );
        place.write(
            "templates/results.typ",
            "= Results\n\nThe median size was << median(\"size\") >>.\n\n<< table(\"all\") >>\n<< figure(\"curve\") >>\n<< figure(\"bars\") >>\n",
        );
        let output = place.report();
        assert!(output.status.success(), "{}", stderr(&output));
        fs::read(place.out().join("report.pdf")).unwrap()
    })
}

/// An alteration of the bytes of objects.
fn by_bytes(name: &str, change: impl FnOnce(&mut Raw)) -> Alteration {
    let mut raw = Raw::of(genuine());
    change(&mut raw);
    of_file(name, raw.bytes())
}

/// Its objects, as a library reads them.
fn genuine_document() -> Document {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    DOCUMENT
        .get_or_init(|| Document::load_mem(genuine()).unwrap())
        .clone()
}

/// An alteration of objects, saved by a library.
fn by_objects(name: &str, change: impl FnOnce(&mut Document)) -> Alteration {
    let mut document = genuine_document();
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    of_file(name, bytes)
}

/// Any other file.
fn of_file(name: &str, bytes: Vec<u8>) -> Alteration {
    Alteration {
        name: name.to_owned(),
        bytes,
    }
}

/// A page, counted from 1.
fn page(document: &Document, number: u32) -> ObjectId {
    document.get_pages()[&number]
}

fn page_keys(document: &mut Document, number: u32) -> &mut Dictionary {
    let id = page(document, number);
    document.get_object_mut(id).unwrap().as_dict_mut().unwrap()
}

/// A report as it was made again before, from the same inputs.
struct Known {
    inputs: Inputs,
    data: Data,
    made: MadeAgain,
}

/// Makes a report again from what a file carries: once for all files that carry the
/// same, as most alterations leave the attachments as they are.
fn made_again(inputs: Inputs, data: Data) -> Result<MadeAgain, ReportError> {
    static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());
    let is_same = |known: &Known| {
        known.data == data
            && known.inputs.study.id == inputs.study.id
            && known.inputs.folder == inputs.folder
            && known.inputs.same_files(&inputs)
    };
    let mut all = KNOWN.lock().unwrap();
    if let Some(known) = all.iter().find(|known| is_same(known)) {
        return Ok(known.made.clone());
    }
    let typst = typst::find(None).unwrap();
    let made = MadeAgain::from_inputs(inputs.clone(), data, &typst, report::DEFAULT_LIMIT)?;
    all.push(Known {
        inputs,
        data,
        made: made.clone(),
    });
    Ok(made)
}

/// The exit status of `verify` on a file, and what it says.
pub fn verified(bytes: &[u8]) -> (Option<i32>, String) {
    const NAME: &str = "altered.pdf";
    match verify::verify_with(NAME, bytes, None, made_again) {
        Ok(found) => {
            let mut said = Vec::new();
            verify::write_text(&found, Typed::Refused, NAME, &mut said).unwrap();
            let code = i32::from(!found.is_good(Typed::Refused));
            (Some(code), String::from_utf8(said).unwrap())
        }
        Err(error) => (Some(error.exit_code().into()), error.to_string()),
    }
}

/// What each of these gets, some at a time.
fn each(files: &[Alteration]) -> Vec<(Option<i32>, String)> {
    const AT_ONCE: usize = 4;
    let next = AtomicUsize::new(0);
    let work = || {
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(at) else {
                return own;
            };
            own.push((at, verified(&file.bytes)));
        }
    };
    let mut found: Vec<(usize, (Option<i32>, String))> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let own = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap());
        own.collect()
    });
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, said)| said).collect()
}

/// None may pass, and each is told.
fn none_passes(files: &[Alteration]) {
    let plain = {
        let mut document = genuine_document();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    let mut wrong = Vec::new();
    for (file, (code, said)) in files.iter().zip(each(files)) {
        let name = &file.name;
        assert!(
            file.bytes != genuine() && file.bytes != plain,
            "{name} changes nothing"
        );
        let is_told = match code {
            Some(1) => said.contains(": not vouched for"),
            Some(3..=5) => said.contains("help: ") || said.contains("error: "),
            _ => false,
        };
        if !is_told {
            wrong.push(format!("{name}: {code:?} {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn all() -> Vec<Alteration> {
    let mut all = content::all();
    all.extend(pages::all());
    all.extend(document::all());
    all.extend(fonts::all());
    all.extend(attachments::all());
    all.extend(file::all());
    all
}

#[test]
fn none_of_the_alterations_passes() {
    let all = all();
    let mut names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len(), "two have one name");
    assert!(all.len() >= 200, "{} alterations", all.len());
    none_passes(&all);
}

/// The same object with a key set.
fn set(dictionary: &mut Dictionary, key: &str, value: impl Into<Object>) {
    dictionary.set(key, value);
}

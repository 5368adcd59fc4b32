//! What a screen reader meets: the structure tree of whole reports.

use std::fs;

use crate::common::{Place, stderr};
use lopdf::{Dictionary, Document, Object};

/// An element of the structure tree: its type, and its dictionary.
struct Element {
    kind: String,
    own: Dictionary,
}

/// Every element in reading order.
fn elements(pdf: &Document) -> Vec<Element> {
    fn walk(pdf: &Document, object: &Object, found: &mut Vec<Element>) {
        let object = pdf.dereference(object).map_or(object, |(_, object)| object);
        if let Ok(kids) = object.as_array() {
            for kid in kids {
                walk(pdf, kid, found);
            }
        }
        let Ok(own) = object.as_dict() else { return };
        if let Ok(kind) = own.get(b"S").and_then(Object::as_name) {
            found.push(Element {
                kind: String::from_utf8_lossy(kind).into_owned(),
                own: own.clone(),
            });
        }
        if let Ok(kids) = own.get(b"K") {
            walk(pdf, kids, found);
        }
    }
    let mut found = Vec::new();
    let catalog = pdf.catalog().unwrap();
    walk(pdf, catalog.get(b"StructTreeRoot").unwrap(), &mut found);
    found
}

/// An attribute of the element.
fn attribute(pdf: &Document, element: &Element, key: &[u8]) -> Option<Object> {
    let attributes = element.own.get_deref(b"A", pdf).ok()?;
    let one = [attributes.clone()];
    let all = attributes.as_array().map_or(&one[..], Vec::as_slice);
    let mut dictionaries = all
        .iter()
        .filter_map(|own| pdf.dereference(own).ok()?.1.as_dict().ok());
    dictionaries.find_map(|own| own.get(key).ok().cloned())
}

/// Whether an attribute of the element has this value.
fn has(pdf: &Document, element: &Element, key: &[u8], value: &str) -> bool {
    let found = attribute(pdf, element, key);
    found.is_some_and(|found| found.as_name().is_ok_and(|name| name == value.as_bytes()))
}

/// The ids of the cells that an element has for headings.
fn headings(pdf: &Document, element: &Element) -> Vec<Vec<u8>> {
    let found = attribute(pdf, element, b"Headers");
    let found = found.and_then(|found| found.as_array().cloned().ok());
    let ids = found.into_iter().flatten();
    ids.map(|id| id.as_str().unwrap().to_vec()).collect()
}

#[test]
fn a_report_can_be_heard() {
    for look in ["report", "journal", "summary"] {
        let place = Place::of_cohort("melanoma");
        let path = place.study().join("study.toml");
        let study = fs::read_to_string(&path).unwrap();
        let own = format!("[document]\nlook = \"{look}\"");
        fs::write(path, study.replacen("[document]", &own, 1)).unwrap();
        let output = place.report();
        assert_eq!(output.status.code(), Some(0), "{look}: {}", stderr(&output));
        let pdf = Document::load(place.out().join("report.pdf")).unwrap();
        let catalog = pdf.catalog().unwrap();
        assert!(catalog.get(b"Lang").is_ok(), "{look}");
        let elements = elements(&pdf);
        let of = |kind: &str| {
            let own = elements.iter().filter(|element| element.kind == kind);
            own.collect::<Vec<_>>()
        };
        // The title comes first, then its paragraph with the date.
        let said = |kind: &str| !matches!(kind, "Document" | "Div" | "Part" | "NonStruct");
        let first: Vec<&str> = elements.iter().map(|own| own.kind.as_str()).collect();
        let first: Vec<&str> = first
            .into_iter()
            .filter(|kind| said(kind))
            .take(2)
            .collect();
        assert_eq!(first, ["H1", "P"], "{look}");
        // Sections are below the title.
        assert_eq!(of("H1").len(), 1, "{look}");
        assert!(of("H2").len() > 2, "{look}");
        let figures = of("Figure");
        assert!(!figures.is_empty(), "{look}");
        for figure in figures {
            let alt = figure.own.get(b"Alt").and_then(Object::as_str).unwrap();
            assert!(alt.len() > 20, "{look}");
        }
        // Each column of a table of the study has a header.
        let headers = of("TH");
        let columns = headers
            .iter()
            .filter(|own| has(&pdf, own, b"Scope", "Column"));
        assert!(columns.count() > 3, "{look}");
        // The heading of a level leads to that of its variable, and a number to both.
        let is_row = |own: &&&Element| has(&pdf, own, b"Scope", "Row");
        let levels: Vec<&&Element> = headers.iter().filter(is_row).collect();
        let of_variables: Vec<&[u8]> = headers
            .iter()
            .filter(|own| has(&pdf, own, b"Scope", "Both"))
            .map(|own| own.own.get(b"ID").and_then(Object::as_str).unwrap())
            .collect();
        assert!(
            !levels.is_empty() && levels.len() + of_variables.len() > 5,
            "{look}"
        );
        for level in levels {
            let above = headings(&pdf, level);
            assert_eq!(above.len(), 1, "{look}");
            assert!(of_variables.contains(&above[0].as_slice()), "{look}");
        }
        // What a link says before it is followed.
        for page in pdf.get_pages().into_values() {
            for link in pdf.get_page_annotations(page).unwrap() {
                assert!(link.has(b"Contents"), "{look}: {link:?}");
            }
        }
    }
}

/// What the annotations of all pages say, and where each leads.
fn links(pdf: &Document) -> Vec<(String, bool)> {
    let pages = pdf.get_pages().into_values();
    let notes = pages.flat_map(|page| pdf.get_page_annotations(page).unwrap());
    notes
        .map(|note| {
            let said = note.get(b"Contents").and_then(Object::as_str).unwrap();
            let leads = note.has(b"Dest") || note.has(b"A");
            (String::from_utf8_lossy(said).into_owned(), leads)
        })
        .collect()
}

#[test]
fn numbers_lead_to_their_entries_and_back() {
    let pdf_of = |provenance: &str| {
        let place = Place::of_cohort("rvlms");
        let path = place.study().join("study.toml");
        let study = fs::read_to_string(&path).unwrap();
        let own = format!("[document]\nprovenance = \"{provenance}\"");
        fs::write(path, study.replacen("[document]", &own, 1)).unwrap();
        let output = place.report();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let file = place.out().join("report.pdf");
        let size = fs::metadata(&file).unwrap().len();
        (Document::load(file).unwrap(), size)
    };
    let (whole, size) = pdf_of("full");
    let links = links(&whole);
    assert!(links.iter().all(|(_, leads)| *leads));
    let says = |words: &str| links.iter().filter(|(said, _)| said == words).count();
    // The text prints the median age with its quartiles, which are one link, as are its rows.
    assert_eq!(says("Entry Age at operation"), 2);
    // Links say labels, not the words of ids.
    for id in ["age", "cohort", "convention", "os", "asa_class"] {
        assert_eq!(says(&format!("Entry {id}")), 0);
    }
    assert!(says("Entry size of the cohort") > 0);
    assert!(
        links
            .iter()
            .any(|(said, _)| said.starts_with("Operative management, page"))
    );
    // Each drawing leads to the numbers of its figure.
    for figure in ["Patients by imaging type", "The course of every patient"] {
        let entry = format!("Entry {figure}");
        let mut said = links.iter().map(|(said, _)| said);
        assert!(said.any(|said| said.starts_with(&entry)), "{figure}");
    }
    assert!(links.len() < 450, "{}", links.len());
    // A file that can be sent, and an appendix that can be read through.
    assert!(size < 1_000_000, "{size}");
    let (without, _) = pdf_of("none");
    let more = whole.get_pages().len() - without.get_pages().len();
    assert!(more <= 6, "{more}");
}

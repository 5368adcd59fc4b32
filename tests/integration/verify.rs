//! `verify`: a genuine PDF is told from one that was altered by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use crate::common::{COHORT, Place, program, project, stderr, stdout};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// A small report with published numbers and a template of its own.
fn report() -> &'static Place {
    static PLACE: OnceLock<Place> = OnceLock::new();
    PLACE.get_or_init(|| {
        let place = Place::new();
        place.write("published.toml", "[[numbers]]\nid = \"size.median\"\ntext = \"47 mm\"\n");
        place.write("templates/results.typ", "= Results\n\nThe median size was << median(\"size\") >>.\n\n<< table(\"all\") >>\n<< figure(\"curve\") >>\n<< figure(\"bars\") >>\n");
        let output = place.report();
        assert!(output.status.success(), "{}", stderr(&output));
        place
    })
}

fn pdf() -> PathBuf {
    report().out().join("report.pdf")
}

fn verify(pdf: &Path, more: &[&str]) -> Output {
    program()
        .arg("verify")
        .arg(pdf)
        .args(more)
        .current_dir(project())
        .output()
        .unwrap()
}

/// What is said about the report after a change of it.
fn altered(change: impl FnOnce(&mut Document)) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("altered.pdf");
    let mut document = Document::load(pdf()).unwrap();
    change(&mut document);
    document.save(&path).unwrap();
    let output = verify(&path, &[]);
    (output.status.code(), stdout(&output) + &stderr(&output))
}

/// The stream of an attachment.
fn attachment(document: &Document, name: &str) -> ObjectId {
    let wanted = |object: &Object| -> Option<ObjectId> {
        let file = object.as_dict().ok()?;
        let own = file
            .get(b"UF")
            .or_else(|_| file.get(b"F"))
            .ok()?
            .as_str()
            .ok()?;
        let own = String::from_utf8_lossy(own).replace(['\u{fffd}', '\0'], "");
        (file.has_type(b"Filespec") && own == name).then(|| {
            let files = file.get(b"EF").unwrap().as_dict().unwrap();
            files.get(b"F").unwrap().as_reference().unwrap()
        })
    };
    document
        .objects
        .values()
        .find_map(wanted)
        .unwrap_or_else(|| panic!("{name}"))
}

fn rewrite(document: &mut Document, name: &str, from: &str, to: &str) {
    let id = attachment(document, name);
    let stream = document
        .get_object_mut(id)
        .unwrap()
        .as_stream_mut()
        .unwrap();
    let text = stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone());
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains(from), "{name} {from}");
    stream.dict.remove(b"Filter");
    stream.set_plain_content(text.replacen(from, to, 1).into_bytes());
}

fn page(document: &Document, number: u32) -> ObjectId {
    document.get_pages()[&number]
}

/// Changes the content of the page that holds a figure or a text.
fn redraw(document: &mut Document, number: u32, change: impl FnOnce(String) -> String) {
    let id = document.get_page_contents(page(document, number))[0];
    let stream = document
        .get_object_mut(id)
        .unwrap()
        .as_stream_mut()
        .unwrap();
    let text = stream.decompressed_content().unwrap();
    // Not every byte of a content stream is text.
    let text: String = text.iter().map(|byte| char::from(*byte)).collect();
    let changed: Vec<u8> = change(text).chars().map(|c| c as u8).collect();
    stream.dict.remove(b"Filter");
    stream.set_plain_content(changed);
}

#[test]
fn a_genuine_report_follows() {
    let output = verify(&pdf(), &[]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    assert!(
        stdout(&output).contains("byte for byte"),
        "{}",
        stdout(&output)
    );
    // Written anew by another program, it is another file that shows the same.
    let (code, said) = altered(|_| {});
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("saved again by another program"), "{said}");
}

#[test]
fn changed_attachments_are_named() {
    for (name, from, to, parts) in [
        (
            "cohort.csv",
            "A1,surgery,42",
            "A1,surgery,43",
            &[
                "cohort.csv was changed after the report was made",
                "size.mean is",
            ][..],
        ),
        (
            "study.toml",
            "unit = \"mm\"",
            "unit = \"cm\"",
            &["study.toml was changed", "size.median is"],
        ),
        (
            "published.toml",
            "47 mm",
            "48 mm",
            &["published.toml was changed"],
        ),
        (
            "templates/results.typ",
            "The median",
            "Our median",
            &["templates/results.typ was changed"],
        ),
        (
            "results.json",
            "\"text\": \"47\"",
            "\"text\": \"49\"",
            &["results.json: size.median is 49 (47.0), expected 47 (47.0)"],
        ),
        (
            "results.json",
            "\"value\": 47.0",
            "\"value\": 47.01",
            &["results.json: size.median is 47 (47.01)"],
        ),
        (
            "results.json",
            "\"title\": \"A small",
            "\"title\": \"A great",
            &["results.json was changed after the report was made, although its numbers were not"],
        ),
    ] {
        let (code, said) = altered(|document| rewrite(document, name, from, to));
        assert_eq!(code, Some(1), "{name}: {said}");
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    // Data and its hash in the ledger: the numbers and pages still tell.
    let (code, said) = altered(|document| {
        let sha256 = |text: &str| -> String {
            use sha2::Digest;
            sha2::Sha256::digest(text)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect()
        };
        let forged = COHORT.replace("A1,surgery,42", "A1,surgery,43");
        rewrite(document, "cohort.csv", "A1,surgery,42", "A1,surgery,43");
        rewrite(document, "results.json", &sha256(COHORT), &sha256(&forged));
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("size.mean is") && said.contains("page "),
        "{said}"
    );
}

#[test]
fn changed_pages_are_named() {
    // A number on the first page, drawn over or taken out.
    let (code, said) = altered(|document| {
        let id = document.get_page_contents(page(document, 1))[0];
        let stream = document
            .get_object_mut(id)
            .unwrap()
            .as_stream_mut()
            .unwrap();
        let mut content = Content::decode(&stream.decompressed_content().unwrap()).unwrap();
        let shown = content
            .operations
            .iter_mut()
            .filter(|operation| operation.operator == "TJ")
            .find(|operation| match &operation.operands[0] {
                Object::Array(pieces) => {
                    matches!(&pieces[0], Object::String(glyphs, _) if glyphs.len() > 3)
                }
                _ => false,
            });
        let Object::Array(pieces) = &mut shown.unwrap().operands[0] else {
            panic!("TJ shows an array");
        };
        let Object::String(glyphs, _) = &mut pieces[0] else {
            panic!("which begins with glyphs");
        };
        // Two bytes a glyph: the first two change places.
        glyphs.swap(1, 3);
        stream.set_plain_content(content.encode().unwrap());
        stream.dict.remove(b"Filter");
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("page 1 /Contents: its content differs from byte"),
        "{said}"
    );

    let (code, said) = altered(|document| {
        let id = page(document, 1);
        document
            .add_page_contents(id, b"q 1 1 1 rg 100 700 200 20 re f Q".to_vec())
            .unwrap();
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("page 1 /Contents: is an array"), "{said}");

    let (code, said) = altered(|document| {
        let id = page(document, 1);
        let dictionary = document.get_object_mut(id).unwrap().as_dict_mut().unwrap();
        let mut note = Dictionary::new();
        note.set("Type", Object::Name(b"Annot".to_vec()));
        note.set("Subtype", Object::Name(b"FreeText".to_vec()));
        note.set("Contents", Object::string_literal("n = 25"));
        dictionary.set("Annots", Object::Array(vec![note.into()]));
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("page 1 /Annots: was added") || said.contains("page 1 /Annots: has"),
        "{said}"
    );

    let (code, said) = altered(|document| document.delete_pages(&[2]));
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("catalog /Pages /Count: is ") && said.contains("catalog /Pages /Kids: has"),
        "{said}"
    );
}

#[test]
fn changed_figures_are_named() {
    // The page of the bars: the only one with their description.
    let (code, said) = altered(|document| {
        let numbers: Vec<u32> = document.get_pages().keys().copied().collect();
        let drawn = numbers.into_iter().find(|number| {
            let text = document.get_page_content(page(document, *number));
            String::from_utf8_lossy(&text).contains(" SCN 10 w")
        });
        redraw(document, drawn.unwrap(), |text| {
            // A stroke of a figure gets another width.
            let at = text.find(" SCN 10 w").unwrap_or_else(|| panic!("{text}"));
            format!(
                "{} SCN 40 w{}",
                &text[..at],
                &text[at + " SCN 10 w".len()..]
            )
        });
    });
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("(in the figure \""), "{said}");
}

#[test]
fn data_may_be_withheld() {
    let place = report();
    let out = place.folder.path().join("withheld");
    let output = place
        .command("report")
        .arg("--without-data")
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let pdf = out.join("report.pdf");
    let bytes = fs::read(&pdf).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("(cohort.csv)") && text.contains("(study.toml)"));
    let output = verify(&pdf, &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("--data"), "{}", stderr(&output));
    let cohort = place.study().join("cohort.csv");
    let output = verify(&pdf, &["--data", cohort.to_str().unwrap()]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    let other = place.folder.path().join("other.csv");
    fs::write(&other, COHORT.replace("42", "43")).unwrap();
    let output = verify(&pdf, &["--data", other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("other.csv is not the cohort that the report was made from"),
        "{}",
        stdout(&output)
    );
}

/// Each cell of the cohort that is changed makes the PDF unfit.
#[test]
fn every_changed_cell_is_noticed() {
    for (at, cell) in COHORT
        .match_indices(|c: char| c.is_ascii_digit())
        .step_by(7)
    {
        let digit = char::from(cell.as_bytes()[0]);
        let other = if digit == '9' {
            '8'
        } else {
            char::from(digit as u8 + 1)
        };
        let changed = format!("{}{other}{}", &COHORT[..at], &COHORT[at + 1..]);
        let (code, said) = altered(|document| rewrite(document, "cohort.csv", COHORT, &changed));
        // A changed identifier may stand twice, which is refused.
        assert!(matches!(code, Some(1 | 3)), "{said}");
    }
}

#[test]
fn bad_input_gets_one_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = fs::read(pdf()).unwrap();
    let said = |bytes: &[u8]| {
        let path = folder.path().join("bad.pdf");
        fs::write(&path, bytes).unwrap();
        let output = verify(&path, &[]);
        assert_eq!(output.status.code(), Some(3), "{}", stdout(&output));
        let text = stderr(&output);
        assert!(text.ends_with("1 finding\n"), "{text}");
        text
    };
    assert!(said(b"PK\x03\x04").contains("is not a PDF"));
    assert!(said(b"").contains("is not a PDF"));
    for cut in [10, bytes.len() / 3, bytes.len() - 200] {
        assert!(
            said(&bytes[..cut]).contains("is damaged or cut short"),
            "{cut}"
        );
    }
    let saved = |mut document: Document| {
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    let mut bare = Document::load(pdf()).unwrap();
    bare.catalog_mut().unwrap().remove(b"Names");
    assert!(said(&saved(bare)).contains("has no attached results.json or study.toml"));

    let mut old = Document::load(pdf()).unwrap();
    rewrite(
        &mut old,
        "results.json",
        "\"schema_version\": 3",
        "\"schema_version\": 2",
    );
    assert!(
        said(&saved(old))
            .contains("the attached results.json has layout 2; this version of the program reads")
    );

    let mut torn = Document::load(pdf()).unwrap();
    rewrite(&mut torn, "results.json", "\"tool\"", "tool");
    assert!(said(&saved(torn)).contains("the attached results.json is not JSON"));

    // Half a gigabyte of zeros in half a megabyte.
    let mut bomb = Document::load(pdf()).unwrap();
    let id = attachment(&bomb, "study.toml");
    let zeros = {
        let mut stream = Stream::new(Dictionary::new(), vec![0; 512 << 20]);
        stream.compress().unwrap();
        stream
    };
    bomb.get_object_mut(id)
        .unwrap()
        .as_stream_mut()
        .unwrap()
        .clone_from(&zeros);
    let text = said(&saved(bomb));
    assert!(text.contains("unpacks to more"), "{text}");

    let output = verify(&folder.path().join("none.pdf"), &[]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        verify(&pdf(), &["--typst", "/nowhere"]).status.code(),
        Some(5)
    );
}

/// A report whose template types its results follows from nothing.
#[test]
fn typed_numerals_are_told() {
    let place = Place::new();
    place.write(
        "templates/results.typ",
        "= Results\n\nThe median size was 74 mm, P < 0.001.\nOr 75 mm. // allow: no result\n",
    );
    let output = place.report();
    assert!(output.status.success(), "{}", stderr(&output));
    let pdf = place.out().join("report.pdf");
    let output = verify(&pdf, &[]);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    // Whoever types a numeral can also write the remark that excuses it.
    for part in [
        "follows from the data, but for numerals typed by hand",
        "3 numerals of its templates do not come from the ledger",
        "results.typ:3: 74",
        "results.typ:4: 75",
        "--allow-typed",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let output = verify(&pdf, &["--allow-typed"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("3 numerals"),
        "{}",
        stdout(&output)
    );
    let output = verify(&pdf, &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["verdict"], "identical");
    assert_eq!(json["follows"], false);
    assert_eq!(json["typed_numerals"].as_array().unwrap().len(), 3);
}

#[test]
fn attachments_cannot_leave_the_study() {
    // A template that reads outside, in a PDF from elsewhere.
    let (code, said) = altered(|document| {
        rewrite(
            document,
            "templates/results.typ",
            "= Results",
            "= Results\n#read(\"/../../../etc/passwd\")",
        );
    });
    assert_eq!(code, Some(4), "{said}");
    assert!(!said.contains("root:"), "{said}");
}

//! Files that another program saved again: every object is the same.

use std::process::Command;

use lopdf::{Document, Object, SaveOptions, Stream, dictionary};

use super::raw::{Raw, replaced};
use super::{Alteration, by_bytes, by_objects, each, genuine, genuine_document, of_file, verified};

fn saved() -> Vec<Alteration> {
    let with = |name: &str, options: SaveOptions| {
        let mut document = genuine_document();
        let mut bytes = Vec::new();
        document.save_with_options(&mut bytes, options).unwrap();
        of_file(name, bytes)
    };
    let info = |document: &mut Document, key: &str, text: &str| {
        let info = document
            .trailer
            .get(b"Info")
            .unwrap()
            .as_reference()
            .unwrap();
        let info = document
            .get_object_mut(info)
            .unwrap()
            .as_dict_mut()
            .unwrap();
        info.set(key, Object::string_literal(text));
    };
    vec![
        by_objects("saved", |_| {}),
        with(
            "saved with streams of objects",
            SaveOptions::builder()
                .use_object_streams(true)
                .use_xref_streams(true)
                .build(),
        ),
        by_objects("numbered from one", |document| document.renumber_objects()),
        by_objects("numbered from a thousand", |document| {
            document.renumber_objects_with(1000);
        }),
        by_objects("decompressed", |document| document.decompress()),
        by_objects("compressed again", |document| {
            document.decompress();
            document.compress();
        }),
        by_objects("another producer", |document| {
            info(document, "Producer", "A program 1.0");
        }),
        by_objects("another date of saving", |document| {
            info(document, "ModDate", "D:20250101120000+01'00'");
        }),
        by_objects("another identifier", |document| {
            let half = || Object::string_literal("0123456789abcdef");
            document.trailer.set("ID", vec![half(), half()]);
        }),
        by_objects("without an identifier", |document| {
            document.trailer.remove(b"ID");
        }),
        by_objects("hexadecimal", |document| {
            for object in document.objects.values_mut() {
                if let Object::Stream(stream) = object
                    && stream.dict.get(b"Filter").is_err()
                {
                    let digits = stream.content.iter().map(|byte| format!("{byte:02x}"));
                    let text = digits.collect::<String>() + ">";
                    stream.dict.set("Filter", "ASCIIHexDecode");
                    stream.set_content(text.into_bytes());
                }
            }
        }),
        by_bytes("lengths as objects of their own", |raw| {
            let page = raw.page(1);
            let contents = raw.reference(page, "/Contents");
            let length = raw.reference(contents, "/Length");
            let number = raw.add(length.to_string().as_bytes());
            raw.replace(
                contents,
                &format!("/Length {length}"),
                &format!("/Length {number} 0 R"),
            );
        }),
        by_bytes("blanks between words", |raw| {
            for (_, body) in &mut raw.objects {
                if body.starts_with(b"<</Type/Page/") {
                    *body = replaced(body, b"/MediaBox[", b"\r\n  /MediaBox [ ");
                }
            }
        }),
        by_bytes("a key in another place", |raw| {
            let page = raw.page(1);
            raw.replace(page, "/Tabs/S", "");
            raw.add_keys(page, "/Tabs/S");
        }),
        of_file("a line end after the file", [genuine(), b"\n"].concat()),
        of_file("objects in another order", {
            let mut raw = Raw::of(genuine());
            raw.objects.reverse();
            raw.bytes()
        }),
    ]
}

fn all_pass(files: &[Alteration]) {
    for (file, (code, said)) in files.iter().zip(each(files)) {
        assert_eq!(code, Some(0), "{}: {said}", file.name);
        assert!(
            said.contains("saved again by another program"),
            "{}: {said}",
            file.name
        );
    }
}

#[test]
fn files_saved_again_pass() {
    all_pass(&saved());
    let (code, said) = verified(genuine());
    assert!(code == Some(0) && said.contains("byte for byte"), "{said}");
}

/// The harmless keys are told.
#[test]
fn what_saving_changed_is_told() {
    let file = by_objects("producer", |document| {
        let info = document
            .trailer
            .get(b"Info")
            .unwrap()
            .as_reference()
            .unwrap();
        let info = document
            .get_object_mut(info)
            .unwrap()
            .as_dict_mut()
            .unwrap();
        info.set("Producer", Object::string_literal("A program\u{1b}[2K 1.0"));
    });
    let (code, said) = verified(&file.bytes);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("changed, but on no page: Producer (A program"),
        "{said}"
    );
    assert!(!said.contains('\u{1b}'), "{said}");
}

/// The same by a program that many use, where it is installed.
#[test]
fn qpdf_saves_again() {
    if Command::new("qpdf").arg("--version").output().is_err() {
        println!("qpdf is not installed: its files are not tried");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().join("given.pdf");
    std::fs::write(&given, genuine()).unwrap();
    let by_qpdf = |options: &[&str]| {
        let path = folder.path().join("saved.pdf");
        let done = Command::new("qpdf")
            .args(options)
            .arg(&given)
            .arg(&path)
            .output();
        assert!(done.unwrap().status.success(), "{options:?}");
        of_file(&options.join(" "), std::fs::read(path).unwrap())
    };
    let same: Vec<Alteration> = [
        &[][..],
        &["--object-streams=generate"],
        &["--object-streams=disable"],
        &["--linearize"],
        &["--linearize", "--object-streams=generate"],
        &["--stream-data=uncompress"],
        &["--recompress-flate", "--compression-level=9"],
    ]
    .into_iter()
    .map(by_qpdf)
    .collect();
    all_pass(&same);
    let rewritten = [&["--qdf"][..], &["--normalize-content=y"]].map(by_qpdf);
    for (file, (code, said)) in rewritten.iter().zip(each(&rewritten)) {
        assert_eq!(code, Some(1), "{}: {said}", file.name);
        assert!(
            said.contains("contents not comparable"),
            "{}: {said}",
            file.name
        );
    }
    // A linearized file whose first page is said to be another one.
    let linearized = &same[3].bytes;
    let at = super::raw::position(linearized, b"/O ").unwrap() + 3;
    for name in ["another first page", "another count of pages"] {
        let mut forged = linearized.clone();
        if name == "another first page" {
            forged[at + 3] = if forged[at + 3] == b'9' {
                b'8'
            } else {
                forged[at + 3] + 1
            };
        } else {
            let pages = genuine_document().get_pages().len();
            let count = format!("/N {pages}");
            let at = super::raw::position(&forged, count.as_bytes()).unwrap() + 3;
            forged[at] += 1;
        }
        let (code, said) = verified(&forged);
        assert_eq!(code, Some(1), "{name}: {said}");
    }
}

/// Streams that unpack to more than a report can be end with one error.
#[test]
fn streams_that_unpack_to_too_much_are_refused() {
    const MEGABYTES: usize = 100;
    let zeros = {
        let mut stream = Stream::new(dictionary! {}, vec![b' '; MEGABYTES << 20]);
        stream.compress().unwrap();
        stream
    };
    let contents = by_objects("contents", |document| {
        let pages: Vec<_> = document.get_pages().into_values().collect();
        assert!(pages.len() > 2);
        for page in pages {
            let id = document.get_page_contents(page)[0];
            document.set_object(id, zeros.clone());
        }
    });
    let attached = by_objects("attachments", |document| {
        let ids: Vec<_> = document
            .objects
            .iter()
            .filter(|(_, object)| {
                object
                    .as_stream()
                    .is_ok_and(|stream| stream.dict.has_type(b"EmbeddedFile"))
            })
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            let mut own = zeros.clone();
            own.dict.set("Type", "EmbeddedFile");
            document.set_object(id, own);
        }
    });
    for file in [contents, attached] {
        let (code, said) = verified(&file.bytes);
        assert_eq!(code, Some(3), "{}: {said}", file.name);
        assert!(
            said.contains("unpacks to more than"),
            "{}: {said}",
            file.name
        );
    }
}

//! What is drawn on pages.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::raw::{position, replaced};
use super::{Alteration, by_bytes, by_objects, page, page_keys};

/// A white box and a number on it.
const FORGED: &[u8] = b"\nq 1 1 1 rg 60 600 200 40 re f Q\nBT /F0 12 Tf 70 610 Td <0001> Tj ET\n";

fn contents(document: &Document, number: u32) -> ObjectId {
    document.get_page_contents(page(document, number))[0]
}

/// Changes the content stream of a page.
fn redrawn(name: &str, number: u32, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Alteration {
    by_objects(name, |document| {
        let id = contents(document, number);
        let stream = document.get_object_mut(id).unwrap();
        let stream = stream.as_stream_mut().unwrap();
        let changed = change(stream.decompressed_content().unwrap());
        stream.dict.remove(b"Filter");
        stream.set_plain_content(changed);
    })
}

/// The spans of the marked sections of a content stream that stand side by side.
fn sections(text: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(length) = position(&text[at..], b"EMC") {
        found.push(at..at + length + 3);
        at += length + 3;
    }
    found
}

fn moved_sections(name: &str, change: impl FnOnce(&[u8], &[u8]) -> Vec<u8>) -> Alteration {
    redrawn(name, 1, |text| {
        let spans = sections(&text);
        let (first, second) = (spans[3].clone(), spans[4].clone());
        let between = &text[first.end..second.start];
        let mut changed = text[..first.start].to_vec();
        let pair = change(&text[spans[3].clone()], &text[spans[4].clone()]);
        changed.extend(pair);
        changed.extend(between);
        changed.extend(&text[second.end..]);
        changed
    })
}

pub fn all() -> Vec<Alteration> {
    let mut all = Vec::new();
    // A token that ends a lenient parser, behind it what viewers draw.
    for stray in [
        ")", "]", ">", ">>", "}", "{", "(", "<", "<<", "[", "%", "\0", "\u{7f}",
    ] {
        let name = format!("stray {stray:?} before a drawing");
        all.push(redrawn(&name, 1, |mut text| {
            text.extend(stray.bytes());
            text.extend(FORGED);
            text
        }));
    }
    for (name, added) in [
        ("drawing added", FORGED),
        ("blank added", b" "),
        ("line end added", b"\n"),
        ("comment added", b"% nothing"),
        (
            "inline image added",
            b"\nq 100 0 0 20 70 600 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q",
        ),
        ("invisible text added", b"\nBT 3 Tr (n = 25) Tj ET"),
        ("unbalanced restore added", b"\nQ Q Q"),
        ("unknown operator added", b"\nBX xyz EX"),
        (
            "marked section added",
            b"\n/Span <</ActualText (P < 0.001)>> BDC EMC",
        ),
    ] {
        all.push(redrawn(name, 1, |mut text| {
            text.extend(added);
            text
        }));
        let name = format!("{name} in front");
        all.push(redrawn(&name, 2, |text| [added, b"\n", &text].concat()));
    }
    all.extend([
        redrawn("content emptied", 1, |_| Vec::new()),
        redrawn("last byte removed", 1, |mut text| {
            text.pop();
            text
        }),
        redrawn("everything moved", 1, |text| {
            [b"1 0 0 1 0 2000 cm\n", &text[..]].concat()
        }),
        redrawn("everything clipped", 1, |text| {
            [b"0 0 1 1 re W n\n", &text[..]].concat()
        }),
        redrawn("a mark renamed", 1, |text| {
            replaced(&text, b"/MCID 0", b"/MCID 1")
        }),
        redrawn("a number written otherwise", 1, |text| {
            replaced(&text, b" 8.5 Tf", b" 8.50 Tf")
        }),
        redrawn("a glyph changed", 1, |text| {
            replaced(&text, br"(\000\007)Tj", br"(\000\006)Tj")
        }),
        redrawn("a glyph written otherwise", 1, |text| {
            replaced(&text, br"(\000\007)Tj", b"<0007>Tj")
        }),
        redrawn("a colour changed", 4, |text| {
            replaced(&text, b" 0.95", b" 0.05")
        }),
        moved_sections("two sections in another order", |first, second| {
            [second, b"\n", first].concat()
        }),
        moved_sections("a section left out", |first, _| first.to_vec()),
        moved_sections("a section twice", |first, second| {
            [first, b"\n", second, b"\n", first].concat()
        }),
        moved_sections("a section carried away", |first, second| {
            [first, b"\nq 1 0 0 1 300 0 cm\n", second, b"\nQ\n"].concat()
        }),
        moved_sections("a section covered by the one before", |first, second| {
            [second, b"\n", first, b"\nq 1 1 1 rg 0 0 600 900 re f Q\n"].concat()
        }),
    ]);
    all.extend(forms_of_contents());
    all.extend(packing());
    all
}

/// A second content stream.
fn forged(document: &mut Document) -> Object {
    let stream = Stream::new(Dictionary::new(), FORGED.to_vec());
    document.add_object(stream).into()
}

/// `/Contents` in other forms.
fn forms_of_contents() -> Vec<Alteration> {
    let with = |name: &str, form: fn(Object, Object) -> Object| {
        by_objects(name, |document| {
            let own = Object::from(contents(document, 1));
            let added = forged(document);
            page_keys(document, 1).set("Contents", form(own, added));
        })
    };
    vec![
        with("contents as a list of one", |own, _| vec![own].into()),
        with("contents and another", |own, added| vec![own, added].into()),
        with("another before the contents", |own, added| {
            vec![added, own].into()
        }),
        with("contents twice", |own, _| vec![own.clone(), own].into()),
        with("contents in a list in a list", |own, added| {
            vec![Object::from(vec![own]), added].into()
        }),
        with("other contents", |_, added| added),
        with("no contents", |_, _| Object::Null),
        with("contents that are no reference", |_, _| "text".into()),
        by_objects("contents behind another reference", |document| {
            let own = Object::from(contents(document, 1));
            let added = forged(document);
            let list = document.add_object(Object::from(vec![own, added]));
            page_keys(document, 1).set("Contents", list);
        }),
        by_objects("contents of two pages swapped", |document| {
            let (first, second) = (contents(document, 1), contents(document, 2));
            page_keys(document, 1).set("Contents", second);
            page_keys(document, 2).set("Contents", first);
        }),
        by_bytes("contents given twice, the forged last", |raw| {
            let added = raw.add(b"<</Length 5>>\nstream\n0 0 m\nendstream");
            let page = raw.page(1);
            let body = raw.body(page);
            let end = body.len() - 2;
            body.splice(end..end, format!("/Contents {added} 0 R").bytes());
        }),
        by_bytes("contents given twice, the forged first", |raw| {
            let added = raw.add(b"<</Length 5>>\nstream\n0 0 m\nendstream");
            let page = raw.page(1);
            raw.add_keys(page, &format!("/Contents {added} 0 R"));
        }),
        by_bytes("contents given twice, once escaped", |raw| {
            let added = raw.add(b"<</Length 5>>\nstream\n0 0 m\nendstream");
            let page = raw.page(1);
            raw.add_keys(page, &format!("/Con#74ents {added} 0 R"));
        }),
    ]
}

/// Changes the first bytes of the dictionary of the first page's contents.
fn of_stream(name: &str, from: &str, to: &str) -> Alteration {
    by_bytes(name, |raw| {
        let page = raw.page(1);
        let contents = raw.reference(page, "/Contents");
        raw.replace(contents, from, to);
    })
}

fn packing() -> Vec<Alteration> {
    let added = |name: &str, keys: &str| {
        by_bytes(name, |raw| {
            let page = raw.page(1);
            let contents = raw.reference(page, "/Contents");
            raw.add_keys(contents, keys);
        })
    };
    vec![
        added("contents in another file", "/F(other.bin)"),
        added(
            "contents in another file with a filter",
            "/F(other.bin)/FFilter/FlateDecode",
        ),
        added(
            "parameters of a filter",
            "/DecodeParms<</Predictor 12/Columns 4>>",
        ),
        added("parameters that do nothing", "/DecodeParms<</Predictor 1>>"),
        added("decoded length", "/DL 12"),
        added("a filter given twice", "/Filter/ASCIIHexDecode"),
        of_stream("no filter", "/Filter/FlateDecode", ""),
        of_stream(
            "short name of a filter",
            "/Filter/FlateDecode",
            "/Filter/Fl",
        ),
        of_stream("another filter", "/Filter/FlateDecode", "/Filter/LZWDecode"),
        of_stream(
            "a filter of no name",
            "/Filter/FlateDecode",
            "/Filter/Crypt",
        ),
        of_stream(
            "the filter twice",
            "/Filter/FlateDecode",
            "/Filter[/FlateDecode/FlateDecode]",
        ),
        of_stream(
            "a filter in a list in a list",
            "/Filter/FlateDecode",
            "/Filter[[/FlateDecode]]",
        ),
        of_stream(
            "a filter that is a text",
            "/Filter/FlateDecode",
            "/Filter(FlateDecode)",
        ),
        of_stream("no length", "/Length", "/Lengtb"),
        of_stream("length as a real", "/Filter", ".0/Filter"),
        of_stream("another length", "/Length ", "/Length 1"),
        by_bytes("bytes after the packed stream", |raw| {
            let page = raw.page(1);
            let contents = raw.reference(page, "/Contents");
            let body = raw.body(contents);
            let text = String::from_utf8_lossy(&body[..60]).into_owned();
            let length: usize = text
                .split("/Length ")
                .nth(1)
                .and_then(|rest| rest.split(['/', '>']).next())
                .and_then(|digits| digits.trim().parse().ok())
                .unwrap();
            *body = replaced(
                body,
                format!("/Length {length}").as_bytes(),
                format!("/Length {}", length + 4).as_bytes(),
            );
            let start = position(body, b"stream\n").unwrap() + 7;
            body.splice(start + length..start + length, *b"0 0 ");
        }),
        by_bytes("a damaged checksum", |raw| {
            let page = raw.page(1);
            let contents = raw.reference(page, "/Contents");
            let body = raw.body(contents);
            let end = body
                .windows(9)
                .rposition(|nine| nine == b"endstream")
                .unwrap();
            body[end - 2] ^= 0x55;
        }),
    ]
}

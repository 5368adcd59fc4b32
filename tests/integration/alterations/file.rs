//! The file around the objects: revisions, what is hidden in it, and
//! cross-references that lead elsewhere than a viewer that repairs the file.

use super::raw::{Raw, after, position, replaced};
use super::{Alteration, by_bytes, by_objects, genuine, genuine_document, of_file};

fn raw() -> Raw {
    Raw::of(genuine())
}

/// The genuine file with its trailer changed.
fn of_trailer(name: &str, from: &str, to: &str) -> Alteration {
    by_bytes(name, |raw| {
        raw.trailer = replaced(&raw.trailer, from.as_bytes(), to.as_bytes());
    })
}

/// Bytes put into the genuine file before these.
fn before(name: &str, mark: &[u8], added: &[u8]) -> Alteration {
    let bytes = genuine();
    let at = bytes.windows(mark.len()).rposition(|own| own == mark);
    let at = at.unwrap();
    of_file(name, [&bytes[..at], added, &bytes[at..]].concat())
}

/// A page that shows something else, as an object of this number.
fn forged_page(raw: &mut Raw) -> (u32, Vec<u8>) {
    let page = raw.page(1);
    let body = raw.body(page);
    let body = replaced(body, b"/MediaBox[0 0 595", b"/MediaBox[0 0 555");
    (page, body)
}

/// A revision that replaces an object, appended to a file.
fn revision(bytes: &[u8], number: u32, body: &[u8]) -> Vec<u8> {
    let start = bytes
        .windows(9)
        .rposition(|own| own == b"startxref")
        .unwrap();
    let digits: String = bytes[start + 10..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    let trailer = raw();
    let keys = String::from_utf8_lossy(&trailer.trailer).into_owned();
    let keys = keys.replacen("<<", &format!("<</Prev {digits}"), 1);
    let mut all = [bytes, b"\n"].concat();
    let at = all.len();
    all.extend(format!("{number} 0 obj\n").bytes());
    all.extend(body);
    all.extend(b"\nendobj\n");
    let table = all.len();
    all.extend(
        format!("xref\n{number} 1\n{at:010} 00000 n\r\ntrailer\n{keys}\nstartxref\n{table}\n%%EOF")
            .bytes(),
    );
    all
}

pub fn all() -> Vec<Alteration> {
    let bytes = genuine();
    let with_end = |end: &[u8]| [bytes, end].concat();
    let mut all = vec![
        of_file("text before the file", [b"text\n", bytes].concat()),
        of_file("a line before the file", [b"\n", bytes].concat()),
        of_file(
            "a script before the file",
            [b"#!/bin/sh\nexit\n", bytes].concat(),
        ),
        of_file("two headers", [b"%PDF-1.4\n", bytes].concat()),
        of_file("text after the file", with_end(b"\ntext")),
        of_file("zeros after the file", with_end(&[0; 2000])),
        of_file("blanks after the file", with_end(b"\n\n\n")),
        of_file("another end", with_end(b"\n%%EOF\n")),
        of_file("another file after the file", with_end(bytes)),
        of_file(
            "an object after the file",
            with_end(b"\n1 0 obj\n<<>>\nendobj\n"),
        ),
        of_file(
            "an archive after the file",
            with_end(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        ),
        of_file("another version", replaced(bytes, b"%PDF-1.7", b"%PDF-1.4")),
        of_file("no version", replaced(bytes, b"%PDF-1.7", b"%PDF-x.y")),
        of_file(
            "a comment in the header",
            replaced(bytes, b"\n1 0 obj", b"\n% 1 0 obj\n1 0 obj"),
        ),
        of_file("cut short", bytes[..bytes.len() - 100].to_vec()),
        of_file("cut in the middle", bytes[..bytes.len() / 2].to_vec()),
        of_file("without its end", bytes[..bytes.len() - 6].to_vec()),
        of_file("line ends of another system", {
            let text = bytes.iter().flat_map(|byte| match byte {
                b'\n' => vec![b'\r', b'\n'],
                byte => vec![*byte],
            });
            text.collect()
        }),
        before(
            "an object between the others and the table",
            b"xref\n0 ",
            b"9000 0 obj\n<<>>\nendobj\n",
        ),
        before(
            "an object again before the table",
            b"xref\n0 ",
            b"1 0 obj\n<</Type/Pages/Count 0/Kids[]>>\nendobj\n",
        ),
        before("a comment before the table", b"xref\n0 ", b"% a comment\n"),
        before(
            "a second trailer",
            b"startxref",
            b"trailer\n<</Root 1 0 R>>\n",
        ),
        before("text before the end", b"%%EOF", b"text\n"),
        before("a comment before the end", b"%%EOF", b"% text\n"),
        before("another startxref", b"startxref", b"startxref\n0\n%%EOF\n"),
    ];
    all.extend(revisions());
    all.extend(tables());
    all.extend(trailers());
    all.extend(objects());
    all.extend(streams_of_objects());
    all.extend(tools());
    all
}

fn revisions() -> Vec<Alteration> {
    let bytes = genuine();
    let mut own = raw();
    let (page, forged) = forged_page(&mut own);
    let genuine_page = own.body(page).clone();
    vec![
        of_file(
            "a revision with a forged page",
            revision(bytes, page, &forged),
        ),
        of_file(
            "a revision that changes nothing",
            revision(bytes, page, &genuine_page),
        ),
        of_file("a forged page that a revision hides", {
            let mut own = raw();
            *own.body(page) = forged;
            revision(&own.bytes(), page, &genuine_page)
        }),
        of_file(
            "a revision of something new",
            revision(bytes, 5000, b"<<>>"),
        ),
    ]
}

/// The table with other places than the objects have.
fn tables() -> Vec<Alteration> {
    let own = raw();
    let page = own.page(1);
    let other = own.page(2);
    let place = |number: u32| {
        let text = format!("\n{number} 0 obj\n");
        position(genuine(), text.as_bytes()).unwrap() + 1
    };
    let (first, second) = (place(page), place(other));
    let table = |name: &str, change: &dyn Fn(u32, usize) -> Option<usize>| {
        of_file(name, own.bytes_with(change))
    };
    vec![
        table("two places swapped", &|number, at| match number {
            number if number == page => Some(second),
            number if number == other => Some(first),
            _ => Some(at),
        }),
        table("a place one byte off", &|number, at| {
            Some(at - usize::from(number == page))
        }),
        table("all places one byte off", &|_, at| Some(at + 1)),
        table("a place in the middle", &|number, at| {
            Some(at + 9 * usize::from(number == page))
        }),
        table("a place beyond the file", &|number, at| {
            Some(at + 9_000_000 * usize::from(number == page))
        }),
        table("an object that is free", &|number, at| {
            (number != page).then_some(at)
        }),
        of_file(
            "another generation",
            replaced(
                &own.bytes(),
                format!("{first:010} 00000 n").as_bytes(),
                format!("{first:010} 00001 n").as_bytes(),
            ),
        ),
        of_file("a short table", {
            let mut bytes = own.bytes();
            bytes.remove(after(&bytes, b"xref\n0 "));
            bytes
        }),
        of_file(
            "a table from another number",
            replaced(&own.bytes(), b"xref\n0 ", b"xref\n1 "),
        ),
        of_file(
            "a table of another form",
            replaced(&own.bytes(), b" 65535 f\r\n", b" 65535 f\n"),
        ),
        of_file("a startxref elsewhere", {
            let bytes = own.bytes();
            let at = bytes
                .windows(10)
                .rposition(|own| own == b"startxref\n")
                .unwrap();
            let mut bytes = bytes;
            bytes[at + 10] = if bytes[at + 10] == b'1' { b'2' } else { b'1' };
            bytes
        }),
        of_file("an object twice in the table", {
            let bytes = own.bytes();
            let line = format!("xref\n{page} 1\n{second:010} 00000 n\r\n0 ");
            replaced(&bytes, b"xref\n0 ", line.as_bytes())
        }),
    ]
}

fn trailers() -> Vec<Alteration> {
    let catalog = raw().catalog();
    let root = format!("/Root {catalog} 0 R");
    let forged = |name: &str, trailer: fn(u32, u32) -> String| {
        by_bytes(name, |raw| {
            let body = raw.body(catalog).clone();
            let other = raw.add(&replaced(&body, b"/Lang(en)", b"/Lang(de)"));
            let own = format!("/Root {catalog} 0 R");
            let to = trailer(catalog, other);
            raw.trailer = replaced(&raw.trailer, own.as_bytes(), to.as_bytes());
        })
    };
    vec![
        forged("two roots, the forged last", |own, other| {
            format!("/Root {own} 0 R/Root {other} 0 R")
        }),
        forged("two roots, the forged first", |own, other| {
            format!("/Root {other} 0 R/Root {own} 0 R")
        }),
        forged("another root", |_, other| format!("/Root {other} 0 R")),
        forged("another root beside", |own, other| {
            format!("/Root {own} 0 R/Ro#6ft {other} 0 R")
        }),
        forged("a catalog to which nothing leads", |own, _| {
            format!("/Root {own} 0 R")
        }),
        of_trailer("no root", &root, ""),
        of_trailer("a root that is no catalog", &root, "/Root 1 0 R"),
        of_trailer("a direct root", &root, "/Root<</Type/Catalog>>"),
        of_trailer("a smaller size", "/Size ", "/Size 9/Sizes "),
        of_trailer(
            "encryption",
            "<<",
            "<</Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -1>>",
        ),
        of_trailer("a hybrid file", "<<", "<</XRefStm 15"),
        of_trailer("an earlier table at the start", "<<", "<</Prev 0"),
        of_trailer("an unknown key", "<<", "<</Result(P < 0.001)"),
        of_trailer(
            "an identifier that is none",
            "/ID[",
            "/ID[<</P(P < 0.001)>>",
        ),
        of_trailer("an identifier of much text", "/ID[", "/ID[(x)(y)]/IDs["),
        of_trailer("the information twice", "/Info ", "/Info 1 0 R/Info "),
    ]
}

fn objects() -> Vec<Alteration> {
    let page = raw().page(1);
    let body = |name: &str, change: &dyn Fn(&[u8]) -> Vec<u8>| {
        by_bytes(name, |raw| {
            let own = raw.body(page);
            *own = change(own);
        })
    };
    let deep = |open: &str, close: &str| [open.repeat(5000), close.repeat(5000)].concat();
    vec![
        by_bytes("an object to which nothing refers", |raw| {
            raw.add(b"<</Type/Page/MediaBox[0 0 9 9]>>");
        }),
        by_bytes("a stream to which nothing refers", |raw| {
            raw.add(b"<</Length 8>>\nstream\nn = 25 \n\nendstream");
        }),
        by_bytes("an object of a large number", |raw| {
            raw.objects.push((2_000_000, b"<<>>".to_vec()));
            let trailer = String::from_utf8_lossy(&raw.trailer).into_owned();
            raw.trailer = trailer
                .replacen("/Size 1", "/Size 2000001/Sizes 1", 1)
                .into_bytes();
        }),
        body("an object in an object", &|body| {
            [body, b"\nendobj\n9000 0 obj\n<<>>"].concat()
        }),
        body("a comment in an object", &|body| {
            replaced(body, b"/MediaBox", b"% a comment\n/MediaBox")
        }),
        body("a zero in an object", &|body| {
            replaced(body, b"/MediaBox", b"\0/MediaBox")
        }),
        body("a number of two points", &|body| {
            replaced(body, b"595.2756", b"595.27.56")
        }),
        body("a number with a sign inside", &|body| {
            replaced(body, b"595.2756", b"595.2-756")
        }),
        body("a number with an exponent", &|body| {
            replaced(body, b"595.2756", b"5.952756e2")
        }),
        body("a number with two signs", &|body| {
            replaced(body, b"595.2756", b"--595.2756")
        }),
        body("an integer as a real", &|body| {
            let end = body
                .iter()
                .skip(after(body, b"/StructParents "))
                .position(|byte| !byte.is_ascii_digit())
                .unwrap()
                + after(body, b"/StructParents ");
            [&body[..end], b".0", &body[end..]].concat()
        }),
        body("a reference of another generation", &|body| {
            replaced(body, b" 0 R/MediaBox", b" 1 R/MediaBox")
        }),
        body("a missing object", &|body| {
            replaced(body, b" 0 R/MediaBox", b"00 0 R/MediaBox")
        }),
        body("a name with an escape of no need", &|body| {
            replaced(body, b"/MediaBox", b"/Media#42ox")
        }),
        body("a name with a zero", &|body| {
            replaced(body, b"/Tabs/S", b"/Tabs/S#00")
        }),
        body("nested too deeply", &|body| {
            replaced(body, b"<<", ["<</X", &deep("[", "]")].concat().as_bytes())
        }),
        body("dictionaries nested too deeply", &|body| {
            replaced(
                body,
                b"<<",
                ["<</X", &deep("<</X", ">>")]
                    .concat()
                    .replace("<</X>>", "<<>>")
                    .as_bytes(),
            )
        }),
        body("texts nested deeply", &|body| {
            replaced(body, b"<<", ["<</X", &deep("(", ")")].concat().as_bytes())
        }),
        body("a text with an unknown escape", &|body| {
            replaced(body, b"<<", b"<</X(\\q)")
        }),
        body("a text with a large escape", &|body| {
            replaced(body, b"<<", b"<</X(\\777)")
        }),
        body("half a hexadecimal text", &|body| {
            replaced(body, b"<<", b"<</X<4>")
        }),
        body("no end of an object", &|body| [body, b"\nendob"].concat()),
        body("a word in a dictionary", &|body| {
            replaced(body, b"/MediaBox", b"word/MediaBox")
        }),
    ]
}

/// The file with streams of objects, as a library writes them.
fn modern() -> Vec<u8> {
    let mut document = genuine_document();
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).unwrap();
    bytes
}

fn streams_of_objects() -> Vec<Alteration> {
    let bytes = modern();
    let mut all = Vec::new();
    for (name, from, to) in [
        ("another count of a stream of objects", "/N ", "/N 1"),
        (
            "another first byte of a stream of objects",
            "/First ",
            "/First 1",
        ),
        (
            "a stream of objects of another type",
            "/Type/ObjStm",
            "/Type/ObjStn",
        ),
        (
            "a cross-reference of another type",
            "/Type/XRef",
            "/Type/XReg",
        ),
        ("other widths of a cross-reference", "/W[", "/W[1 "),
    ] {
        // Where the library writes it so.
        let bytes = if position(&bytes, from.as_bytes()).is_some() {
            replaced(&bytes, from.as_bytes(), to.as_bytes())
        } else {
            let spaced = from.replace("/Type/", "/Type /").replace("/W[", "/W [");
            replaced(&bytes, spaced.as_bytes(), to.as_bytes())
        };
        all.push(of_file(name, bytes));
    }
    all.push(of_file(
        "a revision of a file with streams of objects",
        revision(&bytes, 1, b"<<>>"),
    ));
    all.push(of_file(
        "text after a file with streams of objects",
        [&bytes, &b"\ntext"[..]].concat(),
    ));
    all
}

/// What other programs do to a file, here by hand.
fn tools() -> Vec<Alteration> {
    vec![
        by_objects("a page rotated", |document| {
            super::page_keys(document, 1).set("Rotate", 90);
        }),
        by_objects("pages taken out", |document| document.delete_pages(&[2])),
        by_objects("everything decompressed and one blank added", |document| {
            document.decompress();
            let id = document.get_page_contents(super::page(document, 1))[0];
            let stream = document
                .get_object_mut(id)
                .unwrap()
                .as_stream_mut()
                .unwrap();
            let mut content = stream.content.clone();
            content.push(b' ');
            stream.set_plain_content(content);
        }),
        by_bytes("as pretty as a debugger prints it", |raw| {
            raw.header.extend(b"%QDF-1.0\n\n");
        }),
    ]
}

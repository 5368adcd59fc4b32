//! Fonts and colours: pages that show other glyphs, or none.

use super::raw::Raw;
use super::{Alteration, by_bytes};

/// Changes the first object that has these bytes.
fn first(name: &str, having: &str, from: &str, to: &str) -> Alteration {
    by_bytes(name, |raw| {
        let own = raw.having(having)[0];
        raw.replace(own, from, to);
    })
}

/// The objects to which a key of two descriptors of fonts refers.
fn pair(raw: &mut Raw, having: &str, key: &str) -> [(u32, u32); 2] {
    let own = raw.having(having);
    [own[0], own[1]].map(|number| (number, raw.reference(number, key)))
}

fn swapped(name: &str, having: &str, key: &str) -> Alteration {
    by_bytes(name, |raw| {
        let [(one, first), (other, second)] = pair(raw, having, key);
        raw.replace(one, &format!("{key} {first} "), &format!("{key} {second} "));
        raw.replace(
            other,
            &format!("{key} {second} "),
            &format!("{key} {first} "),
        );
    })
}

pub fn all() -> Vec<Alteration> {
    let (font, descendant, descriptor) = ("/Subtype/Type0", "/CIDFontType2", "/FontFile2");
    let mut all = Vec::new();
    for (name, having, from, to) in [
        (
            "a font of another encoding",
            font,
            "/Identity-H",
            "/Identity-V",
        ),
        ("a font of another name", font, "/BaseFont/", "/BaseFont/X"),
        ("a font without its text", font, "/ToUnicode", "/ToUnicodz"),
        ("a font of type 3", font, "/Type0", "/Type3"),
        ("widths of glyphs", descendant, "/W[0 0 ", "/W[0 1 "),
        ("default width", descendant, "/DW 0", "/DW 900"),
        ("glyphs of a font", descendant, "/CIDToGIDMap/Identity", ""),
        ("order of glyphs", descendant, "(Identity)", "(Japan1)"),
        ("flags of a font", descriptor, "/Flags ", "/Flags 1"),
        (
            "a font without its file",
            descriptor,
            "/FontFile2",
            "/FontFilez",
        ),
        (
            "a font file of another kind",
            descriptor,
            "/FontFile2",
            "/FontFile3",
        ),
        ("two font files", descriptor, "<<", "<</FontFile 1 0 R"),
        ("a resource of another name", "/ProcSet", "/f0 ", "/g0 "),
        (
            "a state of graphics",
            "/ProcSet",
            "<<",
            "<</ExtGState<</g<</ca 0>>>>",
        ),
        ("a form", "/ProcSet", "<<", "<</XObject<<>>"),
        ("properties", "/ProcSet", "<<", "<</Properties<<>>"),
        (
            "a resource twice",
            "/ProcSet",
            "/Font<<",
            "/Font<</f0 1 0 R",
        ),
        ("fonts twice", "/ProcSet", "<<", "<</Font<<>>"),
        ("components of a profile", "/N 1", "/N 1", "/N 3"),
    ] {
        all.push(first(name, having, from, to));
    }
    all.extend([
        swapped("files of two fonts", descriptor, "/FontFile2"),
        swapped("descriptors of two fonts", descendant, "/FontDescriptor"),
        swapped("texts of two fonts", font, "/ToUnicode"),
        by_bytes("two fonts of a page", |raw| {
            let own = raw.having("/ProcSet")[0];
            let (one, other) = (raw.reference(own, "/f0"), raw.reference(own, "/f1"));
            raw.replace(own, &format!("/f0 {one} "), &format!("/f0 {other} "));
            raw.replace(own, &format!("/f1 {other} "), &format!("/f1 {one} "));
        }),
        by_bytes("one font for two", |raw| {
            let own = raw.having("/ProcSet")[0];
            let (one, other) = (raw.reference(own, "/f0"), raw.reference(own, "/f1"));
            raw.replace(own, &format!("/f0 {one} "), &format!("/f0 {other} "));
        }),
        by_bytes("the filter of a font file", |raw| {
            let own = raw.having(descriptor)[0];
            let file = raw.reference(own, "/FontFile2");
            raw.replace(file, "/Filter/FlateDecode", "");
        }),
        by_bytes("the text of a font", |raw| {
            let own = raw.having("/Subtype/Type0")[0];
            let text = raw.reference(own, "/ToUnicode");
            *raw.body(text) = b"<</Length 2>>\nstream\n  \nendstream".to_vec();
        }),
        by_bytes("a colour", |raw| {
            let own = raw.having("/ProcSet")[0];
            let colour = raw.reference(own, "/c0");
            *raw.body(colour) = b"[/Indexed/DeviceGray 0(\\377)]".to_vec();
        }),
    ]);
    all
}

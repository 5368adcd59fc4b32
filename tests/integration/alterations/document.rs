//! What the catalog leads to beside the pages: scripts, outline, tags, metadata.

use lopdf::{Document, Object, dictionary};

use super::raw::replaced;
use super::{Alteration, by_bytes, by_objects, set};

/// Keys that a catalog may have in PDF.
const KEYS: [(&str, &str); 22] = [
    ("/OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>"),
    ("/AA", "<</WC<</S/JavaScript/JS(1)>>>>"),
    ("/AcroForm", "<</Fields[]/XFA(x)>>"),
    ("/OCProperties", "<</OCGs[]/D<<>>>>"),
    ("/Dests", "<<>>"),
    ("/URI", "<</Base(http://example.org)>>"),
    ("/PageMode", "/UseAttachments"),
    ("/PageLayout", "/TwoColumnLeft"),
    ("/Version", "/1.4"),
    ("/Extensions", "<<>>"),
    ("/Collection", "<</View/H>>"),
    ("/Perms", "<<>>"),
    ("/Legal", "<<>>"),
    ("/Threads", "[]"),
    ("/Requirements", "[]"),
    ("/NeedsRendering", "true"),
    ("/SpiderInfo", "<<>>"),
    ("/PieceInfo", "<<>>"),
    ("/DSS", "<<>>"),
    ("/DPartRoot", "null"),
    ("/Unknown", "null"),
    ("/Type", "/Catalog"),
];

/// Changes one object that has these bytes.
fn of_object(name: &str, having: &str, from: &str, to: &str) -> Alteration {
    by_bytes(name, |raw| {
        let own = raw.having(having)[0];
        raw.replace(own, from, to);
    })
}

pub fn all() -> Vec<Alteration> {
    let mut all = Vec::new();
    for (key, value) in KEYS {
        all.push(by_bytes(&format!("catalog with {key}"), |raw| {
            let catalog = raw.catalog();
            raw.add_keys(catalog, &format!("{key} {value}"));
        }));
    }
    for (name, from, to) in [
        ("another language", "/Lang(en)", "/Lang(de)"),
        ("no language", "/Lang(en)", ""),
        ("not marked", "/Marked true", "/Marked false"),
        (
            "title of the window",
            "/DisplayDocTitle true",
            "/DisplayDocTitle false",
        ),
        ("direction of reading", "/L2R", "/R2L"),
        (
            "a menu hidden",
            "/DisplayDocTitle",
            "/HideMenubar true/DisplayDocTitle",
        ),
        ("no outline", "/Outlines", "/Outlinez"),
        ("no tags", "/StructTreeRoot", "/StructTreeRoox"),
        ("no profile of colours", "/OutputIntents", "/OutputIntentz"),
        ("no labels of pages", "/PageLabels", "/PageLabelz"),
        (
            "scripts among the names",
            "/Names<<",
            "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>",
        ),
        (
            "targets among the names",
            "/Names<<",
            "/Names<</Dests<</Names[]>>",
        ),
        (
            "looks among the names",
            "/Names<<",
            "/Names<</AP<</Names[]>>",
        ),
        (
            "pages among the names",
            "/Names<<",
            "/Names<</Pages<</Names[]>>",
        ),
        (
            "another tree of pages first",
            "/Pages ",
            "/Pages 2 0 R/Pages ",
        ),
    ] {
        all.push(of_object(name, "/Type/Catalog", from, to));
    }
    for (name, having, from, to) in [
        (
            "a title of the outline",
            "/Title(Results)",
            "(Results)",
            "(Results: P < 0.001)",
        ),
        (
            "a colour of the outline",
            "/Title(Results)",
            "<<",
            "<</C[1 0 0]",
        ),
        (
            "an action of the outline",
            "/Title(Results)",
            "<<",
            "<</A<</S/URI/URI(http://example.org)>>",
        ),
        (
            "count of the outline",
            "/Type/Outlines",
            "/Count 5",
            "/Count -5",
        ),
        ("a tag of another role", "/S/Table", "/S/Table", "/S/Div"),
        (
            "a tag with other words",
            "/S/Table",
            "/S/Table",
            "/S/Table/ActualText(n = 25)",
        ),
        (
            "a tag with a title",
            "/S/Table",
            "/S/Table",
            "/S/Table/T(P < 0.001)",
        ),
        (
            "roles of tags",
            "/Type/StructTreeRoot",
            "/Title/P",
            "/Title/H1",
        ),
        ("a role of a heading", "/S/H", "/S/H", "/S/P/SX/H"),
        (
            "words for a figure",
            "/S/Figure",
            "/Alt",
            "/Alt(P < 0.001)/Alu",
        ),
        ("no words for a figure", "/S/Figure", "/Alt", "/Alz"),
        (
            "the figure elsewhere",
            "/S/Figure",
            "/Pg ",
            "/Pg 1 0 R/Pgs ",
        ),
        ("a label of a page", "/PageLabel", "/St 1", "/St 9"),
        (
            "the profile of colours",
            "/Type/OutputIntent",
            "(sRGB)",
            "(CMYK)",
        ),
        (
            "the title of the document",
            "/Creator(",
            "/Title(",
            "/Title(No ",
        ),
        (
            "an author of the document",
            "/Creator(",
            "<<",
            "<</Author(Somebody)",
        ),
        (
            "a subject of the document",
            "/Creator(",
            "<<",
            "<</Subject(P < 0.001)",
        ),
        (
            "keywords of the document",
            "/Creator(",
            "<<",
            "<</Keywords(P < 0.001)",
        ),
        (
            "an unknown key of the document",
            "/Creator(",
            "<<",
            "<</Result(P < 0.001)",
        ),
        (
            "another creator",
            "/Creator(",
            "/Creator(Typst",
            "/Creator(Word",
        ),
        (
            "another date of creation",
            "/Creator(",
            "/CreationDate(D:2024",
            "/CreationDate(D:2023",
        ),
        (
            "a date that is none",
            "/Creator(",
            "/ModDate(D:20240131000000Z)",
            "/ModDate(P < 0.001)",
        ),
        (
            "a date of much text",
            "/Creator(",
            "/ModDate(D:",
            "/ModDate(D:2024 n = 25 ",
        ),
        (
            "a producer that is no text",
            "/Creator(",
            "<<",
            "<</Producer[(P < 0.001)]",
        ),
        ("trapped", "/Creator(", "<<", "<</Trapped/True"),
    ] {
        all.push(of_object(name, having, from, to));
    }
    all.extend(structures());
    all
}

fn metadata(document: &Document) -> (u32, u16) {
    let catalog = document.catalog().unwrap();
    catalog.get(b"Metadata").unwrap().as_reference().unwrap()
}

fn structures() -> Vec<Alteration> {
    vec![
        by_objects("a long producer", |document| {
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
            let text = "n = 25, P < 0.001. ".repeat(20);
            set(info, "Producer", Object::string_literal(text));
        }),
        by_objects("no document information", |document| {
            document.trailer.remove(b"Info");
        }),
        by_objects("metadata with another title", |document| {
            let id = metadata(document);
            let stream = document
                .get_object_mut(id)
                .unwrap()
                .as_stream_mut()
                .unwrap();
            let text = stream.content.clone();
            stream.set_plain_content(replaced(&text, b"A small study", b"A great study"));
        }),
        by_objects("no metadata", |document| {
            document.catalog_mut().unwrap().remove(b"Metadata");
        }),
        by_objects("two figures swapped", |document| {
            let is_figure = |object: &Object| {
                let keys = object.as_dict().ok()?;
                let is_one = keys.get(b"S").and_then(Object::as_name).ok()? == b"Figure";
                is_one.then_some(())
            };
            let figures: Vec<_> = document
                .objects
                .iter()
                .filter(|(_, object)| is_figure(object).is_some())
                .map(|(id, object)| (*id, object.clone()))
                .collect();
            let [(first, own), (second, other), ..] = &figures[..] else {
                panic!("two figures are needed");
            };
            document.set_object(*first, other.clone());
            document.set_object(*second, own.clone());
        }),
        by_objects("a tree of tags without its first element", |document| {
            let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
            let root = root.as_reference().unwrap();
            let root = document
                .get_object_mut(root)
                .unwrap()
                .as_dict_mut()
                .unwrap();
            set(root, "K", Object::Array(Vec::new()));
        }),
        by_objects("an optional layer", |document| {
            let layer = document
                .add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("x") });
            let catalog = document.catalog_mut().unwrap();
            let layers = dictionary! {
                "OCGs" => vec![Object::from(layer)],
                "D" => dictionary! { "OFF" => vec![Object::from(layer)] },
            };
            set(catalog, "OCProperties", layers);
        }),
        by_objects("a form with a field", |document| {
            let field = document.add_object(dictionary! {
                "FT" => "Tx", "T" => Object::string_literal("n"), "V" => Object::string_literal("25"),
            });
            let catalog = document.catalog_mut().unwrap();
            set(
                catalog,
                "AcroForm",
                dictionary! { "Fields" => vec![Object::from(field)] },
            );
        }),
    ]
}

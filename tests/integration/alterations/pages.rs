//! The pages and their keys.

use lopdf::{Dictionary, Document, Object, dictionary};

use super::{Alteration, by_bytes, by_objects, page, page_keys, set};

/// Keys that a page may have in PDF, each with a value that some viewer heeds.
const KEYS: [(&str, &str); 27] = [
    ("/AA", "<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>"),
    ("/AF", "[]"),
    ("/Thumb", "null"),
    ("/Trans", "<</S/Dissolve>>"),
    ("/Dur", "1"),
    ("/Group", "<</S/Transparency/CS/DeviceRGB/K true>>"),
    ("/Metadata", "null"),
    ("/CropBox", "[0 0 300 300]"),
    ("/BleedBox", "[0 0 300 300]"),
    ("/TrimBox", "[0 0 300 300]"),
    ("/ArtBox", "[0 0 300 300]"),
    ("/BoxColorInfo", "<<>>"),
    ("/Rotate", "90"),
    ("/UserUnit", "2"),
    ("/PieceInfo", "<<>>"),
    ("/LastModified", "(D:20240131)"),
    ("/B", "[]"),
    ("/ID", "(x)"),
    ("/PZ", "2"),
    ("/SeparationInfo", "<<>>"),
    ("/TemplateInstantiated", "/x"),
    ("/PresSteps", "<<>>"),
    ("/VP", "[]"),
    ("/DPart", "null"),
    ("/OutputIntents", "[]"),
    ("/Unknown", "(n = 25)"),
    ("/CropBox#32", "[0 0 1 1]"),
];

/// A change of the root of the page tree.
fn of_tree(name: &str, change: impl FnOnce(&mut Document, &mut Dictionary)) -> Alteration {
    by_objects(name, |document| {
        let root = document.catalog().unwrap().get(b"Pages").unwrap();
        let root = root.as_reference().unwrap();
        let mut tree = document.get_dictionary(root).unwrap().clone();
        change(document, &mut tree);
        document.set_object(root, tree);
    })
}

fn kids(tree: &mut Dictionary) -> &mut Vec<Object> {
    tree.get_mut(b"Kids").unwrap().as_array_mut().unwrap()
}

fn annotated(name: &str, annotation: Dictionary) -> Alteration {
    by_objects(name, |document| {
        let number = document.add_object(annotation);
        page_keys(document, 2).set("Annots", vec![Object::from(number)]);
    })
}

pub fn all() -> Vec<Alteration> {
    let mut all = Vec::new();
    for (key, value) in KEYS {
        all.push(by_bytes(&format!("page with {key}"), |raw| {
            let page = raw.page(1);
            raw.add_keys(page, &format!("{key} {value}"));
        }));
    }
    for (key, value) in [("/MediaBox", "[0 0 300 300]"), ("/Rotate", "180")] {
        all.push(by_bytes(&format!("tree of pages with {key}"), |raw| {
            let tree = raw.having("/Type/Pages")[0];
            raw.add_keys(tree, &format!("{key} {value}"));
        }));
    }
    for (name, from, to) in [
        ("size of a page", "841.8898", "841.88"),
        ("size of a page as text", "841.8898", "(841)"),
        ("tabs of a page", "/Tabs/S", "/Tabs/R"),
        ("marks of a page", "/StructParents ", "/StructParents 1"),
        ("a page without type", "/Type/Page/", "/"),
        ("a page of another type", "/Type/Page/", "/Type/Template/"),
        (
            "a page with two sizes",
            "/MediaBox",
            "/MediaBox[0 0 9 9]/MediaBox",
        ),
    ] {
        all.push(by_bytes(name, |raw| {
            let page = raw.page(1);
            raw.replace(page, from, to);
        }));
    }
    all.extend(trees());
    all.extend(annotations());
    all
}

fn trees() -> Vec<Alteration> {
    vec![
        of_tree("a page removed", |_, tree| {
            kids(tree).pop();
            set(tree, "Count", 4);
        }),
        of_tree("a page taken from the list only", |_, tree| {
            kids(tree).pop();
        }),
        of_tree("another count", |_, tree| set(tree, "Count", 9)),
        of_tree("two pages in another order", |_, tree| {
            kids(tree).swap(0, 1);
        }),
        of_tree("a page twice", |_, tree| {
            let first = kids(tree)[0].clone();
            kids(tree).push(first);
        }),
        of_tree("a page inserted as a direct object", |_, tree| {
            let page = dictionary! {
                "Type" => "Page", "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
            };
            kids(tree).insert(1, page.into());
            set(tree, "Count", 6);
        }),
        of_tree("a page inserted under another type", |document, tree| {
            let mut copy = document.get_dictionary(page(document, 1)).unwrap().clone();
            copy.set("Type", "Template");
            let number = document.add_object(copy);
            kids(tree).insert(1, number.into());
        }),
        of_tree("a page inserted without type", |document, tree| {
            let mut copy = document.get_dictionary(page(document, 1)).unwrap().clone();
            copy.remove(b"Type");
            let number = document.add_object(copy);
            kids(tree).push(number.into());
        }),
        of_tree("nothing among the pages", |_, tree| {
            kids(tree).push(Object::Null);
        }),
        of_tree("a missing object among the pages", |_, tree| {
            kids(tree).push(Object::Reference((9000, 0)));
        }),
        of_tree("pages under a node of their own", |document, tree| {
            let own = kids(tree).split_off(3);
            let node = document.add_object(dictionary! {
                "Type" => "Pages", "Count" => 2, "Kids" => own,
            });
            kids(tree).push(node.into());
        }),
        of_tree("the tree within itself", |document, tree| {
            let root = document.catalog().unwrap().get(b"Pages").unwrap().clone();
            kids(tree).push(root);
        }),
        by_objects("a page of another parent", |document| {
            let other = page(document, 2);
            page_keys(document, 1).set("Parent", other);
        }),
        by_objects("resources of two pages swapped", |document| {
            let [first, second] = [1, 2].map(|number| {
                page_keys(document, number)
                    .get(b"Resources")
                    .unwrap()
                    .clone()
            });
            page_keys(document, 1).set("Resources", second);
            page_keys(document, 2).set("Resources", first);
        }),
    ]
}

fn annotations() -> Vec<Alteration> {
    let area = || Object::from(vec![70.into(), 600.into(), 270.into(), 640.into()]);
    let of = |subtype: &str| {
        dictionary! {
            "Type" => "Annot", "Subtype" => subtype, "Rect" => area(), "F" => 4,
            "Contents" => Object::string_literal("n = 25"),
        }
    };
    let mut all: Vec<Alteration> = ["FreeText", "Stamp", "Text", "Square", "Redact", "Widget"]
        .map(|subtype| annotated(&format!("a note of type {subtype}"), of(subtype)))
        .into();
    let mut link = of("Link");
    link.set(
        "A",
        dictionary! { "S" => "Launch", "F" => Object::string_literal("calc.exe") },
    );
    all.push(annotated("a link that starts a program", link));
    for (name, from, to) in [
        ("a link to another place", "/XYZ", "/Fit"),
        ("a link with a border", "/Border[0 0 0]", "/Border[0 0 9]"),
        (
            "a link that is hidden",
            "/Subtype/Link",
            "/Subtype/Link/OC null",
        ),
        (
            "a link with a look of its own",
            "/Subtype/Link",
            "/AP<<>>/Subtype/Link",
        ),
        (
            "a link with a script",
            "/Subtype/Link",
            "/A<</S/JavaScript/JS(1)>>/Subtype/Link",
        ),
    ] {
        all.push(by_bytes(name, |raw| {
            let own = raw.having(if from == "/XYZ" {
                from
            } else {
                "/Subtype/Link"
            })[0];
            raw.replace(own, from, to);
        }));
    }
    all.push(by_objects("the links of a page removed", |document| {
        page_keys(document, 1).remove(b"Annots");
    }));
    all
}

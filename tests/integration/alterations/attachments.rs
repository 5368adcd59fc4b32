//! The attached files.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::{Alteration, by_bytes, by_objects, set};

/// Changes the specification of the attached study file, which Typst writes so.
fn of_file(name: &str, from: &str, to: &str) -> Alteration {
    by_bytes(name, |raw| {
        let own = raw.having("/UF(study.toml)")[0];
        raw.replace(own, from, to);
    })
}

/// Changes the list of attachments in the catalog.
fn of_list(
    name: &str,
    change: impl FnOnce(&mut Document, &mut Vec<Object>) -> Option<Object>,
) -> Alteration {
    by_objects(name, |document| {
        let mut catalog = document.catalog().unwrap().clone();
        let names = catalog.get(b"Names").unwrap().as_dict().unwrap();
        let files = names.get(b"EmbeddedFiles").unwrap().as_dict().unwrap();
        let mut list = files.get(b"Names").unwrap().as_array().unwrap().clone();
        let tree = match change(document, &mut list) {
            Some(tree) => tree,
            None => dictionary! { "Names" => list }.into(),
        };
        catalog.set("Names", dictionary! { "EmbeddedFiles" => tree });
        let id = document
            .trailer
            .get(b"Root")
            .unwrap()
            .as_reference()
            .unwrap();
        document.set_object(id, catalog);
    })
}

/// A file to smuggle in.
fn added(document: &mut Document, name: &str) -> Object {
    let keys = dictionary! { "Type" => "EmbeddedFile" };
    let stream = document.add_object(Stream::new(keys, b"MZ".to_vec()));
    let file = dictionary! {
        "Type" => "Filespec",
        "F" => Object::string_literal(name),
        "UF" => Object::string_literal(name),
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    };
    document.add_object(file).into()
}

/// The specification of an attachment.
fn specification(document: &Document, name: &str) -> ObjectId {
    let wanted = |object: &Object| {
        let own = object.as_dict().ok()?.get(b"UF").ok()?.as_str().ok()?;
        (own == name.as_bytes()).then_some(())
    };
    let mut objects = document.objects.iter();
    let found = objects.find(|(_, object)| wanted(object).is_some());
    *found.unwrap().0
}

/// Changes the bytes of an attachment.
fn rewritten(name: &str, file: &str, change: fn(String) -> String) -> Alteration {
    by_objects(name, |document| {
        let own = specification(document, file);
        let own = document.get_dictionary(own).unwrap();
        let files = own.get(b"EF").unwrap().as_dict().unwrap();
        let id = files.get(b"F").unwrap().as_reference().unwrap();
        let stream = document
            .get_object_mut(id)
            .unwrap()
            .as_stream_mut()
            .unwrap();
        let bytes = stream.decompressed_content();
        let bytes = bytes.unwrap_or_else(|_| stream.content.clone());
        stream.dict.remove(b"Filter");
        stream.set_plain_content(change(String::from_utf8(bytes).unwrap()).into_bytes());
    })
}

pub fn all() -> Vec<Alteration> {
    let mut all = Vec::new();
    for (name, from, to) in [
        ("a program's name", "/F(study.toml)", "/F(study.exe)"),
        (
            "a program's name in Unicode",
            "/UF(study.toml)",
            "/UF(study.exe)",
        ),
        ("a name for another system", "<<", "<</Unix(study.exe)"),
        (
            "a description",
            "/Desc(the study file)",
            "/Desc(the true study file)",
        ),
        ("no description", "/Desc(the study file)", ""),
        (
            "a relation",
            "/AFRelationship/Source",
            "/AFRelationship/Data",
        ),
        ("a volatile file", "<<", "<</V true"),
        ("a file of a web", "<<", "<</FS/URL"),
        ("related files", "<<", "<</RF<<>>"),
        ("a collection item", "<<", "<</CI<<>>"),
        ("a thumbnail", "<<", "<</Thumb null"),
        ("a file for another system", "/EF<<", "/EF<</DOS 1 0 R"),
        ("no file by one name", "/EF<</F", "/EF<</Mac"),
        ("no type of a specification", "/Type/Filespec", ""),
        ("files twice", "/EF<<", "/EF<<>>/EF<<"),
    ] {
        all.push(of_file(name, from, to));
    }
    for (name, from, to) in [
        (
            "a media type",
            "/application#2Ftoml",
            "/application#2Foctet-stream",
        ),
        ("a date of a file", "/ModDate(D:2024", "/ModDate(D:2025"),
        ("a size of a file", "/Size ", "/Size 1"),
        (
            "a checksum of a file",
            "/Params<<",
            "/Params<</CheckSum(0123456789abcdef)",
        ),
        ("no type of a file", "/Type/EmbeddedFile", ""),
        ("a file elsewhere", "<<", "<</F(other.toml)"),
    ] {
        all.push(by_bytes(name, |raw| {
            let own = raw.having("/UF(study.toml)")[0];
            let file = raw.reference(own, "/EF<</F");
            raw.replace(file, from, to);
        }));
    }
    all.push(by_bytes("a forged file by one name", |raw| {
        let forged = raw.add(b"<</Length 2/Type/EmbeddedFile>>\nstream\n# \nendstream");
        let own = raw.having("/UF(cohort.csv)")[0];
        let file = raw.reference(own, "/EF<</F");
        raw.replace(
            own,
            &format!("/EF<</F {file} "),
            &format!("/EF<</F {forged} "),
        );
    }));
    all.push(by_bytes("a forged file by the other name", |raw| {
        let forged = raw.add(b"<</Length 2/Type/EmbeddedFile>>\nstream\n# \nendstream");
        let own = raw.having("/UF(cohort.csv)")[0];
        let file = raw.reference(own, "/EF<</F");
        raw.replace(own, &format!("/UF {file} "), &format!("/UF {forged} "));
    }));
    all.extend(lists());
    all.extend(bytes());
    all
}

fn lists() -> Vec<Alteration> {
    vec![
        of_list("an attachment twice", |_, list| {
            let pair = list[..2].to_vec();
            list.extend(pair);
            None
        }),
        of_list("an attachment under another name as well", |_, list| {
            let file = list[1].clone();
            list.extend([Object::string_literal("copy.exe"), file]);
            None
        }),
        of_list("an attachment under another name", |_, list| {
            list[0] = Object::string_literal("aohort.csv");
            None
        }),
        of_list("an attachment added", |document, list| {
            list.extend([Object::string_literal("z.exe"), added(document, "z.exe")]);
            None
        }),
        of_list(
            "an attachment with the cohort's name added",
            |document, list| {
                let other = added(document, "cohort.csv");
                list.splice(0..0, [Object::string_literal("cohort.csv"), other]);
                None
            },
        ),
        of_list(
            "an attachment with a cursor's movement in its name",
            |document, list| {
                let name = "z\r\u{1b}[2Kall is well\n";
                list.extend([Object::string_literal(name), added(document, name)]);
                None
            },
        ),
        of_list("an attachment under a name object", |document, list| {
            list.extend([Object::Name(b"z".to_vec()), added(document, "z.exe")]);
            None
        }),
        of_list("a name without a file", |_, list| {
            list.push(Object::string_literal("z"));
            None
        }),
        of_list("attachments in another order", |_, list| {
            let pair: Vec<Object> = list.drain(..2).collect();
            list.extend(pair);
            None
        }),
        of_list("an attachment removed", |_, list| {
            list.drain(2..4);
            None
        }),
        of_list("attachments under a node", |document, list| {
            let node = dictionary! {
                "Names" => list.clone(), "Limits" => vec![list[0].clone(), list[list.len() - 2].clone()],
            };
            let node = document.add_object(node);
            Some(dictionary! { "Kids" => vec![Object::from(node)] }.into())
        }),
        of_list("an attachment forty levels down", |document, list| {
            let file = added(document, "z.exe");
            let mut node = dictionary! { "Names" => vec![Object::string_literal("z.exe"), file] };
            for _ in 0..40 {
                let below = document.add_object(node);
                node = dictionary! { "Kids" => vec![Object::from(below)] };
            }
            let hidden = document.add_object(node);
            Some(
                dictionary! { "Names" => list.clone(), "Kids" => vec![Object::from(hidden)] }
                    .into(),
            )
        }),
        of_list("limits of the list", |_, list| {
            let limits = vec![Object::string_literal("a"), Object::string_literal("b")];
            Some(dictionary! { "Names" => list.clone(), "Limits" => limits }.into())
        }),
        by_objects("an associated file twice", |document| {
            let catalog = document.catalog_mut().unwrap();
            let files = catalog.get_mut(b"AF").unwrap().as_array_mut().unwrap();
            let first = files[0].clone();
            files.push(first);
        }),
        by_objects("an associated file added", |document| {
            let file = added(document, "z.exe");
            let catalog = document.catalog_mut().unwrap();
            let files = catalog.get_mut(b"AF").unwrap().as_array_mut().unwrap();
            files.push(file);
        }),
        by_objects("no associated files", |document| {
            document.catalog_mut().unwrap().remove(b"AF");
        }),
        by_objects("a file attached to a page", |document| {
            let file = added(document, "z.exe");
            let note = document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => file,
                "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
            });
            super::page_keys(document, 2).set("Annots", vec![Object::from(note)]);
        }),
        by_objects("a file attached to a tag", |document| {
            let file = added(document, "z.exe");
            let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
            let root = root.as_reference().unwrap();
            let root = document
                .get_object_mut(root)
                .unwrap()
                .as_dict_mut()
                .unwrap();
            set(root, "AF", vec![file]);
        }),
        by_objects("no attachments", |document| {
            document.catalog_mut().unwrap().remove(b"Names");
        }),
    ]
}

fn bytes() -> Vec<Alteration> {
    vec![
        rewritten("a cell of the cohort", "cohort.csv", |text| {
            text.replace("A1,surgery,42", "A1,surgery,43")
        }),
        rewritten("a row of the cohort", "cohort.csv", |text| {
            text + "A7,surgery,40,no,4,dead\n"
        }),
        rewritten("a line end of the cohort", "cohort.csv", |text| text + "\n"),
        rewritten("a mark at the start of the cohort", "cohort.csv", |text| {
            format!("\u{feff}{text}")
        }),
        rewritten("a unit in the study file", "study.toml", |text| {
            text.replace("\"mm\"", "\"cm\"")
        }),
        rewritten("a comment in the study file", "study.toml", |text| {
            text + "# x\n"
        }),
        rewritten("a published number", "published.toml", |text| {
            text.replace("47 mm", "48 mm")
        }),
        rewritten("a word of the template", "templates/results.typ", |text| {
            text.replace("The median", "Our median")
        }),
        rewritten(
            "a comment in the template",
            "templates/results.typ",
            |text| text + "// x\n",
        ),
        rewritten(
            "a template that reads outside",
            "templates/results.typ",
            |text| text + "\n#read(\"/../../../etc/passwd\")\n",
        ),
        rewritten("a text of the ledger", "results.json", |text| {
            text.replacen("\"text\": \"47\"", "\"text\": \"49\"", 1)
        }),
        rewritten("a value of the ledger", "results.json", |text| {
            text.replacen("47.0", "47.01", 1)
        }),
        rewritten("the title in the ledger", "results.json", |text| {
            text.replace("A small study", "A great study")
        }),
        rewritten("a blank in the ledger", "results.json", |text| text + " "),
        rewritten("a hash in the ledger", "results.json", |text| {
            text.replacen("\"sha256\": \"", "\"sha256\": \"0", 1)
        }),
        rewritten("an input of the ledger elsewhere", "results.json", |text| {
            text.replacen("\"cohort.csv\"", "\"../cohort.csv\"", 1)
        }),
        rewritten("the study's name in the ledger", "results.json", |text| {
            text.replacen("\"study\": \"small\"", "\"study\": \"great\"", 1)
        }),
    ]
}

//! The JSON Schema of `study.toml`, recorded from the reader itself: it reads
//! small files with one section of each kind, and the keys that it asks for are
//! those of the schema. So schema and reader cannot differ.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::section::{Asked, Section, Shape, Source, parse};
use super::{Requests, Scope, Study};

/// The schema as it is published, for programs that check a study file without
/// this one; a test keeps it equal to what [`schema`] makes.
pub const PUBLISHED_SCHEMA: &str = include_str!("../../docs/study.schema.json");

/// Keys whose presence makes the reader ask for others.
const DECIDING: [&str; 4] = ["", "endpoints = []", "repeated = []", "tests = []"];

/// What else makes the reader look into all of a section.
const OTHERS: [&str; 4] = [
    "[variables.x]\nkind = \"date\"\n",
    "[endpoints.x]\n",
    "[endpoints.x]\ntime = \"\"\n",
    "[derived.x]\nyears = {}\nmonths = {}\ndays = {}\nis = {}\nat_least = {}\ncases = [{}]\ncut = {}\ndivided = {}\n",
];

/// What is asked of one sort of section.
#[derive(Default)]
struct Asks {
    /// What is expected under each key.
    keys: BTreeMap<&'static str, Vec<Shape>>,
    /// The keys without which it is never valid.
    required: Option<BTreeSet<&'static str>>,
    by_kind: BTreeMap<String, OfKind>,
}

/// What is asked where `kind` has one value.
#[derive(Default)]
struct OfKind {
    keys: BTreeSet<&'static str>,
    required: Option<BTreeSet<&'static str>>,
}

/// Keeps what both find required.
fn narrow(known: &mut Option<BTreeSet<&'static str>>, required: &BTreeSet<&'static str>) {
    *known = Some(match known.take() {
        Some(known) => known.intersection(required).copied().collect(),
        None => required.clone(),
    });
}

/// Reads the sections of the file that are not the study's own, as
/// [`Study::parse_with`] has them read.
pub type ReadRest<'r> = &'r dyn Fn(&Section<'_>, &Scope<'_>);

/// The JSON Schema (draft 7, which editors know) of the study file. `docs` is the text of
/// `docs/study-file.md`, whose tables describe the keys; `rest` reads what is
/// not the study's own.
pub fn schema(docs: &str, rest: ReadRest<'_>) -> Value {
    let asked = |text: &str| asked(text, rest);
    let mut sections: BTreeMap<String, Asks> = BTreeMap::new();
    let top = asked("");
    for text in OTHERS {
        note(&mut sections, asked(text), None);
    }
    for one in top.iter().filter(|asked| asked.section.is_empty()) {
        let head = match one.shape {
            Shape::Table => {
                note(&mut sections, asked(&format!("[{}]\n", one.key)), None);
                continue;
            }
            Shape::Tables => format!("[[{}]]", one.key),
            Shape::NamedTables => format!("[{}.x]", one.key),
            _ => continue,
        };
        // The reader records whether `kind` decides which other keys are known.
        let inside = asked(&format!("{head}\nkind = \"\"\n"));
        let kinds = inside.iter().find_map(|asked| match &asked.shape {
            Shape::Word(kinds) if asked.key == "kind" => Some(kinds.clone()),
            _ => None,
        });
        for kind in kinds.unwrap_or_default() {
            for deciding in DECIDING {
                let text = format!("{head}\nkind = \"{kind}\"\n{deciding}\n");
                note(&mut sections, asked(&text), Some(&kind));
            }
        }
    }
    let about = descriptions(docs);
    let mut schema = object("", &sections, &about);
    if let Value::Object(schema) = &mut schema {
        let meta = [
            ("$schema", json!("http://json-schema.org/draft-07/schema#")),
            ("title", json!("study.toml of cohort-report")),
            ("required", json!(["document", "variables"])),
        ];
        for (key, value) in meta {
            schema.insert(key.to_owned(), value);
        }
    }
    schema
}

/// What the reader asks for in this text.
fn asked(text: &str, rest: ReadRest<'_>) -> Vec<Asked> {
    let source = Source::recording("study.toml", text);
    if let Some(document) = parse(&source, text) {
        let top = Section::top(&source, &document);
        Study::read("study", &top, |top, scope| {
            rest(top, scope);
            ((), Requests::default())
        });
    }
    source.take_asked()
}

fn note(sections: &mut BTreeMap<String, Asks>, asked: Vec<Asked>, kind: Option<&str>) {
    let mut required: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for asked in asked {
        // `tables[1]` and `variables.x` represent all sections of their sort.
        let section = asked.section.replace("[1]", "[]").replace(".x", ".*");
        let of_this = required.entry(section.clone()).or_default();
        if asked.required {
            of_this.insert(asked.key);
        }
        let asks = sections.entry(section).or_default();
        let shapes = asks.keys.entry(asked.key).or_default();
        if !shapes.contains(&asked.shape) {
            shapes.push(asked.shape);
        }
        if let Some(kind) = kind {
            let of_kind = asks.by_kind.entry(kind.to_owned()).or_default();
            of_kind.keys.insert(asked.key);
        }
    }
    for (section, required) in required {
        let asks = sections.entry(section).or_default();
        narrow(&mut asks.required, &required);
        if let Some(of_kind) = kind.and_then(|kind| asks.by_kind.get_mut(kind)) {
            narrow(&mut of_kind.required, &required);
        }
    }
}

/// The schema of a section.
fn object(
    section: &str,
    sections: &BTreeMap<String, Asks>,
    about: &BTreeMap<(String, String), String>,
) -> Value {
    let Some(asks) = sections.get(section) else {
        return json!({ "type": "object" });
    };
    let mut properties = Map::new();
    for (key, shapes) in &asks.keys {
        let inside = match section {
            "" => (*key).to_owned(),
            section => format!("{section}.{key}"),
        };
        let mut forms: Vec<Value> = Vec::new();
        for shape in shapes {
            let form = form(shape, &inside, sections, about);
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        let mut value = match forms.as_slice() {
            [only] => only.clone(),
            _ => json!({ "anyOf": forms }),
        };
        let described = about.get(&(heading(section), (*key).to_owned()));
        if let (Some(text), Value::Object(value)) = (described, &mut value) {
            value.insert("description".to_owned(), json!(text));
        }
        properties.insert((*key).to_owned(), value);
    }
    let of_a_kind = asks.keys.contains_key("kind");
    let required = asks.required.clone().unwrap_or_default();
    let mut schema = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if let Value::Object(schema) = &mut schema {
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        let narrower: Vec<Value> = asks
            .by_kind
            .iter()
            .filter(|_| of_a_kind)
            .filter_map(|(kind, own)| of_kind(kind, own, asks))
            .collect();
        if !narrower.is_empty() {
            schema.insert("allOf".to_owned(), json!(narrower));
        }
    }
    schema
}

/// What one kind narrows: the allowed and the required keys.
fn of_kind(kind: &str, own: &OfKind, asks: &Asks) -> Option<Value> {
    let mut then = Map::new();
    if own.keys.len() < asks.keys.len() {
        then.insert("propertyNames".to_owned(), json!({ "enum": own.keys }));
    }
    let further = own.required.iter().flatten();
    let further: Vec<_> = further
        .filter(|key| !asks.required.iter().flatten().any(|known| known == *key))
        .collect();
    if !further.is_empty() {
        then.insert("required".to_owned(), json!(further));
    }
    (!then.is_empty()).then(|| {
        json!({
            "if": { "properties": { "kind": { "const": kind } }, "required": ["kind"] },
            "then": then,
        })
    })
}

/// The schema of the value of a key.
fn form(
    shape: &Shape,
    inside: &str,
    sections: &BTreeMap<String, Asks>,
    about: &BTreeMap<(String, String), String>,
) -> Value {
    let list = |items: Value| json!({ "type": "array", "items": items });
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Texts => list(json!({ "type": "string" })),
        Shape::Words(words) => list(json!({ "enum": words })),
        Shape::Number => json!({ "type": "number" }),
        Shape::Whole(largest) => json!({ "type": "integer", "minimum": 0, "maximum": largest }),
        Shape::Numbers => list(json!({ "type": "number" })),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Table => object(inside, sections, about),
        Shape::NamedTables => json!({
            "type": "object",
            "additionalProperties": object(&format!("{inside}.*"), sections, about),
        }),
        Shape::Tables => list(object(&format!("{inside}[]"), sections, about)),
        Shape::NamedTexts => json!({
            "type": "object",
            "additionalProperties": { "type": "string" },
        }),
    }
}

/// The section as the headings of the documentation name it: `endpoints`.
fn heading(section: &str) -> String {
    let end = section.find(['.', '[']).unwrap_or(section.len());
    section.get(..end).unwrap_or_default().to_owned()
}

/// The meaning of each key, from the tables below the headings of the
/// documentation: "## `[cohort]`" and "| `file` | the CSV … |".
fn descriptions(docs: &str) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    let mut section = String::new();
    let mut lines = docs.lines().peekable();
    while let Some(line) = lines.next() {
        // The header of a table describes nothing.
        if lines.peek().is_some_and(|next| next.starts_with("| ---")) {
            continue;
        }
        if let Some(title) = line.strip_prefix("## ") {
            let name = title.trim_matches(['`', '[', ']']);
            section = heading(name.strip_prefix("published.toml").map_or(name, |_| "-"));
        }
        let mut cells = line.split(" | ");
        let (Some(keys), Some(meaning)) = (cells.next(), cells.next()) else {
            continue;
        };
        let Some(keys) = keys.strip_prefix("| `") else {
            continue;
        };
        let default = cells.next().map(|text| text.trim_end_matches(" |"));
        let meaning = meaning.trim_end_matches(" |").replace("**", "");
        let text = match default.filter(|text| !text.is_empty() && cells.next().is_none()) {
            Some(default) => format!("{meaning} (default: {default})"),
            None => meaning,
        };
        for key in keys.split("`, `") {
            // `years = { from = "birth" }` is a key with an example.
            let name: String = key
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            found
                .entry((section.clone(), name))
                .or_insert_with(|| text.replace('`', ""));
        }
    }
    found
}

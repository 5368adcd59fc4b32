//! JSON Schema (draft 2020-12), as far as the schemas of `docs` use it: what else a
//! schema says makes a test fail, so that no keyword goes unchecked.

use regex::Regex;
use serde_json::{Map, Value};

/// Says nothing about what is valid.
const ANNOTATIONS: [&str; 4] = ["$schema", "$defs", "title", "description"];

/// What of a document is not as its schema asks, by its path.
pub fn problems(schema: &Value, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Validator { root: schema }.check(schema, document, "", &mut found);
    found
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn is_valid(&self, schema: &Value, value: &Value) -> bool {
        let mut found = Vec::new();
        self.check(schema, value, "", &mut found);
        found.is_empty()
    }

    fn check(&self, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        let keywords = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return found.push(format!("{path}: nothing is allowed here")),
            schema => schema.as_object().unwrap(),
        };
        for (keyword, wanted) in keywords {
            self.check_keyword(keywords, keyword, wanted, value, path, found);
        }
    }

    fn check_keyword(
        &self,
        keywords: &Map<String, Value>,
        keyword: &str,
        wanted: &Value,
        value: &Value,
        path: &str,
        found: &mut Vec<String>,
    ) {
        let each = |schemas: &Value| schemas.as_array().unwrap().clone();
        let holds = match keyword {
            keyword if ANNOTATIONS.contains(&keyword) => true,
            "$ref" => {
                let pointer = wanted.as_str().and_then(|to| to.strip_prefix('#'));
                let schema = self.root.pointer(pointer.unwrap());
                return self.check(schema.unwrap(), value, path, found);
            }
            "allOf" => {
                for schema in each(wanted) {
                    self.check(&schema, value, path, found);
                }
                true
            }
            "anyOf" => each(wanted)
                .iter()
                .any(|schema| self.is_valid(schema, value)),
            "not" => !self.is_valid(wanted, value),
            "if" => {
                let branch = if self.is_valid(wanted, value) {
                    "then"
                } else {
                    "else"
                };
                if let Some(schema) = keywords.get(branch) {
                    self.check(schema, value, path, found);
                }
                true
            }
            "then" | "else" => keywords.contains_key("if"),
            "type" => match wanted {
                Value::Array(names) => names.iter().any(|name| has_type(name, value)),
                name => has_type(name, value),
            },
            "enum" => each(wanted).iter().any(|one| equal(one, value)),
            "const" => equal(wanted, value),
            "minimum" => value.as_f64().is_none_or(|own| own >= number(wanted)),
            "maximum" => value.as_f64().is_none_or(|own| own <= number(wanted)),
            "exclusiveMinimum" => value.as_f64().is_none_or(|own| own > number(wanted)),
            "exclusiveMaximum" => value.as_f64().is_none_or(|own| own < number(wanted)),
            "minLength" => value
                .as_str()
                .is_none_or(|text| text.chars().count() as f64 >= number(wanted)),
            "pattern" => {
                let pattern = Regex::new(wanted.as_str().unwrap()).unwrap();
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.check(wanted, item, &format!("{path}/{at}"), found);
                }
                true
            }
            "required" => value.as_object().is_none_or(|object| {
                each(wanted)
                    .iter()
                    .all(|name| object.contains_key(name.as_str().unwrap()))
            }),
            "properties" => {
                let properties = wanted.as_object().unwrap();
                for (name, item) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = properties.get(name) {
                        self.check(schema, item, &format!("{path}/{name}"), found);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = keywords.get("properties").and_then(Value::as_object);
                for (name, item) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| !known.contains_key(name)) {
                        self.check(wanted, item, &format!("{path}/{name}"), found);
                    }
                }
                true
            }
            "propertyNames" => value.as_object().is_none_or(|object| {
                object
                    .keys()
                    .all(|name| self.is_valid(wanted, &Value::String(name.clone())))
            }),
            unknown => panic!("the schema says {unknown:?}"),
        };
        if !holds {
            found.push(format!("{path}: not as {keyword} asks: {wanted}"));
        }
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn has_type(name: &Value, value: &Value) -> bool {
    match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        // 1.0 is an integer as well.
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("no type is called {unknown:?}"),
    }
}

/// Numbers are equal when their values are.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// Cases of the test suite of JSON Schema, and some as they are there but for keywords
/// that no schema here has: a schema, what follows it, what does not.
#[test]
fn keywords_are_read_as_they_are_defined() {
    let json = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    for (schema, valid, invalid) in [
        (r#"{"type": "integer"}"#, "[1, 1.0]", r#"[1.1, "1", true]"#),
        (
            r#"{"type": ["integer", "string"]}"#,
            r#"[1, "foo"]"#,
            "[1.1, {}, null]",
        ),
        (r#"{"const": -2}"#, "[-2, -2.0]", "[2, -2.00001]"),
        (r#"{"const": false}"#, "[false]", "[0, [], null]"),
        (
            r#"{"enum": [6, "foo", [], true, {"foo": 12}]}"#,
            r#"[6, [], {"foo": 12}]"#,
            r#"[null, {"foo": false}, {"foo": 12, "boo": 42}]"#,
        ),
        (r#"{"minimum": 1.1}"#, r#"[2.6, 1.1, "x"]"#, "[0.6]"),
        (r#"{"maximum": 3.0}"#, r#"[2.6, 3.0, "x"]"#, "[3.5]"),
        (
            r#"{"exclusiveMinimum": 1.1}"#,
            r#"[1.2, "x"]"#,
            "[1.1, 0.6]",
        ),
        (
            r#"{"exclusiveMaximum": 3.0}"#,
            r#"[2.2, "x"]"#,
            "[3.0, 3.5]",
        ),
        (
            r#"{"minLength": 2}"#,
            r#"["foo", "fo", 1]"#,
            "[\"f\", \"\u{1f4a9}\"]",
        ),
        (r#"{"pattern": "a+"}"#, r#"["xxaayy", 123]"#, r#"["xyz"]"#),
        (
            r#"{"items": {"type": "integer"}}"#,
            r#"[[1, 2], {"foo": "bar"}]"#,
            r#"[[1, "x"]]"#,
        ),
        (
            r#"{"required": ["foo"]}"#,
            r#"[{"foo": 1}, [], 12]"#,
            r#"[{"bar": 1}, {}]"#,
        ),
        (
            r#"{"properties": {"foo": {"type": "integer"}}, "additionalProperties": false}"#,
            r#"[{"foo": 1}, {}, [1, 2]]"#,
            r#"[{"foo": "bar"}, {"foo": 1, "quux": "boom"}]"#,
        ),
        (
            r#"{"additionalProperties": {"type": "boolean"}}"#,
            r#"[{"foo": true}]"#,
            r#"[{"foo": 1}]"#,
        ),
        (
            r#"{"propertyNames": {"pattern": "^a+$"}}"#,
            r#"[{"a": {}, "aa": {}}, {}, 12]"#,
            r#"[{"aaA": {}}]"#,
        ),
        (r#"{"not": {"type": "integer"}}"#, r#"["foo"]"#, "[1]"),
        (
            r#"{"allOf": [{"maximum": 30}, {"minimum": 20}]}"#,
            "[25]",
            "[35, 15]",
        ),
        (
            r#"{"anyOf": [{"type": "integer"}, {"minimum": 2}]}"#,
            "[1, 2.5, 3]",
            "[1.5]",
        ),
        (
            r#"{"if": {"exclusiveMaximum": 0}, "then": {"minimum": -10}}"#,
            "[-1, 3]",
            "[-100]",
        ),
        (
            r#"{"if": {"exclusiveMaximum": 0}, "then": {"minimum": -10}, "else": {"maximum": 5}}"#,
            "[-1, 3]",
            "[-100, 6]",
        ),
        (
            r##"{"$defs": {"a": {"type": "integer"}}, "items": {"$ref": "#/$defs/a"}}"##,
            "[[1]]",
            "[[null]]",
        ),
        (
            r#"{"properties": {"foo": false}}"#,
            r#"[{"bar": 1}]"#,
            r#"[{"foo": 1}]"#,
        ),
    ] {
        let schema = json(schema);
        for document in json(valid).as_array().unwrap() {
            let found = problems(&schema, document);
            assert!(found.is_empty(), "{schema} {document}: {found:?}");
        }
        for document in json(invalid).as_array().unwrap() {
            assert!(
                !problems(&schema, document).is_empty(),
                "{schema} {document}"
            );
        }
    }
}

//! A number as an entry of `results.json`.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::number::{Number, Value};

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Number", 14)?;
        entry.serialize_field("id", self.id.as_str())?;
        entry.serialize_field("definition", &self.definition)?;
        let (status, reason) = match &self.value {
            Value::Number(number) => {
                entry.serialize_field("value", number)?;
                ("computed", None)
            }
            Value::Date(date) => {
                entry.serialize_field("value", &date.to_string())?;
                ("computed", None)
            }
            Value::NotReached => {
                entry.serialize_field("value", &None::<f64>)?;
                ("not reached", None)
            }
            Value::NotComputable(why) => {
                entry.serialize_field("value", &None::<f64>)?;
                ("not computable", Some(why))
            }
        };
        entry.serialize_field("status", status)?;
        entry.serialize_field("reason", &reason)?;
        entry.serialize_field("format", self.format.name())?;
        entry.serialize_field("text", &self.text)?;
        entry.serialize_field("unit", &self.unit)?;
        entry.serialize_field("n", &self.n)?;
        entry.serialize_field("missing", &self.missing)?;
        entry.serialize_field("method", &self.method.title)?;
        entry.serialize_field("conventions", &self.conventions)?;
        entry.serialize_field("columns", &self.columns)?;
        entry.serialize_field("rows", &self.rows)?;
        entry.end()
    }
}

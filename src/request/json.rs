//! JSON objects as [`Fields`], for the native tool.

use super::fields::{Fields, Unreadable, Value};
use serde_json::{Map, Value as Json};

impl Fields for Map<String, Json> {
    fn names(&self) -> Result<Vec<String>, Unreadable> {
        Ok(self.keys().cloned().collect())
    }

    fn get(&self, name: &str) -> Result<Value<Self>, Unreadable> {
        Ok(self.get(name).map_or(Value::Absent, value))
    }

    fn spell(number: f64) -> String {
        number.to_string()
    }
}

fn value(json: &Json) -> Value<Map<String, Json>> {
    match json {
        Json::Null => Value::Absent,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => number.as_f64().map_or(Value::Other, Value::Number),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(list) => Value::List(list.iter().map(value).collect()),
        Json::Object(fields) => Value::Object(fields.clone()),
    }
}

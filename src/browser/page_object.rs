//! Objects created by the page, whose getters may throw: the module holds no borrow while reading them. Not for
//! validating fields: see [`crate::request`].

use crate::request::{Fields, Unreadable, Value};
use js_sys::{Array, JsString, Number};
use wasm_bindgen::prelude::*;

/// Most entries of the lists and letters of the texts in a value.
const MAX_SIZE: u32 = 1_000_000;
/// The error for a larger value.
const TOO_LARGE: &str = "it may have at most 1,000,000 entries and letters in all";
/// Most levels of lists in one another: the lines of a cart are lists of ids. A deeper list is no value that a field
/// takes.
const MAX_LEVELS: usize = 2;

#[wasm_bindgen]
extern "C" {
    /// An object or a list of the page: any getter may throw.
    #[derive(Clone, Debug)]
    pub(super) type PageObject;

    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    fn field(this: &PageObject, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    fn entry(this: &PageObject, index: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, getter, catch)]
    fn length(this: &PageObject) -> Result<u32, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object)]
    fn keys(object: &PageObject) -> Result<Array, JsValue>;
}

impl PageObject {
    /// Converts `value`, if it is an object.
    pub(super) fn of(value: JsValue) -> Option<Self> {
        value.is_object().then(|| value.unchecked_into())
    }

    /// Converts the object to a value: a list, if it is an array.
    pub(super) fn whole(&self) -> Result<Value<Self>, Unreadable> {
        value(self.clone().into(), MAX_LEVELS, &mut Room(MAX_SIZE))
    }
}

impl Fields for PageObject {
    fn names(&self) -> Result<Vec<String>, Unreadable> {
        Ok(keys(self).map_err(thrown)?.iter().filter_map(|name| name.as_string()).collect())
    }

    fn get(&self, name: &str) -> Result<Value<Self>, Unreadable> {
        value(self.field(name).map_err(thrown)?, MAX_LEVELS, &mut Room(MAX_SIZE))
    }

    fn spell(number: f64) -> String {
        Number::from(number).to_string_with_radix(10).map_or_else(|_| String::new(), String::from)
    }
}

/// How many entries and letters a value may still have.
struct Room(u32);

impl Room {
    fn take(&mut self, size: u32) -> Result<(), Unreadable> {
        self.0 = self.0.checked_sub(size).ok_or_else(|| Unreadable(TOO_LARGE.to_owned()))?;
        Ok(())
    }
}

/// Converts a value that has room, with lists on at most `levels` levels.
fn value(value: JsValue, levels: usize, room: &mut Room) -> Result<Value<PageObject>, Unreadable> {
    if value.is_undefined() || value.is_null() {
        return Ok(Value::Absent);
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Value::Flag(flag));
    }
    if let Some(number) = value.as_f64() {
        return Ok(Value::Number(number));
    }
    if let Some(text) = value.dyn_ref::<JsString>() {
        room.take(text.length())?;
        return Ok(Value::Text(text.into()));
    }
    let is_list = Array::is_array(&value);
    match PageObject::of(value) {
        Some(_) if is_list && levels == 0 => Ok(Value::Other),
        Some(list) if is_list => {
            let length = list.length().map_err(thrown)?;
            room.take(length)?;
            let entries = (0..length).map(|index| self::value(list.entry(index).map_err(thrown)?, levels - 1, room));
            Ok(Value::List(entries.collect::<Result<_, _>>()?))
        }
        Some(object) => Ok(Value::Object(object)),
        None => Ok(Value::Other),
    }
}

/// The exception of a getter as text: its message, if it is an error.
fn thrown(error: JsValue) -> Unreadable {
    let text = error.dyn_ref::<js_sys::Error>().map(js_sys::Error::message).map(String::from);
    Unreadable(text.or_else(|| error.as_string()).unwrap_or_else(|| "it throws".to_owned()))
}

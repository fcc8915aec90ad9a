//! Typed getters for what a page passes in.

use super::error::BrowserError;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// An object that the page passed in, and what it is called in messages.
pub(super) struct Options<'a> {
    object: &'a JsValue,
    called: &'static str,
}

impl<'a> Options<'a> {
    pub(super) const fn new(object: &'a JsValue, called: &'static str) -> Self {
        Self { object, called }
    }

    /// `undefined` and `null` count as absent.
    fn get(&self, name: &str) -> Option<JsValue> {
        let value = Reflect::get(self.object, &name.into()).ok()?;
        (!value.is_null() && !value.is_undefined()).then_some(value)
    }

    fn wrong(&self, name: &str, needed: &str) -> BrowserError {
        BrowserError::Option(format!("{}: `{name}` must be {needed}", self.called))
    }

    /// A text; numbers are taken too, since many shops have numeric ids.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, BrowserError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        as_text(&value).map(Some).ok_or_else(|| self.wrong(name, "a text that is not empty"))
    }

    /// A text that must be there.
    pub(super) fn needed_text(&self, name: &str) -> Result<String, BrowserError> {
        self.text(name)?.ok_or_else(|| self.wrong(name, "given"))
    }

    /// `true` or `false`; anything else counts as absent.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(|value| value.as_bool())
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self, name: &str) -> Result<Option<f64>, BrowserError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let share = value.as_f64().filter(|share| (0.0..=1.0).contains(share));
        share.map(Some).ok_or_else(|| self.wrong(name, "a number from 0 to 1"))
    }

    /// A whole number from 1 to `most`.
    pub(super) fn count(&self, name: &str, most: usize) -> Result<Option<usize>, BrowserError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        value
            .as_f64()
            .filter(|number| *number >= 1.0 && *number <= most as f64 && number.fract() == 0.0)
            .map(|number| Some(number as usize))
            .ok_or_else(|| self.wrong(name, &format!("a whole number from 1 to {most}")))
    }

    /// A list of texts; absent is empty, one text is a list of one.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, BrowserError> {
        let Some(value) = self.get(name) else { return Ok(Vec::new()) };
        if let Some(text) = as_text(&value) {
            return Ok(vec![text]);
        }
        let list: Array = value.dyn_into().map_err(|_| self.wrong(name, "a list"))?;
        list.iter().map(|item| as_text(&item).ok_or_else(|| self.wrong(name, "a list of texts"))).collect()
    }
}

fn as_text(value: &JsValue) -> Option<String> {
    // JavaScript's own conversion: Rust's would add 15 kB of code to the module.
    // `toString` works on a number as on any object; a cast to a string would not convert it.
    let number = || {
        let finite = value.as_f64().filter(|number| number.is_finite());
        finite.map(|_| String::from(value.unchecked_ref::<Object>().to_string()))
    };
    value.as_string().or_else(number).filter(|text| !text.is_empty())
}

//! The device's clock and time zone. Not for whether the clock is plausible: see [`crate::history`].

use js_sys::{Date, Function, Intl, Reflect};
use wasm_bindgen::prelude::*;

/// Now, in seconds since 1970-01-01 UTC.
pub(super) fn now() -> i64 {
    (Date::now() / 1000.0) as i64
}

/// The IANA name of the device's time zone; `None` in some old browsers.
pub(super) fn time_zone() -> Option<String> {
    of_temporal().or_else(|| {
        // The first use of this on a page is slow, because the browser loads its date data.
        let options = Intl::DateTimeFormat::default().resolved_options();
        field(&options, "timeZone")?.as_string()
    })
}

/// Available in newer browsers; polyfills may be incomplete.
fn of_temporal() -> Option<String> {
    let now = field(&field(&js_sys::global(), "Temporal")?, "Now")?;
    let time_zone_id: Function = field(&now, "timeZoneId")?.dyn_into().ok()?;
    time_zone_id.call0(&now).ok()?.as_string()
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

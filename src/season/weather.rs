//! The weather that a page reports. Not for fetching a weather file: the package does it.

use crate::model::Tenths;

/// The weather as reported by the page. Values that are left out do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Weather {
    /// Air temperature, in degrees Celsius, -100 to 100.
    #[cfg_attr(feature = "types", ts(optional, rename = "temperatureC", as = "Option<i32>"))]
    pub temperature_c: Option<Tenths>,
    /// Rain of the day, in millimetres, 0 to 2,000.
    #[cfg_attr(feature = "types", ts(optional, rename = "rainMm", as = "Option<i32>"))]
    pub rain_mm: Option<Tenths>,
    /// The highest UV index of the day, 0 to 50.
    #[cfg_attr(feature = "types", ts(optional, rename = "uvIndex", as = "Option<i32>"))]
    pub uv_index: Option<Tenths>,
}

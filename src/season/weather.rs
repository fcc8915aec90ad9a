//! The weather that a page reports. Not for fetching a weather file: the package does it.

/// The weather as reported by the page. Values that are left out do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Weather {
    /// Air temperature, in degrees Celsius, -100 to 100.
    // The Rust fields are in tenths of these units.
    #[cfg_attr(feature = "types", ts(optional, rename = "temperatureC"))]
    pub temperature: Option<i32>,
    /// Rain of the day, in millimetres, 0 to 2,000.
    #[cfg_attr(feature = "types", ts(optional, rename = "rainMm"))]
    pub rain: Option<i32>,
    /// The highest UV index of the day, 0 to 50.
    #[cfg_attr(feature = "types", ts(optional, rename = "uvIndex"))]
    pub uv: Option<i32>,
}

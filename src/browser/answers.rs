//! Results of calls that only the package's own code sees. Not for what a page receives: see [`crate::view`].

use crate::view::SlateView;
use serde::Serialize;

/// A slate, and whether the page's item is unknown.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SuggestAnswer<'a> {
    /// The slate.
    pub slate: SlateView<'a>,
    /// The request's item, if the pack does not contain it.
    pub unknown_item: Option<&'a str>,
}

/// The result of `track()`.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TrackAnswer {
    /// Whether the event was recorded: false if the pack does not contain the item, or its type is sensitive.
    pub recorded: bool,
    /// The event's ids, if the pack contains none of them.
    pub unknown_ids: Option<Vec<String>>,
}

/// A file with the weather of all regions, for the package to fetch.
#[derive(Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WeatherFile {
    /// The file's URL, as the page writes it.
    pub address: String,
    /// Keys in order of preference: a time zone, a country, or `*`. The first that the file contains is the page's.
    pub regions: Vec<String>,
}

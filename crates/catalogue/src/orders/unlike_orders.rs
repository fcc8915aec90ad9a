//! Tells the kind of a file whose header lacks a column that every log has.

use super::platform;
use super::shown_text::{is_row_of_values, names_no_field};
use crate::error::LogError;

/// Returns the error for a `header` without any of the `wanted` columns. If no columns are mapped (`is_unmapped`), it
/// may be the header of a known platform's export without items.
pub(super) fn unlike_orders(file: &str, header: &[String], is_unmapped: bool, wanted: &[&str]) -> LogError {
    let file = file.to_owned();
    if let Some(found) = platform::resembles(header).filter(|_| is_unmapped) {
        return LogError::WithoutItems { file, found };
    }
    if header.first().is_some_and(|first| first.starts_with('<')) {
        let found = "it is XML or a web page, perhaps a login page: orders are CSV or Parquet".to_owned();
        return LogError::WithoutItems { file, found };
    }
    if is_a_feed(header) {
        let found = "it looks like a product feed, which --feed takes".to_owned();
        return LogError::WithoutItems { file, found };
    }
    if let Some(holds) = no_header(header) {
        return LogError::NoHeader { file, holds };
    }
    let found = header.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
    LogError::MissingColumn { file, wanted: wanted.join(" or "), found }
}

/// Whether a header is that of a product feed.
fn is_a_feed(header: &[String]) -> bool {
    let has =
        |names: &[&str]| names.iter().any(|name| header.iter().any(|column| column.trim_start_matches("g:") == *name));
    has(&["title", "titel", "titre", "body_(html)"])
        && has(&["id", "handle", "url_handle"])
        && has(&["link", "price", "variant_price", "product_type", "image_link", "vendor"])
}

/// Returns what a first line holds if it is not a header.
fn no_header(header: &[String]) -> Option<&'static str> {
    if header.len() == 1 {
        Some("one text only")
    } else if is_row_of_values(header) {
        Some("values")
    } else if names_no_field(header) {
        Some("no known column name, perhaps values")
    } else {
        None
    }
}

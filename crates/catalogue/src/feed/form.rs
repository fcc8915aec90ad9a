//! Recognises the platform of a table from its header.

use super::row::Sink;
use super::table::Records;
use super::{shopify, shopify_header, tsv, woocommerce, woocommerce_header};
use crate::error::FeedError;
use crate::input::Input;
use crate::input::delimited::Table;
use crate::input::source::SourceError;

/// Reads a table in any form.
pub(super) fn read(input: Input, sink: &mut Sink<'_>) -> Result<(), FeedError> {
    let forms = [&shopify::FORM, &woocommerce_header::FORM];
    let own = &sink.house.feed_columns;
    let known = |name: &str| {
        own.attribute(name).is_some() || forms.iter().any(|form| form.columns.iter().any(|c| c.1.contains(&name)))
    };
    let mut table = Table::open(input, known)
        .map_err(|error| FeedError::Unreadable { file: sink.file.clone(), source: SourceError::Io(error) })?;
    let has = |name: &str| table.columns.iter().any(|column| column == name);
    if table.columns.is_empty() {
        return Err(FeedError::Unreadable { file: sink.file.clone(), source: SourceError::Empty });
    }
    let is_encoded = table.has_whole_names();
    // Google's feeds have a link in every row, these two forms have none. Columns that the house names belong to
    // neither form.
    if has("link") || has("g:link") || !own.is_empty() {
        return tsv::read(table, sink).map_err(|error| if is_encoded { error } else { encoding(sink) });
    }
    let has_handle = has("handle") || has("url_handle");
    let is_english = has_handle && has("title");
    let translated = if is_english { None } else { shopify_header::in_english(&table.columns) };
    if has_handle || translated.is_some() {
        whole_header(is_encoded, sink)?;
        if let Some(english) = translated {
            sink.about.language = shopify_header::language(&table.columns);
            table.columns = english;
        }
        return shopify::read(&Records::all(table, &shopify::FORM, sink)?, sink);
    }
    let has = |name: &str| woocommerce_header::FORM.column(name, &table.columns).is_some();
    if has("type") && ["name", "price", "in stock"].into_iter().filter(|name| has(name)).count() > 1 {
        whole_header(is_encoded, sink)?;
        sink.about.language = woocommerce_header::language(&table.columns);
        return woocommerce::read(&Records::all(table, &woocommerce_header::FORM, sink)?, sink);
    }
    tsv::read(table, sink).map_err(|error| if is_encoded { error } else { encoding(sink) })
}

/// Refuses a header with broken letters: a column would be missed, such as one that hides a product.
fn whole_header(is_encoded: bool, sink: &Sink<'_>) -> Result<(), FeedError> {
    if is_encoded { Ok(()) } else { Err(encoding(sink)) }
}

fn encoding(sink: &Sink<'_>) -> FeedError {
    FeedError::Unreadable { file: sink.file.clone(), source: SourceError::of_header() }
}

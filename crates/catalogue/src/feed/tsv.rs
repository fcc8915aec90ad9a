//! Reads Google's feeds as tables: tab-separated text with a header. Commas, semicolons and bars are accepted too.

use super::price::Marks;
use super::raw_row::RawRow;
use super::row::Sink;
use crate::attribute::Attribute;
use crate::error::FeedError;
use crate::input::Record;
use crate::input::delimited::{Step, Table};
use crate::problems::Kind;

/// Texts that plug-ins of WooCommerce and Magento write as "Product Type": kinds of products, not departments.
const KINDS: [&str; 9] =
    ["simple", "variable", "variation", "grouped", "external", "bundle", "configurable", "virtual", "downloadable"];

pub(super) fn read(mut table: Table, sink: &mut Sink<'_>) -> Result<(), FeedError> {
    let own = &sink.house.feed_columns;
    let columns: Vec<_> = table.columns.iter().map(|name| own.attribute(name)).collect();
    if let Some((attribute, name)) = own.iter().find(|(attribute, _)| !columns.contains(&Some(*attribute))) {
        let found = table.titles.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
        return Err(sink.without_mapped(attribute, name, format!("its columns are {found}")));
    }
    for wanted in [Attribute::Id, Attribute::Title] {
        if !columns.contains(&Some(wanted)) {
            let found = resembles(&table.columns)
                .unwrap_or_else(|| {
                let name = wanted.name();
                format!(
                    "its first line has no column \"{name}\": if one holds it under another name, say so in house.toml, \
                     [feed] columns = {{ {name} = \"NAME\" }}"
                )
            });
            return Err(FeedError::NotAFeed { file: sink.file.clone(), found });
        }
    }
    sink.check_columns(table.columns.iter().map(|column| column.strip_prefix("g:").unwrap_or(column)));
    for (attribute, at) in columns.iter().zip(0..) {
        let repeats =
            attribute.is_some_and(|own| !own.repeats()) && columns.iter().take(at).any(|before| before == attribute);
        if repeats && let Some(title) = table.titles.get(at) {
            sink.problem(Kind::RepeatedColumn, 1, title);
        }
    }
    sink.about.platform = "Google Merchant Center";
    sink.about.form = table.form;
    sink.marks = Marks::Table;
    for (attribute, title) in columns.iter().zip(&table.titles) {
        match attribute {
            Some(attribute) => {
                sink.names.push((*attribute, title.clone()));
                sink.about.columns.push((attribute.name().to_owned(), title.clone()));
            }
            None if title.is_empty() => {}
            None => sink.about.ignored.push(title.clone()),
        }
    }
    let mut record = Record::default();
    let mut raw = RawRow::default();
    // Numbers of product types that are such kinds, and of others.
    let (mut kinds, mut others) = (0u64, 0u64);
    loop {
        match table.read(&mut record) {
            Step::Row => {}
            // The attributes in the missing fields count as missing.
            Step::BadRow if table.is_cut_short(&record) => {}
            Step::BadRow => {
                let cells = format!("{} cells under {} columns", record.len(), columns.len());
                sink.drop_row(Kind::BadRow, record.line, format!("{cells}: {}", record.shown('|')));
                continue;
            }
            Step::Lost(kind, why) => {
                sink.drop_row(kind, record.line, why);
                continue;
            }
            Step::End => break,
            Step::Stop(kind, text) => {
                sink.problem(kind, record.line, text);
                break;
            }
        }
        for (attribute, field) in columns.iter().zip(record.iter()) {
            let Some(attribute) = attribute else { continue };
            match std::str::from_utf8(field) {
                Ok(text) => raw.offer(*attribute, 1, text),
                Err(_) => raw.fault = Some((Kind::WrongEncoding, String::from_utf8_lossy(field).into_owned())),
            }
        }
        let kind = raw.get(Attribute::ProductType).to_ascii_lowercase();
        if KINDS.contains(&kind.as_str()) {
            kinds += 1;
        } else if !kind.is_empty() {
            others += 1;
        }
        sink.take(&mut raw, record.line);
    }
    if kinds > 0 && others == 0 {
        let found =
            "its product types are kinds of products (simple, variable), no departments: export the categories \
                     as product_type, or use the platform's own product CSV"
                .to_owned();
        return Err(FeedError::NotAFeed { file: sink.file.clone(), found });
    }
    Ok(())
}

/// Tells what a header that cannot be read seems to be, and what to do.
fn resembles(columns: &[String]) -> Option<String> {
    let has = |name: &str| columns.iter().any(|column| column == name);
    let begins = |text: &[&str]| columns.first().is_some_and(|first| text.contains(&first.as_str()));
    let orders = ["order_id", "session_id", "lineitem_quantity", "id_order", "increment_id", "order_#", "event_name"];
    let says = if orders.into_iter().any(has) {
        "it looks like orders, which --orders takes"
    } else if columns.len() == 1 {
        "its first line has one column: remove the lines above the names of the columns, and put commas, semicolons or \
         tabs between them"
    } else if has("store_view_code") || has("attribute_set_code") {
        "it looks like a product export of Magento, which has no links: export a feed for Google Merchant Center"
    } else if has("handleid") && has("fieldtype") {
        "it looks like a product list of Wix, which has no links: export a feed for Google Merchant Center"
    } else if has("product_code/sku") || has("product_url") && has("product_type") && has("brand_name") {
        "it looks like a product list of BigCommerce: export a feed for Google Merchant Center"
    } else if has("titel") && has("preis") || has("titre") && has("prix") || has("título") || has("titolo") {
        "its attributes have translated names: write them in English, as id, title, link, price, availability, product_type, \
         or say in house.toml what they are called, [feed] columns = { title = \"NAME\" }"
    } else if has("id") && ["référence", "referencia", "riferimento", "referenz", "referência"].into_iter().any(has)
        || has("product_id") && has("reference") && has("category")
    {
        "it looks like a product list of PrestaShop, which has no links: export a feed for Google Merchant Center"
    } else if begins(&["id"]) && columns.len() >= 30 {
        "it looks like a product CSV of WooCommerce in a language that is not read: export it again with the language of \
         your profile set to English"
    } else if has("title") && columns.iter().any(|column| column.starts_with("option1") || column.contains("variant")) {
        "it looks like a product CSV of Shopify without the column \"Handle\" or \"URL handle\": export all columns"
    } else {
        return None;
    };
    Some(says.to_owned())
}

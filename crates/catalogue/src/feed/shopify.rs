//! Reads product lists as Shopify's admin exports them, with the current headers ("URL handle") or the former
//! ("Handle"). <https://help.shopify.com/en/manual/products/import-export/using-csv>
//!
//! A product consists of the rows of one handle. The first row describes it. Each row with an option, a SKU or a price
//! is a variant; a row with only a picture is not. The export has no addresses and no numbers of products or variants:
//! an item is identified by its handle, its variants by SKU and barcode. For headers in other languages than English,
//! see [`super::shopify_header`].

use std::collections::{HashMap, HashSet};

use super::raw_detail::RawDetail;
use super::raw_row::RawRow;
use super::row::Sink;
use super::stock::is_above_zero;
use super::table::{Form, Record, Records, attribute_called, unquoted};
use super::text::decoded;
use crate::attribute::Attribute;
use crate::error::FeedError;
use crate::normalized_words::folded;
use crate::problems::Kind;
use crate::yes_no::yes_or_no;

pub(super) const FORM: Form = Form {
    shop: "Shopify",
    columns: &[
        ("handle", &["handle", "url_handle"]),
        ("title", &["title"]),
        ("vendor", &["vendor"]),
        ("category", &["product_category", "standard_product_type"]),
        ("type", &["type", "custom_product_type"]),
        ("tags", &["tags"]),
        ("published", &["published", "published_on_online_store"]),
        ("status", &["status"]),
        ("sku", &["variant_sku", "sku"]),
        ("barcode", &["variant_barcode", "barcode"]),
        ("price", &["variant_price", "price"]),
        ("tracker", &["variant_inventory_tracker", "inventory_tracker"]),
        ("quantity", &["variant_inventory_qty", "inventory_quantity"]),
        ("oversold", &["variant_inventory_policy", "continue_selling_when_out_of_stock"]),
        ("image", &["image_src", "product_image_url"]),
        ("variant image", &["variant_image", "variant_image_url"]),
        ("option 1", &["option1_name"]),
        ("value 1", &["option1_value"]),
        ("option 2", &["option2_name"]),
        ("value 2", &["option2_value"]),
        ("option 3", &["option3_name"]),
        ("value 3", &["option3_value"]),
        ("color", &["color_(product.metafields.shopify.color_pattern)"]),
        ("material", &["material_(product.metafields.shopify.material)", "fabric_(product.metafields.shopify.fabric)"]),
        ("gender", &["google_shopping_/_gender"]),
        ("age group", &["google_shopping_/_age_group"]),
        ("mpn", &["google_shopping_/_mpn", "google_shopping_/_manufacturer_part_number_(mpn)"]),
        ("label 0", &["google_shopping_/_custom_label_0"]),
        ("label 1", &["google_shopping_/_custom_label_1"]),
        ("label 2", &["google_shopping_/_custom_label_2"]),
        ("label 3", &["google_shopping_/_custom_label_3"]),
        ("label 4", &["google_shopping_/_custom_label_4"]),
    ],
    attributes: &[
        ("title", Attribute::Title),
        ("type", Attribute::ProductType),
        ("sku", Attribute::Sku),
        ("barcode", Attribute::Gtin),
        ("price", Attribute::Price),
        ("quantity", Attribute::Availability),
        ("image", Attribute::ImageLink),
    ],
    needed: &[("title", "\"Title\""), ("type", "\"Type\""), ("price", "\"Variant Price\" or \"Price\"")],
    remedy: "export the products again (Products, Export, \"CSV for Excel, Numbers, or other spreadsheet programs\")",
    page: "products/{id}",
};

const OPTIONS: [(&str, &str); 3] = [("option 1", "value 1"), ("option 2", "value 2"), ("option 3", "value 3")];

pub(super) fn read(records: &Records, sink: &mut Sink<'_>) -> Result<(), FeedError> {
    let mut products: Vec<Vec<Record<'_>>> = Vec::new();
    let mut position: HashMap<&str, usize> = HashMap::new();
    for record in records.iter() {
        let handle = record.get("handle");
        if handle.is_empty() {
            sink.drop_row(Kind::MissingAttribute, record.line, "Handle is empty");
            continue;
        }
        let product = *position.entry(handle).or_insert_with(|| {
            products.push(Vec::new());
            products.len() - 1
        });
        if let Some(rows) = products.get_mut(product) {
            rows.push(record);
        }
    }
    let mut taken: HashSet<String> = position.keys().map(|handle| (*handle).to_owned()).collect();
    let mut raw = RawRow::default();
    for rows in &products {
        let Some(first) = rows.first() else { continue };
        match is_for_sale(first) {
            Ok(true) => {}
            Ok(false) => {
                sink.left_out += 1;
                continue;
            }
            Err(word) => {
                sink.drop_row(Kind::BadYesNo, first.line, format!("Published or Status: {word}"));
                continue;
            }
        }
        let handle = first.get("handle");
        let (rows, others): (Vec<Record<'_>>, Vec<Record<'_>>) =
            rows.iter().partition(|row| row.get("title").is_empty() || row.get("title") == first.get("title"));
        for other in others {
            sink.drop_row(Kind::DuplicateId, other.line, format!("{handle}, with the title {}", other.get("title")));
        }
        let mut variants: Vec<&Record<'_>> = rows.iter().filter(|row| is_variant(row)).collect();
        if variants.is_empty() {
            variants.push(first);
        }
        for (row, number) in variants.iter().zip(1..) {
            product(first, sink, &mut raw);
            variant(first, row, sink, &mut raw);
            if variants.len() == 1 {
                raw.offer(Attribute::Id, 1, handle);
            } else {
                // Ids must be unique, SKUs need not be.
                let own = [unquoted(row.get("sku")).to_owned(), format!("{handle}#{number}")];
                let id = own.into_iter().find(|id| !id.is_empty() && taken.insert(id.clone()));
                raw.offer(Attribute::Id, 1, &id.unwrap_or_default());
            }
            sink.take(&mut raw, row.line);
        }
    }
    Ok(())
}

/// Whether a product is for sale: drafts, archived products, unlisted ones and those of other sales channels are not. A
/// word that is neither yes nor no is an error.
fn is_for_sale<'a>(first: &Record<'a>) -> Result<bool, &'a str> {
    let (status, published) = (first.get("status"), first.get("published"));
    if !status.is_empty() && !is_active(status).ok_or(status)? {
        return Ok(false);
    }
    if published.is_empty() { Ok(true) } else { yes_or_no(published).ok_or(published) }
}

/// Whether a status means active, in the languages of headers; `None` for an unknown word.
fn is_active(status: &str) -> Option<bool> {
    const ACTIVE: [&str; 6] = ["active", "actif", "aktiv", "activo", "attivo", "ativo"];
    const INACTIVE: [&str; 16] = [
        "draft",
        "archived",
        "unlisted",
        "brouillon",
        "archive",
        "non repertorie",
        "entwurf",
        "archiviert",
        "nicht gelistet",
        "borrador",
        "archivado",
        "no listado",
        "bozza",
        "archiviato",
        "rascunho",
        "arquivado",
    ];
    let status = folded(status);
    if ACTIVE.contains(&status.as_str()) { Some(true) } else { INACTIVE.contains(&status.as_str()).then_some(false) }
}

fn is_variant(row: &Record<'_>) -> bool {
    ["value 1", "sku", "price"].into_iter().any(|column| !row.get(column).is_empty())
}

/// Reads the values that the first row has for all variants.
fn product(first: &Record<'_>, sink: &Sink<'_>, raw: &mut RawRow) {
    let handle = first.get("handle");
    for (attribute, column) in [
        (Attribute::ItemGroupId, "handle"),
        (Attribute::Title, "title"),
        (Attribute::Brand, "vendor"),
        (Attribute::Gender, "gender"),
        (Attribute::AgeGroup, "age group"),
        (Attribute::CustomLabel0, "label 0"),
        (Attribute::CustomLabel1, "label 1"),
        (Attribute::CustomLabel2, "label 2"),
        (Attribute::CustomLabel3, "label 3"),
        (Attribute::CustomLabel4, "label 4"),
    ] {
        raw.offer(attribute, 1, first.get(column));
    }
    // The shop's own type takes precedence over Shopify's taxonomy, whose first level is the same for a whole fashion
    // house.
    raw.offer(Attribute::ProductType, 1, first.get("type"));
    raw.paths.push(first.get("category").split('>').map(str::to_owned).collect());
    raw.tags.extend(first.get("tags").split(',').map(str::to_owned));
    raw.offer(Attribute::Color, 1, &joined(first.get("color"), "/"));
    raw.offer(Attribute::Material, 1, &joined(first.get("material"), "/"));
    // Semicolons separate the values of a list.
    raw.details.extend(first.metafields().filter(|(_, value)| !value.is_empty()).map(|(name, value)| RawDetail {
        section: String::new(),
        name: name.to_owned(),
        value: joined(value, ","),
    }));
    raw.offer(Attribute::Link, 1, &sink.house.url_of(handle).unwrap_or_default());
    raw.offer(Attribute::ImageLink, 1, &sink.house.image_of(handle).unwrap_or_default());
    raw.offer(Attribute::ImageLink, 2, first.get("image"));
}

/// Returns a metafield's list of values, which are separated by semicolons, with another separator. The semicolon at the
/// end of a character reference is not one of these.
fn joined(value: &str, separator: &str) -> String {
    decoded(value).replace(';', separator)
}

fn variant(first: &Record<'_>, row: &Record<'_>, sink: &mut Sink<'_>, raw: &mut RawRow) {
    raw.offer(Attribute::Sku, 1, unquoted(row.get("sku")));
    raw.offer(Attribute::Gtin, 1, unquoted(row.get("barcode")));
    raw.offer(Attribute::Mpn, 1, unquoted(row.get("mpn")));
    raw.offer(Attribute::ImageLink, 3, row.get("variant image"));
    for (name, value) in OPTIONS {
        if let Some(attribute) = attribute_called(first.get(name)) {
            raw.offer(attribute, 2, row.get(value));
        }
    }
    raw.offer(Attribute::Price, 1, row.get("price"));
    let available = is_available(row).unwrap_or_else(|quantity| {
        sink.problem_in(Kind::BadStock, row.line, Attribute::Availability, quantity);
        false
    });
    raw.offer(Attribute::Availability, 1, if available { "in_stock" } else { "out_of_stock" });
}

/// Whether a variant is available. Without a tracker, Shopify counts no stock and always sells. A shop with several
/// locations exports no quantity. A quantity that is needed and is not a number is an error.
fn is_available<'a>(row: &Record<'a>) -> Result<bool, &'a str> {
    let quantity = row.get("quantity");
    if row.get("tracker").is_empty() || quantity.is_empty() || sells_beyond_stock(row.get("oversold")) {
        return Ok(true);
    }
    is_above_zero(quantity).ok_or(quantity)
}

/// Whether the policy of a variant is to continue selling when it is sold out.
fn sells_beyond_stock(policy: &str) -> bool {
    let plain = folded(policy);
    plain.starts_with("contin") || plain.starts_with("weiter") || yes_or_no(policy) == Some(true)
}

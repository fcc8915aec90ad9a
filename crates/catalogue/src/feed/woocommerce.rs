//! Reads product lists as WooCommerce exports them (Products, Export).
//! <https://woocommerce.com/document/product-csv-importer-exporter/>
//!
//! A variation belongs to the product that its `Parent` names, before or after it in the file, and takes title,
//! categories, tags and page from that product. Items and variations are identified by ID, SKU and GTIN. `Upsells` and
//! `Cross-sells` are pairs that the house states itself. For the names of columns in all languages, see
//! [`super::woocommerce_header`].

use std::collections::{HashMap, HashSet};

use super::feed_row::CuratedIds;
use super::raw_detail::RawDetail;
use super::raw_row::RawRow;
use super::row::Sink;
use super::stock::is_above_zero;
use super::table::{Record, Records, attribute_called, unquoted};
use crate::attribute::Attribute;
use crate::error::FeedError;
use crate::problems::Kind;
use crate::yes_no::yes_or_no;

const ATTRIBUTES: [(&str, &str); 5] =
    [("name 1", "value 1"), ("name 2", "value 2"), ("name 3", "value 3"), ("name 4", "value 4"), ("name 5", "value 5")];

pub(super) fn read(records: &Records, sink: &mut Sink<'_>) -> Result<(), FeedError> {
    let rows: Vec<Record<'_>> = records.iter().collect();
    let mut directory = Directory::default();
    for row in &rows {
        directory.ids.entry(row.get("id")).or_insert(*row);
        if !row.get("sku").is_empty() {
            directory.skus.entry(unquoted(row.get("sku"))).or_insert(*row);
        }
    }
    // A product with variations is sold only as its variations.
    let parents: HashSet<&str> = rows.iter().filter_map(|row| directory.parent(row)).map(|row| row.get("id")).collect();
    let mut raw = RawRow::default();
    for row in &rows {
        let parent = directory.parent(row);
        let unclear = [Some(*row), parent].into_iter().flatten().find(|row| is_published(row).is_none());
        if let Some(unclear) = unclear {
            sink.dropped += 1;
            sink.problem_under(Kind::BadYesNo, row.line, "published", unclear.get("published"));
            continue;
        }
        if !is_shown(row) || parent.is_some_and(|parent| !is_shown(&parent)) {
            sink.left_out += 1;
            continue;
        }
        if is_variation(row) && parent.is_none() {
            let says = format!("Parent {} of variation {}", row.get("parent"), row.get("id"));
            sink.drop_row(Kind::MissingAttribute, row.line, says);
            continue;
        }
        let product = parent.unwrap_or(*row);
        offer(row, &product, sink, &mut raw);
        if parent.is_none() && parents.contains(row.get("id")) {
            raw.offer(Attribute::Availability, 2, "out_of_stock");
        }
        if parent.is_none() {
            state(row, &directory, sink);
        }
        sink.take(&mut raw, row.line);
    }
    Ok(())
}

/// Finds the products that `Parent`, `Upsells` and `Cross-sells` name.
#[derive(Default)]
struct Directory<'a> {
    ids: HashMap<&'a str, Record<'a>>,
    skus: HashMap<&'a str, Record<'a>>,
}

impl<'a> Directory<'a> {
    /// Finds a product by `id:123` or by a SKU.
    fn find(&self, reference: &str) -> Option<Record<'a>> {
        match reference.strip_prefix("id:") {
            Some(id) => self.ids.get(id).copied(),
            None => self.skus.get(unquoted(reference)).copied(),
        }
    }

    fn parent(&self, row: &Record<'_>) -> Option<Record<'a>> {
        if is_variation(row) { self.find(row.get("parent")) } else { None }
    }
}

/// Whether a row is a variation. `Type` may have several words: `variation, downloadable, virtual`. Plug-ins have types
/// of their own, such as `subscription_variation`.
fn is_variation(row: &Record<'_>) -> bool {
    row.get("type").split(',').any(|kind| kind.trim().to_ascii_lowercase().ends_with("variation"))
}

/// Whether a product is published and not hidden from the catalogue.
fn is_shown(row: &Record<'_>) -> bool {
    is_published(row) == Some(true) && !row.get("visibility").eq_ignore_ascii_case("hidden")
}

/// Whether a product is published; `None` for a word that is neither yes nor no.
fn is_published(row: &Record<'_>) -> Option<bool> {
    yes_or_no(unquoted(row.get("published")))
}

/// Reads the attributes of the variant `row` of `product`. For a product without variations, both are the same row.
fn offer(row: &Record<'_>, product: &Record<'_>, sink: &mut Sink<'_>, raw: &mut RawRow) {
    let id = product.get("id");
    raw.offer(Attribute::Id, 1, row.get("id"));
    raw.offer(Attribute::ItemGroupId, 1, id);
    raw.offer(Attribute::Title, 1, unquoted(product.get("name")));
    raw.offer(Attribute::Link, 1, &sink.house.url_of(id).unwrap_or_default());
    // Levels are escaped, the marks between them are not.
    raw.paths.extend(list(product.get("categories")).map(|path| path.split('>').map(str::to_owned).collect()));
    raw.tags.extend(list(product.get("tags")));
    raw.offer(Attribute::ImageLink, 1, &sink.house.image_of(id).unwrap_or_default());
    raw.offer(Attribute::Sku, 1, unquoted(row.get("sku")));
    raw.offer(Attribute::Gtin, 1, unquoted(row.get("gtin")));
    // The strongest last: a variation's values take precedence over its product's.
    for (rank, from) in [(2, product), (3, row)] {
        let mut images = list(from.get("images"));
        raw.offer(Attribute::ImageLink, rank, &images.next().unwrap_or_default());
        raw.offer(Attribute::AdditionalImageLink, rank, &images.next().unwrap_or_default());
        raw.offer(Attribute::Brand, rank, &list(from.get("brands")).next().unwrap_or_default());
        for (name, value) in ATTRIBUTES {
            let called = from.get(name);
            let values = || list(from.get(value)).collect::<Vec<_>>();
            match attribute_called(called) {
                Some(attribute) => raw.offer(attribute, rank, &values().join("/")),
                // A variation's value replaces its product's.
                None if !called.is_empty() => {
                    raw.details.retain(|known| known.name != called);
                    let value = values().join(", ");
                    raw.details.push(RawDetail { section: String::new(), name: called.to_owned(), value });
                }
                None => {}
            }
        }
    }
    raw.offer(Attribute::Price, 1, row.get("price"));
    raw.offer(Attribute::SalePrice, 1, row.get("sale price"));
    raw.offer(Attribute::SaleDates, 1, &sale_dates(row.get("sale from"), row.get("sale until")));
    let availability = availability(row).unwrap_or_else(|quantity| {
        sink.problem_under(Kind::BadStock, row.line, "stock", quantity);
        "out_of_stock"
    });
    raw.offer(Attribute::Availability, 1, availability);
}

/// Returns the dates of a sale. A fixed date replaces a missing beginning or end.
fn sale_dates(from: &str, until: &str) -> String {
    match (from, until) {
        ("", "") => String::new(),
        ("", until) => format!("1970-01-02/{until}"),
        (from, "") => format!("{from}/2105-12-31"),
        (from, until) => format!("{from}/{until}"),
    }
}

/// Reads the availability from `In stock?`, else from the quantity. A quantity that is needed and is not a number is an
/// error.
fn availability<'a>(row: &Record<'a>) -> Result<&'a str, &'a str> {
    let in_stock = |available| if available { "in_stock" } else { "out_of_stock" };
    let (said, quantity) = (unquoted(row.get("in stock")), row.get("stock"));
    match (said, yes_or_no(said)) {
        ("backorder", _) => Ok("in_stock"),
        (_, Some(available)) => Ok(in_stock(available)),
        ("", None) if quantity.is_empty() => Ok(""),
        ("", None) => is_above_zero(quantity).map(in_stock).ok_or(quantity),
        (other, None) => Ok(other),
    }
}

/// Adds the pairs of a product; pairs that name no product of the file are counted.
fn state(row: &Record<'_>, directory: &Directory<'_>, sink: &mut Sink<'_>) {
    for reference in list(row.get("cross-sells")).chain(list(row.get("upsells"))) {
        match directory.find(&reference) {
            Some(other) => sink.pairs.push(CuratedIds { from: row.get("id").into(), to: other.get("id").into() }),
            None => sink.problem(Kind::UnknownPair, row.line, format!("{reference} of {}", row.get("id"))),
        }
    }
}

/// Returns the entries of a list. Commas separate them; a comma within an entry follows a backslash.
fn list(text: &str) -> impl Iterator<Item = String> {
    let mut entries = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let Some(last) = entries.last_mut() else { break };
        match c {
            '\\' if characters.peek() == Some(&',') => {
                last.push(',');
                characters.next();
            }
            ',' => entries.push(String::new()),
            c => last.push(c),
        }
    }
    entries.into_iter().map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_part_at_commas_that_are_not_escaped() {
        let entries = |text: &str| list(text).collect::<Vec<_>>();
        assert_eq!(entries("Sacs > Cabas, Nouveautés"), ["Sacs > Cabas", "Nouveautés"]);
        assert_eq!(entries(r"Hats\, caps, Scarves"), ["Hats, caps", "Scarves"]);
        assert_eq!(entries(r"a\b,, "), [r"a\b"]);
        assert!(entries("").is_empty());
    }
}

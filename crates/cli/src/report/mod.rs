//! `passerelle build --report`: an HTML page that shows the house the result of a build and what to improve. It has
//! plain SVG, no script, and fetches nothing; every text of the house is escaped. Not for accuracy: see `passerelle
//! evaluate --report`.

mod matrix;
mod year;

use std::fmt::Write as _;
use std::path::Path;

use jiff::Timestamp;

use crate::advice::advise;
use crate::build_pipeline::Built;
use crate::build_pipeline::figures::LargeShard;
use passerelle_catalogue::ItemIndex;
use passerelle_catalogue::orders::Clock;
use passerelle_output::html::escape;
use passerelle_output::percentile;
use passerelle_output::table::{percent, thousands};

/// Maximum number of items of a shard that are named.
const TITLES: usize = 6;
const STYLE: &str = include_str!("style.css");

/// Writes the page to `file`. `house` is the name of the house file in the advice.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write(file: &Path, built: &Built, house: &str, time: Timestamp) -> std::io::Result<()> {
    std::fs::write(file, page(built, house, time))
}

// Writing to a String cannot fail, so the results of `write!` are ignored.
fn page(built: &Built, house: &str, time: Timestamp) -> String {
    let name = escape(&built.house.name);
    let day: String = time.to_string().chars().take(10).collect();
    let mut page = String::new();
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{name}: the build of {day}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header><h1>{name}</h1>\n\
         <p>{} items in {} divisions; build {} of {day}.</p></header>\n",
        thousands(built.catalogue.items.len() as u64),
        built.catalogue.divisions.len(),
        built.published.manifest.folder(),
    );
    fixes(&mut page, built, house);
    orders(&mut page, built);
    onward(&mut page, built);
    neighbours(&mut page, built);
    year::section(&mut page, &built.figures);
    sold_out(&mut page, built);
    bytes(&mut page, built);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn fixes(page: &mut String, built: &Built, house: &str) {
    page.push_str("<section><h2>What to fix first</h2>\n");
    let advice = advise(built, house);
    if advice.is_empty() {
        page.push_str("<p>Nothing is missing.</p>");
    } else {
        page.push_str("<ol class=\"fixes\">\n");
        for advice in advice {
            let (why, how) = (escape(&advice.why), escape(&advice.how));
            let _ = writeln!(page, "<li><h3>{}</h3><p>{why}</p><p class=\"how\">{how}</p></li>", advice.about);
        }
        page.push_str("</ol>");
    }
    page.push_str("</section>\n");
}

fn orders(page: &mut String, built: &Built) {
    let orders = &built.orders;
    page.push_str("<section><h2>Orders</h2>\n");
    if orders.lines == 0 {
        page.push_str("<p>There were none: every list comes from types and attributes.</p></section>\n");
        return;
    }
    let _ = writeln!(
        page,
        "<p>{} lines. {} name an item of the feed, {} could be learned from.{}</p>",
        thousands(orders.lines),
        percent(orders.matched, orders.meant()),
        percent(orders.events, orders.meant()),
        if orders.clock == Clock::Time { "" } else { " They have no times." },
    );
    let _ = writeln!(page, "<p>Bought now more than before: {}.</p>", escape(&built.trending.to_string()));
    bar(page, "order lines by whether they name an item", orders.meant(), &[("counted", orders.matched)]);
    if !orders.unmatched.is_empty() {
        let rows = orders.unmatched.iter().map(|(id, lines)| vec![escape(id), thousands(*lines)]);
        table(page, "Ids that the feed does not have, the most frequent", &["id", "#lines"], rows);
    }
    page.push_str("</section>\n");
}

fn onward(page: &mut String, built: &Built) {
    page.push_str("<section><h2>How divisions lead to one another</h2>\n");
    let names: Vec<&str> =
        (0..).zip(&built.catalogue.divisions).map(|(number, _)| built.house.name_of(number)).collect();
    matrix::draw(page, &names, &built.figures, built.house.privacy.k);
    page.push_str("</section>\n");
}

fn neighbours(page: &mut String, built: &Built) {
    let figures = &built.figures;
    let items = built.catalogue.items.len() as u64;
    let _ = writeln!(
        page,
        "<section><h2>Items without neighbours</h2>\n<p>{} of the items have neighbours that were counted from orders \
         (<span class=\"key counted\"></span>), {} only some that come from their type and attributes (<span class=\"key \
         derived\"></span>), {} none at all.</p>",
        percent(items - figures.sum(|of| of.alone) - figures.sum(|of| of.derived), items),
        percent(figures.sum(|of| of.derived), items),
        thousands(figures.sum(|of| of.alone)),
    );
    for (number, of) in (0..).zip(&figures.divisions) {
        let counted = of.items - of.alone - of.derived;
        let _ = writeln!(
            page,
            "<h3>{} <small>{} items</small></h3>",
            escape(built.house.name_of(number)),
            thousands(of.items)
        );
        bar(page, "items by their neighbours", of.items, &[("counted", counted), ("derived", of.derived)]);
    }
    let rows = (0..).zip(&figures.divisions).map(|(number, of)| {
        let numbers =
            [of.items, of.types, of.alone, of.derived, of.inside, of.unavailable, of.without_image, of.without_price];
        std::iter::once(escape(built.house.name_of(number))).chain(numbers.map(thousands)).collect()
    });
    let head = [
        "division",
        "#items",
        "#types",
        "#no neighbour",
        "#from types only",
        "#none in other divisions",
        "#cannot be bought",
        "#no picture",
        "#no price",
    ];
    table(page, "By division", &head, rows);
    if !figures.uncounted.is_empty() {
        let rows = figures.uncounted.iter().filter_map(|item| {
            let item = built.catalogue.items.get(*item as usize)?;
            Some(vec![escape(&item.title), escape(&item.id), escape(built.house.name_of(item.division))])
        });
        table(page, "Without a counted neighbour, the best-selling first", &["item", "id", "division"], rows);
    }
    page.push_str("</section>\n");
}

fn sold_out(page: &mut String, built: &Built) {
    let missed = &built.figures.sold_out;
    page.push_str("<section><h2>Asked for now, and sold out</h2>\n");
    if missed.items.is_empty() {
        page.push_str("<p>Nothing that the season, a collection, an occasion or likely weather asks for is sold out.</p></section>\n");
        return;
    }
    let _ = writeln!(
        page,
        "<p>{} items cannot be bought that the season, a collection, an occasion or likely weather asks for. Whoever orders for \
         the house may still get them.</p>",
        thousands(missed.all as u64)
    );
    let rows = missed.items.iter().filter_map(|(index, asks)| {
        let item = built.catalogue.items.get(*index as usize)?;
        Some(vec![escape(&item.title), escape(&item.id), escape(built.house.name_of(item.division)), escape(asks)])
    });
    table(page, "The best-selling first", &["item", "id", "division", "asked for by"], rows);
    page.push_str("</section>\n");
}

fn bytes(page: &mut String, built: &Built) {
    let bytes = &built.figures.bytes;
    let shards: usize = bytes.shards.iter().sum();
    let season: usize = bytes.season.iter().sum();
    page.push_str("<section><h2>Bytes</h2>\n");
    let row = |name: &str, files: usize, all: usize, largest: usize, when: &str| {
        vec![
            name.to_owned(),
            thousands(files as u64),
            thousands(all as u64),
            thousands(largest as u64),
            when.to_owned(),
        ]
    };
    let mut rows = vec![row("core", 1, bytes.core, bytes.core, "once a visit")];
    if built.published.manifest.shard_files.is_some() {
        let largest = bytes.shards.last().copied().unwrap_or(0);
        rows.push(row("shards: lists and cards", bytes.shards.len(), shards, largest, "one a product page"));
    }
    let largest = bytes.season.iter().max().copied().unwrap_or(0);
    rows.push(row("season", bytes.season.len(), season, largest, "one a visit, where it is shown"));
    let unavailable = built.published.unavailable_bytes;
    rows.push(row("unavailable", 1, unavailable, unavailable, "once a visit"));
    table(page, "As stored", &["part", "#files", "#bytes", "#largest", "a page loads"], rows.into_iter());
    let (entries, outside) = (built.figures.neighbours, built.figures.neighbours_outside);
    let _ = writeln!(
        page,
        "<p>The lists have {} entries, {} of them in other divisions.</p>",
        thousands(entries),
        percent(outside, entries)
    );
    if built.published.manifest.shard_files.is_none() {
        page.push_str("<p>The pack is one file: lists and cards are in the core.</p></section>\n");
        return;
    }
    let at = |share| thousands(percentile(&bytes.shards, share) as u64);
    let _ = writeln!(
        page,
        "<p>Half of the shards have at most {} bytes, 95 of 100 at most {}, 99 at most {}.</p>",
        at(50),
        at(95),
        at(99)
    );
    let title = |item: &ItemIndex| built.catalogue.items.get(*item as usize).map(|item| escape(&item.title));
    let rows = bytes.largest.iter().map(|LargeShard { shard, bytes, items }| {
        let mut titles: Vec<String> = items.iter().take(TITLES).filter_map(title).collect();
        titles.extend((items.len() > TITLES).then(|| format!("and {} more", items.len() - TITLES)));
        vec![shard.to_string(), thousands(*bytes as u64), titles.join(", ")]
    });
    table(page, "The largest shards", &["shard", "#bytes", "items"], rows);
    page.push_str("</section>\n");
}

/// Draws a bar of `whole`, filled with its `parts` from the left; each part has a class.
fn bar(page: &mut String, label: &str, whole: u64, parts: &[(&str, u64)]) {
    let width = |part: u64| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
    let said: Vec<String> = parts.iter().map(|(class, part)| format!("{class} {}", percent(*part, whole))).collect();
    let _ = write!(
        page,
        "<svg class=\"bar\" viewBox=\"0 0 100 2\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{label}: {}\">\
         <rect width=\"100\" height=\"2\" class=\"none\"/>",
        said.join(", ")
    );
    let mut x = 0.0;
    for (class, part) in parts {
        let _ = write!(page, "<rect x=\"{x:.2}\" width=\"{:.2}\" height=\"2\" class=\"{class}\"/>", width(*part));
        x += width(*part);
    }
    page.push_str("</svg>\n");
}

/// Writes a table of cells that are already escaped. Columns whose title begins with `#` hold numbers.
fn table(page: &mut String, caption: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let class = |title: &str| if title.starts_with('#') { " class=\"number\"" } else { "" };
    let _ = write!(page, "<div class=\"wide\" tabindex=\"0\"><table><caption>{caption}</caption><thead><tr>");
    for title in head {
        let _ = write!(page, "<th scope=\"col\"{}>{}</th>", class(title), title.trim_start_matches('#'));
    }
    page.push_str("</tr></thead><tbody>\n");
    for row in rows {
        page.push_str("<tr>");
        for (cell, title) in row.iter().zip(head) {
            let _ = write!(page, "<td{}>{cell}</td>", class(title));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n");
}

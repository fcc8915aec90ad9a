//! Advice about a build: its shortcomings, most important first, each with its cost and a remedy. `preview` prints it,
//! and the report shows it. Not for single bad rows: `build` prints these itself.

use crate::build_pipeline::Built;
use crate::build_pipeline::figures::{LargeShard, OfDivision};
use crate::choice::{Choice, choices};
use crate::pack::pack_content::caps;
use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::Clock;
use passerelle_catalogue::problems::Kind;
use passerelle_output::table::{percent, thousands};

/// Minimum share of order lines that match an item. Below it, the orders probably use other ids than the feed.
const WELL_MATCHED: f64 = 0.95;
/// Shares of the items above which a shortcoming is reported.
const MANY: f64 = 0.2;
const SOME: f64 = 0.05;
/// A division with a larger share of the items leaves too few items in the others.
const DOMINANT: f64 = 0.8;
/// A largest shard above this size, in bytes, is reported.
const LARGE_SHARD: usize = 12_000;
/// Kinds of problems that can keep a row out of the pack.
const LOSSES: [Kind; 11] = [
    Kind::UnmappedProductType,
    Kind::MissingAttribute,
    Kind::BadLink,
    Kind::BadRow,
    Kind::DuplicateId,
    Kind::WrongEncoding,
    Kind::Truncated,
    Kind::Broken,
    Kind::UnclosedQuote,
    Kind::RuinedId,
    Kind::BadYesNo,
];

/// A shortcoming of a build, and its remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Advice {
    /// The subject, in one or two words.
    pub(crate) about: &'static str,
    /// What is missing or wrong, and its cost.
    pub(crate) why: String,
    /// The next step to take.
    pub(crate) how: String,
}

fn advice(about: &'static str, why: impl Into<String>, how: impl Into<String>) -> Advice {
    Advice { about, why: why.into(), how: how.into() }
}

/// Returns the advice for `built`, most important first. `house` is the name of the house file in the advice.
pub(crate) fn advise(built: &Built, house: &str) -> Vec<Advice> {
    let mut list = Vec::new();
    list.extend(orders(built));
    list.extend(divisions(built, house));
    list.extend(places(built, house));
    list.extend(rows(built, house));
    list.extend(lists(built));
    list.extend(cards(built, house));
    list.extend(season(built, house));
    list.extend(sensitive(&built.house, house));
    list.extend(size(built, house));
    list
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn orders(built: &Built) -> Vec<Advice> {
    const EXPORT: &str = "Export past orders as CSV with the columns order_id,user_id,timestamp,item_id,quantity, and give \
                          them with --orders.";
    let orders = &built.orders;
    if orders.lines == 0 {
        let curated = built.catalogue.curated_pairs.len() as u64;
        let rest = match curated {
            0 => "types and attributes".to_owned(),
            curated => format!("{} pairs of the shop, types and attributes", thousands(curated)),
        };
        return vec![advice(
            "orders",
            format!("There are none: suggestions come from {rest}, and shoppers follow far fewer of them."),
            EXPORT,
        )];
    }
    let mut list = Vec::new();
    if orders.share_matched() < WELL_MATCHED {
        let most: Vec<&str> = orders.unmatched.iter().take(3).map(|(id, _)| id.as_str()).collect();
        list.push(advice(
            "order lines",
            format!(
                "{} of {} lines name no item of the feed, so nothing is learned from them.",
                percent(orders.meant() - orders.matched, orders.meant()),
                thousands(orders.meant())
            ),
            format!(
                "Compare the ids: the most frequent ones that the feed does not have are {}. Another column may have the \
                 right ones: --column item_id=NAME.",
                most.join(", ")
            ),
        ));
    }
    if orders.clock == Clock::RowOrder {
        list.push(advice(
            "order dates",
            "The orders have no times: seasons, new items and repeat purchases cannot be learned.",
            "Export them with a column timestamp, as 2026-03-01T10:00:00Z.",
        ));
    }
    list
}

/// Placements with fewer items than slots, or with too few items for the caps.
pub(crate) fn places(built: &Built, house: &str) -> Vec<Advice> {
    let name = |division: Option<usize>| match division.and_then(|at| built.catalogue.divisions.get(at)) {
        Some(division) => format!(" on the pages of \"{}\"", division.id),
        None => String::new(),
    };
    let choices = choices(&built.catalogue, &built.house.placements);
    let mut list = Vec::new();
    let empty: Vec<&Choice> = choices.iter().filter(|choice| choice.empty_places() > 0).collect();
    if let Some(worst) = empty.iter().max_by_key(|choice| choice.empty_places()) {
        list.push(advice(
            "empty places",
            format!(
                "The placement \"{}\" has {} places{}, but only {} that can be bought may fill them: {} of them stay empty on \
                 every such page. This holds for {} of placements and divisions.",
                worst.placement.name(),
                worst.limit,
                name(worst.division),
                counted(worst.items, "item"),
                worst.empty_places(),
                counted(empty.len() as u64, "pair")
            ),
            format!(
                "Let it show more in {house}: [[placement]] id = \"{}\" with divisions = \"any\", or a smaller limit, or change \
                 the divisions.",
                worst.placement.name()
            ),
        ));
    }
    let caps = caps(&built.house, &built.catalogue);
    let short = choices.iter().filter(|choice| choice.empty_places() == 0);
    if let Some((choice, pages)) =
        short.filter_map(|choice| Some((choice, choice.pages_a_day(&caps)?))).min_by_key(|(_, pages)| *pages)
    {
        list.push(advice(
            "shorter slates",
            format!(
                "The placement \"{}\" can choose from {}{}. With the caps of {house} these fill {} a day; further pages \
                 of a visit show fewer than {} suggestions.",
                choice.placement.name(),
                counted(choice.items, "item"),
                name(choice.division),
                counted(pages, "page"),
                choice.limit
            ),
            format!("Let it show more divisions or fewer suggestions, or raise [discretion] caps in {house}."),
        ));
    }
    list
}

/// A count with its noun: "1 item", "2 items".
fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", thousands(count), if count == 1 { "" } else { "s" })
}

fn divisions(built: &Built, house: &str) -> Vec<Advice> {
    let divisions = &built.figures.divisions;
    let used: Vec<&OfDivision> = divisions.iter().filter(|division| division.items > 0).collect();
    let items = built.catalogue.items.len() as u64;
    let mut list = Vec::new();
    if used.len() < 2 {
        list.push(advice(
            "divisions",
            "All items are in one division, so nothing can be suggested across divisions.",
            format!(
                "Give the products types that begin with their department (product_type, Type, Categories), and list these \
                 in the [[division]]s of {house}."
            ),
        ));
    } else if let Some(largest) =
        used.iter().map(|division| division.items).max().filter(|most| share(*most, items) > DOMINANT)
    {
        list.push(advice(
            "divisions",
            format!(
                "One division has {} of the items, so few suggestions can lead out of it.",
                percent(largest, items)
            ),
            format!(
                "Split it: list the product types below it in several [[division]]s of {house}, \"Books > Fiction\"."
            ),
        ));
    }
    let empty: Vec<&str> = built
        .catalogue
        .divisions
        .iter()
        .zip(divisions)
        .filter(|(_, figures)| figures.items == 0)
        .map(|(division, _)| division.id.as_str())
        .collect();
    if !empty.is_empty() {
        let why = format!("Nothing in the feed belongs to {}.", empty.join(", "));
        let how = format!("Correct product_types of these divisions in {house}: spell them as in the feed.");
        list.push(advice("empty divisions", why, how));
    }
    list
}

/// Rows that were left out, or used only in part.
fn rows(built: &Built, house: &str) -> Vec<Advice> {
    let lost = |kind: &Kind| built.problems.count(*kind);
    LOSSES
        .iter()
        .filter(|kind| lost(kind) > 0)
        .map(|kind| {
            let rows = counted(lost(kind), "row");
            let example = built.problems.list().into_iter().find(|problem| problem.kind == *kind);
            let example = example.and_then(|problem| problem.examples.first());
            let place = example.map_or(String::new(), |example| format!(" (line {}: {})", example.line, example.text));
            let how = match kind {
                Kind::UnmappedProductType => {
                    format!("Add it, or a level above it, to a division's product_types in {house}.")
                }
                kind => kind.remedy().to_owned(),
            };
            advice("rows of the feed", format!("{rows} with {}{place}.", kind.code().replace('-', " ")), how)
        })
        .collect()
}

fn lists(built: &Built) -> Vec<Advice> {
    let (figures, items) = (&built.figures, built.catalogue.items.len() as u64);
    let (alone, derived) = (figures.sum(|division| division.alone), figures.sum(|division| division.derived));
    let mut list = Vec::new();
    if built.orders.lines > 0 && share(derived, items) > MANY {
        list.push(advice(
            "neighbours",
            format!(
                "{} of the items have no pair with {} shoppers: their suggestions come from types alone.",
                percent(derived, items),
                built.house.privacy.k
            ),
            "Give a longer log of orders, and item_group_id in the feed: variants then count together.",
        ));
    }
    if alone > 0 {
        list.push(advice(
            "items alone",
            format!("{} items have no neighbour at all; the page's own content stays beside them.", thousands(alone)),
            "Give them a product type that other items have.",
        ));
    }
    if built.orders.lines > 0 && figures.named_types == 0 {
        list.push(advice(
            "reasons",
            "No type has enough shoppers for a reason to name it: reasons stay general.",
            "Give a longer log of orders with user_id, or lower minimum_audience of [discretion].",
        ));
    }
    list
}

/// Items whose cards lack a price or a picture, or that cannot be bought.
fn cards(built: &Built, house: &str) -> Vec<Advice> {
    let (figures, items) = (&built.figures, built.catalogue.items.len() as u64);
    let mut list = Vec::new();
    let prices = figures.sum(|division| division.without_price);
    if share(prices, items) > SOME {
        list.push(advice(
            "prices",
            format!("{} of the items have no usable price.", percent(prices, items)),
            format!("Write prices as \"12.34 {}\", in the currency of {house}.", built.house.currency.code),
        ));
    }
    let images = figures.sum(|division| division.without_image);
    if share(images, items) > SOME {
        list.push(advice(
            "pictures",
            format!(
                "{} of the items have no picture: the preview shows a drawing, your shop shows nothing.",
                percent(images, items)
            ),
            format!("Fill image_link in the feed, or set image = \"https://.../{{id}}.jpg\" in [house] of {house}."),
        ));
    }
    let unavailable = figures.sum(|division| division.unavailable);
    if share(unavailable, items) > 0.5 {
        list.push(advice(
            "availability",
            format!("{} of the items cannot be bought now, and are not suggested.", percent(unavailable, items)),
            "Check the column availability of the feed.",
        ));
    }
    list
}

fn season(built: &Built, house: &str) -> Vec<Advice> {
    let figures = &built.figures;
    let mut list = Vec::new();
    let dated = built.orders.lines > 0 && built.orders.clock == Clock::Time;
    if figures.with_demand == 0 {
        let why = if dated {
            "The orders show no season, so no item is flagged as in demand now."
        } else {
            "Without dated orders the seasons of the items are unknown."
        };
        list.push(advice("season", why, "Give orders with dates, of a whole year or more."));
    }
    if figures.collections + figures.occasions == 0 {
        list.push(advice(
            "collections",
            "No collection and no occasion is defined, so no item is flagged for one.",
            format!("Add a [[collection]], or occasions = [...] in [season], to {house}."),
        ));
    }
    list
}

fn sensitive(settings: &House, house: &str) -> Option<Advice> {
    settings.privacy.sensitive_types.is_empty().then(|| {
        advice(
            "sensitive types",
            "None are listed: a shopper's device may remember every type, and reasons may name it.",
            format!(
                "If you sell any (lingerie, maternity, health), add sensitive_types = [...] to [privacy] in {house}."
            ),
        )
    })
}

fn size(built: &Built, house: &str) -> Option<Advice> {
    let LargeShard { shard, bytes, .. } = built.figures.bytes.largest.first()?;
    (*bytes > LARGE_SHARD).then(|| {
        advice(
            "bytes",
            format!(
                "The largest shard ({shard}) takes {} bytes, more than a product page should load.",
                thousands(*bytes as u64)
            ),
            format!(
                "Shorten titles, and set url and image with {{id}} in [house] of {house}: cards then need no addresses."
            ),
        )
    })
}

//! Turns the rows of a feed into items: variants become one item, and types get numbers.

use std::collections::BTreeMap;

use ecow::EcoString;
use jiff::Timestamp;
use passerelle::rank::{AgeGroup, Gender, Wearer};
use passerelle_advice::Characteristic;
use rustc_hash::{FxHashMap, FxHashSet};

use super::aliases::Aliases;
use crate::catalogue::{Catalogue, CuratedPair, Details, Item, ItemIndex, ItemType, NEW_DAYS, VariantSize};
use crate::feed::{CuratedIds, Feed, FeedRow};
use crate::house::House;
use crate::normalized_words::Words;
use crate::problems::{Kind, Problems};

/// How long an item is new after its `availability_date`, in milliseconds.
const NEW_MILLISECONDS: i64 = NEW_DAYS * 86_400_000;
/// Longest joined list of variants' values, such as colours or materials, in bytes.
const MAX_JOINED: usize = 200;

/// Groups the rows of `feed` into items as of the moment `as_of`: expired rows are unavailable, and sale prices apply
/// only within their dates. Rows that repeat an id, and aliases of two items, are counted in `problems`.
///
/// An item consists of the rows with one `item_group_id`, or of one row without it. Its page, picture, type and labels
/// come from its first available variant, its price from the cheapest available one. If no variant is available, all
/// count.
#[must_use]
pub fn assemble(feed: Feed, house: &House, problems: &mut Problems, as_of: Timestamp) -> Catalogue {
    let Feed { file, mut rows, pairs, .. } = feed;
    let as_of = as_of.as_millisecond();
    drop_repeated(&file, &mut rows, problems);
    for row in &mut rows {
        row.available &= row.expires.is_none_or(|expires| as_of < expires);
    }
    // A stable sort: variants stay in the order of the feed.
    rows.sort_by(|a, b| key(a).cmp(key(b)));

    let types = number_types(&rows);
    let mut items = Vec::new();
    let mut aliases = Aliases::default();
    for variants in rows.chunk_by(|a, b| key(a) == key(b)) {
        let Some(face) = face(variants) else { continue };
        let Some(item_type) = types.get(&type_of(face, variants)) else {
            problems.record(Kind::BadRow, &file, face.line, "more than 65,536 product types");
            continue;
        };
        let Ok(index) = ItemIndex::try_from(items.len()) else { break };
        tell_mixed_group(face, variants, &file, problems);
        tell_mixed_sizes(variants, &file, problems);
        for variant in variants {
            aliases.add(variant, index);
        }
        items.push(item(face, variants, *item_type, as_of));
    }
    tell_shared_link(&items, &file, problems);
    let types = types
        .into_keys()
        .map(|key| ItemType { name: key.name.to_owned(), division: key.division, sensitive: key.sensitive })
        .collect();
    let aliases = aliases.unique(&items, &file, problems);
    let mut catalogue =
        Catalogue { items, divisions: house.divisions.clone(), types, aliases, curated_pairs: Vec::new() };
    catalogue.curated_pairs = curated_pairs(&pairs, &catalogue);
    catalogue
}

/// Records rows that are probably not variants of their item: their type and every word of their title differ.
fn tell_mixed_group(face: &FeedRow, variants: &[FeedRow], file: &str, problems: &mut Problems) {
    let is_other_type = |row: &&FeedRow| (row.division, &row.type_name) != (face.division, &face.type_name);
    let mut others = variants.iter().filter(is_other_type).peekable();
    if others.peek().is_none() {
        return;
    }
    // Numbers do not identify a product.
    let has_letter = |word: &String| word.chars().any(char::is_alphabetic);
    let words = |row: &FeedRow| Words::new(&row.title).into_vec().into_iter().filter(has_letter).collect::<Vec<_>>();
    let known = words(face);
    let shares_none = |words: Vec<String>| !words.is_empty() && words.iter().all(|word| !known.contains(word));
    for row in others.filter(|row| shares_none(words(row))) {
        let says = format!("{} of {} and {}", row.group, face.title, row.title);
        problems.record_in(Kind::MixedGroup, file, row.line, "item_group_id", says);
    }
}

/// Records the first variant whose size has another size system or size type than the first size.
fn tell_mixed_sizes(variants: &[FeedRow], file: &str, problems: &mut Problems) {
    let mut sized = variants.iter().filter(|row| !row.size.is_empty());
    let Some(first) = sized.next() else { return };
    let fields = |row: &FeedRow| [("size_system", row.size_system.clone()), ("size_type", row.size_type.clone())];
    let Some(row) = sized.find(|row| fields(row) != fields(first)) else { return };
    for ((column, one), (_, other)) in fields(first).into_iter().zip(fields(row)).filter(|(one, other)| one != other) {
        let says = format!("\"{one}\" and \"{other}\" of the item {}", key(row));
        problems.record_in(Kind::MixedSizes, file, row.line, column, says);
    }
}

/// Records a page that more than half of all items link to: the shop's front page, or one page for all variants.
fn tell_shared_link(items: &[Item], file: &str, problems: &mut Problems) {
    let mut pages: FxHashMap<&str, usize> = FxHashMap::default();
    for item in items {
        *pages.entry(&item.url).or_default() += 1;
    }
    if let Some((page, count)) = pages.into_iter().find(|(_, count)| *count > 2 && count * 2 > items.len()) {
        for _ in 0..count {
            problems.record_in(Kind::SharedLink, file, 0, "link", page);
        }
    }
}

/// Returns the pairs of two items, each once. The other ids belong to products that are not shown or could not be used.
fn curated_pairs(pairs: &[CuratedIds], catalogue: &Catalogue) -> Vec<CuratedPair> {
    let mut seen = FxHashSet::default();
    let mut curated: Vec<CuratedPair> = pairs
        .iter()
        .filter_map(|ids| {
            Some(CuratedPair { item: catalogue.resolve(&ids.from)?, goes_with: catalogue.resolve(&ids.to)? })
        })
        .filter(|pair| pair.item != pair.goes_with && seen.insert(*pair))
        .collect();
    // A stable sort: the pairs of an item stay in the order of the house.
    curated.sort_by_key(|pair| pair.item);
    curated
}

fn key(row: &FeedRow) -> &EcoString {
    if row.group.is_empty() { &row.id } else { &row.group }
}

fn drop_repeated(file: &str, rows: &mut Vec<FeedRow>, problems: &mut Problems) {
    let mut seen = FxHashSet::default();
    let first: Vec<bool> = rows.iter().map(|row| seen.insert(row.id.as_str())).collect();
    drop(seen);
    let mut first = first.into_iter();
    rows.retain(|row| {
        let keep = first.next().unwrap_or(true);
        if !keep {
            problems.record(Kind::DuplicateId, file, row.line, row.id.as_str());
        }
        keep
    });
}

/// The variant that represents the item: the first available one, else the first.
fn face(variants: &[FeedRow]) -> Option<&FeedRow> {
    variants.iter().find(|row| row.available).or(variants.first())
}

/// The key of a type: sensitive and other items never share a type. Types are numbered in the order of their keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TypeKey<'a> {
    division: u16,
    name: &'a str,
    sensitive: bool,
}

/// The type of an item is that of its face. A sensitive variant makes the whole item sensitive, under that variant's
/// type name.
fn type_of<'a>(face: &'a FeedRow, variants: &'a [FeedRow]) -> TypeKey<'a> {
    let sensitive = variants.iter().find(|row| row.sensitive);
    let name = &sensitive.unwrap_or(face).type_name;
    TypeKey { division: face.division, name, sensitive: sensitive.is_some() }
}

/// Returns the types of the items with their numbers, which follow the order of the keys.
fn number_types(rows: &[FeedRow]) -> BTreeMap<TypeKey<'_>, u16> {
    let mut types = BTreeMap::new();
    for variants in rows.chunk_by(|a, b| key(a) == key(b)) {
        if let Some(face) = face(variants)
            && types.len() <= usize::from(u16::MAX)
        {
            types.insert(type_of(face, variants), 0);
        }
    }
    for (number, index) in types.values_mut().zip(0u16..=u16::MAX) {
        *number = index;
    }
    types
}

fn item(face: &FeedRow, variants: &[FeedRow], item_type: u16, as_of: i64) -> Item {
    let available = face.available;
    let offered = || variants.iter().filter(|row| row.available == available);
    let first = |field: fn(&FeedRow) -> &EcoString| -> EcoString {
        let mut values = std::iter::once(face).chain(variants).map(field);
        values.find(|value| !value.is_empty()).cloned().unwrap_or_default()
    };
    let image = Some(first(|row| &row.image)).filter(|image| !image.is_empty());
    Item {
        id: key(face).clone(),
        title: title(variants),
        url: face.link.clone(),
        additional_image: additional_image(image.as_ref(), face, variants),
        image,
        // A price of zero is not shown.
        price_minor: offered().filter_map(|row| price(row, as_of)).min().filter(|minor| *minor > 0),
        available,
        is_new: offered_from(variants).is_some_and(|from| (as_of - NEW_MILLISECONDS..=as_of).contains(&from)),
        division: face.division,
        item_type,
        brand: first(|row| &row.brand),
        color: joined(variants, |row| &row.color),
        material: joined(variants, |row| &row.material),
        pattern: first(|row| &row.pattern),
        gender: first(|row| &row.gender),
        age_group: first(|row| &row.age_group),
        wearer: Wearer { gender: only(variants, gender), age_group: only(variants, age_group) },
        custom_labels: [
            first(|row| &row.custom_labels[0]),
            first(|row| &row.custom_labels[1]),
            first(|row| &row.custom_labels[2]),
            first(|row| &row.custom_labels[3]),
            first(|row| &row.custom_labels[4]),
        ],
        warmth: std::iter::once(face).chain(variants).find_map(|row| row.warmth),
        details: details(face, variants),
        tags: each_once(variants, |row| &row.tags),
        other_types: each_once(variants, |row| &row.other_types),
        variants: u32::try_from(variants.len()).unwrap_or(u32::MAX),
        sold_out_variants: if available { sold_out(variants) } else { Vec::new() },
        variant_sizes: variants.iter().filter(|row| !row.size.is_empty()).map(variant_size).collect(),
    }
}

fn variant_size(row: &FeedRow) -> VariantSize {
    let ids = [&row.id, &row.sku].into_iter().filter(|id| !id.is_empty()).cloned();
    VariantSize {
        name: row.size.clone(),
        system: row.size_system.clone(),
        kind: row.size_type.clone(),
        ids: ids.collect(),
        available: row.available,
    }
}

/// Returns the ids and SKUs of the variants that cannot be bought, without those that an available variant has too.
fn sold_out(variants: &[FeedRow]) -> Vec<EcoString> {
    let ids = |row: &FeedRow| [row.id.clone(), row.sku.clone()];
    let bought: FxHashSet<EcoString> = variants.iter().filter(|row| row.available).flat_map(ids).collect();
    let mut sold_out: Vec<EcoString> = variants.iter().filter(|row| !row.available).flat_map(ids).collect();
    sold_out.retain(|id| !id.is_empty() && !bought.contains(id));
    sold_out.sort_unstable();
    sold_out.dedup();
    sold_out
}

/// Returns the details for shoppers: the face's texts first, then what other variants add; the sizes of all variants.
fn details(face: &FeedRow, variants: &[FeedRow]) -> Option<Box<Details>> {
    let mut all: Option<Box<Details>> = None;
    let rows = std::iter::once(face).chain(variants.iter().filter(|row| !std::ptr::eq(*row, face)));
    for said in rows.filter_map(|row| row.details.as_deref()) {
        let Some(all) = &mut all else {
            all = Some(Box::new(said.clone()));
            continue;
        };
        for (attribute, value) in &said.attributes {
            let known = all.attributes.entry(*attribute).or_default();
            let is_there = known.split('/').any(|one| one.trim() == value);
            if !is_there && known.len() + value.len() < MAX_JOINED {
                *known = if known.is_empty() { value.clone() } else { format!("{known} / {value}") };
            }
        }
        let is_new = |one: &&Characteristic| {
            !all.characteristics.iter().any(|known| known.section == one.section && known.name == one.name)
        };
        let added: Vec<Characteristic> = said.characteristics.iter().filter(is_new).cloned().collect();
        all.characteristics.extend(added);
    }
    all
}

/// Returns a picture other than `first`: an additional image of the feed, else the picture of another variant.
fn additional_image(first: Option<&EcoString>, face: &FeedRow, variants: &[FeedRow]) -> Option<EcoString> {
    let rows = || std::iter::once(face).chain(variants);
    let additional = rows().map(|row| &row.additional_image).chain(rows().map(|row| &row.image));
    additional.into_iter().find(|image| !image.is_empty() && Some(*image) != first).cloned()
}

/// Returns the value that all variants have; `None` if a variant has another value or none.
fn only<T: Copy + PartialEq>(variants: &[FeedRow], said: fn(&FeedRow) -> Option<T>) -> Option<T> {
    let mut all = variants.iter().map(said);
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}

fn gender(row: &FeedRow) -> Option<Gender> {
    match &*row.gender {
        "female" => Some(Gender::Female),
        "male" => Some(Gender::Male),
        _ => None,
    }
}

fn age_group(row: &FeedRow) -> Option<AgeGroup> {
    match &*row.age_group {
        "newborn" => Some(AgeGroup::Newborn),
        "infant" => Some(AgeGroup::Infant),
        "toddler" => Some(AgeGroup::Toddler),
        "kids" => Some(AgeGroup::Kids),
        "adult" => Some(AgeGroup::Adult),
        _ => None,
    }
}

fn each_once(variants: &[FeedRow], field: fn(&FeedRow) -> &Vec<EcoString>) -> Vec<EcoString> {
    let mut values: Vec<EcoString> = variants.iter().flat_map(field).cloned().collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// When the first of the variants was offered: a new colour of an old item is not new. `None` if a variant has no date.
fn offered_from(variants: &[FeedRow]) -> Option<i64> {
    variants.iter().map(|row| row.offered_from.unwrap_or(i64::MIN)).min().filter(|from| *from > i64::MIN)
}

/// The price of the variant at `as_of`, in minor units.
fn price(row: &FeedRow, as_of: i64) -> Option<u32> {
    let on_sale = row.sale_dates.is_none_or(|(start, end)| (start..=end).contains(&as_of));
    match (row.price_minor, row.sale_minor.filter(|_| on_sale)) {
        (Some(regular), Some(sale)) => Some(regular.min(sale)),
        (regular, sale) => regular.or(sale),
    }
}

/// Returns the title that all variants have; else the words that all titles begin with, if they are at least two words
/// and a third of the first title; else the first title.
fn title(variants: &[FeedRow]) -> EcoString {
    let Some(first) = variants.first().map(|row| &row.title) else { return EcoString::new() };
    if variants.iter().all(|row| row.title == *first) {
        return first.clone();
    }
    let mut common: Vec<&str> = first.split(' ').collect();
    let all = common.len();
    for row in variants {
        let same = common.iter().zip(row.title.split(' ')).take_while(|(a, b)| **a == *b).count();
        common.truncate(same);
    }
    // Punctuation at the end is dropped: "Silk scarf - Blue" and "Silk scarf - Red" become "Silk scarf".
    let is_word = |word: &str| word.chars().any(char::is_alphanumeric);
    while common.last().is_some_and(|word| !is_word(word)) {
        common.pop();
    }
    if common.len() < 2 || common.len() * 3 < all {
        return first.clone();
    }
    common.join(" ").trim_end_matches([',', ':', ';', '-', '–', '—', '/', '|', '(', ' ']).into()
}

/// Joins the variants' values with `/`, each once, in the order of the feed.
fn joined(variants: &[FeedRow], field: fn(&FeedRow) -> &EcoString) -> EcoString {
    let Some(first) = variants.first() else { return EcoString::new() };
    let mut values: Vec<&str> = Vec::new();
    let mut length = 0;
    for value in variants.iter().flat_map(|row| field(row).split('/')).map(str::trim) {
        if !value.is_empty() && !values.contains(&value) && length + value.len() < MAX_JOINED {
            length += value.len() + 1;
            values.push(value);
        }
    }
    match field(first) {
        // Almost all items have a single value, whose text is shared and not copied.
        whole if *values == [whole.as_str()] => whole.clone(),
        _ => values.join("/").into(),
    }
}

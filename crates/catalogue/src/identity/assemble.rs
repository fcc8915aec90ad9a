//! From the rows of a feed to items: variants become one item, types get numbers.

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

/// An item is new for this long after its `availability_date`, in milliseconds.
const NEW_MILLISECONDS: i64 = NEW_DAYS * 86_400_000;
/// Longest list of variants' colours or materials, in bytes.
const MAX_JOINED: usize = 200;

/// Groups the rows of `feed` into items as of the moment `as_of`: expired rows are unavailable, sale prices hold
/// inside their dates only. Rows that repeat an id, and aliases that mean two items, are counted in `problems`.
///
/// An item is what one `item_group_id` holds, or a row without one. It takes its page, picture, type and labels from
/// its first available variant, its price from the cheapest available one.
#[must_use]
pub fn assemble(feed: Feed, house: &House, problems: &mut Problems, as_of: Timestamp) -> Catalogue {
    let Feed { file, mut rows, pairs, .. } = feed;
    let as_of = as_of.as_millisecond();
    drop_repeated(&file, &mut rows, problems);
    for row in &mut rows {
        row.available &= row.expires.is_none_or(|expires| as_of < expires);
    }
    // Stable: variants stay in the order of the feed.
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

/// Tells rows that are probably no variants of their group's item: neither their type nor any word of their title is its.
fn tell_mixed_group(face: &FeedRow, variants: &[FeedRow], file: &str, problems: &mut Problems) {
    let is_other_type = |row: &&FeedRow| (row.division, &row.type_name) != (face.division, &face.type_name);
    let mut others = variants.iter().filter(is_other_type).peekable();
    if others.peek().is_none() {
        return;
    }
    // Numbers are of no product in particular.
    let has_letter = |word: &String| word.chars().any(char::is_alphabetic);
    let words = |row: &FeedRow| Words::new(&row.title).into_vec().into_iter().filter(has_letter).collect::<Vec<_>>();
    let known = words(face);
    let shares_none = |words: Vec<String>| !words.is_empty() && words.iter().all(|word| !known.contains(word));
    for row in others.filter(|row| shares_none(words(row))) {
        let says = format!("{} of {} and {}", row.group, face.title, row.title);
        problems.record_in(Kind::MixedGroup, file, row.line, "item_group_id", says);
    }
}

/// Tells a page that more than half of all items lead to: the shop's front page, or one for all variants.
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

/// The pairs of which both are items; a product that is not shown or could not be used is none.
fn curated_pairs(pairs: &[CuratedIds], catalogue: &Catalogue) -> Vec<CuratedPair> {
    let mut seen = FxHashSet::default();
    let mut curated: Vec<CuratedPair> = pairs
        .iter()
        .filter_map(|ids| {
            Some(CuratedPair { item: catalogue.resolve(&ids.from)?, goes_with: catalogue.resolve(&ids.to)? })
        })
        .filter(|pair| pair.item != pair.goes_with && seen.insert(*pair))
        .collect();
    // Stable: what the house states first of an item stays first.
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

/// The variant that stands for all.
fn face(variants: &[FeedRow]) -> Option<&FeedRow> {
    variants.iter().find(|row| row.available).or(variants.first())
}

/// What tells types apart: what is sensitive never shares one with what is not. Ordered as types are numbered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TypeKey<'a> {
    division: u16,
    name: &'a str,
    sensitive: bool,
}

/// The type of an item: its face's; a sensitive variant makes the whole item sensitive, under that variant's name.
fn type_of<'a>(face: &'a FeedRow, variants: &'a [FeedRow]) -> TypeKey<'a> {
    let sensitive = variants.iter().find(|row| row.sensitive);
    let name = &sensitive.unwrap_or(face).type_name;
    TypeKey { division: face.division, name, sensitive: sensitive.is_some() }
}

/// The types of the items, numbered in their order.
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
    let image = first(|row| &row.image);
    Item {
        id: key(face).clone(),
        title: title(variants),
        url: face.link.clone(),
        additional_image: additional_image(&image, face, variants),
        image,
        // Nothing to pay is nothing to show.
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

/// Ids and SKUs of the variants that cannot be bought; what one that can be bought has too is none of them.
fn sold_out(variants: &[FeedRow]) -> Vec<EcoString> {
    let ids = |row: &FeedRow| [row.id.clone(), row.sku.clone()];
    let bought: FxHashSet<EcoString> = variants.iter().filter(|row| row.available).flat_map(ids).collect();
    let mut sold_out: Vec<EcoString> = variants.iter().filter(|row| !row.available).flat_map(ids).collect();
    sold_out.retain(|id| !id.is_empty() && !bought.contains(id));
    sold_out.sort_unstable();
    sold_out.dedup();
    sold_out
}

/// What the variants say to shoppers: the face's words first, then what others add; sizes of all.
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

/// Another picture than `first`: one that the feed calls so, else that of another variant.
fn additional_image(first: &str, face: &FeedRow, variants: &[FeedRow]) -> EcoString {
    let rows = || std::iter::once(face).chain(variants);
    let additional = rows().map(|row| &row.additional_image).chain(rows().map(|row| &row.image));
    additional.into_iter().find(|image| !image.is_empty() && *image != first).cloned().unwrap_or_default()
}

/// What all variants say; none where one of them says another thing, or nothing.
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

/// When the first of the variants came; a new colour of an old item is not new.
fn offered_from(variants: &[FeedRow]) -> Option<i64> {
    variants.iter().map(|row| row.offered_from.unwrap_or(i64::MIN)).min().filter(|from| *from > i64::MIN)
}

/// What the variant costs at `as_of`, in minor units.
fn price(row: &FeedRow, as_of: i64) -> Option<u32> {
    let on_sale = row.sale_dates.is_none_or(|(start, end)| (start..=end).contains(&as_of));
    match (row.price_minor, row.sale_minor.filter(|_| on_sale)) {
        (Some(regular), Some(sale)) => Some(regular.min(sale)),
        (regular, sale) => regular.or(sale),
    }
}

/// The title of all variants; else the words that all titles begin with, if they say enough: at least two words and a
/// third of the first title; else the first title.
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
    // "Silk scarf - Blue" and "Silk scarf - Red" are a "Silk scarf".
    let is_word = |word: &str| word.chars().any(char::is_alphanumeric);
    while common.last().is_some_and(|word| !is_word(word)) {
        common.pop();
    }
    if common.len() < 2 || common.len() * 3 < all {
        return first.clone();
    }
    common.join(" ").trim_end_matches([',', ':', ';', '-', '–', '—', '/', '|', '(', ' ']).into()
}

/// The variants' values, each once, in the order of the feed, with `/` between.
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
        // As almost all items have it: one variant, one value.
        whole if *values == [whole.as_str()] => whole.clone(),
        _ => values.join("/").into(),
    }
}

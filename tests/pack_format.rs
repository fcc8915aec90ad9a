//! A written pack can be read back, is the same on every machine, and keeps its size limits.

mod common;

use common::{Published, synthetic};
use passerelle::discretion::{Audience, Cap, Caps, Floor, Pace, Policy};
use passerelle::hash::hash;
use passerelle::model::{
    CollectionIndex, CollectionSet, Day, Days, DivisionIndex, Factor, HalfMonth, LanguageSet, ListWeight, ShardCount,
    SizeRange, SizeRangeIndex, Slug, TypeIndex,
};
use passerelle::pack::layout::{
    CARDS_INSIDE, CARDS_OUTSIDE, HEADER_LEN, MANIFEST_LEN, MAX_NEIGHBOURS, SINGLE_FILE_LEN, Section,
};
use passerelle::pack::write::{
    self, AdviceFile, Alias, Build, Content, Item, LanguageFile, Neighbour, OfferedItem, ShardLimits, WriteError,
};
use passerelle::pack::{
    Address, AliasKinds, AliasRef, BinaryFile, Column, Core, Division, Expected, IdKind, ItemType, Manifest, Shard,
    ShardIndex, SpokenId, Transition, Unavailable,
};
use passerelle::rank::{
    Action, AgeGroup, Fallback, Gender, Placement, PlacementSettings, RepurchaseInterval, Rule, Scope, Target, Tuning,
    Wearer,
};
use passerelle::season::{
    Climate, Climates, Clo, Country, HALF_MONTHS, Season, SeasonalKind, Traits, Window, Zone, ZoneKey,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::num::{NonZeroU8, NonZeroU16, NonZeroU32};

const TIME: i64 = 1_800_000_000;

/// The season of a small house with data in every section.
fn season() -> Season {
    let mut shapes = vec![[0; HALF_MONTHS]; 2];
    shapes[1][0] = -128;
    shapes[1][23] = 127;
    let window = |collection, climates, country: Option<Country>, from_day: u32| Window {
        collection: CollectionIndex(collection),
        climates: Climates::from_bits(climates).unwrap(),
        country,
        days: Days::from_numbers(from_day, from_day + 90),
    };
    Season {
        weight: Factor::ONE / 2,
        weather: true,
        in_demand_from: NonZeroU16::new(8_192),
        shapes,
        windows: vec![
            window(0, 0b101, None, 20_700),
            window(0, 0b010, None, 20_880),
            window(2, 0b111, Country::of("FR"), 1),
        ],
        kinds: vec![SeasonalKind::Main, SeasonalKind::Cruise, SeasonalKind::Occasion],
        names: Column::of(["Hiver", "Winter", "Croisière", "", "Noël", "Christmas"].into_iter()).unwrap(),
        stories: Column::of(["https://shop.example/h", "Le froid", "", "", "", "", "", "", ""].into_iter()).unwrap(),
        zones: vec![Zone {
            key: ZoneKey::of("Europe/Paris"),
            country: Country::from_letters(*b"FR"),
            climate: Climate::North,
        }],
    }
}

fn fixed() -> Content {
    let item = |id: &str,
                title: &str,
                url: &str,
                image: Option<&str>,
                price_minor,
                item_type: u16,
                neighbours: &[(u32, f64, u32)]| Item {
        id: id.into(),
        title: title.into(),
        url: url.into(),
        image: image.map(Into::into),
        additional_image: image.map(|image| format!("{image}?back").into()),
        price_minor,
        division: DivisionIndex(item_type / 2),
        item_type: TypeIndex(item_type),
        is_new: item_type == 2,
        collections: CollectionSet::from_bits([0, 0b101, 0, 0b101][usize::from(item_type)]),
        traits: Traits {
            shape: (item_type % 2) as u8,
            amplitude: 200,
            outfit: Some(Clo(190)),
            weather: item_type as u8,
        },
        wearer: Wearer { gender: Gender::ALL.get(usize::from(item_type)).copied(), age_group: Some(AgeGroup::Adult) },
        size_range: (item_type == 3).then_some(SizeRangeIndex(1)),
        neighbours: neighbours
            .iter()
            .map(|&(item, weight, support)| Neighbour { item, weight, support: NonZeroU32::new(support) })
            .collect(),
    };
    let division =
        |id: &str, fr: &str, en: &str| Division { id: id.to_owned(), names: vec![fr.to_owned(), en.to_owned()] };
    let kind = |name: &str, division, sensitive, item_days, type_days| {
        let rest = RepurchaseInterval { item_days, type_days };
        ItemType { name: name.to_owned(), division, sensitive, rest }
    };
    // Defaults may change without a change of the format, so the test has its own values.
    let mut placements =
        Placement::ALL.map(|placement| PlacementSettings { threshold: Factor::from_bits(1), ..placement.defaults() });
    for later in [Placement::Recent, Placement::Trending] {
        placements[later as usize] = later.defaults();
    }
    placements[0].scope = Scope::Only(vec![DivisionIndex(0), DivisionIndex(1)]);
    placements[2] = PlacementSettings {
        scope: Scope::Same,
        limit: 24,
        threshold: Factor::from_bits(u32::MAX),
        fallback: Fallback::Any,
        reminders: true,
    };
    placements[3].scope = Scope::Only(vec![DivisionIndex(1)]);
    let rule = |number, action, target, placements| Rule {
        number,
        action,
        target,
        placements,
        days: Days::from_numbers(20_800 + u32::from(number), u32::MAX - u32::from(number)),
    };
    let text = |tag: &str, text: &str| LanguageFile { tag: tag.to_owned(), bytes: text.as_bytes().to_vec() };
    let range = |group: &str, sizes: usize| SizeRange {
        group: group.to_owned(),
        sizes: (0..sizes).map(|size| format!("T{size}")).collect(),
    };
    Content {
        core: Core {
            house: "Maison Exemple".to_owned(),
            price_age_seconds: 172_800,
            retention_days: 60,
            k: 5,
            picture_template: Some("https://img.example/{width}/{id}".to_owned()),
            url: Address { template: Some("https://shop.example/p/{id}".to_owned()), prefix: "ignored".to_owned() },
            image: Address::default(),
            languages: vec!["fr".to_owned(), "en".to_owned()],
            divisions: vec![
                division("leather", "la maroquinerie", "leather goods"),
                division("jewellery", "la joaillerie", "jewellery"),
            ],
            types: vec![
                kind("Sac à main", DivisionIndex(0), false, None, Some(90)),
                kind("Ceinture", DivisionIndex(0), false, Some(365), Some(0)),
                kind("Bague", DivisionIndex(1), false, Some(1), None),
                kind("Piercing", DivisionIndex(1), true, Some(0), Some(30)),
            ],
            onward: vec![
                Transition { from: DivisionIndex(0), to: DivisionIndex(1), support: 12 },
                Transition { from: DivisionIndex(1), to: DivisionIndex(0), support: 70_000 },
            ],
            tuning: Tuning {
                share: Factor::from_bits(1 << 20),
                new_share: Factor::ONE,
                precedence: Factor::from_bits(15 << 16),
                typical: ListWeight::from_bits(70_000),
                max_per_type: Some(NonZeroU8::MAX),
            },
            placements,
            rules: vec![
                rule(1, Action::Pin, Target::Item("b".to_owned()), 0b1_0000),
                rule(1, Action::Pin, Target::Item("a".to_owned()), 0b1_0000),
                rule(2, Action::Weigh(Factor::from_bits(1 << 20)), Target::Type(TypeIndex(3)), 0b1_1111),
                rule(3, Action::Exclude, Target::Division(DivisionIndex(1)), 0b0_0001),
                rule(4, Action::Weigh(Factor::ZERO), Target::Collection(CollectionIndex(2)), 0b0_1000),
                rule(65_535, Action::IncludeOnly, Target::Item("b".to_owned()), 0b0_0110),
            ],
            collections: ["FW26", "CR27", "Noël"].map(str::to_owned).to_vec(),
            collection_sets: vec![CollectionSet::EMPTY, CollectionSet::from_bits(0b101)],
            season: season(),
            policy: Policy {
                audience: Audience { total: 70_000, types: vec![0, 5, 69_999, 0], divisions: vec![70_000, 12] },
                floor: Floor { shoppers: 5, millionths: 999_999 },
                named: [0b11, 0b01, 0, 0b10].map(LanguageSet::from_bits).to_vec(),
                open: LanguageSet::from_bits(0b10),
                caps: Caps {
                    lifetime: 65_535,
                    custom: vec![Cap { cap: 0, period_seconds: 1 }, Cap { cap: 9, period_seconds: 34_214_400 }],
                },
                pace: Pace { promotions_per_day: 65_535, balance: Factor::ONE },
            },
            size_ranges: vec![range("chaussures EU", 2), range("bagues", 31)],
            ..synthetic::core()
        },
        items: vec![
            item(
                "Été 1",
                "Sac d’été",
                "https://shop.example/p/%C3%89t%C3%A9%201",
                Some("https://img.example/a/1.jpg"),
                Some(129_900),
                0,
                &[(1, 2.0, 9), (2, 2.0, 300), (3, 0.5, 0)],
            ),
            item(
                "a",
                "Ceinture",
                "https://shop.example/p/a",
                Some("https://img.example/a/2.jpg"),
                None,
                1,
                &[(0, 0.25, 5)],
            ),
            item("b", "", "https://shop.example/other/", None, Some(0), 2, &[]),
            item(
                "c",
                "Bague <b>or</b>",
                "https://shop.example/other/c?x=1",
                Some("https://img.example/a/3.jpg"),
                Some(u32::MAX - 1),
                3,
                &[(0, 1.0, 5), (1, 0.001, 6)],
            ),
        ],
        aliases: vec![
            Alias { text: "0123".into(), item: 3, kinds: AliasKinds::ANY.with(IdKind::Gtin), size: Some(30) },
            Alias { text: "0124".into(), item: 0, kinds: AliasKinds::default().with(IdKind::Mpn), size: None },
            Alias::any("Z", 0),
        ],
        offered: vec![OfferedItem { id: "gone".to_owned(), last_offered: Day::from_number(20_000) }],
        season: vec![
            vec![
                vec![
                    Neighbour { item: 1, weight: 2.0, support: NonZeroU32::new(1) },
                    Neighbour { item: 0, weight: 1.0, support: NonZeroU32::new(1) }
                ],
                Vec::new()
            ];
            HALF_MONTHS
        ],
        trending: vec![Vec::new(), vec![Neighbour { item: 3, weight: 1.5, support: NonZeroU32::new(1) }]],
        translations: vec![text("fr", "{}"), text("en", "{ }")],
        messages: vec![text("fr", "[]"), text("en", "[ ]")],
        advice: [("skin", "fr"), ("skin", "en"), ("scent", "fr")]
            .map(|(name, tag)| AdviceFile {
                name: Slug::new(name).unwrap(),
                tag: tag.to_owned(),
                bytes: tag.as_bytes().to_vec(),
            })
            .to_vec(),
        details: None,
    }
    .sorted()
}

trait Sorted {
    fn sorted(self) -> Self;
}

impl Sorted for Content {
    /// Sorts the items by id, and updates neighbours and aliases.
    fn sorted(mut self) -> Self {
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by(|a, b| self.items[*a].id.cmp(&self.items[*b].id));
        let position = |old: u32| order.iter().position(|index| *index == old as usize).unwrap() as u32;
        let mut items: Vec<Item> = order.iter().map(|index| self.items[*index].clone()).collect();
        let of_season = self.season.iter_mut().flatten().chain(&mut self.trending).flatten();
        let listed = items.iter_mut().flat_map(|item| &mut item.neighbours);
        listed.chain(of_season).for_each(|entry| entry.item = position(entry.item));
        self.aliases.iter_mut().for_each(|alias| alias.item = position(alias.item));
        self.items = items;
        self
    }
}

/// The golden hashes. They include the compressor: another release of it may write other bytes for the same content.
#[test]
fn the_format_is_what_it_was() {
    let published = Published::new(&fixed(), TIME, &["a"]);
    let digits = |bytes: &[u8]| format!("{:016x}", hash(bytes));
    let file = |path: &str| digits(&published.files[path]);
    let found = [
        published.manifest.folder(),
        file(&published.manifest.core_path()),
        file(&write::binary_path(&published.manifest, BinaryFile::Offered)),
        file(&published.manifest.unavailable_path()),
        digits(&published.manifest.to_bytes()),
        // The payloads before compression, which depend on the format alone.
        digits(&published.payload(BinaryFile::Core)),
        digits(&published.payload(BinaryFile::Season(HalfMonth::from_number(21).unwrap()))),
        digits(&published.payload(BinaryFile::Trending)),
    ];
    // Raise the version before you change this hash.
    assert_eq!(
        found,
        [
            "6963946a8671ed860812cb643e787b2f",
            "d8647b6963b6958c",
            "80edc399b28fe9ec",
            "9ab24acb75ff9f71",
            "08059affc4033fe6",
            "42608ac763f30e10",
            "07d451c2a871c1f8",
            "47f7c337f24573e2"
        ]
    );
}

/// Items with random titles, for a pack of several shards.
fn wordy(items: usize, title: usize) -> Content {
    let mut random = synthetic::Random(11);
    let mut content = synthetic::content(items, 11);
    content.items.iter_mut().for_each(|item| item.title = common::text(&mut random, title).into());
    content.aliases = (0..items).map(|index| Alias::any(format!("S{index:07}"), index as u32)).collect();
    content
}

/// A rule that pins the item at `index` everywhere, at any time.
fn pinned(index: usize) -> Rule {
    Rule {
        number: 1,
        action: Action::Pin,
        target: Target::Item(synthetic::id(index)),
        placements: 0b1_1111,
        days: Days::ALWAYS,
    }
}

/// With shards, the core contains the cards of pinned items, and no other items.
#[test]
fn pinned_items_have_their_cards_in_the_core() {
    let mut content = wordy(300, 100);
    let bare = Published::new(&content, TIME, &[]);
    assert!(
        bare.manifest.shards().number() > 1 && Shard::parse(&bare.payload(BinaryFile::Core), &bare.core()).is_err()
    );
    content.core.rules = [250, 7, 250].map(pinned).to_vec();
    let published = Published::new(&content, TIME, &[]);
    let (core, payload) = (published.core(), published.payload(BinaryFile::Core));
    let shard = Shard::parse(&payload, &core).unwrap();
    let cards: Vec<(&str, &str)> = shard.cards().map(|card| (card.id, card.title)).collect();
    let expected = [7, 250].map(|index| (content.items[index].id.as_str(), content.items[index].title.as_str()));
    assert_eq!(cards, expected);
    assert_eq!((shard.items().count(), shard.aliases().count()), (0, 0));
    assert_all_there(&content, &published);
    content.core.rules = vec![Rule { target: Target::Item("nobody".to_owned()), ..pinned(0) }];
    assert!(matches!(write::build(&content, TIME), Err(WriteError::Content { what: "rules", .. })));
}

#[test]
fn the_shards_are_what_they_were() {
    let mut content = wordy(300, 100);
    // A pinned item has its card in the core, in addition to the shards.
    content.core.rules = [7, 250].map(pinned).to_vec();
    let published = Published::new(&content, TIME, &[]);
    let mut cards = common::sections(&published.payload(BinaryFile::Core));
    cards.retain(|(id, _)| *id >= Section::Ids as u16);
    let mut hashes = hash(&common::joined(&cards)).to_le_bytes().to_vec();
    for shard in published.manifest.shards().indices() {
        hashes.extend(hash(&published.payload(BinaryFile::Shard(shard))).to_le_bytes());
    }
    // Raise the version before you change this hash.
    assert_eq!(
        (published.manifest.shards().number(), format!("{:016x}", hash(&hashes))),
        (300, "56db03066f6b7f8e".to_owned())
    );
}

#[test]
fn threads_make_no_difference() {
    for content in [fixed(), wordy(300, 100)] {
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| write::build(&content, TIME).unwrap())
        };
        assert_eq!(with(1), with(4));
    }
}

#[test]
fn the_build_is_a_hash_of_the_content_and_nothing_else() {
    let content = fixed();
    let build = |content: &Content, time| write::build(content, time).unwrap().manifest.build;
    let id = build(&content, TIME);
    assert_eq!(id, build(&content, TIME + 1_000_000));
    let changes: [&dyn Fn(&mut Content); 15] = [
        &|content| content.items[0].title.push('x'),
        &|content| content.items[0].price_minor = Some(1),
        &|content| content.items[0].neighbours[0].weight *= 100.0,
        &|content| content.core.house.push('x'),
        &|content| content.core.tables.positions[0] = content.core.tables.positions[0] / 2,
        &|content| content.translations[1].bytes.push(b' '),
        &|content| content.messages[1].bytes.push(b' '),
        &|content| content.core.onward[0].support += 1,
        &|content| content.core.types[0].rest.type_days = Some(91),
        &|content| content.core.tuning.share = content.core.tuning.share / 2,
        &|content| content.core.placements[4].limit += 1,
        &|content| content.core.rules[0].days.last = content.core.rules[0].days.last.plus(-1),
        &|content| content.items[0].is_new ^= true,
        &|content| drop(content.aliases.pop()),
        &|content| content.offered[0].last_offered = Day::from_number(20_001),
    ];
    let mut ids = BTreeSet::from([id]);
    for change in changes {
        let mut changed = content.clone();
        change(&mut changed);
        assert!(ids.insert(build(&changed, TIME)));
    }
}

/// An item as read from its shard.
#[derive(Debug, PartialEq)]
struct Read {
    division: u16,
    item_type: u16,
    neighbours: Vec<(String, u8, u8)>,
}

/// The list of an item by the definition of the format: `(level, support)` by id, strongest first.
fn expected_list(content: &Content, item: &Item) -> Vec<(String, u8, u8)> {
    let top = (content.core.tables.levels.len() - 1) as f64;
    let largest = item.neighbours.iter().map(|entry| entry.weight).fold(0.0, f64::max);
    let mut sorted = item.neighbours.clone();
    sorted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
    let mut list: Vec<(String, u8, u8)> = sorted
        .iter()
        .take(MAX_NEIGHBOURS)
        .map(|entry| {
            let level = ((entry.weight / largest).sqrt() * top).round().max(1.0) as u8;
            (
                content.items[entry.item as usize].id.to_string(),
                level,
                entry.support.map_or(0, |shoppers| shoppers.get().min(255) as u8),
            )
        })
        .collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

/// Reads the whole pack back and compares it with `content`.
fn assert_all_there(content: &Content, published: &Published) {
    let core = published.core();
    let prefixes = (core.url.prefix.clone(), core.image.prefix.clone());
    let mut expected = content.core.clone();
    (expected.url.prefix, expected.image.prefix) = prefixes;
    assert_eq!(core, expected);
    assert_eq!(published.manifest.items as usize, content.items.len());
    assert_eq!(published.manifest.k, content.core.k);
    let items: BTreeMap<&str, &Item> = content.items.iter().map(|item| (&*item.id, item)).collect();
    let (mut read, mut aliases, mut live) = (BTreeMap::new(), BTreeMap::new(), 0);
    for index in published.manifest.shards().indices() {
        let payload = match published.manifest.shard_files {
            None => published.payload(BinaryFile::Core),
            Some(_) => published.payload(BinaryFile::Shard(index)),
        };
        let shard = Shard::parse(&payload, &core).unwrap();
        let mut carded = BTreeSet::new();
        for card in shard.cards() {
            let item = items[card.id];
            carded.insert(card.id);
            assert_eq!((card.title, card.price_minor), (&*item.title, item.price_minor));
            assert_eq!((card.division, card.item_type), (item.division, item.item_type));
            assert_eq!(card.is_new, item.is_new);
            assert_eq!(core.url.expand(card.id, card.url).unwrap_or_default(), item.url);
            let expected: Vec<&str> =
                [&item.image, &item.additional_image].into_iter().flatten().map(|url| &**url).collect();
            assert_eq!(core.images(card.id, card.images), expected);
            assert_eq!(card.wearer, item.wearer);
        }
        for item in shard.items() {
            let lives_here = ShardIndex::of(item.id, published.manifest.shards()) == index;
            assert!(
                lives_here || shard.aliases().any(|alias| alias.item == item.id),
                "{} has nothing to do here",
                item.id
            );
            assert!(carded.contains(item.id));
            let (mut inside, mut outside) = (0, 0);
            for neighbour in &item.neighbours {
                assert_eq!(neighbour.division, items[neighbour.id].division);
                let (taken, most) = match neighbour.division == item.division {
                    true => (&mut inside, CARDS_INSIDE),
                    false => (&mut outside, CARDS_OUTSIDE),
                };
                *taken += 1;
                assert!(*taken > most || carded.contains(neighbour.id), "the best neighbours have cards");
            }
            let neighbours = item
                .neighbours
                .iter()
                .map(|n| (n.id.to_owned(), n.level, n.support.map_or(0, NonZeroU8::get)))
                .collect();
            let found = (item.scale, Read { division: item.division.0, item_type: item.item_type.0, neighbours });
            let again = read.insert(item.id.to_owned(), found);
            assert!(again.is_none_or(|before| before == read[item.id]), "{} is the same wherever its list is", item.id);
            live += usize::from(lives_here);
        }
        for AliasRef { text, item, kinds, .. } in shard.aliases() {
            assert_eq!(ShardIndex::of(text, published.manifest.shards()), index);
            let kind = [IdKind::Any, IdKind::Gtin, IdKind::Mpn].into_iter().find(|kind| kinds.has(*kind)).unwrap();
            let spoken = SpokenId { kind, text };
            assert_eq!(shard.alias(spoken), Some(item));
            assert_eq!(shard.find(spoken).map(|found| found.id), Some(item), "the list is where the alias is");
            aliases.insert(text.to_owned(), item.to_owned());
        }
        assert_eq!(shard.alias(SpokenId::of("no alias")), None);
    }
    let largest = content.items.iter().flat_map(|item| &item.neighbours).map(|n| n.weight).fold(0.0, f64::max);
    assert_eq!((read.len(), live), (content.items.len(), content.items.len()));
    for (id, (scale, found)) in read {
        let item = items[&*id];
        let neighbours = expected_list(content, item);
        assert_eq!(found, Read { division: item.division.0, item_type: item.item_type.0, neighbours }, "{id}");
        let own = item.neighbours.iter().map(|n| n.weight).fold(0.0, f64::max);
        let expected = if largest > 0.0 { (own / largest * f64::from(1u32 << 30)).round().max(1.0) } else { 1.0 };
        assert_eq!(f64::from(scale.bits()), expected, "{id}");
    }
    let expected: BTreeMap<String, String> = content
        .aliases
        .iter()
        .map(|alias| (alias.text.to_string(), content.items[alias.item as usize].id.to_string()))
        .collect();
    assert_eq!(aliases, expected);
    assert_eq!(write::parse_offered(&published.payload(BinaryFile::Offered)).unwrap(), content.offered);
}

#[test]
fn everything_can_be_read_back() {
    for content in [fixed(), wordy(300, 100), synthetic::content(40, 1)] {
        assert_all_there(&content, &Published::new(&content, TIME, &[]));
    }
}

#[test]
fn a_house_without_items_or_templates_is_a_pack() {
    let mut content = synthetic::content(0, 1);
    assert_all_there(&content, &Published::new(&content, TIME, &[]));
    (content.core.url, content.core.image) = (Address::default(), Address::default());
    content.items.push(Item { id: "only".into(), url: "https://shop.example/p/".into(), ..Item::default() });
    assert_all_there(&content, &Published::new(&content, TIME, &[]));
}

#[test]
fn addresses_share_their_prefix_and_stay_whole() {
    let published = Published::new(&fixed(), TIME, &[]);
    let core = published.core();
    assert_eq!(core.url.prefix, "https://shop.example/", "an address that is the folder itself keeps a text");
    assert_eq!(core.image.prefix, "https://img.example/");
    let payload = published.payload(BinaryFile::Core);
    let shard = Shard::parse(&payload, &core).unwrap();
    let texts: Vec<Option<&str>> = shard.cards().map(|card| card.url).collect();
    assert_eq!(texts, [None, Some("other/"), Some("other/c?x=1"), None]);
}

#[test]
fn shards_are_as_few_as_stay_small() {
    for (items, title) in [(1_200, 20), (300, 100)] {
        let content = wordy(items, title);
        let build = write::build(&content, TIME).unwrap();
        let sizes = &build.shard_bytes;
        assert_eq!(
            sizes.len(),
            build.manifest.shard_files.map_or(0, |shards| shards.number() as usize),
            "{items}, {title}"
        );
        assert!(sizes.is_sorted());
        assert!(sizes[(sizes.len() - 1) * 99 / 100] <= 12_000, "{sizes:?}");
        assert!(sizes.iter().all(|size| *size <= 20_000));
        // Each item has an alias.
        let per_shard = 2 * items / sizes.len();
        assert!((1..=8).contains(&per_shard), "{per_shard}");
        assert_eq!(per_shard == 8, title == 20, "{title}: {per_shard}");
        let mut on_disk: Vec<usize> =
            build.files.iter().filter(|file| file.path.contains("/shards/")).map(|file| file.bytes.len()).collect();
        on_disk.sort_unstable();
        assert_eq!(&on_disk, sizes);
    }
}

/// Shards like those of a catalogue of ten million items, with 67 lists each on average.
#[test]
fn shards_of_a_large_catalogue_are_larger_and_are_read_the_same() {
    let limits = ShardLimits::of(11_260_000);
    for (items, title) in [(2_000, 10), (500, 200)] {
        let content = wordy(items, title);
        let draft = write::draft_within(limits, &content, TIME, Vec::new()).unwrap();
        let sizes = draft.shard_bytes();
        // Each item has an alias.
        let per_shard = 2 * items / sizes.len();
        let fewer_where_titles_are_long = if title == 10 { 66..68 } else { 1..30 };
        assert!(fewer_where_titles_are_long.contains(&per_shard), "{per_shard}: {sizes:?}");
        assert!(sizes.iter().all(|size| *size <= 64_000) && sizes[sizes.len() / 2] > 20_000, "{sizes:?}");
        assert_eq!(draft.files().count(), draft.len());
        let files = draft.files().collect::<Result<_, _>>().unwrap();
        let build = Build { shard_bytes: sizes, manifest: draft.manifest, files };
        assert_all_there(&content, &Published::of(build, &[]));
    }
}

/// With as many shards as a pack of ten million items may have, one shard in a hundred may be too large: its items have
/// cards of fewer neighbours instead. If more are, there are more shards.
#[test]
fn the_few_shards_that_would_be_too_large_have_fewer_cards() {
    let limits = ShardLimits::of(11_260_000);
    for (title, shards, trimmed) in [(44, 88, 0), (45, 88, 1), (46, 162, 0)] {
        let content = wordy(2_500, title);
        let draft = write::draft_within(limits, &content, TIME, Vec::new()).unwrap();
        let sizes = draft.shard_bytes();
        assert!(sizes.len() == shards && sizes.iter().all(|size| *size <= 64_000), "{title}: {sizes:?}");
        let files = draft.files().collect::<Result<_, _>>().unwrap();
        let published = Published::of(Build { shard_bytes: sizes, manifest: draft.manifest, files }, &[]);
        let core = published.core();
        let lacks_cards = |index: &u32| {
            let payload = published.payload(BinaryFile::Shard(ShardIndex(*index)));
            let shard = Shard::parse(&payload, &core).unwrap();
            let carded: BTreeSet<&str> = shard.cards().map(|card| card.id).collect();
            shard.items().any(|item| {
                let inside = item.neighbours.iter().filter(|neighbour| neighbour.division == item.division);
                let missing = inside.take(CARDS_INSIDE).filter(|neighbour| !carded.contains(neighbour.id)).count();
                assert!(missing <= CARDS_INSIDE / 2 && carded.contains(item.id));
                missing > 0
            })
        };
        assert_eq!((0..shards as u32).filter(lacks_cards).count(), trimmed, "{title}");
    }
}

/// A shard has at least one list; then only the hard limit remains.
#[test]
fn a_percentile_that_cannot_be_kept_is_no_error() {
    let sizes = write::build(&wordy(450, 200), TIME).unwrap().shard_bytes;
    // Each item has an alias.
    assert_eq!(sizes.len(), 900);
    assert!(sizes[899 * 99 / 100] > 12_000 && sizes[899] <= 20_000, "{sizes:?}");
}

#[test]
fn a_small_pack_is_one_file() {
    let mut seen = BTreeSet::new();
    for items in [1, 100, 400, 600, 800] {
        let build = write::build(&wordy(items, 60), TIME).unwrap();
        let core = &build.files[0].bytes;
        if build.manifest.shard_files.is_none() {
            assert!(core.len() < SINGLE_FILE_LEN);
            assert_eq!((build.files.len(), &build.shard_bytes), (3, &vec![core.len()]));
        } else {
            assert!(core.len() + build.shard_bytes.iter().sum::<usize>() > SINGLE_FILE_LEN);
        }
        seen.insert(build.manifest.shard_files.is_none());
    }
    assert_eq!(seen.len(), 2, "both sides of the limit were met");
}

#[test]
fn what_a_page_may_not_be_asked_to_load_is_no_pack() {
    let error = write::build(&wordy(3, 40_000), TIME).unwrap_err();
    assert!(matches!(error, WriteError::ShardTooLarge { bytes: 20_001.., limit: 20_000, .. }), "{error}");
}

#[test]
fn a_content_that_breaks_a_rule_is_no_pack() {
    let lies: [&dyn Fn(&mut Content); 24] = [
        &|content| content.items.swap(0, 1),
        &|content| content.items[1].id = content.items[0].id.clone(),
        &|content| content.aliases.swap(0, 1),
        &|content| content.aliases[0].item = 4,
        &|content| content.aliases[0].kinds = AliasKinds::default(),
        &|content| content.aliases.insert(0, Alias::any("0123", 0)),
        &|content| content.items[0].neighbours = vec![Neighbour { item: 4, weight: 1.0, support: NonZeroU32::new(3) }],
        &|content| content.items[0].title = "x".repeat(65_536).into(),
        &|content| content.core.currency = "EURO".to_owned(),
        &|content| content.core.divisions[0].names.truncate(1),
        &|content| content.core.tables.levels.truncate(15),
        &|content| content.core.retention_days = 0,
        &|content| content.core.tuning.share = content.core.tuning.share + Factor::from_bits(1),
        &|content| content.core.placements[4].limit = 25,
        &|content| content.core.placements[0].scope = Scope::Only(vec![DivisionIndex(2)]),
        &|content| content.core.rules[2].target = Target::Type(TypeIndex(4)),
        &|content| content.core.rules[4].target = Target::Collection(CollectionIndex(3)),
        &|content| content.core.collection_sets[1] = CollectionSet::from_bits(0b1101),
        &|content| content.items[1].collections = CollectionSet::from_bits(0b111),
        &|content| content.core.onward[0].to = DivisionIndex(2),
        &|content| content.core.languages[1] = "e\"n".to_owned(),
        &|content| content.offered[0].last_offered = Day::from_number(-1),
        &|content| content.core.languages.clear(),
        &|content| {
            content.core.languages = (0..80).map(|number| format!("en-x-{number:03}")).collect();
            let names = content.core.languages.clone();
            content.core.divisions.iter_mut().for_each(|division| division.names.clone_from(&names));
            let nothing = |texts| Column::of(std::iter::repeat_n("", texts)).unwrap();
            (content.core.season.names, content.core.season.stories) = (nothing(3 * 80), nothing(3 * 81));
        },
    ];
    for (number, lie) in lies.into_iter().enumerate() {
        let mut content = fixed();
        lie(&mut content);
        assert!(matches!(write::build(&content, TIME), Err(WriteError::Content { .. })), "lie {number}");
    }
}

fn unavailable(ids: &BTreeSet<String>) -> Unavailable {
    let mut manifest = Published::new(&Content { items: Vec::new(), ..synthetic::content(0, 1) }, TIME, &[]).manifest;
    let file = write::unavailable(&mut manifest, ids.iter().map(String::as_str)).unwrap();
    assert_eq!(file.path, manifest.unavailable_path());
    let expected =
        Expected { file: BinaryFile::Unavailable, build: manifest.build, checksum: Some(manifest.unavailable) };
    Unavailable::parse(&common::payload(&file.bytes, &expected).unwrap()).unwrap()
}

#[test]
fn a_stranger_is_rarely_taken_for_unavailable() {
    let ids: BTreeSet<String> = (0..5_000).map(|index| format!("member {index}")).collect();
    let set = unavailable(&ids);
    let strangers = 400_000;
    let taken = (0..strangers).filter(|index| set.contains(&format!("stranger {index}"))).count();
    // About 24 are expected; the hash is fixed, so the result never varies.
    assert!((8..60).contains(&taken), "{taken} of {strangers}");
}

#[test]
fn a_large_set_stays_small() {
    let ids: BTreeSet<String> = (0..5_000).map(|index| format!("member {index}")).collect();
    let mut manifest = Published::new(&fixed(), TIME, &[]).manifest;
    let file = write::unavailable(&mut manifest, ids.iter().map(String::as_str)).unwrap();
    let bits = (file.bytes.len() - HEADER_LEN) as f64 * 8.0 / ids.len() as f64;
    assert!((14.0..16.5).contains(&bits), "{bits} bits to a member");
    let again = write::unavailable(&mut manifest.clone(), ids.iter().rev().chain(&ids).map(String::as_str)).unwrap();
    assert_eq!(again, file, "neither order nor repetition matters");
}

fn manifest() -> impl Strategy<Value = Manifest> {
    let numbers = (any::<u16>(), any::<u64>(), any::<[u8; 16]>(), 0..=i64::MAX, any::<u32>(), any::<u32>());
    // The languages of a manifest take at most 640 bytes.
    let languages = prop::collection::vec("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,2}", 1..26);
    (numbers, any::<u8>(), any::<[bool; 2]>(), languages, any::<u64>(), any::<u64>()).prop_map(
        |((minor, sequence, build, time, items, shards), k, [on, season], languages, core, unavailable)| Manifest {
            minor,
            sequence,
            build,
            time,
            items,
            shard_files: ShardCount::new(shards),
            k,
            on,
            season,
            languages,
            core,
            unavailable,
        },
    )
}

proptest! {
    #[test]
    fn a_manifest_is_1024_bytes_of_json(manifest in manifest()) {
        let bytes = manifest.to_bytes();
        prop_assert_eq!(bytes.len(), 1_024);
        prop_assert_eq!(bytes.len(), MANIFEST_LEN);
        prop_assert_eq!(Manifest::parse(&bytes), Ok(manifest.clone()));
        prop_assert_eq!(manifest.core_path(), manifest.folder() + "/core.psr");
    }

    #[test]
    fn unavailable_items_are_all_found(ids in prop::collection::btree_set("[a-z0-9é ]{0,8}", 0..200)) {
        let set = unavailable(&ids);
        prop_assert!(ids.iter().all(|id| set.contains(id)));
        prop_assert_eq!(set.len(), ids.len());
        prop_assert_eq!(set.is_empty(), ids.is_empty());
    }

    /// Addresses that share a prefix, a folder, half a character, or nothing.
    #[test]
    fn every_address_comes_back(
        urls in prop::collection::vec("(https://)?[aé]{0,2}/?[aéè/]{0,3}", 1..8),
        template in prop::sample::select(vec![None, Some("https://a/{id}"), Some("a/{id}/")]),
        templated in any::<u8>(),
    ) {
        let mut content = synthetic::content(urls.len(), 1);
        content.core.url.template = template.map(str::to_owned);
        content.core.image = Address::default();
        for (index, (item, url)) in content.items.iter_mut().zip(urls).enumerate() {
            item.image = Some(url.clone()).filter(|url| !url.is_empty()).map(Into::into);
            // An empty address means the template, if there is one.
            item.url = if url.is_empty() || templated >> index & 1 == 1 { content.core.url.expand(&item.id, None).unwrap_or_default().into() } else { url.into() };
        }
        assert_all_there(&content, &Published::new(&content, TIME, &[]));
    }
}

/// The adviser's parameter is present if the house has one, and no other value takes its place.
#[test]
fn an_adviser_s_parameter_is_read_as_written() {
    let mut content = fixed();
    let published = |content: &Content| Published::new(content, TIME, &[]);
    assert_eq!(published(&content).core().adviser_parameter, None);
    content.core.adviser_parameter = Some("adviser".to_owned());
    assert_eq!(published(&content).core().adviser_parameter.as_deref(), Some("adviser"));
    content.core.adviser_parameter = Some("an adviser".to_owned());
    assert!(write::build(&content, TIME).unwrap_err().to_string().contains("no name of a parameter"));
}

/// Addresses by width: the whole `srcset`, for any characters in the template.
#[test]
fn a_picture_is_had_by_its_width() {
    let mut core = fixed().core;
    let first = |core: &Core, id: &str, image: &str| {
        core.picture_set(id, image).map(|set| set.split(", ").next().unwrap().to_owned())
    };
    core.picture_template = Some("https://img.example/{width}/{id}.jpg".to_owned());
    let set = core.picture_set("a/b", "https://shop.example/1.jpg").unwrap();
    assert_eq!(set.matches("https://img.example/").count(), 5);
    assert!(
        set.starts_with("https://img.example/160/a%2Fb.jpg 160w, https://img.example/240/a%2Fb.jpg 240w, "),
        "{set}"
    );
    core.picture_template = Some("{image_link}&width={width}".to_owned());
    let shopify = first(&core, "a", "https://cdn.example/1 2.jpg?v={id}");
    assert_eq!(shopify.as_deref(), Some("https://cdn.example/1%202.jpg?v={id}&width=160 160w"));
    assert_eq!(first(&core, "a", ""), None, "no picture");
    core.picture_template = None;
    assert_eq!(first(&core, "a", "https://cdn.example/1.jpg"), None, "no template");
}

//! A random house, its published pack, and its lists for the model.

use crate::common::{self, Published, synthetic};
use passerelle::model::{
    CollectionIndex, CollectionSet, Days, DivisionIndex, Factor, LanguageSet, ListWeight, TypeIndex,
};
use passerelle::pack::layout::{CARDS_INSIDE, CARDS_OUTSIDE, FIRST_PLACEMENTS};
use passerelle::pack::write::{Alias, Content, Item, Neighbour};
use passerelle::pack::{BinaryFile, ShardIndex, Transition, Unavailable};
use passerelle::rank::{
    Action, AgeGroup, Fallback, Gender, Placement, PlacementSettings, RepurchaseInterval, Rule, Scope, Target, Tuning,
    Wearer,
};
use passerelle::season::{Climate, Climates, Clo, Country, HALF_MONTHS, SeasonalKind, Traits, Window, Zone, ZoneKey};
use std::collections::{BTreeMap, BTreeSet};
use std::num::{NonZeroU8, NonZeroU16, NonZeroU32};
use synthetic::Random;

/// The build time of every pack of the tests, in seconds since 1970-01-01 UTC.
pub const TIME: i64 = 1_800_000_000;
pub const DAY: i64 = 86_400;

pub struct World {
    pub content: Content,
    pub published: Published,
    pub unavailable: Unavailable,
    /// The ids of items that cannot be bought.
    pub gone: BTreeSet<String>,
    pub lists: BTreeMap<String, ListOf>,
    /// The lists of each half-month, by division.
    season: Vec<Vec<ListOf>>,
    /// The trending items, by division.
    pub trending: Vec<ListOf>,
}

pub struct ListOf {
    pub scale: i128,
    /// Strongest first.
    pub entries: Vec<Entry>,
}

pub struct Entry {
    pub id: String,
    pub level: usize,
    pub derived: bool,
}

impl World {
    /// A house of `items` items; the title length of `title` bytes makes it one file or many.
    pub fn new(seed: u64, items: usize, title: usize) -> Self {
        let mut random = Random(seed);
        let divisions = 1 + random.below(synthetic::DIVISIONS);
        let types = 1 + random.below(6);
        let mut content = synthetic::content(items, seed);
        // There are only a few weights, so that scores are often equal.
        let steps = 1 + random.below(8);
        for item in &mut content.items {
            item.title = common::text(&mut random, title).into();
            item.division = DivisionIndex(random.below(divisions) as u16);
            item.item_type = TypeIndex(random.below(types) as u16);
            item.price_minor = item.price_minor.filter(|price| price % 4 > 0);
            item.is_new = random.below(5) == 0;
            // In half of the houses, items are worn.
            if random.below(2) == 0 {
                item.wearer = Wearer {
                    gender: Gender::ALL.get(random.below(3)).copied(),
                    age_group: AgeGroup::ALL.get(3 + random.below(3)).copied(),
                };
            }
            item.collections = CollectionSet::from_bits(COLLECTION_SETS[random.below(COLLECTION_SETS.len())]);
            let most = random.below(33);
            let mut met = BTreeSet::new();
            item.neighbours = (0..most)
                .map(|_| (random.below(items) as u32, (1 + random.below(steps)) as f64 / 4.0, random.below(3) as u32))
                .filter(|(neighbour, ..)| met.insert(*neighbour))
                .map(|(item, weight, support)| Neighbour { item, weight, support: NonZeroU32::new(support) })
                .collect();
        }
        furnish(&mut content, &mut random, types);
        // Files of the season have a maximum size, so titles decide how many entries fit.
        year(&mut content, &mut random, if title > 100 { 4 } else { 32 });
        content.aliases = (0..items).map(|item| Alias::any(format!("S{item:07}"), item as u32)).collect();
        let gone = content.items.iter().filter(|_| random.below(8) == 0).map(|item| item.id.to_string()).collect();
        Self::of(content, gone)
    }

    /// The house `content`, in which the items `gone` cannot be bought.
    pub fn of(content: Content, gone: BTreeSet<String>) -> Self {
        let ids: Vec<&str> = gone.iter().map(String::as_str).collect();
        let published = Published::new(&content, TIME, &ids);
        let unavailable = Unavailable::parse(&published.payload(BinaryFile::Unavailable)).unwrap();
        let lists = content.items.iter().map(|item| (item.id.to_string(), list_of(&content, item))).collect();
        let season = content.season.iter().map(|lists| season_of(&content, lists)).collect();
        let trending = season_of(&content, &content.trending);
        Self { content, published, unavailable, gone, lists, season, trending }
    }

    /// The lists of a half-month's file; empty if none has been read.
    pub fn in_season(&self, half_month: Option<usize>) -> &[ListOf] {
        half_month.and_then(|half_month| self.season.get(half_month)).map_or(&[], Vec::as_slice)
    }

    pub fn item(&self, id: &str) -> Option<&Item> {
        self.content.items.iter().find(|item| item.id == id)
    }

    pub fn division(&self, id: &str) -> usize {
        self.item(id).unwrap().division.at()
    }

    pub fn sensitive(&self, id: &str) -> bool {
        self.item(id).is_some_and(|item| self.content.core.types[item.item_type.at()].sensitive)
    }

    /// All items that any rule pins at any time.
    pub fn pinned(&self) -> impl Iterator<Item = &String> {
        self.content.core.rules.iter().filter(|rule| rule.action == Action::Pin).filter_map(|rule| match &rule.target {
            Target::Item(id) => Some(id),
            _ => None,
        })
    }

    /// The ids that have a card in the shard of `spoken`, which is an item's own id or an alias.
    pub fn carded(&self, spoken: &str) -> BTreeSet<String> {
        let shards = self.published.manifest.shards();
        let lives_there = |id: &str| ShardIndex::of(id, shards) == ShardIndex::of(spoken, shards);
        let own = self.content.items.iter().filter(|item| lives_there(&item.id));
        let aliases = self.content.aliases.iter().filter(|alias| lives_there(&alias.text));
        let mut carded = BTreeSet::new();
        for item in own.chain(aliases.map(|alias| &self.content.items[alias.item as usize])) {
            carded.insert(item.id.to_string());
            let (mut inside, mut outside) = (0, 0);
            for entry in &self.lists[item.id.as_str()].entries {
                let same = self.division(&entry.id) == item.division.at();
                let (taken, most) = if same { (&mut inside, CARDS_INSIDE) } else { (&mut outside, CARDS_OUTSIDE) };
                *taken += 1;
                if *taken <= most {
                    carded.insert(entry.id.clone());
                }
            }
        }
        carded
    }
}

/// Number of collections of a house, and the sets of them to which items belong.
const COLLECTIONS: usize = 64;
const COLLECTION_SETS: [u64; 4] = [0, 1, 0b110, 1 << 63 | 1];

/// Sets random settings, rules, repurchase intervals and transitions between divisions.
fn furnish(content: &mut Content, random: &mut Random, types: usize) {
    let pick = |random: &mut Random, values: &[u32]| values[random.below(values.len())];
    let divisions = content.core.divisions.len();
    let core = &mut content.core;
    core.retention_days = 30;
    core.policy.open = LanguageSet::from_bits(random.below(2) as u32);
    let collections: Vec<String> = (0..COLLECTIONS).map(|number| format!("C{number}")).collect();
    let collections: Vec<&str> = collections.iter().map(String::as_str).collect();
    synthetic::collect(core, &collections);
    core.collection_sets = COLLECTION_SETS.map(CollectionSet::from_bits).to_vec();
    for kind in core.types.iter_mut().take(types) {
        kind.sensitive = random.below(6) == 0;
        let days = |random: &mut Random| [Some(0), Some(0), Some(1), Some(7), Some(25), None][random.below(6)];
        kind.rest = RepurchaseInterval { item_days: days(random), type_days: days(random) };
    }
    core.tuning = Tuning {
        share: Factor::from_bits(pick(random, &[0, 1, 1 << 14, 12_345, 1 << 16, 1 << 20])),
        new_share: Factor::from_bits(pick(random, &[0, 1 << 10, 1 << 12, 1 << 13, 1 << 16])),
        precedence: Factor::from_bits(pick(random, &[0, 1 << 15, 77_777, 15 << 16])),
        typical: ListWeight::from_bits(pick(random, &[0, 1, 1 << 16, 1 << 20, u32::MAX])),
        max_per_type: NonZeroU8::new(pick(random, &[0, 1, 1, 2, 5]) as u8),
    };
    for (settings, one) in core.placements.iter_mut().zip(Placement::ALL).filter(|(_, one)| one.suggests()) {
        if random.below(2) == 0 {
            // The format has no lists of divisions for placements that were added later.
            let scopes = if one as usize >= FIRST_PLACEMENTS { 4 } else { 6 };
            *settings = PlacementSettings {
                scope: scope(random.below(scopes), random.below(1 << divisions), divisions),
                limit: 1 + random.below(24) as u8,
                threshold: Factor::from_bits(pick(random, &[0, 1, 1 << 18, 1 << 27, 1 << 29, u32::MAX])),
                fallback: if random.below(2) == 0 { Fallback::Any } else { Fallback::Page },
                reminders: random.below(2) == 0,
            };
        }
    }
    core.onward = Vec::new();
    for pair in 0..divisions * divisions {
        if random.below(3) > 0 {
            let (from, to) = ((pair / divisions) as u16, (pair % divisions) as u16);
            core.onward.push(Transition {
                from: DivisionIndex(from),
                to: DivisionIndex(to),
                support: 1 + random.below(50) as u32,
            });
        }
    }
    // A division without transitions in the log.
    core.onward.retain(|pair| pair.from != DivisionIndex(2));
    let today = (TIME / DAY) as u32;
    for number in 0..random.below(6) as u16 {
        let action = random.below(6);
        let (first, last) = match random.below(6) {
            0 => (today + 1, u32::MAX),
            1 => (0, today - 1),
            2 => (today - 3, today),
            3 => (today, today + 20),
            _ => (0, u32::MAX),
        };
        let action = match action {
            0 => Action::Pin,
            1..4 => Action::Weigh(Factor::from_bits(pick(random, &[0, 1, 1 << 15, 1 << 17, 1 << 20]))),
            4 => Action::Exclude,
            _ => Action::IncludeOnly,
        };
        let placements = if random.below(2) == 0 { 0b1_1111 } else { random.below(32) as u8 };
        for _ in 0..1 + random.below(3) {
            let item = Target::Item(content.items[random.below(content.items.len())].id.to_string());
            let target = match if action == Action::Pin { 0 } else { random.below(4) } {
                0 => item,
                3 => Target::Collection(CollectionIndex([0, 1, 2, 3, 63][random.below(5)])),
                1 => Target::Type(TypeIndex(random.below(types) as u16)),
                _ => Target::Division(DivisionIndex(random.below(divisions) as u16)),
            };
            let number = number + 1;
            core.rules.push(Rule { number, action, target, placements, days: Days::from_numbers(first, last) });
        }
    }
}

/// A random year of a house: traits, windows, demand, and the lists of each half-month with at most `most` items of a
/// division.
fn year(content: &mut Content, random: &mut Random, most: usize) {
    let core = &mut content.core;
    let today = (TIME / DAY) as u32;
    let season = &mut core.season;
    season.weight = Factor::from_bits([0, 1, 1 << 15, 54_321, 1 << 16][random.below(5)]);
    season.weather = random.below(4) > 0;
    season.in_demand_from = NonZeroU16::new([0, 1, 8_192, 20_000][random.below(4)]);
    season.shapes = vec![[0; HALF_MONTHS]];
    for _ in 0..random.below(4) {
        season.shapes.push(std::array::from_fn(|_| random.below(255) as u8 as i8));
    }
    season.kinds = (0..COLLECTIONS).map(|_| SeasonalKind::numbered([0, 1, 4, 5][random.below(4)]).unwrap()).collect();
    season.windows = Vec::new();
    for _ in 0..random.below(40) {
        // Some windows end soon after the start of the tests, others during the walks.
        let from = if random.below(2) == 0 { today - 300 + random.below(1_200) as u32 } else { today };
        season.windows.push(Window {
            collection: CollectionIndex([0, 1, 2, 3, 63][random.below(5)]),
            climates: Climates::from_bits(1 + random.below(7) as u8).unwrap(),
            country: [None, None, Country::of("FR"), Country::of("AU")][random.below(4)],
            days: Days::from_numbers(from, from + random.below(if from == today { 40 } else { 120 }) as u32),
        });
    }
    let zone = |(name, country, climate): super::season::Zone| {
        let number = climate as u8;
        Zone {
            key: ZoneKey::of(name),
            country: Country::of(country).unwrap(),
            climate: Climate::numbered(number).unwrap(),
        }
    };
    season.zones = super::season::ZONES.map(zone).to_vec();
    let shapes = season.shapes.len();
    for item in &mut content.items {
        item.traits = Traits {
            shape: random.below(shapes) as u8,
            amplitude: random.below(256) as u8,
            outfit: (random.below(2) > 0).then(|| Clo(2 * random.below(120) as u16)),
            weather: random.below(4) as u8,
        };
    }
    let divisions = core.divisions.len();
    let lists = |random: &mut Random| {
        let mut lists = vec![Vec::new(); divisions];
        for (item, of) in content.items.iter().enumerate() {
            let list: &mut Vec<Neighbour> = &mut lists[of.division.at()];
            if list.len() < most && random.below(2) == 0 {
                let weight = (1 + random.below(5)) as f64 / 4.0;
                list.push(Neighbour { item: item as u32, weight, support: NonZeroU32::new(1) });
            }
        }
        lists
    };
    let trending = if random.below(4) == 0 { Vec::new() } else { lists(random) };
    let season = if random.below(4) == 0 { Vec::new() } else { (0..HALF_MONTHS).map(|_| lists(random)).collect() };
    (content.trending, content.season) = (trending, season);
}

/// A scope by number; from 4 on, the divisions with a bit in `only`.
pub fn scope(number: usize, only: usize, divisions: usize) -> Scope {
    match number {
        0 => Scope::Other,
        1 => Scope::Same,
        2 => Scope::Any,
        3 => Scope::Pinned,
        _ => {
            Scope::Only((0..divisions as u16).filter(|division| only >> division & 1 == 1).map(DivisionIndex).collect())
        }
    }
}

fn list_of(content: &Content, item: &Item) -> ListOf {
    let largest_of_all = content.items.iter().map(|item| largest(&item.neighbours)).fold(0.0, f64::max);
    quantised(content, &item.neighbours, largest_of_all)
}

fn largest(list: &[Neighbour]) -> f64 {
    list.iter().map(|neighbour| neighbour.weight).fold(0.0, f64::max)
}

/// The lists of a half-month, or of trending items; the strongest entry counts like the strongest neighbour of a
/// typical list.
fn season_of(content: &Content, lists: &[Vec<Neighbour>]) -> Vec<ListOf> {
    let typical = f64::from(content.core.tuning.typical.max(ListWeight::from_bits(1)).bits()) / 2f64.powi(30);
    let most = lists.iter().map(|list| largest(list)).fold(0.0, f64::max);
    lists.iter().map(|list| quantised(content, list, most / typical)).collect()
}

fn quantised(content: &Content, list: &[Neighbour], largest_of_all: f64) -> ListOf {
    let largest = largest(list);
    let mut sorted = list.to_vec();
    sorted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
    let mut entries: Vec<Entry> = sorted
        .iter()
        .take(32)
        .map(|entry| Entry {
            id: content.items[entry.item as usize].id.to_string(),
            level: ((entry.weight / largest).sqrt() * 15.0).round().max(1.0) as usize,
            derived: entry.support.is_none(),
        })
        .collect();
    entries.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.id.cmp(&b.id)));
    let scale = if largest_of_all > 0.0 { (largest / largest_of_all * 2f64.powi(30)).round().max(1.0) } else { 1.0 };
    let scale = scale.min(2f64.powi(30));
    ListOf { scale: scale as i128, entries }
}

/// A placement by number.
pub fn placement(number: usize) -> Placement {
    let suggesting: Vec<Placement> = Placement::ALL.into_iter().filter(|placement| placement.suggests()).collect();
    suggesting[number % suggesting.len()]
}

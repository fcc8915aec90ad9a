//! A synthetic house of any size, the same for the same seed: for benchmarks and tests, never for measuring quality.

use passerelle::discretion::{Audience, Policy};
use passerelle::history::EventKind;
use passerelle::model::{CollectionIndex, CollectionSet, Days, DivisionIndex, LanguageSet, TypeIndex};
use passerelle::pack::layout::MAX_NEIGHBOURS;
use passerelle::pack::quantise::level_shares;
use passerelle::pack::write::{Content, Item, Neighbour};
use passerelle::pack::{Address, Column, Core, Division, ItemType, Transition};
use passerelle::rank::{EventWeight, Factor, MAX_SOURCES, Placement, RankTables, RepurchaseInterval, Tuning, Wearer};
use passerelle::season::{Climates, Clo, HALF_MONTHS, Season, SeasonalKind, Traits, Window};
use std::collections::BTreeSet;
use std::num::{NonZeroU16, NonZeroU32};

/// Number of divisions of the house.
pub const DIVISIONS: usize = 6;
/// Number of product types of each division.
pub const TYPES_PER_DIVISION: usize = 10;

/// SplitMix64: small, seeded, and the same on every machine.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// Returns the next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `limit`, which must be above 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

/// Rank tables with a plausible decrease.
pub fn tables() -> RankTables {
    let rows = |most: u32| {
        (1..=MAX_SOURCES as u32)
            .flat_map(|n| (0..n).map(move |at| Factor::from_bits(most * (n - at) / n)))
            .collect::<Vec<_>>()
    };
    let mut events = [EventWeight::ZERO; EventKind::COUNT];
    for (kind, weight) in EventKind::ALL.into_iter().zip([256, 200, 512, 0, 400, 700]) {
        events[kind as usize] = EventWeight::from_bits(weight);
    }
    RankTables {
        levels: level_shares(4),
        positions: rows(1 << 16),
        reminders: rows(1 << 14),
        remind_times: [256, 300, 350, 400].map(EventWeight::from_bits),
        events,
    }
}

/// A house with [`DIVISIONS`] divisions and no items yet.
pub fn core() -> Core {
    let languages = ["en", "fr"];
    let division = |index: usize| Division {
        id: format!("division-{index}"),
        names: languages.iter().map(|language| format!("{language} {index}")).collect(),
    };
    let kinds = DIVISIONS * TYPES_PER_DIVISION;
    let kind = |index: usize| ItemType {
        name: format!("type {index}"),
        division: DivisionIndex((index / TYPES_PER_DIVISION) as u16),
        sensitive: false,
        rest: RepurchaseInterval {
            item_days: index.is_multiple_of(3).then_some(20),
            type_days: Some([0, 10, 40][index % 3]),
        },
    };
    Core {
        picture_template: None,
        adviser_parameter: None,
        house: "Maison Exemple".to_owned(),
        currency: "EUR".to_owned(),
        minor_digits: 2,
        price_age_seconds: 86_400,
        retention_days: 90,
        k: 3,
        url: Address { template: Some("https://shop.example/p/{id}".to_owned()), prefix: String::new() },
        image: Address { template: Some("https://img.example/{id}.jpg".to_owned()), prefix: String::new() },
        languages: languages.map(str::to_owned).to_vec(),
        divisions: (0..DIVISIONS).map(division).collect(),
        types: (0..kinds).map(kind).collect(),
        onward: (0..DIVISIONS * DIVISIONS)
            .map(|pair| Transition {
                from: DivisionIndex((pair / DIVISIONS) as u16),
                to: DivisionIndex((pair % DIVISIONS) as u16),
                support: (5 + pair * 11 % 37) as u32,
            })
            .collect(),
        tables: tables(),
        tuning: Tuning::default(),
        placements: Placement::ALL.map(Placement::defaults),
        rules: Vec::new(),
        collections: Vec::new(),
        collection_sets: vec![CollectionSet::EMPTY],
        season: Season::default(),
        policy: Policy {
            // The audience of every third type and division is too small to name it; the second language has names for
            // every other type only.
            audience: Audience {
                total: 1_000,
                types: (0..kinds).map(|kind| if kind % 3 == 0 { 19 } else { 200 }).collect(),
                divisions: (0..DIVISIONS).map(|division| if division % 3 == 1 { 5 } else { 300 }).collect(),
            },
            named: (0..kinds).map(|kind| LanguageSet::from_bits(1 + 2 * (kind as u32 % 2))).collect(),
            // In English, reasons may name items of the visit.
            open: LanguageSet::from_bits(1),
            ..Policy::default()
        },
        size_ranges: Vec::new(),
    }
}

/// Adds collections that are shown at any time.
pub fn collect(core: &mut Core, ids: &[&str]) {
    core.collections = ids.iter().map(|id| (*id).to_owned()).collect();
    core.season.kinds = vec![SeasonalKind::Main; ids.len()];
    core.season.names = nothing(ids.len() * core.languages.len());
    core.season.stories = nothing(ids.len() * (core.languages.len() + 1));
}

fn nothing(texts: usize) -> Column {
    Column::of(std::iter::repeat_n("", texts)).unwrap()
}

/// Adds two collections, half a year each, and demand and warmth of the items.
pub fn with_season(mut content: Content) -> Content {
    collect(&mut content.core, &["winter", "summer"]);
    content.core.collection_sets = [0, 1, 2].map(CollectionSet::from_bits).to_vec();
    season(&mut content.core.season);
    for (index, item) in content.items.iter_mut().enumerate() {
        item.collections = CollectionSet::from_bits([0, 0, 1, 2][index / 7 % 4]);
        item.traits = Traits {
            shape: (index / 3 % 4) as u8,
            amplitude: (index * 37 % 200) as u8,
            outfit: (item.division == DivisionIndex(0)).then(|| Clo((2 * (20 + index % 80)) as u16)),
            weather: (index / 11 % 5 == 0).into(),
        };
    }
    content
}

/// Four demand profiles, and half a year for each of two collections.
fn season(season: &mut Season) {
    let mut shapes = vec![[0i8; HALF_MONTHS]; 4];
    for (peak, shape) in shapes.iter_mut().enumerate().skip(1) {
        for (half, value) in shape.iter_mut().enumerate() {
            let away = half.abs_diff(peak * 6).min(HALF_MONTHS - half.abs_diff(peak * 6)) as i16;
            *value = (127 - away * 20) as i8;
        }
    }
    let window = |collection: u16, from_day: u32| Window {
        collection: CollectionIndex(collection),
        climates: Climates::ALL,
        country: None,
        days: Days::from_numbers(from_day, from_day + 182),
    };
    season.weight = Factor::ONE / 2;
    season.weather = true;
    season.in_demand_from = NonZeroU16::new(8_192);
    season.shapes = shapes;
    season.windows = (0..40).map(|half_year| window((half_year % 2) as u16, 18_000 + half_year * 183)).collect();
}

/// Content of `items` items, each with up to [`MAX_NEIGHBOURS`] neighbours, half of them in other divisions.
pub fn content(items: usize, seed: u64) -> Content {
    let mut random = Random(seed);
    let items = (0..items).map(|index| item(index, items, &mut random)).collect();
    Content {
        core: core(),
        items,
        aliases: Vec::new(),
        offered: Vec::new(),
        season: Vec::new(),
        trending: Vec::new(),
        translations: Vec::new(),
        messages: Vec::new(),
        advice: Vec::new(),
        details: None,
    }
}

/// The id of the item at `index`; ids are ascending like indices.
pub fn id(index: usize) -> String {
    format!("P{index:07}")
}

fn item(index: usize, items: usize, random: &mut Random) -> Item {
    const WORDS: [&str; 24] = [
        "silk", "leather", "wool", "gold", "amber", "ivory", "night", "linen", "classic", "light", "long", "small",
        "bag", "scarf", "ring", "coat", "lamp", "watch", "belt", "perfume", "dress", "case", "glasses", "shoes",
    ];
    let division = index % DIVISIONS;
    let mut word = || WORDS[random.below(WORDS.len())];
    let title = format!("{} {} {} {index}", word(), word(), word());
    Item {
        id: id(index).into(),
        title: title.into(),
        url: format!("https://shop.example/p/{}", id(index)).into(),
        image: Some(format!("https://img.example/{}.jpg", id(index)).into()),
        additional_image: None,
        price_minor: Some(1_000 + random.below(500_000) as u32),
        division: DivisionIndex(division as u16),
        item_type: TypeIndex((division * TYPES_PER_DIVISION + random.below(TYPES_PER_DIVISION)) as u16),
        is_new: index % 16 == 5,
        collections: CollectionSet::EMPTY,
        traits: Traits::default(),
        wearer: Wearer::default(),
        size_range: None,
        neighbours: neighbours(index, items, random),
    }
}

/// Neighbours whose weights decrease like those of learned lists: about as one over the rank.
fn neighbours(index: usize, items: usize, random: &mut Random) -> Vec<Neighbour> {
    let division = index % DIVISIONS;
    let mut met = BTreeSet::from([index]);
    let mut list = Vec::with_capacity(MAX_NEIGHBOURS);
    // A small house has too few items for full lists.
    for _ in 0..MAX_NEIGHBOURS * 8 {
        let other = random.below(items);
        let inside = list.iter().filter(|entry: &&Neighbour| entry.item as usize % DIVISIONS == division).count();
        let room = if other % DIVISIONS == division { inside } else { list.len() - inside };
        if room < MAX_NEIGHBOURS / 2 && met.insert(other) {
            let rank = list.len() as f64;
            let weight = (1.0 + random.below(1_000) as f64 / 1_000.0) / (1.0 + rank);
            list.push(Neighbour { item: other as u32, weight, support: NonZeroU32::new(random.below(60) as u32 + 3) });
        }
    }
    list
}

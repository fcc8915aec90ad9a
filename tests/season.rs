//! The slates of a house by day, place and weather: a readable table, and properties that always hold.

mod common;

use common::{Published, synthetic};
use passerelle::engine::{Engine, Mode};
use passerelle::history::EventKind;
use passerelle::model::{
    CollectionIndex, CollectionSet, Day, Days, DivisionIndex, Factor, Fit, HalfMonth, Score, TypeIndex,
};

use passerelle::pack::write::{Content, Item, Neighbour};
use passerelle::pack::{BinaryFile, Column, Division, ItemType};
use passerelle::rank::{ItemFeatures, Placement, RepurchaseInterval, Wearer};
use passerelle::request::{Basis, SuggestRequest};
use passerelle::season::{
    Climate, Climates, Clo, Country, Flag, HALF_MONTHS, Region, Season, SeasonContext, SeasonScore, SeasonalKind,
    Tenths, Traits, Weather, Window, Zone, ZoneKey,
};
use proptest::prelude::*;
use std::num::{NonZeroU16, NonZeroU32};
use std::sync::LazyLock;

const DAY: i64 = 86_400;
/// Days of 2026 and 2027, in days since 1970-01-01.
const NOVEMBER_20: i64 = 20_777;
const CHRISTMAS: i64 = 20_812;
const JANUARY_5: i64 = 20_823;
const JANUARY_20: i64 = 20_838;
const JULY_5: i64 = 21_004;
const JULY_20: i64 = 21_019;

const DIVISIONS: [&str; 3] = ["clothes", "accessories", "gifts"];
const COLLECTIONS: [&str; 4] = ["spring", "last-winter", "christmas", "mothers-day"];
const UNDATED: CollectionSet = CollectionSet::EMPTY;
const SPRING: CollectionSet = CollectionSet::from_bits(1);
const LAST_WINTER: CollectionSet = CollectionSet::from_bits(2);
const FOR_CHRISTMAS: CollectionSet = CollectionSet::from_bits(4);
const FOR_MOTHERS: CollectionSet = CollectionSet::from_bits(8);
/// Index of the profile that peaks at the end of the year.
const DECEMBER: u8 = 1;

/// Id, division, collections and occasions, outfit in hundredths of a clo, weather, shape of demand.
type Line = (&'static str, u16, CollectionSet, Option<u8>, u8, u8);

const ITEMS: [Line; 10] = [
    ("bikini", 0, UNDATED, Some(25), Traits::SUN, 0),
    ("candle", 2, FOR_CHRISTMAS, None, 0, 0),
    ("coat", 0, LAST_WINTER, Some(190), 0, 0),
    ("dress", 0, SPRING, Some(70), 0, 0),
    ("locket", 2, FOR_MOTHERS, None, 0, 0),
    ("music-box", 2, UNDATED, None, 0, DECEMBER),
    ("raincoat", 0, UNDATED, Some(110), Traits::RAIN, 0),
    ("sunglasses", 1, UNDATED, None, Traits::SUN, 0),
    ("sweater", 0, LAST_WINTER, Some(115), 0, 0),
    ("t-shirt", 0, UNDATED, Some(45), 0, 0),
];

fn window(collection: u16, climates: Climates, country: Option<Country>, first: i64, last: i64) -> Window {
    let days = Days { first: Day::from_number(first), last: Day::from_number(last) };
    Window { collection: CollectionIndex(collection), climates, country, days }
}

/// The spring collection is current from 5 January, in the south from 5 July; on the same day last winter's collection
/// ends.
fn year() -> Season {
    let (north, south) = (Climates::ALL.without(Climate::South), Climates::only(Climate::South));
    let mut december = [-11i8; HALF_MONTHS];
    december[22] = 127;
    december[23] = 127;
    let zone = |name, country: &[u8; 2], climate| Zone {
        key: ZoneKey::of(name),
        country: Country::from_letters(*country),
        climate,
    };
    let none = |texts: usize| Column::of(std::iter::repeat_n("", texts)).unwrap();
    Season {
        weight: Factor::from_bits(1 << 15),
        weather: true,
        in_demand_from: NonZeroU16::new(8_192),
        shapes: vec![[0; HALF_MONTHS], december],
        windows: vec![
            window(0, north, None, JANUARY_5, JULY_5 - 1),
            window(0, south, None, JULY_5, JULY_5 + 183),
            window(1, north, None, JANUARY_5 - 184, JANUARY_5 - 1),
            window(1, south, None, JANUARY_5, JULY_5 - 1),
            window(2, Climates::ALL, None, NOVEMBER_20, CHRISTMAS),
            // Mother's Day is in January everywhere, and in July in France.
            window(3, Climates::ALL, None, JANUARY_20 - 7, JANUARY_20),
            window(3, Climates::ALL, Country::of("FR"), JULY_20 - 7, JULY_20),
        ],
        kinds: vec![SeasonalKind::Main, SeasonalKind::Main, SeasonalKind::Occasion, SeasonalKind::Occasion],
        names: none(COLLECTIONS.len() * 2),
        stories: none(COLLECTIONS.len() * 3),
        zones: vec![
            zone("Australia/Sydney", b"AU", Climate::South),
            zone("Europe/Paris", b"FR", Climate::North),
            zone("Asia/Singapore", b"SG", Climate::Tropics),
            zone("America/New_York", b"US", Climate::North),
            zone("Pacific/Honolulu", b"US", Climate::Tropics),
        ],
    }
}

/// A house in which all items sell equally: only the season determines the order.
fn house() -> Content {
    let mut content = synthetic::content(0, 1);
    let core = &mut content.core;
    core.divisions = DIVISIONS.map(|id| Division { id: id.to_owned(), names: vec![id.to_owned(); 2] }).to_vec();
    core.types = (0..DIVISIONS.len() as u16)
        .map(|division| ItemType {
            name: format!("type {division}"),
            division: DivisionIndex(division),
            sensitive: false,
            rest: RepurchaseInterval { item_days: None, type_days: Some(0) },
        })
        .collect();
    core.onward = Vec::new();
    core.tuning.share = Factor::ZERO;
    core.tuning.new_share = Factor::ZERO;
    core.tuning.max_per_type = None;
    core.collections = COLLECTIONS.map(str::to_owned).to_vec();
    core.collection_sets = vec![CollectionSet::EMPTY, SPRING, LAST_WINTER, FOR_CHRISTMAS, FOR_MOTHERS];
    core.season = year();
    content.items = ITEMS
        .map(|(id, division, collections, outfit, weather, shape)| Item {
            id: id.into(),
            title: id.into(),
            url: format!("https://shop.example/p/{id}").into(),
            division: DivisionIndex(division),
            item_type: TypeIndex(division),
            collections,
            traits: Traits {
                shape,
                amplitude: if shape == 0 { 0 } else { 129 },
                outfit: outfit.map(|hundredths: u8| Clo(hundredths.into()).stored()),
                weather,
            },
            ..Item::default()
        })
        .to_vec();
    // A shopper who views the T-shirt gets the sweater and the candle.
    let neighbour = |item, weight| Neighbour { item, weight, support: NonZeroU32::new(5) };
    content.items[9].neighbours = vec![neighbour(8, 1.0), neighbour(1, 0.5)];
    content.items[5].neighbours = vec![neighbour(4, 1.0)];
    let of_division = |division: u16| -> Vec<Neighbour> {
        (0..ITEMS.len()).filter(|item| ITEMS[*item].1 == division).map(|item| neighbour(item as u32, 1.0)).collect()
    };
    content.season = vec![(0..DIVISIONS.len() as u16).map(of_division).collect(); HALF_MONTHS];
    content
}

static HOUSE: LazyLock<Published> = LazyLock::new(|| Published::new(&house(), NOVEMBER_20 * DAY, &[]));

/// An engine that has read the season of `day`.
fn engine(published: &Published, day: i64, country: Option<&str>, weather: Weather) -> Engine {
    let mut engine = published.engine();
    engine.set_place(country, None);
    engine.set_weather(weather);
    let half_month = engine.season_to_read(day * DAY).unwrap();
    engine.read_season(half_month, &published.payload(BinaryFile::Season(half_month))).unwrap();
    assert_eq!(engine.season_to_read(day * DAY), None);
    engine
}

fn request() -> SuggestRequest {
    SuggestRequest { basis: Basis::Season, limit: Some(24), ..SuggestRequest::new(Placement::Home) }
}

/// Known weather: degrees Celsius, millimetres of rain, UV index.
fn weather(temperature: i32, rain: i32, uv: i32) -> Weather {
    let tenths = |number: i32| Some(Tenths(number * 10));
    Weather { temperature_c: tenths(temperature), rain_mm: tenths(rain), uv_index: tenths(uv) }
}

/// The suggestions: item, score of the season, and flags.
fn shown(engine: &mut Engine, request: &SuggestRequest, day: i64) -> Vec<(String, SeasonScore, Vec<Flag>)> {
    engine
        .suggest(request, day * DAY + DAY / 2)
        .suggestions
        .into_iter()
        .map(|one| (one.id.to_owned(), one.signs, one.flags))
        .collect()
}

fn season_of(country: Option<&str>, day: i64, weather: Weather) -> Vec<(String, SeasonScore, Vec<Flag>)> {
    shown(&mut engine(&HOUSE, day, country, weather), &request(), day)
}

fn of<'a>(slate: &'a [(String, SeasonScore, Vec<Flag>)], id: &str) -> &'a (String, SeasonScore, Vec<Flag>) {
    slate.iter().find(|one| one.0 == id).unwrap_or_else(|| panic!("no {id} in {slate:?}"))
}

fn place_of(slate: &[(String, SeasonScore, Vec<Flag>)], id: &str) -> usize {
    slate.iter().position(|one| one.0 == id).unwrap_or_else(|| panic!("no {id} in {slate:?}"))
}

fn hundredths(fixed: i32) -> i32 {
    (f64::from(fixed) / 655.36).round() as i32
}

/// In France in January and in Australia in July, the spring collection is current and last winter's is over. In France
/// in July no collection is current; in Australia in January it is this winter's.
#[test]
fn what_comes_first() {
    // Country, day, degrees, UV index; the first three items; for the first, the fit of collection and weather
    // together, and each alone, in hundredths.
    type Expected = (&'static str, i64, i32, i32, [&'static str; 3], [i32; 3]);
    let table: [Expected; 16] = [
        // Freezing: last winter's coat (0.70 by its warmth), although the spring collection is current.
        ("FR", JANUARY_20, -5, 0, ["coat", "candle", "locket"], [70, 0, 70]),
        ("AU", JULY_20, -5, 0, ["coat", "candle", "locket"], [70, 0, 70]),
        ("FR", JULY_20, -5, 0, ["coat", "locket", "candle"], [70, 0, 70]),
        ("AU", JANUARY_20, -5, 0, ["coat", "locket", "sweater"], [95, 25, 70]),
        // Cold: still the coat.
        ("FR", JANUARY_20, 5, 1, ["coat", "dress", "sweater"], [93, 0, 93]),
        ("AU", JULY_20, 5, 1, ["coat", "dress", "sweater"], [93, 0, 93]),
        ("FR", JULY_20, 5, 1, ["coat", "locket", "sweater"], [93, 0, 93]),
        ("AU", JANUARY_20, 5, 1, ["coat", "sweater", "locket"], [118, 25, 93]),
        // Mild: the dress of the current spring collection; without one, a sweater.
        ("FR", JANUARY_20, 15, 2, ["dress", "sweater", "raincoat"], [92, 25, 67]),
        ("AU", JULY_20, 15, 2, ["dress", "sweater", "raincoat"], [92, 25, 67]),
        ("FR", JULY_20, 15, 2, ["sweater", "raincoat", "dress"], [89, 0, 89]),
        ("AU", JANUARY_20, 15, 2, ["sweater", "raincoat", "dress"], [114, 25, 89]),
        // Hot, with strong sun: items for the sun, even if the winter collection is current.
        ("FR", JANUARY_20, 30, 9, ["bikini", "sunglasses", "t-shirt"], [100, 0, 100]),
        ("AU", JULY_20, 30, 9, ["bikini", "sunglasses", "t-shirt"], [100, 0, 100]),
        ("FR", JULY_20, 30, 9, ["bikini", "sunglasses", "t-shirt"], [100, 0, 100]),
        ("AU", JANUARY_20, 30, 9, ["bikini", "sunglasses", "t-shirt"], [100, 0, 100]),
    ];
    for (country, day, degrees, uv, first, parts) in table {
        let slate = season_of(Some(country), day, weather(degrees, 0, uv));
        let ids: Vec<&str> = slate.iter().map(|one| one.0.as_str()).take(3).collect();
        let signs = &slate[0].1;
        let found = [signs.collection.bits() + signs.weather.bits(), signs.collection.bits(), signs.weather.bits()]
            .map(hundredths);
        assert_eq!((ids.as_slice(), found), (first.as_slice(), parts), "{country}, day {day}, {degrees} degrees");
        assert!(slate.is_sorted_by(|a, b| a.1.fit() >= b.1.fit()), "everything sells alike: {slate:?}");
    }
}

#[test]
fn what_contradicts_the_weather_is_not_pushed() {
    let frost = season_of(Some("FR"), JANUARY_20, weather(-5, 0, 0));
    let (coat, t_shirt, dress) = (of(&frost, "coat"), of(&frost, "t-shirt"), of(&frost, "dress"));
    assert!(
        place_of(&frost, "coat") < place_of(&frost, "dress"),
        "last winter's coat before the spring that is pushed"
    );
    assert_eq!(
        (coat.1.collection, coat.2.as_slice()),
        (Fit::ZERO, &[Flag::ColdSnap][..]),
        "that it is over counts no longer"
    );
    assert_eq!((dress.2.as_slice(), t_shirt.2.as_slice()), (&[Flag::Collection(CollectionIndex(0))][..], &[][..]));
    // A flag needs a fit good enough to decide, and nothing less.
    let cold = season_of(Some("FR"), JANUARY_20, weather(5, 0, 0));
    assert!(
        of(&cold, "coat").1.weather > Fit::from_bits(1 << 15)
            && of(&cold, "sweater").1.weather < Fit::from_bits(1 << 15)
    );
    assert_eq!((of(&cold, "coat").1.collection, of(&cold, "sweater").1.collection.bits()), (Fit::ZERO, -(1 << 14)));
    // An item that does not suit the weather gains nothing from its collection.
    let heat = season_of(Some("AU"), JANUARY_20, weather(30, 0, 9));
    let coat = &of(&heat, "coat").1;
    assert!(coat.weather < Fit::from_bits(-(1 << 15)) && coat.collection == Fit::ZERO, "{coat:?}");
    assert_eq!(heat[0].0, "bikini", "30 degrees in January in Australia, where this winter's collection is pushed");
    assert!(
        of(&heat, "bikini").2.contains(&Flag::Sun)
            && of(&heat, "coat").2.contains(&Flag::Collection(CollectionIndex(1)))
    );
}

#[test]
fn rain_and_sun_bring_what_is_for_them() {
    let wet = season_of(Some("FR"), JULY_20, weather(15, 4, 2));
    assert_eq!((wet[0].0.as_str(), wet[0].2.as_slice()), ("raincoat", &[Flag::Rain][..]));
    let dry = season_of(Some("FR"), JULY_20, weather(15, 0, 2));
    // 0.93 by its warmth, a quarter less in dry weather.
    assert_eq!([of(&dry, "raincoat"), of(&wet, "raincoat")].map(|one| hundredths(one.1.weather.bits())), [68, 100]);
    // On a glacier: sunglasses and a coat, but no bikini.
    let glacier = season_of(Some("FR"), JANUARY_20, weather(-5, 0, 8));
    assert_eq!([&*glacier[0].0, &*glacier[1].0], ["sunglasses", "coat"]);
    let bikini = of(&glacier, "bikini");
    assert!(bikini.1.weather < Fit::from_bits(-(1 << 15)) && bikini.2.is_empty(), "{bikini:?}");
    assert!(place_of(&glacier, "bikini") > place_of(&glacier, "t-shirt"));
    // An item for both conditions suits either.
    let season = year();
    let both = ItemFeatures {
        division: DivisionIndex(0),
        item_type: TypeIndex(0),
        is_new: false,
        collections: UNDATED,
        traits: Traits { weather: Traits::RAIN | Traits::SUN, ..Traits::default() },
        wearer: Wearer::default(),
    };
    for (rain, uv, sign) in [(40, 0, 1 << 16), (0, 80, 1 << 16), (40, 80, 1 << 16), (0, 0, -(1 << 14))] {
        let weather = Weather { rain_mm: Some(Tenths(rain)), uv_index: Some(Tenths(uv)), ..Weather::default() };
        let moment = SeasonContext::new(&season, Day::from_number(JULY_20), Region::default(), weather);
        assert_eq!(moment.signs(&both).weather, Fit::from_bits(sign), "rain {rain}, UV {uv}");
    }
}

#[test]
fn a_house_may_leave_the_weather_out() {
    let mut content = house();
    content.core.season.weather = false;
    let published = Published::new(&content, NOVEMBER_20 * DAY, &[]);
    let mut engine = engine(&published, JANUARY_20, Some("FR"), weather(-5, 9, 9));
    let slate = shown(&mut engine, &request(), JANUARY_20);
    assert_eq!(slate[0].0, "dress");
    assert!(slate.iter().all(|one| one.1.weather == Fit::ZERO));
}

#[test]
fn the_tropics_have_no_winter_and_an_unknown_place_has_collections() {
    let unknown = Weather::default();
    // At the end of the year, a music box is in demand where its demand was learned.
    let december = CHRISTMAS - 5;
    for (country, demand) in
        [(Some("FR"), true), (Some("US"), true), (None, true), (Some("AU"), false), (Some("SG"), false)]
    {
        let slate = season_of(country, december, unknown);
        let music_box = of(&slate, "music-box");
        assert_eq!(music_box.1.demand > Fit::ZERO, demand, "{country:?}");
        assert_eq!(music_box.2.contains(&Flag::InDemandNow), demand, "{country:?}");
        // An occasion applies everywhere.
        assert_eq!(of(&slate, "candle").2, [Flag::Occasion(CollectionIndex(2))], "{country:?}");
    }
    // Without a stated country, the time zone gives the place: Honolulu is in the tropics, New York is not.
    let mut engine = engine(&HOUSE, december, None, unknown);
    for (zone, demand) in [("America/New_York", true), ("Pacific/Honolulu", false), ("Mars/Olympus", true)] {
        let country = engine.set_place(None, Some(zone));
        assert_eq!(country, (zone != "Mars/Olympus").then_some(Country::from_letters(*b"US")), "{zone}");
        assert_eq!(of(&shown(&mut engine, &request(), december), "music-box").1.demand > Fit::ZERO, demand, "{zone}");
    }
    // The page's country has priority over the device, even if the pack does not have it.
    assert_eq!(engine.set_place(Some("zz"), Some("Pacific/Honolulu")), Country::of("zz"));
    assert!(of(&shown(&mut engine, &request(), december), "music-box").1.demand > Fit::ZERO);
    // Without place and weather: only the current collection counts, as in the north.
    let slate = season_of(None, JANUARY_20 - 8, unknown);
    assert_eq!((slate[0].0.as_str(), hundredths(slate[0].1.fit().bits())), ("dress", 25));
    assert!(slate.iter().all(|one| one.1.weather == Fit::ZERO));
}

#[test]
fn windows_open_and_close_to_the_day() {
    let candle = |day: i64| {
        let slate = season_of(Some("FR"), day, Weather::default());
        (hundredths(of(&slate, "candle").1.occasion.bits()), !of(&slate, "candle").2.is_empty())
    };
    let days = [NOVEMBER_20 - 1, NOVEMBER_20, CHRISTMAS, CHRISTMAS + 1].map(candle);
    assert_eq!(days, [(0, false), (50, true), (50, true), (0, false)]);
    // A country's own day replaces the general one: in France, Mother's Day is in July.
    let locket =
        |country: Option<&str>, day: i64| !of(&season_of(country, day, Weather::default()), "locket").2.is_empty();
    let holds = [
        (Some("FR"), JANUARY_20),
        (Some("US"), JANUARY_20),
        (None, JANUARY_20),
        (Some("FR"), JULY_20),
        (Some("US"), JULY_20),
    ];
    assert_eq!(holds.map(|(country, day)| locket(country, day)), [false, true, true, true, false]);
    // From two weeks before the end, and not after it.
    let ending = |day: i64| of(&season_of(Some("FR"), day, Weather::default()), "dress").2.clone();
    assert_eq!(ending(JULY_5 - 15), [Flag::Collection(CollectionIndex(0))]);
    assert_eq!(ending(JULY_5 - 14), [Flag::Collection(CollectionIndex(0)), Flag::EndingSoon]);
    assert_eq!(ending(JULY_5 - 1), [Flag::Collection(CollectionIndex(0)), Flag::EndingSoon]);
    assert_eq!(ending(JULY_5), []);
    // The end of an occasion is not flagged as ending soon.
    assert_eq!(of(&season_of(None, CHRISTMAS, Weather::default()), "candle").2, [Flag::Occasion(CollectionIndex(2))]);
}

/// The order of flags: most specific first.
#[test]
fn flags_have_an_order() {
    let season = year();
    let everything = ItemFeatures {
        division: DivisionIndex(0),
        item_type: TypeIndex(0),
        is_new: true,
        collections: SPRING | LAST_WINTER | FOR_CHRISTMAS,
        traits: Traits { shape: DECEMBER, amplitude: 129, outfit: Some(Clo(190)), weather: Traits::RAIN | Traits::SUN },
        wearer: Wearer::default(),
    };
    let moment = SeasonContext::new(&season, Day::from_number(CHRISTMAS), Region::default(), weather(5, 4, 8));
    let expected = [
        Flag::ColdSnap,
        Flag::Rain,
        Flag::Sun,
        Flag::Occasion(CollectionIndex(2)),
        Flag::InDemandNow,
        Flag::Collection(CollectionIndex(1)),
        Flag::EndingSoon,
        Flag::New,
    ];
    assert_eq!(moment.flags(&everything), expected);
    let moment = SeasonContext::new(&season, Day::from_number(CHRISTMAS), Region::default(), weather(6, 0, 0));
    assert_eq!(
        moment.flags(&everything),
        [
            Flag::Occasion(CollectionIndex(2)),
            Flag::InDemandNow,
            Flag::Collection(CollectionIndex(1)),
            Flag::EndingSoon,
            Flag::New
        ]
    );
}

/// A shopper on `day` who has viewed `ids`.
fn shopper(day: i64, ids: &[&str]) -> Engine {
    let mut engine = engine(&HOUSE, day, Some("FR"), weather(-5, 0, 0));
    engine.set_mode(Mode::Personal);
    for id in ids {
        let declared = engine.open_page(id);
        HOUSE.load(&mut engine, declared);
        assert!(engine.track(EventKind::View, id, day * DAY, false));
    }
    engine
}

#[test]
fn the_season_s_slate_is_the_same_for_everybody() {
    let seen = |ids: &[&str]| shown(&mut shopper(JANUARY_20, ids), &request(), JANUARY_20);
    let nobody = seen(&[]);
    assert_eq!(nobody.len(), ITEMS.len());
    assert_eq!(seen(&["t-shirt", "t-shirt", "candle"]), nobody);
    let mut buyer = shopper(JANUARY_20, &["music-box"]);
    assert!(buyer.track(EventKind::Purchase, "music-box", JANUARY_20 * DAY, false));
    let request = SuggestRequest { item_id: None, ..request() };
    assert_eq!(shown(&mut buyer, &request, JANUARY_20), nobody, "even what was bought stays where it is");
    // With the history, the item is left out.
    let with_history = SuggestRequest { basis: Basis::History, ..request };
    assert!(!shown(&mut buyer, &with_history, JANUARY_20).iter().any(|one| one.0 == "music-box"));
}

#[test]
fn parts_sum_to_the_score_and_the_season_is_one_of_them() {
    let france = Region { country: Country::of("FR"), climate: Some(Climate::North) };
    let season = HOUSE.core().season;
    let moment = SeasonContext::new(&season, Day::from_number(JANUARY_20), france, weather(-5, 0, 0));
    assert_eq!(
        moment.factor(&facts("coat")),
        Factor::from_bits((1 << 16) + (45_886 >> 1)),
        "0.70, of a weight of a half"
    );
    // If the history counts, the items of its lists are shown.
    let looks: [(bool, &[&str], &[&str]); 4] = [
        (true, &["t-shirt", "music-box"], &[]),
        (false, &[], &[]),
        (false, &["t-shirt"], &["sweater", "candle"]),
        (false, &["t-shirt", "music-box"], &["sweater", "candle", "locket"]),
    ];
    for (seasonal, looked_at, listed) in looks {
        let basis = if seasonal { Basis::Season } else { Basis::History };
        let request = SuggestRequest { basis, ..request() };
        let noon = JANUARY_20 * DAY + DAY / 2;
        let mut engine = shopper(JANUARY_20, looked_at);
        let slate: Vec<(String, Score)> = engine
            .suggest(&request, noon)
            .suggestions
            .iter()
            .map(|one| (one.id.to_owned(), one.rank.unwrap().score))
            .collect();
        assert!(slate.len() > 7, "{slate:?}");
        for (id, score) in slate {
            let why = engine.explain(&request, &id, noon).unwrap();
            let sum = |name: &str| -> i64 {
                why.parts.iter().filter(|part| part.name.code() == name).map(|part| part.value.units()).sum()
            };
            assert_eq!(why.score(), score, "{id}");
            assert_eq!(sum("neighbour") > 0, listed.contains(&id.as_str()), "{id}: {why:?}");
            assert!(sum("in-season") > 0, "{id}: {why:?}");
            let base = sum("in-season") + sum("neighbour") + sum("reminder");
            let moment = if seasonal { moment.clone().leading() } else { moment.clone() };
            let factor = i64::from(moment.factor(&facts(&id)).bits());
            assert_eq!(sum("season"), ((base * factor) >> 16) - base, "{id}: {why:?}");
        }
    }
}

fn facts(id: &str) -> ItemFeatures {
    let house = house();
    let item = house.items.iter().find(|item| item.id == id).unwrap();
    ItemFeatures {
        division: item.division,
        item_type: item.item_type,
        is_new: item.is_new,
        collections: item.collections,
        traits: item.traits,
        wearer: item.wearer,
    }
}

#[test]
fn no_clock_is_too_far_off() {
    for now in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX] {
        let mut engine = HOUSE.engine();
        engine.set_place(Some("FR"), None);
        engine.set_weather(Weather {
            temperature_c: Some(Tenths(i32::MIN)),
            rain_mm: Some(Tenths(i32::MAX)),
            uv_index: Some(Tenths(i32::MIN)),
        });
        let half_month = engine.season_to_read(now).unwrap();
        engine.read_season(half_month, &HOUSE.payload(BinaryFile::Season(half_month))).unwrap();
        let request = request();
        assert_eq!(engine.suggest(&request, now).suggestions.len(), ITEMS.len(), "{now}");
        assert!(engine.explain(&request, "coat", now).is_some());
    }
}

#[test]
fn half_months_are_those_of_the_calendar() {
    let epoch = jiff::civil::date(1970, 1, 1);
    let (mut date, mut day) = (jiff::civil::date(1900, 1, 1), -25_567);
    assert_eq!(epoch.checked_add(jiff::Span::new().days(day)).unwrap(), date);
    while date.year() < 2101 {
        let expected = (date.month() - 1) * 2 + i8::from(date.day() > 15);
        assert_eq!(HalfMonth::of(Day::from_number(day)).number(), expected as u8, "{date}");
        (date, day) = (date.tomorrow().unwrap(), day + 1);
    }
}

fn any_season() -> impl Strategy<Value = Season> {
    let windows = (
        0..64u16,
        1..8u8,
        prop_oneof![Just(None), Just(Some(*b"FR")), any::<[u8; 2]>().prop_map(Some)],
        any::<u32>(),
        any::<u32>(),
    );
    let shape = prop::collection::vec(any::<i8>(), HALF_MONTHS);
    (
        (0..=1u32 << 16, any::<bool>(), any::<u16>()),
        prop::collection::vec(shape, 0..4),
        prop::collection::vec(windows, 0..12),
        prop::collection::vec(prop::sample::select(SeasonalKind::ALL.to_vec()), 0..=64),
    )
        .prop_map(|((weight, weather, in_demand_from), shapes, windows, kinds)| Season {
            weight: Factor::from_bits(weight),
            weather,
            in_demand_from: NonZeroU16::new(in_demand_from),
            shapes: shapes.into_iter().map(|shape| shape.try_into().unwrap()).collect(),
            windows: windows
                .into_iter()
                .map(|(collection, climates, country, a, b)| {
                    let climates = Climates::from_bits(climates).unwrap();
                    window(collection, climates, country.map(Country::from_letters), a.min(b).into(), a.max(b).into())
                })
                .collect(),
            kinds,
            ..year()
        })
}

fn any_place() -> impl Strategy<Value = Region> {
    let climate = prop::sample::select(vec![None, Some(Climate::North), Some(Climate::South), Some(Climate::Tropics)]);
    let country = prop_oneof![Just(None), Just(Some(*b"FR")), any::<[u8; 2]>().prop_map(Some)]
        .prop_map(|letters| letters.map(Country::from_letters));
    (country, climate).prop_map(|(country, climate)| Region { country, climate })
}

fn tenths() -> impl Strategy<Value = Option<Tenths>> {
    let extreme = prop::sample::select(vec![i32::MIN, i32::MIN + 1, -1, 0, 1, i32::MAX - 1, i32::MAX]);
    proptest::option::of(prop_oneof![4 => -600..600i32, 1 => any::<i32>(), 1 => extreme].prop_map(Tenths))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Every part and the fit stay between -1 and 1, and no factor removes more than the score or more than doubles it,
    /// for any pack, clock and page.
    #[test]
    fn nothing_fits_more_than_wholly(
        season in any_season(),
        day in prop_oneof![4 => 0..60_000i64, 1 => any::<i64>()],
        place in any_place(),
        (temperature_c, rain_mm, uv_index) in (tenths(), tenths(), tenths()),
        (shape, amplitude, outfit, weather) in any::<(u8, u8, u8, u8)>(),
        (collections, is_new) in any::<(u64, bool)>(),
    ) {
        let moment = SeasonContext::new(&season, Day::from_number(day), place, Weather { temperature_c, rain_mm, uv_index });
        let outfit = Clo::from_byte(outfit);
        let traits = Traits { shape: shape % 5, amplitude, outfit, weather };
        let facts = ItemFeatures { division: DivisionIndex(0), item_type: TypeIndex(0), is_new, collections: CollectionSet::from_bits(collections), traits, wearer: Wearer::default() };
        let signs = moment.signs(&facts);
        let one = 1 << 16;
        let parts = [signs.collection, signs.occasion, signs.demand, signs.weather].map(Fit::bits);
        for part in parts.into_iter().chain([signs.fit().bits()]) {
            prop_assert!((-one..=one).contains(&part), "{:?}", signs);
        }
        prop_assert_eq!(signs.fit().bits(), parts.iter().sum::<i32>().clamp(-one, one));
        prop_assert!(moment.factor(&facts) <= Factor::from_bits(2 << 16));
        if !season.weather || (temperature_c, rain_mm, uv_index) == (None, None, None) {
            prop_assert_eq!(signs.weather, Fit::ZERO);
        }
        if !matches!(place.climate, None | Some(Climate::North)) {
            prop_assert_eq!(signs.demand, Fit::ZERO);
        }
        let flags = moment.flags(&facts);
        for (number, flag) in flags.iter().enumerate() {
            prop_assert!(!flags[..number].contains(flag), "twice: {:?}", flags);
            let holds = match flag {
                Flag::Collection(one) | Flag::Occasion(one) => {
                    let is_occasion = season.kinds.get(one.at()) == Some(&SeasonalKind::Occasion);
                    facts.collections.contains(*one) && is_occasion == matches!(flag, Flag::Occasion(_))
                }
                Flag::EndingSoon => flags.iter().any(|flag| matches!(flag, Flag::Collection(_))),
                Flag::New => is_new,
                Flag::InDemandNow => season.in_demand_from.is_some() && signs.demand > Fit::ZERO,
                Flag::ColdSnap => signs.weather > Fit::ZERO && outfit.is_some() && temperature_c.is_some_and(|it| it <= Tenths(50)),
                Flag::Rain => signs.weather > Fit::ZERO && rain_mm.is_some_and(|it| it >= Tenths(10)),
                Flag::Sun => signs.weather > Fit::ZERO && uv_index.is_some_and(|it| it >= Tenths(30)),
            };
            prop_assert!(holds, "{:?} of {:?}", flag, flags);
        }
    }

    /// Any country of a page and any time zone of a device are accepted.
    #[test]
    fn any_name_is_some_place(country in proptest::option::of(".{0,4}"), zone in proptest::option::of(".{0,40}")) {
        let season = year();
        let place = season.place(country.as_deref(), zone.as_deref());
        let is_country = country.as_ref().is_some_and(|name| name.len() == 2);
        prop_assert!(!is_country || place.country.is_some());
    }

    #[test]
    fn every_day_has_its_half_month(day: i64) {
        prop_assert!(usize::from(HalfMonth::of(Day::from_number(day)).number()) < HALF_MONTHS);
    }
}

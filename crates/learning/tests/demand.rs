//! Demand over the year, learned from made-up shops whose seasonal items are known.

use passerelle::history::EventKind;
use passerelle::model::{CollectionIndex, CollectionSet, Day};
use passerelle::season::{Clo, Traits};
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::demand::days::half_month;
use passerelle_learning::demand::{
    Certainty, Demand, Feast, LIFT_UNIT, LevelCounts, StoredProfile, from_counts, learn, profiles,
};
use passerelle_learning::season_slates::slates;
use passerelle_learning::visits::Visits;

/// 1 January 2024; 2025 begins 366 days later.
const START: i32 = 19_723;
const YEAR: i32 = 366;
const K: u32 = 3;
/// Number of items that sell all year round in every shop.
const STAPLES: u32 = 40;
/// The half-months of December.
const DECEMBER: [usize; 2] = [22, 23];

/// Sales as (shopper, day, item).
#[derive(Clone, Default)]
struct Shop {
    sales: Vec<(u32, i32, u32)>,
    shoppers: u32,
}

impl Shop {
    /// Items 0 to [`STAPLES`] sell evenly, `per_day(day)` of each, each time to a new shopper.
    fn staples(days: std::ops::Range<i32>, per_day: impl Fn(i32) -> f64) -> Self {
        let mut shop = Self::default();
        (0..STAPLES).for_each(|item| shop.sell(item, days.clone(), &per_day));
        shop
    }

    /// Sells `per_day(day)` of `item`, each time to a new shopper.
    fn sell(&mut self, item: u32, days: std::ops::Range<i32>, per_day: impl Fn(i32) -> f64) {
        // Items do not all sell on the same days.
        let mut due = f64::from(item * 7 % 11) / 11.0;
        for day in days {
            due += per_day(START + day);
            while due >= 1.0 {
                due -= 1.0;
                self.sales.push((self.shoppers, START + day, item));
                self.shoppers += 1;
            }
        }
    }

    fn log(&self) -> Log {
        let mut sales = self.sales.clone();
        sales.sort_by_key(|sale| sale.1);
        let mut log = Log { shoppers: self.shoppers, ..Log::default() };
        for (shopper, day, item) in sales {
            let start = log.events.len() as u32;
            log.events.push(LogEvent { item, kind: EventKind::Purchase });
            log.sessions.push(Session { start, len: 1, shopper, time: i64::from(day) * 86_400 });
        }
        log
    }

    fn demand(&self, catalogue: &Catalogue) -> Demand {
        let log = self.log();
        let demand = learn(&Visits::new(&log, 0..log.sessions.len(), |_| true), catalogue, K);
        assert!(demand.shapes.len() <= 64 && demand.shapes[0] == [0; 24]);
        assert!(demand.items.iter().all(|stored| usize::from(stored.shape) < demand.shapes.len()));
        assert_eq!((demand.items.len(), demand.flag_from), (catalogue.items.len(), LIFT_UNIT));
        for shape in &demand.shapes[1..] {
            assert_eq!(shape.iter().map(|value| value.unsigned_abs()).max(), Some(127));
        }
        demand
    }
}

/// `items` items of one type; those from `other` on are of another type.
fn catalogue(items: u32, other: u32) -> Catalogue {
    let item = |index: u32| Item {
        id: format!("{index:04}").into(),
        item_type: u16::from(index >= other),
        available: true,
        ..Item::default()
    };
    Catalogue {
        items: (0..items).map(item).collect(),
        divisions: vec![Division::default()],
        types: vec![ItemType::default(), ItemType { name: "other".into(), ..ItemType::default() }],
        ..Catalogue::default()
    }
}

fn in_december(day: i32) -> bool {
    DECEMBER.contains(&half_month(day))
}

fn flags(demand: &Demand, item: u32) -> Vec<usize> {
    (0..24).filter(|half| demand.flagged(item as usize, *half)).collect()
}

fn nothing_flagged(demand: &Demand) {
    for item in 0..demand.items.len() as u32 {
        assert_eq!(flags(demand, item), [0; 0], "item {item}");
    }
}

#[test]
fn what_sells_in_december_only_is_in_demand_in_december_only() {
    let item = STAPLES;
    // Two years; one year that begins in December, so that the item comes back in its last weeks; one year around
    // December.
    for days in [0..2 * YEAR, -31..YEAR - 31 + 14, -183..YEAR - 183] {
        let mut shop = Shop::staples(days.clone(), |_| 1.0);
        shop.sell(item, days.clone(), |day| f64::from(u8::from(in_december(day))) * 2.0);
        let demand = shop.demand(&catalogue(STAPLES + 1, u32::MAX));
        assert_eq!(flags(&demand, item), DECEMBER, "{days:?}");
        // Twelve times the mean is stored as at least four times, and the middle of the year as less than the mean.
        let stored = |half: usize| demand.lift(item as usize, half) / i32::from(LIFT_UNIT);
        assert!(stored(22) >= 2 && stored(23) >= 2 && stored(12) < 0, "{days:?}");
        (0..STAPLES).for_each(|staple| assert_eq!(flags(&demand, staple), [0; 0], "{days:?}, {staple}"));
    }
}

#[test]
fn a_busy_december_makes_nothing_seasonal() {
    let shop = Shop::staples(0..YEAR, |day| if in_december(day) { 6.0 } else { 0.7 });
    nothing_flagged(&shop.demand(&catalogue(STAPLES, u32::MAX)));
}

/// One item sells six times as much in a busy December.
#[test]
fn more_than_a_busy_december_is_seasonal() {
    let mut shop = Shop::staples(0..YEAR, |day| if in_december(day) { 3.0 } else { 0.5 });
    shop.sell(STAPLES, 0..YEAR, |day| if in_december(day) { 12.0 } else { 0.3 });
    assert_eq!(flags(&shop.demand(&catalogue(STAPLES + 1, u32::MAX)), STAPLES), DECEMBER);
}

#[test]
fn what_came_in_october_or_left_in_march_is_not_seasonal() {
    for (from, until) in [(275, YEAR), (300, YEAR), (0, 75), (0, 40), (335, YEAR)] {
        let mut shop = Shop::staples(0..YEAR, |_| 1.0);
        shop.sell(STAPLES, from..until, |_| 2.0);
        // A new item sells because it is new.
        shop.sell(STAPLES + 1, from..until, |day| if day < START + from + 30 { 6.0 } else { 1.0 });
        let demand = shop.demand(&catalogue(STAPLES + 2, u32::MAX));
        assert_eq!(flags(&demand, STAPLES), [0; 0], "{from}..{until}");
        if from > 0 {
            assert_eq!(flags(&demand, STAPLES + 1), [0; 0], "new in {from}..{until}");
        }
    }
}

#[test]
fn fewer_shoppers_than_the_floor_give_no_profile() {
    let mut shop = Shop::staples(0..YEAR, |_| 1.0);
    // Two shoppers, every day of December.
    for day in 335..YEAR {
        shop.sales.extend([(1_000_000, START + day, STAPLES), (1_000_001, START + day, STAPLES)]);
    }
    shop.shoppers = 1_000_002;
    let demand = shop.demand(&catalogue(STAPLES + 1, u32::MAX));
    assert_eq!(demand.items[STAPLES as usize], StoredProfile::default());
}

/// Thirty shoppers all year round. One of them comes every day in June.
#[test]
fn a_shopper_alone_makes_no_season() {
    let mut shop = Shop::staples(0..YEAR, |_| 1.0);
    shop.sell(STAPLES, 0..YEAR, |_| 0.3);
    let before = flags(&shop.demand(&catalogue(STAPLES + 1, u32::MAX)), STAPLES);
    shop.sales.extend((152..182).map(|day| (0, START + day, STAPLES)));
    assert_eq!(flags(&shop.demand(&catalogue(STAPLES + 1, u32::MAX)), STAPLES), before);
}

/// January to June: an item that sells in February is in demand then. July to December have no flags.
#[test]
fn half_a_year_gives_no_flags_in_the_other_half() {
    let mut shop = Shop::staples(0..182, |_| 1.0);
    shop.sell(STAPLES, 0..182, |day| if (2..4).contains(&half_month(day)) { 5.0 } else { 0.4 });
    shop.sell(STAPLES + 1, 0..182, |_| 0.5);
    let demand = shop.demand(&catalogue(STAPLES + 2, u32::MAX));
    assert_eq!(flags(&demand, STAPLES), [2, 3]);
    assert_eq!(flags(&demand, STAPLES + 1), [0; 0]);
    for half in 14..23 {
        assert!(!demand.flagged(STAPLES as usize, half), "{half}");
    }
}

/// One high June may be an accident, two are a season: an item with one high June is not flagged, one with two is.
#[test]
fn two_years_flag_more_than_one() {
    let june = |day: i32| (10..12).contains(&half_month(day));
    let once = |day: i32| if june(day) && day < START + YEAR { 1.5 } else { 0.5 };
    let twice = |day: i32| if june(day) { 3.0 } else { 0.5 };
    let mut shop = Shop::staples(0..2 * YEAR, |_| 1.0);
    shop.sell(STAPLES, 0..2 * YEAR, once);
    shop.sell(STAPLES + 1, 0..2 * YEAR, twice);
    let demand = shop.demand(&catalogue(STAPLES + 2, u32::MAX));
    assert_eq!(flags(&demand, STAPLES), [0; 0]);
    assert_eq!(flags(&demand, STAPLES + 1), [10, 11]);
}

/// Ten rare items of a type that sells at Easter only. None has enough sales of its own, and one has none. Easter was
/// on 31 March 2024, is on 20 April 2025 and on 5 April 2026; the half-months of March are 4 and 5.
#[test]
fn what_ends_with_easter_comes_back_with_easter_and_what_does_not_stays_in_march() {
    let days = 0..YEAR;
    let mut shop = Shop::staples(days.clone(), |_| 1.0);
    let (eggs, garden, both, sale) = (STAPLES, STAPLES + 1, STAPLES + 2, STAPLES + 3);
    let of_month = |day: i32, march: f64, april: f64| match half_month(day) / 2 {
        2 => march,
        3 => april,
        _ => 0.1,
    };
    shop.sell(eggs, days.clone(), |day| of_month(day, 4.0, 0.1));
    shop.sell(garden, days.clone(), |day| of_month(day, 4.0, 4.0));
    // About half as much after Easter: it may follow either clock, and is in demand where both agree.
    shop.sell(both, days.clone(), |day| of_month(day, 4.0, 2.0));
    // Falls month by month, long before Easter.
    shop.sell(sale, days, |day| 8.0 * libm::pow(0.35, (half_month(day) / 2) as f64) + 0.1);
    let catalogue = catalogue(STAPLES + 4, u32::MAX);
    let log = shop.log();
    let counts = LevelCounts::new(&Visits::new(&log, 0..log.sessions.len(), |_| true), &catalogue, K);
    let next_year = |day: Option<i32>, feasts: &[Feast]| {
        let demand = from_counts(&counts, &catalogue, Certainty::default(), &counts.clocks(feasts, day));
        [eggs, garden, both, sale].map(|item| flags(&demand, item))
    };
    let easter = Feast::easter(Day::from_number(START.into()));
    assert_eq!(next_year(None, &[]), [vec![4, 5], vec![4, 5, 6, 7], vec![4, 5, 6, 7], vec![0, 1, 2]]);
    assert_eq!(next_year(None, &easter), [vec![6], vec![4, 5, 6, 7], vec![5, 6, 7], vec![0, 1, 2]]);
    // The same Easter, for a shop that is judged by its own year.
    assert_eq!(next_year(Some(START), &easter), next_year(None, &[]));
}

#[test]
fn a_rare_item_takes_its_type_s_profile() {
    let mut shop = Shop::staples(0..2 * YEAR, |_| 1.0);
    for item in 0..10 {
        shop.sell(STAPLES + item, 0..2 * YEAR, |day| if (4..6).contains(&half_month(day)) { 0.1 } else { 0.0 });
    }
    let demand = shop.demand(&catalogue(STAPLES + 11, STAPLES));
    for item in 0..11 {
        assert_eq!(flags(&demand, STAPLES + item), [4, 5], "{item}");
    }
    // An item of a sensitive type has no profile.
    let mut silent = catalogue(STAPLES + 11, STAPLES);
    silent.types[1].sensitive = true;
    let log = shop.log();
    let visits = Visits::new(&log, 0..log.sessions.len(), |item| item < STAPLES);
    let demand = learn(&visits, &silent, K);
    assert!(demand.items[STAPLES as usize..].iter().all(|item| *item == StoredProfile::default()));
}

/// In one year a type sells in January and February only, each item too rarely to tell; another type came in October
/// and stayed.
#[test]
fn a_type_that_has_gone_is_out_of_season_one_that_came_may_be_new() {
    let mut shop = Shop::staples(0..YEAR, |_| 1.0);
    for item in 0..10 {
        shop.sell(STAPLES + item, 10..45, |_| 0.1);
    }
    let gone = shop.demand(&catalogue(STAPLES + 11, STAPLES));
    assert!(flags(&gone, STAPLES + 10).contains(&2), "{:?}", flags(&gone, STAPLES + 10));
    let mut shop = Shop::staples(0..YEAR, |_| 1.0);
    for item in 0..10 {
        shop.sell(STAPLES + item, 280..YEAR, |_| 0.1);
    }
    nothing_flagged(&shop.demand(&catalogue(STAPLES + 11, STAPLES)));
}

/// A shop in which every item has its own season, and some hardly have one.
fn colourful() -> Shop {
    let mut shop = Shop::staples(0..2 * YEAR, |_| 1.0);
    for item in STAPLES..STAPLES + 120 {
        let peak = (item * 5 % 24) as usize;
        let height = f64::from(item % 9) * 0.6;
        let rate = 0.05 + f64::from(item % 13) * 0.03;
        shop.sell(item, 0..2 * YEAR, move |day| {
            let away = half_month(day).abs_diff(peak);
            rate * (1.0 + if away.min(24 - away) < 2 { height } else { 0.0 })
        });
    }
    shop
}

#[test]
fn a_stored_flag_is_always_a_sure_one() {
    let shop = colourful();
    let catalogue = catalogue(STAPLES + 120, u32::MAX);
    let (log, demand) = (shop.log(), shop.demand(&catalogue));
    let visits = Visits::new(&log, 0..log.sessions.len(), |_| true);
    let profiles = profiles(&LevelCounts::new(&visits, &catalogue, K), &catalogue, Certainty::default(), &[]);
    let (mut flagged, mut sure) = (0, 0);
    for item in 0..profiles.len() {
        for half in 0..24 {
            let is_sure = profiles.get(item).is_some_and(|profile| profile.is_sure(half));
            assert!(is_sure || !demand.flagged(item, half), "item {item}, half-month {half}");
            flagged += u32::from(demand.flagged(item, half));
            sure += u32::from(is_sure);
        }
    }
    assert!(sure > 50 && flagged * 10 >= sure * 9, "{flagged} of {sure} survive two bytes an item");
}

#[test]
fn the_same_log_gives_the_same_bytes() {
    let shop = colourful();
    let catalogue = catalogue(STAPLES + 120, STAPLES + 60);
    let once = shop.demand(&catalogue);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| shop.demand(&catalogue)), once, "{threads} threads");
    }
}

#[test]
fn a_shop_with_few_sales_or_a_stray_date_flags_nothing_new() {
    let empty = Shop::default();
    nothing_flagged(&empty.demand(&catalogue(3, 2)));
    nothing_flagged(&empty.demand(&Catalogue::default()));
    let mut shop = Shop::default();
    shop.sell(0, 0..1, |_| 9.0);
    nothing_flagged(&shop.demand(&catalogue(3, 2)));
    // A stray date of 1970 does not make every item new.
    let mut shop = colourful();
    let before = shop.demand(&catalogue(STAPLES + 120, u32::MAX));
    shop.sales.push((shop.shoppers, 100, 0));
    shop.shoppers += 1;
    assert_eq!(shop.demand(&catalogue(STAPLES + 120, u32::MAX)).items.len(), before.items.len());
    assert_eq!(flags(&shop.demand(&catalogue(STAPLES + 120, u32::MAX)), STAPLES + 8), flags(&before, STAPLES + 8));
}

#[test]
fn season_slates_rank_by_popularity_times_lift() {
    let mut demand =
        Demand { shapes: vec![[0; 24], [0; 24]], items: vec![StoredProfile::default(); 5], flag_from: LIFT_UNIT };
    demand.shapes[1][23] = 127;
    demand.items[1] = StoredProfile { shape: 1, amplitude: 255 };
    let mut catalogue = catalogue(5, u32::MAX);
    catalogue.items[3].available = false;
    let selling = [6.0, 2.0, 0.0, 6.0, 5.0];
    let slates = slates(&catalogue, &selling, &demand, &[], &[]);
    let best = |half: usize| slates[half][0].iter().map(|entry| entry.item).collect::<Vec<u32>>();
    assert_eq!((best(23), best(0)), (vec![1, 0, 4, 2], vec![0, 4, 1, 2]));
    assert!(slates[0][0][3].weight < 1e-5, "nobody bought it");
}

#[test]
fn season_slates_have_something_for_any_weather() {
    let demand = Demand { shapes: vec![[0; 24]], items: vec![StoredProfile::default(); 60], flag_from: LIFT_UNIT };
    let catalogue = catalogue(60, u32::MAX);
    let selling: Vec<f64> = (0..60).map(|item| f64::from(100 - item)).collect();
    let mut traits = vec![Traits::default(); 60];
    for item in 40..50 {
        traits[item].outfit = Some(Clo(190));
        traits[item + 10].weather = Traits::RAIN;
    }
    let mut sets = vec![CollectionSet::EMPTY; 60];
    sets[59] = CollectionIndex(1).into();
    let slates = slates(&catalogue, &selling, &demand, &traits, &sets);
    let items: Vec<u32> = slates[7][0].iter().map(|entry| entry.item).collect();
    assert_eq!(items[..18], (0..18).collect::<Vec<u32>>());
    assert_eq!(items[18..], [40, 41, 42, 50, 51, 52, 59], "for cold, for rain, of the collection");
    assert!(slates.len() == 24 && super_empty(&catalogue, &demand), "nothing sold, no slates");
}

fn super_empty(catalogue: &Catalogue, demand: &Demand) -> bool {
    slates(catalogue, &[0.0; 60], demand, &[], &[]).is_empty()
}

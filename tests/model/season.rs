//! The fit of an item to the day, place and weather, as docs/season-fit.md describes it. Shares have 16 fractional
//! bits.

use super::world::World;
use passerelle::pack::write::Item;
use passerelle::season::{Country, SeasonalKind};
use std::collections::BTreeSet;

const ONE: i128 = 1 << 16;
const QUARTER: i128 = ONE / 4;
const HALF: i128 = ONE / 2;

/// Insulation required every 5 degrees Celsius from -20 on, in hundredths of a clo.
const REQUIRED: [i128; 12] = [379, 340, 300, 261, 222, 183, 143, 103, 63, 22, 0, 0];

/// A time zone of the test world: name, country, climate.
pub type Zone = (&'static str, &'static str, Climate);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Climate {
    North,
    South,
    Tropics,
}

/// The principal zone of a country comes first.
pub const ZONES: [Zone; 6] = [
    ("Australia/Sydney", "AU", Climate::South),
    ("Australia/Darwin", "AU", Climate::Tropics),
    ("Europe/Paris", "FR", Climate::North),
    ("Asia/Singapore", "SG", Climate::Tropics),
    ("America/New_York", "US", Climate::North),
    ("Pacific/Honolulu", "US", Climate::Tropics),
];

/// The weather that a page states, in tenths.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weather {
    pub temperature: Option<i128>,
    pub rain: Option<i128>,
    pub uv: Option<i128>,
}

/// The place and the weather of a page.
#[derive(Clone, Debug, Default)]
pub struct Local {
    country: Option<String>,
    climate: Option<Climate>,
    pub weather: Weather,
}

/// The parts of the fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub collection: i128,
    pub occasion: i128,
    pub demand: i128,
    pub weather: i128,
}

impl Parts {
    pub fn fit(self) -> i128 {
        (self.collection + self.occasion + self.demand + self.weather).clamp(-ONE, ONE)
    }
}

/// The half-month of a day, from 0, computed with the calendar of another library.
pub fn half_month(day: i64) -> usize {
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
    (date.month() as usize - 1) * 2 + usize::from(date.day() > 15)
}

impl Local {
    /// A country with two letters has priority over the time zone.
    pub fn set_place(&mut self, country: Option<&str>, zone: Option<&str>) {
        let country = country.filter(|letters| letters.len() == 2);
        let found = match country {
            Some(country) => ZONES.iter().find(|(_, of, _)| of.eq_ignore_ascii_case(country)),
            None => ZONES.iter().find(|(name, ..)| Some(*name) == zone),
        };
        self.country = country.map(str::to_ascii_uppercase).or(found.map(|(_, country, _)| (*country).to_owned()));
        self.climate = found.map(|(.., climate)| *climate);
    }

    fn climate(&self) -> Climate {
        self.climate.unwrap_or(Climate::North)
    }
}

/// Ids of collections and occasions by their state on a day at a place.
struct Calendar<'a> {
    dated: BTreeSet<&'a str>,
    open: BTreeSet<&'a str>,
    ending: BTreeSet<&'a str>,
}

fn calendar<'a>(world: &'a World, local: &Local, day: i64) -> Calendar<'a> {
    let core = &world.content.core;
    let mut calendar = Calendar { dated: BTreeSet::new(), open: BTreeSet::new(), ending: BTreeSet::new() };
    for window in &core.season.windows {
        let of_it = core.season.windows.iter().filter(|other| other.collection == window.collection);
        let here = |country: Option<Country>| {
            country.is_some_and(|country| local.country.as_deref() == Some(country.to_string().as_str()))
        };
        let named = of_it.clone().any(|other| here(other.country));
        let for_place = if named { here(window.country) } else { window.country.is_none() };
        let for_climate = window.climates.bits() >> (local.climate() as u8) & 1 == 1;
        if !for_place || !for_climate {
            continue;
        }
        let id = core.collections[window.collection.at()].as_str();
        let (from, until) = (window.days.first.number(), window.days.last.number());
        calendar.dated.insert(id);
        if from <= day && day <= until {
            calendar.open.insert(id);
            if until - day < 14 {
                calendar.ending.insert(id);
            }
        }
    }
    calendar
}

/// The ids of the item's collections and of its occasions.
fn sets<'a>(world: &'a World, item: &Item) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let core = &world.content.core;
    let of_item = core.collections.iter().enumerate().filter(|(number, _)| item.collections.bits() >> number & 1 == 1);
    let (occasions, collections): (Vec<_>, Vec<_>) =
        of_item.partition(|(number, _)| core.season.kinds[*number] == SeasonalKind::Occasion);
    let ids = |of: Vec<(usize, &'a String)>| of.into_iter().map(|(_, id)| id.as_str()).collect();
    (ids(collections), ids(occasions))
}

/// Shape times amplitude in the day's half-month; 0 outside the north.
fn lift(world: &World, local: &Local, day: i64, item: &Item) -> i128 {
    let shape = &world.content.core.season.shapes[usize::from(item.traits.shape)];
    let in_north = local.climate() == Climate::North;
    if in_north { i128::from(shape[half_month(day)]) * i128::from(item.traits.amplitude) } else { 0 }
}

fn required(tenths: i128) -> i128 {
    let above = (tenths + 200).clamp(0, 550);
    let (low, t) = ((above / 50) as usize, above % 50);
    let high = REQUIRED.get(low + 1).copied().unwrap_or(0);
    ((REQUIRED[low] * (50 - t) + high * t) / 50).min(220)
}

fn told(world: &World, local: &Local) -> Weather {
    if world.content.core.season.weather { local.weather } else { Weather::default() }
}

fn weather_part(weather: Weather, item: &Item) -> i128 {
    let traits = &item.traits;
    let worn = match (weather.temperature, traits.outfit) {
        (Some(tenths), Some(outfit)) => {
            let off = (i128::from(outfit.0) - required(tenths)).abs().min(200);
            ONE - 655 * off
        }
        _ => 0,
    };
    let for_rain = (traits.weather & 1 == 1, weather.rain, 10);
    let for_sun = (traits.weather & 2 == 2, weather.uv, 30);
    let known = [for_rain, for_sun].into_iter().filter(|(is_for, amount, _)| *is_for && amount.is_some());
    let known: Vec<bool> = known.map(|(_, amount, much)| amount.unwrap() >= much).collect();
    if known.contains(&true) && worn > -HALF {
        ONE
    } else if known.is_empty() {
        worn
    } else {
        (worn - QUARTER).max(-ONE)
    }
}

pub fn parts(world: &World, local: &Local, day: i64, item: &Item) -> Parts {
    let calendar = calendar(world, local, day);
    let (collections, occasions) = sets(world, item);
    let weather = weather_part(told(world, local), item);
    let mut collection = 0;
    if collections.iter().any(|id| calendar.dated.contains(id)) {
        let is_open = collections.iter().any(|id| calendar.open.contains(id));
        collection = if is_open { QUARTER } else { -QUARTER };
    }
    if (weather >= HALF && collection < 0) || (weather <= -HALF && collection > 0) {
        collection = 0;
    }
    let doublings = lift(world, local, day, item).clamp(-3 * 8_192, 3 * 8_192);
    Parts {
        collection,
        occasion: if occasions.iter().any(|id| calendar.open.contains(id)) { HALF } else { 0 },
        demand: doublings * HALF / (3 * 8_192),
        weather,
    }
}

/// The codes of the flags; those of collections and occasions with their ids.
pub fn flags(world: &World, local: &Local, day: i64, item: &Item) -> Vec<String> {
    let calendar = calendar(world, local, day);
    let (collections, occasions) = sets(world, item);
    let weather = told(world, local);
    let suits = weather_part(weather, item) > 0;
    let traits = &item.traits;
    let season = &world.content.core.season;
    let mark = season.in_demand_from.map_or(0, |from| i128::from(from.get()));
    // In the order of house.toml, not in alphabetical order.
    let open = |of: &BTreeSet<&str>, code: &str| -> Vec<String> {
        let open = world.content.core.collections.iter().filter(|id| of.contains(id.as_str()));
        let open = open.filter(|id| calendar.open.contains(id.as_str()));
        open.map(|id| format!("{code}:{id}")).collect()
    };
    let alone = |code: &str, holds: bool| if holds { vec![code.to_owned()] } else { Vec::new() };
    let cold = weather.temperature.is_some_and(|tenths| tenths <= 50);
    let is_warm = traits.outfit.is_some_and(|outfit| outfit.0 >= 150);
    let ending = collections.iter().any(|id| calendar.ending.contains(id));
    [
        alone("cold-snap", suits && is_warm && cold),
        alone("rain", suits && traits.weather & 1 == 1 && weather.rain.is_some_and(|tenths| tenths >= 10)),
        alone("sun", suits && traits.weather & 2 == 2 && weather.uv.is_some_and(|tenths| tenths >= 30)),
        open(&occasions, "occasion"),
        alone("in-demand-now", mark > 0 && lift(world, local, day, item) >= mark),
        open(&collections, "collection"),
        alone("ending-soon", ending),
        alone("new", item.is_new),
    ]
    .concat()
}

/// The factor of the score; if the season `leads`, the house's weight does not count.
pub fn factor(world: &World, local: &Local, day: i64, item: &Item, leads: bool) -> i128 {
    let weight = if leads { 15 * ONE } else { i128::from(world.content.core.season.weight.bits()) };
    let fit = parts(world, local, day, item).fit();
    let by = ONE + weight * fit.abs() / ONE;
    if fit < 0 { ONE * ONE / by } else { by }
}

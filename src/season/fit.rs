//! How well an item fits a moment: four named parts, their sum, and the flags that may be shown.

use super::insulation::warmth;
use super::weather::Weather;
use super::window::Calendar;
use super::{Climate, HalfMonth, Kind, Region, Season};
use crate::model::{CollectionIndex, CollectionSet, Day, Factor, Fit, ItemFeatures, NOT_WORN, Traits};
use serde::Serialize;
use strum::{EnumDiscriminants, IntoStaticStr};

/// Why an item suits the moment, as the page may show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(FlagCode),
    doc = " What may be said of an item's season, without what it names.",
    derive(Serialize, IntoStaticStr),
    serde(rename_all = "kebab-case"),
    strum(serialize_all = "kebab-case"),
    cfg_attr(feature = "types", derive(ts_rs::TS))
)]
pub enum Flag {
    /// It is of a collection that is shown now: its number.
    Collection(CollectionIndex),
    /// It is for an occasion that is near: its number among the collections.
    Occasion(CollectionIndex),
    /// Its collection is shown for a few days more.
    EndingSoon,
    /// It came into the house lately.
    New,
    /// At this time of the year it is bought at least twice as often as in others.
    InDemandNow,
    /// It is cold, and this is warm.
    ColdSnap,
    /// It rains, and this is for rain.
    Rain,
    /// The sun is strong, and this is for sun.
    Sun,
}

impl Flag {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        FlagCode::from(self).into()
    }
}

/// How an item fits a moment: each part -1 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeasonScore {
    /// The windows of its collections.
    pub collection: Fit,
    /// The occasions it is for.
    pub occasion: Fit,
    /// What demand of other years says.
    pub demand: Fit,
    /// The weather.
    pub weather: Fit,
}

/// 1, with 16 fractional bits.
const ONE: i32 = 1 << 16;
/// What an open collection adds, and one that is over or to come takes away.
const COLLECTION: i32 = ONE / 4;
/// What an occasion adds that is near, to the items that are for it.
const OCCASION: i32 = ONE / 2;
/// What demand may add: a lift of this many doublings adds [`DEMAND`].
const MOST_DOUBLINGS: i32 = 3;
const DEMAND: i32 = ONE / 2;
/// Units of a doubling in the product of shape and amplitude.
const DOUBLING: i32 = 8_192;
/// Weather that fits so well brings an item forward whatever collection is pushed, and holds it back likewise.
const DECIDES: i32 = ONE / 2;
/// At this temperature and below, in tenths of a degree, what is warm may be called so.
const COLD: i32 = 50;
/// How much the fit weighs where a slate is the season's own: what fits best counts sixteen times what fits like anything,
/// which is about what the best seller of a list counts beside the last.
const LEADING: Factor = Factor::from_bits(15 << 16);
/// An outfit from here on is warm, in fiftieths of a clo.
const WARM: u8 = 75;
/// Rain and UV index that count, in tenths.
const RAINY: i32 = 10;
const SUNNY: i32 = 30;

/// A day at a place in some weather, made ready for items to be held against.
#[derive(Clone, Debug)]
pub struct SeasonContext<'a> {
    season: &'a Season,
    weight: Factor,
    calendar: Calendar,
    half_month: HalfMonth,
    /// Whether the year here has the seasons that demand was learned in.
    demand_holds: bool,
    weather: Weather,
    occasions: CollectionSet,
}

impl<'a> SeasonContext<'a> {
    /// What holds on `day` at `place` in this weather.
    #[must_use]
    pub fn new(season: &'a Season, day: Day, place: Region, weather: Weather) -> Self {
        let kinds = (0..).map(CollectionIndex).zip(&season.kinds);
        let occasions = kinds.filter(|(_, kind)| **kind == Kind::Occasion as u8).map(|(collection, _)| collection);
        Self {
            season,
            weight: season.weight,
            calendar: Calendar::new(&season.windows, place, day),
            half_month: HalfMonth::of(day),
            // What the house's clients do in the north says little of the south, and less of the tropics.
            demand_holds: place.climate.unwrap_or(Climate::North) == Climate::North,
            weather: if season.weather { weather } else { Weather::default() },
            occasions: occasions.collect(),
        }
    }

    /// The same moment for a slate that is the season's own: there the fit leads, whatever the house's weight of it.
    #[must_use]
    pub fn leading(self) -> Self {
        Self { weight: LEADING, ..self }
    }

    /// How much the fit weighs: at most 1, or 15 where it leads.
    #[must_use]
    pub fn weight(&self) -> Factor {
        self.weight
    }

    /// What the item's score is multiplied with: 1 for what suits as well as anything, 1 + weight x fit
    /// for what suits better, and 1 / (1 + weight x -fit) for what suits less.
    #[must_use]
    pub fn factor(&self, facts: &ItemFeatures) -> Factor {
        let fit = self.signs(facts).fit();
        let by = u64::from(Factor::ONE.bits()) + self.weight.of(fit.bits().unsigned_abs().into());
        Factor::from_bits((if fit < Fit::ZERO { (1 << 32) / by } else { by }) as u32)
    }

    /// What the fit is made of.
    #[must_use]
    pub fn signs(&self, facts: &ItemFeatures) -> SeasonScore {
        let Calendar { dated, open, .. } = self.calendar;
        let collections = (facts.collections - self.occasions) & dated;
        let mut collection = match (collections.is_empty(), (collections & open).is_empty()) {
            (true, _) => 0,
            (_, true) => -COLLECTION,
            _ => COLLECTION,
        };
        let weather = self.weather_sign(&facts.traits);
        // In frost a coat of last winter goes before a dress of next spring.
        if weather >= DECIDES {
            collection = collection.max(0);
        } else if weather <= -DECIDES {
            collection = collection.min(0);
        }
        let lift = self.lift(&facts.traits).clamp(-MOST_DOUBLINGS * DOUBLING, MOST_DOUBLINGS * DOUBLING);
        SeasonScore {
            collection: Fit::from_bits(collection),
            occasion: Fit::from_bits(if (facts.collections & self.occasions & open).is_empty() { 0 } else { OCCASION }),
            demand: Fit::from_bits(lift * (DEMAND / 256) / (MOST_DOUBLINGS * DOUBLING / 256)),
            weather: Fit::from_bits(weather),
        }
    }

    /// The base-2 logarithm of demand now relative to the mean of the year, in units of 1/8192.
    fn lift(&self, traits: &Traits) -> i32 {
        let shape = self.season.shapes.get(usize::from(traits.shape)).filter(|_| self.demand_holds);
        let now = shape.and_then(|shape| shape.get(usize::from(self.half_month.number()))).copied().unwrap_or(0);
        i32::from(now) * i32::from(traits.amplitude)
    }

    fn weather_sign(&self, traits: &Traits) -> i32 {
        let Weather { temperature, rain, uv } = self.weather;
        let worn = temperature.filter(|_| traits.outfit != NOT_WORN);
        let warmth = worn.map_or(0, |temperature| warmth(traits.outfit, temperature));
        let mut held_back = 0;
        for (of, amount, much) in [(Traits::RAIN, rain, RAINY), (Traits::SUN, uv, SUNNY)] {
            if let Some(amount) = amount
                && traits.weather & of != 0
            {
                // Nobody bathes in the sun of a glacier.
                if amount >= much && warmth > -DECIDES {
                    return ONE;
                }
                held_back = COLLECTION;
            }
        }
        (warmth - held_back).max(-ONE)
    }

    /// The flags of an item, the most particular first.
    #[must_use]
    pub fn flags(&self, facts: &ItemFeatures) -> Vec<Flag> {
        let traits = &facts.traits;
        let Weather { temperature, rain, uv } = self.weather;
        let reaches = |amount: Option<i32>, much| amount.is_some_and(|amount| amount >= much);
        let suits = self.weather_sign(traits) > 0;
        let is_warm = suits && traits.outfit != NOT_WORN && traits.outfit >= WARM;
        let open = facts.collections & self.calendar.open;
        let mut flags = Vec::new();
        let mut put = |flag, holds| flags.extend(Some(flag).filter(|_| holds));
        put(Flag::ColdSnap, is_warm && temperature.is_some_and(|temperature| temperature <= COLD));
        put(Flag::Rain, suits && traits.weather & Traits::RAIN != 0 && reaches(rain, RAINY));
        put(Flag::Sun, suits && traits.weather & Traits::SUN != 0 && reaches(uv, SUNNY));
        (open & self.occasions).iter().for_each(|number| put(Flag::Occasion(number), true));
        let in_demand_from = i32::from(self.season.in_demand_from);
        put(Flag::InDemandNow, in_demand_from > 0 && self.lift(traits) >= in_demand_from);
        (open - self.occasions).iter().for_each(|number| put(Flag::Collection(number), true));
        put(Flag::EndingSoon, !((open - self.occasions) & self.calendar.ending).is_empty());
        put(Flag::New, facts.is_new);
        flags
    }
}

impl SeasonScore {
    /// The sum of the parts, -1 to 1.
    #[must_use]
    pub fn fit(&self) -> Fit {
        let parts = [self.collection, self.occasion, self.demand, self.weather];
        Fit::from_bits(parts.iter().map(|part| part.bits()).sum::<i32>().clamp(-ONE, ONE))
    }
}

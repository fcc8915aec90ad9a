//! How well an item fits a day and its weather: four named parts, their sum, and flags to show. Not for learning
//! demand: the native tool does it.

use super::insulation::warmth;
use super::weather::Weather;
use super::window::Calendar;
use super::{Climate, HalfMonth, Region, Season, SeasonalKind};
use crate::model::{Clo, CollectionIndex, CollectionSet, Day, DemandLift, Factor, Fit, ItemFeatures, Tenths, Traits};
use serde::Serialize;
use strum::{EnumDiscriminants, IntoStaticStr};

/// A label about an item's season, for the page to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(FlagCode),
    doc = " A flag of an item's season, without the name it mentions.",
    derive(Serialize, IntoStaticStr),
    serde(rename_all = "kebab-case"),
    strum(serialize_all = "kebab-case"),
    cfg_attr(feature = "types", derive(ts_rs::TS))
)]
pub enum Flag {
    /// A collection of the item is shown now.
    Collection(CollectionIndex),
    /// An occasion that the item is meant for is near; occasions are numbered among the collections.
    Occasion(CollectionIndex),
    /// A collection of the item closes within a few days.
    EndingSoon,
    /// The item is a new arrival.
    New,
    /// Demand at this time of year is at least twice the mean of the year; the pack has the exact threshold.
    InDemandNow,
    /// It is cold, and the item is warm.
    ColdSnap,
    /// It rains, and the item is made for rain.
    Rain,
    /// The sun is strong, and the item is made for sun.
    Sun,
}

impl Flag {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        FlagCode::from(self).into()
    }
}

/// How an item fits a day: four parts, each -1 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeasonScore {
    /// The part of its collections' windows.
    pub collection: Fit,
    /// The part of its occasions.
    pub occasion: Fit,
    /// The part of demand in other years.
    pub demand: Fit,
    /// The part of the weather.
    pub weather: Fit,
}

/// The bonus for an open collection, and the penalty for one that is over or still to come.
const COLLECTION: Fit = Fit::from_bits(Fit::ONE.bits() / 4);
/// The bonus for an item of an occasion that is near.
const OCCASION: Fit = Fit::from_bits(Fit::ONE.bits() / 2);
/// The limit of the demand part, for a lift of [`MOST_LIFT`].
const DEMAND: Fit = Fit::from_bits(Fit::ONE.bits() / 2);
/// Three doublings: a higher lift adds no more.
const MOST_LIFT: DemandLift = DemandLift::from_bits(3 * DemandLift::DOUBLE.bits());
/// A weather part of at least this size, in either direction, overrides the opposite sign of the collection part.
const DECIDES: Fit = Fit::from_bits(Fit::ONE.bits() / 2);
/// The cold threshold in degrees Celsius: at or below it, the flag [`Flag::ColdSnap`] may be shown.
const COLD_C: Tenths = Tenths(50);
/// The weight of the fit on a season's own slate: the best fit multiplies a score by sixteen relative to a neutral one,
/// roughly the ratio between the first and the last entry of a bestseller list.
const LEADING: Factor = Factor::from_bits(15 << 16);
/// An outfit with at least this insulation counts as warm.
const WARM: Clo = Clo(150);
/// The rain of a day in millimetres that counts.
const RAINY_MM: Tenths = Tenths(10);
/// The UV index that counts.
const SUNNY_UV_INDEX: Tenths = Tenths(30);

/// The season at a day, a region and a weather, prepared for scoring items.
#[derive(Clone, Debug)]
pub struct SeasonContext<'a> {
    season: &'a Season,
    weight: Factor,
    calendar: Calendar,
    half_month: HalfMonth,
    /// Whether the region's year matches the seasons in which demand was learned.
    demand_holds: bool,
    weather: Weather,
    occasions: CollectionSet,
}

impl<'a> SeasonContext<'a> {
    /// Prepares the season for `day` at `place` in this weather.
    #[must_use]
    pub fn new(season: &'a Season, day: Day, place: Region, weather: Weather) -> Self {
        let kinds = (0..).map(CollectionIndex).zip(&season.kinds);
        let occasions = kinds.filter(|(_, kind)| **kind == SeasonalKind::Occasion).map(|(collection, _)| collection);
        Self {
            season,
            weight: season.weight,
            calendar: Calendar::new(&season.windows, place, day),
            half_month: HalfMonth::of(day),
            // Demand is learned in the north and does not apply to the south or the tropics.
            demand_holds: place.climate.unwrap_or(Climate::North) == Climate::North,
            weather: if season.weather { weather } else { Weather::default() },
            occasions: occasions.collect(),
        }
    }

    /// Returns the same context for a season's own slate: the fit outweighs the score, whatever weight the house has
    /// set.
    #[must_use]
    pub fn leading(self) -> Self {
        Self { weight: LEADING, ..self }
    }

    /// The weight of the fit: at most 1, or 15 for a season's own slate.
    #[must_use]
    pub fn weight(&self) -> Factor {
        self.weight
    }

    /// The factor of the item's score: 1 for a fit of 0, 1 + weight x fit for a positive fit, and 1 / (1 + weight x
    /// -fit) for a negative one.
    #[must_use]
    pub fn factor(&self, facts: &ItemFeatures) -> Factor {
        let fit = self.signs(facts).fit();
        let by = u64::from(Factor::ONE.bits()) + self.weight.of(fit.bits().unsigned_abs().into());
        Factor::from_bits((if fit < Fit::ZERO { (1 << 32) / by } else { by }) as u32)
    }

    /// The four parts of the item's fit.
    #[must_use]
    pub fn signs(&self, facts: &ItemFeatures) -> SeasonScore {
        let Calendar { dated, open, .. } = self.calendar;
        let collections = (facts.collections - self.occasions) & dated;
        let mut collection = match (collections.is_empty(), (collections & open).is_empty()) {
            (true, _) => Fit::ZERO,
            (_, true) => -COLLECTION,
            _ => COLLECTION,
        };
        let weather = self.weather_sign(&facts.traits);
        // In frost, a coat of last winter ranks above a dress of next spring.
        if weather >= DECIDES {
            collection = collection.max(Fit::ZERO);
        } else if weather <= -DECIDES {
            collection = collection.min(Fit::ZERO);
        }
        let most_lift = MOST_LIFT.bits();
        let lift = self.lift(&facts.traits).bits().clamp(-most_lift, most_lift);
        SeasonScore {
            collection,
            occasion: if (facts.collections & self.occasions & open).is_empty() { Fit::ZERO } else { OCCASION },
            // Both sides are divided by 256, so that the product has at most 32 bits.
            demand: Fit::from_bits(lift * (DEMAND.bits() / 256) / (most_lift / 256)),
            weather,
        }
    }

    /// Current demand; [`DemandLift::ZERO`] where demand is unknown.
    fn lift(&self, traits: &Traits) -> DemandLift {
        if self.demand_holds { self.season.lift(traits, self.half_month) } else { DemandLift::ZERO }
    }

    fn weather_sign(&self, traits: &Traits) -> Fit {
        let Weather { temperature_c, rain_mm, uv_index } = self.weather;
        let worn = traits.outfit.zip(temperature_c);
        let warmth = worn.map_or(Fit::ZERO, |(outfit, temperature_c)| warmth(outfit, temperature_c));
        let mut held_back = Fit::ZERO;
        for (of, amount, much) in [(Traits::RAIN, rain_mm, RAINY_MM), (Traits::SUN, uv_index, SUNNY_UV_INDEX)] {
            if let Some(amount) = amount
                && traits.weather & of != 0
            {
                // A sun item counts only if it also suits the temperature: nobody needs a swimsuit on a sunny glacier.
                if amount >= much && warmth > -DECIDES {
                    return Fit::ONE;
                }
                held_back = COLLECTION;
            }
        }
        (warmth - held_back).max(-Fit::ONE)
    }

    /// The flags of an item, the most specific first.
    #[must_use]
    pub fn flags(&self, facts: &ItemFeatures) -> Vec<Flag> {
        let traits = &facts.traits;
        let Weather { temperature_c, rain_mm, uv_index } = self.weather;
        let reaches = |amount: Option<Tenths>, much| amount.is_some_and(|amount| amount >= much);
        let suits = self.weather_sign(traits) > Fit::ZERO;
        let is_warm = suits && traits.outfit.is_some_and(|outfit| outfit >= WARM);
        let open = facts.collections & self.calendar.open;
        let mut flags = Vec::new();
        let mut put = |flag, holds| flags.extend(Some(flag).filter(|_| holds));
        put(Flag::ColdSnap, is_warm && temperature_c.is_some_and(|temperature| temperature <= COLD_C));
        put(Flag::Rain, suits && traits.weather & Traits::RAIN != 0 && reaches(rain_mm, RAINY_MM));
        put(Flag::Sun, suits && traits.weather & Traits::SUN != 0 && reaches(uv_index, SUNNY_UV_INDEX));
        (open & self.occasions).iter().for_each(|number| put(Flag::Occasion(number), true));
        put(Flag::InDemandNow, self.season.is_in_demand(self.lift(traits)));
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
        Fit::from_bits(parts.iter().map(|part| part.bits()).sum::<i32>().clamp(-Fit::ONE.bits(), Fit::ONE.bits()))
    }
}

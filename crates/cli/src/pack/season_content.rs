//! The season's content of a pack, from the house, its catalogue and the demand over the year. Not for its use on a
//! page: see `passerelle::season`.

use std::num::NonZeroU16;

use passerelle::model::{CollectionIndex, Day, Days};
use passerelle::pack::Column;
use passerelle::pack::write::WriteError;
use passerelle::season::{Climate, Climates, Clo, Season, SeasonalKind, Traits, Window, Zone, ZoneKey};

use passerelle_catalogue::Texts;
use passerelle_catalogue::house::{Collection, CollectionKind, House};
use passerelle_catalogue::time_zones;
use passerelle_catalogue::warmth::WeatherTraits;
use passerelle_learning::demand::{Demand, StoredProfile};

/// The season of the core, and what it numbers.
pub struct SeasonContent {
    /// The season.
    pub season: Season,
    /// The ids of collections, then of occasions.
    pub collections: Vec<String>,
}

/// Returns the season's content. Occasions are computed for the 24 months from `today`.
///
/// # Errors
/// A text is too long for the format.
pub fn season(house: &House, demand: &Demand, today: Day) -> Result<SeasonContent, WriteError> {
    let occasions = &house.season.occasions;
    let of_collections =
        (0..).map(CollectionIndex).zip(&house.collections).flat_map(|(number, collection)| windows(number, collection));
    let first = house.collections.len();
    let of_occasions = house.season.days(today).into_iter().filter_map(|day| {
        let position = occasions.iter().position(|kept| kept.occasion == day.occasion)?;
        Some(Window {
            collection: CollectionIndex((first + position) as u16),
            climates: Climates::ALL,
            country: day.country,
            days: Days { first: day.day.plus(-i64::from(day.lead_days)), last: day.until },
        })
    });
    let windows = of_collections.chain(of_occasions).collect();
    let languages = &house.languages;
    let named = |names: &Texts| -> Vec<String> {
        languages.iter().map(|tag| names.get(tag).cloned().unwrap_or_default()).collect()
    };
    let names: Vec<String> = house
        .collections
        .iter()
        .flat_map(|collection| named(&collection.names))
        .chain(occasions.iter().flat_map(|kept| named(&kept.names)))
        .collect();
    let none = vec![String::new(); languages.len() + 1];
    let stories: Vec<String> = house
        .collections
        .iter()
        .flat_map(|collection| match &collection.story {
            Some(story) => [vec![story.link.clone().unwrap_or_default()], named(&story.texts)].concat(),
            None => none.clone(),
        })
        .chain(occasions.iter().flat_map(|_| none.clone()))
        .collect();
    let kinds = house.collections.iter().map(|collection| kind(collection.kind));
    let ids = house.collections.iter().map(|collection| collection.id.clone());
    let zone =
        |zone: time_zones::Zone<'_>| Zone { key: ZoneKey::of(zone.name), country: zone.country, climate: zone.climate };
    let season = Season {
        weight: house.season.weight,
        weather: house.season.weather,
        in_demand_from: NonZeroU16::new(demand.flag_from).filter(|_| !demand.shapes.is_empty()),
        shapes: if demand.shapes.is_empty() { Season::default().shapes } else { demand.shapes.clone() },
        windows,
        kinds: kinds.chain(occasions.iter().map(|_| SeasonalKind::Occasion)).collect(),
        names: Column::of(names.iter().map(String::as_str))?,
        stories: Column::of(stories.iter().map(String::as_str))?,
        zones: time_zones::zones().map(zone).collect(),
    };
    let collections = ids.chain(occasions.iter().map(|kept| kept.id().to_owned())).collect();
    Ok(SeasonContent { season, collections })
}

/// Returns the season's traits of each item; `weather` has its suitability for the weather.
#[must_use]
pub fn traits(weather: &[WeatherTraits], demand: &Demand) -> Vec<Traits> {
    let of_item = |(item, weather): (usize, &WeatherTraits)| {
        let StoredProfile { shape, amplitude } = demand.items.get(item).copied().unwrap_or_default();
        Traits {
            shape,
            amplitude,
            outfit: weather.outfit.map(Clo::stored),
            weather: u8::from(weather.rain) * Traits::RAIN + u8::from(weather.sun) * Traits::SUN,
        }
    };
    weather.iter().enumerate().map(of_item).collect()
}

fn windows(collection: CollectionIndex, setting: &Collection) -> Vec<Window> {
    let window = |climates, days| Window { collection, climates, country: None, days };
    let (north, south) = (setting.window(false), setting.window(true));
    if north == Days::ALWAYS {
        // A collection without a window is never shown as current.
        Vec::new()
    } else if north == south {
        vec![window(Climates::ALL, north)]
    } else {
        vec![window(Climates::ALL.without(Climate::South), north), window(Climates::only(Climate::South), south)]
    }
}

const fn kind(of: CollectionKind) -> SeasonalKind {
    match of {
        CollectionKind::Main => SeasonalKind::Main,
        CollectionKind::PreCollection => SeasonalKind::PreCollection,
        CollectionKind::Cruise => SeasonalKind::Cruise,
        CollectionKind::Capsule => SeasonalKind::Capsule,
        CollectionKind::Collaboration => SeasonalKind::Collaboration,
    }
}

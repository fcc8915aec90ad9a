//! The season's content of a pack, from the house, its catalogue and the demand over the year. Not for its use on a
//! page: see `passerelle::season`.

use passerelle::pack::Column;
use passerelle::pack::layout::{WindowRecord, ZoneRecord};
use passerelle::pack::write::WriteError;
use passerelle::season::{Climate, Kind, NOT_WORN, Season, Traits, zone_key};

use passerelle_catalogue::Texts;
use passerelle_catalogue::clo::Clo;
use passerelle_catalogue::house::{Collection, House, Window};
use passerelle_catalogue::time_zones;
use passerelle_catalogue::warmth::WeatherTraits;
use passerelle_learning::demand::{Demand, StoredProfile};

/// Returns the season of the core, and the ids of collections and occasions. Occasions are computed for the 24 months
/// from `today`, in days since 1970-01-01.
///
/// # Errors
/// A text is too long for the format.
pub fn season(house: &House, demand: &Demand, today: i32) -> Result<(Season, Vec<String>), WriteError> {
    let occasions = &house.season.occasions;
    let of_collections =
        house.collections.iter().enumerate().flat_map(|(number, collection)| windows(number, collection));
    let first = house.collections.len();
    let of_occasions = house.season.days(today).into_iter().filter_map(|day| {
        let position = occasions.iter().position(|kept| kept.occasion == day.occasion)?;
        let shown = Window {
            from_day: u32::try_from(day.day - i32::from(day.lead_days)).unwrap_or(0),
            until_day: u32::try_from(day.until).ok()?,
        };
        Some(record(first + position, EVERYWHERE, day.country.unwrap_or_default(), shown))
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
    let kinds = house.collections.iter().map(|collection| collection.kind as u8);
    let ids = house.collections.iter().map(|collection| collection.id.clone());
    let zone = |zone: time_zones::Zone<'_>| ZoneRecord {
        key: zone_key(zone.name),
        country: zone.country,
        climate: climate(zone.climate) as u8,
    };
    let season = Season {
        weight: house.season.weight,
        weather: house.season.weather,
        in_demand_from: if demand.shapes.is_empty() { 0 } else { demand.flag_from },
        shapes: if demand.shapes.is_empty() { Season::default().shapes } else { demand.shapes.clone() },
        windows,
        kinds: kinds.chain(occasions.iter().map(|_| Kind::Occasion as u8)).collect(),
        names: Column::of(names.iter().map(String::as_str))?,
        stories: Column::of(stories.iter().map(String::as_str))?,
        zones: time_zones::zones().map(zone).collect(),
    };
    Ok((season, ids.chain(occasions.iter().map(|kept| kept.id().to_owned())).collect()))
}

/// Returns the season's traits of each item; `weather` has its suitability for the weather.
#[must_use]
pub fn traits(weather: &[WeatherTraits], demand: &Demand) -> Vec<Traits> {
    let of_item = |(item, weather): (usize, &WeatherTraits)| {
        let StoredProfile { shape, amplitude } = demand.items.get(item).copied().unwrap_or_default();
        let fiftieths = |Clo(hundredths): Clo| (hundredths / 2).min(u16::from(NOT_WORN) - 1) as u8;
        Traits {
            shape,
            amplitude,
            outfit: weather.outfit.map_or(NOT_WORN, fiftieths),
            weather: u8::from(weather.rain) * Traits::RAIN + u8::from(weather.sun) * Traits::SUN,
        }
    };
    weather.iter().enumerate().map(of_item).collect()
}

const EVERYWHERE: u8 = 0b111;
const SOUTH: u8 = 1 << Climate::South as u8;

fn windows(number: usize, collection: &Collection) -> Vec<WindowRecord> {
    let everyone = [0; 2];
    let (north, south) = (collection.window(false), collection.window(true));
    if north == Window::ALWAYS {
        // A collection without a window is never shown as current.
        Vec::new()
    } else if north == south {
        vec![record(number, EVERYWHERE, everyone, north)]
    } else {
        vec![record(number, EVERYWHERE & !SOUTH, everyone, north), record(number, SOUTH, everyone, south)]
    }
}

fn record(number: usize, climates: u8, country: [u8; 2], shown: Window) -> WindowRecord {
    WindowRecord {
        collection: number as u8,
        climates,
        country,
        from_day: shown.from_day.into(),
        until_day: shown.until_day.into(),
    }
}

const fn climate(of: time_zones::Climate) -> Climate {
    match of {
        time_zones::Climate::North => Climate::North,
        time_zones::Climate::South => Climate::South,
        time_zones::Climate::Tropics => Climate::Tropics,
    }
}

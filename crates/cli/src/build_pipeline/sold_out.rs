//! Seasonal items that cannot be bought now: a list for the house, which may still order them. Not for shoppers, who
//! never see a sold-out item.

use itertools::izip;
use passerelle::model::{CollectionIndex, Day, Fit, HalfMonth};
use passerelle::pack::write::Content;
use passerelle::rank::ItemFeatures;
use passerelle::season::{Flag, SeasonContext, Tenths, Weather};

use passerelle_catalogue::{Catalogue, ItemIndex};

/// Maximum number of items that are named.
const NAMED: usize = 30;
/// Likely weather: freezing air (0 °C), 10 mm of rain, a UV index of 8 at 28 °C. All values are in tenths.
const COLD: Weather = Weather { temperature_c: Some(Tenths(0)), rain_mm: None, uv_index: None };
const RAIN: Weather = Weather { temperature_c: None, rain_mm: Some(Tenths(100)), uv_index: None };
const SUN: Weather = Weather { temperature_c: Some(Tenths(280)), rain_mm: None, uv_index: Some(Tenths(80)) };
/// Half-months in which cold or strong sun is likely in the northern hemisphere.
const COLD_HALVES: [u8; 12] = [0, 1, 2, 3, 4, 5, 18, 19, 20, 21, 22, 23];
const SUNNY_HALVES: [u8; 12] = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];

/// Sold-out items that suit the season.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SoldOut {
    /// Number of all such items.
    pub(crate) all: usize,
    /// The best-selling of them, each with the reasons in words.
    pub(crate) items: Vec<(ItemIndex, String)>,
}

impl SoldOut {
    /// Finds the items. `selling` has the sales of each item.
    pub(crate) fn new(content: &Content, catalogue: &Catalogue, selling: &[f64], today: Day) -> Self {
        let season = &content.core.season;
        let half = HalfMonth::of(today).number();
        let mut weathers = vec![Weather::default(), RAIN];
        weathers.extend(COLD_HALVES.contains(&half).then_some(COLD));
        weathers.extend(SUNNY_HALVES.contains(&half).then_some(SUN));
        let place = season.place(None, None);
        let contexts: Vec<SeasonContext<'_>> =
            weathers.into_iter().map(|weather| SeasonContext::new(season, today, place, weather)).collect();
        let mut missed: Vec<(ItemIndex, String)> = Vec::new();
        for (item, packed, index) in izip!(&catalogue.items, &content.items, 0..) {
            if item.available {
                continue;
            }
            let features = ItemFeatures {
                division: packed.division,
                item_type: packed.item_type,
                is_new: packed.is_new,
                collections: packed.collections,
                traits: packed.traits,
                wearer: packed.wearer,
            };
            let mut asks: Vec<String> = Vec::new();
            for context in contexts.iter().filter(|context| context.signs(&features).fit() > Fit::ZERO) {
                for flag in context.flags(&features) {
                    asks.extend(asked(flag, &content.core.collections).filter(|asked| !asks.contains(asked)));
                }
            }
            if !asks.is_empty() {
                missed.push((index, asks.join(", ")));
            }
        }
        let sells = |index: ItemIndex| selling.get(index as usize).copied().unwrap_or(0.0);
        missed.sort_by(|a, b| sells(b.0).total_cmp(&sells(a.0)).then(a.0.cmp(&b.0)));
        let all = missed.len();
        missed.truncate(NAMED);
        Self { all, items: missed }
    }
}

/// The reason for demand, in words; `None` for flags that are no demand.
fn asked(flag: Flag, collections: &[String]) -> Option<String> {
    let id = |collection: CollectionIndex| collection.of(collections).map_or("", String::as_str);
    match flag {
        Flag::InDemandNow => Some("in demand at this time of the year".to_owned()),
        Flag::Collection(number) => Some(format!("collection {}", id(number))),
        Flag::Occasion(number) => Some(format!("occasion {}", id(number))),
        Flag::ColdSnap => Some("a cold snap".to_owned()),
        Flag::Rain => Some("rain".to_owned()),
        Flag::Sun => Some("strong sun".to_owned()),
        Flag::New | Flag::EndingSoon => None,
    }
}

//! What the build learned, as the content of a pack.

use passerelle::discretion::{Audience, Policy};
use passerelle::pack::write::{Content, Item, Neighbour, WriteError};
use passerelle::pack::{Address, Core, Division, ItemType, Transition};
use passerelle::rank::{Rule, Tuning};

use super::season;
use passerelle_catalogue::house::House;
use passerelle_catalogue::house::Sets;
use passerelle_catalogue::{self as catalogue, Catalogue};
use passerelle_learning::season_slates;
use passerelle_learning::{Learned, typical};

/// Puts the house, its catalogue and what was learned into one content. `offered` is what earlier builds offered, `today` is
/// counted from 1970-01-01. The translations are the caller's to add.
pub(crate) fn content(
    house: &House,
    rules: Vec<Rule>,
    sets: Sets,
    catalogue: &Catalogue,
    learned: Learned,
    offered: Vec<(String, u32)>,
    today: i32,
) -> Result<Content, WriteError> {
    let traits = season::traits(house, catalogue, &learned.demand);
    let (year, collections) = season::season(house, &learned.demand, today)?;
    let slates = season_slates::slates(catalogue, &learned.selling, &learned.demand, &traits, &sets.of_item);
    let transition = |(from, to, support): (u16, u16, u32)| Transition { from, to, support };
    let tuning = Tuning { typical: typical(&learned.neighbours), ..house.tuning };
    let items = catalogue
        .items
        .iter()
        .zip(learned.neighbours)
        .zip(learned.arrived)
        .zip(sets.of_item)
        .zip(traits)
        .map(|((((item, neighbours), arrived), collections), traits)| Item {
            id: item.id.clone(),
            title: item.title.clone(),
            url: item.url.clone(),
            image: item.image.clone(),
            price_minor: item.price_minor,
            division: item.division,
            item_type: item.item_type,
            is_new: item.is_new || arrived,
            collections,
            traits,
            neighbours: neighbours
                .into_iter()
                .map(|neighbour| Neighbour {
                    item: neighbour.item,
                    weight: neighbour.weight,
                    support: neighbour.support,
                })
                .collect(),
        })
        .collect();
    let core = Core {
        house: house.name.clone(),
        currency: house.currency.code.clone(),
        minor_digits: house.currency.minor_digits,
        price_age_seconds: u32::from(house.price_age_days) * 86_400,
        retention_days: house.privacy.retention_days,
        k: house.privacy.k,
        url: Address { template: house.url.clone().unwrap_or_default(), prefix: String::new() },
        image: Address { template: house.image.clone().unwrap_or_default(), prefix: String::new() },
        languages: house.languages.clone(),
        divisions: catalogue
            .divisions
            .iter()
            .map(|division| Division {
                id: division.id.clone(),
                names: house.languages.iter().map(|language| name_in(&division.names, language)).collect(),
            })
            .collect(),
        types: catalogue
            .types
            .iter()
            .zip(learned.rest)
            .map(|(kind, rest)| ItemType {
                name: kind.name.clone(),
                division: kind.division,
                sensitive: kind.sensitive,
                rest,
            })
            .collect(),
        onward: learned.onward.into_iter().map(transition).collect(),
        tables: learned.tables,
        tuning,
        placements: house.placements.clone(),
        rules,
        collections,
        collection_sets: sets.all,
        season: year,
        policy: policy(house, catalogue, learned.audience),
    };
    let aliases = catalogue.aliases.clone();
    Ok(Content { core, items, aliases, offered, season: slates, translations: Vec::new() })
}

/// How the house speaks, with what was counted.
fn policy(house: &House, catalogue: &Catalogue, audience: Audience) -> Policy {
    let bits = |holds: &mut dyn Iterator<Item = bool>| {
        holds.zip(0..32).fold(0, |all, (holds, at)| all | (u32::from(holds) << at))
    };
    let named = |kind: &catalogue::ItemType| {
        let names = house.types.iter().find(|names| names.name == kind.name);
        let has = |language: &String| names.is_some_and(|names| names.names.iter().any(|(tag, _)| tag == language));
        bits(&mut house.languages.iter().map(has))
    };
    Policy {
        audience,
        floor: house.discretion.floor,
        named: catalogue.types.iter().map(named).collect(),
        open: bits(&mut house.discretion.open.iter().copied()),
        caps: house.discretion.caps.clone(),
        pace: house.discretion.pace,
    }
}

fn name_in(names: &[(String, String)], language: &str) -> String {
    names.iter().find(|(tag, _)| tag == language).map(|(_, name)| name.clone()).unwrap_or_default()
}

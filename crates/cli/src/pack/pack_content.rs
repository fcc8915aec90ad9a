//! Converts the result of learning into the content of a pack.

use itertools::izip;
use passerelle::discretion::{Audience, Caps, Policy};
use passerelle::model::{Day, DivisionIndex, LanguageIndex, LanguageSet, SizeRange, TypeIndex};
use passerelle::pack::write::{Alias, Content, Item, OfferedItem, WriteError};
use passerelle::pack::{Address, Core, Division, ItemType};
use passerelle::rank::Tuning;

use super::details::details;
use super::messages::messages;
use super::questionnaires::questionnaires;
use super::season_content::{self, SeasonContent};
use super::translations::translations;
use crate::choice;
use passerelle_catalogue::house::{Discretion, House, Resolved};
use passerelle_catalogue::sizes::sizing;
use passerelle_catalogue::warmth::wearers;
use passerelle_catalogue::{self as catalogue, Catalogue};
use passerelle_learning::season_slates;
use passerelle_learning::{Learned, typical};

/// Combines the house, its catalogue and the result of learning. `offered` has the items that earlier builds offered.
pub(crate) fn pack_content(
    house: &House,
    resolved: Resolved,
    (catalogue, size_ranges): (&Catalogue, Vec<SizeRange>),
    learned: Learned,
    offered: Vec<OfferedItem>,
    today: Day,
) -> Result<Content, WriteError> {
    let (translations, messages) = (translations(house, catalogue, &resolved), messages(house, &resolved));
    let advice = questionnaires(house, catalogue, &resolved, &learned.selling);
    let Resolved { rules, sets, .. } = resolved;
    let weather = house.season.traits(catalogue);
    let traits = season_content::traits(&weather, &learned.demand);
    let wearers = wearers(catalogue, &weather);
    let SeasonContent { season, collections } = season_content::season(house, &learned.demand, today)?;
    let slates = season_slates::slates(catalogue, &learned.selling, &learned.demand, &traits, &sets.of_item);
    let trending = learned.trending.lists(catalogue);
    let tuning = Tuning { typical: typical(&learned.neighbours), ..house.tuning };
    let sizing = sizing(catalogue, &size_ranges);
    let items = izip!(&catalogue.items, learned.neighbours, learned.arrived, sets.of_item, traits, wearers, &sizing)
        .map(|(item, neighbours, arrived, collections, traits, wearer, sizing)| Item {
            id: item.id.clone(),
            title: item.title.clone(),
            url: item.url.clone(),
            image: item.image.clone(),
            additional_image: item.additional_image.clone(),
            price_minor: item.price_minor,
            division: DivisionIndex(item.division),
            item_type: TypeIndex(item.item_type),
            is_new: item.is_new || arrived,
            collections,
            traits,
            wearer: house.wearer_binding.of(wearer),
            size_range: sizing.as_ref().map(|sizing| sizing.sizes.range),
            neighbours,
        })
        .collect();
    let core = Core {
        house: house.name.clone(),
        currency: house.currency.code.clone(),
        minor_digits: house.currency.minor_digits,
        price_age_seconds: u32::from(house.price_age_days) * 86_400,
        retention_days: house.privacy.retention_days,
        k: house.privacy.k,
        url: Address { template: house.url.clone(), prefix: String::new() },
        picture_template: house.picture_template.clone(),
        adviser_parameter: house.loyalty.adviser_parameter.clone(),
        image: Address { template: house.image.clone(), prefix: String::new() },
        languages: house.languages.clone(),
        divisions: catalogue
            .divisions
            .iter()
            .map(|division| Division {
                id: division.id.clone(),
                names: house
                    .languages
                    .iter()
                    .map(|language| division.names.get(language).cloned().unwrap_or_default())
                    .collect(),
            })
            .collect(),
        types: catalogue
            .types
            .iter()
            .zip(learned.repurchase_intervals)
            .map(|(kind, rest)| ItemType {
                name: kind.name.clone(),
                division: DivisionIndex(kind.division),
                sensitive: kind.sensitive,
                rest,
            })
            .collect(),
        onward: learned.division_transitions,
        tables: learned.tables,
        tuning,
        placements: house.placements.clone(),
        rules,
        collections,
        collection_sets: sets.all,
        season,
        policy: policy(house, catalogue, learned.audience),
        size_ranges,
    };
    let size = |alias: &catalogue::Alias| sizing.get(alias.item as usize)?.as_ref()?.variants.get(&alias.text).copied();
    let alias = |alias: &catalogue::Alias| Alias {
        text: alias.text.clone(),
        item: alias.item,
        kinds: alias.kinds,
        size: size(alias),
    };
    let aliases = catalogue.aliases.iter().map(alias).collect();
    Ok(Content {
        core,
        items,
        aliases,
        offered,
        season: slates,
        trending,
        translations,
        messages,
        advice,
        details: details(house, catalogue),
    })
}

/// The caps of an item. In a small catalogue the lifetime cap is raised, unless the house sets it.
pub(crate) fn caps(house: &House, catalogue: &Catalogue) -> Caps {
    let Discretion { caps, usual_lifetime, .. } = &house.discretion;
    let lifetime = match usual_lifetime {
        true => choice::lifetime(caps.lifetime, &choice::choices(catalogue, &house.placements)),
        false => caps.lifetime,
    };
    Caps { lifetime, ..caps.clone() }
}

/// The policy of discretion, with the counted audience.
fn policy(house: &House, catalogue: &Catalogue, audience: Audience) -> Policy {
    let languages = |holds: &mut dyn Iterator<Item = bool>| -> LanguageSet {
        holds.zip((0..).map(LanguageIndex)).filter_map(|(holds, language)| holds.then_some(language)).collect()
    };
    let named = |kind: &catalogue::ItemType| {
        let names = house.types.iter().find(|names| names.name == kind.name);
        let has = |language: &String| names.is_some_and(|names| names.names.contains_key(language));
        languages(&mut house.languages.iter().map(has))
    };
    Policy {
        audience,
        floor: house.discretion.minimum_audience,
        named: catalogue.types.iter().map(named).collect(),
        open: languages(&mut house.discretion.open.iter().copied()),
        caps: caps(house, catalogue),
        pace: house.discretion.pace,
    }
}

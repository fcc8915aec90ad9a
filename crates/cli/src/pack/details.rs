//! Details of items for the pack: the texts and attributes of the feed, and the data to draw the item.

use passerelle::pack::write::DetailsContent;
use passerelle_advice::{Attribute, ItemDetails};
use passerelle_catalogue::house::House;
use passerelle_catalogue::{Catalogue, Item};

/// Returns the details of all items, in the order of the catalogue; `None` if the house does not publish details.
#[must_use]
pub(crate) fn details(house: &House, catalogue: &Catalogue) -> Option<DetailsContent> {
    let json = |item: &Item| serde_json::to_string(&details_of(item)).unwrap_or_default();
    house.publishes_details.then(|| DetailsContent { items: catalogue.items.iter().map(json).collect() })
}

fn details_of(item: &Item) -> ItemDetails {
    let said = item.details.as_deref().cloned().unwrap_or_default();
    let mut attributes = said.attributes;
    let warmth = item.warmth.map(|clo| format!("{:.2}", f64::from(clo.0) / 100.0));
    let listed = |values: &str| values.replace('/', ", ");
    let own = [
        (Attribute::Brand, item.brand.to_string()),
        (Attribute::Material, listed(&item.material)),
        (Attribute::Color, listed(&item.color)),
        (Attribute::Pattern, item.pattern.to_string()),
        (Attribute::Warmth, warmth.unwrap_or_default()),
    ];
    attributes.extend(own.into_iter().filter(|(_, value)| !value.is_empty()));
    ItemDetails {
        id: item.id.to_string(),
        title: item.title.to_string(),
        url: item.url.to_string(),
        image: item.image.as_ref().map(ToString::to_string),
        price_minor: item.price_minor,
        attributes,
        characteristics: said.characteristics,
        highlights: said.highlights,
    }
}

//! The core: the house's settings, names and tables, which every page needs. Not for items: see [`super::Shard`].

use super::PackError;
use super::Season;
use super::layout::{BETWEEN_IMAGES, MAX_RETENTION_DAYS, Section, Shop, TYPE_SENSITIVE, TransitionRecord, TypeRecord};
use super::sections::{Sections, given};
use super::settings::KnownTargets;
use super::{discretion, season, settings};
use crate::hash::hash;
use crate::model::{
    Action, CollectionIndex, CollectionSet, DivisionIndex, EventWeight, Fixed, LanguageIndex, MAX_SIZE_RANGES,
    MAX_SIZES, Placement, PlacementSettings, Policy, RankTables, RepurchaseInterval, Rule, SizeRange, Target, Tuning,
    TypeIndex, is_adviser_code,
};
use zerocopy::little_endian::{U16, U32};

/// The widths of images in `srcset`, in pixels: from a phone's carousel to the largest card on a dense screen.
pub const PICTURE_WIDTHS: [u32; 5] = [160, 240, 320, 480, 640];

/// The decoded core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Core {
    /// The house's name.
    pub house: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Number of decimal digits of a price.
    pub minor_digits: u8,
    /// Age in seconds after which a card's price is not shown.
    pub price_age_seconds: u32,
    /// Number of days that a device keeps its history.
    pub retention_days: u16,
    /// The privacy floor k: minimum number of shoppers behind a count.
    pub k: u8,
    /// How URLs of items are shortened.
    pub url: Address,
    /// How URLs of images are shortened.
    pub image: Address,
    /// The URL of an image by width, with `{width}` and `{id}` or `{image_link}`, if the house has one.
    pub picture_template: Option<String>,
    /// The URL parameter with an adviser's code, if the house has one.
    pub adviser_parameter: Option<String>,
    /// Language tags; the first is the house's default.
    pub languages: Vec<String>,
    /// Divisions, in the order of house.toml.
    pub divisions: Vec<Division>,
    /// Product types.
    pub types: Vec<ItemType>,
    /// By pair of divisions, the number of shoppers who visited one and later the other, in ascending order.
    pub onward: Vec<Transition>,
    /// The tables of the ranking formula.
    pub tables: RankTables,
    /// The settings for filling a slate.
    pub tuning: Tuning,
    /// The settings of each placement, by its number.
    pub placements: [PlacementSettings; Placement::COUNT],
    /// Merchandising rules, in the order of house.toml.
    pub rules: Vec<Rule>,
    /// Ids of the collections in the order of house.toml, then of the occasions: at most 64.
    pub collections: Vec<String>,
    /// The distinct sets of collections that items belong to, ascending; the first is empty.
    pub collection_sets: Vec<CollectionSet>,
    /// The season data.
    pub season: Season,
    /// The settings for reasons, caps and promotion.
    pub policy: Policy,
    /// The size ranges; empty if the feed has no sizes. At most [`MAX_SIZE_RANGES`].
    pub size_ranges: Vec<SizeRange>,
}

/// How a URL is shortened: without a text it is the template with the item's id; a text is appended to the prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// A URL with `{id}`, if the house has one.
    pub template: Option<String>,
    /// The common prefix of all URLs that do not follow the template.
    pub prefix: String,
}

/// A division (department) of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// The id from house.toml.
    pub id: String,
    /// Names, one for each of the house's languages.
    pub names: Vec<String>,
}

/// A product type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemType {
    /// Name of the type.
    pub name: String,
    /// The type's division.
    pub division: DivisionIndex,
    /// Whether the type is sensitive: never stored on a device and never a reason.
    pub sensitive: bool,
    /// The cooldown after a purchase.
    pub rest: RepurchaseInterval,
}

/// The number of shoppers who moved on from one division to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Position of the first division.
    pub from: DivisionIndex,
    /// Position of the second division.
    pub to: DivisionIndex,
    /// Number of distinct shoppers, at least k.
    pub support: u32,
}

impl Core {
    /// A hash that identifies the market, to which a card's texts, URLs and prices belong. It is the same in every
    /// build of a market, and changes with the currency, the first language or the items' URLs. If house.toml has no
    /// `url`, the common prefix of the URLs is used, which a different assortment may change.
    #[must_use]
    pub fn market(&self) -> u64 {
        // The prefix is not a setting, but derived from the feed's URLs.
        let Address { template, prefix } = &self.url;
        let address = template.as_ref().unwrap_or(prefix);
        let with = |all: u64, text: &String| all.rotate_left(1) ^ hash(text.as_bytes());
        self.languages.iter().take(1).chain([&self.currency, address]).fold(0, with)
    }

    /// The name of a collection or an occasion in a language, if it has one.
    #[must_use]
    pub fn collection_name(&self, collection: CollectionIndex, language: LanguageIndex) -> Option<&str> {
        self.season.names.get(collection.at() * self.languages.len() + language.at())
    }

    /// The URL of a page about a collection, if it has one.
    #[must_use]
    pub fn collection_link(&self, collection: CollectionIndex) -> Option<&str> {
        self.season.stories.get(self.first_of_story(collection))
    }

    /// The story of a collection in a language, if it has one.
    #[must_use]
    pub fn collection_story(&self, collection: CollectionIndex, language: LanguageIndex) -> Option<&str> {
        self.season.stories.get(self.first_of_story(collection) + 1 + language.at())
    }

    /// The position of a collection's URL in [`Season::stories`], before its texts.
    fn first_of_story(&self, collection: CollectionIndex) -> usize {
        collection.at() * (self.languages.len() + 1)
    }

    /// Decodes an uncompressed core payload.
    ///
    /// # Errors
    /// [`PackError::Malformed`] if the payload violates the format.
    pub fn parse(payload: &[u8]) -> Result<Self, PackError> {
        let sections = Sections::parse(payload)?;
        let shop: &Shop = sections.record(Section::Shop)?;
        let shop_is_sound = shop.currency.iter().all(u8::is_ascii_uppercase)
            && shop.minor_digits <= 4
            && shop.k > 0
            && (1..=MAX_RETENTION_DAYS).contains(&shop.retention_days.get());
        sections.require(shop_is_sound, "shop", "a setting is out of range");

        let texts = sections.strings(Section::ShopTexts);
        let languages = sections.strings(Section::Languages);
        sections.require(texts.len() == 6 && languages.len() > 0, "shop-texts", "wrong count");

        let division_ids = sections.strings(Section::DivisionIds);
        let division_names = sections.strings(Section::DivisionNames);
        let named = division_ids.len().checked_mul(languages.len()) == Some(division_names.len());
        sections.require(named, "division-names", "wrong count");

        let types: &[TypeRecord] = sections.records(Section::Types);
        let type_names = sections.strings(Section::TypeNames);
        let types_are_sound = type_names.len() == types.len()
            && types.iter().all(|record| usize::from(record.division.get()) < division_ids.len());
        sections.require(types_are_sound, "types", "wrong count or unknown division");

        let adviser_parameter = sections.optional(Section::AdviserParameter).map(|bytes| {
            let parameter = str::from_utf8(bytes).unwrap_or_default();
            sections.require(is_adviser_code(parameter), "adviser-parameter", "no name of a parameter");
            parameter.to_owned()
        });
        let onward = onward(&sections, division_ids.len());
        let tuning = settings::tuning(&sections)?;
        let placements = settings::placements(&sections, division_ids.len());
        let collections = settings::collections(&sections);
        let season = season::season(&sections, collections.ids.len(), languages.len())?;
        let policy = discretion::policy(&sections, types, division_ids.len(), shop.k)?;
        let size_ranges = size_ranges(&sections);
        let known =
            KnownTargets { types: types.len(), divisions: division_ids.len(), collections: collections.ids.len() };
        let rules = settings::rules(&sections, known);

        // All checks come before any allocation of the result.
        let tables = tables(&sections)?;
        let text = |index| texts.get(index).to_owned();
        let template = |index| given(texts.get(index)).map(str::to_owned);
        let mut names = division_names.iter().map(str::to_owned);
        Ok(Self {
            house: text(0),
            currency: shop.currency.iter().map(|letter| char::from(*letter)).collect(),
            minor_digits: shop.minor_digits,
            price_age_seconds: shop.price_age_seconds.get(),
            retention_days: shop.retention_days.get(),
            k: shop.k,
            url: Address { template: template(1), prefix: text(2) },
            image: Address { template: template(3), prefix: text(4) },
            picture_template: template(5),
            adviser_parameter,
            divisions: division_ids
                .iter()
                .map(|id| Division { id: id.to_owned(), names: names.by_ref().take(languages.len()).collect() })
                .collect(),
            languages: languages.iter().map(str::to_owned).collect(),
            types: types
                .iter()
                .zip(type_names.iter())
                .map(|(record, name)| ItemType {
                    name: name.to_owned(),
                    division: DivisionIndex(record.division.get()),
                    sensitive: record.flags.get() & TYPE_SENSITIVE != 0,
                    rest: RepurchaseInterval { item_days: record.item_days(), type_days: record.type_days() },
                })
                .collect(),
            onward,
            tables,
            tuning,
            placements,
            rules,
            collections: collections.ids,
            collection_sets: collections.sets,
            season,
            policy,
            size_ranges,
        })
    }

    /// The full URLs of the images of the item `id` whose card has the texts `images`, the preferred one first.
    #[must_use]
    pub fn images(&self, id: &str, images: &str) -> Vec<String> {
        images.split(BETWEEN_IMAGES).filter_map(|image| self.image.expand(id, given(image))).collect()
    }

    /// The value of `srcset` for the image `image` of the item `id`; `None` if the house has no images by width.
    #[must_use]
    pub fn picture_set(&self, id: &str, image: &str) -> Option<String> {
        let template = self.picture_template.as_ref().filter(|_| !image.is_empty())?;
        let by_id = template.replace("{id}", &percent_encoded(id));
        let of_width = |width: &u32| {
            let address = by_id.replace("{width}", &width.to_string()).replace("{image_link}", image);
            // A space would end the URL.
            format!("{} {width}w", address.replace(' ', "%20"))
        };
        Some(PICTURE_WIDTHS.iter().map(of_width).collect::<Vec<_>>().join(", "))
    }

    /// The position of the division with this id.
    #[must_use]
    pub fn division(&self, id: &str) -> Option<DivisionIndex> {
        DivisionIndex::position(&self.divisions, |division| division.id == id)
    }

    /// The positions of all divisions.
    pub fn division_indices(&self) -> impl Iterator<Item = DivisionIndex> {
        (0..self.divisions.len() as u16).map(DivisionIndex)
    }

    /// Whether a type is sensitive: never stored and never a reason.
    #[must_use]
    pub fn is_sensitive(&self, item_type: TypeIndex) -> bool {
        item_type.of(&self.types).is_some_and(|item_type| item_type.sensitive)
    }

    /// Whether the core contains the cards of pinned items.
    #[must_use]
    pub fn pins(&self) -> bool {
        self.rules.iter().any(|rule| rule.action == Action::Pin)
    }

    /// Whether a rule pins the item `id`.
    #[must_use]
    pub fn pins_item(&self, id: &str) -> bool {
        self.rules
            .iter()
            .any(|rule| rule.action == Action::Pin && matches!(&rule.target, Target::Item(item) if item == id))
    }
}

fn onward(sections: &Sections<'_>, divisions: usize) -> Vec<Transition> {
    let records: &[TransitionRecord] = sections.records(Section::Onward);
    let is_known = |index: U16| usize::from(index.get()) < divisions;
    let are_known = records.iter().all(|record| is_known(record.from) && is_known(record.to));
    sections.require(are_known, "onward", "unknown division");
    let read = |record: &TransitionRecord| Transition {
        from: DivisionIndex(record.from.get()),
        to: DivisionIndex(record.to.get()),
        support: record.support.get(),
    };
    records.iter().map(read).collect()
}

/// Decodes the size ranges, each stored as one text.
fn size_ranges(sections: &Sections<'_>) -> Vec<SizeRange> {
    if sections.optional(Section::SizeRanges).is_none() {
        return Vec::new();
    }
    let texts = sections.strings(Section::SizeRanges);
    let range = |text: &str| {
        let mut lines = text.split('\n').map(str::to_owned);
        SizeRange { group: lines.next().unwrap_or_default(), sizes: lines.collect() }
    };
    let ranges: Vec<SizeRange> = texts.iter().map(range).collect();
    let are_sound = ranges.len() <= MAX_SIZE_RANGES && ranges.iter().all(|range| range.sizes.len() <= MAX_SIZES);
    sections.require(are_sound, "size-ranges", "too many ranges or sizes");
    ranges
}

/// Reads a section of fixed-point numbers.
fn numbers<const FRACTION: u32>(sections: &Sections<'_>, section: Section) -> Vec<Fixed<FRACTION>> {
    sections.records::<U32>(section).iter().map(|number| Fixed::from_bits(number.get())).collect()
}

/// Decodes the tables and checks that everything read before is valid.
fn tables(sections: &Sections<'_>) -> Result<RankTables, PackError> {
    let (remind_times, events): (Vec<EventWeight>, Vec<EventWeight>) =
        (numbers(sections, Section::RemindTimes), numbers(sections, Section::Events));
    let tables = RankTables {
        levels: numbers(sections, Section::Levels),
        positions: numbers(sections, Section::Positions),
        reminders: numbers(sections, Section::Reminders),
        remind_times: std::array::from_fn(|index| remind_times.get(index).copied().unwrap_or_default()),
        events: std::array::from_fn(|index| events.get(index).copied().unwrap_or_default()),
    };
    sections.require(remind_times.len() == tables.remind_times.len(), "remind-times", "wrong count");
    sections.require(events.len() == tables.events.len(), "events", "wrong count");
    if let Err(rule) = tables.check() {
        sections.require(false, "ranking tables", rule);
    }
    sections.sound()?;
    Ok(tables)
}

impl Address {
    /// The full URL of the item `id` whose card has `text`; `None` without a text and a template.
    #[must_use]
    pub fn expand(&self, id: &str, text: Option<&str>) -> Option<String> {
        match text {
            Some(text) => Some([self.prefix.as_str(), text].concat()),
            None => self.template.as_ref().map(|template| template.replace("{id}", &percent_encoded(id))),
        }
    }
}

/// Encodes `id` as one path segment: all but unreserved characters (RFC 3986) as `%XX`.
fn percent_encoded(id: &str) -> String {
    let mut segment = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            segment.push_str(&format!("%{byte:02X}"));
        }
    }
    segment
}

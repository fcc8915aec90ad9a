//! The core: what every page needs to know of the house.

use super::PackError;
use super::layout::{MAX_RETENTION_DAYS, Section, Shop, TYPE_SENSITIVE, TransitionRecord, TypeRecord};
use super::sections::{Sections, malformed};
use crate::digits::hex_digit;
use crate::prelude::*;
use crate::rank::RankTables;
use zerocopy::little_endian::U32;

/// The house as the browser knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Core {
    /// The house's name.
    pub house: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Digits of a price behind the decimal point.
    pub minor_digits: u8,
    /// After this many seconds a card's price is not shown.
    pub price_age_seconds: u32,
    /// Days a device keeps its history.
    pub retention_days: u16,
    /// The privacy floor.
    pub k: u8,
    /// Whether the house's default mode is `personal`.
    pub personal: bool,
    /// How addresses of items are shortened.
    pub url: Address,
    /// How addresses of pictures are shortened.
    pub image: Address,
    /// Language tags; the first is the house's default.
    pub languages: Vec<String>,
    /// Divisions in the order of `house.toml`.
    pub divisions: Vec<Division>,
    /// Product types.
    pub types: Vec<ItemType>,
    /// Type transitions in ascending order.
    pub transitions: Vec<Transition>,
    /// The tables of the ranking formula.
    pub tables: RankTables,
}

/// How an address is shortened: an empty text means the template with the item's id in it; any other text follows
/// the prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// An address with `{id}` in it, or empty.
    pub template: String,
    /// What all the addresses that do not follow the template begin with.
    pub prefix: String,
}

/// A department of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// The id given in `house.toml`.
    pub id: String,
    /// Names, one for each of the house's languages.
    pub names: Vec<String>,
}

/// A product type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemType {
    /// Name of the type.
    pub name: String,
    /// Position of its division.
    pub division: u16,
    /// Never recorded on a device, never a reason.
    pub sensitive: bool,
}

/// How often shoppers of one type also met another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Position of the first type.
    pub from: u16,
    /// Position of the second.
    pub to: u16,
    /// Distinct shoppers, at least the floor.
    pub support: u32,
}

impl Core {
    /// Reads an uncompressed core payload.
    ///
    /// # Errors
    /// [`PackError::Malformed`] when a rule of the format is broken.
    pub fn parse(payload: &[u8]) -> Result<Self, PackError> {
        let sections = Sections::parse(payload)?;
        let shop: &Shop = sections.record(Section::Shop)?;
        let currency = core::str::from_utf8(&shop.currency).map_err(|_| malformed("shop", "currency"))?;
        let retention_is_sound = (1..=MAX_RETENTION_DAYS).contains(&shop.retention_days.get());
        if !shop.currency.iter().all(u8::is_ascii_uppercase)
            || shop.minor_digits > 4
            || shop.k == 0
            || shop.mode > 1
            || !retention_is_sound
        {
            return Err(malformed("shop", "a setting is out of range"));
        }
        let texts = sections.strings(Section::ShopTexts)?;
        let languages: Vec<String> = sections.strings(Section::Languages)?.iter().map(str::to_owned).collect();
        if texts.len() != 5 || languages.is_empty() {
            return Err(malformed("shop-texts", "wrong count"));
        }
        let divisions = divisions(&sections, languages.len())?;
        let types = types(&sections, divisions.len())?;
        let known = |index: u16| usize::from(index) < types.len();
        let transitions = sections
            .records::<TransitionRecord>(Section::Transitions)?
            .iter()
            .map(|record| Transition { from: record.from.get(), to: record.to.get(), support: record.support.get() })
            .collect::<Vec<_>>();
        if !transitions.iter().all(|transition| known(transition.from) && known(transition.to)) {
            return Err(malformed("transitions", "unknown type"));
        }
        Ok(Self {
            house: texts.get(0).to_owned(),
            currency: currency.to_owned(),
            minor_digits: shop.minor_digits,
            price_age_seconds: shop.price_age_seconds.get(),
            retention_days: shop.retention_days.get(),
            k: shop.k,
            personal: shop.mode == 1,
            url: Address { template: texts.get(1).to_owned(), prefix: texts.get(2).to_owned() },
            image: Address { template: texts.get(3).to_owned(), prefix: texts.get(4).to_owned() },
            languages,
            divisions,
            types,
            transitions,
            tables: tables(&sections)?,
        })
    }
}

fn divisions(sections: &Sections<'_>, languages: usize) -> Result<Vec<Division>, PackError> {
    let ids = sections.strings(Section::DivisionIds)?;
    let names = sections.strings(Section::DivisionNames)?;
    if ids.len().checked_mul(languages) != Some(names.len()) {
        return Err(malformed("division-names", "wrong count"));
    }
    let mut names = names.iter().map(str::to_owned);
    Ok(ids.iter().map(|id| Division { id: id.to_owned(), names: names.by_ref().take(languages).collect() }).collect())
}

fn types(sections: &Sections<'_>, divisions: usize) -> Result<Vec<ItemType>, PackError> {
    let records: &[TypeRecord] = sections.records(Section::Types)?;
    let names = sections.strings(Section::TypeNames)?;
    if names.len() != records.len() || records.iter().any(|record| usize::from(record.division.get()) >= divisions) {
        return Err(malformed("types", "wrong count or unknown division"));
    }
    Ok(records
        .iter()
        .zip(names.iter())
        .map(|(record, name)| ItemType {
            name: name.to_owned(),
            division: record.division.get(),
            sensitive: record.flags.get() & TYPE_SENSITIVE != 0,
        })
        .collect())
}

fn tables(sections: &Sections<'_>) -> Result<RankTables, PackError> {
    let numbers = |section| -> Result<Vec<u32>, PackError> {
        Ok(sections.records::<U32>(section)?.iter().map(|number| number.get()).collect())
    };
    let wrong = |section| move |_| malformed(section, "wrong count");
    let tables = RankTables {
        levels: numbers(Section::Levels)?,
        positions: numbers(Section::Positions)?,
        reminders: numbers(Section::Reminders)?,
        remind_times: numbers(Section::RemindTimes)?.try_into().map_err(wrong("remind-times"))?,
        events: numbers(Section::Events)?.try_into().map_err(wrong("events"))?,
    };
    tables.check().map_err(|what| malformed("ranking tables", what))?;
    Ok(tables)
}

impl Address {
    /// The whole address of the item `id` whose card says `text`; empty when the house has none.
    #[must_use]
    pub fn expand(&self, id: &str, text: &str) -> String {
        if !text.is_empty() {
            return [self.prefix.as_str(), text].concat();
        }
        let mut address = String::with_capacity(self.template.len() + id.len());
        let mut rest = self.template.as_str();
        // `str::replace` would bring a general search for texts into the module: 3 kB.
        while let Some((before, after)) = split_at_place(rest) {
            address.push_str(before);
            push_percent_encoded(&mut address, id);
            rest = after;
        }
        address.push_str(rest);
        address
    }
}

/// What stands before and behind the first `{id}` of a template.
fn split_at_place(template: &str) -> Option<(&str, &str)> {
    const PLACE: &[u8] = b"{id}";
    let start = template.as_bytes().windows(PLACE.len()).position(|window| window == PLACE)?;
    Some((template.get(..start)?, template.get(start + PLACE.len()..)?))
}

/// Adds `id` as one segment of a path: everything but unreserved characters (RFC 3986) as `%XX`.
fn push_percent_encoded(address: &mut String, id: &str) {
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push('%');
            address.push(hex_digit(byte >> 4).to_ascii_uppercase());
            address.push(hex_digit(byte).to_ascii_uppercase());
        }
    }
}

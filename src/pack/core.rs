//! The core: what every page needs to know of the house.

use super::PackError;
use super::layout::{
    MAX_RETENTION_DAYS, PLACEMENT_REMINDERS, PlacementRecord, RuleRecord, SCOPE_ONLY, Section, Shop, TYPE_SENSITIVE,
    TransitionRecord, TuningRecord, TypeRecord,
};
use super::sections::{Sections, malformed};
use crate::rank::{
    Action, Fallback, MAX_SUGGESTIONS, Placement, PlacementSettings, RankTables, Rest, Rule, Scope, Target, Tuning,
};
use zerocopy::little_endian::{U16, U32};

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
    /// How many shoppers met one division and later another, in ascending order.
    pub onward: Vec<Transition>,
    /// The tables of the ranking formula.
    pub tables: RankTables,
    /// How slates are filled.
    pub tuning: Tuning,
    /// The settings of each placement, by its number.
    pub placements: [PlacementSettings; Placement::COUNT],
    /// Merchandising, in the order of house.toml.
    pub rules: Vec<Rule>,
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
    /// How long it rests after a purchase.
    pub rest: Rest,
}

/// How often shoppers of one type also met another, or of one division went on to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Position of the first.
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
            transitions: transitions(&sections, Section::Transitions, types.len())?,
            onward: transitions(&sections, Section::Onward, divisions.len())?,
            tables: tables(&sections)?,
            tuning: tuning(&sections)?,
            placements: placements(&sections, divisions.len())?,
            rules: rules(&sections, types.len(), divisions.len())?,
            divisions,
            types,
        })
    }

    /// The scope that a page means by `other`, `same`, `any` or `pinned`; `None` for another word.
    #[must_use]
    pub fn scope_named(word: &str) -> Option<Scope> {
        match word {
            "other" => Some(Scope::Other),
            "same" => Some(Scope::Same),
            "any" => Some(Scope::Any),
            "pinned" => Some(Scope::Pinned),
            _ => None,
        }
    }

    /// The scope of these divisions, by id.
    ///
    /// # Errors
    /// The first id that the house does not have.
    pub fn scope_of(&self, ids: &[String]) -> Result<Scope, String> {
        let position = |id: &String| self.divisions.iter().position(|division| division.id == *id);
        let only = ids.iter().map(|id| position(id).map(|at| at as u16).ok_or_else(|| id.clone()));
        only.collect::<Result<Vec<u16>, String>>().map(Scope::Only)
    }

    /// Whether a type is never recorded and never a reason.
    #[must_use]
    pub fn is_sensitive(&self, item_type: u16) -> bool {
        self.types.get(usize::from(item_type)).is_some_and(|item_type| item_type.sensitive)
    }

    /// Whether the core carries the cards of items that a rule pins.
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

fn transitions(sections: &Sections<'_>, section: Section, known: usize) -> Result<Vec<Transition>, PackError> {
    let records: &[TransitionRecord] = sections.records(section)?;
    if !records.iter().all(|record| usize::from(record.from.get()) < known && usize::from(record.to.get()) < known) {
        let section = if section == Section::Onward { "onward" } else { "transitions" };
        return Err(malformed(section, "unknown type or division"));
    }
    let read = |record: &TransitionRecord| Transition {
        from: record.from.get(),
        to: record.to.get(),
        support: record.support.get(),
    };
    Ok(records.iter().map(read).collect())
}

/// The largest factor, with 16 fractional bits: 16.
const MAX_FACTOR: u32 = 1 << 20;

fn tuning(sections: &Sections<'_>) -> Result<Tuning, PackError> {
    let record: &TuningRecord = sections.record(Section::Tuning)?;
    let tuning = Tuning {
        share: record.share.get(),
        new_share: record.new_share.get(),
        precedence: record.precedence.get(),
        per_type: record.per_type,
    };
    if tuning.share > MAX_FACTOR || tuning.new_share > 1 << 16 || tuning.precedence > MAX_FACTOR - (1 << 16) {
        return Err(malformed("tuning", "a share is out of range"));
    }
    Ok(tuning)
}

fn placements(sections: &Sections<'_>, divisions: usize) -> Result<[PlacementSettings; Placement::COUNT], PackError> {
    let records: &[PlacementRecord] = sections.records(Section::Placements)?;
    let only: &[[U16; 2]] = sections.records(Section::PlacementDivisions)?;
    let lists = |placement: U16| records.get(usize::from(placement.get())).is_some_and(|it| it.scope == SCOPE_ONLY);
    if !only.iter().all(|[placement, division]| lists(*placement) && usize::from(division.get()) < divisions) {
        return Err(malformed("placement-divisions", "unknown division, or a placement that lists none"));
    }
    let mut placements = Placement::ALL.map(Placement::defaults);
    if records.len() != placements.len() {
        return Err(malformed("placements", "wrong count"));
    }
    for ((number, settings), record) in placements.iter_mut().enumerate().zip(records) {
        let scope = match record.scope {
            0 => Scope::Other,
            1 => Scope::Same,
            2 => Scope::Any,
            SCOPE_ONLY => {
                let of_this = only.iter().filter(|[placement, _]| usize::from(placement.get()) == number);
                Scope::Only(of_this.map(|[_, division]| division.get()).collect())
            }
            4 => Scope::Pinned,
            _ => return Err(malformed("placements", "unknown scope")),
        };
        let limit_is_sound = (1..=MAX_SUGGESTIONS).contains(&usize::from(record.limit));
        if !limit_is_sound || record.fallback > 1 {
            return Err(malformed("placements", "a setting is out of range"));
        }
        *settings = PlacementSettings {
            scope,
            limit: record.limit,
            threshold: record.threshold.get(),
            fallback: if record.fallback == 1 { Fallback::Any } else { Fallback::Page },
            reminders: record.flags & PLACEMENT_REMINDERS != 0,
        };
    }
    Ok(placements)
}

fn rules(sections: &Sections<'_>, types: usize, divisions: usize) -> Result<Vec<Rule>, PackError> {
    let records: &[RuleRecord] = sections.records(Section::Rules)?;
    let items = sections.strings(Section::RuleItems)?;
    records
        .iter()
        .map(|record| {
            let target = record.target.get();
            let (target, known) = match record.kind {
                0 => (Target::Item(items.get(target.into()).to_owned()), items.len()),
                1 => (Target::Type(target), types),
                2 => (Target::Division(target), divisions),
                _ => return Err(malformed("rules", "unknown kind of target")),
            };
            let action = Action::ALL.get(usize::from(record.action)).copied();
            let action = action.ok_or(malformed("rules", "unknown action"))?;
            if usize::from(record.target.get()) >= known || record.factor.get() > MAX_FACTOR {
                return Err(malformed("rules", "unknown target or a factor out of range"));
            }
            Ok(Rule {
                number: record.number.get(),
                action,
                target,
                placements: record.placements,
                factor: record.factor.get(),
                from_day: record.from_day.get(),
                until_day: record.until_day.get(),
            })
        })
        .collect()
}

fn divisions(sections: &Sections<'_>, languages: usize) -> Result<Vec<Division>, PackError> {
    let ids = sections.strings(Section::DivisionIds)?;
    let names = sections.strings(Section::DivisionNames)?;
    if ids.len().checked_mul(languages) != Some(names.len()) {
        return Err(malformed("division-names", "wrong count"));
    }
    let name = |division: usize, language: usize| names.get(division * languages + language).to_owned();
    Ok(ids
        .iter()
        .enumerate()
        .map(|(index, id)| Division {
            id: id.to_owned(),
            names: (0..languages).map(|language| name(index, language)).collect(),
        })
        .collect())
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
            rest: Rest { item_days: record.item_days.get(), type_days: record.type_days.get() },
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
            return format!("{}{text}", self.prefix);
        }
        self.template.replace("{id}", &percent_encoded(id))
    }
}

/// `id` as one segment of a path: everything but unreserved characters (RFC 3986) as `%XX`.
fn percent_encoded(id: &str) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut text = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push(DIGITS[usize::from(byte >> 4)]);
            text.push(DIGITS[usize::from(byte & 15)]);
        }
    }
    text
}

//! Encodes sections: the counterpart of `sections.rs`. Not for shards: see [`super::shards`].

use super::content::OfferedItem;
use super::error::WriteError;
use crate::model::{
    Action, Cap, Country, Day, Fallback, Fixed, Placement, PlacementSettings, Rule, Scope, SizeRange, Target,
};
use crate::pack::PackError;
use crate::pack::core::{Core, Transition};
use crate::pack::layout::{
    CapRecord, DiscretionRecord, FIRST_PLACEMENTS, PLACEMENT_REMINDERS, PlacementRecord, RuleRecord, SCOPE_ONLY,
    SEASON_WEATHER, SeasonRecord, Section, SectionHeader, Shop, TYPE_SENSITIVE, TransitionRecord, TuningRecord,
    TypeRecord, WindowRecord, ZoneRecord, stored_days,
};
use crate::pack::season::{ALL_COUNTRIES, Season, Window, Zone};
use crate::pack::sections::{Column, Sections};
use crate::pack::unavailable::EncodedSizes;
use std::collections::BTreeSet;
use std::num::{NonZeroU8, NonZeroU16};
use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{Immutable, IntoBytes};

/// A payload under construction. Sections must be added in ascending order.
#[derive(Default)]
pub(super) struct Payload {
    bytes: Vec<u8>,
}

impl Payload {
    pub(super) fn section(&mut self, section: Section, body: &[u8]) -> Result<&mut Self, WriteError> {
        let len = u32::try_from(body.len()).map_err(|_| too_long("a section"))?;
        let header = SectionHeader { id: (section as u16).into(), reserved: 0.into(), len: len.into() };
        self.bytes.extend_from_slice(header.as_bytes());
        self.bytes.extend_from_slice(body);
        Ok(self)
    }

    pub(super) fn records<T: IntoBytes + Immutable>(
        &mut self,
        section: Section,
        records: &[T],
    ) -> Result<&mut Self, WriteError> {
        self.section(section, records.as_bytes())
    }

    /// Adds a section that a reader treats as optional, unless it is empty.
    pub(super) fn records_if_any<T: IntoBytes + Immutable>(
        &mut self,
        section: Section,
        records: &[T],
    ) -> Result<&mut Self, WriteError> {
        if records.is_empty() { Ok(self) } else { self.records(section, records) }
    }

    pub(super) fn strings<'a>(
        &mut self,
        section: Section,
        strings: impl Iterator<Item = &'a str>,
    ) -> Result<&mut Self, WriteError> {
        self.section(section, &column(strings)?)
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Encodes the body of a strings section.
fn column<'a>(strings: impl Iterator<Item = &'a str>) -> Result<Vec<u8>, WriteError> {
    let (mut lengths, mut text, mut count) = (Vec::new(), Vec::new(), 0u32);
    for string in strings {
        let length = u16::try_from(string.len()).map_err(|_| too_long("a text"))?;
        lengths.extend_from_slice(&length.to_le_bytes());
        text.extend_from_slice(string.as_bytes());
        count += 1;
    }
    Ok([&count.to_le_bytes(), lengths.as_slice(), &text].concat())
}

impl Column {
    /// Encodes a column of texts.
    ///
    /// # Errors
    /// [`WriteError::Content`] for a text of more than 65,535 bytes.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Self, WriteError> {
        Ok(Self::new(&column(texts)?))
    }
}

pub(super) fn too_long(what: &'static str) -> WriteError {
    WriteError::Content { what, why: "it is longer than the format allows".to_owned() }
}

/// Encodes the core.
pub(super) fn core(core: &Core) -> Result<Vec<u8>, WriteError> {
    let wrong = |what, why: &str| WriteError::Content { what, why: why.to_owned() };
    let currency: [u8; 3] =
        core.currency.as_bytes().try_into().map_err(|_| wrong("currency", "three letters are needed"))?;
    if core.divisions.iter().any(|division| division.names.len() != core.languages.len()) {
        return Err(wrong("divisions", "each needs a name in every language"));
    }
    core.tables.check().map_err(|why| wrong("ranking tables", why))?;
    let shop = Shop {
        currency,
        minor_digits: core.minor_digits,
        price_age_seconds: core.price_age_seconds.into(),
        retention_days: core.retention_days.into(),
        k: core.k,
    };
    let types: Vec<TypeRecord> = core
        .types
        .iter()
        .enumerate()
        .map(|(at, item_type)| TypeRecord {
            division: item_type.division.0.into(),
            flags: if item_type.sensitive { TYPE_SENSITIVE } else { 0 }.into(),
            item_days: stored_days(item_type.rest.item_days),
            type_days: stored_days(item_type.rest.type_days),
            audience: of(&core.policy.audience.types, at),
            named: core.policy.named.get(at).copied().unwrap_or_default().bits().into(),
        })
        .collect();
    let tuning = TuningRecord {
        share: core.tuning.share.bits().into(),
        new_share: core.tuning.new_share.bits().into(),
        precedence: core.tuning.precedence.bits().into(),
        typical: core.tuning.typical.bits().into(),
        per_type: core.tuning.max_per_type.map_or(0, NonZeroU8::get),
        reserved: [0; 3],
    };
    let placements: Vec<PlacementRecord> = core.placements.iter().map(placement).collect();
    let placements = placements.get(..FIRST_PLACEMENTS).unwrap_or_default();
    let only: Vec<[U16; 2]> = core
        .placements
        .iter()
        .zip(0u16..)
        .flat_map(|(settings, number)| match &settings.scope {
            Scope::Only(divisions) => divisions.iter().map(|division| [number.into(), division.0.into()]).collect(),
            _ => Vec::new(),
        })
        .collect();
    let named: BTreeSet<&str> = core
        .rules
        .iter()
        .filter_map(|rule| if let Target::Item(id) = &rule.target { Some(id.as_str()) } else { None })
        .collect();
    let rules: Vec<RuleRecord> = core.rules.iter().map(|one| rule(one, &named)).collect();
    let texts = [
        Some(&core.house),
        core.url.template.as_ref(),
        Some(&core.url.prefix),
        core.image.template.as_ref(),
        Some(&core.image.prefix),
        core.picture_template.as_ref(),
    ];
    let sets: Vec<U64> = core.collection_sets.iter().map(|set| U64::new(set.bits())).collect();
    let mut payload = Payload::default();
    payload
        .section(Section::Shop, shop.as_bytes())?
        .strings(Section::ShopTexts, texts.into_iter().map(|text| text.map_or("", String::as_str)))?
        .strings(Section::Languages, core.languages.iter().map(String::as_str))?
        .strings(Section::DivisionIds, core.divisions.iter().map(|division| division.id.as_str()))?
        .strings(
            Section::DivisionNames,
            core.divisions.iter().flat_map(|division| division.names.iter().map(String::as_str)),
        )?
        .records(Section::Types, &types)?
        .strings(Section::TypeNames, core.types.iter().map(|item_type| item_type.name.as_str()))?;
    if let Some(parameter) = &core.adviser_parameter {
        payload.section(Section::AdviserParameter, parameter.as_bytes())?;
    }
    payload
        .records(Section::Levels, &numbers(&core.tables.levels))?
        .records(Section::Positions, &numbers(&core.tables.positions))?
        .records(Section::Events, &numbers(&core.tables.events))?
        .records(Section::Reminders, &numbers(&core.tables.reminders))?
        .records(Section::RemindTimes, &numbers(&core.tables.remind_times))?
        .records(Section::Onward, &onward(&core.onward))?
        .section(Section::Tuning, tuning.as_bytes())?
        .records(Section::Placements, placements)?
        .records(Section::PlacementDivisions, &only)?
        .records(Section::Rules, &rules)?
        .strings(Section::RuleItems, named.into_iter())?
        .strings(Section::CollectionIds, core.collections.iter().map(String::as_str))?
        .records(Section::CollectionSets, &sets)?;
    season(&mut payload, &core.season)?;
    policy(&mut payload, core)?;
    let payload = payload.finish();
    // A core that a reader would reject is not written, because no page could open the pack.
    Core::parse(&payload).map_err(|error| wrong("core", &error.to_string()))?;
    Ok(payload)
}

/// Encodes a rule; `items` are the ids of the items that rules refer to.
fn rule(rule: &Rule, items: &BTreeSet<&str>) -> RuleRecord {
    let (kind, target) = match &rule.target {
        Target::Item(id) => (0, items.range(..id.as_str()).count() as u16),
        Target::Type(item_type) => (1, item_type.0),
        Target::Division(division) => (2, division.0),
        Target::Collection(collection) => (3, collection.0),
    };
    RuleRecord {
        action: match rule.action {
            Action::Pin => 0,
            Action::Weigh(_) => 1,
            Action::Exclude => 2,
            Action::IncludeOnly => 3,
        },
        kind,
        placements: rule.placements,
        reserved: 0,
        target: target.into(),
        number: rule.number.into(),
        factor: rule.action.factor().unwrap_or_default().bits().into(),
        from_day: rule.days.first.stored().into(),
        until_day: rule.days.last.stored().into(),
    }
}

/// The last sections of the core: settings of later placements, and size ranges. Empty if all have default values, so
/// that unused features cost no bytes.
pub(super) fn later_sections(core: &Core) -> Result<Vec<u8>, WriteError> {
    let later: Vec<PlacementRecord> = core.placements.iter().skip(FIRST_PLACEMENTS).map(placement).collect();
    let usual = Placement::ALL.map(|one| placement(&one.defaults()));
    let differs = |(at, record): (usize, &PlacementRecord)| {
        usual.get(FIRST_PLACEMENTS + at).is_none_or(|usual| usual.as_bytes() != record.as_bytes())
    };
    let set = later.iter().enumerate().filter(|one| differs(*one)).map(|(at, _)| at + 1).max().unwrap_or(0);
    if later.iter().any(|record| record.scope == SCOPE_ONLY) {
        let why = "a list of divisions has no place there: write a word".to_owned();
        return Err(WriteError::Content { what: "later placements", why });
    }
    let mut payload = Payload::default();
    payload.records_if_any(Section::LaterPlacements, later.get(..set).unwrap_or_default())?;
    if !core.size_ranges.is_empty() {
        let text = |range: &SizeRange| {
            let lines: Vec<&str> = std::iter::once(&range.group).chain(&range.sizes).map(String::as_str).collect();
            lines.join("\n")
        };
        let texts: Vec<String> = core.size_ranges.iter().map(text).collect();
        payload.strings(Section::SizeRanges, texts.iter().map(String::as_str))?;
    }
    Ok(payload.finish())
}

fn season(payload: &mut Payload, season: &Season) -> Result<(), WriteError> {
    let record = SeasonRecord {
        weight: season.weight.bits().into(),
        in_demand_from: season.in_demand_from.map_or(0, NonZeroU16::get).into(),
        flags: if season.weather { SEASON_WEATHER } else { 0 },
        reserved: 0,
    };
    let kinds: Vec<u8> = season.kinds.iter().map(|kind| *kind as u8).collect();
    payload
        .section(Section::Season, record.as_bytes())?
        .section(Section::CollectionKinds, &kinds)?
        .section(Section::CollectionNames, season.names.bytes())?
        .section(Section::CollectionStories, season.stories.bytes())?
        .records(Section::Windows, &season.windows.iter().map(window).collect::<Vec<_>>())?
        .records(Section::DemandShapes, &season.shapes)?
        .records(Section::Zones, &season.zones.iter().map(zone).collect::<Vec<_>>())?;
    Ok(())
}

fn window(window: &Window) -> WindowRecord {
    WindowRecord {
        // A house has at most 64 collections and occasions.
        collection: window.collection.0 as u8,
        climates: window.climates.bits(),
        country: window.country.map_or(ALL_COUNTRIES, Country::letters),
        from_day: window.days.first.stored().into(),
        until_day: window.days.last.stored().into(),
    }
}

fn zone(zone: &Zone) -> ZoneRecord {
    ZoneRecord { key: zone.key.0, country: zone.country.letters(), climate: zone.climate as u8 }
}

fn policy(payload: &mut Payload, core: &Core) -> Result<(), WriteError> {
    let policy = &core.policy;
    let record = DiscretionRecord {
        shoppers: policy.audience.total.into(),
        floor: policy.floor.millionths.into(),
        open: policy.open.bits().into(),
        lifetime: policy.caps.lifetime.into(),
        promotions_per_day: policy.pace.promotions_per_day.into(),
        balance: policy.pace.balance.bits().into(),
    };
    let in_divisions: Vec<U32> = (0..core.divisions.len()).map(|at| of(&policy.audience.divisions, at)).collect();
    let cap = |cap: &Cap| CapRecord { cap: cap.cap.into(), period: cap.period_seconds.into() };
    payload
        .section(Section::Discretion, record.as_bytes())?
        .records(Section::DivisionAudience, &in_divisions)?
        .records(Section::Caps, &policy.caps.custom.iter().map(cap).collect::<Vec<_>>())?;
    Ok(())
}

/// Converts fixed-point numbers to the format of a section.
fn numbers<const FRACTION: u32>(numbers: &[Fixed<FRACTION>]) -> Vec<U32> {
    numbers.iter().map(|number| U32::new(number.bits())).collect()
}

/// The number at this position; 0 if there is none.
fn of(numbers: &[u32], at: usize) -> U32 {
    numbers.get(at).copied().unwrap_or_default().into()
}

fn onward(transitions: &[Transition]) -> Vec<TransitionRecord> {
    let record = |transition: &Transition| TransitionRecord {
        from: transition.from.0.into(),
        to: transition.to.0.into(),
        support: transition.support.into(),
    };
    transitions.iter().map(record).collect()
}

fn placement(settings: &PlacementSettings) -> PlacementRecord {
    PlacementRecord {
        scope: match settings.scope {
            Scope::Other => 0,
            Scope::Same => 1,
            Scope::Any => 2,
            Scope::Only(_) => SCOPE_ONLY,
            Scope::Pinned => 4,
        },
        limit: settings.limit,
        fallback: u8::from(settings.fallback == Fallback::Any),
        flags: if settings.reminders { PLACEMENT_REMINDERS } else { 0 },
        threshold: settings.threshold.bits().into(),
    }
}

/// Encodes the set of unavailable items, with the sizes in stock of others.
pub(super) fn unavailable(rice: &[u8], sizes: &EncodedSizes) -> Result<Vec<u8>, WriteError> {
    let mut payload = Payload::default();
    payload.section(Section::Rice, rice)?;
    if !sizes.left.is_empty() {
        payload.section(Section::SizedItems, &sizes.items)?.records(Section::SizesLeft, &sizes.left)?;
    }
    Ok(payload.finish())
}

/// Encodes the list of offered items.
pub(super) fn offered(offered: &[OfferedItem]) -> Result<Vec<u8>, WriteError> {
    let day = |item: &OfferedItem| u32::try_from(item.last_offered.number()).map(U32::new);
    let days: Vec<U32> = offered.iter().map(day).collect::<Result<_, _>>().map_err(|_| WriteError::Content {
        what: "list of offered items",
        why: "a day is before 1970, or millions of years away".to_owned(),
    })?;
    let mut payload = Payload::default();
    payload
        .strings(Section::OfferedIds, offered.iter().map(|item| item.id.as_str()))?
        .records(Section::OfferedDays, &days)?;
    Ok(payload.finish())
}

pub(super) fn parse_offered(payload: &[u8]) -> Result<Vec<OfferedItem>, PackError> {
    let sections = Sections::parse(payload)?;
    let ids = sections.strings(Section::OfferedIds);
    let days: &[U32] = sections.records(Section::OfferedDays);
    sections.require(ids.len() == days.len() && ids.ascends_strictly(), "offered-ids", "wrong count or order");
    sections.sound()?;
    let item = |(id, day): (&str, &U32)| OfferedItem {
        id: id.to_owned(),
        last_offered: Day::from_number(i64::from(day.get())),
    };
    Ok(ids.iter().zip(days).map(item).collect())
}

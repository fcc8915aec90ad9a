//! `[[occasion]]`: an occasion that the house observes, with its own items, names and days. Not for its date: see
//! [`crate::occasions`].

use serde::Deserialize;
use toml::Spanned;

use super::check::{TextTable, Wrong, nearest, texts, within, wrong};
use super::membership::{Belongs, Membership};
use crate::catalogue::Texts;
use crate::occasions::{self, MAX_LEAD_DAYS, OCCASIONS};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OccasionTable {
    id: Spanned<String>,
    items: Option<Spanned<Belongs>>,
    names: Option<TextTable>,
    lead_days: Option<Spanned<i64>>,
}

/// An occasion that the house observes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseOccasion {
    /// Position in [`OCCASIONS`].
    pub occasion: usize,
    /// The items that belong to it; `None` if no items are assigned.
    pub items: Option<Membership>,
    /// Names in the house's languages: the house's own, else Passerelle's if there is one.
    pub names: Texts,
    /// Days before the occasion on which it is first shown.
    pub lead_days: u16,
}

/// Returns the occasions of `[season]`, with the settings of `[[occasion]]` for each.
pub(super) fn house_occasions(
    ids: &[Spanned<String>],
    tables: Vec<Spanned<OccasionTable>>,
    languages: &[String],
    text: &str,
) -> Result<Vec<HouseOccasion>, Wrong> {
    let mut occasions: Vec<HouseOccasion> = Vec::with_capacity(ids.len());
    for id in ids {
        let occasion = occasion(id)?;
        if occasions.iter().any(|kept| kept.occasion == occasion) {
            return wrong(id, format!("occasion {:?} is listed twice: remove one", id.get_ref()));
        }
        occasions.push(HouseOccasion::usual(occasion, languages));
    }
    let mut met = Vec::new();
    for table in tables.into_iter().map(Spanned::into_inner) {
        let occasion = occasion(&table.id)?;
        let id = table.id.get_ref();
        let Some(kept) = occasions.iter_mut().find(|kept| kept.occasion == occasion) else {
            return wrong(&table.id, format!("occasion {id:?} is not listed: add {id:?} to season.occasions"));
        };
        if met.contains(&occasion) {
            return wrong(&table.id, format!("occasion {id:?} is set twice: keep one"));
        }
        met.push(occasion);
        let owner = format!("occasion {id:?}");
        kept.lead_days = within(table.lead_days, "occasion.lead_days", 0, MAX_LEAD_DAYS, kept.lead_days)?;
        kept.items = table.items.map(|items| Membership::check(items, &owner, text)).transpose()?;
        if let Some(names) = &table.names {
            kept.names = texts(names, &owner, "name", languages)?;
        }
    }
    Ok(occasions)
}

impl HouseOccasion {
    /// Returns an occasion with its default settings.
    fn usual(occasion: usize, languages: &[String]) -> Self {
        let known = OCCASIONS.get(occasion);
        let names = languages.iter().filter_map(|tag| {
            let name = known?.name(tag)?;
            Some((tag.clone(), name.to_owned()))
        });
        Self { occasion, items: None, names: names.collect(), lead_days: known.map_or(0, |known| known.lead_days) }
    }

    /// The id of the occasion.
    #[must_use]
    pub fn id(&self) -> &'static str {
        OCCASIONS.get(self.occasion).map_or("", |occasion| occasion.id)
    }
}

/// Returns the position of the occasion with this id.
fn occasion(id: &Spanned<String>) -> Result<usize, Wrong> {
    let text = id.get_ref();
    match occasions::position(text) {
        Some(position) => Ok(position),
        None => {
            let known = OCCASIONS.each_ref().map(|occasion| occasion.id);
            let says = match nearest(text, known) {
                Some(meant) => format!("there is no occasion {text:?}: write {meant:?}, or another of"),
                None => format!("there is no occasion {text:?}: write one of"),
            };
            wrong(id, format!("{says} {}", known.join(", ")))
        }
    }
}

//! Selects the reason of a suggestion: applies the rules of [`crate::discretion`] to a prepared request.

use super::prepare::{ListedItem, Prepared, RequestInputs, StrongestSource};
use crate::cache::{CachedItem, Card, ItemCache};
use crate::discretion::{PageContext, PageKind, Permission, Reason, ReasonEvidence, WeatherReason};
use crate::model::{Fit, LanguageIndex};
use crate::page::choosing;
use crate::plan::language;
use crate::rank::{Handle, Items, Placement, RankSource};
use crate::request::SuggestRequest;
use crate::season::{Flag, SeasonScore};
use crate::slate::{NamedItem, Rank};

/// Maximum gap between events of one visit, in seconds.
const VISIT_SECONDS: i64 = 1_800;

/// A suggestion that needs a reason.
pub(super) struct Ranked<'a> {
    pub(super) handle: Handle,
    pub(super) card: &'a Card,
    pub(super) rank: Rank,
    /// How well the item fits the season and the weather.
    pub(super) signs: &'a SeasonScore,
    pub(super) flags: &'a [Flag],
}

/// The reasons allowed on this page, now.
pub(super) struct ReasonSelector<'a> {
    pub(super) permission: Permission,
    inputs: &'a RequestInputs<'a, ItemCache>,
    request: &'a SuggestRequest,
    pub(super) language: LanguageIndex,
}

impl<'a> ReasonSelector<'a> {
    /// `own` is the item of the open page, whichever item of the page the request is for.
    pub(super) fn new(
        inputs: &'a RequestInputs<'a, ItemCache>,
        request: &'a SuggestRequest,
        own: Option<&str>,
        locale: &str,
        notice_pending: bool,
    ) -> Self {
        let core = inputs.core;
        // The season's own slate does not depend on the impression log, only on the page.
        let pays = matches!(request.page, PageKind::Checkout | PageKind::Payment);
        let of_season = if pays { Permission::NONE } else { Permission::ALL };
        let permission = inputs.earlier.map_or(of_season, |earlier| {
            let of_this_page = |id: &str| own == Some(id) || inputs.page_item == Some(id);
            // Week tallies outlive their events.
            let counted: u64 = inputs.tallies.iter().map(|week| u64::from(week.events)).sum();
            let moment = PageContext {
                page: request.page,
                is_first: counted <= inputs.events.len() as u64
                    && inputs.events.iter().all(|event| of_this_page(&event.item_id)),
                notice_pending,
                promotes_already: earlier.offers.promotes(&request.slot, inputs.now),
            };
            moment.permission(earlier.notes.entries(), &core.policy.pace, inputs.now)
        });
        Self { permission, inputs, request, language: language(&core.languages, locale) }
    }

    /// Whether the item may be shown now.
    pub(super) fn admits(&self, handle: Handle) -> bool {
        self.permission.everyone || self.goes_with_page(handle) || self.goes_with_cart(handle)
    }

    /// Sensitive items are never a reason.
    fn listed(&self, id: &str) -> Option<&'a CachedItem> {
        let core = self.inputs.core;
        self.inputs.known.item(id).filter(|item| !core.is_sensitive(item.category.item_type))
    }

    fn names(&self, id: &str, handle: Handle) -> bool {
        self.listed(id).is_some_and(|item| item.list().items.contains(&handle))
    }

    fn goes_with_page(&self, handle: Handle) -> bool {
        self.inputs.page_item.is_some_and(|id| self.names(id, handle))
    }

    fn goes_with_cart(&self, handle: Handle) -> bool {
        choosing(self.inputs.cart).iter().any(|id| self.names(id, handle))
    }

    /// The most specific reason that may be shown.
    pub(super) fn reason(&self, prepared: &Prepared<'a>, ranked: &Ranked<'_>) -> Option<Reason> {
        let Ranked { handle, card, rank, signs, flags } = *ranked;
        let RequestInputs { core, known, page_item, cart, .. } = self.inputs;
        // The page's item and the cart have reasons of their own.
        let is_of_page = |item: ListedItem<'_>| {
            let id = known.id(item.handle);
            *page_item == Some(id) || cart.contains(&id)
        };
        let StrongestSource { item: strongest, is_counted } =
            prepared.strongest(&core.tables, handle, &|item| !is_of_page(item));
        let mut grounds = ReasonEvidence {
            pinned: rank.source == RankSource::Pinned && self.permission.everyone,
            trending: self.request.placement == Placement::Trending,
            page: self.goes_with_page(handle),
            cart: self.goes_with_cart(handle),
            session_item: strongest.map(|item| item.handle).filter(|source| self.is_of_visit(*source)),
            met: strongest.map(|item| item.category),
            season: signs.fit() > Fit::ZERO,
            division: card.facts.division,
            counted: is_counted,
            ..ReasonEvidence::default()
        };
        for flag in flags.iter().rev() {
            match *flag {
                Flag::Collection(number) => grounds.collection = Some(number),
                Flag::Occasion(number) => grounds.occasion = Some(number),
                Flag::ColdSnap => grounds.weather = Some(WeatherReason::Cold),
                Flag::Rain => grounds.weather = Some(WeatherReason::Rain),
                Flag::Sun => grounds.weather = Some(WeatherReason::Sun),
                Flag::New => grounds.is_new = true,
                Flag::InDemandNow | Flag::EndingSoon => {}
            }
        }
        let division = card.facts.division.of(&core.divisions)?;
        grounds.reason(self.permission, |reason| self.may_say(reason, &division.id))
    }

    /// Whether the reason has a large enough audience, can be expressed in the page's language and is within its caps.
    fn may_say(&self, reason: Reason, division: &str) -> bool {
        let core = self.inputs.core;
        let has_name = match reason {
            Reason::Collection(number) | Reason::Occasion(number) => {
                core.collection_name(number, self.language).is_some()
            }
            Reason::GoesWithSessionItem(_) => {
                self.about(self.inputs.known, reason).is_some_and(|item| item.title.is_some())
            }
            _ => true,
        };
        let is_worn_out = || {
            self.inputs.earlier.is_some_and(|earlier| {
                let (slot, number, now) = (&self.request.slot, reason.number(), self.inputs.now);
                !earlier.offers.says(slot, number, division, now)
                    && !earlier.notes.may_say(number, division, &core.policy.caps, now)
            })
        };
        has_name && core.policy.may_speak(reason, self.language) && !(reason.wears_off() && is_worn_out())
    }

    /// The item that a reason names.
    pub(super) fn about<'k>(&self, known: &'k ItemCache, reason: Reason) -> Option<NamedItem<'k>> {
        let handle = match reason {
            Reason::GoesWithPageItem => known.handle(self.inputs.page_item?)?,
            Reason::GoesWithSessionItem(handle) => handle,
            _ => return None,
        };
        let title = known.card(handle).map(|card| card.texts.title()).filter(|title| !title.is_empty());
        Some(NamedItem { id: known.id(handle), title })
    }

    /// Whether the item has an event in the current visit.
    fn is_of_visit(&self, handle: Handle) -> bool {
        let id = self.inputs.known.id(handle);
        let now = self.inputs.now;
        let of_visit = |time: i64| (0..VISIT_SECONDS).contains(&now.saturating_sub(time));
        self.inputs.events.iter().rev().any(|event| &*event.item_id == id && of_visit(event.time) && !event.gift)
    }
}

//! Prepares a request: from the known items and the request to the input of ranking. Not for ranking: see
//! [`crate::rank`].

use super::history::MetItem;
use super::inputs::RequestInputs;
use super::item_source::{ItemSource, ListedItem};
use super::prepared::Prepared;
use crate::history::EventKind;
use crate::model::{Day, DivisionIndex, Week};
use crate::page::choosing;
use crate::rank::{ActiveRule, ActiveTarget, Factor, Placement, Rule, Scope, Target};
use crate::request::{Basis, SuggestRequest};
use crate::season::SeasonContext;
use crate::slate::Status;

impl<'a, K: ItemSource> RequestInputs<'a, K> {
    /// Prepares `request` with the divisions of `scope`.
    ///
    /// # Errors
    /// [`Status::ItemUnknown`] if the scope depends on the page's division and the pack does not know it.
    pub fn prepare(&self, request: &SuggestRequest, scope: &Scope) -> Result<Prepared<'a>, Status> {
        let core = self.core;
        let settings = &core.placements[request.placement as usize];
        let page_known = self.page_item.and_then(|id| self.listed(id));
        let page_division = self.page_division(request, page_known)?;
        if *scope == Scope::Other && page_division.is_none() {
            return Err(Status::ItemUnknown);
        }
        let oldest = self.oldest();
        let declared = page_known.map(|item| MetItem { item, event: EventKind::View, times: 1 });
        let cart = choosing(self.cart).iter().filter_map(|id| self.listed(id));
        let cart = cart.map(|item| MetItem { item, event: EventKind::AddToCart, times: 1 });
        let is_for_everybody = request.placement.is_for_everybody();
        let items = match is_for_everybody {
            true => Vec::new(),
            false => self.items(declared.into_iter().chain(cart), oldest),
        };

        let allowed = |division: DivisionIndex| scope.admits(division, page_division);
        let shopper = self.shopper(page_division, Week::of_time(self.now));
        let limit = self.limit(request);
        let reminds = request.reminders.unwrap_or(settings.reminders);
        let day = Day::of_time(self.now);
        let mut bought = self.bought(oldest);
        let mut divisions: Vec<bool> = core.division_indices().map(allowed).collect();
        let left = self.left_by_impressions(request, &mut bought.types, &mut divisions);
        let moment = SeasonContext::new(&core.season, day, self.local.place, self.local.weather);
        let page = self.page_item.or(request.division.as_deref()).unwrap_or_default();
        Ok(Prepared {
            reminders: items.iter().filter(|_| reminds).map(MetItem::reminder).collect(),
            sources: items.iter().map(MetItem::source).collect(),
            items: items.into_iter().map(|met| met.item).collect(),
            in_season: if request.shows_season() { self.known.season() } else { Vec::new() },
            trending: if request.placement == Placement::Trending { self.known.trending() } else { Vec::new() },
            moment: if request.basis == Basis::Season { moment.leading() } else { moment },
            bought,
            fatigue: left.of_scores,
            sizes: self.sizes(oldest),
            ration: left.ration,
            wearer: page_known.map(|page| self.known.wearer(page.handle)).unwrap_or_default(),
            divisions,
            targets: shopper.targets(allowed),
            rules: self.rules(request.placement, day),
            precedence: match is_for_everybody {
                true => Factor::ZERO,
                false => Factor::from_bits(shopper.attachment.of(core.tuning.precedence.bits().into()) as u32),
            },
            threshold: core.tuning.least_score(request.threshold.unwrap_or(settings.threshold)),
            limit,
            max_per_type: core.tuning.max_of_one_type(limit),
            share: if is_for_everybody { Factor::ZERO } else { core.tuning.share },
            new_place: !is_for_everybody && core.tuning.keeps_a_new_place(limit, request.placement.view(page, day)),
            shopper,
        })
    }

    /// The division of the page's item, else the one that the page names.
    ///
    /// # Errors
    /// [`Status::ItemUnknown`] if the house has no such division.
    pub(super) fn page_division(
        &self,
        request: &SuggestRequest,
        page: Option<ListedItem<'_>>,
    ) -> Result<Option<DivisionIndex>, Status> {
        let Some(named) = request.division.as_deref().filter(|_| page.is_none()) else {
            return Ok(page.map(|item| item.category.division));
        };
        self.core.division(named).map(Some).ok_or(Status::ItemUnknown)
    }

    /// The rules of the house that apply on `day`.
    pub(super) fn rules(&self, placement: Placement, day: Day) -> Vec<ActiveRule> {
        let active = |rule: &Rule| {
            let target = match &rule.target {
                Target::Item(id) => self.known.handle(id).map_or(ActiveTarget::Nothing, ActiveTarget::Item),
                Target::Type(item_type) => ActiveTarget::Type(*item_type),
                Target::Division(division) => ActiveTarget::Division(*division),
                Target::Collection(collection) => ActiveTarget::Collection(*collection),
            };
            ActiveRule { action: rule.action, target, number: rule.number }
        };
        self.core.rules.iter().filter(|rule| rule.holds(placement, day)).map(active).collect()
    }
}

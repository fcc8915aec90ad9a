//! Computes the slate for a request, and the explanation of one item's position. Not for preparing or ranking: see
//! [`super::prepare`] and [`crate::rank`].

use std::borrow::Cow;

use super::opened_pack::PinnedItem;
use super::prepare::{Earlier, Prepared, RequestInputs};
use super::reason_selector::{Ranked, ReasonSelector};
use super::recent::RecentRequest;
use super::reply::{SlateReply, price};
use super::state::{Engine, Mode};
use crate::cache::ItemCache;
use crate::discretion::Permission;
use crate::history::History;
use crate::pack::Core;
use crate::plan::language;
use crate::rank::{Account, Fallback, Filled, Handle, Items, Part, Placement, RankedItem, Scope, ScorePart};
use crate::request::{Divisions, OptionError, SuggestRequest};
use crate::slate::{Explanation, NamedPart, Rank, ShownItem, Slate, Status, Suggestion};

impl Engine {
    /// Rejects a request for unknown divisions, which can only be checked once the pack is open.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] with the first unknown id.
    pub fn check(&self, request: &SuggestRequest) -> Result<(), OptionError> {
        let (Some(pack), Some(Divisions::Only(ids))) = (&self.pack, &request.divisions) else { return Ok(()) };
        match ids.iter().find(|id| pack.core.division(id).is_none()) {
            None => Ok(()),
            Some(id) => {
                let known: Vec<&str> = pack.core.divisions.iter().map(|division| division.id.as_str()).collect();
                let needed = format!("ids of the house's divisions ({}); it has no \"{id}\"", known.join(", "));
                Err(OptionError::Wrong { call: "suggest(request)", field: "divisions", needed })
            }
        }
    }

    /// Answers `request` at `now`, in seconds since 1970-01-01 UTC. The slate is empty if suggestions are switched off,
    /// if no candidate is suitable, or if the page's item is unknown and needed to choose the divisions: an empty slate
    /// is better than a random one.
    pub fn suggest(&mut self, request: &SuggestRequest, now: i64) -> Slate<'_> {
        let request = self.restricted(request, now);
        self.answer(&request, now, None).slate
    }

    /// The data needed to draw an item at `now`; `None` if no file read so far has its card.
    #[must_use]
    pub fn item(&self, id: &str, now: i64) -> Option<ShownItem<'_>> {
        let pack = self.pack.as_ref()?;
        let handle = self.known.handle(self.aliases.resolve(id))?;
        let (spoken, id, card) = (id, self.known.id(handle), self.known.card(handle)?);
        // The item may be in stock although the page's variant is sold out.
        let (core, available) = (&pack.core, !pack.is_sold_out(id, spoken));
        let (price_minor, language) = (price(card, core, now), language(&core.languages, &self.locale));
        Some(ShownItem { id, card, price_minor, available, core, language })
    }

    /// Explains why the item `id` has its position in the answer to `request`, or why it is not shown. `None` if no
    /// item was ranked: the slate's status is then `off`, `no-pack`, `item-unknown` or `not-now`.
    pub fn explain(&mut self, request: &SuggestRequest, id: &str, now: i64) -> Option<Explanation> {
        let request = self.restricted(request, now);
        self.answer(&request, now, Some(id)).explanation
    }

    /// Applies `restrict_to`: the request with every item excluded that would be shown but is not allowed.
    fn restricted<'r>(&mut self, request: &'r SuggestRequest, now: i64) -> Cow<'r, SuggestRequest> {
        let mut restricted = Cow::Borrowed(request);
        let Some(allowed) = &request.restrict_to else { return restricted };
        loop {
            let slate = self.answer(&restricted, now, None).slate;
            let is_outside = |id: &&str| !allowed.iter().any(|allowed| allowed == id);
            let outside: Vec<String> =
                slate.suggestions.iter().map(|one| one.id).filter(is_outside).map(ToOwned::to_owned).collect();
            if outside.is_empty() {
                return restricted;
            }
            restricted.to_mut().exclude.extend(outside);
        }
    }

    fn answer(&mut self, request: &SuggestRequest, now: i64, explain: Option<&str>) -> SlateReply<'_> {
        let Some(pack) = &self.pack else { return SlateReply::empty(Status::NoPack, None) };
        for PinnedItem { id, card } in &pack.pinned {
            self.known.put_newer_card(id, card);
        }
        let known = &self.known;
        let resolve = |id| self.aliases.resolve(id);
        let page_item = request.item_id.as_deref().map(resolve).or_else(|| match request.placement {
            Placement::Product | Placement::Recent => self.page.item().map(resolve),
            _ => None,
        });
        let cart: Vec<&str> = request.cart.iter().map(|id| resolve(id)).collect();
        let exclude: Vec<&str> = request.exclude.iter().map(|id| resolve(id)).collect();
        let (events, history) = match self.mode {
            _ if request.basis.is_of_page() => (&[][..], None),
            Mode::Personal => (self.history.events(), Some(&self.history)),
            Mode::Contextual => (self.page.events(), None),
        };
        let local = self.local;
        let (notes, offers) = (&self.notes, &self.offers);
        let earlier = (!request.basis.is_of_page()).then_some(Earlier { notes, offers });
        let (cart, exclude) = (&cart, &exclude);
        let (core, tallies) = (&pack.core, history.map_or(&[][..], History::tallies));
        let sizes_left = Some(pack.unavailable.sizes());
        let inputs = RequestInputs {
            core,
            known,
            now,
            events,
            tallies,
            history,
            page_item,
            local,
            cart,
            exclude,
            earlier,
            sizes_left,
        };
        let settings = &pack.core.placements[request.placement as usize];
        let speech = ReasonSelector::new(
            &inputs,
            request,
            self.page.item().map(resolve),
            &self.locale,
            !self.pending_notices.is_empty(),
        );
        let said = request.divisions.as_ref().map(|divisions| scope(&pack.core, divisions));
        let scope = match speech.permission {
            // After an order, only pinned items are shown.
            Permission { page: false, .. } => &Scope::Pinned,
            _ => said.as_ref().unwrap_or(&settings.scope),
        };
        if request.placement == Placement::Recent {
            if !pack.manifest.on {
                return SlateReply::empty(Status::Off, Some(&pack.core));
            }
            let is_sold_out = |handle: Handle| pack.unavailable.contains(known.id(handle));
            let scope = said.as_ref().unwrap_or(&settings.scope);
            let language = speech.language;
            let recent = RecentRequest { inputs: &inputs, core: &pack.core, known, request, scope, language };
            return recent.answer(is_sold_out, explain.map(resolve));
        }
        let admits = |handle: Handle| !pack.unavailable.contains(known.id(handle)) && speech.admits(handle);
        let mut prepared = match inputs.prepare(request, scope) {
            _ if !pack.manifest.on => return SlateReply::empty(Status::Off, Some(&pack.core)),
            _ if speech.permission == Permission::NONE => return SlateReply::empty(Status::NotNow, Some(&pack.core)),
            Ok(prepared) => prepared,
            Err(status) => return SlateReply::empty(status, Some(&pack.core)),
        };
        let tables = &pack.core.tables;
        let mut fill = |prepared: &Prepared<'_>| prepared.brief().slate(&mut self.scorer, tables, known, admits);
        let mut places = fill(&prepared);
        if places.is_empty()
            && settings.fallback == Fallback::Any
            && !matches!(scope, Scope::Any | Scope::Pinned)
            && let Ok(wider) = inputs.prepare(request, &Scope::Any)
        {
            prepared = wider;
            places = fill(&prepared);
        }
        let explanation = explain.map(|id| {
            let id = resolve(id);
            let handle = known.handle(id);
            let filled = Filled { places: &places, scorer: &self.scorer, tables, items: known, admits };
            let is_derived = |distance, place| prepared.is_derived(distance, place);
            let Account { parts, absence } =
                handle.map_or_else(Account::of_unknown, |handle| prepared.brief().explain(handle, &filled, is_derived));
            Explanation {
                parts: parts.into_iter().map(|part| named(part, &prepared, known)).collect(),
                place: places.iter().position(|place| Some(place.handle) == handle),
                absence,
                attachment: prepared.shopper().attachment,
                potential: prepared.shopper().potential,
            }
        });
        let suggestions: Vec<Suggestion<'_>> = places
            .into_iter()
            .filter_map(|RankedItem { handle, score, rank_source: source, .. }| {
                let card = known.card(handle)?;
                let price_minor = price(card, &pack.core, now);
                let (signs, flags) = (prepared.moment().signs(&card.facts), prepared.moment().flags(&card.facts));
                let rank = Rank { score, source };
                let ranked = Ranked { handle, card, rank, signs: &signs, flags: &flags };
                let reason = speech.reason(&prepared, &ranked)?;
                let about = speech.about(known, reason);
                Some(Suggestion {
                    id: known.id(handle),
                    card,
                    price_minor,
                    rank: Some(rank),
                    reason,
                    about,
                    signs,
                    flags,
                })
            })
            .collect();
        let status = if suggestions.is_empty() { Status::NothingSuitable } else { Status::Ok };
        let slate = Slate { status, core: Some(&pack.core), language: speech.language, suggestions };
        SlateReply { slate, explanation }
    }
}

/// The scope for the request's divisions; unknown ids are ignored.
fn scope(core: &Core, divisions: &Divisions) -> Scope {
    match divisions {
        Divisions::Other => Scope::Other,
        Divisions::Same => Scope::Same,
        Divisions::Any => Scope::Any,
        Divisions::Pinned => Scope::Pinned,
        Divisions::Only(ids) => Scope::Only(ids.iter().filter_map(|id| core.division(id)).collect()),
    }
}

/// A part of a score with the name of its source.
fn named(ScorePart { part, value }: ScorePart, prepared: &Prepared<'_>, known: &ItemCache) -> NamedPart {
    let source = match part {
        Part::Neighbour(distance) | Part::BackOff(distance) => {
            prepared.items().get(distance).map(|item| known.id(item.handle).to_owned())
        }
        Part::Rule(number) => Some(number.to_string()),
        _ => None,
    };
    NamedPart { name: part.into(), source, value }
}

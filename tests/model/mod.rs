//! A second implementation of the engine, written from docs/ranking.md, docs/season-fit.md and docs/discretion.md: with
//! texts as keys, sums of i128, and no reuse of memory.

pub mod ranking;
pub mod season;
pub mod shopper;
pub mod world;

use passerelle::history::EventKind;
use passerelle::model::TypeIndex;
use shopper::Weeks;
use std::collections::{BTreeMap, BTreeSet};
use world::World;

#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    pub kind: EventKind,
    pub id: String,
    pub time: i64,
    pub gift: bool,
}

/// The state of a device.
#[derive(Default)]
pub struct Model {
    pub personal: bool,
    /// The items whose neighbour lists are stored.
    lists: BTreeSet<String>,
    /// Those of them that the page has read itself, each with the id that the page used last.
    of_page: BTreeMap<String, String>,
    cards: BTreeSet<String>,
    aliases: BTreeMap<String, String>,
    page_item: Option<String>,
    /// The time of the last request.
    now: i64,
    declared: Vec<String>,
    on_page: Vec<Happened>,
    pub history: Vec<Happened>,
    /// For each event of the history, the type of its item as known at that time.
    types: Vec<Option<TypeIndex>>,
    weeks: Weeks,
    /// The place of the page and its weather.
    pub local: season::Local,
    /// The half-month whose file has been read.
    pub half_month: Option<usize>,
    /// Whether the trending items have been read.
    pub knows_trending: bool,
}

impl Model {
    pub fn resolve(&self, id: &str) -> String {
        self.aliases.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    pub fn open_page(&mut self, world: &World, spoken: &str) {
        if self.page_item.as_ref().is_some_and(|item| item != spoken) {
            self.leave_page(world);
        }
        self.page_item = Some(spoken.to_owned());
        self.declare(world, spoken);
    }

    pub fn leave_page(&mut self, world: &World) {
        self.page_item = None;
        self.declared.clear();
        self.on_page.clear();
        self.of_page.clear();
        if self.personal {
            self.lists.retain(|id| !world.sensitive(id));
            self.keep_cards(world);
        } else {
            self.forget(world);
        }
    }

    pub fn declare(&mut self, world: &World, spoken: &str) {
        if self.declared.iter().any(|declared| declared == spoken) {
            return;
        }
        self.declared.push(spoken.to_owned());
        let mut id = spoken.to_owned();
        if let Some(alias) = world.content.aliases.iter().find(|alias| alias.text == spoken) {
            id = world.content.items[alias.item as usize].id.to_string();
            self.aliases.insert(spoken.to_owned(), id.clone());
        }
        let Some(list) = world.lists.get(&id) else { return };
        let carded = world.carded(spoken);
        let mentioned = list.entries.iter().map(|entry| &entry.id).chain([&id]);
        self.cards.extend(mentioned.filter(|mentioned| carded.contains(*mentioned)).cloned());
        self.of_page.insert(id.clone(), spoken.to_owned());
        self.lists.insert(id);
    }

    /// Removes all data of items that the page does not declare.
    fn forget(&mut self, world: &World) {
        let declared: BTreeSet<String> = self.declared.iter().map(|spoken| self.resolve(spoken)).collect();
        self.aliases.retain(|alias, _| self.declared.contains(alias));
        self.lists.retain(|id| declared.contains(id) && self.of_page.contains_key(id));
        self.keep_cards(world);
        // Cards that came with a removed list are not used any more.
        let everybodys = self.cards_of_everybody(world);
        let came = |card: &String, list: &String| {
            let mentions = list == card || world.lists[list].entries.iter().any(|entry| entry.id == *card);
            mentions && world.carded(&self.of_page[list]).contains(card)
        };
        self.cards.retain(|card| everybodys.contains(card) || self.lists.iter().any(|list| came(card, list)));
    }

    /// Keeps a card as long as a list mentions it.
    fn keep_cards(&mut self, world: &World) {
        let lists = &self.lists;
        let mentions = |list: &String, card: &String| world.lists[list].entries.iter().any(|entry| entry.id == *card);
        let everybodys = self.cards_of_everybody(world);
        self.cards
            .retain(|card| everybodys.contains(card) || lists.iter().any(|list| list == card || mentions(list, card)));
    }

    /// Reads the file of the half-month of `now`.
    pub fn read_season(&mut self, world: &World, now: i64) {
        if world.content.season.is_empty() {
            return;
        }
        self.half_month = Some(season::half_month(now.div_euclid(world::DAY)));
        let lists = world.in_season(self.half_month);
        self.cards.extend(lists.iter().flat_map(|list| &list.entries).map(|entry| entry.id.clone()));
    }

    /// Reads the file of trending items.
    pub fn read_trending(&mut self, world: &World) {
        self.knows_trending = true;
        self.cards.extend(world.trending.iter().flat_map(|list| &list.entries).map(|entry| entry.id.clone()));
    }

    /// The items of the lists that are the same for everybody, if these have been read.
    fn cards_of_everybody(&self, world: &World) -> BTreeSet<String> {
        let trending = if self.knows_trending { world.trending.as_slice() } else { &[] };
        let lists = world.in_season(self.half_month).iter().chain(trending);
        lists.flat_map(|list| &list.entries).map(|entry| entry.id.clone()).collect()
    }

    fn is_known(&self, id: &str) -> bool {
        self.lists.contains(id) || self.cards.contains(id)
    }

    /// The id of an item's division; empty if it is unknown.
    fn division_id(&self, world: &World, id: &str) -> String {
        let division = || world.content.core.divisions[world.division(id)].id.clone();
        if self.is_known(id) { division() } else { String::new() }
    }

    pub fn track(&mut self, world: &World, kind: EventKind, spoken: &str, time: i64, gift: bool) -> bool {
        let id = self.resolve(spoken);
        if !self.is_known(&id) || world.sensitive(&id) {
            return false;
        }
        let event = Happened { kind, id, time, gift };
        if self.personal && !self.append(world, &event) {
            return false;
        }
        self.on_page.push(event);
        true
    }

    /// Purchases of an item within half an hour count once.
    fn append(&mut self, world: &World, event: &Happened) -> bool {
        let is_same = |other: &Happened| other.id == event.id && other.time.abs_diff(event.time) < 1_800;
        let is_purchase = |other: &Happened| other.kind == EventKind::Purchase;
        if is_purchase(event) && self.history.iter().any(|other| is_purchase(other) && is_same(other)) {
            return false;
        }
        if !event.gift {
            let division = self.division_id(world, &event.id);
            self.weeks.count(&division, event);
        }
        self.history.push(event.clone());
        let known = self.is_known(&event.id);
        self.types.push(world.item(&event.id).map(|item| item.item_type).filter(|_| known));
        true
    }

    pub fn set_mode(&mut self, world: &World, personal: bool) {
        if personal && !self.personal {
            for event in self.on_page.clone() {
                self.append(world, &event);
            }
        }
        if !personal {
            self.history.clear();
            self.types.clear();
            self.weeks.clear();
            self.forget(world);
        }
        self.personal = personal;
    }

    /// The events that a request may use.
    fn events(&self, alone: bool) -> &[Happened] {
        if alone {
            &[]
        } else if self.personal {
            &self.history
        } else {
            &self.on_page
        }
    }
}

//! A small house that is easy to survey, and a shopper who visits it.

// Each test binary uses a part of this module.
#![allow(dead_code)]

use crate::common::{Published, synthetic};
use passerelle::discretion::Reason;
use passerelle::engine::{Engine, Mode, Status};
use passerelle::history::EventKind;
use passerelle::model::{CollectionSet, DivisionIndex, Factor, TypeIndex};
use passerelle::pack::write::{Alias, Content, Item, Neighbour};
use passerelle::pack::{Division, ItemType, Transition};
use passerelle::rank::{Placement, RepurchaseInterval, Wearer};
use passerelle::request::SuggestRequest;
use passerelle::season::Traits;
use std::num::NonZeroU32;

/// The day of the pack's build: 2026-10-05, a Monday.
pub const TODAY: i64 = 20_731;
pub const DAY: i64 = 86_400;

const DIVISIONS: [&str; 6] = ["watches", "shoes", "leather", "perfume", "jewellery", "bakery"];

/// Type, division, days until the same item and until another item of the type may be bought again.
const TYPES: [(&str, &str, Option<u16>, Option<u16>); 13] = [
    ("watch", "watches", None, None),
    ("strap", "watches", None, Some(60)),
    ("shoe", "shoes", None, Some(30)),
    ("shoe care", "shoes", Some(60), Some(30)),
    ("bag", "leather", None, Some(60)),
    ("wallet", "leather", None, None),
    ("belt", "leather", None, Some(30)),
    ("scent", "perfume", Some(45), Some(30)),
    ("ring", "jewellery", None, Some(0)),
    ("bracelet", "jewellery", None, Some(0)),
    ("cufflinks", "jewellery", None, Some(60)),
    ("bread", "bakery", Some(3), Some(0)),
    ("sorbet", "bakery", Some(7), Some(0)),
];

/// Companions of an item, with weights in hundredths.
type GoesWith = &'static [(&'static str, u32)];

/// Id, type and companions.
const ITEMS: [(&str, &str, GoesWith); 19] = [
    ("amber", "scent", &[("neroli", 80), ("ring", 40), ("diver", 20)]),
    ("baguette", "bread", &[("brioche", 100), ("lemon-sorbet", 40), ("pear-sorbet", 30)]),
    ("belt", "belt", &[("wallet", 80), ("oxford", 70), ("loafer", 60), ("diver", 30)]),
    ("bracelet", "bracelet", &[("ring", 90), ("clutch", 60), ("neroli", 50), ("tote", 40)]),
    ("brioche", "bread", &[("baguette", 100), ("lemon-sorbet", 50), ("pear-sorbet", 40)]),
    ("chronograph", "watch", &[("strap", 100), ("diver", 90), ("cufflinks", 70), ("wallet", 50), ("oxford", 40)]),
    ("clutch", "bag", &[("tote", 90), ("bracelet", 70), ("ring", 60), ("wallet", 50), ("neroli", 40)]),
    ("cufflinks", "cufflinks", &[("oxford", 70), ("chronograph", 60), ("belt", 50)]),
    ("diver", "watch", &[("strap", 100), ("chronograph", 90), ("belt", 60), ("wallet", 50), ("oxford", 40)]),
    (
        "lemon-sorbet",
        "sorbet",
        &[
            ("pear-sorbet", 100),
            ("brioche", 70),
            ("baguette", 60),
            ("neroli", 40),
            ("bracelet", 38),
            ("belt", 36),
            ("oxford", 34),
            ("strap", 32),
        ],
    ),
    ("loafer", "shoe", &[("belt", 100), ("shoe-cream", 90), ("oxford", 80), ("tote", 60), ("bracelet", 40)]),
    ("neroli", "scent", &[("amber", 80), ("ring", 50), ("tote", 30), ("bracelet", 25)]),
    (
        "oxford",
        "shoe",
        &[
            ("belt", 100),
            ("shoe-cream", 95),
            ("loafer", 90),
            ("wallet", 70),
            ("diver", 60),
            ("cufflinks", 55),
            ("strap", 50),
            ("chronograph", 45),
            ("amber", 20),
        ],
    ),
    (
        "pear-sorbet",
        "sorbet",
        &[
            ("lemon-sorbet", 100),
            ("baguette", 70),
            ("brioche", 60),
            ("neroli", 40),
            ("bracelet", 38),
            ("belt", 36),
            ("oxford", 34),
            ("strap", 32),
        ],
    ),
    ("ring", "ring", &[("bracelet", 100), ("clutch", 60), ("neroli", 50)]),
    ("shoe-cream", "shoe care", &[("oxford", 100), ("loafer", 90)]),
    ("strap", "strap", &[("diver", 100), ("chronograph", 80)]),
    ("tote", "bag", &[("wallet", 100), ("clutch", 90), ("bracelet", 70), ("neroli", 50), ("loafer", 40)]),
    ("wallet", "wallet", &[("belt", 90), ("tote", 80), ("clutch", 70), ("diver", 40)]),
];

/// The house. Shoppers of a division stay there half of the time, and otherwise go to each other division equally
/// often.
pub fn house() -> Content {
    let mut content = synthetic::content(0, 1);
    let at = |names: &[&str], name: &str| names.iter().position(|known| *known == name).unwrap() as u16;
    let types = TYPES.map(|(name, ..)| name);
    let core = &mut content.core;
    core.divisions = DIVISIONS.map(|id| Division { id: id.to_owned(), names: vec![id.to_owned(); 2] }).to_vec();
    core.types = TYPES
        .map(|(name, division, item_days, type_days)| ItemType {
            name: name.to_owned(),
            division: DivisionIndex(at(&DIVISIONS, division)),
            sensitive: false,
            rest: RepurchaseInterval { item_days, type_days },
        })
        .to_vec();
    let pairs = (0..36).map(|pair| (pair / 6, pair % 6));
    core.onward = pairs
        .map(|(from, to)| Transition {
            from: DivisionIndex(from),
            to: DivisionIndex(to),
            support: if from == to { 50 } else { 10 },
        })
        .collect();
    // Slots for new items depend on the page and the day, so scenes set their share themselves.
    core.tuning.new_share = Factor::ZERO;
    let ids = ITEMS.map(|(id, ..)| id);
    content.items = ITEMS
        .map(|(id, kind, goes_with)| Item {
            id: id.into(),
            title: id.into(),
            url: format!("https://shop.example/p/{id}").into(),
            image: None,
            additional_image: None,
            price_minor: Some(100),
            division: core.types[usize::from(at(&types, kind))].division,
            item_type: TypeIndex(at(&types, kind)),
            is_new: false,
            collections: CollectionSet::EMPTY,
            traits: Traits::default(),
            wearer: Wearer::default(),
            size_range: None,
            neighbours: goes_with
                .iter()
                .map(|(other, weight)| Neighbour {
                    item: at(&ids, other).into(),
                    weight: f64::from(*weight) / 100.0,
                    support: NonZeroU32::new(5),
                })
                .collect(),
        })
        .to_vec();
    content.aliases = ["oxford-42", "oxford-43"].map(|text| Alias::any(text, at(&ids, "oxford").into())).to_vec();
    content
}

/// The item `id` of a house, to be changed.
pub fn item<'a>(house: &'a mut Content, id: &str) -> &'a mut Item {
    house.items.iter_mut().find(|item| item.id == id).unwrap()
}

/// A shopper with consent to a history, and the current day.
pub struct Shopper {
    published: Published,
    pub engine: Engine,
    /// Days since 1970-01-01.
    pub day: i64,
}

/// The suggestions of a page: item and reason.
pub type Shown = Vec<(String, Reason)>;

impl Shopper {
    pub fn new(house: &Content) -> Self {
        Self::with_gone(house, &[])
    }

    /// A shopper in a house where the items `gone` cannot be bought.
    pub fn with_gone(house: &Content, gone: &[&str]) -> Self {
        let published = Published::new(house, TODAY * DAY, gone);
        let mut engine = published.engine();
        engine.set_mode(Mode::Personal);
        Self { published, engine, day: TODAY }
    }

    pub fn does(&mut self, kind: EventKind, id: &str) -> &mut Self {
        self.acts(kind, id, false)
    }

    pub fn gives(&mut self, id: &str) -> &mut Self {
        self.acts(EventKind::Purchase, id, true)
    }

    fn acts(&mut self, kind: EventKind, id: &str, gift: bool) -> &mut Self {
        let declared = if kind == EventKind::View { self.engine.open_page(id) } else { self.engine.declare(id) };
        self.published.load(&mut self.engine, declared);
        assert!(self.engine.track(kind, id, self.day * DAY, gift), "{id}");
        self
    }

    pub fn views(&mut self, id: &str) -> &mut Self {
        self.does(EventKind::View, id)
    }

    pub fn buys(&mut self, id: &str) -> &mut Self {
        self.does(EventKind::Purchase, id)
    }

    pub fn waits(&mut self, days: i64) -> &mut Self {
        self.day += days;
        self
    }

    /// The suggestions of a placement with `limit` slots.
    pub fn sees(&mut self, placement: Placement, page: Option<&str>, cart: &[&str], limit: usize) -> (Status, Shown) {
        let cart: Vec<String> = cart.iter().map(|id| (*id).to_owned()).collect();
        for id in page.into_iter().chain(cart.iter().map(String::as_str)) {
            let declared = if cart.iter().any(|other| other == id) {
                self.engine.declare(id)
            } else {
                self.engine.ask(placement, id)
            };
            self.published.load(&mut self.engine, declared);
        }
        let request = SuggestRequest {
            item_id: page.map(str::to_owned),
            cart: cart.clone(),
            limit: Some(limit),
            ..SuggestRequest::new(placement)
        };
        let slate = self.engine.suggest(&request, self.day * DAY + DAY / 2);
        (slate.status, slate.suggestions.iter().map(|one| (one.id.to_owned(), one.reason)).collect())
    }

    /// The suggestions of the home page.
    pub fn home(&mut self, limit: usize) -> Vec<String> {
        ids(self.sees(Placement::Home, None, &[], limit).1)
    }

    /// The suggestions on the page of `id`.
    pub fn page(&mut self, id: &str) -> Vec<String> {
        ids(self.sees(Placement::Product, Some(id), &[], 4).1)
    }
}

fn ids(shown: Shown) -> Vec<String> {
    shown.into_iter().map(|(id, _)| id).collect()
}

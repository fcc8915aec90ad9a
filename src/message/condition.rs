//! The conditions of a message (`for` in house.toml). The device checks them against its own history; the build checks
//! them against past orders, so that no message singles out a few clients. Not for the other rules of the choice: see
//! [`super::choose`].

use super::client::{Client, Purchase};
use crate::model::{Country, Day, Factor};

/// The conditions of a message: it concerns every client who meets all of them. Lists are alternatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Predicate {
    /// The client has an event in one of these divisions, by id; no condition if empty.
    pub knows: Vec<String>,
    /// The client has no event in any of these divisions, by id.
    pub not_yet: Vec<String>,
    /// The client bought an item of one of these types, by name; any type if empty.
    pub bought_types: Vec<String>,
    /// The client bought one of these items, by id; any item if empty.
    pub bought_items: Vec<String>,
    /// Minimum number of days since that purchase.
    pub after_days: Option<u16>,
    /// Maximum number of days since that purchase.
    pub until_days: Option<u16>,
    /// The client has an event in one of these collections, by id; no condition if empty.
    pub collections: Vec<String>,
    /// Minimum attachment, above 0; no condition if `None`.
    pub attachment: Option<Factor>,
    /// Minimum potential, above 0; no condition if `None`.
    pub potential: Option<Factor>,
    /// The client's country is one of these; no condition if empty.
    pub countries: Vec<Country>,
}

/// The kinds of conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "snake_case"))]
pub enum Condition {
    /// An event in a division.
    Knows,
    /// No event in a division.
    NotYet,
    /// A purchase: of a type, of an item, or within a period.
    #[cfg_attr(feature = "types", ts(rename = "bought_types"))]
    Bought,
    /// An event in a collection.
    Collections,
    /// A minimum attachment.
    Attachment,
    /// A minimum potential.
    Potential,
    /// A country.
    Countries,
}

impl Condition {
    /// Every condition. The country comes first, because it needs no history.
    pub const ALL: [Self; 7] = [
        Self::Countries,
        Self::Knows,
        Self::NotYet,
        Self::Bought,
        Self::Collections,
        Self::Attachment,
        Self::Potential,
    ];

    /// The name in house.toml; for purchases, that of the first key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Knows => "knows",
            Self::NotYet => "not_yet",
            Self::Bought => "bought_types",
            Self::Collections => "collections",
            Self::Attachment => "attachment",
            Self::Potential => "potential",
            Self::Countries => "countries",
        }
    }

    /// Whether views, which order logs do not contain, can make the condition hold for more clients than purchases
    /// alone.
    #[must_use]
    pub const fn is_wider_by_views(self) -> bool {
        matches!(self, Self::Knows | Self::Collections | Self::Attachment)
    }

    /// Whether the condition depends on the history.
    #[must_use]
    pub const fn reads_history(self) -> bool {
        !matches!(self, Self::Countries)
    }
}

impl Predicate {
    /// The conditions that are set.
    pub fn conditions(&self) -> impl Iterator<Item = Condition> + '_ {
        Condition::ALL.into_iter().filter(|condition| self.asks(*condition))
    }

    /// Whether any condition depends on the history: the message is then not shown before consent.
    #[must_use]
    pub fn reads_history(&self) -> bool {
        self.conditions().any(Condition::reads_history)
    }

    /// The first condition that `client` does not meet on `today`; `None` if all are met.
    #[must_use]
    pub fn unmet(&self, client: &Client<'_>, today: Day) -> Option<Condition> {
        self.conditions().find(|condition| !self.holds(*condition, client, today))
    }

    /// The same predicate without one of its conditions, which concerns more clients.
    #[must_use]
    pub fn without(&self, condition: Condition) -> Self {
        let mut wider = self.clone();
        match condition {
            Condition::Knows => wider.knows.clear(),
            Condition::NotYet => wider.not_yet.clear(),
            Condition::Bought => {
                wider.bought_types.clear();
                wider.bought_items.clear();
                (wider.after_days, wider.until_days) = (None, None);
            }
            Condition::Collections => wider.collections.clear(),
            Condition::Attachment => wider.attachment = None,
            Condition::Potential => wider.potential = None,
            Condition::Countries => wider.countries.clear(),
        }
        wider
    }

    fn asks(&self, condition: Condition) -> bool {
        match condition {
            Condition::Knows => !self.knows.is_empty(),
            Condition::NotYet => !self.not_yet.is_empty(),
            Condition::Bought => {
                !self.bought_types.is_empty()
                    || !self.bought_items.is_empty()
                    || self.after_days.is_some()
                    || self.until_days.is_some()
            }
            Condition::Collections => !self.collections.is_empty(),
            Condition::Attachment => self.attachment.is_some(),
            Condition::Potential => self.potential.is_some(),
            Condition::Countries => !self.countries.is_empty(),
        }
    }

    fn holds(&self, condition: Condition, client: &Client<'_>, today: Day) -> bool {
        let any = |wanted: &[String], met: &[&str]| wanted.iter().any(|wanted| met.contains(&wanted.as_str()));
        match condition {
            Condition::Knows => any(&self.knows, &client.divisions),
            Condition::NotYet => !any(&self.not_yet, &client.divisions),
            Condition::Bought => client.purchases.iter().any(|purchase| self.is_of(purchase, today)),
            Condition::Collections => any(&self.collections, &client.collections),
            Condition::Attachment => self.attachment.is_none_or(|least| client.attachment >= least),
            Condition::Potential => self.potential.is_none_or(|least| client.potential >= least),
            Condition::Countries => client.country.is_some_and(|country| self.countries.contains(&country)),
        }
    }

    /// Whether the purchase is of a wanted type and item, and of a permitted age.
    fn is_of(&self, purchase: &Purchase<'_>, today: Day) -> bool {
        let is_wanted = |wanted: &[String], name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
        let age = today.since(purchase.day);
        is_wanted(&self.bought_types, purchase.item_type)
            && is_wanted(&self.bought_items, purchase.item_id)
            && self.after_days.is_none_or(|least| age >= i64::from(least))
            && self.until_days.is_none_or(|most| age <= i64::from(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = Day::from_number(20_000);

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn client() -> Client<'static> {
        let purchase =
            |item_id, item_type, ago: i64| Purchase { item_id, item_type, day: Day::from_number(20_000 - ago) };
        Client {
            divisions: vec!["ready-to-wear", "watches"],
            purchases: vec![purchase("w1", "Watch", 30), purchase("c1", "Coat", 5)],
            collections: vec!["cruise-27"],
            attachment: Factor::ONE / 2,
            potential: Factor::ONE / 4,
            country: Country::of("FR"),
        }
    }

    #[test]
    fn each_condition_holds_for_those_it_means() {
        let cases: [(Predicate, Option<Condition>); 18] = [
            (Predicate::default(), None),
            (Predicate { knows: names(&["perfume", "watches"]), ..Predicate::default() }, None),
            (Predicate { knows: names(&["perfume"]), ..Predicate::default() }, Some(Condition::Knows)),
            (Predicate { not_yet: names(&["perfume"]), ..Predicate::default() }, None),
            (Predicate { not_yet: names(&["perfume", "watches"]), ..Predicate::default() }, Some(Condition::NotYet)),
            (Predicate { bought_types: names(&["Watch"]), ..Predicate::default() }, None),
            (Predicate { bought_types: names(&["Ring"]), ..Predicate::default() }, Some(Condition::Bought)),
            (Predicate { bought_items: names(&["c1"]), ..Predicate::default() }, None),
            (
                Predicate { bought_items: names(&["c1"]), bought_types: names(&["Watch"]), ..Predicate::default() },
                Some(Condition::Bought),
            ),
            (Predicate { bought_types: names(&["Watch"]), after_days: Some(30), ..Predicate::default() }, None),
            (
                Predicate { bought_types: names(&["Watch"]), after_days: Some(31), ..Predicate::default() },
                Some(Condition::Bought),
            ),
            (Predicate { until_days: Some(5), ..Predicate::default() }, None),
            (Predicate { until_days: Some(4), ..Predicate::default() }, Some(Condition::Bought)),
            (Predicate { collections: names(&["fw26"]), ..Predicate::default() }, Some(Condition::Collections)),
            (Predicate { attachment: Some(Factor::ONE / 2), ..Predicate::default() }, None),
            (Predicate { attachment: Some(Factor::ONE), ..Predicate::default() }, Some(Condition::Attachment)),
            (Predicate { potential: Some(Factor::ONE / 2), ..Predicate::default() }, Some(Condition::Potential)),
            (
                Predicate { countries: vec![Country::from_letters(*b"JP")], ..Predicate::default() },
                Some(Condition::Countries),
            ),
        ];
        for (predicate, unmet) in cases {
            assert_eq!(predicate.unmet(&client(), TODAY), unmet, "{predicate:?}");
        }
        let of_france = Predicate { countries: vec![Country::from_letters(*b"FR")], ..Predicate::default() };
        assert_eq!(of_france.unmet(&client(), TODAY), None);
        let unplaced = Client { country: None, ..client() };
        assert_eq!(of_france.unmet(&unplaced, TODAY), Some(Condition::Countries), "an unknown country is none");
    }

    #[test]
    fn a_stranger_meets_only_what_no_history_answers() {
        let stranger = Client { country: Country::of("FR"), ..Client::default() };
        let open = Predicate { countries: vec![Country::from_letters(*b"FR")], ..Predicate::default() };
        assert!(!open.reads_history() && open.unmet(&stranger, TODAY).is_none());
        let not_yet = Predicate { not_yet: names(&["perfume"]), ..Predicate::default() };
        assert!(not_yet.reads_history(), "who has not met perfume is not known before consent");
    }

    #[test]
    fn without_a_condition_a_predicate_asks_only_the_others() {
        let strict = Predicate {
            knows: names(&["watches"]),
            not_yet: names(&["perfume"]),
            bought_types: names(&["Watch"]),
            bought_items: names(&["w1"]),
            after_days: Some(1),
            until_days: Some(60),
            collections: names(&["cruise-27"]),
            attachment: Some(Factor::ONE / 4),
            potential: Some(Factor::ONE / 4),
            countries: vec![Country::from_letters(*b"FR")],
        };
        assert_eq!(strict.conditions().count(), Condition::ALL.len());
        assert_eq!(strict.unmet(&client(), TODAY), None);
        for condition in Condition::ALL {
            let wider = strict.without(condition);
            assert_eq!(wider.conditions().count(), Condition::ALL.len() - 1, "{condition:?}");
            assert!(!wider.conditions().any(|left| left == condition));
        }
    }
}

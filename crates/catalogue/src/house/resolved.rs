//! The settings of house.toml for single items and types, looked up in the catalogue.

use passerelle::message::Predicate;
use passerelle::model::CollectionSet;
use passerelle::model::Day;
use passerelle::rank::{Rule, Target};

use super::client_message::{ClientMessage, ResolvedMessage, early_collections};
use super::item_sets::ItemSets;
use super::rule::RuleSetting;
use super::settings::House;
use super::type_names::TypeNames;
use crate::catalogue::{Catalogue, ItemIndex, Texts};
use crate::error::HouseError;

/// The settings whose names were looked up in the catalogue.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Merchandising rules, one for each target.
    pub rules: Vec<Rule>,
    /// The collections and occasions of the items.
    pub sets: ItemSets,
    /// The messages to clients, in the order of [`House::client_messages`].
    pub messages: Vec<ResolvedMessage>,
    /// Whom each notice concerns, beside its items, in the order of [`House::notices`].
    pub notices: Vec<Predicate>,
    /// The items that may fill each step of each questionnaire, in the order of [`House::questionnaires`].
    pub questionnaires: Vec<Vec<Vec<ItemIndex>>>,
    /// The names of each type of the catalogue in sentences.
    pub type_names: Vec<Texts>,
}

impl Resolved {
    /// Looks up the names of `house` in `catalogue`. `file` is the name of the house file in errors.
    ///
    /// # Errors
    /// A name that the catalogue does not have, with its line.
    pub fn new(house: &House, catalogue: &Catalogue, file: &str) -> Result<Self, HouseError> {
        let sets = ItemSets::new(house, catalogue, file)?;
        let notices = house.notices.iter().map(|notice| notice.predicate.resolve(&[], catalogue, file));
        house.loyalty.refuse_items(catalogue, file)?;
        let belongs = (&*house.collections, &*sets.of_item);
        Ok(Self {
            messages: ClientMessage::resolve_all(&house.client_messages, catalogue, belongs, file)?,
            questionnaires: house
                .questionnaires
                .iter()
                .map(|questionnaire| questionnaire.resolve(catalogue, file))
                .collect::<Result<_, _>>()?,
            notices: notices.collect::<Result<_, _>>()?,
            rules: RuleSetting::resolve(&house.rules, catalogue, file)?,
            sets,
            type_names: TypeNames::resolve(&house.types, catalogue, file)?,
        })
    }

    /// Updates the positions of items after the removal of the items whose position is true in `gone`.
    fn leave_out(&mut self, gone: &[bool]) {
        let mut left: ItemIndex = 0;
        let positions: Vec<Option<ItemIndex>> = gone
            .iter()
            .map(|gone| {
                let position = (!gone).then_some(left);
                left += ItemIndex::from(!gone);
                position
            })
            .collect();
        for items in self.questionnaires.iter_mut().flatten() {
            *items = items.iter().filter_map(|item| positions.get(*item as usize).copied().flatten()).collect();
        }
    }

    /// Removes the items from `catalogue` that early access withholds on `day`. These
    /// settings must belong to `catalogue`. Returns the positions, after the removal, of the items that are published
    /// before their collections open.
    pub fn keep_back(&mut self, house: &House, catalogue: &mut Catalogue, day: Day) -> Vec<ItemIndex> {
        let early =
            early_collections(house.client_messages.iter().chain(&house.passed_messages), &house.collections, day);
        let stays_out = |set: &CollectionSet| !(*set & early.withheld).is_empty() && (*set & early.open).is_empty();
        let gone: Vec<bool> = self.sets.of_item.iter().map(stays_out).collect();
        let ids: Vec<&str> =
            catalogue.items.iter().zip(&gone).filter(|(_, gone)| **gone).map(|(item, _)| item.id.as_str()).collect();
        self.rules.retain(|rule| !matches!(&rule.target, Target::Item(id) if ids.contains(&id.as_str())));
        catalogue.take_out(&gone);
        self.leave_out(&gone);
        let mut gone = gone.into_iter();
        self.sets.of_item.retain(|_| !gone.next().unwrap_or(false));
        let published = self.sets.of_item.iter().zip(0..).filter(|(set, _)| !(**set & early.published).is_empty());
        published.map(|(_, item)| item).collect()
    }
}

//! What house.toml says of single items and types, looked up in the catalogue.

use passerelle::rank::Rule;

use super::item_sets::ItemSets;
use super::rule::RuleSetting;
use super::settings::House;
use super::type_names::TypeNames;
use crate::catalogue::{Catalogue, Texts};
use crate::error::HouseError;

/// Settings whose names the catalogue has.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// Merchandising, one rule for each target.
    pub rules: Vec<Rule>,
    /// Collections and occasions, by item.
    pub sets: ItemSets,
    /// What sentences call each type of the catalogue.
    pub type_names: Vec<Texts>,
}

impl Resolved {
    /// `file` is what errors call the house file.
    ///
    /// # Errors
    /// A name that the catalogue does not have, with its line.
    pub fn new(house: &House, catalogue: &Catalogue, file: &str) -> Result<Self, HouseError> {
        Ok(Self {
            rules: RuleSetting::resolve(&house.rules, catalogue, file)?,
            sets: ItemSets::new(house, catalogue, file)?,
            type_names: TypeNames::resolve(&house.types, catalogue, file)?,
        })
    }
}

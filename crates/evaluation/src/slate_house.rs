//! Makes the core of a house's pack from what was learned and from the settings of a variant.

use passerelle::model::{CollectionSet, DivisionIndex, Policy};
use passerelle::pack::{Address, Core, Division, ItemType, Season, Transition};
use passerelle::rank::{ListWeight, Placement, PlacementSettings, RepurchaseInterval, Tuning};
use passerelle_catalogue::Catalogue;
use passerelle_learning::Learned;

use super::slate_variants::Variant;

/// Days of history on a device, the default.
pub(super) const RETENTION_DAYS: u16 = 90;

/// The core of a pack of `catalogue`, with the parts that slates read. `typical` is the unit of thresholds. The season
/// is empty: no log has the weather, and demand learned from this log would know the log's future.
pub(super) fn core(catalogue: &Catalogue, learned: &Learned, typical: ListWeight, variant: &Variant) -> Core {
    let divisions = catalogue.divisions.iter().map(|division| Division { id: division.id.clone(), names: Vec::new() });
    let rests = learned.repurchase_intervals.iter().map(|rest| {
        if variant.cooldown { *rest } else { RepurchaseInterval { item_days: Some(0), type_days: Some(0) } }
    });
    let types = catalogue.types.iter().zip(rests).map(|(item_type, rest)| ItemType {
        name: item_type.name.clone(),
        division: DivisionIndex(item_type.division),
        sensitive: item_type.sensitive,
        rest,
    });
    let settings = |placement: Placement| PlacementSettings {
        threshold: variant.threshold,
        reminders: false,
        ..placement.defaults()
    };
    Core {
        house: String::new(),
        currency: String::new(),
        minor_digits: 2,
        price_age_seconds: 0,
        retention_days: RETENTION_DAYS,
        k: 1,
        url: Address::default(),
        image: Address::default(),
        picture_template: None,
        adviser_parameter: None,
        languages: Vec::new(),
        divisions: divisions.collect(),
        types: types.collect(),
        onward: if variant.potential { learned.division_transitions.clone() } else { stays(catalogue.divisions.len()) },
        tables: learned.tables.clone(),
        tuning: Tuning { typical, ..variant.tuning },
        placements: Placement::ALL.map(settings),
        rules: Vec::new(),
        collections: Vec::new(),
        collection_sets: vec![CollectionSet::EMPTY],
        season: Season::default(),
        policy: Policy::default(),
        // The logs do not distinguish variants.
        size_ranges: Vec::new(),
    }
}

/// Transitions that lead from each division to itself only.
fn stays(divisions: usize) -> Vec<Transition> {
    let stay = |division| Transition { from: DivisionIndex(division), to: DivisionIndex(division), support: 1 };
    (0..divisions as u16).map(stay).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle::model::Factor;
    use passerelle::shopper::{Onward, Potential, potential};

    #[test]
    fn where_no_shopper_goes_on_nobody_has_potential() {
        let affinity = [Factor::ONE / 2, Factor::ZERO, Factor::ONE / 2];
        let none = Potential { shares: vec![Factor::ZERO; 3], total: Factor::ZERO };
        assert_eq!(potential(&affinity, &Onward::new(&stays(3), 3)), none);
        assert!(
            potential(&affinity, &Onward::new(&[], 3)).total > Factor::ZERO,
            "a log that says nothing leads everywhere"
        );
    }
}

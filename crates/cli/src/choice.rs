//! Number of items that a placement can choose from, and its consequences in a small catalogue: the lifetime cap of an
//! item, and slots that stay empty. docs/discretion.md, "Small catalogues", explains the numbers. Not for a page that
//! runs out of suggestions: see `passerelle::rank::Ration`.

use passerelle::discretion::Caps;
use passerelle::rank::{Placement, PlacementSettings, Scope};
use passerelle_catalogue::Catalogue;

/// Number of pages of a visit that the catalogue should suffice for.
const PAGES: u64 = 12;
/// A day, in seconds.
const DAY: u32 = 86_400;

/// A placement on the pages of a division, or on pages without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) placement: Placement,
    /// Index of the page's division, if the placement depends on it.
    pub(crate) division: Option<usize>,
    /// Number of available items that the placement may show there.
    pub(crate) items: u64,
    /// Number of slots of the placement.
    pub(crate) limit: u64,
}

/// Returns the choice of each placement, for the pages of each division that has items.
pub(crate) fn choices(catalogue: &Catalogue, placements: &[PlacementSettings]) -> Vec<Choice> {
    let mut of_division = vec![(0u64, 0u64); catalogue.divisions.len()];
    for item in &catalogue.items {
        if let Some((all, available)) = of_division.get_mut(usize::from(item.division)) {
            *all += 1;
            *available += u64::from(item.available);
        }
    }
    let available = |is_shown: &dyn Fn(usize) -> bool| -> u64 {
        of_division.iter().enumerate().filter(|(at, _)| is_shown(*at)).map(|(_, (_, available))| available).sum()
    };
    let mut choices = Vec::new();
    for (placement, settings) in Placement::ALL
        .into_iter()
        .zip(placements)
        .filter(|(placement, _)| placement.suggests() && !placement.is_for_everybody())
    {
        let limit = u64::from(settings.limit);
        let mut on_pages_of_each = |shows: &dyn Fn(usize, usize) -> bool| {
            for (page, _) in of_division.iter().enumerate().filter(|(_, (all, _))| *all > 0) {
                let items = available(&|shown| shows(page, shown));
                choices.push(Choice { placement, division: Some(page), items, limit });
            }
        };
        match &settings.scope {
            Scope::Other => on_pages_of_each(&|page, shown| page != shown),
            Scope::Same => on_pages_of_each(&|page, shown| page == shown),
            Scope::Any => choices.push(Choice { placement, division: None, items: available(&|_| true), limit }),
            Scope::Only(divisions) => {
                let is_shown = |shown: usize| divisions.iter().any(|division| division.at() == shown);
                choices.push(Choice { placement, division: None, items: available(&is_shown), limit });
            }
            // The house chooses pinned items itself.
            Scope::Pinned => {}
        }
    }
    choices
}

/// The lifetime cap of an item if the house does not set it: at least `usual`. It is raised so that `usual` visits of
/// [`PAGES`] pages can be filled. The decisive placement is the one with the most items on its weakest pages.
pub(crate) fn lifetime(usual: u32, choices: &[Choice]) -> u32 {
    let least = |placement: Placement| {
        let of_it = choices.iter().filter(|choice| choice.placement == placement && choice.items > 0);
        of_it.min_by_key(|choice| choice.items)
    };
    let most = Placement::ALL.into_iter().filter_map(least).max_by_key(|choice| choice.items);
    let scaled = most.map_or(0, |choice| (u64::from(usual) * PAGES * choice.limit).div_ceil(choice.items));
    u32::try_from(scaled).unwrap_or(u32::MAX).clamp(usual, u32::from(u16::MAX))
}

impl Choice {
    /// Number of slots that stay empty on every such page.
    pub(crate) fn empty_places(&self) -> u64 {
        self.limit.saturating_sub(self.items)
    }

    /// Number of full pages a day within `caps`; `None` if it suffices for a visit of [`PAGES`].
    pub(crate) fn pages_a_day(&self, caps: &Caps) -> Option<u64> {
        let daily = caps
            .custom
            .iter()
            .filter(|cap| cap.period_seconds >= DAY)
            .map(|cap| cap.cap)
            .chain([caps.lifetime])
            .min()?;
        let pages = self.items * u64::from(daily) / self.limit.max(1);
        (pages < PAGES).then_some(pages)
    }
}

#[cfg(test)]
mod tests {
    use passerelle::discretion::Cap;
    use passerelle_catalogue::{Division, Item};

    use super::*;

    /// A catalogue with these numbers of items by division.
    fn catalogue(divisions: &[usize]) -> Catalogue {
        let items = divisions.iter().enumerate().flat_map(|(division, items)| {
            (0..*items).map(move |_| Item { division: division as u16, available: true, ..Item::default() })
        });
        Catalogue {
            items: items.collect(),
            divisions: vec![Division::default(); divisions.len()],
            ..Catalogue::default()
        }
    }

    fn product() -> Vec<PlacementSettings> {
        vec![Placement::Product.defaults()]
    }

    #[test]
    fn a_product_s_page_chooses_from_the_other_divisions() {
        let mut catalogue = catalogue(&[2, 9, 0]);
        catalogue.items[0].available = false;
        let found: Vec<_> =
            choices(&catalogue, &product()).iter().map(|choice| (choice.division, choice.items)).collect();
        assert_eq!(found, [(Some(0), 9), (Some(1), 1)]);
        let pages: Vec<u64> = choices(&catalogue, &product()).iter().map(Choice::empty_places).collect();
        assert_eq!(pages, [0, 3], "one item of four places");
    }

    #[test]
    fn the_lifetime_grows_as_the_catalogue_shrinks() {
        let of = |divisions: &[usize]| lifetime(6, &choices(&catalogue(divisions), &product()));
        // 19 items in seven divisions; the other divisions of the largest one have 13: 6 x 12 x 4 / 13.
        assert_eq!(of(&[6, 3, 3, 2, 2, 2, 1]), 23);
        assert_eq!([of(&[30, 30]), of(&[48, 48]), of(&[4_000, 3_000])], [10, 6, 6]);
        assert_eq!([of(&[1]), of(&[])], [6, 6], "nothing can be shown");
    }

    #[test]
    fn a_small_choice_is_used_up_in_a_visit() {
        let caps = Caps { lifetime: 6, custom: vec![Cap { cap: 2, period_seconds: DAY }] };
        let pages =
            |items| Choice { placement: Placement::Product, division: None, items, limit: 4 }.pages_a_day(&caps);
        assert_eq!([pages(23), pages(24), pages(16)], [Some(11), None, Some(8)]);
        let hourly = Caps { lifetime: 100, custom: vec![Cap { cap: 1, period_seconds: 3_600 }] };
        let choice = Choice { placement: Placement::Product, division: None, items: 4, limit: 4 };
        assert_eq!(choice.pages_a_day(&hourly), None, "a shorter period says nothing of a day");
    }
}

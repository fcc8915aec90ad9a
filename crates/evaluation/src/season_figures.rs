//! The figures of protocol season, and their tables.

use serde::Serialize;

use super::scored_on::ScoredOn;

use passerelle_output::outln;
use passerelle_output::table::print_columns;

/// The flags of one month.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Month {
    /// 1 to 12.
    pub month: usize,
    /// Items flagged in either half of the month.
    pub flagged: usize,
    /// Of these, those with at least five sales in the scored part over the year.
    pub judged: usize,
    /// Of the judged ones, those whose sales in the month are at least twice their mean month.
    pub hits: usize,
    /// `hits / judged`; `None` if nothing was judged.
    pub share: Option<f64>,
    /// The same, with the mean over the months from the item's first to its last sale only. An item that came in
    /// October does not look seasonal by this.
    pub share_in_house: Option<f64>,
    /// Judged items among as many items as are flagged, chosen by their plain ratio in the learned part.
    pub raw_judged: usize,
    /// Share of hits among these.
    pub share_raw: Option<f64>,
    /// The same, with the mean over the months in the house only.
    pub share_raw_in_house: Option<f64>,
    /// Share of hits among all items that can be judged and pass the floor in the learned part: that of random flags.
    pub share_random: Option<f64>,
    /// Items with at least twenty sales in the scored part and at least twice their mean month in this month.
    pub in_demand: usize,
    /// Of these, those that were flagged.
    pub found: usize,
    /// The flagged items by id, so that others can judge them.
    pub items: Vec<Flagged>,
}

/// A flagged item.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Flagged {
    /// Its id.
    pub item_id: String,
    /// Its sales in the scored part over the year.
    pub sales: u32,
    /// Its sales in the month relative to its mean month and the shop's rhythm.
    pub lift: f64,
}

/// A type among the flagged items of a month.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TypeOfMonth {
    /// 1 to 12.
    pub month: usize,
    /// Its division.
    pub division: String,
    /// The type.
    #[serde(rename = "type")]
    pub name: String,
    /// Its items flagged in the month.
    pub flagged: usize,
    /// Of these, those that can be judged individually.
    pub judged: usize,
    /// Of the judged ones, hits.
    pub hits: usize,
    /// Sales of the whole type in the scored part in the month, relative to its mean month and the shop's rhythm.
    pub lift: Option<f64>,
}

/// Flags and hits at one required probability.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct TradeOff {
    /// The least probability of a flag.
    pub sure: f64,
    /// Flags of all months.
    pub flagged: usize,
    /// Of these, those that can be judged.
    pub judged: usize,
    /// Hits among the judged flags.
    pub hits: usize,
    /// Months with judged flags.
    pub months: usize,
    /// Mean over these months of the share of hits.
    pub share: Option<f64>,
    /// The same, with each item's mean month taken over its time in the house.
    pub share_in_house: Option<f64>,
    /// Items in demand, of all months, that were flagged.
    pub found: usize,
}

impl TradeOff {
    pub(super) fn new(sure: f64, months: &[Month]) -> Self {
        let sum = |value: fn(&Month) -> usize| months.iter().map(value).sum();
        Self {
            sure,
            flagged: sum(|month| month.flagged),
            judged: sum(|month| month.judged),
            hits: sum(|month| month.hits),
            months: months.iter().filter(|month| month.share.is_some()).count(),
            share: mean(months, |month| month.share),
            share_in_house: mean(months, |month| month.share_in_house),
            found: sum(|month| month.found),
        }
    }
}

/// The output of `--protocol season`.
#[derive(Clone, Debug, Serialize)]
pub struct SeasonOutcome {
    /// Always `season`.
    pub protocol: &'static str,
    /// Whether both parts are halves of the shoppers learned from.
    pub validation: bool,
    /// The part of the log that judged the flags.
    pub scored_on: ScoredOn,
    /// Whether divisions and types were learned from.
    pub types: bool,
    /// Distinct shoppers that a count needs to be kept.
    pub floor: u32,
    /// Items of the catalogue.
    pub items: usize,
    /// Shoppers learned from.
    pub shoppers_learned: usize,
    /// Shoppers scored on.
    pub shoppers_scored: usize,
    /// First day of the sessions used.
    pub first_day: String,
    /// Last day of the sessions used.
    pub last_day: String,
    /// Mean of the months' shares of hits, over the months with judged flags.
    pub share: Option<f64>,
    /// Number of these months.
    pub months_flagged: usize,
    /// Mean of the months' shares over all months of the scored part; a month without judged flags counts as 0.
    pub share_empty_as_zero: Option<f64>,
    /// Mean of the months' shares, with each item's mean month taken over its time in the house.
    pub share_in_house: Option<f64>,
    /// Mean for as many items chosen by their plain ratio.
    pub share_raw: Option<f64>,
    /// The same, with each item's mean month taken over its time in the house.
    pub share_raw_in_house: Option<f64>,
    /// Mean for random items, over the months with judged flags.
    pub share_random: Option<f64>,
    /// Items flagged in any half-month.
    pub flagged_items: usize,
    /// Number of shapes, including the flat one.
    pub shapes: usize,
    /// Time to learn, in seconds.
    pub train_seconds: f64,
    /// The figures of each month.
    pub months: Vec<Month>,
    /// For each month, the types with most flagged items.
    pub types_of_months: Vec<TypeOfMonth>,
    /// Flags and hits at other probabilities; empty if not requested.
    pub trade: Vec<TradeOff>,
}

/// The mean of the values that are not `None`.
pub(super) fn mean(months: &[Month], value: impl Fn(&Month) -> Option<f64>) -> Option<f64> {
    let values: Vec<f64> = months.iter().filter_map(value).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Prints the outcome as tables.
pub fn print(outcome: &SeasonOutcome) {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let name = |month: usize| NAMES.get(month.wrapping_sub(1)).copied().unwrap_or_default().to_owned();
    let share = |share: Option<f64>| share.map_or("-".to_owned(), |share| format!("{share:.3}"));
    outln!(
        "{} to {}, learned from {} shoppers, scored on {} {}{}; {}\n",
        outcome.first_day,
        outcome.last_day,
        outcome.shoppers_learned,
        outcome.shoppers_scored,
        match outcome.scored_on {
            ScoredOn::Shoppers => "others",
            ScoredOn::Weeks => "others in the other weeks",
            ScoredOn::NextYear => "from the next year",
        },
        if outcome.validation { " (both of the learning half)" } else { "" },
        if outcome.types { "with divisions and types" } else { "from dates alone, without divisions and types" },
    );
    let rows: Vec<Vec<String>> = outcome
        .months
        .iter()
        .map(|month| {
            vec![
                name(month.month),
                month.flagged.to_string(),
                month.judged.to_string(),
                month.hits.to_string(),
                share(month.share),
                share(month.share_in_house),
                share(month.share_raw),
                share(month.share_random),
                format!("{} of {}", month.found, month.in_demand),
            ]
        })
        .collect();
    print_columns(&["month", "flagged", "judged", "hits", "share", "in house", "raw", "random", "found"], &rows);
    outln!(
        "\nmean over the {} months with flags: {}, in house {}, by raw ratio {}, in house {}, at random {}; a month without flags counted \
         as 0: {}\n",
        outcome.months_flagged,
        share(outcome.share),
        share(outcome.share_in_house),
        share(outcome.share_raw),
        share(outcome.share_raw_in_house),
        share(outcome.share_random),
        share(outcome.share_empty_as_zero),
    );
    let rows: Vec<Vec<String>> = outcome
        .trade
        .iter()
        .map(|of| {
            vec![
                format!("{:.2}", of.sure),
                of.flagged.to_string(),
                of.judged.to_string(),
                of.hits.to_string(),
                of.months.to_string(),
                share(of.share),
                share(of.share_in_house),
                of.found.to_string(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        outln!("flags by the probability that a flag must have\n");
        print_columns(&["sure", "flags", "judged", "hits", "months", "share", "in house", "found"], &rows);
    }
    let rows: Vec<Vec<String>> = outcome
        .types_of_months
        .iter()
        .map(|of| {
            let lift = of.lift.map_or("-".to_owned(), |lift| format!("{lift:.1}"));
            vec![name(of.month), of.division.clone(), of.name.clone(), of.flagged.to_string(), lift]
        })
        .collect();
    outln!(
        "\ntypes with the most flagged items; lift: sales of the whole type to the scored half, relative to its mean month\n"
    );
    print_columns(&["month", "division", "type", "flagged", "lift"], &rows);
}

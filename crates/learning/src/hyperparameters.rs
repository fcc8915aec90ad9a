//! The numbers of the learning formula, in one place. docs/research/calibration.md tells how each was chosen.

use crate::repeats::Repeats;

/// Weight of a reminder where shoppers do not return to items: the least value in calibration's range.
const NO_REMINDER: f64 = 0.01;

/// Parameters of learning and of the query. Those that [`super::calibrate`] does not set keep their defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Hyperparameters {
    /// The weight of a session falls as `exp(-age / age_scale)`; the age is a share of the log.
    pub age_scale: f64,
    /// The weight of a session falls as `length^-length_power`.
    pub length_power: f64,
    /// Least weight of a pair far apart in a session. One step apart weighs 1.
    pub far: f64,
    /// Weight of a pair in the direction opposite to the order of its events.
    pub backward: f64,
    /// How slowly the weight of a pair falls with the distance forward, in steps.
    pub forward_scale: f64,
    /// How slowly the weight of a pair falls with the distance backward, in steps.
    pub backward_scale: f64,
    /// The same as `far`, for the similarity that the hops use.
    pub similarity_far: f64,
    /// Exponent of the row's total.
    pub source_power: f64,
    /// Exponent of the column's total.
    pub target_power: f64,
    /// Exponent of the row's inverse frequency.
    pub idf_power: f64,
    /// The weight of recent counts falls as `exp(-age / recent_scale)`; the age is a share of the log.
    pub recent_scale: f64,
    /// Exponent of the column's trend.
    pub trend_power: f64,
    /// Pseudo-count of the trend.
    pub trend_prior: f64,
    /// Weight of the hop source -> similar item -> neighbours.
    pub first_hop: f64,
    /// Weight of the hop source -> neighbour -> similar item.
    pub second_hop: f64,
    /// Total at which a row takes half of its hops.
    pub hop_prior: f64,
    /// Exponent of both totals in the similarity.
    pub similar_power: f64,
    /// Direct neighbours kept per row.
    pub direct: usize,
    /// Similar items kept per row.
    pub similar: usize,
    /// Entries kept between the two hops.
    pub between: usize,
    /// Entries that take the second hop.
    pub second: usize,
    /// Weight of the most recent source.
    pub last: f64,
    /// How slowly a source's weight falls with its distance from the most recent source, in steps.
    pub delta: f64,
    /// Weight of the term `((n - g) / n)^2`, for the source at distance `g` of `n` sources.
    pub eta: f64,
    /// Weight of a reminder of the item viewed last, as a share of the best score.
    pub remind_last: f64,
    /// The same for the items viewed before it.
    pub remind: f64,
    /// How slowly `remind` falls with the distance, in steps.
    pub remind_scale: f64,
    /// Weight of the pairs below the floor that were spread over small groups.
    pub spread_fine: f64,
    /// The same for large groups.
    pub spread_coarse: f64,
    /// Exponent of the final weights.
    pub list_power: f64,
    /// A reminder of an item seen t times counts `t^remind_times`.
    pub remind_times: f64,
}

impl Default for Hyperparameters {
    fn default() -> Self {
        Self {
            age_scale: 2.4,
            length_power: 0.3,
            far: 0.1,
            backward: 0.5,
            forward_scale: 2.25,
            backward_scale: 2.0,
            similarity_far: 0.05,
            source_power: 0.4,
            target_power: 0.3,
            idf_power: 0.8,
            recent_scale: 0.04,
            trend_power: 0.21,
            trend_prior: 1.0,
            first_hop: 2.5,
            second_hop: 0.6,
            hop_prior: 60.0,
            similar_power: 0.5,
            direct: 300,
            similar: 15,
            between: 1000,
            second: 200,
            last: 1.4,
            delta: 2.0,
            eta: 0.05,
            remind_last: 1.2,
            remind: 1.1,
            remind_scale: 2.0,
            spread_fine: 1.0,
            spread_coarse: 0.5,
            list_power: 0.75,
            remind_times: 0.5,
        }
    }
}

impl Hyperparameters {
    /// The parameters that calibration starts from for baskets. The items of a basket have no order. Items bought
    /// before are bought again, the more often the more likely. A large basket says less about each of its pairs than a
    /// long visit.
    #[must_use]
    pub fn baskets() -> Self {
        Self {
            last: 1.0,
            delta: 40.0,
            eta: 0.005,
            remind_last: 0.5,
            remind: 0.5,
            remind_scale: 40.0,
            remind_times: 1.0,
            length_power: 0.6,
            ..Self::default()
        }
    }

    /// Returns these parameters with almost no reminders if `repeats` says that shoppers hardly return to items.
    /// Reminders that are neither the default nor those of baskets stay.
    #[must_use]
    pub fn suited(self, repeats: Repeats) -> Self {
        let as_usual = [Self::default(), Self::baskets()]
            .iter()
            .any(|usual| (usual.remind_last, usual.remind) == (self.remind_last, self.remind));
        if as_usual && repeats.are_rare() {
            Self { remind_last: NO_REMINDER, remind: NO_REMINDER, ..self }
        } else {
            self
        }
    }
}

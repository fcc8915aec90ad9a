//! The numbers of the learning formula, in one place. docs/research/calibration.md says how each was chosen.

use crate::repeats::Repeats;

/// What a reminder weighs where nobody meets an item again: the least that calibration starts from.
const NO_REMINDER: f64 = 0.01;

/// Parameters of learning and of the query. What [`super::calibrate`] does not set keeps its default.
#[derive(Clone, Debug, PartialEq)]
pub struct Hyperparameters {
    /// Weight of a session falls as `exp(-age / age_scale)`, age being a share of the log.
    pub age_scale: f64,
    /// Weight of a session falls as `length^-length_power`.
    pub length_power: f64,
    /// What a pair far apart in a session still counts (one step apart counts 1).
    pub far: f64,
    /// What a pair counts in the order opposite to the one it was seen in.
    pub backward: f64,
    /// Fall of the pair weight with the distance forward, in steps.
    pub forward_scale: f64,
    /// Fall of the pair weight with the distance backward, in steps.
    pub backward_scale: f64,
    /// As `far`, for the similarity that spreads neighbours.
    pub similarity_far: f64,
    /// Exponent of the source's total.
    pub source_power: f64,
    /// Exponent of the neighbour's total.
    pub target_power: f64,
    /// Exponent of the source's inverse frequency.
    pub idf_power: f64,
    /// Recent counts fall as `exp(-age / recent_scale)`.
    pub recent_scale: f64,
    /// Exponent of the neighbour's trend.
    pub trend_power: f64,
    /// Pseudo-count of the trend.
    pub trend_prior: f64,
    /// Weight of the hop source -> similar item -> neighbours.
    pub first_hop: f64,
    /// Weight of the hop source -> neighbour -> similar item.
    pub second_hop: f64,
    /// A source seen this much (in units of its total) takes half its first hop.
    pub hop_prior: f64,
    /// Exponent of both totals in the similarity.
    pub similar_power: f64,
    /// Direct neighbours kept of a row as the start of a hop.
    pub direct: usize,
    /// Similar items kept of a row.
    pub similar: usize,
    /// Entries kept between the two hops.
    pub between: usize,
    /// Entries that take the second hop.
    pub second: usize,
    /// Weight of the most recent source.
    pub last: f64,
    /// Fall of a source's weight with its distance from the most recent one, in steps.
    pub delta: f64,
    /// Weight of the part that falls with the square of the distance over the length.
    pub eta: f64,
    /// Weight of the item last viewed when it is shown again, as a share of the best score.
    pub remind_last: f64,
    /// The same for items viewed before.
    pub remind: f64,
    /// Fall of `remind` with the distance, in steps.
    pub remind_scale: f64,
    /// Weight of what fell below the floor and was spread over small groups.
    pub spread_fine: f64,
    /// The same over large groups.
    pub spread_coarse: f64,
    /// Exponent of the final weights.
    pub list_power: f64,
    /// A reminder of an item met t times counts `t^remind_times`.
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
    /// Where calibration starts for baskets: the order inside one means nothing, and what was bought before is bought
    /// again, the more often the more likely. A large basket says less of each of its pairs than a long visit.
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

    /// The same for a log in which shoppers meet items again as often as `repeats` says: where they hardly do, what was seen is
    /// not shown again for its own sake. Reminders that were chosen otherwise stay.
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

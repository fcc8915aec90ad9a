//! What is left out of the method that ships, so that a measurement shows what each rule does. Not for the measurement: see
//! [`super::slate_protocol`].

use passerelle::rank::{DEFAULT_THRESHOLD, Tuning};

/// What is left out of the code that ships, to see what it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Variant {
    /// What tables call it.
    pub(super) name: &'static str,
    pub(super) tuning: Tuning,
    /// Whether what was bought rests.
    pub(super) cooldown: bool,
    pub(super) threshold: u32,
    /// Whether divisions not yet met have a target.
    pub(super) potential: bool,
    pub(super) popular: bool,
}

/// The method that ships.
pub(super) const SHIPPED: &str = "as it ships";

pub(super) fn shipped() -> Variant {
    Variant {
        name: SHIPPED,
        tuning: Tuning::default(),
        cooldown: true,
        threshold: DEFAULT_THRESHOLD,
        potential: true,
        popular: false,
    }
}

pub(super) fn variants() -> Vec<Variant> {
    let shipped = shipped();
    let tuning = shipped.tuning;
    let plain = Tuning { share: 0, new_share: 0, precedence: 0, per_type: 0, ..tuning };
    vec![
        Variant { name: "popularity", tuning: plain, cooldown: false, threshold: 0, popular: true, ..shipped },
        Variant { name: "plain score order", tuning: plain, cooldown: false, threshold: 0, ..shipped },
        shipped,
        Variant { name: "without division shares", tuning: Tuning { share: 0, ..tuning }, ..shipped },
        Variant { name: "without potential", potential: false, ..shipped },
        Variant { name: "without type cap", tuning: Tuning { per_type: 0, ..tuning }, ..shipped },
        Variant { name: "without rest after purchase", cooldown: false, ..shipped },
        Variant { name: "without places for new items", tuning: Tuning { new_share: 0, ..tuning }, ..shipped },
        Variant { name: "without new-arrival boost", tuning: Tuning { precedence: 0, ..tuning }, ..shipped },
        Variant { name: "with a threshold of a sixteenth", threshold: 1 << 12, ..shipped },
    ]
}

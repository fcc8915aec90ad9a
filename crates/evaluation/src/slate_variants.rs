//! Variants of the shipped method that each leave out or change a rule, so that a measurement shows its effect. Not for
//! the measurement: see [`super::slate_protocol`].

use passerelle::model::Factor;
use passerelle::rank::{DEFAULT_THRESHOLD, Tuning};
use std::num::NonZeroU8;

/// A variant of the shipped method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Variant {
    /// Its name in tables.
    pub(super) name: &'static str,
    pub(super) tuning: Tuning,
    /// Whether bought items are held back for their repurchase interval.
    pub(super) cooldown: bool,
    pub(super) threshold: Factor,
    /// Whether divisions that the shopper has not seen have a target.
    pub(super) potential: bool,
    /// Whether slates have the most popular items instead.
    pub(super) popular: bool,
}

/// The name of the shipped method.
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
    let plain =
        Tuning { share: Factor::ZERO, new_share: Factor::ZERO, precedence: Factor::ZERO, max_per_type: None, ..tuning };
    vec![
        Variant {
            name: "popularity",
            tuning: plain,
            cooldown: false,
            threshold: Factor::ZERO,
            popular: true,
            ..shipped
        },
        Variant { name: "plain score order", tuning: plain, cooldown: false, threshold: Factor::ZERO, ..shipped },
        shipped,
        Variant { name: "without division shares", tuning: Tuning { share: Factor::ZERO, ..tuning }, ..shipped },
        Variant {
            name: "twice the division shares",
            tuning: Tuning { share: tuning.share + tuning.share, ..tuning },
            ..shipped
        },
        Variant { name: "without potential", potential: false, ..shipped },
        Variant { name: "without type cap", tuning: Tuning { max_per_type: None, ..tuning }, ..shipped },
        Variant {
            name: "two of a type in four",
            tuning: Tuning { max_per_type: NonZeroU8::new(2), ..tuning },
            ..shipped
        },
        Variant { name: "without rest after purchase", cooldown: false, ..shipped },
        Variant {
            name: "without places for new items",
            tuning: Tuning { new_share: Factor::ZERO, ..tuning },
            ..shipped
        },
        Variant { name: "without new-arrival boost", tuning: Tuning { precedence: Factor::ZERO, ..tuning }, ..shipped },
        Variant { name: "with a threshold of a sixteenth", threshold: Factor::ONE / 16, ..shipped },
    ]
}

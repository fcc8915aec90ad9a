//! Decodes the core's settings for reasons, caps and promotion. Not for applying them: see [`crate::discretion`].

use super::PackError;
use super::layout::{CapRecord, DiscretionRecord, Section, TypeRecord};
use super::sections::Sections;
use crate::model::{Audience, Cap, Caps, Factor, Floor, LanguageSet, Pace, Policy};
use zerocopy::little_endian::U32;

/// Maximum number of caps with a period, because each is counted for each candidate.
const MAX_CAPS: usize = 4;

/// Decodes the policy. `k` is the privacy floor, `divisions` the number of divisions.
pub(super) fn policy(
    sections: &Sections<'_>,
    types: &[TypeRecord],
    divisions: usize,
    k: u8,
) -> Result<Policy, PackError> {
    let record: &DiscretionRecord = sections.record(Section::Discretion)?;
    let in_divisions: &[U32] = sections.records(Section::DivisionAudience);
    sections.require(in_divisions.len() == divisions, "division-audience", "wrong count");
    let caps: &[CapRecord] = sections.records(Section::Caps);
    let are_sound = caps.len() <= MAX_CAPS && caps.iter().all(|cap| cap.period.get() > 0);
    sections.require(are_sound, "caps", "too many, or without a period");
    let are_shares = record.floor.get() <= 1_000_000 && record.balance.get() <= Factor::ONE.bits();
    sections.require(are_shares, "discretion", "a share is out of range");
    Ok(Policy {
        audience: Audience {
            total: record.shoppers.get(),
            types: types.iter().map(|kind| kind.audience.get()).collect(),
            divisions: in_divisions.iter().map(|count| count.get()).collect(),
        },
        floor: Floor { shoppers: k.into(), millionths: record.floor.get() },
        named: types.iter().map(|kind| LanguageSet::from_bits(kind.named.get())).collect(),
        open: LanguageSet::from_bits(record.open.get()),
        caps: Caps {
            lifetime: record.lifetime.get(),
            custom: caps.iter().map(|cap| Cap { cap: cap.cap.get(), period_seconds: cap.period.get() }).collect(),
        },
        pace: Pace {
            promotions_per_day: record.promotions_per_day.get(),
            balance: Factor::from_bits(record.balance.get()),
        },
    })
}

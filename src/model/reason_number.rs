//! The stored number of a reason. Not for the reasons: see [`crate::discretion`].

use serde::Serialize;

/// The stable number of a reason's code, as the impression log stores it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ReasonNumber(pub u8);

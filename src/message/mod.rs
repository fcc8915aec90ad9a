//! Messages of the house to its clients, and their conditions. Every device receives every message and decides itself
//! which to show. Not for the rules of notices (see [`crate::discretion::prominence`]), nor for drawing.

mod board;
mod choice;
mod client;
mod condition;
mod event;
mod standing;

pub use crate::model::MessageKind;
pub use board::{Message, MessageBoard};
pub use choice::{MAX_PAGE_VIEWS, MessageAbsence, MessageAbsenceCode, Occasion, Verdict, choose, is_used_up};
pub use client::{Client, Purchase};
pub use condition::{Condition, Predicate};
pub use event::MessageEvent;
pub use standing::{OWN_SLOT, PageMessages};

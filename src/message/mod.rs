//! What a house says to its clients, and whom it concerns. Every device gets every message; the device alone decides
//! which of them it shows. Not for notices' own rules, which are [`crate::discretion::prominence`], nor for how a message
//! is drawn.

mod board;
mod choice;
mod client;
mod condition;
mod event;
mod standing;

pub use crate::model::MessageKind;
pub use board::{Message, MessageBoard};
pub use choice::{MAX_PAGE_VIEWS, MessageAbsence, MessageAbsenceCode, Occasion, Verdict, choose};
pub use client::{Client, Purchase};
pub use condition::{Condition, Predicate};
pub use event::MessageEvent;
pub use standing::{OWN_SLOT, PageMessages};

//! What a house says to its clients, and whom it concerns. Every device gets every message; the device alone decides
//! which of them it shows. Not for notices' own rules, which are [`crate::discretion::prominence`], nor for how a message
//! is drawn.

mod client;
mod condition;
mod kind;

pub use client::{Client, Purchase};
pub use condition::{Condition, Predicate};
pub use kind::MessageKind;

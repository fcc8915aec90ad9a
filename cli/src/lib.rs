//! The native half of Passerelle: it turns a product feed and past orders into a static pack, and measures the
//! code that ships.

pub mod catalogue;
pub mod learn;
pub mod log;

//! The pack as a house publishes it: what goes into it, the folder it lies in, and how one build follows another.

pub mod messages;
pub(crate) mod pack_content;
pub mod pack_dir;
pub mod publish;
mod season_content;
pub mod translations;
pub mod whole_check;

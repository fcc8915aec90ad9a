//! The published pack: its content, its folder, and the succession of builds.

pub(crate) mod details;
pub mod disk;
pub mod file_spool;
pub mod messages;
pub(crate) mod pack_content;
pub mod pack_dir;
mod pack_writer;
pub mod publish;
mod publish_error;
pub(crate) mod questionnaires;
mod season_content;
pub mod stock;
pub mod translations;
pub mod whole_check;

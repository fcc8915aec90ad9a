//! The tool `passerelle`: its commands, and the pack that they build, check and publish.

pub mod commands;
pub mod pack;

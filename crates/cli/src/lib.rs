//! The library of the tool `passerelle`: its commands, and the pack that they build, check and publish.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

mod advice;
mod build_pipeline;
mod choice;
pub mod commands;
mod error;
mod message_checks;
pub mod pack;
mod peak_memory;
mod problem_words;
mod progress;
mod questionnaire_checks;
mod report;
mod safety_checks;
mod shop_list;
mod timings;
mod written_file;

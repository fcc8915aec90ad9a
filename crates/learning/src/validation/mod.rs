//! Predicts the events of a log and counts the hits. Calibration and evaluation share it.

pub mod measure;
pub mod model;
pub mod protocol;
pub mod recommender;

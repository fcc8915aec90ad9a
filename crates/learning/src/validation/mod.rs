//! Predicting what a log holds and counting what was right: what calibration and evaluation share.

pub mod measure;
pub mod model;
pub mod protocol;
pub mod recommender;

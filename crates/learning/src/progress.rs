//! The progress of learning, for a display or for measuring time.

/// The progress of learning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The name of the current stage.
    pub stage: &'static str,
    /// The current part of the stage; empty if the stage has no parts.
    pub step: &'static str,
    /// Rows of the stage that are done.
    pub done: u64,
    /// All rows of the stage; 0 if they are not counted.
    pub total: u64,
}

impl Progress {
    /// The beginning of a stage whose rows are not counted.
    #[must_use]
    pub const fn begins(stage: &'static str) -> Self {
        Self { stage, step: "", done: 0, total: 0 }
    }
}

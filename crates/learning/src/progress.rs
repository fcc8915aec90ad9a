//! How far learning has come, for whoever waits or asks where the time goes.

/// How far learning has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: &'static str,
    /// The part of the stage at hand; empty where it has none.
    pub step: &'static str,
    /// Rows done of this stage.
    pub done: u64,
    /// Rows in all of this stage; 0 where nobody counts them.
    pub total: u64,
}

impl Progress {
    /// A stage that begins, and whose rows nobody counts.
    #[must_use]
    pub const fn begins(stage: &'static str) -> Self {
        Self { stage, step: "", done: 0, total: 0 }
    }
}

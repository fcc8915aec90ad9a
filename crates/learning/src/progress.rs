//! How far learning has come, for whoever waits.

/// How far learning has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: &'static str,
    /// Rows done of this stage.
    pub done: u64,
    /// Rows in all of this stage.
    pub total: u64,
}

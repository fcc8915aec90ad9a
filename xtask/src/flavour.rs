//! What a build of the package is for.

/// The two builds of the package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// What is published: small.
    Release,
    /// For finding mistakes: names, panic messages, readable JavaScript.
    Debug,
}

impl Flavour {
    /// Its name among the settings of a step.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Debug => "debug",
        }
    }
}

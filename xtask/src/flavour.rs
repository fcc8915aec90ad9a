//! The two kinds of builds of the package.

/// A kind of build of the package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// The published build: small.
    Release,
    /// The build for debugging: names, panic messages, readable JavaScript.
    Debug,
}

impl Flavour {
    /// Its name in the settings of a step.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Debug => "debug",
        }
    }
}

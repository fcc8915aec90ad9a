//! The baselines: methods to compare with.

pub mod pairs;
pub mod popularity;
pub mod session_index;
pub mod session_knn;
pub mod slist;

use passerelle_catalogue::orders::Log;
use passerelle_learning::validation::recommender::Recommender;
use serde::Serialize;

use pairs::Pairs;
use popularity::Popular;
use session_index::SessionIndex;
use session_knn::{SessionKnn, Style};
use slist::{Slist, SlistSettings};

/// A method to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Baseline {
    /// Session nearest neighbours, weighted by position.
    VsKnn,
    /// Session nearest neighbours with decays for position, recency and distance.
    Vstan,
    /// Linear item-item models of sessions in closed form.
    Slist,
    /// The most popular items.
    Popularity,
    /// Plain pair counts.
    Pairs,
}

impl Baseline {
    /// The method, learned from `log` and its `index`.
    #[must_use]
    pub fn learned<'a>(self, log: &Log, index: &'a SessionIndex) -> Box<dyn Recommender + 'a> {
        match self {
            Self::VsKnn => Box::new(SessionKnn::new(index, Style::VS_KNN)),
            Self::Vstan => Box::new(SessionKnn::new(index, Style::VSTAN)),
            Self::Slist => Box::new(Slist::new(log, index, SlistSettings::DIGINETICA)),
            Self::Popularity => Box::new(Popular::new(log, index.item_count())),
            Self::Pairs => Box::new(Pairs::new(index)),
        }
    }
}

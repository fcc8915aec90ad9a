//! The module without the browser: a pack, a page and a history in, a slate out. It does no input or output: the caller
//! (the browser API, the native tool, a test) fetches the files it names.

mod advice;
mod adviser;
mod aliases;
mod answer;
mod client;
mod feedback;
mod kept_lists;
mod loyalty;
mod messages;
mod opened_pack;
mod page_ids;
pub mod prepare;
mod reason_selector;
mod recall;
mod recent;
mod remember;
mod reply;
mod spoken_sizes;
mod state;

pub use crate::slate::{Explanation, NamedItem, NamedPart, Rank, ShownItem, Slate, Status, Suggestion};
pub use advice::AdviceContext;
pub use messages::DecidedMessage;
pub use opened_pack::Pack;
pub use recall::{digest, offered_slate};
pub use state::{Engine, Mode};

//! A static server that behaves as a good CDN does. For the demo, the browser tests and `passerelle preview`, on this
//! machine only.

mod http;
mod site;

pub use self::http::{Server, bind, bind_from};
pub use self::site::{Mount, Site};

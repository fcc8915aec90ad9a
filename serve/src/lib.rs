//! A static server with the behaviour of a good CDN, for the demo, the browser tests and `passerelle preview`. Not for
//! production: it listens on this machine only.

mod gzip;
mod http;
mod site;

pub use self::http::{Server, bind, bind_from};
pub use self::site::{Mount, Site};

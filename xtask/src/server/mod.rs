//! A static server that behaves as a good CDN does. For the demo and the browser tests, on this machine only.

mod http;
mod site;

use std::io::Read;

pub use self::http::{bind, bind_from};
pub use self::site::{Mount, Site};

/// Ends the process when standard input closes: the test that started it has gone, however it went.
pub fn exit_when_stdin_closes() {
    std::thread::spawn(|| {
        let mut buffer = [0; 64];
        while matches!(std::io::stdin().read(&mut buffer), Ok(1..)) {}
        std::process::exit(0);
    });
}

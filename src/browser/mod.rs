//! The browser's edge: the API that the npm package calls, and the only way to the network.

mod api;
mod error;
mod gunzip;
mod network;
mod options;

//! The tool `passerelle`.
fn main() {}

//! Compares the package's TypeScript types with the Rust types.

use passerelle::typescript::{api_types, module_types};
use std::path::Path;

fn compare(name: &str, wanted: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src").join(name);
    if std::env::var_os("PASSERELLE_WRITE_TYPES").is_some() {
        std::fs::write(&file, wanted).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        there == wanted,
        "pkg/src/{name} differs from the Rust types: run `PASSERELLE_WRITE_TYPES=1 cargo test --test typescript`"
    );
}

#[test]
fn the_types_of_the_api_are_up_to_date() {
    compare("api-types.ts", &api_types());
}

#[test]
fn the_types_of_the_module_are_up_to_date() {
    compare("module-types.ts", &module_types());
}

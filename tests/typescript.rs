//! Compares the package's TypeScript types with the Rust types.

use passerelle::typescript::declarations;
use std::path::Path;

#[test]
fn the_package_s_types_are_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src/api-types.ts");
    let wanted = declarations();
    if std::env::var_os("PASSERELLE_WRITE_TYPES").is_some() {
        std::fs::write(&file, &wanted).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        there == wanted,
        "pkg/src/api-types.ts differs from the Rust types: run `PASSERELLE_WRITE_TYPES=1 cargo test --test typescript`"
    );
}

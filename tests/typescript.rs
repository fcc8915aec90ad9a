//! Compares the package's TypeScript types with the Rust types.

use passerelle::consent::{ActedOn, StatementSource, Weight};
use passerelle::store::Failure;
use passerelle::store::protocol::TabEvent;
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

/// A name that the types allow and Rust does not know would be a statement that is lost.
#[test]
fn every_name_that_the_page_may_pass_is_known() {
    let types = module_types();
    let check = |name: &str, count: usize, is_known: &dyn Fn(&str) -> bool| {
        let declaration = types.lines().find_map(|line| line.strip_prefix(&format!("export type {name} = "))).unwrap();
        let names: Vec<&str> = declaration.split('"').skip(1).step_by(2).collect();
        assert_eq!(names.len(), count, "{declaration}");
        assert_eq!(names.iter().find(|name| !is_known(name)), None);
    };
    check("Source", 6, &|name| StatementSource::from_name(name).is_some());
    check("Weight", 3, &|name| Weight::from_name(name).is_some());
    check("ActedOn", 3, &|name| ActedOn::from_name(name).is_some());
    check("Failure", 6, &|name| Failure::from_name(name).is_some());
    check("TabEvent", 3, &|name| TabEvent::from_name(name).is_some());
}

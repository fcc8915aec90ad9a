//! Checks that every file named in the documents for newcomers exists.

use std::fs;
use std::path::Path;

const DOCUMENTS: [&str; 2] = ["CONTRIBUTING.md", "SECURITY.md"];
const FOLDERS: [&str; 6] = ["crates/", "docs/", "src/", "tests/", "www/", "xtask/"];

/// The paths in the code spans of `text`.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let spans = text.split('`').skip(1).step_by(2);
    spans.filter(|span| !span.contains(' ') && FOLDERS.iter().any(|folder| span.starts_with(folder)))
}

#[test]
fn every_file_that_a_document_names_exists() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for document in DOCUMENTS {
        // Code blocks are not code spans.
        let text = fs::read_to_string(repository.join(document)).unwrap();
        let text: String = text.split("```").step_by(2).collect();
        let missing: Vec<&str> = paths(&text).filter(|path| !repository.join(path).exists()).collect();
        assert!(missing.is_empty(), "{document} names what is not there: {missing:?}");
        assert!(paths(&text).count() > 5, "{document}");
    }
}

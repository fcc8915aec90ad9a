//! `passerelle lint` from the command line.

use std::process::Command;

const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["fr", "en", "de", "es"]
currency = "EUR"
[[division]]
id = "leather"
names = { fr = "la maroquinerie", en = "leather goods", de = "Lederwaren", es = "la marroquinería" }
product_types = ["Leather"]
"#;

/// The command names every wrong sentence with its line, and fails; `build` fails in the same way.
#[test]
fn lint_names_every_wrong_line_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("house.toml");
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_passerelle")).current_dir(&folder).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    };
    std::fs::write(&file, HOUSE).unwrap();
    let (sound, said, _) = run(&["lint"]);
    assert!(
        sound && said.contains("sound") && said.contains("fr discreet, en open, de discreet, es discreet"),
        "{said}"
    );
    let bad =
        "[messages.fr]\nseason = \"De saison\"\nhouse = \"Pour vous\"\n[messages.en]\nhouse = \"For you, twice\"\n";
    std::fs::write(&file, format!("{HOUSE}{bad}")).unwrap();
    let (sound, _, said) = run(&["lint", "house.toml"]);
    assert!(!sound);
    for (line, says) in [(11, "\"vous\""), (13, "\"twice\""), (13, "\"you\"")] {
        let place = format!("house.toml:{line}: ");
        assert!(said.lines().any(|found| found.contains(&place) && found.contains(says)), "{line} {says}: {said}");
    }
    let (built, _, said) = run(&["build", "--feed", "none.tsv", "--out", "pack"]);
    assert!(!built && said.contains("house.toml:11: \"Pour vous\" addresses one person"), "{said}");
}

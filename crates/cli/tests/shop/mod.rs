//! A small shop in a temporary folder, and the tool as a subprocess in that folder.

// Each test binary uses a part of this module.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use passerelle::pack::Manifest;
use passerelle_cli::pack::pack_dir::PackDir;
use tempfile::TempDir;

pub const HOUSE: &str = r#"
[house]
name = "Maison Exemple"
url = "https://shop.example/p/{id}"
languages = ["en"]
currency = "EUR"

[[division]]
id = "leather"
names = { en = "leather goods" }
product_types = ["Leather"]

[[division]]
id = "jewellery"
names = { en = "jewellery" }
product_types = ["Jewellery"]

[[division]]
id = "scent"
names = { en = "perfume" }
product_types = ["Perfume"]
"#;

pub const ITEMS: usize = 24;

/// A house, its feed and its orders in a temporary folder.
pub struct Shop {
    pub dir: TempDir,
}

impl Shop {
    pub fn new() -> Self {
        let shop = Self { dir: tempfile::tempdir().unwrap() };
        shop.write("house.toml", HOUSE);
        shop.write("feed.tsv", &feed(&[], &[]));
        shop.write("orders.csv", &orders());
        shop
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
        command.current_dir(self.dir.path()).args(arguments);
        command
    }

    /// Runs `build` into `out` as of this date, with more arguments.
    pub fn build_at(&self, out: &str, date: &str, more: &[&str]) -> Output {
        let arguments =
            ["build", "--feed", "feed.tsv", "--orders", "orders.csv", "--out", out, "--as-of", date, "--time", date];
        self.run(&[&arguments, more].concat())
    }

    pub fn build(&self) -> String {
        text(&succeeded(self.build_at("pack", "2026-01-01", &[])).stdout)
    }

    pub fn pack(&self) -> PackDir {
        PackDir::open(&self.path("pack")).unwrap()
    }

    pub fn manifest(&self) -> Manifest {
        Manifest::parse(&fs::read(self.path("pack/manifest.json")).unwrap()).unwrap()
    }

    pub fn unavailable(&self, id: &str) -> bool {
        self.pack().unavailable().contains(id)
    }

    /// Every file of the pack's folder except the lock, by path.
    pub fn bytes(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let root = self.path(folder);
        let mut files = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with(".lock") {
                    files.insert(path.strip_prefix(&root).unwrap().to_owned(), fs::read(&path).unwrap());
                }
            }
        }
        files
    }

    /// Makes every file of the pack this many days older.
    pub fn leave_for_days(&self, days: u64) {
        for path in self.bytes("pack").keys() {
            let file = fs::File::options().write(true).open(self.path("pack").join(path)).unwrap();
            let written = file.metadata().unwrap().modified().unwrap();
            file.set_modified(written - std::time::Duration::from_secs(days * 86_400)).unwrap();
        }
    }

    pub fn builds(&self) -> usize {
        fs::read_dir(self.path("pack")).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
    }
}

pub fn id(item: usize) -> String {
    format!("i{item:02}")
}

/// A feed without the items of `gone`, in which those of `sold_out` cannot be bought.
pub fn feed(gone: &[usize], sold_out: &[usize]) -> String {
    let mut text = "id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type\tgtin\n".to_owned();
    for item in (0..ITEMS).filter(|item| !gone.contains(item)) {
        let kind = ["Leather > Bags", "Jewellery > Rings", "Perfume > Water"][item % 3];
        let availability = if sold_out.contains(&item) { "out_of_stock" } else { "in_stock" };
        text.push_str(&format!(
            "{}\tThing number {item}\thttps://shop.example/p/{}\t\t{}.50 EUR\t{availability}\t{kind}\t{}\n",
            id(item),
            id(item),
            10 + item,
            40_000_000 + item,
        ));
    }
    text
}

pub fn orders() -> String {
    let mut text = "order_id,user_id,timestamp,item_id,quantity\n".to_owned();
    for order in 0..120 {
        for step in [0, 1, 4] {
            let item = (order + step) % ITEMS;
            text.push_str(&format!("o{order},u{order},2025-12-{:02},{},1\n", 1 + order % 28, id(item)));
        }
    }
    text
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
pub fn succeeded(output: Output) -> Output {
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    output
}

/// The single error sentence of a command that failed.
#[track_caller]
pub fn sentence(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    let stderr = text(&output.stderr);
    let last = stderr.lines().last().unwrap_or_default().to_owned();
    assert!(last.starts_with("passerelle: "), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert_eq!(text(&output.stdout), "", "a failure prints no figures");
    last
}

/// Asserts that a command fails with a sentence that contains `says`, and changes nothing.
#[track_caller]
pub fn assert_refused(shop: &Shop, arguments: &[&str], says: &str) {
    let before = shop.bytes("pack");
    let said = sentence(&shop.run(arguments));
    assert!(said.contains(says), "{said}");
    assert_eq!(shop.bytes("pack"), before, "{says}");
}

//! The properties hold for the seeds, for changed seeds, and for the inputs of `inputs/`, each of which once broke one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use passerelle_fuzz_properties::{Seed, TARGETS, check, seeds};

/// Changed copies of each seed. `cargo xtask fuzz` tries millions.
const COPIES: u32 = 10;
/// Most changed bytes of a copy.
const CHANGES: u32 = 4;

/// Pseudo-random numbers (xorshift, Marsaglia 2003).
struct Random(u32);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % limit
    }
}

#[test]
fn each_target_has_a_program_and_a_seed() {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
    let stem = |entry: std::io::Result<fs::DirEntry>| {
        entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()
    };
    let programs: BTreeSet<String> = fs::read_dir(programs).unwrap().map(stem).collect();
    let targets = TARGETS.map(|target| target.name.to_owned());
    assert_eq!(programs, targets.clone().into());
    let seeded: BTreeSet<String> = seeds().unwrap().into_iter().map(|seed| seed.target.to_owned()).collect();
    assert_eq!(seeded, targets.into());
}

#[test]
fn the_properties_hold_for_seeds_and_changed_seeds() {
    for Seed { target, name, bytes } in seeds().unwrap() {
        // Anew for each seed: the order of a folder's files differs from machine to machine.
        let mut random = Random(7);
        println!("{target} {name}");
        check(target, &bytes);
        for _ in 0..COPIES {
            let mut changed = bytes.clone();
            for _ in 0..=random.below(CHANGES as usize) {
                if changed.is_empty() {
                    break;
                }
                let at = random.below(changed.len());
                match random.below(3) {
                    0 => changed[at] ^= 1 << random.below(8),
                    1 => changed[at] = random.below(256) as u8,
                    _ => changed.truncate(at),
                }
            }
            check(target, &changed);
        }
    }
}

#[test]
fn the_properties_hold_for_inputs_that_once_broke_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (target, _) = name.split_once('-').expect("TARGET-NAME");
        println!("{name}");
        check(target, &fs::read(&path).unwrap());
        count += 1;
    }
    assert!(count > 0, "the folder of inputs is empty");
}

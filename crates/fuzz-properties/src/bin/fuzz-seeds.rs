//! Writes the seeds of fuzzing: `fuzz-seeds DIR` makes a folder for each target in DIR. It is not part of `fuzz/`, whose
//! programs are compiled with coverage.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args_os().nth(1).expect("usage: fuzz-seeds DIR"));
    for seed in passerelle_fuzz_properties::seeds()? {
        let folder = folder.join(seed.target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(seed.name), seed.bytes)?;
    }
    Ok(())
}

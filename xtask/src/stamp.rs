//! Detects by content whether a step's outputs are up to date.
//!
//! Modification times are wrong after a checkout and across machines; hashing a few megabytes takes milliseconds. A
//! stamp stores the hash of all inputs and of all outputs, so that an edited or deleted output is made again.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xxhash_rust::xxh3::Xxh3;

use crate::workspace::Workspace;

/// The stamp of a step.
pub struct Stamp {
    file: PathBuf,
    inputs: Xxh3,
    outputs: Vec<PathBuf>,
}

impl Stamp {
    /// Creates the stamp of the step `name`.
    pub fn new(workspace: &Workspace, name: &str) -> Self {
        Self::at(workspace.target("stamps").join(name))
    }

    fn at(file: PathBuf) -> Self {
        Self { file, inputs: Xxh3::new(), outputs: Vec::new() }
    }

    /// Adds a setting that changes the result, such as arguments or versions.
    pub fn setting(mut self, text: &str) -> Self {
        hash_part(&mut self.inputs, text.as_bytes());
        self
    }

    /// Adds a file or folder that the step reads; a missing one counts too.
    pub fn input(mut self, path: impl AsRef<Path>) -> Result<Self> {
        hash_path(&mut self.inputs, path.as_ref())?;
        Ok(self)
    }

    /// Adds a file or folder that the step writes.
    pub fn output(mut self, path: impl Into<PathBuf>) -> Self {
        self.outputs.push(path.into());
        self
    }

    /// Whether the last run had the same inputs, and its outputs are unchanged since.
    pub fn is_fresh(&self) -> Result<bool> {
        if self.outputs.iter().any(|path| !path.exists()) {
            return Ok(false);
        }
        match fs::read_to_string(&self.file) {
            Ok(stored) => Ok(stored == self.line()?),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error).with_context(|| format!("reading {}", self.file.display())),
        }
    }

    /// Stores the stamp after the step succeeded.
    pub fn write(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        }
        fs::write(&self.file, self.line()?).with_context(|| format!("writing {}", self.file.display()))
    }

    fn line(&self) -> Result<String> {
        let mut outputs = Xxh3::new();
        for path in &self.outputs {
            hash_path(&mut outputs, path)?;
        }
        Ok(format!("{:032x} {:032x}\n", self.inputs.digest128(), outputs.digest128()))
    }
}

/// The length comes first, so that different divisions into parts have different hashes.
fn hash_part(hash: &mut Xxh3, bytes: &[u8]) {
    hash.update(&(bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn hash_path(hash: &mut Xxh3, path: &Path) -> Result<()> {
    hash_part(hash, path.as_os_str().as_encoded_bytes());
    if path.is_dir() {
        let mut entries = fs::read_dir(path)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>())
            .with_context(|| format!("listing {}", path.display()))?;
        entries.sort();
        for entry in &entries {
            hash_path(hash, entry)?;
        }
        return Ok(());
    }
    match fs::read(path) {
        Ok(bytes) => hash_part(hash, &bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => hash.update(b"missing"),
        Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(folder: &Path) -> Stamp {
        Stamp::at(folder.join("stamps/step"))
            .setting("v1")
            .input(folder.join("in"))
            .expect("readable")
            .output(folder.join("out"))
    }

    #[test]
    fn a_step_is_fresh_only_after_it_ran_on_the_same_things() {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, output) = (folder.path().join("in"), folder.path().join("out"));
        fs::create_dir(&input).expect("created");
        fs::write(input.join("a"), "1").expect("written");
        assert!(!stamp(folder.path()).is_fresh().expect("known"), "never ran");

        fs::write(&output, "result").expect("written");
        stamp(folder.path()).write().expect("written");
        assert!(stamp(folder.path()).is_fresh().expect("known"));
        assert!(!stamp(folder.path()).setting("v2").is_fresh().expect("known"), "another setting");

        fs::write(input.join("a"), "2").expect("written");
        assert!(!stamp(folder.path()).is_fresh().expect("known"), "an input changed");
        fs::write(input.join("a"), "1").expect("written");
        assert!(stamp(folder.path()).is_fresh().expect("known"), "and changed back");
        fs::write(input.join("b"), "").expect("written");
        assert!(!stamp(folder.path()).is_fresh().expect("known"), "an input was added");
        fs::remove_file(input.join("b")).expect("removed");

        fs::write(&output, "edited").expect("written");
        assert!(!stamp(folder.path()).is_fresh().expect("known"), "an output was edited");
        fs::remove_file(&output).expect("removed");
        assert!(!stamp(folder.path()).is_fresh().expect("known"), "an output is gone");
    }
}

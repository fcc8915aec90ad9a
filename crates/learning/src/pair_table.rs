//! Counted pairs by row, in memory or, above a budget, in a temporary file that is removed with the table.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::pair::Pair;

/// Bytes of a pair in the file, and about as many in memory.
const PAIR_LEN: usize = 16;

/// Rows of pairs. Each row ascends by column.
#[derive(Debug)]
pub struct PairTable {
    memory: Vec<Vec<Pair>>,
    disk: Option<Disk>,
    pairs: u64,
    budget: u64,
}

#[derive(Debug)]
struct Disk {
    file: Mutex<File>,
    /// The start of each row in bytes, and the end of the last row.
    starts: Vec<u64>,
}

impl Default for PairTable {
    fn default() -> Self {
        Self::new(u64::MAX)
    }
}

impl PairTable {
    /// An empty table that keeps up to `budget` bytes in memory.
    #[must_use]
    pub fn new(budget: u64) -> Self {
        Self { memory: Vec::new(), disk: None, pairs: 0, budget }
    }

    /// Appends rows.
    ///
    /// # Errors
    /// If the temporary file cannot be made or written.
    pub fn push(&mut self, rows: Vec<Vec<Pair>>) -> io::Result<()> {
        self.pairs += rows.iter().map(|row| row.len() as u64).sum::<u64>();
        if let Some(disk) = &mut self.disk {
            return disk.push(&rows);
        }
        self.memory.extend(rows);
        if self.pairs * PAIR_LEN as u64 > self.budget {
            let mut disk = Disk { file: Mutex::new(tempfile::tempfile()?), starts: vec![0] };
            disk.push(&std::mem::take(&mut self.memory))?;
            self.disk = Some(disk);
        }
        Ok(())
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.disk.as_ref().map_or(self.memory.len(), |disk| disk.starts.len() - 1)
    }

    /// Number of pairs, each seen from both of its rows.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.pairs
    }

    /// Whether the pairs are on disk.
    #[must_use]
    pub fn spilled(&self) -> bool {
        self.disk.is_some()
    }

    /// The rows of a range. A row that cannot be read back is empty.
    #[must_use]
    pub fn chunk(&self, rows: Range<usize>) -> Cow<'_, [Vec<Pair>]> {
        let rows = rows.start.min(self.rows())..rows.end.min(self.rows());
        match &self.disk {
            None => Cow::Borrowed(&self.memory[rows]),
            Some(disk) => {
                let count = rows.len();
                Cow::Owned(disk.read(rows).unwrap_or_else(|_| vec![Vec::new(); count]))
            }
        }
    }
}

impl Disk {
    fn push(&mut self, rows: &[Vec<Pair>]) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(rows.iter().map(Vec::len).sum::<usize>() * PAIR_LEN);
        let mut at = self.starts.last().copied().unwrap_or(0);
        for row in rows {
            for pair in row {
                bytes.extend_from_slice(&pair.column.to_le_bytes());
                bytes.extend_from_slice(&pair.visits.to_le_bytes());
                bytes.extend_from_slice(&pair.similar.to_le_bytes());
                bytes.extend_from_slice(&pair.shoppers.to_le_bytes());
            }
            at += (row.len() * PAIR_LEN) as u64;
            self.starts.push(at);
        }
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::End(0))?;
        file.write_all(&bytes)
    }

    fn read(&self, rows: Range<usize>) -> io::Result<Vec<Vec<Pair>>> {
        let (start, end) = (self.starts[rows.start], self.starts[rows.end]);
        let mut bytes = vec![0; (end - start) as usize];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(start))?;
            file.read_exact(&mut bytes)?;
        }
        let mut pairs = bytes.chunks_exact(PAIR_LEN).map(|bytes| {
            let word = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
            Pair {
                column: u32::from_le_bytes(word(0)),
                visits: f32::from_le_bytes(word(4)),
                similar: f32::from_le_bytes(word(8)),
                shoppers: u32::from_le_bytes(word(12)),
            }
        });
        let length = |row: usize| (self.starts[row + 1] - self.starts[row]) as usize / PAIR_LEN;
        Ok(rows.map(|row| pairs.by_ref().take(length(row)).collect()).collect())
    }
}

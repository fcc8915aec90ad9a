//! Sparse rows and the sums made from them.

/// One entry of a row.
pub type Entry = (u32, f32);

/// Rows of (column, value), stored as one long list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sparse {
    starts: Vec<u64>,
    entries: Vec<Entry>,
}

impl Sparse {
    /// Appends a row.
    pub fn push(&mut self, row: &[Entry]) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.entries.extend_from_slice(row);
        self.starts.push(self.entries.len() as u64);
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The entries of `row`.
    #[must_use]
    pub fn row(&self, row: usize) -> &[Entry] {
        &self.entries[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// Keeps the `count` largest entries, in descending order of value, ties by column.
pub fn keep_largest(entries: &mut Vec<Entry>, count: usize) {
    let order = |a: &Entry, b: &Entry| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if count == 0 {
        entries.clear();
    } else if entries.len() > count {
        entries.select_nth_unstable_by(count - 1, order);
        entries.truncate(count);
    }
    entries.sort_unstable_by(order);
}

/// A dense vector that remembers which of its entries were added to.
#[derive(Debug)]
pub struct Sum {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Sum {
    /// A vector of `columns` zeros.
    #[must_use]
    pub fn new(columns: usize) -> Self {
        Self { values: vec![0.0; columns], touched: Vec::new() }
    }

    /// Adds a positive value.
    pub fn add(&mut self, column: u32, value: f32) {
        if value > 0.0 {
            let sum = &mut self.values[column as usize];
            if *sum == 0.0 {
                self.touched.push(column);
            }
            *sum += value;
        }
    }

    /// Moves the sums out, in order of first contact, without the entry `but`, and starts again from zero.
    pub fn drain_into(&mut self, entries: &mut Vec<Entry>, but: u32) {
        entries.clear();
        for column in self.touched.drain(..) {
            let value = std::mem::take(&mut self.values[column as usize]);
            if column != but {
                entries.push((column, value));
            }
        }
    }
}

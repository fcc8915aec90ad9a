//! Sparse rows, and sums of them.

/// One entry of a row: (column, value).
pub type Entry = (u32, f32);

/// Rows of (column, value), stored in one long list.
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

    /// Swaps rows and columns, for `columns` columns. The entries of each new row are in the order of `rows`, which has
    /// every old row once.
    #[must_use]
    pub fn transposed(&self, columns: usize, rows: impl Iterator<Item = usize>) -> Self {
        let mut starts = vec![0u64; columns + 1];
        self.entries.iter().for_each(|&(column, _)| starts[column as usize + 1] += 1);
        for column in 0..columns {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); self.entries.len()];
        for row in rows {
            for &(column, value) in self.row(row) {
                let at = &mut next[column as usize];
                entries[*at as usize] = (row as u32, value);
                *at += 1;
            }
        }
        Self { starts, entries }
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
    keep_largest_unsorted(entries, count);
    entries.sort_unstable_by_key(rank);
}

/// Keeps the `count` largest entries, in no order. Among equal values it keeps the lowest columns.
pub fn keep_largest_unsorted(entries: &mut Vec<Entry>, count: usize) {
    let kept = move_largest(entries, count);
    entries.truncate(kept);
}

/// Moves the `count` largest entries to the front, in descending order of value, ties by column. The other entries have
/// no order.
pub fn put_largest_first(entries: &mut [Entry], count: usize) {
    let kept = move_largest(entries, count);
    entries[..kept].sort_unstable_by_key(rank);
}

/// Moves the `count` largest entries to the front, in no order. Returns their number.
fn move_largest(entries: &mut [Entry], count: usize) -> usize {
    if count > 0 && entries.len() > count {
        entries.select_nth_unstable_by_key(count - 1, rank);
    }
    count.min(entries.len())
}

/// The sort key for descending values, ties by ascending columns. One number compares faster than two.
fn rank(&(column, value): &Entry) -> u64 {
    // The order of `f32::total_cmp`: for negative values all bits are inverted.
    let bits = value.to_bits();
    let ascending = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    u64::from(!ascending) << 32 | u64::from(column)
}

/// A dense vector that records which of its entries were added to.
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

    /// Multiplies all sums by `factor`, which is not below 0.
    pub fn scale(&mut self, factor: f32) {
        self.touched.iter().for_each(|&column| self.values[column as usize] *= factor);
    }

    /// Moves the sums above 0 into `entries`, in order of their first addition, without the column `but`. Resets all
    /// sums to 0.
    pub fn drain_into(&mut self, entries: &mut Vec<Entry>, but: u32) {
        entries.clear();
        for column in self.touched.drain(..) {
            let value = std::mem::take(&mut self.values[column as usize]);
            if value > 0.0 && column != but {
                entries.push((column, value));
            }
        }
    }
}

//! The figures of the promises: how large a run is, and one line of the table for each.

/// Whether the full figures are asked for (`TRIVET_FULL=1`).
pub fn full() -> bool {
    std::env::var_os("TRIVET_FULL").is_some()
}

/// A size: the usual run's, or the full one's.
pub fn size<N>(usual: N, whole: N) -> N {
    if full() { whole } else { usual }
}

/// Prints the table's line of a promise: what is asked, and what this run reached. `tests/run trust` gathers them.
pub fn reached(promise: u32, asked: &str, reached: &str) {
    let run = if full() { "" } else { " (small run)" };
    println!("promise {promise} | {asked} | {reached}{run}");
}

/// The value that so large a part of them does not exceed; the least of its kind when there are none.
pub fn percentile<T: Copy + Ord + Default>(values: &mut [T], part: f64) -> T {
    values.sort_unstable();
    let place = ((values.len() as f64 * part) as usize).min(values.len().saturating_sub(1));
    values.get(place).copied().unwrap_or_default()
}

//! How long a full sheet takes after the first, and how much memory at its peak: `cargo run --release --example speed`.

use std::time::Instant;

use trivet_pdf::render_sheet;

#[expect(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../tests/pdf/common.rs"]
mod common;

/// Documents after the first.
const TIMES: usize = 41;

/// A line of `/proc/self/status`, in KiB; 0 where there is none.
fn status(key: &str) -> u64 {
    let all = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = all.lines().find(|line| line.starts_with(key)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Time that processors worked for this process, in ms: unlike the clock it tells nothing of what else the machine does.
fn worked() -> f64 {
    /// The kernel counts in hundredths of a second, whatever its own clock does.
    const TICK_MS: f64 = 10.0;
    let all = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Fields 14 and 15; the second one is a name, in brackets.
    let fields = all.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * TICK_MS
}

fn main() -> Result<(), trivet_pdf::PdfError> {
    let labels = common::labels();
    let before = status("VmRSS");
    for (name, document) in [("usual", common::usual()), ("full", common::full())] {
        let started = Instant::now();
        let pdf = render_sheet(&document, &labels)?;
        let first = started.elapsed();
        let before_all = worked();
        let mut taken = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let started = Instant::now();
            render_sheet(&document, &labels)?;
            taken.push(started.elapsed());
        }
        let work = (worked() - before_all) / TIMES as f64;
        taken.sort();
        println!(
            "{name} sheet: {} KiB, first {:.1} ms, then median {:.1} ms, slowest {:.1} ms, work of a processor {:.1} ms; peak extra memory {:.1} MiB",
            pdf.len() / 1024,
            first.as_secs_f64() * 1e3,
            taken[TIMES / 2].as_secs_f64() * 1e3,
            taken[TIMES - 1].as_secs_f64() * 1e3,
            work,
            status("VmHWM").saturating_sub(before) as f64 / 1024.0,
        );
    }
    Ok(())
}

//! How long a full sheet takes after the first, and how much memory at its peak; then the heaviest that can be asked for: `cargo run --release --example speed`.

use std::time::Instant;

use serde_json::{Value, json};
use trivet_pdf::{MOST_BYTES, render_sheet};

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

/// A sheet as large as there may be, with these words in every field of it, each time a little different: what is set twice
/// alike costs nothing the second time.
fn largest(words: &str) -> Value {
    let mut fields = 0;
    let mut field = || {
        fields += 1;
        format!("{fields}{words}")
    };
    let mut sheet = common::full();
    let mut rows = Vec::new();
    let mut room = MOST_BYTES.saturating_sub(sheet.to_string().len());
    loop {
        let actions = [common::action(&field())];
        let mut row = common::row("Earlier one", common::confidence(Some(3), Some(3)), &field(), &actions);
        row["shift"] = json!(field());
        row["lines"] = json!({ "heard": field(), "well": field(), "hard": field(), "step": field() });
        let Some(left) = room.checked_sub(row.to_string().len() + 1) else { break };
        room = left;
        rows.push(row);
    }
    sheet["earlier"] = rows.into();
    sheet
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
    for (name, words) in [
        ("ordinary words", common::words(2000)),
        ("a line for each word", "W\n".repeat(1000)),
        ("one word of W", "W".repeat(2000)),
        ("one word of a", "a".repeat(2000)),
        ("one word of Chinese", "\u{4e2d}".repeat(2000)),
        ("what has no letter", "\u{e0fff}".repeat(2000)),
    ] {
        let document = largest(&words);
        let before = status("VmRSS");
        // Makes the kernel forget the peak so far; where it cannot, that is what is shown.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let (started, worked_before) = (Instant::now(), worked());
        let Ok(pdf) = render_sheet(&document, &labels) else {
            // It is set to its end all the same, and the next one waits for that.
            while render_sheet(&common::usual(), &labels).is_err() {}
            println!(
                "largest sheet, {name}: none within the time limit, work {:.0} ms; peak extra memory {:.1} MiB, kept afterwards {:.1} MiB",
                worked() - worked_before,
                status("VmHWM").saturating_sub(before) as f64 / 1024.0,
                status("VmRSS").saturating_sub(before) as f64 / 1024.0,
            );
            continue;
        };
        println!(
            "largest sheet, {name}: {} KiB as JSON, {} KiB, {:.1} ms, work {:.0} ms; peak extra memory {:.1} MiB, kept afterwards {:.1} MiB",
            document.to_string().len() / 1024,
            pdf.len() / 1024,
            started.elapsed().as_secs_f64() * 1e3,
            worked() - worked_before,
            status("VmHWM").saturating_sub(before) as f64 / 1024.0,
            status("VmRSS").saturating_sub(before) as f64 / 1024.0,
        );
    }
    Ok(())
}

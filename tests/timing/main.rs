//! Whether time tells what words do not: how long the program takes to refuse one thing and another that must look the same,
//! and how long somebody's command takes while another person writes for themselves, or does not. Measured and printed,
//! not judged: a busy machine would judge itself. Used by hand, on a quiet one:
//!
//! ```text
//! cargo run --release -p trivet-tests --bin trivet-timing -- --samples 1000
//! ```
//!
//! It starts a program of its own (`TRIVET_BIN`, or the one built beside it). Both kinds are tried in turn, in an order that
//! chance decides anew each time. The ratio is that of the medians; the rank is how often one of the second kind took longer
//! than one of the first (0.500: time tells nothing), with the distance from that in standard deviations of chance: what lies
//! within two or three of them is noise.

#![expect(clippy::unwrap_used, reason = "a measurement that meets the unexpected says so by panicking")]

mod command;
mod refusal;

use clap::Parser;
use tokio::time::Duration;
use trivet_tests::{Dice, percentile};

#[derive(Clone, Debug, Parser)]
#[command(
    name = "trivet-timing",
    about = "Says whether the time of an answer tells what the answer does not."
)]
struct Options {
    /// Tries of each kind
    #[arg(long, default_value_t = 500)]
    samples: usize,
    /// What chance begins with
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// How long the tries of each of some kinds took.
struct Times {
    what: &'static str,
    kinds: Vec<(&'static str, Vec<Duration>)>,
}

impl Times {
    fn new(what: &'static str, kinds: &[&'static str]) -> Times {
        Times { what, kinds: kinds.iter().map(|kind| (*kind, Vec::new())).collect() }
    }

    fn took(&mut self, kind: usize, time: Duration) {
        self.kinds[kind].1.push(time);
    }

    /// One line for each kind after the first, which it is compared with.
    fn report(mut self) {
        let (first, others) = self.kinds.split_first_mut().unwrap();
        let median = |times: &mut [Duration]| percentile(times, 0.5).as_secs_f64() * 1_000.0;
        let base = median(&mut first.1);
        println!("{}", self.what);
        println!("  {:<44} median {base:8.3} ms", first.0);
        for (kind, times) in others {
            let own = median(times);
            let (rank, deviations) = rank(&first.1, times);
            println!(
                "  {kind:<44} median {own:8.3} ms, ratio {:.3}, rank {rank:.3} ({deviations:+.1} deviations)",
                own / base
            );
        }
    }
}

/// The part of pairs in which the second took longer (Mann-Whitney's U over all pairs), and how many standard deviations of
/// chance that is from a half.
fn rank(first: &[Duration], second: &[Duration]) -> (f64, f64) {
    let (n, m) = (first.len() as f64, second.len() as f64);
    let mut longer = 0.0;
    for a in first {
        for b in second {
            longer += match b.cmp(a) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    let part = longer / (n * m);
    let deviation = ((n + m + 1.0) / (12.0 * n * m)).sqrt();
    (part, (part - 0.5) / deviation)
}

/// The kinds in an order of chance.
fn shuffled(kinds: usize, dice: &mut Dice) -> Vec<usize> {
    let mut order: Vec<usize> = (0..kinds).collect();
    for at in (1..kinds).rev() {
        order.swap(at, usize::try_from(dice.within(0..at as u64 + 1)).unwrap());
    }
    order
}

#[tokio::main]
async fn main() {
    let options = Options::parse();
    println!("{} tries of each kind, seed {}", options.samples, options.seed);
    let mut dice = Dice::new(options.seed);
    for times in refusal::measure(options.samples, &mut dice).await {
        times.report();
    }
    for times in command::measure(options.samples, &mut dice).await {
        times.report();
    }
}

//! Promise 7, that private means private, as a property: whatever happens in a session, run it twice with other private
//! words, scores and dates of one person, and every byte that anybody else is sent, or can export, is the same.
//!
//! The same holds when they write nothing at all in the second run: that somebody has written is a secret too.
//!
//! Both runs go in step. What that person shows, sends or puts in is legitimately seen, so such a step is taken only when
//! what it would reveal is the same in both; everything else they write differs. 500 histories unless `TRIVET_CASES` says
//! otherwise, from a seed that is printed and that `TRIVET_SEED` gives again; at the end of one in fifty, every file that
//! anybody else could save is compared too, PDF and Word included.

mod history;

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use history::{Do, Runs, Step, steps};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

const CASES: u32 = 500;
const LONGEST: usize = 60;

fn config() -> Config {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let cases = number("TRIVET_CASES").and_then(|cases| u32::try_from(cases).ok()).unwrap_or(CASES);
    let seed = number("TRIVET_SEED").unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("promise 7: {cases} histories, TRIVET_SEED={seed}");
    let rng_seed = RngSeed::Fixed(seed);
    Config { cases, max_shrink_iters: 20_000, failure_persistence: None, rng_seed, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn promise_7_what_is_private_changes_no_byte_for_others(history in steps(LONGEST), files in some()) {
        tell(Runs::seated(false), &history, files)?;
    }

    #[test]
    fn promise_7_that_something_was_written_changes_no_byte_for_others(history in steps(LONGEST), files in some()) {
        tell(Runs::seated(true), &history, files)?;
    }

    /// An earlier number in sight pulls the next one: it changes no byte for anybody, its owner included, until they have
    /// answered.
    #[test]
    fn promise_7_an_earlier_score_changes_no_byte_for_its_owner_before_they_answer(history in steps(LONGEST), files in some()) {
        let mut runs = Runs::anchored();
        for (at, step) in history.iter().enumerate() {
            runs.take(step);
            if runs.anchor_may_be_seen() {
                return Ok(());
            }
            if let Some(difference) = runs.difference() {
                return Err(TestCaseError::fail(format!("step {at}, {step:?}: {difference}")));
            }
        }
        prop_assert_eq!(files.then(|| runs.differing_file()).flatten(), None);
    }
}

/// One in fifty: making a PDF takes a while.
fn some() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.02)
}

fn tell(mut runs: Runs, history: &[Step], files: bool) -> Result<(), TestCaseError> {
    for (at, step) in history.iter().enumerate() {
        runs.take(step);
        if let Some(difference) = runs.difference() {
            return Err(TestCaseError::fail(format!("step {at}, {step:?}: {difference}")));
        }
    }
    match files.then(|| runs.differing_file()).flatten() {
        Some(file) => Err(TestCaseError::fail(format!("{file} differs"))),
        None => Ok(()),
    }
}

#[test]
fn the_two_runs_really_differ_and_really_show() {
    let mut runs = Runs::seated(false);
    for step in [
        Step::Desk(Do::GoTo(4)),
        Step::Secretive(Do::Rate { competency: 0, score: Some(2), reason: Some(7) }),
        Step::Secretive(Do::Act { action: 0, text: Some(3), review: Some(2) }),
    ] {
        runs.take(&step);
        assert_eq!((runs.difference(), runs.differing_file()), (None, None));
    }
    assert!(runs.own_differ(), "their own view must hold what differs, or the property says nothing");
    // Taking the guard away, the same comparison finds what showing reveals.
    runs.take_unguarded(&Step::Secretive(Do::Show { competency: 0, score: true, reason: false, on: true }));
    assert!(runs.difference().is_some());
    assert_eq!(runs.differing_file(), None, "shown is not put in");
    runs.take_unguarded(&Step::Secretive(Do::Record { name: false, shown: Some((0, true)), action: None }));
    assert_eq!(runs.differing_file().as_deref(), Some("summary.json"));
}

#[test]
fn an_earlier_score_is_really_there_and_is_seen_with_the_answer() {
    let mut runs = Runs::anchored();
    let bring = Step::Secretive(Do::Bring { sheet: 0, number: 3, action: 0 });
    let show = Step::Secretive(Do::ShowLook { action: 0, on: true });
    for step in [bring, show, Step::Secretive(Do::Rate { competency: 0, score: None, reason: Some(7) })] {
        runs.take(&step);
        assert_eq!(
            (runs.difference(), runs.differing_file(), runs.anchor_may_be_seen()),
            (None, None, false)
        );
    }
    runs.take(&Step::Secretive(Do::Rate { competency: 0, score: Some(2), reason: None }));
    assert!(runs.anchor_may_be_seen() && runs.difference().is_some());
    // What is private differs in what was brought too, and only what is the same in both is shown.
    let mut runs = Runs::seated(false);
    runs.take(&Step::Secretive(Do::Bring { sheet: 0, number: 3, action: 1 }));
    assert!(runs.own_differ() && runs.difference().is_none());
    runs.take_unguarded(&Step::Secretive(Do::ShowLook { action: 1, on: true }));
    assert!(runs.difference().is_some(), "the comparison looks at what is shown of a look-back");
}

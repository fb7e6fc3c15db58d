//! What the log says of a panic: where, and never in whose words. The hook is the whole process's, so the panic happens in
//! a process of its own: this test, started again.

use std::process::Command;

use trivet_server::config::LogFormat;
use trivet_server::logging;

/// In the environment of the process that is to panic.
const ITS_TURN: &str = "TRIVET_TEST_PANICS";

#[test]
fn the_log_says_where_something_broke_and_none_of_the_words() {
    if std::env::var_os(ITS_TURN).is_some() {
        logging::start("info", LogFormat::Text).unwrap();
        let words = String::from("canary words");
        assert!(std::thread::spawn(move || panic!("{words}")).join().is_err());
        return;
    }
    let name = "the_log_says_where_something_broke_and_none_of_the_words";
    let itself = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(ITS_TURN, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&[itself.stdout, itself.stderr].concat()).into_owned();
    assert!(itself.status.success(), "{said}");
    assert!(said.contains("something broke here") && said.contains("panic.rs:"), "{said}");
    assert!(!said.contains("canary"), "{said}");
}

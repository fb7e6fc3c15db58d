//! The files that may be open, with the real program: it takes what the system gives, and says when that is too little.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has found a fault, and says so by panicking"
)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

/// The program, begun by a shell that lowers its limits first.
fn begun(lower: &str) -> Child {
    Command::new("sh")
        .args(["-c", &format!("{lower} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_trivet")])
        .args(["--listen", "127.0.0.1:0", "--data", ":memory:", "--connections", "1000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until it says where it is found, ends it, and returns how many files it might open and what it logged.
fn looked_at(mut child: Child) -> (u64, String) {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let row = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let soft = row.split_whitespace().next().unwrap().parse().unwrap();
    child.kill().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    child.wait().unwrap();
    (soft, log)
}

#[test]
fn as_many_files_may_be_open_as_the_system_gives() {
    let (soft, log) = looked_at(begun("ulimit -Sn 256 && ulimit -Hn 1200"));
    assert_eq!(soft, 1_200);
    assert!(!log.contains("files"), "{log}");
}

#[test]
fn too_few_are_said_once() {
    let (soft, log) = looked_at(begun("ulimit -Sn 256 && ulimit -Hn 300"));
    assert_eq!(soft, 300);
    assert_eq!(log.matches("lets fewer files be open").count(), 1, "{log}");
    assert!(log.contains("allowed=300") && log.contains("needed=1100"), "{log}");
}

//! The real program as a process of its own, to be killed and started again on the same data and port.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tokio::net::TcpStream;

use crate::{Api, eventually};

/// A running `trivet`. Dropped, it is killed.
#[derive(Debug)]
pub struct Binary {
    /// Where it listens.
    pub address: SocketAddr,
    directory: PathBuf,
    arguments: Vec<String>,
    child: Child,
}

impl Binary {
    /// Starts the program on a free port, with its data and its log in that directory, and waits until it is ready.
    ///
    /// # Panics
    /// When the program has not been built, or does not come up.
    pub async fn start(directory: &Path, arguments: &[&str]) -> Binary {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let arguments = arguments.iter().map(|text| (*text).to_owned()).collect();
        Binary::begin(free, directory.to_owned(), arguments).await
    }

    async fn begin(address: SocketAddr, directory: PathBuf, arguments: Vec<String>) -> Binary {
        let log = File::options().create(true).append(true).open(directory.join("trivet.log")).unwrap();
        let child = Command::new(program())
            .args(["--listen", &address.to_string()])
            .arg("--data")
            .arg(directory.join("trivet.sqlite"))
            .args(&arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut binary = Binary { address, directory, arguments, child };
        eventually("the program listens", || {
            if let Some(status) = binary.child.try_wait().unwrap() {
                let log = std::fs::read_to_string(binary.directory.join("trivet.log"));
                panic!("the program ended with {status}:\n{}", log.unwrap_or_default());
            }
            async move { TcpStream::connect(address).await.ok() }
        })
        .await;
        let ready = binary.api().get("/readyz", None).await;
        assert_eq!(ready.status, 200, "not ready: {}", ready.text);
        binary
    }

    /// The HTTP half of it.
    pub fn api(&self) -> Api {
        Api::new(self.address)
    }

    /// Ends it as a power cut would: at once, in the middle of whatever it does.
    pub fn kill_9(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, as an operator does.
    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(asked.success());
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// When it takes longer than `within`.
    pub async fn wait(&mut self, within: Duration) -> ExitStatus {
        let child = &mut self.child;
        let ended = async {
            loop {
                if let Some(status) = child.try_wait().unwrap() {
                    return status;
                }
                tokio::time::sleep(crate::LOOK_AGAIN).await;
            }
        };
        tokio::time::timeout(within, ended)
            .await
            .unwrap_or_else(|_| panic!("the program did not end within {within:?}"))
    }

    /// Starts it again on the same data and port, after its end.
    pub async fn start_again(mut self) -> Binary {
        assert!(self.child.try_wait().unwrap().is_some(), "it still runs");
        let (directory, arguments) = (self.directory.clone(), std::mem::take(&mut self.arguments));
        Binary::begin(self.address, directory, arguments).await
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs one command of the program to its end: exit code, standard output, standard error.
///
/// # Panics
/// When the program has not been built.
pub async fn trivet(arguments: &[&str]) -> (i32, String, String) {
    let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
    let run = move || Command::new(program()).args(arguments).stdin(Stdio::null()).output().unwrap();
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The program: the one that `TRIVET_BIN` names, else the one built beside these tests, in their profile first.
fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("TRIVET_BIN") {
        return named.into();
    }
    let tests = std::env::current_exe().unwrap();
    let own = tests.parent().and_then(Path::parent).unwrap();
    let target = own.parent().unwrap();
    [own.to_owned(), target.join("release"), target.join("debug")]
        .into_iter()
        .map(|folder| folder.join("trivet"))
        .find(|file| file.is_file())
        .unwrap_or_else(|| {
            panic!(
                "there is no program to test below {}: run `cargo build -p trivet-server` with the same profile first, \
                 or name one in TRIVET_BIN",
                target.display()
            )
        })
}

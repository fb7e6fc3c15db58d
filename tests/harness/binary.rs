//! The real program as a process of its own, to be killed and started again on the same data and port.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tokio::net::TcpStream;

use crate::{Api, eventually};

/// Arguments under which nothing that a test does in haste is held up, and nobody counts as asleep or away.
pub const UNHURRIED: [&str; 12] = [
    "--messages-per-second",
    "100000",
    "--messages-burst",
    "100000",
    "--sessions-per-hour",
    "1000000",
    "--joins-per-hour",
    "1000000",
    "--asleep-after",
    "1h",
    "--facilitator-away-after",
    "1h",
];

/// How the program is to be started.
#[derive(Clone, Debug)]
pub struct Launch {
    address: SocketAddr,
    directory: PathBuf,
    data: PathBuf,
    arguments: Vec<String>,
    within: Vec<String>,
}

impl Launch {
    /// On a free port, with its data and its log in that directory.
    pub fn new(directory: &Path) -> Launch {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let data = directory.join("trivet.sqlite");
        Launch { address, directory: directory.to_owned(), data, arguments: Vec::new(), within: Vec::new() }
    }

    /// With these arguments besides.
    pub fn with(mut self, arguments: &[&str]) -> Launch {
        self.arguments = arguments.iter().map(|text| (*text).to_owned()).collect();
        self
    }

    /// With its data in another file.
    pub fn data(mut self, file: &Path) -> Launch {
        self.data = file.to_owned();
        self
    }

    /// Within another program, which takes ours and its arguments after these.
    pub fn within(mut self, command: &[&str]) -> Launch {
        self.within = command.iter().map(|text| (*text).to_owned()).collect();
        self
    }

    fn command(&self) -> Command {
        let program = program();
        let mut command = match self.within.split_first() {
            Some((outer, arguments)) => {
                let mut command = Command::new(outer);
                command.args(arguments).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .args(["--listen", &self.address.to_string()])
            .arg("--data")
            .arg(&self.data)
            .args(&self.arguments);
        command.stdin(Stdio::null());
        command
    }

    /// Starts it and waits until it is ready.
    ///
    /// # Panics
    /// When the program has not been built, or does not come up.
    pub async fn start(self) -> Binary {
        match self.attempt().await {
            Ok(binary) => binary,
            Err((code, said)) => panic!("the program ended with {code}:\n{said}"),
        }
    }

    /// Starts it where it may refuse to serve.
    ///
    /// # Errors
    /// Its exit code, and what it said.
    pub async fn attempt(self) -> Result<Binary, (i32, String)> {
        let log = self.directory.join("trivet.log");
        let mut log = File::options().create(true).append(true).open(log).unwrap();
        let before = log.seek(SeekFrom::End(0)).unwrap();
        let out = (log.try_clone().unwrap(), log);
        let child = self.command().stdout(out.0).stderr(out.1).spawn().unwrap();
        let address = self.address;
        let mut binary = Binary { address, launch: self, child };
        let ended = eventually("the program listens or ends", || {
            let ended = binary.child.try_wait().unwrap();
            async move {
                match ended {
                    Some(status) => Some(Err(status)),
                    None => TcpStream::connect(address).await.ok().map(Ok),
                }
            }
        })
        .await;
        if let Err(status) = ended {
            let said = binary.log().split_off(usize::try_from(before).unwrap());
            return Err((status.code().unwrap_or(-1), said));
        }
        let ready = binary.api().get("/readyz", None).await;
        assert_eq!(ready.status, 200, "not ready: {}", ready.text);
        Ok(binary)
    }
}

/// A running `trivet`. Dropped, it is killed.
#[derive(Debug)]
pub struct Binary {
    /// Where it listens.
    pub address: SocketAddr,
    launch: Launch,
    child: Child,
}

impl Binary {
    /// Starts the program on a free port, with its data and its log in that directory, and waits until it is ready.
    pub async fn start(directory: &Path, arguments: &[&str]) -> Binary {
        Launch::new(directory).with(arguments).start().await
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it said so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.launch.directory.join("trivet.log")).unwrap_or_default()
    }

    /// Memory that it holds, in KiB; none once it has ended, or where the system does not tell.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
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
        self.signal("TERM");
    }

    /// Sends it a signal, by the name that `kill` knows.
    pub fn signal(&self, name: &str) {
        let (signal, pid) = (format!("-{name}"), self.pid().to_string());
        let sent = Command::new("kill").args([&signal, &pid]).status().unwrap();
        assert!(sent.success());
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
        self.launch.clone().start().await
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

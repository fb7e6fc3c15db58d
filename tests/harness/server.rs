//! The real server in this process: `trivet_server::run::run` on a free port, its data in a directory of its own.

use std::net::SocketAddr;
use std::path::Path;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use trivet_server::clock::Clock;
use trivet_server::config::Config;
use trivet_server::run::{RunError, run};

use crate::{Api, PATIENCE};

/// A running server. It ends with the test; its data go with it.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it takes for the time of day; it goes on in a server that is started again.
    pub clock: Clock,
    arguments: Vec<String>,
    directory: TempDir,
    stop: CancellationToken,
    running: JoinHandle<Result<(), RunError>>,
}

impl Server {
    /// With the usual settings.
    pub async fn start() -> Server {
        Server::start_with(&[]).await
    }

    /// With these further arguments, as on the command line.
    pub async fn start_with(arguments: &[&str]) -> Server {
        let directory = tempfile::tempdir().unwrap();
        let arguments = arguments.iter().map(|text| (*text).to_owned()).collect();
        Server::begin("127.0.0.1:0".parse().unwrap(), arguments, directory, Clock::default()).await
    }

    async fn begin(address: SocketAddr, arguments: Vec<String>, directory: TempDir, clock: Clock) -> Server {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let file = directory.path().join("trivet.sqlite");
        let all = ["--data", file.to_str().unwrap()].into_iter().chain(arguments.iter().map(String::as_str));
        let config = Config { clock: clock.clone(), ..Config::from_arguments(all).unwrap() };
        let stop = CancellationToken::new();
        let running = tokio::spawn(run(listener, config, stop.clone()));
        let server = Server { address, clock, arguments, directory, stop, running };
        let ready = server.api().get("/readyz", None).await;
        assert_eq!(ready.status, 200, "the server is not ready: {}", ready.text);
        server
    }

    /// The HTTP half of it.
    pub fn api(&self) -> Api {
        Api::new(self.address)
    }

    /// Where its files lie.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Begins to stop it, as SIGTERM does.
    pub fn begin_stop(&self) {
        self.stop.cancel();
    }

    /// Stops it and starts another one on the same port and data.
    pub async fn restart(self) -> Server {
        self.restart_after(|_| {}).await
    }

    /// As [`Server::restart`], with something done to the directory in between.
    pub async fn restart_after(self, meanwhile: impl FnOnce(&Path)) -> Server {
        self.stop.cancel();
        timeout(PATIENCE, self.running).await.unwrap().unwrap().unwrap();
        meanwhile(self.directory.path());
        Server::begin(self.address, self.arguments, self.directory, self.clock).await
    }
}

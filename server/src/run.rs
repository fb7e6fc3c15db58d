//! From settings to a server: what must be right before it listens, and the order in which it starts and stops.

use std::fmt;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::catch_panic::CatchPanicLayer;

use crate::actor::Ground;
use crate::config::{Config, ConfigError, Exposure, Limits};
use crate::error::HttpError;
use crate::frameworks::{Frameworks, FrameworksError};
use crate::http::{self, App};
use crate::hub::Hub;
use crate::journal::{EXIT_JOURNAL_FAILED, Journal, OpenError, Options};
use crate::listener::{ConnectionLimits, TlsError};
use crate::rehearsal::Rehearsals;
use crate::{headers, health, kept, listener, metrics, pages};

/// Why the server did not start, or had to stop. Its text is the one line to exit with.
#[derive(Debug)]
pub enum RunError {
    /// The settings do not go together.
    Config(ConfigError),
    /// A file of the operator's frameworks cannot be used.
    Frameworks(FrameworksError),
    /// The data file was refused.
    Open(OpenError),
    /// Certificate or key cannot be used.
    Tls(TlsError),
    /// The system said no.
    Io(io::Error),
    /// The journal failed: nothing more may be acknowledged, and the process must end at once.
    JournalFailed(String),
}

impl RunError {
    /// The exit code: 2 for settings, 74 for a failed journal, 1 for the rest.
    pub fn exit_code(&self) -> u8 {
        match self {
            RunError::Config(_) | RunError::Frameworks(_) => 2,
            RunError::JournalFailed(_) => EXIT_JOURNAL_FAILED,
            RunError::Open(_) | RunError::Tls(_) | RunError::Io(_) => 1,
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Config(error) => error.fmt(out),
            RunError::Frameworks(error) => error.fmt(out),
            RunError::Open(error) => error.fmt(out),
            RunError::Tls(error) => error.fmt(out),
            RunError::Io(error) => error.fmt(out),
            RunError::JournalFailed(line) => out.write_str(line),
        }
    }
}

impl std::error::Error for RunError {}

/// Everything that has to be right before the first connection.
#[derive(Debug)]
pub struct Prepared {
    /// The settings.
    pub config: Config,
    /// How the server may be reached.
    pub exposure: Exposure,
    /// The open journal.
    pub journal: Journal,
    frameworks: Frameworks,
    tls: Option<Tls>,
}

struct Tls(TlsAcceptor);

impl fmt::Debug for Tls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Tls")
    }
}

impl Prepared {
    /// Checks the settings, reads the certificate and the operator's frameworks, opens the journal.
    ///
    /// # Errors
    /// [`RunError`], before anything was changed.
    pub async fn new(config: Config) -> Result<Prepared, RunError> {
        let exposure = config.exposure().map_err(RunError::Config)?;
        let tls = match (&config.tls_cert, &config.tls_key) {
            (Some(certificate), Some(key)) => {
                Some(Tls(listener::acceptor(certificate, key).map_err(RunError::Tls)?))
            }
            _ => None,
        };
        let frameworks = Frameworks::read(config.frameworks.as_deref()).map_err(RunError::Frameworks)?;
        let file = config.data_file().map_err(RunError::Config)?;
        let options = Options { group: config.limits.group_commits, group_for: config.limits.group_for };
        let journal = tokio::task::spawn_blocking(move || Journal::open(file.as_deref(), options))
            .await
            .map_err(|error| RunError::Io(io::Error::other(error)))?
            .map_err(RunError::Open)?;
        Ok(Prepared { config, exposure, journal, frameworks, tls })
    }

    /// Serves sessions, the pages and what operators ask for, until `shutdown`; then tells every socket, drains, and
    /// closes the journal.
    ///
    /// # Errors
    /// [`RunError::JournalFailed`], at once and without draining: end the process.
    pub async fn serve(self, listener: TcpListener, shutdown: CancellationToken) -> Result<(), RunError> {
        let Prepared { config, exposure, journal, frameworks, tls } = self;
        let ground = Ground {
            journal: journal.clone(),
            limits: Arc::new(config.limits.clone()),
            clock: config.clock.clone(),
            rehearsals: Rehearsals::new(&config.limits),
            build: trivet_web_client::build_id(),
        };
        let hub = Arc::new(Hub::new(ground, frameworks, shutdown.clone()));
        // Whoever was erased is gone before anybody is served.
        kept::erase_again(&journal).await.map_err(|error| RunError::JournalFailed(error.to_string()))?;
        hub.erase_rehearsals().await.map_err(|error| RunError::JournalFailed(error.to_string()))?;
        hub.sweep().await; // what should have gone while nothing ran
        let sockets = TaskTracker::new();
        let app =
            Arc::new(App::new(hub.clone(), config.clone(), exposure, sockets.clone(), shutdown.clone()));
        tokio::spawn(upkeep(hub.clone(), config.limits.clone(), shutdown.clone()));
        let health = health::router(journal.clone(), shutdown.clone());
        let router = whole(http::router(app).merge(health), tls.is_some());
        let limits = ConnectionLimits::from(&config.limits).behind(&config.behind_proxy);
        let serving = async {
            listener::serve(listener, tls.map(|Tls(acceptor)| acceptor), router, limits, shutdown).await;
            sockets.close();
            if timeout(config.limits.drain / 2, sockets.wait()).await.is_err() {
                tracing::warn!("some sockets were not closed in time");
            }
        };
        tokio::select! {
            biased;
            line = journal.failed() => return Err(RunError::JournalFailed(line)),
            () = serving => {}
        }
        let closing = async {
            hub.rest().await;
            journal.clone().close().await;
        };
        tokio::select! {
            biased;
            line = journal.failed() => return Err(RunError::JournalFailed(line)),
            closed = timeout(config.limits.drain / 2, closing) => {
                if closed.is_err() {
                    // Everything acknowledged is on the disk; the next start forgets what is left to be forgotten.
                    tracing::warn!("the journal was not closed in time");
                }
            }
        }
        Ok(())
    }
}

/// What is done at the start and now and then: forgetting what a crash, or a full disk, left in commits; and erasing
/// sessions whose time is over, and whatever is added to the list of the erased.
async fn upkeep(hub: Arc<Hub>, limits: Limits, shutdown: CancellationToken) {
    let mut sweep = interval(limits.sweep_every);
    let mut look = interval(limits.erased_look_every);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            _ = sweep.tick() => {
                hub.compact_all().await;
                hub.sweep().await;
            }
            _ = look.tick() => hub.erase_listed().await,
        }
    }
}

/// `routes` with the pages as the fallback, the metrics, a 500 for a panic, and the headers on all of it.
fn whole(routes: Router, over_tls: bool) -> Router {
    metrics::start();
    let router = routes
        .route("/metrics", get(metrics::page))
        .merge(pages::router())
        .layer(CatchPanicLayer::custom(|_| HttpError::internal().into_response()));
    headers::on_every_response(router, over_tls)
}

/// Prepares and serves: the one way to start, tests too. Ready when `listener` was, for connections wait in its queue.
///
/// # Errors
/// [`RunError`] with the line and the code to exit with.
pub async fn run(listener: TcpListener, config: Config, shutdown: CancellationToken) -> Result<(), RunError> {
    Prepared::new(config).await?.serve(listener, shutdown).await
}

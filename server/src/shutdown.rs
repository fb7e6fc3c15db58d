//! From signals to the token that everything watches.

use tokio_util::sync::CancellationToken;

/// Exit code after a second signal: the one asked twice to stop did not wait.
const EXIT_AT_ONCE: i32 = 130;

/// Cancels `token` on SIGTERM, SIGINT or Ctrl-C. A second signal ends the process at once: what was acknowledged is on
/// the disk, so nothing is lost by it.
///
/// # Errors
/// The system's, when signals cannot be watched.
pub fn on_signal(token: CancellationToken) -> std::io::Result<()> {
    let mut signals = Signals::new()?;
    tokio::spawn(async move {
        signals.next().await;
        tracing::info!("stopping; a second signal ends at once");
        token.cancel();
        signals.next().await;
        std::process::exit(EXIT_AT_ONCE);
    });
    Ok(())
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        Ok(Signals)
    }

    async fn next(&mut self) {
        // Where Ctrl-C cannot be watched, there is nothing to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

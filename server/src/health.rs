//! Whether the program is alive, and whether it may be sent people.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio_util::sync::CancellationToken;

use crate::error::HttpError;
use crate::journal::Journal;

#[derive(Clone)]
struct Health {
    journal: Journal,
    shutdown: CancellationToken,
}

/// `/healthz`: 200 while the program answers at all. `/readyz`: 200 while it can also keep what it is told, 503 once the
/// journal has stopped or the shutdown has begun.
pub fn router(journal: Journal, shutdown: CancellationToken) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .with_state(Health { journal, shutdown })
}

async fn ready(State(health): State<Health>) -> Response {
    if health.shutdown.is_cancelled() || !health.journal.is_running() {
        return HttpError::unavailable("stopping", "The server is stopping.").into_response();
    }
    "ready\n".into_response()
}

//! Totals for whoever runs the server, as Prometheus text on the loopback alone.
//!
//! No label tells sessions, persons or commands apart: what is counted is counted over all.

use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::Request;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::access::{forwarded, loopback_host};
use crate::error::HttpError;
use crate::listener::Peer;

/// Counter: commits appended to the journal.
pub const COMMITS: &str = "trivet_commits_total";
/// Counter: transactions of the journal, each one fsync.
pub const TRANSACTIONS: &str = "trivet_journal_transactions_total";
/// Gauge: sockets open.
pub const SOCKETS: &str = "trivet_sockets";
/// Gauge: sessions in memory.
pub const LIVE_SESSIONS: &str = "trivet_live_sessions";
/// Counter: commands refused.
pub const REFUSED: &str = "trivet_refused_total";
/// Histogram, in seconds: from a command's arrival to its `done`.
pub const COMMAND_SECONDS: &str = "trivet_command_seconds";

/// Buckets in seconds around the promise: p95 within 30 ms, p99 within 75 ms.
const COMMAND_BUCKETS: [f64; 9] = [0.001, 0.003, 0.01, 0.03, 0.075, 0.2, 0.5, 1.0, 5.0];
/// How often what was observed is folded into the buckets; between two times it takes memory.
const UPKEEP: Duration = Duration::from_secs(5);

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins counting for the whole process, once, and keeps the counts tidy. Must be called within a tokio runtime.
pub fn start() {
    let mut first = false;
    let recorder = RECORDER.get_or_init(|| {
        first = true;
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(COMMAND_SECONDS.to_owned()), &COMMAND_BUCKETS)
            .ok()?
            .install_recorder()
            .ok()
    });
    if let Some(handle) = recorder.clone().filter(|_| first) {
        // Shown from the start, so that nobody takes "none yet" for "not counted".
        for counter in [COMMITS, TRANSACTIONS, REFUSED] {
            metrics::counter!(counter).increment(0);
        }
        for gauge in [SOCKETS, LIVE_SESSIONS] {
            metrics::gauge!(gauge).set(0.0);
        }
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(UPKEEP).await;
                handle.run_upkeep();
            }
        });
    }
}

/// `GET /metrics`: for whoever asks from this very machine, and not through a proxy on it; 404 for everyone else.
pub async fn page(request: Request) -> Response {
    let from_here = request.extensions().get::<Peer>().is_some_and(|peer| is_loopback(peer.address.ip()));
    if !from_here || forwarded(request.headers()) || !loopback_host(request.headers()) {
        return HttpError::not_found().into_response();
    }
    let text = RECORDER.get().and_then(Option::as_ref).map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    async fn status(from: &str, host: &str) -> u16 {
        let mut request = Request::builder().header("host", host).body(Body::empty()).unwrap();
        let address = std::net::SocketAddr::new(from.parse().unwrap(), 1);
        request.extensions_mut().insert(Peer { address, tls: false });
        page(request).await.status().as_u16()
    }

    #[tokio::test]
    async fn it_is_for_this_machine_alone() {
        for from in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(status(from, "localhost:8080").await, 200, "{from}");
            assert_eq!(status(from, "rebound.example:8080").await, 404, "{from}");
        }
        for from in ["192.0.2.1", "10.0.0.1", "::", "fe80::1", "::ffff:192.0.2.1", "2001:db8::1"] {
            assert_eq!(status(from, "localhost:8080").await, 404, "{from}");
        }
    }
}

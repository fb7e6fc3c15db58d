//! Accepts connections and serves a router on them, HTTP/1.1 only.
//!
//! The loop is our own because `axum::serve` has no time limit for a request's head and leaves upgraded connections
//! out of its shutdown. It knows nothing of routes or sessions.
//!
//! Shutdown: on the token no connection is accepted any more, idle ones close, requests under way are finished within
//! the time given, and the rest is dropped. Sockets that were upgraded are no longer this file's: whoever took them over
//! must watch the same token.

mod linger;
#[cfg(test)]
mod tests;
mod tls;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::access::{Network, Place, Places};
use crate::config::Limits;

use linger::Lingering;
pub use tls::{TlsError, acceptor};

/// Pause after an accept that failed for want of something (file descriptors, memory), so that the loop does not spin.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// Bytes that the system keeps for somebody who does not read; Linux makes it twice that. Left to itself it keeps up to
/// 4 MiB of each connection, which is much memory, and time in which nobody notices that nothing is read. Enough for half a
/// MiB/s over the worst of networks (200 ms there and back).
const SEND_BUFFER: usize = 48 * 1024;

/// Who is at the other end of the connection, as an extension of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Address and port; a proxy's, where there is one.
    pub address: SocketAddr,
    /// Whether this program itself ends TLS on the connection.
    pub tls: bool,
}

/// What a connection is held to.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// Time for a request's head, for the TLS handshake, and between requests.
    pub header_timeout: Duration,
    /// Bytes of a request's head, at least 8192.
    pub header_bytes: usize,
    /// Connections at once; more wait unaccepted.
    pub connections: usize,
    /// Connections at once from one network; more are closed as soon as they are accepted.
    pub per_address: u32,
    /// Networks that hold everybody's connections, and may have all: those of trusted proxies.
    pub proxies: Arc<[IpNet]>,
    /// Time for which the other side may take nothing of an answer.
    pub slow_after: Duration,
    /// Time that requests under way have after the shutdown began.
    pub drain: Duration,
}

impl ConnectionLimits {
    /// These, with proxies in front.
    pub fn behind(self, proxies: &[IpNet]) -> ConnectionLimits {
        ConnectionLimits { proxies: proxies.into(), ..self }
    }
}

impl From<&Limits> for ConnectionLimits {
    fn from(limits: &Limits) -> ConnectionLimits {
        ConnectionLimits {
            header_timeout: limits.header_timeout,
            header_bytes: limits.headers_bytes,
            connections: limits.connections,
            per_address: limits.connections_per_address,
            proxies: Arc::default(),
            slow_after: limits.slow_after,
            // The other half is the journal's, to be closed in order.
            drain: limits.drain / 2,
        }
    }
}

/// A connection's place among all, and among those of its network.
type BothPlaces = (Option<OwnedSemaphorePermit>, Option<Place<Network>>);

/// Serves `router` on `listener` until `shutdown`, and returns when the last connection is closed or dropped.
///
/// A failing accept is logged and survived, whatever it is: a server out of file descriptors serves on with those it has.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    limits: ConnectionLimits,
    shutdown: CancellationToken,
) {
    let tracker = TaskTracker::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    let by_network = Places::new(limits.per_address);
    loop {
        let accepted = tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let (stream, address, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_one_connection(&error) => continue,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_AGAIN).await;
                continue;
            }
        };
        let ip = address.ip().to_canonical();
        let of_proxy = limits.proxies.iter().any(|network| network.contains(&ip));
        let of_network = by_network.take(Network::from(ip), 1);
        if of_network.is_none() && !of_proxy {
            continue; // closed without a word: to say one would take what is being saved
        }
        let place = (place, of_network);
        // Frames are small and answers awaited; failing means that the connection is gone, which reading will tell.
        let _ = stream.set_nodelay(true);
        let _ = SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER); // likewise
        let (tls, router, limits, shutdown) = (tls.clone(), router.clone(), limits.clone(), shutdown.clone());
        tracker.spawn(async move {
            let stream = Lingering::new(stream, place);
            match tls {
                None => connection(stream, Peer { address, tls: false }, router, limits, shutdown).await,
                Some(tls) => {
                    // Whoever takes longer, or speaks plain http here, is dropped without a word.
                    if let Ok(Ok(stream)) = timeout(limits.header_timeout, tls.accept(stream)).await {
                        connection(stream, Peer { address, tls: true }, router, limits, shutdown).await;
                    }
                }
            }
        });
    }
    drop(listener);
    tracker.close();
    tracker.wait().await;
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, Option<OwnedSemaphorePermit>)> {
    // The semaphore is never closed, so there is always a permit in the end.
    let place = places.clone().acquire_owned().await.ok();
    let (stream, address) = listener.accept().await?;
    Ok((stream, address, place))
}

/// Errors that tell of a connection that went away before it was accepted, and nothing about the next one.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

/// Serves one connection, wherever it comes from.
pub(crate) async fn connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: Peer,
    router: Router,
    limits: ConnectionLimits,
    shutdown: CancellationToken,
) {
    // Whoever asks and does not read the answer would keep a place for ever.
    let mut stream = Box::pin(TimeoutStream::new(stream));
    stream.as_mut().set_write_timeout_pinned(Some(limits.slow_after));
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        router.clone().oneshot(request)
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(limits.header_bytes)
        .writev(true) // a body is let go of when it was written, not copied to be written later
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(serving);
    let outcome = tokio::select! {
        outcome = serving.as_mut() => outcome,
        () = shutdown.cancelled() => {
            serving.as_mut().graceful_shutdown();
            match timeout(limits.drain, serving).await {
                Ok(outcome) => outcome,
                Err(_) => return,
            }
        }
    };
    if let Err(error) = outcome {
        // Ordinary: people close laptops. The kind is logged, never the address.
        tracing::debug!(%error, "a connection ended early");
    }
}

//! A proxy that does to connections what bad networks do: holds bytes back, lets few through, falls silent without a word,
//! resets, cuts off in the middle. It knows bytes and nothing of what they mean. What befalls a connection is drawn when
//! it comes in, by a plan that a seed replays; a test can also cut or silence all of them at once.

use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Dice;

/// Bytes that are moved at a time: what is delayed or throttled is so piece by piece.
const PIECE: usize = 4 * 1024;

/// How a connection ends, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// In order, as when a proxy restarts.
    Fin,
    /// At once, with a reset to both sides.
    Reset,
    /// Not at all: nothing moves any more, and nobody is told. A phone out of reach.
    Silence,
}

/// What happens to the bytes of one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// How long each piece is held back.
    pub delay: Duration,
    /// How much gets through; everything when absent.
    pub bytes_per_second: Option<u64>,
    /// After how many bytes the connection is cut, and how.
    pub cut_after: Option<(u64, Cut)>,
}

/// What befalls one connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// On the way to the server.
    pub up: Way,
    /// On the way back.
    pub down: Way,
}

impl Fate {
    /// Cut after that many bytes on the way to the server.
    pub fn cut_up(bytes: u64, cut: Cut) -> Fate {
        Fate { up: Way { cut_after: Some((bytes, cut)), ..Way::default() }, ..Fate::default() }
    }

    /// Cut after that many bytes on the way back: the server has heard what was asked, and its answer is lost.
    pub fn cut_down(bytes: u64, cut: Cut) -> Fate {
        Fate { down: Way { cut_after: Some((bytes, cut)), ..Way::default() }, ..Fate::default() }
    }

    /// A bad network's: two connections in three are cut somewhere within so many bytes, in either direction and in any
    /// way; some are slow besides.
    pub fn drawn(dice: &mut Dice, within: u64) -> Fate {
        let mut fate = Fate::default();
        let cut = match dice.within(0..6) {
            0 => Cut::Silence,
            1..3 => Cut::Fin,
            _ => Cut::Reset,
        };
        let bytes = dice.within(1..within);
        match dice.within(0..6) {
            0..2 => fate.down.cut_after = Some((bytes, cut)),
            2..4 => fate.up.cut_after = Some((bytes, cut)),
            _ => {}
        }
        if dice.within(0..8) == 0 {
            fate.up.delay = Duration::from_millis(dice.within(1..10));
            fate.down.delay = Duration::from_millis(dice.within(1..10));
        }
        fate
    }
}

type Plan = Box<dyn FnMut() -> Fate + Send>;

struct Shared {
    plan: Mutex<Plan>,
    silent: watch::Sender<bool>,
    cut: watch::Sender<Option<Cut>>,
    came: AtomicUsize,
    cuts: AtomicUsize,
}

/// The proxy. Dropped, it takes no more connections; those it has end.
pub struct Chaos {
    /// Where it listens: give this to clients in the server's place.
    pub address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

impl fmt::Debug for Chaos {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Chaos at {}", self.address)
    }
}

impl Chaos {
    /// In front of that server, doing nothing to anybody yet.
    pub async fn calm(server: SocketAddr) -> Chaos {
        Chaos::with(server, Fate::default).await
    }

    /// In front of that server; each connection's fate is what the plan says when it comes in.
    pub async fn with(server: SocketAddr, plan: impl FnMut() -> Fate + Send + 'static) -> Chaos {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            plan: Mutex::new(Box::new(plan)),
            silent: watch::Sender::new(false),
            cut: watch::Sender::new(None),
            came: AtomicUsize::new(0),
            cuts: AtomicUsize::new(0),
        });
        let accepting = tokio::spawn(accept(listener, server, shared.clone()));
        Chaos { address, shared, accepting }
    }

    /// Another plan for connections from now on.
    pub fn plan(&self, plan: impl FnMut() -> Fate + Send + 'static) {
        *self.shared.plan.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(plan);
    }

    /// Ends every connection there is. `Silence` leaves them open and dead, until they are cut in another way.
    pub fn cut_all(&self, cut: Cut) {
        self.shared.cut.send_replace(Some(cut));
    }

    /// From now on nothing moves in any connection, new ones too, and nobody is told.
    pub fn go_silent(&self) {
        self.shared.silent.send_replace(true);
    }

    /// The network is back; what was held on the way arrives.
    pub fn resume(&self) {
        self.shared.silent.send_replace(false);
    }

    /// Connections that came in so far.
    pub fn came(&self) -> usize {
        self.shared.came.load(Ordering::Relaxed)
    }

    /// Connections that were cut so far.
    pub fn cuts(&self) -> usize {
        self.shared.cuts.load(Ordering::Relaxed)
    }
}

impl Drop for Chaos {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut_all(Cut::Reset);
    }
}

async fn accept(listener: TcpListener, server: SocketAddr, shared: Arc<Shared>) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        shared.came.fetch_add(1, Ordering::Relaxed);
        let fate = (shared.plan.lock().unwrap_or_else(PoisonError::into_inner))();
        tokio::spawn(carry(client, server, fate, shared.clone()));
    }
}

/// Carries one connection to its end.
async fn carry(mut client: TcpStream, server: SocketAddr, fate: Fate, shared: Arc<Shared>) {
    let mut cut = shared.cut.subscribe();
    let Ok(mut server) = TcpStream::connect(server).await else {
        reset(&client); // nobody listens there: nobody listens here
        return;
    };
    let _ = (client.set_nodelay(true), server.set_nodelay(true)); // a connection that is gone has nothing to hurry
    let moved = {
        let (client_read, client_write) = client.split();
        let (server_read, server_write) = server.split();
        let both = async {
            tokio::try_join!(
                pump(client_read, server_write, fate.up, shared.silent.subscribe()),
                pump(server_read, client_write, fate.down, shared.silent.subscribe()),
            )
        };
        tokio::select! {
            moved = both => moved.map(|_| ()),
            told = told(&mut cut) => Err(told),
        }
    };
    let Err(mut how) = moved else { return };
    shared.cuts.fetch_add(1, Ordering::Relaxed);
    while how == Cut::Silence {
        how = told(&mut cut).await; // both sides stay open, and nothing moves
    }
    if how == Cut::Fin {
        let _ = (client.shutdown().await, server.shutdown().await); // a side that has gone needs no end
    } else {
        reset(&client);
        reset(&server);
    }
}

/// The next time that everything is cut.
async fn told(cut: &mut watch::Receiver<Option<Cut>>) -> Cut {
    let changed = cut.changed().await;
    let how = *cut.borrow_and_update();
    how.filter(|_| changed.is_ok()).unwrap_or(Cut::Reset)
}

/// Makes the end that follows a reset: what a socket says that is closed without patience.
fn reset(stream: &TcpStream) {
    let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO)); // one that is gone needs none
}

/// Moves bytes one way. An end in order is handed on; anything else is the cut to make.
async fn pump(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    way: Way,
    mut silent: watch::Receiver<bool>,
) -> Result<(), Cut> {
    let mut left = way.cut_after;
    let mut piece = vec![0; PIECE];
    loop {
        if let Some((0, cut)) = left {
            return Err(cut);
        }
        let most = left.map_or(PIECE, |(bytes, _)| PIECE.min(usize::try_from(bytes).unwrap()));
        let length = from.read(&mut piece[..most]).await.map_err(|_| Cut::Reset)?;
        if let Some(rate) = way.bytes_per_second {
            tokio::time::sleep(Duration::from_secs_f64(length as f64 / rate as f64)).await;
        }
        tokio::time::sleep(way.delay).await;
        // The proxy is gone when this cannot be asked any more.
        silent.wait_for(|silent| !silent).await.map_err(|_| Cut::Reset)?;
        if length == 0 {
            let _ = to.shutdown().await; // the other side may have gone meanwhile
            return Ok(());
        }
        to.write_all(&piece[..length]).await.map_err(|_| Cut::Reset)?;
        if let Some((bytes, _)) = &mut left {
            *bytes -= length as u64;
        }
    }
}

#[cfg(test)]
mod tests;

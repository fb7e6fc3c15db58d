//! Counts open sockets, of each address and in all, before the upgrade.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::config::Limits;
use crate::error::HttpError;

/// When to come back: sockets close when people leave.
const COME_BACK: Duration = Duration::from_secs(10);

/// Places for sockets. Clones share the counts.
#[derive(Clone, Debug)]
pub struct Sockets {
    per_address: usize,
    in_all: usize,
    open: Arc<Mutex<Open>>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A socket's place, free again when this is dropped.
#[derive(Debug)]
pub struct SocketPlace {
    sockets: Sockets,
    address: IpAddr,
}

impl Sockets {
    /// With the limits for sockets.
    pub fn new(limits: &Limits) -> Sockets {
        Sockets { per_address: limits.sockets_per_address, in_all: limits.sockets, open: Arc::default() }
    }

    /// A place for a socket from `address`.
    ///
    /// # Errors
    /// 429 when the address, or all together, have as many as they may.
    pub fn take(&self, address: IpAddr) -> Result<SocketPlace, HttpError> {
        let address = address.to_canonical();
        let mut open = self.lock();
        let of_address = open.by_address.get(&address).copied().unwrap_or(0);
        if open.all >= self.in_all || of_address >= self.per_address {
            return Err(HttpError::too_many(COME_BACK));
        }
        open.all += 1;
        open.by_address.insert(address, of_address + 1);
        metrics::gauge!(crate::metrics::SOCKETS).set(open.all as f64);
        Ok(SocketPlace { sockets: self.clone(), address })
    }

    /// Sockets open now.
    pub fn open(&self) -> usize {
        self.lock().all
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // Counts are right after every statement, so a panic elsewhere does not spoil them.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for SocketPlace {
    fn drop(&mut self) {
        let mut open = self.sockets.lock();
        open.all = open.all.saturating_sub(1);
        if let Some(of_address) = open.by_address.get_mut(&self.address) {
            *of_address = of_address.saturating_sub(1);
            if *of_address == 0 {
                open.by_address.remove(&self.address);
            }
        }
        metrics::gauge!(crate::metrics::SOCKETS).set(open.all as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_by_address_and_in_all_and_given_back() {
        let sockets = Sockets::new(&Limits { sockets_per_address: 2, sockets: 3, ..Limits::default() });
        let (one, two): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let first = sockets.take(one).unwrap();
        let _second = sockets.take("::ffff:192.0.2.1".parse().unwrap()).unwrap();
        assert_eq!(sockets.take(one).unwrap_err().status.as_u16(), 429);
        let third = sockets.take(two).unwrap();
        assert_eq!(sockets.take(two).unwrap_err().status.as_u16(), 429);
        assert_eq!(sockets.open(), 3);
        drop((first, third));
        assert!(sockets.take(one).is_ok());
        assert_eq!(sockets.open(), 1);
        assert_eq!(sockets.lock().by_address.len(), 1);
    }
}

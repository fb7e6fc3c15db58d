//! Places by key: so many at once for each session, secret or network. What is done in a place, and for how long, is not
//! known here.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

use dashmap::DashMap;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Holders of a key's places that nobody else holds: the map alone.
const KEPT: usize = 1;

/// So many places for each key. Clones share them.
pub struct Places<K: Eq + Hash> {
    most: u32,
    by_key: Arc<DashMap<K, Arc<Semaphore>>>,
}

/// Places taken, free again when this is dropped.
pub struct Place<K: Eq + Hash> {
    permit: Option<OwnedSemaphorePermit>,
    key: K,
    by_key: Arc<DashMap<K, Arc<Semaphore>>>,
}

impl<K: Eq + Hash> Clone for Places<K> {
    fn clone(&self) -> Places<K> {
        Places { most: self.most, by_key: self.by_key.clone() }
    }
}

impl<K: Eq + Hash + Copy> Places<K> {
    /// So many for each key; nought is taken for one.
    pub fn new(most: u32) -> Places<K> {
        Places { most: most.max(1), by_key: Arc::default() }
    }

    /// Waits for a place, in the order of coming.
    pub async fn wait(&self, key: K) -> Place<K> {
        // First, so that a key whose waiting ends halfway is forgotten too.
        let mut place = Place { permit: None, key, by_key: self.by_key.clone() };
        // The semaphore is never closed, so there is a permit in the end.
        place.permit = self.of(key).acquire_owned().await.ok();
        place
    }

    /// So many places at once, if they are free; more than there are is all of them.
    pub fn take(&self, key: K, many: u32) -> Option<Place<K>> {
        let mut place = Place { permit: None, key, by_key: self.by_key.clone() };
        place.permit = Some(self.of(key).try_acquire_many_owned(many.min(self.most)).ok()?);
        Some(place)
    }

    fn of(&self, key: K) -> Arc<Semaphore> {
        let most = self.most as usize;
        self.by_key.entry(key).or_insert_with(|| Arc::new(Semaphore::new(most))).clone()
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        drop(self.permit.take());
        self.by_key.remove_if(&self.key, |_, places| Arc::strong_count(places) <= KEPT);
    }
}

impl<K: Eq + Hash> fmt::Debug for Places<K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Places({} each)", self.most)
    }
}

impl<K: Eq + Hash> fmt::Debug for Place<K> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Place")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[tokio::test]
    async fn each_key_has_its_own_places_and_none_is_remembered() {
        let places = Places::new(2);
        let first = places.wait("a").await;
        let second = places.take("a", 1).unwrap();
        assert!(places.take("a", 1).is_none());
        assert!(places.take("b", 9).is_some(), "more than there are is all of them");
        {
            let waiting = places.wait("a");
            tokio::pin!(waiting);
            assert!((&mut waiting).now_or_never().is_none());
            drop(first);
            assert!(waiting.now_or_never().is_some());
        }
        let given_up = places.wait("a").now_or_never();
        assert!(given_up.is_some());
        drop((given_up, second));
        assert!(places.by_key.is_empty());
    }
}

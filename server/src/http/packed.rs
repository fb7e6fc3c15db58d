//! Frameworks as they are sent: written and packed once, however many ask. Whoever does not read the answer holds no copy
//! of their own.

use std::io::Write as _;
use std::sync::{Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use trivet_shared::framework::Framework;
use trivet_shared::id::FrameworkHash;

use crate::frameworks::Frameworks;

/// Single frameworks kept packed: those asked for last. The largest takes some 300 KB.
const MOST_KEPT: usize = 16;

/// A JSON document, plain and packed by gzip; empty where it cannot be packed.
#[derive(Clone)]
struct Packed {
    plain: Bytes,
    gzip: Bytes,
}

impl Packed {
    fn of(document: &impl Serialize) -> Packed {
        let plain = serde_json::to_vec(document).unwrap_or_default();
        let mut packing = GzEncoder::new(Vec::new(), Compression::default());
        let gzip = packing.write_all(&plain).and_then(|()| packing.finish()).unwrap_or_default();
        Packed { plain: plain.into(), gzip: gzip.into() }
    }

    fn answer(self, asked: &HeaderMap) -> Response {
        let json = [(header::CONTENT_TYPE, "application/json"), (header::VARY, "accept-encoding")];
        match takes_gzip(asked) && !self.gzip.is_empty() {
            true => (json, [(header::CONTENT_ENCODING, "gzip")], self.gzip).into_response(),
            false => (json, self.plain).into_response(),
        }
    }
}

/// What was packed already.
#[derive(Default)]
pub(super) struct Kept {
    list: OnceLock<Packed>,
    /// The one asked for last is the last.
    single: Mutex<Vec<(FrameworkHash, Packed)>>,
}

impl Kept {
    /// The list. It is read once at the start and never changes.
    pub(super) fn list(&self, frameworks: &Frameworks, asked: &HeaderMap) -> Response {
        let pack = || Packed::of(&frameworks.listed().iter().map(|one| &*one.framework).collect::<Vec<_>>());
        self.list.get_or_init(pack).clone().answer(asked)
    }

    /// One framework; its hash says what is in it.
    pub(super) fn one(&self, hash: &FrameworkHash, framework: &Framework, asked: &HeaderMap) -> Response {
        // Nothing is half done after a statement, so a panic elsewhere does not spoil it.
        let mut kept = self.single.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(known, _)| known == hash);
        let found =
            place.map(|place| kept.remove(place)).unwrap_or_else(|| (hash.clone(), Packed::of(framework)));
        let packed = found.1.clone();
        kept.push(found);
        if kept.len() > MOST_KEPT {
            kept.remove(0);
        }
        drop(kept);
        packed.answer(asked)
    }
}

/// Whether gzip is named as something that is understood. Whoever weighs it against others gets it too.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

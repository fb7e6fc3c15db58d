//! What each kind of line is called on a sheet, the same in every format.

use trivet_shared::session::feedback::Kind;
use trivet_shared::session::jotting::JotBox;
use trivet_shared::words::Key;

/// A person's own line.
pub(super) fn line(which: JotBox) -> Key {
    match which {
        JotBox::Heard => Key::Heard,
        JotBox::Well => Key::Well,
        JotBox::Hard => Key::Hard,
        JotBox::Step => Key::Step,
    }
}

/// Feedback that was received.
pub(super) fn feedback(kind: Kind) -> Key {
    match kind {
        Kind::Strength => Key::Strength,
        Kind::Solution => Key::Solution,
        Kind::Training => Key::Training,
    }
}

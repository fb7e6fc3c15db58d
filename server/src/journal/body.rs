//! How a snapshot or commit is laid in its row, so that no word of it outlives being replaced.
//!
//! `secure_delete` blanks deleted cells and freed pages, but when SQLite splits or merges pages it moves cells, and what
//! lay in the gap before stays there: our tests found replaced text that way. Pages of an overflow chain are never moved,
//! and are blanked when freed. So every body is padded until SQLite keeps at most the first [`LOCAL`] bytes of its row in
//! the cell, and these hold nothing but ids, numbers and zeros.
//!
//! The rule it rests on is part of SQLite's file format: <https://www.sqlite.org/fileformat2.html#cell_payload>.

/// The page size that the numbers below belong to, in bytes. Small, for every commit takes at least one page.
pub(super) const PAGE: usize = 1_024;
/// Bytes of a row in its cell when the rest overflows: `(PAGE - 12) * 32 / 255 - 23`.
const LOCAL: usize = (PAGE - 12) * 32 / 255 - 23;
/// Bytes of a row on each page of the overflow chain.
const CHAIN: usize = PAGE - 4;
/// Above this many bytes beyond full pages of the chain the cell keeps [`LOCAL`] bytes; below, it keeps the surplus too.
const SURPLUS: usize = PAGE - 35 - LOCAL;

/// Bytes before the body: its length, then zeros, so that the body begins beyond [`LOCAL`] whatever is before it in the row.
const LEAD: usize = LOCAL;
/// Bytes of the row before its last column: header, id, version, checksum: 30 to 40, by the size of the numbers.
const BEFORE: usize = 35;
/// The surplus aimed at: in the middle of what is above [`SURPLUS`], so that 5 bytes more or less before do not matter.
const AIM: usize = (SURPLUS + CHAIN) / 2;

/// The body with its padding. The row must hold it in its last column, behind an id, a version and a checksum.
pub(super) fn pack(body: &[u8]) -> Vec<u8> {
    let bare = BEFORE + LEAD + body.len();
    // The smallest row at least that long that leaves AIM bytes beyond full pages of the chain.
    let chains = (bare.saturating_sub(LOCAL + AIM)).div_ceil(CHAIN);
    let row = LOCAL + AIM + chains * CHAIN;
    let mut packed = Vec::with_capacity(row - BEFORE);
    packed.extend_from_slice(&(body.len() as u64).to_be_bytes());
    packed.resize(LEAD, 0);
    packed.extend_from_slice(body);
    packed.resize(row - BEFORE, 0);
    packed
}

/// The body without its padding; `None` when this was not made by [`pack`].
pub(super) fn unpack(packed: &[u8]) -> Option<&[u8]> {
    let length = u64::from_be_bytes(*packed.first_chunk()?);
    let body = packed.get(LEAD..)?;
    body.get(..usize::try_from(length).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_and_lies_beyond_the_cell() {
        for length in (0..5_000).chain([100_000, 1_000_000]) {
            let body = vec![b'x'; length];
            let packed = pack(&body);
            assert_eq!(unpack(&packed), Some(body.as_slice()));
            for before in 30..=40 {
                let surplus = (before + packed.len() - LOCAL) % CHAIN;
                assert!(surplus > SURPLUS, "{length}: {surplus}");
                assert!(before + packed.len() > PAGE - 35);
            }
        }
        assert_eq!(unpack(b"short"), None);
        assert_eq!(unpack(&[0xff; 200]), None);
    }
}

//! Looks over SQLite's write-ahead log before SQLite does.
//!
//! SQLite takes the first frame whose checksum is wrong for the end of the log and drops the rest without a word: right
//! after a crash, where the last transaction may be torn, and wrong where a bit turned in the middle, for then it drops
//! acknowledged commits. The two can be told apart: a transaction is fsynced before the next one begins, so where a
//! frame of a later transaction stands behind a broken one, the break is damage.
//!
//! Layout: <https://www.sqlite.org/fileformat2.html#walformat>.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// The magic number without its last bit, which says in which order the checksum's words are read.
const MAGIC: u32 = 0x377f_0682;

/// What the log looks like.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Log {
    /// Whole, absent, empty, or with a torn end as a crash leaves it.
    Fine,
    /// Damaged before its end, in words.
    Damaged(String),
}

/// Looks over the log at `path`.
pub(super) fn look_over(path: &Path) -> io::Result<Log> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Log::Fine),
        Err(error) => return Err(error),
    };
    let mut log = BufReader::new(file);
    let mut header = [0; HEADER];
    if !fill(&mut log, &mut header)? {
        return Ok(Log::Fine);
    }
    let page = word(&header, 8) as usize;
    let big_endian = word(&header, 0) & 1 == 1;
    let mut sum = (0, 0);
    checksum(&mut sum, header.get(..24).unwrap_or_default(), big_endian);
    let whole_header = word(&header, 0) & !1 == MAGIC
        && (512..=65_536).contains(&page)
        && page.is_power_of_two()
        && sum == (word(&header, 24), word(&header, 28));
    if !whole_header {
        // The header is on the disk before the first frame is written.
        let mut behind = [0; 1];
        return Ok(if fill(&mut log, &mut behind)? { damaged("its header") } else { Log::Fine });
    }

    let salts = (word(&header, 16), word(&header, 20));
    let mut frame = vec![0; FRAME_HEADER + page];
    let mut number = 0_u64;
    let mut broken = None;
    let mut commit_since = false;
    while fill(&mut log, &mut frame)? {
        number += 1;
        if (word(&frame, 8), word(&frame, 12)) != salts {
            // Left over from before the log was last begun anew, or a broken header of a frame.
            broken.get_or_insert(number);
            continue;
        }
        if commit_since {
            return Ok(damaged(&format!("frame {}", broken.unwrap_or(number))));
        }
        if broken.is_none() {
            checksum(&mut sum, frame.get(..8).unwrap_or_default(), big_endian);
            checksum(&mut sum, frame.get(FRAME_HEADER..).unwrap_or_default(), big_endian);
            if sum != (word(&frame, 16), word(&frame, 20)) {
                broken = Some(number);
            }
        }
        // A frame that ends a transaction names the size of the database after it.
        commit_since = broken.is_some() && word(&frame, 4) != 0;
    }
    Ok(Log::Fine)
}

fn damaged(place: &str) -> Log {
    Log::Damaged(format!("in {place} of its -wal"))
}

/// Fills `bytes`; `false` at the end of the file, where less than that is left.
fn fill(from: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// The big-endian word at `at`.
fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes)
}

fn checksum(sum: &mut (u32, u32), bytes: &[u8], big_endian: bool) {
    let read = |at| {
        if big_endian { word(bytes, at) } else { word(bytes, at).swap_bytes() }
    };
    for at in (0..bytes.len()).step_by(8) {
        sum.0 = sum.0.wrapping_add(read(at)).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(read(at + 4)).wrapping_add(sum.0);
    }
}

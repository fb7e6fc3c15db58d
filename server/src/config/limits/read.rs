//! Reads what an operator wrote for a limit, and refuses what a server could do nothing with.

use std::time::Duration;

/// A duration longer than nothing: what recurs must have a pause.
pub(super) fn at_least_a_moment(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(Duration::ZERO) => Err("longer than nothing".to_owned()),
        Ok(time) => Ok(time),
        Err(error) => Err(error.to_string()),
    }
}

/// A whole number that is at least `LEAST`: below it the server could not do anything.
pub(super) fn at_least<N, const LEAST: u32>(text: &str) -> Result<N, String>
where
    N: std::str::FromStr + PartialOrd + TryFrom<u32>,
{
    let number = text.parse::<N>().map_err(|_| "not a whole number".to_owned())?;
    match N::try_from(LEAST) {
        Ok(least) if number < least => Err(format!("at least {LEAST}")),
        _ => Ok(number),
    }
}

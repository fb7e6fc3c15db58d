//! Log lines on standard error. Nothing that is logged anywhere may be a name, word, score, code, address or secret.

use std::fmt;
use std::io::IsTerminal;
use std::panic::{self, PanicHookInfo};

use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::LogFormat;

/// Why logging could not begin.
#[derive(Debug)]
pub struct LoggingError(String);

impl fmt::Display for LoggingError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "--log cannot be used: {}", self.0)
    }
}

impl std::error::Error for LoggingError {}

/// Begins logging, panics too, with `filter` in the notation of tracing's `EnvFilter`.
///
/// # Errors
/// [`LoggingError`] when the filter makes no sense, or something logs already.
pub fn start(filter: &str, format: LogFormat) -> Result<(), LoggingError> {
    let filter = EnvFilter::try_new(filter).map_err(|error| LoggingError(error.to_string()))?;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    tracing_subscriber::registry()
        .with(lines.with_filter(filter.and(filter_fn(may_be_said))))
        .try_init()
        .map_err(|error| LoggingError(error.to_string()))?;
    panic::set_hook(Box::new(panicked));
    Ok(())
}

/// Says where, and not what: the text of a panic may quote somebody's words.
fn panicked(about: &PanicHookInfo<'_>) {
    let place = about.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "something broke here");
}

/// Other crates say warnings at most, whatever the filter: their traces hold addresses and whole frames.
fn may_be_said(about: &Metadata<'_>) -> bool {
    about.target().starts_with("trivet") || *about.level() <= Level::WARN
}

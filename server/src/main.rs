//! The program `trivet`: reads its settings, starts the server, and says where to find it; or helps an author
//! of frameworks, or does what an operator asks with a data file.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use trivet_server::config::{Cli, Command, Config, FrameworkCommand};
use trivet_server::run::{Prepared, RunError};
use trivet_server::start_words::{Start, network_addresses, start_words};
use trivet_server::{frameworks, logging, open_files, operator, shutdown};

fn main() -> ExitCode {
    match Cli::parse().into_command() {
        Command::Serve(config) => serve(*config),
        Command::Operator(command) => operator::run(command).into(),
        Command::Framework(FrameworkCommand::Check { file }) => frameworks::check(&file).into(),
        Command::Framework(FrameworkCommand::Schema) => frameworks::print_schema().into(),
    }
}

fn serve(config: Config) -> ExitCode {
    if let Err(error) = logging::start(&config.log, config.log_format) {
        return end(2, &error);
    }
    open_files::raise(&config.limits);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return end(1, &error),
    };
    match runtime.block_on(listen_and_serve(config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // At once: after a failed journal nothing may be flushed, dropped in order or waited for.
            eprintln!("trivet: {error}");
            std::process::exit(error.exit_code().into());
        }
    }
}

async fn listen_and_serve(config: Config) -> Result<(), RunError> {
    let stop = CancellationToken::new();
    shutdown::on_signal(stop.clone()).map_err(RunError::Io)?;
    let prepared = Prepared::new(config).await?;
    let listener = TcpListener::bind(prepared.config.listen).await.map_err(|error| {
        let about = format!("{} cannot be listened on: {error}", prepared.config.listen);
        RunError::Io(std::io::Error::new(error.kind(), about))
    })?;
    let listening = listener.local_addr().map_err(RunError::Io)?;
    print!(
        "{}",
        start_words(Start {
            listening,
            exposure: prepared.exposure,
            origins: &prepared.config.origin,
            network: &network_addresses(),
            data: prepared.journal.file(),
            draw: std::io::stdout().is_terminal(),
        })
    );
    prepared.serve(listener, stop).await
}

fn end(code: u8, error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("trivet: {error}");
    ExitCode::from(code)
}

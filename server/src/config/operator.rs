//! The arguments of the operator's commands on a data file.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::{ConfigError, data_file};

/// What operators can do with a data file.
#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    /// Copy the data file, also while Trivet serves it; the list of what was erased goes into the copy
    Backup {
        /// The copy to make; refused when there is something of that name
        copy: PathBuf,
        /// The data file
        #[command(flatten)]
        data: DataFile,
    },
    /// Put a backup in place of the data file while Trivet is stopped; what was erased since stays erased
    Restore(Restore),
    /// Erase a session, or one person of it, also while Trivet serves them
    Erase {
        /// The session's id, as `trivet subject` prints it
        session: Uuid,
        /// Only this participant of it
        #[arg(long, value_name = "PARTICIPANT")]
        person: Option<Uuid>,
        /// The data file
        #[command(flatten)]
        data: DataFile,
    },
    /// List every place where a name stands, to answer somebody who asks what is held about them
    Subject {
        /// The name, however it is capitalised
        name: String,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// The data file
        #[command(flatten)]
        data: DataFile,
    },
    /// Check a data file or a backup: exit code 0 when it is whole, 1 when something in it is damaged, 2 when it cannot be checked
    Check {
        /// The data file
        #[command(flatten)]
        data: DataFile,
    },
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    pub backup: PathBuf,
    /// Delete the data file that stands there, for the backup to take its place
    #[arg(long)]
    pub replace: bool,
    /// A further list of what was erased, such as the `.erased` file of another machine or a later backup; repeat for more
    #[arg(long, value_name = "FILE")]
    pub erased: Vec<PathBuf>,
    /// Put it in place although some sessions in it cannot be read
    #[arg(long)]
    pub with_damage: bool,
    /// The data file
    #[command(flatten)]
    pub data: DataFile,
}

/// Which data file.
#[derive(Debug, Args)]
pub struct DataFile {
    /// File that holds the sessions [default: the platform's data directory]
    #[arg(long, env = "TRIVET_DATA", value_name = "FILE")]
    data: Option<PathBuf>,
}

impl DataFile {
    /// The file.
    ///
    /// # Errors
    /// [`ConfigError`] when it lies in memory only, or none was given and the platform has no place for it.
    pub fn file(&self) -> Result<PathBuf, ConfigError> {
        data_file(self.data.as_deref())?.ok_or(ConfigError::InMemory)
    }
}

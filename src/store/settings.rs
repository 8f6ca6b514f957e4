//! Where the user's settings are kept. What they say is read in the command line's room.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The environment variable that names another settings file than the system's place for it.
pub const SETTINGS_VARIABLE: &str = "TOPORDER_CONFIG";

/// The largest settings file that is read, in bytes.
const BYTES_MAX: u64 = 1 << 20;

/// Where the settings file is, whether there is one or not: the file that `TOPORDER_CONFIG` names, else
/// `config.toml` in the system's folder for it; `None` if the system has none.
#[must_use]
pub fn settings_path() -> Option<PathBuf> {
    let named = env::var_os(SETTINGS_VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    named.or_else(|| Some(ProjectDirs::from("", "", "toporder")?.config_dir().join("config.toml")))
}

/// The text of a settings file; `None` if there is none.
///
/// # Errors
/// In words, if it cannot be read or is far too large.
pub fn read_settings(path: &Path) -> Result<Option<String>, String> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(about) if about.len() > BYTES_MAX => return Err("it is too large for settings".to_owned()),
        _ => {}
    }
    fs::read_to_string(path).map(Some).map_err(|error| error.to_string())
}

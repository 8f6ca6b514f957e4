//! Where classes are kept, as commands are told it.

use std::env;
use std::io::Write;
use std::path::Path;

use super::Error;
use crate::store::class::{self, ClassPlace, ClassStore, STORE_VARIABLE};

/// Options that say where classes are kept.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct PlaceArgs {
    /// Where classes are kept: a file, or `postgres://USER@HOST/DATABASE`. Without it, `classes.db` beside your games.
    #[arg(long, value_name = "PLACE", env = STORE_VARIABLE, hide_env_values = true, global = true)]
    store: Option<ClassPlace>,
}

impl PlaceArgs {
    /// The place that is meant.
    ///
    /// # Errors
    /// If it is not known, or a password was typed where others can see it.
    pub(super) fn place(&self) -> Result<ClassPlace, Error> {
        let is_empty = |place: &ClassPlace| matches!(place, ClassPlace::File(path) if path == Path::new(""));
        let Some(place) = self.store.clone().filter(|place| !is_empty(place)) else {
            return Ok(ClassPlace::own()?);
        };
        if let ClassPlace::Postgres(url) = &place
            && url.has_password()
            && env::args_os().any(|typed| url.stands_in(&typed.to_string_lossy()))
        {
            let message =
                "a password on the command line can be seen by everybody on this machine".to_owned();
            let help =
                format!("Put the address into the variable {STORE_VARIABLE} of the environment instead.");
            return Err(Error::Usage { message, help: Some(help) });
        }
        Ok(place)
    }

    /// Opens the store that is meant. What has to be known about the way there is told at once.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub(super) fn open(&self) -> Result<Box<dyn ClassStore>, Error> {
        let place = self.place()?;
        if let Some(remark) = place.remark() {
            // Who does not see this has the store all the same.
            let _ = writeln!(std::io::stderr(), "{remark}");
        }
        Ok(class::open(&place)?)
    }
}

//! Where a store of classes is, as people name it.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::ClassStoreError;
use crate::scenario::words::printable;
use crate::store::{FOLDER_VARIABLE, StoreError, data_folder};

/// The environment variable that names the store of classes, so that a password in it is not seen in the list of
/// programs.
pub const STORE_VARIABLE: &str = "TOPORDER_STORE";

/// How an address of a database begins.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Where a store of classes is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClassPlace {
    /// In a file.
    File(PathBuf),
    /// In a PostgreSQL database.
    Postgres(DatabaseUrl),
}

/// The address of a database. It may hold a password, so it is shown only in parts.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl ClassPlace {
    /// The user's own file of classes, beside the folder of journals.
    ///
    /// # Errors
    /// If it is not known where that is.
    pub fn own() -> Result<Self, StoreError> {
        let folder = data_folder(std::env::var_os(FOLDER_VARIABLE)).ok_or(StoreError::NoFolder)?;
        Ok(Self::File(folder.join("classes.db")))
    }

    /// The place as it may be shown to anybody: without a password.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => printable(&path.to_string_lossy()).into_owned(),
            Self::Postgres(url) => url.shown(),
        }
    }

    /// Whether it is known that nothing is there yet.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        match self {
            Self::File(path) => !path.try_exists().unwrap_or(true),
            Self::Postgres(_) => false,
        }
    }

    /// What has to be known about the way there; `None` if there is nothing.
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        match self {
            Self::Postgres(url) if !url.is_near() => Some(format!(
                "The connection to {} is not encrypted: use a network that you trust, or a tunnel \
                 (`ssh -L 5432:localhost:5432 HOST`).",
                url.shown()
            )),
            _ => None,
        }
    }
}

impl FromStr for ClassPlace {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let is_database = SCHEMES.iter().any(|scheme| begins_with(text, scheme));
        Ok(if is_database {
            Self::Postgres(DatabaseUrl(text.to_owned()))
        } else {
            Self::File(PathBuf::from(text))
        })
    }
}

fn begins_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
}

impl DatabaseUrl {
    /// All of it, for who connects, with the scheme in small letters.
    #[cfg(feature = "postgres")]
    pub(super) fn whole(&self) -> String {
        format!("postgres://{}", self.rest())
    }

    /// Whether a password stands in it.
    #[must_use]
    pub fn has_password(&self) -> bool {
        !self.passwords().is_empty()
    }

    /// Whether a text holds the whole address.
    #[must_use]
    pub fn stands_in(&self, text: &str) -> bool {
        text.contains(&self.0)
    }

    /// The passwords in it, as they are written there.
    pub(super) fn passwords(&self) -> Vec<&str> {
        let rest = self.rest();
        let before = rest.rsplit_once('@').and_then(|(credentials, _)| credentials.split_once(':'));
        let options = rest.split(['?', '&']).skip(1).filter_map(|option| option.strip_prefix("password="));
        let all = before.map(|(_, password)| password).into_iter().chain(options);
        all.filter(|password| !password.is_empty()).collect()
    }

    /// What is wrong with the way it is written, as far as that can make a part of a password look like something else.
    ///
    /// # Errors
    /// In words that quote nothing of it.
    pub fn check(&self) -> Result<(), ClassStoreError> {
        if self.is_clear() {
            return Ok(());
        }
        Err(ClassStoreError::new(
            "the address of the database cannot be taken apart",
            "In a user's name and in a password write %40 for @, %2F for /, %3F for ?, %23 for # and %25 for %.",
        ))
    }

    /// Whether only one reading is possible.
    fn is_clear(&self) -> bool {
        let credentials = self.rest().rsplit_once('@').map_or("", |(credentials, _)| credentials);
        !credentials.contains(['@', '/', '?', '#'])
    }

    /// Server and database.
    fn shown(&self) -> String {
        if !self.is_clear() {
            return "the database".to_owned();
        }
        let rest = self.rest();
        let behind = rest.rsplit_once('@').map_or(rest, |(_, behind)| behind);
        let end = behind.find(['?', '#']).unwrap_or(behind.len());
        printable(&format!("postgres://{}", &behind[..end])).into_owned()
    }

    /// Whether it is on this machine, through a socket or a loopback address.
    fn is_near(&self) -> bool {
        let rest = self.rest();
        let behind = rest.rsplit_once('@').map_or(rest, |(_, behind)| behind);
        let hosts = &behind[..behind.find(['/', '?']).unwrap_or(behind.len())];
        let is_near = |host: &str| {
            let is_socket = host.get(..3).is_some_and(|begin| begin.eq_ignore_ascii_case("%2f"));
            let name = host.strip_prefix('[').and_then(|host| host.split(']').next());
            let name = name.unwrap_or_else(|| host.split(':').next().unwrap_or_default());
            is_socket || name.is_empty() || name == "localhost" || name == "::1" || name.starts_with("127.")
        };
        // An option can name another host, too.
        let is_named_behind = behind.contains("host=") || behind.contains("hostaddr=");
        self.is_clear() && !is_named_behind && hosts.split(',').all(is_near)
    }

    fn rest(&self) -> &str {
        self.0.split_once("://").map_or(&*self.0, |(_, rest)| rest)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DatabaseUrl").field(&self.shown()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> DatabaseUrl {
        match text.parse() {
            Ok(ClassPlace::Postgres(url)) => url,
            other => panic!("{text} is {other:?}"),
        }
    }

    #[test]
    fn files_and_databases_are_told_apart() {
        for file in ["classes.db", "postgres", "/a/postgres://b", "pöstgres://"] {
            assert_eq!(file.parse(), Ok(ClassPlace::File(file.into())));
        }
        for database in ["postgres://a", "postgresql://a/b", "POSTGRES://a"] {
            url(database);
        }
    }

    #[test]
    fn no_password_is_ever_shown() {
        let all = [
            ("postgres://ana:s3cret@db.example:5433/school?connect_timeout=3", true),
            ("postgres://db.example/school?user=ana&password=s3cret", true),
            ("postgres://ana:s3cret@@db/school", false),
            ("postgres://ana:x/s3cret@db/school", false),
            ("postgres://ana:x?s3cret@db/school", false),
            ("postgres://ana:x#s3cret@db/school", false),
            ("postgres://db/school?password=x@s3cret", false),
        ];
        for (text, is_clear) in all {
            let url = url(text);
            let place = ClassPlace::Postgres(url.clone());
            let told = format!("{place:?} {} {:?} {:?}", place.shown(), place.remark(), url.check());
            assert!(!told.contains("s3cret"), "{text}: {told}");
            assert_eq!(url.check().is_ok(), is_clear, "{text}");
            assert!(url.has_password(), "{text}");
        }
        assert_eq!(url(all[0].0).shown(), "postgres://db.example:5433/school");
        assert!(!url("postgres://ana@db/school?user=password").has_password());
    }

    #[test]
    fn a_connection_over_a_network_is_told() {
        let remark = |text: &str| ClassPlace::Postgres(url(text)).remark();
        for near in ["localhost", "127.0.0.1:5433", "[::1]:5432", "%2Frun%2Fpostgresql", "u:p@localhost", ""]
        {
            assert_eq!(remark(&format!("postgres://{near}/school")), None, "{near}");
        }
        for far in ["db.example", "localhost,db", "localhost.example", "[fe80::1]", "u@h"] {
            assert!(remark(&format!("postgres://{far}/school")).is_some(), "{far}");
        }
        assert!(remark("postgres:///school?host=db.example").is_some());
    }
}

//! Databases for tests, in the cluster that `TOPORDER_TEST_POSTGRES` names.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::config::Host;
use postgres::{Client, Config, NoTls};
use toporder::store::class::ClassPlace;

const VARIABLE: &str = "TOPORDER_TEST_POSTGRES";

/// A database for one test.
pub(crate) struct Database {
    cluster: Config,
    pub(crate) name: String,
    pub(crate) password: String,
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut client) = self.cluster.connect(NoTls) {
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

impl Database {
    /// A new one; `None` where no cluster is named, which is said aloud.
    pub(crate) fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(url) = std::env::var(VARIABLE).ok().filter(|url| !url.is_empty()) else {
            assert!(std::env::var_os("CI").is_none(), "{VARIABLE} names no database, and CI is set");
            let mut stderr = std::io::stderr();
            writeln!(
                stderr,
                "\nNOT TESTED: {VARIABLE} names no PostgreSQL database. Run it in .ci/postgres\n"
            )
            .unwrap();
            return None;
        };
        let cluster: Config = url.parse().unwrap();
        let name = format!("toporder_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut client = cluster.connect(NoTls).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")).unwrap();
        let password = String::from_utf8(cluster.get_password().unwrap_or_default().to_vec()).unwrap();
        Some(Self { cluster, name, password })
    }

    pub(crate) fn server(&self) -> (String, u16) {
        let host = match &self.cluster.get_hosts()[0] {
            Host::Tcp(host) => host.clone(),
            Host::Unix(path) => panic!("{} is no address", path.display()),
        };
        (host, self.cluster.get_ports().first().copied().unwrap_or(5432))
    }

    /// The address through a host and a port, with a password.
    pub(crate) fn address(&self, host: &str, port: u16, password: &str) -> String {
        let mut escaped = String::new();
        for byte in password.bytes() {
            write!(escaped, "%{byte:02X}").unwrap();
        }
        let user = self.cluster.get_user().unwrap_or("postgres");
        format!("postgres://{user}:{escaped}@{host}:{port}/{}", self.name)
    }

    pub(crate) fn url(&self) -> String {
        let (host, port) = self.server();
        self.address(&host, port, &self.password)
    }

    pub(crate) fn place(&self) -> ClassPlace {
        self.url().parse().unwrap()
    }

    /// A connection of the test's own.
    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.url(), NoTls).unwrap()
    }
}

//! By `ssh`: a terminal program for whoever is let in, and nothing else.
//!
//! There is no shell behind the port, no command, no file, no forwarding and no agent; who asks for one is told so.

mod visitor;

use std::borrow::Cow;
use std::future::Future;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::ssh_key::{HashAlg, LineEnding, PrivateKey};
use russh::server::{Config, run_stream};
use russh::{MethodKind, MethodSet, SshId};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time;

use self::visitor::Visitor;
use super::accept::{accept, gone_down, until};
use super::{Arrival, Door, Way, Wire};
use crate::store::{self, StoreError};

/// The name of the file of the host's key.
const KEY_FILE: &str = "ssh_host_ed25519_key";

/// What a client may have sent that was not asked for yet, in bytes.
const WINDOW: u32 = 64 << 10;

/// The key by which clients know this host again.
#[derive(Clone, Debug)]
pub struct HostKey(PrivateKey);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file holds something else.
    #[error("{0} holds no key of a host. Move it away, and a new one is made")]
    NoKey(String),
}

impl HostKey {
    /// The key in a folder; it is made where there is none, and kept.
    ///
    /// # Errors
    /// If it can be neither read nor made.
    pub fn in_folder(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join(KEY_FILE);
        let no_key = |_| KeyError::NoKey(path.display().to_string());
        let fresh = PrivateKey::from(Ed25519Keypair::from_seed(&store::random_bytes()?));
        let fresh = fresh.to_openssh(LineEnding::LF).map_err(no_key)?;
        let text = store::secret(&path, || fresh.to_string())?;
        let key = PrivateKey::from_openssh(&text).map_err(no_key)?;
        if key.is_encrypted() {
            return Err(KeyError::NoKey(path.display().to_string()));
        }
        Ok(Self(key))
    }

    /// Its fingerprint, as `ssh` shows it: `SHA256:…`.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }
}

/// Lets people in by `ssh` until `stop` is ready, and ends when everybody's terminal is as it was.
///
/// # Errors
/// Never while it runs; what goes wrong with single connections is in the log.
pub async fn serve(
    listener: TcpListener,
    door: Door,
    key: HostKey,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let config = Arc::new(config(&door, key));
    until(stop, |down| {
        let serve = {
            let (door, down) = (door.clone(), down.clone());
            move |stream, arrival| {
                connection(stream, arrival, door.clone(), Arc::clone(&config), down.clone())
            }
        };
        let (listener, door) = (&listener, &door);
        async move { accept(listener, door, Way::Ssh, down, serve, refuse).await }
    })
    .await;
    Ok(())
}

fn config(door: &Door, key: HostKey) -> Config {
    let limits = door.limits();
    Config {
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-Toporder")),
        methods: MethodSet::from(&[MethodKind::KeyboardInteractive][..]),
        auth_rejection_time: limits.delay,
        // Every client begins by asking which ways there are.
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key.0],
        window_size: WINDOW,
        // Frames wait in the session, where newer ones take their place.
        event_buffer_size: 1,
        channel_buffer_size: 1,
        // It never comes while the App draws; the session has its own.
        inactivity_timeout: None,
        keepalive_interval: Some(limits.keepalive),
        keepalive_max: 3,
        ..Config::default()
    }
}

/// Tells a client before anything else; OpenSSH shows it with `-v`.
fn refuse(stream: &TcpStream, words: &str) {
    // There is room for a line in a new connection.
    let _ = stream.try_write(format!("{words}\r\n").as_bytes());
}

/// How far somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Stage {
    /// They have not said who they are.
    Silent,
    /// They say it.
    Asked,
    /// They play.
    Playing,
    /// They have left.
    Over,
}

async fn connection(
    stream: TcpStream,
    arrival: Arrival,
    door: Door,
    config: Arc<Config>,
    down: watch::Receiver<bool>,
) {
    let limits = door.limits();
    let (wire, cutter) = Wire::new(stream, limits.write);
    let (stage, watched) = watch::channel(Stage::Silent);
    let arrival = Arc::new(arrival);
    let visitor = Visitor::new(door.clone(), Arc::clone(&arrival), stage, cutter.clone(), down.clone());
    let running = async {
        let session = run_stream(config, wire, visitor).await?;
        session.await
    };
    tokio::pin!(running);
    let ended = tokio::select! {
        ended = &mut running => Some(ended),
        why = watch_over(watched, &door, down) => {
            if let Some(why) = why {
                arrival.cut(why);
            }
            cutter.cut();
            None
        }
    };
    if ended.is_none() {
        // It ends by itself now; what it holds is let go before the connection stops to count.
        let _ = time::timeout(limits.farewell, running).await;
    }
}

/// Ready when a connection has to be cut, with the reason if it is worth telling.
async fn watch_over(
    mut stage: watch::Receiver<Stage>,
    door: &Door,
    mut down: watch::Receiver<bool>,
) -> Option<&'static str> {
    let limits = door.limits();
    let mut reached = async |wanted: Stage| stage.wait_for(|stage| *stage >= wanted).await.is_ok();
    let login = async {
        if time::timeout(limits.grace, reached(Stage::Asked)).await.is_err() {
            return Some("it never said who it is");
        }
        if time::timeout(limits.login, reached(Stage::Playing)).await.is_err() {
            return Some("it took too long to come in");
        }
        None
    };
    let why = tokio::select! {
        why = login => why,
        // Who plays is told by their session.
        () = gone_down(&mut down) => Some("the host goes down"),
    };
    if why.is_some() {
        return why;
    }
    reached(Stage::Over).await;
    // Clients close the connection when their channel is closed.
    time::sleep(limits.farewell).await;
    None
}

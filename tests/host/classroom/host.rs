//! A host that lets people in, in a thread of its own.

use std::net::{SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use tokio::sync::oneshot;
use toporder::host::ssh::HostKey;
use toporder::host::web::Tls;
use toporder::host::{Door, Limits, ssh, web};

use super::{Log, PATIENCE};

pub(crate) struct Host {
    pub(crate) address: SocketAddr,
    pub(crate) door: Door,
    pub(crate) log: Log,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// By which way a host lets in.
pub(crate) enum Open {
    Ssh,
    Web(Option<Tls>),
}

impl Host {
    pub(crate) fn ssh(limits: Limits) -> Self {
        Self::with(super::door(limits), Open::Ssh, 0)
    }

    pub(crate) fn web(limits: Limits) -> Self {
        Self::with(super::door(limits), Open::Web(None), 0)
    }

    pub(crate) fn with(door: Door, open: Open, port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let log = Log::default();
        let (own, subscriber) = (door.clone(), log.subscriber());
        let thread = thread::spawn(move || {
            // One thread, so that everything that is logged is logged here.
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            tracing::subscriber::with_default(subscriber, || {
                runtime.block_on(async {
                    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                    let stopped = async { drop(stopped.await) };
                    match open {
                        Open::Ssh => {
                            let folder = tempfile::tempdir().unwrap();
                            let key = HostKey::in_folder(folder.path()).unwrap();
                            ssh::serve(listener, own, key, stopped).await.unwrap();
                        }
                        Open::Web(tls) => web::serve(listener, own, tls, stopped).await.unwrap(),
                    }
                });
            });
        });
        Self { address, door, log, stop: Some(stop), thread: Some(thread) }
    }

    /// Lets the host go down, and waits until it is.
    pub(crate) fn stop(&mut self) {
        self.ask_to_stop();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    pub(crate) fn ask_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Waits until the log has this text.
    pub(crate) fn wait_for_log(&self, text: &str) {
        until(&format!("{text:?} in the log"), || self.log.text().contains(text), || self.log.text());
    }

    /// Waits until there are so many connections.
    pub(crate) fn wait_for_connections(&self, count: usize) {
        let told = || format!("{} connections\n{}", self.door.connections(), self.log.text());
        until(&format!("{count} connections"), || self.door.connections() == count, told);
    }

    /// Waits until so many people are in.
    pub(crate) fn wait_for_sessions(&self, count: usize) {
        let told = || format!("{} sessions\n{}", self.door.sessions(), self.log.text());
        until(&format!("{count} sessions"), || self.door.sessions() == count, told);
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.ask_to_stop();
    }
}

/// Waits until something is so.
pub(crate) fn until(what: &str, is_so: impl Fn() -> bool, told: impl Fn() -> String) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{what} did not come: {}", told());
        thread::park_timeout(std::time::Duration::from_millis(5));
    }
}

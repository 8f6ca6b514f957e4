//! The ways into a class: addresses, ports, keys, and what is told about them.

use std::fmt::Write as _;
use std::io::stderr;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::sync::Mutex;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing_subscriber::fmt;

use crate::class::{Class, For, Invitation};
use crate::cli::{Error, Outcome};
use crate::host::Door;
use crate::host::ssh::{self, HostKey};
use crate::host::web::{self, Tls};
use crate::store::class::{ClassId, ClassPlace};
use crate::store::{self, Store};

/// The ways in.
#[derive(Debug, clap::Args)]
pub(super) struct WayArgs {
    /// The address or name of this machine that participants type. Without it: the one that it has in its network.
    #[arg(long, value_name = "NAME")]
    address: Option<String>,
    /// The address that is listened at; 127.0.0.1 lets only this machine in.
    #[arg(long, value_name = "IP", default_value = "0.0.0.0")]
    listen: IpAddr,
    /// The port of the page; 0 takes any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    page_port: u16,
    /// The port for ssh; 0 takes any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 2222)]
    ssh_port: u16,
    /// Offer no page.
    #[arg(long, conflicts_with = "no_ssh")]
    no_page: bool,
    /// Offer no ssh.
    #[arg(long)]
    no_ssh: bool,
    /// A file with this machine's certificate in PEM, and those above it, so that the page is encrypted.
    #[arg(long, value_name = "FILE", requires = "tls_key", conflicts_with = "no_page")]
    tls_cert: Option<PathBuf>,
    /// The file with the certificate's key in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Encrypt the page with a certificate that is made now. Browsers warn of it once; its fingerprint is shown to compare.
    #[arg(long, conflicts_with_all = ["tls_cert", "no_page"])]
    tls_self_signed: bool,
}

/// The ways in, open but not served yet.
pub(super) struct Ways {
    invitation: Invitation,
    ssh: Option<(TcpListener, HostKey)>,
    page: Option<(TcpListener, Option<Tls>)>,
}

/// The ways in while they are served.
pub(super) struct Serving {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl WayArgs {
    /// Opens the ways in.
    ///
    /// # Errors
    /// If a port cannot be had, or a key or certificate cannot be used.
    pub(super) async fn open(&self) -> Result<Ways, Error> {
        let name = self.address.clone().unwrap_or_else(|| own_address(self.listen).to_string());
        let shown = if name.contains(':') { format!("[{name}]") } else { name.clone() };
        let mut invitation = Invitation::default();
        let ssh = match self.no_ssh {
            true => None,
            false => {
                let folder = Store::open_default()?.folder().with_file_name("host");
                let key = HostKey::in_folder(&folder).map_err(|error| Error::Host(error.to_string()))?;
                let listener = self.listen_at(self.ssh_port, "--ssh-port", "--no-ssh").await?;
                let port = listener.local_addr().map_err(Error::Network)?.port();
                let port = if port == 22 { String::new() } else { format!("-p {port} ") };
                invitation.ssh = Some(format!("ssh {port}NAME@{name}"));
                invitation.fingerprint = Some(key.fingerprint());
                Some((listener, key))
            }
        };
        let page = match self.no_page {
            true => None,
            false => {
                let tls = self.tls(&name)?;
                let listener = self.listen_at(self.page_port, "--page-port", "--no-page").await?;
                let port = listener.local_addr().map_err(Error::Network)?.port();
                let (scheme, usual) = if tls.is_some() { ("https", 443) } else { ("http", 80) };
                let port = if port == usual { String::new() } else { format!(":{port}") };
                invitation.page = Some(format!("{scheme}://{shown}{port}"));
                invitation.remark = self.remark(tls.as_ref());
                invitation.advice =
                    tls.is_none().then(|| "--tls-self-signed or --tls-cert encrypts it.".to_owned());
                Some((listener, tls))
            }
        };
        Ok(Ways { invitation, ssh, page })
    }

    fn tls(&self, name: &str) -> Result<Option<Tls>, Error> {
        let made = match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => Tls::from_files(certificate, key),
            _ if self.tls_self_signed => Tls::self_signed(vec![name.to_owned(), "localhost".to_owned()]),
            _ => return Ok(None),
        };
        made.map(Some).map_err(|error| Error::Host(error.to_string()))
    }

    /// What has to be known about the page.
    fn remark(&self, tls: Option<&Tls>) -> Option<String> {
        match tls {
            None => {
                Some("The page is not encrypted: whoever is in this network could read the code.".to_owned())
            }
            Some(tls) if self.tls_self_signed => Some(format!(
                "Browsers warn of the page's certificate once. Its fingerprint: {}",
                tls.fingerprint()
            )),
            Some(_) => None,
        }
    }

    async fn listen_at(&self, port: u16, option: &str, without: &str) -> Result<TcpListener, Error> {
        TcpListener::bind(SocketAddr::new(self.listen, port)).await.map_err(|error| Error::Refused {
            message: format!("port {port} cannot be had: {error}"),
            help: format!("Perhaps another program, or another host, has it. {option} takes another; {without} does without."),
        })
    }
}

impl Ways {
    /// The same, as one joins a class with this code.
    pub(super) fn with_code(mut self, code: Option<&str>) -> Self {
        let Invitation { page, .. } = &self.invitation;
        // What is behind the # stays in the browser.
        let scanned =
            |page: &String| code.map_or_else(|| page.clone(), |code| format!("{page}/#code={code}"));
        self.invitation.scanned = page.as_ref().map(scanned);
        code.unwrap_or_default().clone_into(&mut self.invitation.code);
        self
    }

    /// How one joins.
    pub(super) fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// How one joins, in words for who hosts without a board.
    pub(super) fn told(
        &self,
        class: &Class,
        id: ClassId,
        place: &ClassPlace,
        secret: Option<&str>,
    ) -> String {
        let Invitation { code, page, ssh, fingerprint, .. } = &self.invitation;
        let mut told = format!("{} (class {id}), kept in {}\n\n", class.title(), place.shown());
        let code = if code.is_empty() { "none: whoever reaches this machine is let in" } else { code };
        // Writing to a String cannot fail.
        let _ = writeln!(told, "Code:          {code}");
        for (name, way) in
            [("In a browser:  ", page), ("In a terminal: ", ssh), ("Host key:      ", fingerprint)]
        {
            if let Some(way) = way {
                let _ = writeln!(told, "{name}{way}");
            }
        }
        if let Some(secret) = secret {
            let _ = writeln!(told, "Trainer:       the same, with the name trainer and the secret {secret}");
        }
        if let Some(remarks) = self.invitation.remarks(For::Trainer) {
            let _ = writeln!(told, "\n{remarks}");
        }
        told += "\nCtrl-C ends the host; everybody can come back when it is started again.\n";
        told
    }

    /// Serves the ways in until that is stopped.
    pub(super) fn serve(self, runtime: &Runtime, door: &Door) -> Serving {
        let (stop, stopped) = watch::channel(false);
        let until = |mut stopped: watch::Receiver<bool>| async move {
            // Nobody who could say so is an end, too.
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        let mut tasks = Vec::new();
        if let Some((listener, key)) = self.ssh {
            let serve = ssh::serve(listener, door.clone(), key, until(stopped.clone()));
            tasks.push(runtime.spawn(async move { drop(serve.await) }));
        }
        if let Some((listener, tls)) = self.page {
            let serve = web::serve(listener, door.clone(), tls, until(stopped));
            tasks.push(runtime.spawn(async move { drop(serve.await) }));
        }
        Serving { stop, tasks }
    }
}

impl Serving {
    /// Ends every session, and waits until all terminals are as they were.
    pub(super) fn stop(self, runtime: &Runtime) {
        // Without a receiver everything has ended.
        let _ = self.stop.send(true);
        for task in self.tasks {
            // One that failed has ended as well.
            let _ = runtime.block_on(task);
        }
    }
}

/// The address that this machine has in its network.
fn own_address(listen: IpAddr) -> IpAddr {
    if !listen.is_unspecified() {
        return listen;
    }
    // Nothing is sent: the system only chooses from where it would be.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0));
    let chosen = socket.and_then(|socket| {
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9))?;
        socket.local_addr()
    });
    chosen.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}

/// Writes what happens to the standard error output, or where the board is there, to a file.
///
/// # Errors
/// If the file cannot be written.
pub(super) fn log(is_here: bool) -> Result<(), Error> {
    let builder = fmt().with_target(false);
    let is_set = if is_here {
        builder.with_ansi(false).with_writer(stderr).try_init()
    } else {
        let path = Store::open_default()?.folder().with_file_name("host.log");
        let file = store::append_to(&path)?;
        builder.with_ansi(false).with_writer(Mutex::new(file)).try_init()
    };
    // Somebody else listens already: then they are told.
    drop(is_set);
    Ok(())
}

/// Waits until the system or somebody at the keyboard wants the program to end.
///
/// # Errors
/// If the system cannot tell.
pub(super) async fn until_signal() -> Result<Outcome, Error> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate()).map_err(Error::Network)?;
        let mut hung_up = signal(SignalKind::hangup()).map_err(Error::Network)?;
        tokio::select! {
            asked = tokio::signal::ctrl_c() => asked.map_err(Error::Network)?,
            _ = terminated.recv() => {}
            _ = hung_up.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.map_err(Error::Network)?;
    Ok(Outcome::Success)
}

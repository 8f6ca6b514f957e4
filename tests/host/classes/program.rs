//! The program as a host.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use tempfile::TempDir;

use crate::classroom::PATIENCE;

/// What the trainer comes in with.
pub(crate) const SECRET: &str = "only-the-trainer-knows";

/// Where a class is kept, and what is written about it.
pub(crate) struct Home {
    folder: TempDir,
    /// Where the store is, if it is not in the folder.
    store: Option<String>,
}

impl Home {
    pub(crate) fn new(store: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), "").unwrap();
        Self { folder, store }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program, with its data here.
    fn toporder(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_toporder"));
        command.args(arguments).current_dir(self.path());
        command.env("TOPORDER_DATA", self.path()).env("TOPORDER_CONFIG", self.path().join("config.toml"));
        command.env("TOPORDER_TRAINER_SECRET", SECRET).env("TZ", "UTC").env_remove("TOPORDER_STORE");
        if let Some(store) = &self.store {
            command.env("TOPORDER_STORE", store);
        }
        command
    }

    /// Runs the program to its end; gives what it said.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.toporder(arguments).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Begins a class with a round.
    pub(crate) fn begin(&self, more: &[&str]) -> Host {
        let begin = ["host", "soup-on-the-square", "--begin", "--seed", "7", "--coach", "hints"];
        Host::start(self, &[&begin[..], more].concat())
    }

    /// Goes on with the class.
    pub(crate) fn resume(&self) -> Host {
        Host::start(self, &["host", "--resume", "1"])
    }

    /// Writes the class into a folder.
    pub(crate) fn export(&self) -> PathBuf {
        let folder = self.path().join("exported");
        self.run(&["classes", "export", "1", "-o", folder.to_str().unwrap()]);
        folder
    }
}

/// A host that runs.
pub(crate) struct Host {
    child: Child,
    // What it says later goes nowhere, and must go somewhere.
    _told: thread::JoinHandle<()>,
    log: PathBuf,
    pub(crate) ssh: SocketAddr,
    pub(crate) page: SocketAddr,
    pub(crate) code: String,
}

impl Host {
    fn start(home: &Home, arguments: &[&str]) -> Self {
        let ways = ["--no-board", "--listen", "127.0.0.1", "--ssh-port", "0", "--page-port", "0"];
        let log = home.path().join("host.log");
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let mut command = home.toporder(&[arguments, &ways].concat());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file).spawn().unwrap();
        let (lines, told) = mpsc::channel();
        let stdout = child.stdout.take().unwrap();
        let reading = thread::spawn(move || read(stdout, &lines));
        let mut host = Self {
            child,
            _told: reading,
            log,
            ssh: ([127, 0, 0, 1], 0).into(),
            page: ([127, 0, 0, 1], 0).into(),
            code: String::new(),
        };
        loop {
            let Ok(line) = told.recv_timeout(PATIENCE) else { panic!("it did not begin: {}", host.log()) };
            if let Some(code) = line.strip_prefix("Code:") {
                code.trim().clone_into(&mut host.code);
            } else if let Some(page) = line.strip_prefix("In a browser:") {
                host.page = page.trim().strip_prefix("http://").unwrap().parse().unwrap();
            } else if let Some(ssh) = line.strip_prefix("In a terminal:") {
                let port = ssh.trim().strip_prefix("ssh -p ").unwrap().split(' ').next().unwrap();
                host.ssh.set_port(port.parse().unwrap());
            } else if line.starts_with("Ctrl-C ends the host") {
                return host;
            }
        }
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Kills it without a word.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn read(stdout: ChildStdout, lines: &mpsc::Sender<String>) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        // Only the first lines are wanted.
        let _ = lines.send(line);
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if thread::panicking() {
            let log = self.log();
            let last: Vec<&str> = log.lines().rev().take(60).collect();
            let last: Vec<&str> = last.into_iter().rev().collect();
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "The host said:\n{}", last.join("\n"));
        }
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

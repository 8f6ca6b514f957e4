//! The host: the real program in a process of its own.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::Failure;

/// How long the host may take to begin, and to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A host that runs, until it is dropped.
pub(crate) struct Host {
    child: Child,
    program: PathBuf,
    data: TempDir,
    /// How one comes in.
    pub(crate) joining: Joining,
}

/// How one comes in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Joining {
    pub(crate) ssh: SocketAddr,
    pub(crate) page: SocketAddr,
    pub(crate) code: String,
    pub(crate) secret: String,
    /// The number of the class.
    pub(crate) class: u64,
}

impl Host {
    /// Starts it, and waits until it lets people in.
    pub(crate) fn start(program: &Path, scenario: &str, people: u32, seed: u64) -> Result<Self, Failure> {
        let data = tempfile::tempdir()?;
        let mut child = Command::new(program)
            .args([
                "host",
                scenario,
                "--no-board",
                "--listen",
                "127.0.0.1",
                "--page-port",
                "0",
                "--ssh-port",
                "0",
            ])
            .args(["--people", &people.to_string(), "--seed", &seed.to_string()])
            .env("TOPORDER_DATA", data.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(data.path().join("load.log"))?)
            .spawn()
            .map_err(|error| {
                format!("{} cannot be started (`cargo build --release` makes it): {error}", program.display())
            })?;
        let told = child.stdout.take().ok_or("the host says nothing")?;
        let (tell, lines) = mpsc::channel();
        // To its end, so that the host can always say something.
        thread::spawn(move || {
            for line in BufReader::new(told).lines().map_while(Result::ok) {
                // What comes later need not be heard.
                let _ = tell.send(line);
            }
        });
        let mut text = String::new();
        while !text.contains("Ctrl-C ends the host") {
            let Ok(line) = lines.recv_timeout(PATIENCE) else {
                // It may have ended already.
                let _ = child.kill();
                return Err(format!("the host did not begin:\n{text}").into());
            };
            text += &line;
            text.push('\n');
        }
        let joining = Joining::read(&text).ok_or_else(|| format!("no way in can be read from\n{text}"))?;
        Ok(Self { child, program: program.to_owned(), data, joining })
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(&mut self) -> Result<(), Failure> {
        kill_process(self.process(), Signal::INT)?;
        let begun = Instant::now();
        loop {
            match self.child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(format!("the host ended with {status}").into()),
                None if begun.elapsed() > PATIENCE => return Err("the host does not end".into()),
                None => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Writes what was played into a folder, and tells where.
    pub(crate) fn export(&self) -> Result<PathBuf, Failure> {
        let folder = self.data.path().join("export");
        let done = Command::new(&self.program)
            .args(["classes", "export", &self.joining.class.to_string(), "-o"])
            .arg(&folder)
            .env("TOPORDER_DATA", self.data.path())
            .output()?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
        }
        Ok(folder)
    }

    /// What it logged as wrong.
    pub(crate) fn complaints(&self) -> Result<Vec<String>, Failure> {
        let log = fs::read_to_string(self.data.path().join("load.log"))?;
        let is_wrong =
            |line: &&str| line.contains(" ERROR ") || line.contains(" WARN ") || line.contains("panicked");
        Ok(log.lines().filter(is_wrong).map(str::to_owned).collect())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // One that has ended needs nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Joining {
    /// Reads what a host says when it begins.
    fn read(told: &str) -> Option<Self> {
        let after = |name: &str| Some(told.lines().find_map(|line| line.strip_prefix(name))?.trim());
        let ssh = after("In a terminal:")?.strip_prefix("ssh -p ")?;
        let (port, address) = ssh.split_once(" NAME@")?;
        Some(Self {
            ssh: format!("{address}:{port}").parse().ok()?,
            page: after("In a browser:")?.strip_prefix("http://")?.parse().ok()?,
            code: after("Code:")?.to_owned(),
            secret: after("Trainer:")?.rsplit_once(' ')?.1.to_owned(),
            class: told.split_once("(class ")?.1.split_once(')')?.0.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_in_are_read_from_what_the_host_says() {
        let told = "The Library of Things (class 3), kept in /tmp/classes.db\n\nCode:          ABCDE\n\
            In a browser:  http://127.0.0.1:34001\nIn a terminal: ssh -p 34002 NAME@127.0.0.1\nHost key:      SHA256:x\n\
            Trainer:       the same, with the name trainer and the secret XYZ\n";
        let joining = Joining {
            ssh: ([127, 0, 0, 1], 34_002).into(),
            page: ([127, 0, 0, 1], 34_001).into(),
            code: "ABCDE".to_owned(),
            secret: "XYZ".to_owned(),
            class: 3,
        };
        assert_eq!(Joining::read(told), Some(joining));
        assert_eq!(Joining::read("Code: ABCDE\n"), None);
    }
}

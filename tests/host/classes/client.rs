//! Somebody's terminal or browser: bytes in, a screen out.

use std::borrow::Cow;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::num::NonZeroU16;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use russh::client::{self, KeyboardInteractiveAuthResponse as Reply};
use russh::{Channel, ChannelMsg};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message, WebSocket};

use super::program::Host;
use crate::classroom::PATIENCE;
use crate::trusting::Trusting;

/// The size of everybody's screen.
pub(crate) const COLUMNS: u16 = 110;
pub(crate) const ROWS: u16 = 44;

/// Esc as it can be told from what begins like it.
pub(crate) const ESC: &str = "\x1b[27u";

/// The connection is gone.
#[derive(Debug)]
pub(crate) struct Lost;

/// By which way somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Ssh,
    Browser,
}

impl Way {
    /// One in two.
    pub(crate) fn of(number: usize) -> Self {
        if number.is_multiple_of(2) { Self::Ssh } else { Self::Browser }
    }
}

enum Line {
    Ssh { channel: Channel<client::Msg>, _client: client::Handle<Trusting> },
    Browser(Box<WebSocket<TcpStream>>),
}

/// A terminal or a browser that is in the class.
pub(crate) struct Client {
    line: Line,
    socket: TcpStream,
    screen: vt100::Parser,
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().unwrap())
}

/// Waits, though not for ever.
fn wait<T>(what: &str, work: impl Future<Output = T>) -> T {
    runtime().block_on(async { tokio::time::timeout(PATIENCE, work).await }).expect(what)
}

impl Client {
    /// Comes in.
    pub(crate) fn enter(host: &Host, way: Way, name: &str, code: &str, pin: Option<&str>) -> Self {
        match way {
            Way::Ssh => Self::by_ssh(host.ssh, name, code, pin),
            Way::Browser => Self::by_browser(host.page, name, code, pin),
        }
    }

    fn new(line: Line, socket: TcpStream) -> Self {
        let [rows, columns] = [ROWS, COLUMNS].map(|cells| NonZeroU16::new(cells).unwrap());
        Self { line, socket, screen: vt100::Parser::new(rows, columns, 0) }
    }

    fn by_ssh(address: SocketAddr, name: &str, code: &str, pin: Option<&str>) -> Self {
        let socket = TcpStream::connect(address).unwrap();
        let own = socket.try_clone().unwrap();
        socket.set_nonblocking(true).unwrap();
        socket.set_nodelay(true).unwrap();
        let line = wait("to come in by ssh", async {
            let stream = tokio::net::TcpStream::from_std(socket).unwrap();
            let mut client = client::connect_stream(Arc::default(), stream, Trusting).await.unwrap();
            let mut reply = client.authenticate_keyboard_interactive_start(name, None).await.unwrap();
            loop {
                let answers = match reply {
                    Reply::Success => break,
                    Reply::Failure { .. } => panic!("{name} was not let in"),
                    Reply::InfoRequest { instructions, prompts, .. } => {
                        let answer = |prompt: &str| match prompt {
                            "Your PIN: " => pin.expect("a PIN is wanted").to_owned(),
                            _ => code.to_owned(),
                        };
                        assert!(!prompts.is_empty(), "{name}: {instructions}");
                        prompts.iter().map(|prompt| answer(&prompt.prompt)).collect()
                    }
                };
                reply = client.authenticate_keyboard_interactive_respond(answers).await.unwrap();
            }
            let channel = client.channel_open_session().await.unwrap();
            channel.request_pty(true, "xterm", COLUMNS.into(), ROWS.into(), 0, 0, &[]).await.unwrap();
            channel.request_shell(true).await.unwrap();
            Line::Ssh { channel, _client: client }
        });
        Self::new(line, own)
    }

    fn by_browser(address: SocketAddr, name: &str, code: &str, pin: Option<&str>) -> Self {
        let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
        request.headers_mut().insert("Origin", format!("http://{address}").parse().unwrap());
        let socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.set_nodelay(true).unwrap();
        let own = socket.try_clone().unwrap();
        let (mut line, _) = tungstenite::client(request, socket).unwrap();
        let hello = json!({ "name": name, "code": code, "pin": pin, "columns": COLUMNS, "rows": ROWS });
        line.send(Message::Text(hello.to_string().into())).unwrap();
        let said = loop {
            if let Message::Text(text) = line.read().unwrap() {
                break serde_json::from_str::<Value>(&text).unwrap();
            }
        };
        assert!(said["welcome"]["name"].is_string(), "{name}: {said}");
        Self::new(Line::Browser(Box::new(line)), own)
    }

    /// Types.
    pub(crate) fn keys(&mut self, keys: &str) -> Result<(), Lost> {
        match &mut self.line {
            Line::Ssh { channel, .. } => {
                wait("to type", channel.data_bytes(keys.as_bytes().to_vec())).map_err(|_| Lost)
            }
            Line::Browser(line) => {
                line.send(Message::Binary(keys.as_bytes().to_vec().into())).map_err(|_| Lost)
            }
        }
    }

    /// Reads what comes next.
    fn read(&mut self) -> Result<(), Lost> {
        let bytes: Cow<'_, [u8]> = match &mut self.line {
            Line::Ssh { channel, .. } => match wait("something to read", channel.wait()) {
                Some(ChannelMsg::Data { data }) => data.to_vec().into(),
                Some(ChannelMsg::Eof | ChannelMsg::Close) | None => return Err(Lost),
                Some(_) => return Ok(()),
            },
            Line::Browser(line) => match line.read() {
                Ok(Message::Binary(bytes)) => bytes.to_vec().into(),
                Ok(Message::Close(_)) => return Err(Lost),
                Ok(_) => return Ok(()),
                Err(tungstenite::Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("nothing came to read; on the screen:\n{}", self.text())
                }
                Err(_) => return Err(Lost),
            },
        };
        self.screen.process(&bytes);
        Ok(())
    }

    /// Reads until the screen is as it should be.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> Result<(), Lost> {
        let begun = Instant::now();
        while !is_so(&self.text()) {
            assert!(begun.elapsed() < PATIENCE, "it was never seen: {what}; on the screen:\n{}", self.text());
            self.read()?;
        }
        Ok(())
    }

    /// Reads until a text is on the screen.
    #[track_caller]
    pub(crate) fn until_shown(&mut self, text: &str) -> Result<(), Lost> {
        self.until(text, |screen| screen.contains(text))
    }

    /// What is on the screen.
    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// The connection is gone, and nobody was told.
    pub(crate) fn cut(self) {
        // The other side may have cut it already.
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

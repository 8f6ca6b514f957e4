//! A participant's connection: by SSH, or as a browser.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use clap::ValueEnum;
use futures_util::{SinkExt, StreamExt};
use russh::client::{self, KeyboardInteractiveAuthResponse as Reply};
use russh::keys::PublicKeyOrCertificate;
use russh::{Channel, ChannelMsg};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::Failure;
use crate::host::Joining;

/// By which way somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Way {
    Ssh,
    Web,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ssh => "ssh",
            Self::Web => "web",
        })
    }
}

/// Somebody's way to the host.
pub(crate) enum Connection {
    /// The connection goes with its handle.
    Ssh(
        Channel<client::Msg>,
        #[expect(dead_code, reason = "kept so that it is not closed")] client::Handle<Trusting>,
    ),
    Web(Box<WebSocketStream<TcpStream>>),
}

/// A client that trusts the host, which is on this machine.
pub(crate) struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

impl Connection {
    /// Comes in; `secret` is the code of the class, or the trainer's own.
    pub(crate) async fn open(
        way: Way,
        joining: &Joining,
        name: &str,
        secret: &str,
        size: (u16, u16),
    ) -> Result<Self, Failure> {
        match way {
            Way::Ssh => by_ssh(joining.ssh, name, secret, size).await,
            Way::Web => by_web(joining.page, name, secret, size).await,
        }
    }

    /// Types something.
    pub(crate) async fn send(&mut self, keys: &'static str) -> Result<(), Failure> {
        match self {
            Self::Ssh(channel, _) => channel.data_bytes(keys.as_bytes()).await?,
            Self::Web(socket) => socket.send(Message::Binary(keys.as_bytes().into())).await?,
        }
        Ok(())
    }

    /// The next bytes for the screen; nothing is lost if it is not waited for. `None` at the end.
    pub(crate) async fn receive(&mut self) -> Option<Vec<u8>> {
        loop {
            match self {
                Self::Ssh(channel, _) => match channel.wait().await? {
                    ChannelMsg::Data { data } => return Some(data.to_vec()),
                    ChannelMsg::Eof | ChannelMsg::Close => return None,
                    _ => {}
                },
                Self::Web(socket) => match socket.next().await?.ok()? {
                    Message::Binary(bytes) => return Some(bytes.to_vec()),
                    Message::Close(_) => return None,
                    _ => {}
                },
            }
        }
    }
}

async fn reach(address: SocketAddr) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn by_ssh(
    address: SocketAddr,
    name: &str,
    secret: &str,
    (columns, rows): (u16, u16),
) -> Result<Connection, Failure> {
    let stream = reach(address).await?;
    let mut handle = client::connect_stream(Arc::default(), stream, Trusting).await?;
    let mut reply = handle.authenticate_keyboard_interactive_start(name, None).await?;
    loop {
        reply = match reply {
            Reply::Success => break,
            Reply::Failure { .. } => return Err(format!("{name} was not let in").into()),
            Reply::InfoRequest { instructions, prompts, .. } if prompts.is_empty() => {
                return Err(format!("{name} was not let in: {instructions}").into());
            }
            Reply::InfoRequest { prompts, .. } => {
                let answers = prompts.iter().map(|_| secret.to_owned()).collect();
                handle.authenticate_keyboard_interactive_respond(answers).await?
            }
        };
    }
    let channel = handle.channel_open_session().await?;
    channel.request_pty(false, "xterm-256color", columns.into(), rows.into(), 0, 0, &[]).await?;
    channel.request_shell(false).await?;
    Ok(Connection::Ssh(channel, handle))
}

async fn by_web(
    address: SocketAddr,
    name: &str,
    secret: &str,
    (columns, rows): (u16, u16),
) -> Result<Connection, Failure> {
    let mut request = format!("ws://{address}/ws").into_client_request()?;
    request.headers_mut().insert("Origin", format!("http://{address}").parse()?);
    let (mut socket, _) = tokio_tungstenite::client_async(request, reach(address).await?).await?;
    let hello = json!({ "name": name, "code": secret, "columns": columns, "rows": rows });
    socket.send(Message::Text(hello.to_string().into())).await?;
    let answer = socket.next().await.ok_or("the host says nothing")??;
    let answer: Value = serde_json::from_str(answer.to_text()?)?;
    if answer.get("welcome").is_none() {
        return Err(format!("{name} was not let in: {answer}").into());
    }
    Ok(Connection::Web(Box::new(socket)))
}

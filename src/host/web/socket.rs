//! A session in a browser: the greeting, then bytes both ways.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{self, Instant};

use super::Peer;
use crate::host::accept::gone_down;
use crate::host::keyboard::size_within;
use crate::host::{Answer, Ending, Guest, Keyboard, Knock, Limits, Output, Seat, Session};
use crate::tui::event::Size;

/// After so many pings without a word from the browser it is gone.
const PINGS: u32 = 3;

/// What a browser says first.
#[derive(Deserialize)]
struct Hello {
    name: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    pin: Option<String>,
    #[serde(default)]
    columns: u32,
    #[serde(default)]
    rows: u32,
}

/// What it says later, besides what is typed.
#[derive(Deserialize)]
struct Resized {
    size: (u32, u32),
}

/// Talks with a browser until one of both leaves.
pub(super) async fn converse(mut socket: WebSocket, peer: Peer) {
    let mut down = peer.down.clone();
    let greeted = tokio::select! {
        greeted = greet(&mut socket, &peer) => greeted,
        () = gone_down(&mut down) => {
            bye(&mut socket, &Ending::Down, peer.door.limits().farewell).await;
            None
        }
    };
    if let Some((guest, seat, size)) = greeted {
        play(socket, peer, guest, seat, size).await;
    }
}

/// Asks who it is, until they are in or out.
async fn greet(socket: &mut WebSocket, peer: &Peer) -> Option<(Box<Guest>, Seat, Size)> {
    let limits = peer.door.limits();
    let mut patience = limits.grace;
    loop {
        let Ok(hello) = time::timeout(patience, hear(socket)).await else {
            peer.arrival.cut("it never said who it is");
            return None;
        };
        let hello = hello?;
        // From now on a person types.
        patience = limits.login;
        let size = match (hello.columns, hello.rows) {
            (0, _) | (_, 0) => Size { width: 80, height: 24 },
            (columns, rows) => size_within(columns, rows),
        };
        let knock = Knock { name: hello.name, code: hello.code, pin: hello.pin, size: Some(size) };
        match peer.arrival.knock(&knock).await {
            Answer::In(guest, seat) => {
                let welcome = json!({ "welcome": { "name": guest.name, "pin": guest.pin } });
                return tell(socket, &welcome).await.map(|()| (guest, seat, size));
            }
            Answer::PinWanted(words) => tell(socket, &json!({ "pin": "wanted", "words": words })).await?,
            Answer::Again(words) => tell(socket, &json!({ "refused": words, "again": true })).await?,
            Answer::Out(words) => {
                tell(socket, &json!({ "refused": words })).await?;
                // A browser that is told reads it before the connection is gone.
                let _ = time::timeout(limits.farewell, socket.send(Message::Close(None))).await;
                return None;
            }
        }
    }
}

/// The next thing that somebody says who is not in; `None` if it is nothing that can be understood.
async fn hear(socket: &mut WebSocket) -> Option<Hello> {
    loop {
        match socket.recv().await?.ok()? {
            Message::Text(text) => return serde_json::from_str(&text).ok(),
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Binary(_) | Message::Close(_) => return None,
        }
    }
}

async fn tell(socket: &mut WebSocket, words: &Value) -> Option<()> {
    socket.send(Message::Text(Utf8Bytes::from(words.to_string()))).await.ok()
}

/// Frames on their way to a browser.
struct Frames(mpsc::Sender<Vec<u8>>);

impl Output for Frames {
    async fn send(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.0.send(bytes).await.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

async fn play(mut socket: WebSocket, peer: Peer, guest: Box<Guest>, seat: Seat, size: Size) {
    let limits = peer.door.limits();
    let (frames, outgoing) = mpsc::channel(1);
    let session = Session::of(*guest, Frames(frames), size, limits, peer.down.clone());
    let keyboard = Arc::clone(&session.keyboard);
    let run = async {
        let ending = session.run().await;
        seat.ended(&ending);
        drop(seat);
        if matches!(ending, Ending::Stalled | Ending::Lost) {
            peer.cutter.cut();
        }
        ending
    };
    let (ending, ()) = tokio::join!(run, carry(&mut socket, outgoing, &keyboard, limits));
    if !matches!(ending, Ending::Stalled | Ending::Lost) {
        bye(&mut socket, &ending, limits.farewell).await;
    }
    peer.cutter.cut();
}

/// Carries bytes both ways until the session has ended.
async fn carry(
    socket: &mut WebSocket,
    mut outgoing: mpsc::Receiver<Vec<u8>>,
    keyboard: &Keyboard,
    limits: &Limits,
) {
    let mut heard = Instant::now();
    let mut pings = time::interval_at(heard + limits.keepalive, limits.keepalive);
    loop {
        let is_well = tokio::select! {
            received = socket.recv() => match received {
                Some(Ok(message)) => {
                    heard = Instant::now();
                    take(message, keyboard)
                }
                _ => false,
            },
            frame = outgoing.recv() => match frame {
                Some(bytes) => socket.send(Message::Binary(bytes.into())).await.is_ok(),
                None => return,
            },
            _ = pings.tick() => {
                heard.elapsed() <= limits.keepalive * PINGS && socket.send(Message::Ping(Vec::new().into())).await.is_ok()
            }
        };
        if !is_well {
            keyboard.hang_up();
            return;
        }
    }
}

/// Takes what a browser says; false if it says that it goes.
fn take(message: Message, keyboard: &Keyboard) -> bool {
    match message {
        Message::Binary(bytes) => keyboard.take(&bytes),
        Message::Text(text) => {
            // What is not understood is no reason to part.
            if let Ok(Resized { size: (columns, rows) }) = serde_json::from_str(&text) {
                keyboard.resize(columns, rows);
            }
        }
        Message::Ping(_) | Message::Pong(_) => {}
        Message::Close(_) => return false,
    }
    true
}

/// Says why it is over, and whether to come back at once.
async fn bye(socket: &mut WebSocket, ending: &Ending, patience: Duration) {
    let words =
        ending.farewell().unwrap_or("You have left the class. You can come back under the same name.");
    let message = json!({ "bye": words, "again": *ending == Ending::Down });
    let said = async {
        tell(socket, &message).await?;
        socket.send(Message::Close(None)).await.ok()?;
        // Until the browser has read it, so that it is not lost with the connection.
        while let Some(Ok(_)) = socket.recv().await {}
        Some(())
    };
    let _ = time::timeout(patience, said).await;
}

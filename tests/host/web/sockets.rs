//! Sessions over sockets, well behaved and not.

use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message, WebSocket};
use toporder::host::Limits;

use crate::classroom::host::Host;
use crate::classroom::{CODE, PATIENCE, SECRET, quick};

/// A browser's end of a socket.
pub(crate) struct Socket(WebSocket<TcpStream>);

/// Why a socket was not opened: what the host answers.
fn open(host: &Host, origin: Option<&str>) -> Result<Socket, u16> {
    let mut request = format!("ws://{}/ws", host.address).into_client_request().unwrap();
    if let Some(origin) = origin {
        request.headers_mut().insert("Origin", origin.parse().unwrap());
    }
    let stream = TcpStream::connect(host.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    match tungstenite::client(request, stream) {
        Ok((socket, _)) => Ok(Socket(socket)),
        Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))) => {
            Err(answer.status().as_u16())
        }
        Err(other) => panic!("{other}"),
    }
}

impl Socket {
    fn new(host: &Host) -> Self {
        open(host, Some(&format!("http://{}", host.address))).unwrap()
    }

    fn joined(host: &Host, name: &str) -> Self {
        let mut socket = Self::new(host);
        socket.say(&json!({ "name": name, "code": CODE, "columns": 80, "rows": 24 }));
        let welcome = socket.hear();
        assert_eq!(welcome["welcome"]["name"], name, "{welcome}");
        socket.read_until("Soup on the Square");
        socket
    }

    fn say(&mut self, words: &Value) {
        self.0.send(Message::Text(words.to_string().into())).unwrap();
    }

    fn keys(&mut self, keys: &[u8]) -> Result<(), tungstenite::Error> {
        self.0.send(Message::Binary(keys.to_vec().into()))
    }

    /// The next thing that is said in words.
    fn hear(&mut self) -> Value {
        loop {
            match self.0.read().unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Close(_) => return Value::Null,
                _ => {}
            }
        }
    }

    /// Reads until a text has been shown; gives all that was.
    fn read_until(&mut self, wanted: &str) -> String {
        let mut read = Vec::new();
        loop {
            match self.0.read() {
                Ok(Message::Binary(bytes)) => read.extend_from_slice(&bytes),
                Ok(Message::Close(_)) | Err(_) => {
                    panic!("{wanted} did not come: {}", String::from_utf8_lossy(&read))
                }
                Ok(_) => {}
            }
            let text = String::from_utf8_lossy(&read);
            if text.contains(wanted) {
                return text.into_owned();
            }
        }
    }

    /// Reads until the host ends it.
    fn wait_for_end(&mut self) {
        while self.0.read().is_ok() {}
    }
}

#[test]
fn somebody_joins_plays_and_leaves() {
    let host = Host::web(quick());
    let mut socket = Socket::joined(&host, "Ana");
    socket.keys(b"?").unwrap();
    socket.read_until("Keys");
    socket.say(&json!({ "size": [100, 30] }));
    socket.read_until("Keys");
    socket.keys(b"\x03").unwrap();
    socket.read_until("\x1b[?1049l");
    let bye = socket.hear();
    assert!(bye["bye"].as_str().unwrap().contains("You have left the class"), "{bye}");
    assert_eq!(bye["again"], false);
    socket.wait_for_end();
    host.wait_for_connections(0);
    host.wait_for_log("Ana came by browser from 127.0.0.1");
    host.wait_for_log("Ana left");
}

#[test]
fn a_wrong_code_can_be_typed_again_but_not_for_ever() {
    let host = Host::web(quick());
    let mut socket = Socket::new(&host);
    for tries in 1..=4 {
        socket.say(&json!({ "name": "Ana", "code": "wrong" }));
        let told = socket.hear();
        assert_eq!(told["again"].as_bool(), (tries < 4).then_some(true), "{told}");
        let words = if tries < 4 { "That is not the code of this class." } else { "wrong too often" };
        assert!(told["refused"].as_str().unwrap().contains(words), "{told}");
    }
    socket.wait_for_end();
    host.wait_for_connections(0);
    let mut socket = Socket::new(&host);
    socket.say(&json!({ "name": "Ana", "code": "wrong" }));
    socket.hear();
    socket.say(&json!({ "name": "Ana", "code": CODE }));
    assert_eq!(socket.hear()["welcome"]["name"], "Ana");
    let mut trainer = Socket::new(&host);
    trainer.say(&json!({ "name": "trainer", "code": SECRET }));
    assert_eq!(trainer.hear()["welcome"]["name"], "trainer");
}

#[test]
fn only_the_own_page_opens_a_session() {
    let host = Host::web(quick());
    for origin in [None, Some("http://evil.example"), Some("null"), Some("http://127.0.0.1:1")] {
        assert_eq!(open(&host, origin).err(), Some(403), "{origin:?}");
    }
    host.wait_for_log("asked for a session from another page and was refused");
    Socket::joined(&host, "Ana");
}

#[test]
fn what_cannot_be_understood_does_no_harm() {
    let host = Host::web(quick());
    for nonsense in [
        Message::Text("{".into()),
        Message::Text("[]".into()),
        Message::Text("{\"name\":7}".into()),
        Message::Text(format!("{{\"name\":\"{}\"}}", "x".repeat(20_000)).into()),
        Message::Binary(vec![0xff; 100].into()),
        Message::Binary(vec![0xff; 100_000].into()),
        Message::Close(None),
    ] {
        let mut socket = Socket::new(&host);
        let _ = socket.0.send(nonsense);
        socket.wait_for_end();
    }
    host.wait_for_connections(0);
    // Inside, words that are not understood are passed over.
    let mut socket = Socket::joined(&host, "Ana");
    for words in [
        json!({}),
        json!({ "size": [] }),
        json!({ "size": [0, 4_294_967_295_u32] }),
        json!({ "size": [-1, 1] }),
    ] {
        socket.say(&words);
    }
    socket.say(&json!({ "size": [80, 24] }));
    socket.keys(b"?").unwrap();
    socket.read_until("Keys");
    // A message that is too long is the end.
    let _ = socket.keys(&[b'x'; 20_000]);
    socket.wait_for_end();
    host.wait_for_sessions(0);
    host.wait_for_connections(0);
    Socket::joined(&host, "Bo");
}

#[test]
fn who_does_not_say_who_they_are_is_cut() {
    let host = Host::web(Limits { grace: Duration::from_millis(300), ..quick() });
    Socket::new(&host).wait_for_end();
    host.wait_for_log("a connection by browser from 127.0.0.1 was cut: it never said who it is");
    host.wait_for_connections(0);
}

#[test]
fn a_browser_that_answers_nothing_is_cut() {
    let host = Host::web(Limits { keepalive: Duration::from_millis(100), ..quick() });
    // Pings are answered when something is read, and nothing is.
    let _socket = Socket::joined(&host, "Ana");
    host.wait_for_sessions(0);
    host.wait_for_connections(0);
}

#[test]
fn who_stops_reading_is_cut_and_others_play_on() {
    let host = Host::web(Limits { write: Duration::from_millis(500), ..quick() });
    let mut stalled = Socket::joined(&host, "Ana");
    // Whole frames, again and again, that nobody reads.
    for at in 0_u32.. {
        let size = json!({ "size": [299 + at % 2, 100] }).to_string();
        if host.door.sessions() == 0 || stalled.0.send(Message::Text(size.into())).is_err() {
            break;
        }
        if at % 2 == 0 {
            let _ = stalled.keys(b"?\x1b[B");
        }
        std::thread::park_timeout(Duration::from_millis(2));
        assert!(at < 30_000, "it is not cut");
    }
    host.wait_for_sessions(0);
    host.wait_for_connections(0);
    let mut other = Socket::joined(&host, "Bo");
    other.keys(b"?").unwrap();
    other.read_until("Keys");
}

#[test]
fn a_flood_of_keys_is_ended_with_a_word() {
    let host = Host::web(quick());
    let mut socket = Socket::joined(&host, "Ana");
    for _ in 0..1_000 {
        if socket.keys(&[b'x'; 16_000]).is_err() {
            break;
        }
    }
    host.wait_for_log("Ana was cut: far more came than anybody can type");
    host.wait_for_sessions(0);
    Socket::joined(&host, "Bo");
}

#[test]
fn when_the_host_goes_down_everybody_is_told_to_come_back() {
    let mut host = Host::web(quick());
    let mut socket = Socket::joined(&host, "Ana");
    let mut waiting = Socket::new(&host);
    host.ask_to_stop();
    socket.read_until("\x1b[?1049l");
    for told in [socket.hear(), waiting.hear()] {
        assert!(told["bye"].as_str().unwrap().contains("come back in a moment"), "{told}");
        assert_eq!(told["again"], true);
    }
    drop((socket, waiting));
    host.stop();
    assert_eq!((host.door.sessions(), host.door.connections()), (0, 0));
}

//! Clients that mean no good.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use russh::client::{self, KeyboardInteractiveAuthResponse as Reply};
use russh::{Channel, ChannelMsg};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use toporder::host::Limits;

use crate::classroom::host::{Host, until};
use crate::classroom::{CODE, PATIENCE, quick};
use crate::trusting::Trusting;

type Client = client::Handle<Trusting>;

/// A socket that stops to be read.
struct Deaf {
    stream: tokio::net::TcpStream,
    is_deaf: Arc<AtomicBool>,
}

impl AsyncRead for Deaf {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if self.is_deaf.load(Ordering::Relaxed) {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Deaf {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

async fn connect(host: &Host, is_deaf: Arc<AtomicBool>, config: client::Config) -> Client {
    let stream = tokio::net::TcpStream::connect(host.address).await.unwrap();
    client::connect_stream(Arc::new(config), Deaf { stream, is_deaf }, Trusting).await.unwrap()
}

async fn client(host: &Host) -> Client {
    connect(host, Arc::default(), client::Config::default()).await
}

/// A client of a host that may have had too many: it tries until it is taken.
async fn patient_client(host: &Host) -> Client {
    let begun = std::time::Instant::now();
    loop {
        let stream = tokio::net::TcpStream::connect(host.address).await.unwrap();
        let stream = Deaf { stream, is_deaf: Arc::default() };
        if let Ok(client) = client::connect_stream(Arc::default(), stream, Trusting).await {
            return client;
        }
        assert!(begun.elapsed() < PATIENCE, "the host serves nobody");
    }
}

/// Answers every question alike; gives what was told on the way, and whether that was enough.
async fn log_in(client: &mut Client, user: &str, answer: &str) -> (String, bool) {
    let mut told = String::new();
    let mut reply = client.authenticate_keyboard_interactive_start(user, None).await.unwrap();
    loop {
        match reply {
            Reply::Success => return (told, true),
            Reply::Failure { .. } => return (told, false),
            Reply::InfoRequest { instructions, prompts, .. } => {
                told += &instructions;
                let answers = prompts.iter().map(|_| answer.to_owned()).collect();
                let Ok(next) = client.authenticate_keyboard_interactive_respond(answers).await else {
                    return (told, false);
                };
                reply = next;
            }
        }
    }
}

async fn open(client: &mut Client, name: &str, columns: u32, rows: u32) -> Channel<client::Msg> {
    assert!(log_in(client, name, CODE).await.1);
    let channel = client.channel_open_session().await.unwrap();
    channel.request_pty(true, "xterm", columns, rows, 0, 0, &[]).await.unwrap();
    channel.request_shell(true).await.unwrap();
    channel
}

/// Reads until a text has come, or the channel is closed; gives all that was read.
async fn read_until(channel: &mut Channel<client::Msg>, text: &str) -> String {
    let mut read = Vec::new();
    let reading = async {
        while let Some(message) = channel.wait().await {
            match message {
                ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. } => {
                    read.extend_from_slice(&data)
                }
                _ => {}
            }
            if String::from_utf8_lossy(&read).contains(text) {
                break;
            }
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.expect(text);
    String::from_utf8_lossy(&read).into_owned()
}

fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work)
}

/// Somebody can still come in.
async fn assert_serves(host: &Host) {
    let mut client = patient_client(host).await;
    let mut channel = open(&mut client, "zoe", 80, 24).await;
    read_until(&mut channel, "Soup on the Square").await;
    channel.data_bytes(&b"\x03"[..]).await.unwrap();
    read_until(&mut channel, "\x1b[?1049l").await;
}

#[test]
fn screens_of_any_size_do_no_harm() {
    let host = Host::ssh(quick());
    run(async {
        for (name, columns, rows) in
            [("ana", 0, 0), ("bo", u32::MAX, u32::MAX), ("cy", 1, 1), ("di", 100_000, 1)]
        {
            let mut client = client(&host).await;
            let mut channel = open(&mut client, name, columns, rows).await;
            channel.window_change(u32::MAX, 0, 0, 0).await.unwrap();
            for size in 0..2_000 {
                channel.window_change(size * 7, size * 3, u32::MAX, 1).await.unwrap();
            }
            channel.window_change(80, 24, 0, 0).await.unwrap();
            read_until(&mut channel, "Soup on the Square").await;
        }
        assert_serves(&host).await;
    });
}

#[test]
fn hostile_names_and_answers_are_refused_with_words() {
    let host = Host::ssh(quick());
    run(async {
        for name in ["", "\u{202e}\u{200b}", "\x1b\x07\r\n"] {
            let (told, is_in) = log_in(&mut client(&host).await, name, CODE).await;
            assert!(!is_in && told.contains("A name needs at least one letter"), "{told}");
        }
        let (told, is_in) = log_in(&mut client(&host).await, "ana", &"x".repeat(30_000)).await;
        assert!(!is_in && told.contains("That is not the code"), "{told}");
        let (_, is_in) =
            log_in(&mut client(&host).await, &format!("\x1b[2J{}", "x".repeat(30_000)), CODE).await;
        assert!(is_in);
        // No other way to say who one is.
        let mut other = client(&host).await;
        assert!(!other.authenticate_none("ana").await.unwrap().success());
        assert!(!other.authenticate_password("ana", CODE).await.unwrap().success());
        assert!(log_in(&mut other, "ana", CODE).await.1);
    });
    assert!(!host.log.text().contains('\x1b'));
}

#[test]
fn there_is_one_session_to_a_connection_and_nothing_beside_it() {
    let host = Host::ssh(quick());
    run(async {
        let mut client = client(&host).await;
        let mut channel = open(&mut client, "ana", 80, 24).await;
        read_until(&mut channel, "Soup on the Square").await;
        assert!(client.channel_open_session().await.is_err());
        assert!(client.channel_open_direct_tcpip("127.0.0.1", 22, "127.0.0.1", 1).await.is_err());
        assert!(client.channel_open_direct_streamlocal("/tmp/socket").await.is_err());
        assert!(client.channel_open_x11("127.0.0.1", 1).await.is_err());
        assert!(client.tcpip_forward("0.0.0.0", 0).await.is_err());
        // Of a session that is played at, nothing else can be made.
        for asked in 0..4 {
            match asked {
                0 => channel.exec(true, "sh").await.unwrap(),
                1 => channel.request_subsystem(true, "sftp").await.unwrap(),
                2 => channel.agent_forward(true).await.unwrap(),
                _ => channel.request_x11(true, false, "a", "b", 0).await.unwrap(),
            }
            let failed = async {
                loop {
                    match channel.wait().await {
                        Some(ChannelMsg::Failure) => return true,
                        Some(ChannelMsg::Success) | None => return false,
                        Some(_) => {}
                    }
                }
            };
            assert!(tokio::time::timeout(PATIENCE, failed).await.unwrap(), "{asked}");
        }
        channel.data_bytes(&b"?"[..]).await.unwrap();
        read_until(&mut channel, "Keys").await;
        // Whoever goes on asking is cut.
        for _ in 0..100 {
            if client.channel_open_session().await.is_err() && client.is_closed() {
                break;
            }
        }
    });
    host.wait_for_connections(0);
    run(assert_serves(&host));
}

#[test]
fn a_flood_of_keys_is_ended_with_a_word() {
    let host = Host::ssh(quick());
    run(async {
        let mut client = client(&host).await;
        let channel = open(&mut client, "ana", 80, 24).await;
        let (mut read, write) = channel.split();
        let flood = async {
            // It is cut in the middle of it, and may wait for ever then.
            for _ in 0..2_000 {
                let _ = write.data_bytes(vec![b'x'; 16 << 10]).await;
            }
            std::future::pending::<()>().await;
        };
        let mut shown = Vec::new();
        let reading = async {
            while let Some(message) = read.wait().await {
                if let ChannelMsg::Data { data } = message {
                    shown.extend_from_slice(&data);
                }
            }
        };
        tokio::select! {
            () = flood => {}
            () = reading => {}
            () = tokio::time::sleep(PATIENCE) => panic!("it is not ended: {}", host.log.text()),
        }
        let shown = String::from_utf8_lossy(&shown).into_owned();
        assert!(shown.contains("Far more came from your side"), "{shown}");
    });
    host.wait_for_log("was cut: far more came than anybody can type");
    host.wait_for_sessions(0);
    run(assert_serves(&host));
}

#[test]
fn who_stops_reading_is_cut_and_others_play_on() {
    let host = Host::ssh(Limits { write: Duration::from_millis(500), ..quick() });
    run(async {
        let is_deaf = Arc::new(AtomicBool::new(false));
        let config = client::Config { window_size: 4_096, ..client::Config::default() };
        let mut client = connect(&host, Arc::clone(&is_deaf), config).await;
        let channel = open(&mut client, "ana", 300, 100).await;
        host.wait_for_sessions(1);
        is_deaf.store(true, Ordering::Relaxed);
        let typing = async {
            while host.door.sessions() > 0 {
                let _ = channel.data_bytes(&b"?"[..]).await;
                let _ = channel.data_bytes(&b"\x1b[B"[..]).await;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, typing).await.expect("it is cut");
        assert_serves(&host).await;
        drop(client);
    });
    host.wait_for_log("ana was cut: nothing that was sent was read any more");
    host.wait_for_connections(0);
}

#[test]
fn who_says_nothing_is_cut() {
    let limits = Limits { grace: Duration::from_millis(300), login: Duration::from_millis(600), ..quick() };
    let host = Host::ssh(limits);
    // Not a word; half a greeting; a whole one and nothing after it.
    let mut silent: Vec<TcpStream> = Vec::new();
    for said in ["", "SSH-2.0-x", "SSH-2.0-x\r\n"] {
        let mut stream = TcpStream::connect(host.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        silent.push(stream);
    }
    for mut stream in silent {
        // Whatever way it is closed.
        let _ = stream.read_to_end(&mut Vec::new());
    }
    host.wait_for_log("a connection by ssh from 127.0.0.1 was cut: it never said who it is");
    run(async {
        // A name, and no answer to what is asked then; or in, and nothing to play on.
        let mut asked = client(&host).await;
        asked.authenticate_keyboard_interactive_start("ana", None).await.unwrap();
        let mut idle = client(&host).await;
        log_in(&mut idle, "ana", CODE).await;
        host.wait_for_log("it took too long to come in");
        host.wait_for_connections(0);
        drop((asked, idle));
    });
}

#[test]
fn thousands_of_connections_and_nonsense_do_no_harm() {
    let limits = Limits { grace: Duration::from_secs(2), ..quick() };
    let host = Host::ssh(limits);
    let mut held = Vec::new();
    for at in 0..2_000_u32 {
        let Ok(mut stream) = TcpStream::connect(host.address) else { continue };
        match at % 4 {
            0 => drop(stream.write_all(&[0xff; 4_000])),
            1 => drop(stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")),
            2 => drop(stream.write_all(b"SSH-2.0-x\r\n\x00\x00\x00\x0c\x0a\x14aaaaaaaaaaaaaaaaaaaaaaaa")),
            _ => {}
        }
        if at % 10 == 0 {
            held.push(stream);
        }
    }
    assert!(host.door.connections() <= host.door.limits().connections);
    until("the end of them", || host.door.connections() == 0, || host.log.text());
    run(async {
        assert_serves(&host).await;
    });
    // They do not flood the log.
    let lines = host.log.text().lines().count();
    assert!(lines < 1_000, "{lines} lines");
    drop(held);
}

#[test]
fn who_finds_the_class_full_is_told_so() {
    let host = Host::ssh(Limits { sessions: 1, ..quick() });
    run(async {
        let mut first = client(&host).await;
        let _channel = open(&mut first, "ana", 80, 24).await;
        let (told, is_in) = log_in(&mut client(&host).await, "bo", CODE).await;
        assert!(!is_in && told.contains("The class is full."), "{told}");
    });
}

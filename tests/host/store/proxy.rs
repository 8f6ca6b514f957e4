//! A way to a database that breaks at a wished moment.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// When the connection breaks: what is sent holds this text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    /// Before the database has got it.
    Before(&'static str),
    /// After the database has done it, and before it is told.
    After(&'static str),
}

/// A listener that passes everything on, and cuts one connection once.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    cut: Arc<Mutex<Option<Cut>>>,
}

impl Proxy {
    pub(crate) fn to(host: String, port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let cut = Arc::new(Mutex::new(None));
        let shared = Arc::clone(&cut);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect((host.as_str(), port)) else { continue };
                let cut = Arc::clone(&shared);
                std::thread::spawn(move || carry(client, server, &cut));
            }
        });
        Self { address, cut }
    }

    /// Cuts the next connection over which such a text goes.
    pub(crate) fn cut(&self, cut: Cut) {
        *self.cut.lock().unwrap() = Some(cut);
    }

    /// Whether that has not happened yet.
    pub(crate) fn is_waiting(&self) -> bool {
        self.cut.lock().unwrap().is_some()
    }
}

fn carry(client: TcpStream, server: TcpStream, cut: &Mutex<Option<Cut>>) {
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    let is_cut = Arc::new(Mutex::new(false));
    let (mut from_server, mut to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let is_last = Arc::clone(&is_cut);
    std::thread::spawn(move || {
        let mut bytes = [0; 65_536];
        while let Ok(count @ 1..) = from_server.read(&mut bytes) {
            // An answer that ends so tells that all is done, and that no transaction is open.
            let is_done = bytes[..count].ends_with(b"Z\0\0\0\x05I");
            if (is_done && *is_last.lock().unwrap()) || to_client.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = to_client.shutdown(Shutdown::Both);
        let _ = from_server.shutdown(Shutdown::Both);
    });
    let (mut from_client, mut to_server) = (client, server);
    let mut bytes = [0; 65_536];
    while let Ok(count @ 1..) = from_client.read(&mut bytes) {
        let holds = |text: &str| bytes[..count].windows(text.len()).any(|part| part == text.as_bytes());
        let mut cut = cut.lock().unwrap();
        match *cut {
            Some(Cut::Before(text)) if holds(text) => {
                *cut = None;
                break;
            }
            Some(Cut::After(text)) if holds(text) => {
                *cut = None;
                *is_cut.lock().unwrap() = true;
            }
            _ => {}
        }
        drop(cut);
        if to_server.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to_server.shutdown(Shutdown::Both);
    let _ = from_client.shutdown(Shutdown::Both);
}

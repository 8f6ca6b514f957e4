//! What is to be had by plain requests.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use toporder::host::web::Tls;
use toporder::host::{Codes, Door, Limits};

use crate::classroom::host::{Host, Open, until};
use crate::classroom::{self, CODE, PATIENCE, quick};

/// Sends a request as it is; gives all that is answered, as text.
pub(crate) fn ask(host: &Host, request: &str) -> String {
    let mut stream = TcpStream::connect(host.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // However it is closed.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(host: &Host, path: &str) -> String {
    ask(host, &format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", host.address))
}

#[test]
fn the_page_has_all_it_needs_and_nothing_from_elsewhere() {
    let host = Host::web(quick());
    let page = get(&host, "/");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    let (_, html) = page.split_once("\r\n\r\n").unwrap();
    let parsed = scraper::Html::parse_document(html);
    let mut named = Vec::new();
    for (selector, attribute) in [("script", "src"), ("link", "href"), ("a", "href"), ("img", "src")] {
        let selector = scraper::Selector::parse(selector).unwrap();
        named.extend(parsed.select(&selector).map(|element| element.attr(attribute).unwrap().to_owned()));
    }
    assert!(named.len() >= 7, "{named:?}");
    for path in named.iter().filter(|path| *path != "data:,") {
        assert!(path.starts_with('/') && !path.starts_with("//"), "{path} is elsewhere");
        assert!(get(&host, path).starts_with("HTTP/1.1 200 OK"), "{path}");
    }
    assert!(!html.contains("{{") && !html.contains(CODE));
    assert!(get(&host, "/licences.txt").contains("The xterm.js authors"));
    let packed = get(&host, "/xterm-6.0.0.js");
    assert!(packed.to_lowercase().contains("content-encoding: gzip"));
}

#[test]
fn every_answer_says_how_it_may_be_used_and_sets_no_cookie() {
    let host = Host::web(quick());
    for path in ["/", "/page.js", "/lobby", "/nothing", "/ws"] {
        let answer = get(&host, path).to_lowercase();
        for header in [
            "content-security-policy: default-src 'none'; script-src 'self';",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cache-control: ",
        ] {
            assert!(answer.contains(header), "{path}: {header} is not in\n{answer}");
        }
        assert!(!answer.contains("set-cookie"), "{path}");
    }
}

#[test]
fn there_is_nothing_else() {
    let host = Host::web(quick());
    for path in
        ["/x", "/../../etc/passwd", "/%2e%2e/etc/passwd", "/vendor/xterm.js", "/index.html", "//lobby"]
    {
        let answer = get(&host, path);
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
    let answer =
        ask(&host, &format!("POST / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", host.address));
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
    let long = "x".repeat(100_000);
    let answer = get(&host, &format!("/{long}"));
    assert!(!answer.contains("200 OK"), "{answer}");
    let many: String = (0..1_000).map(|at| format!("X-{at}: x\r\n")).collect();
    let answer = ask(&host, &format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n"));
    assert!(!answer.contains("200 OK"), "{answer}");
    assert!(get(&host, "/").contains("200 OK"));
}

#[test]
fn names_in_the_lobby_are_for_who_knows_the_code() {
    let host = Host::web(quick());
    let told = get(&host, "/lobby");
    assert!(
        told.contains("Round 1 is being played: Soup on the Square. 0 people are here.")
            && told.contains("<label for=\"code\">"),
        "{told}"
    );
    assert!(!told.contains("http-equiv=\"refresh\"") && !told.contains("<script"));
    let told = get(&host, "/lobby?code=wrong");
    assert!(told.contains("That is not the code of this class."), "{told}");
    let told = get(&host, &format!("/lobby?code={}", CODE.to_uppercase()));
    assert!(told.contains("<meta http-equiv=\"refresh\" content=\"15\">"), "{told}");
    let open = Host::with(Door::new(classroom::hub(), Codes::default(), quick()), Open::Web(None), 0);
    assert!(get(&open, "/lobby").contains("<meta http-equiv=\"refresh\" content=\"15\">"));
    assert!(get(&open, "/").contains("id=\"code-row\" hidden"));
}

#[test]
fn who_does_not_finish_a_request_is_cut() {
    let host = Host::web(Limits { request: Duration::from_millis(300), ..quick() });
    let mut open = Vec::new();
    for said in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(host.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        open.push(stream);
    }
    for mut stream in open {
        let _ = stream.read_to_end(&mut Vec::new());
    }
    host.wait_for_connections(0);
}

#[test]
fn thousands_of_requests_do_no_harm_and_who_is_not_served_is_told_why() {
    let host = Host::web(Limits { request: Duration::from_secs(2), connections: 200, ..quick() });
    let mut held = Vec::new();
    let mut told = 0;
    for at in 0..2_000 {
        let Ok(mut stream) = TcpStream::connect(host.address) else { continue };
        match at % 3 {
            0 => drop(stream.write_all(&[0xfe; 3_000])),
            1 => drop(stream.write_all(b"GET /ws HTTP/1.1\r\nHost: x\r\n")),
            _ => {}
        }
        held.push(stream);
    }
    for mut stream in held {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        told += usize::from(String::from_utf8_lossy(&answer).contains("the host has too many connections"));
    }
    assert!(told > 100, "{told} were told why");
    until("the end of them", || host.door.connections() == 0, || host.log.text());
    let serves = || get(&host, "/").starts_with("HTTP/1.1 200 OK");
    until("the page", serves, || host.log.text());
    assert!(host.log.text().lines().count() < 100);
}

#[test]
fn the_page_is_encrypted_with_a_certificate_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["class.example".to_owned()]).unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let tls = Tls::from_files(&certificate, &key).unwrap();
    assert_eq!(tls.fingerprint().len(), 32 * 3 - 1);
    let limits = Limits { request: Duration::from_millis(500), ..quick() };
    let host = Host::with(classroom::door(limits), Open::Web(Some(tls)), 0);

    use tokio_rustls::rustls::pki_types::ServerName;
    use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto};
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let config = ClientConfig::builder_with_provider(std::sync::Arc::new(crypto::ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("class.example").unwrap();
    let client = ClientConnection::new(std::sync::Arc::new(config), name).unwrap();
    let stream = TcpStream::connect(host.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut stream = StreamOwned::new(client, stream);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: class.example\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 200 OK"));

    // Who does not greet is cut, and plain requests get nothing.
    assert!(!ask(&host, "").contains("HTTP"));
    assert!(!get(&host, "/").contains("200 OK"));
    host.wait_for_connections(0);

    let told = Tls::from_files(&key, &key).unwrap_err().to_string();
    assert!(told.contains("holds no certificate in PEM"), "{told}");
    let told = Tls::from_files(&certificate, &folder.path().join("none.pem")).unwrap_err().to_string();
    assert!(told.contains("none.pem"), "{told}");
    let other = Tls::self_signed(vec!["10.0.0.2".to_owned(), "class.local".to_owned()]).unwrap();
    assert!(!format!("{other:?}").contains("PRIVATE"));
}

//! With a browser: a page with a terminal in it, and a lobby that is plain text.
//!
//! Nothing comes from elsewhere, nothing is kept in cookies, and no other page can open a session here.

mod assets;
mod lobby;
mod socket;
mod tls;

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::extract::WebSocketUpgrade;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router, middleware};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time;

use super::accept::{accept, gone_down, until};
use super::{Arrival, Cutter, Door, Way, Wire};

pub use self::tls::{Tls, TlsError};

/// The longest message that is taken from a browser, in bytes.
const MESSAGE_MAX: usize = 16 << 10;

/// How many bytes of a request are read at most before it is understood.
const REQUEST_MAX: usize = 16 << 10;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
    img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Lets people in with a browser until `stop` is ready, and ends when everybody was told.
///
/// # Errors
/// Never while it runs; what goes wrong with single connections is in the log.
pub async fn serve(
    listener: TcpListener,
    door: Door,
    tls: Option<Tls>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let router = router();
    // Sessions outlive the connections that they began as; each holds one end of this.
    let (alive, mut all_gone) = mpsc::channel::<()>(1);
    let refuse = if tls.is_some() { refuse_silently } else { refuse };
    until(stop, |down| {
        let serve = {
            let (door, down) = (door.clone(), down.clone());
            move |stream, arrival| {
                let (wire, cutter) = Wire::new(stream, door.limits().write);
                let (door, down, alive) = (door.clone(), down.clone(), alive.clone());
                let peer = Peer { door, arrival: Arc::new(arrival), cutter, down, _alive: alive };
                connection(wire, router.clone(), tls.clone(), peer)
            }
        };
        let (listener, door) = (&listener, &door);
        async move { accept(listener, door, Way::Browser, down, serve, refuse).await }
    })
    .await;
    let _ = time::timeout(door.limits().farewell * 3, all_gone.recv()).await;
    Ok(())
}

/// The other end of a connection.
#[derive(Clone)]
struct Peer {
    door: Door,
    arrival: Arc<Arrival>,
    cutter: Cutter,
    down: watch::Receiver<bool>,
    /// The host waits until nobody holds one.
    _alive: mpsc::Sender<()>,
}

fn refuse(stream: &TcpStream, words: &str) {
    let length = words.len();
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {length}\r\nRetry-After: 5\r\nConnection: close\r\n\r\n{words}"
    );
    // There is room for it in a new connection.
    let _ = stream.try_write(answer.as_bytes());
}

/// Before the greeting of TLS nothing can be said.
fn refuse_silently(_stream: &TcpStream, _words: &str) {}

async fn connection(wire: Wire<TcpStream>, router: Router, tls: Option<Tls>, peer: Peer) {
    let Some(tls) = tls else { return answer(wire, router, peer).await };
    match time::timeout(peer.door.limits().request, tls.accept(wire)).await {
        Ok(Ok(stream)) => answer(stream, router, peer).await,
        // A browser that does not trust the certificate, or speaks plain HTTP.
        Ok(Err(_)) => {}
        Err(_) => peer.arrival.cut("its greeting was never finished"),
    }
}

async fn answer<S>(stream: S, router: Router, peer: Peer)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut down = peer.down.clone();
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(peer.door.limits().request)
        .max_buf_size(REQUEST_MAX);
    let service = TowerToHyperService::new(router.layer(Extension(peer)));
    let served = builder.serve_connection(TokioIo::new(stream), service).with_upgrades();
    tokio::select! {
        // Whatever went wrong with it: it is over.
        _ = served => {}
        () = gone_down(&mut down) => {}
    }
}

fn router() -> Router {
    assets::routes(Router::new())
        .route("/", get(page))
        .route("/lobby", get(lobby))
        .route("/ws", get(websocket))
        .fallback(async || (StatusCode::NOT_FOUND, "There is nothing here. The class is at /\n"))
        .layer(middleware::map_response(guarded))
}

/// What every answer says about how it may be used.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let always: [(HeaderName, &'static str); 3] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn page(Extension(peer): Extension<Peer>) -> Html<String> {
    Html(assets::page(&peer.door.hub().bulletin().title, peer.door.wants_code("")))
}

async fn lobby(Extension(peer): Extension<Peer>, uri: Uri) -> Html<String> {
    let code = uri.query().and_then(lobby::code_in);
    let knows = match &code {
        Some(code) => peer.arrival.knows_code(code).await,
        None => !peer.door.wants_code(""),
    };
    Html(lobby::page(&peer.door.hub().bulletin(), knows, code.is_some()))
}

async fn websocket(
    headers: HeaderMap,
    Extension(peer): Extension<Peer>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !is_same_origin(&headers) {
        peer.arrival.denied("somebody", "a session from another page");
        return (StatusCode::FORBIDDEN, "Only the page of this host can open a session.\n").into_response();
    }
    let upgrade = upgrade.max_message_size(MESSAGE_MAX).max_frame_size(MESSAGE_MAX);
    upgrade.on_upgrade(move |socket| socket::converse(socket, peer))
}

/// Whether a request comes from a page of this host. Browsers always say where a session is opened from; whoever does
/// not say it is refused.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(origin), Some(host)) = (text(ORIGIN), text(HOST)) else { return false };
    let place = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    place.is_some_and(|place| place.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_page_is_the_same_origin() {
        let is_same = |origin: Option<&str>, host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(ORIGIN, origin.parse().unwrap());
            }
            is_same_origin(&headers)
        };
        assert!(is_same(Some("http://10.0.0.2:8080"), "10.0.0.2:8080"));
        assert!(is_same(Some("https://Class.example"), "class.example"));
        for other in
            ["http://evil.example", "http://10.0.0.2:8081", "http://10.0.0.2:8080.evil.example", "null", ""]
        {
            assert!(!is_same(Some(other), "10.0.0.2:8080"), "{other}");
        }
        assert!(!is_same(None, "10.0.0.2:8080"));
    }
}

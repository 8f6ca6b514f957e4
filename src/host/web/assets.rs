//! What the page is made of.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::routing::get;

use super::lobby::escaped;

const PAGE: &str = include_str!("page.html");

/// Path, type, how long it may be kept, and the file.
const FILES: [(&str, &str, &str, &[u8]); 6] = [
    ("/page.js", SCRIPT, FRESH, include_bytes!("page.js")),
    ("/page.css", SHEET, FRESH, include_bytes!("page.css")),
    ("/xterm-6.0.0.js", SCRIPT, KEPT, include_bytes!("vendor/xterm.js.gz")),
    ("/xterm-6.0.0.css", SHEET, KEPT, include_bytes!("vendor/xterm.css")),
    ("/addon-fit-0.11.0.js", SCRIPT, KEPT, include_bytes!("vendor/addon-fit.js")),
    ("/licences.txt", "text/plain; charset=utf-8", FRESH, include_bytes!("vendor/LICENSE.txt")),
];

const GZIP: &[u8] = b"\x1f\x8b";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SHEET: &str = "text/css; charset=utf-8";
const FRESH: &str = "no-cache";
// Their names tell their versions.
const KEPT: &str = "public, max-age=604800, immutable";

/// The routes of all files.
pub(super) fn routes(router: Router) -> Router {
    FILES.into_iter().fold(router, |router, (path, kind, kept, bytes)| {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
        // The large one is packed; there is no browser that cannot unpack it.
        if bytes.starts_with(GZIP) {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        router.route(path, get(async move || (headers, bytes)))
    })
}

/// The page of a class.
pub(super) fn page(title: &str, wants_code: bool) -> String {
    let title = if title.is_empty() { "A class of Toporder" } else { title };
    let wanted = if wants_code { "" } else { "hidden" };
    // The title last, so that nothing in it is taken for a place to fill in.
    PAGE.replace("{{code_hidden}}", wanted).replace("{{title}}", &escaped(title))
}

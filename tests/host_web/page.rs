//! The page in a browser.

use serde_json::json;
use toporder::host::Limits;

use crate::browser::Browser;
use crate::classroom::host::{Host, Open};
use crate::classroom::{self, CODE, quick};

fn fill_in(browser: &mut Browser, name: &str) {
    browser.wait_until("document.readyState === 'complete'");
    browser.eval(&format!(
        "document.getElementById('name').value = {}; document.getElementById('form').requestSubmit(); 0",
        json!(name)
    ));
}

fn joined(browser: &mut Browser, host: &Host) {
    browser.open(&format!("http://{}/#code={CODE}", host.address));
    fill_in(browser, "Ana");
    browser.wait_for("Soup on the Square");
}

const STATUS: &str = "document.getElementById('status').textContent";

#[test]
fn somebody_joins_types_and_comes_back_after_a_reload_and_a_lost_connection() {
    let Some(mut browser) = Browser::start("the page of a class") else { return };
    let mut host = Host::web(Limits { farewell: std::time::Duration::from_millis(300), ..quick() });
    joined(&mut browser, &host);
    browser.key("?", "?", 191);
    browser.wait_for("Keys");
    browser.key("Escape", "", 27);
    // It fills the window, and follows it.
    let rows = "document.querySelector('.xterm-rows').children.length";
    let before = browser.eval(rows).as_u64().unwrap();
    assert!((20..=60).contains(&before), "{before} rows");
    let metrics = json!({ "width": 900, "height": 900, "deviceScaleFactor": 1, "mobile": false });
    browser.ask("Emulation.setDeviceMetricsOverride", &metrics);
    browser.wait_until(&format!("{rows} > {before}"));

    browser.ask("Page.reload", &json!({}));
    browser.wait_until("document.readyState === 'complete'");
    browser.wait_for("Soup on the Square");
    host.wait_for_sessions(1);

    let port = host.address.port();
    host.stop();
    browser.wait_until(&format!("{STATUS} === 'Connection lost, trying again…'"));
    let again = Host::with(classroom::door(quick()), Open::Web(None), port);
    again.wait_for_sessions(1);
    browser.wait_until(&format!("{STATUS} === ''"));
    browser.wait_for("Soup on the Square");

    browser.key("c", "", 67);
    browser.eval("document.querySelector('.xterm-helper-textarea').focus(); 0");
    let ctrl = json!({ "type": "rawKeyDown", "key": "c", "code": "KeyC", "windowsVirtualKeyCode": 67, "modifiers": 2 });
    browser.ask("Input.dispatchKeyEvent", &ctrl);
    browser.wait_until(&format!("{STATUS}.includes('You have left the class')"));
    browser.wait_until("!document.getElementById('door').hidden");
    // Nothing of the page was against its own policy. That the host was gone is told by the browser.
    let wrong: Vec<&String> =
        browser.console.iter().filter(|line| !line.contains("ERR_CONNECTION")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn refusals_are_told_in_words() {
    let Some(mut browser) = Browser::start("refusals on the page") else { return };
    let host = Host::web(quick());
    browser.open(&format!("http://{}/#code=wrong", host.address));
    fill_in(&mut browser, "Ana");
    browser.wait_until(&format!("{STATUS} === 'That is not the code of this class.'"));
    assert_eq!(browser.eval("document.getElementById('status').getAttribute('aria-live')"), "polite");
    assert_eq!(browser.eval("document.activeElement.id"), "code");
    browser.eval(&format!("document.getElementById('code').value = {}; 0", json!(CODE)));
    fill_in(&mut browser, "Ana");
    browser.wait_for("Soup on the Square");
}

#[test]
fn a_finger_is_enough() {
    let Some(mut browser) = Browser::start("the page on a touch screen") else { return };
    let host = Host::web(quick());
    browser.ask("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
    joined(&mut browser, &host);
    browser.wait_until("!document.getElementById('keys').hidden");
    let key = "[...document.querySelectorAll('#keys button')].find((key) => key.textContent === '?')";
    browser.eval(&format!("{key}.click(); 0"));
    browser.wait_for("Keys");
    browser.eval(
        "[...document.querySelectorAll('#keys button')].find((key) => key.textContent === 'Esc').click(); 0",
    );
    let rows = "document.querySelector('.xterm-rows').textContent.replace(/\\u00a0/g, ' ')";
    browser.wait_until(&format!("{rows}.includes('? keys')"));
    // A tap on a hint is a click on it.
    let place = browser.eval(
        "(() => { const rows = [...document.querySelectorAll('.xterm-rows > div')]; \
         const row = rows.findLast((row) => row.textContent.replace(/\\u00a0/g, ' ').includes('? keys')); \
         const at = row.textContent.replace(/\\u00a0/g, ' ').indexOf('? keys'); \
         const screen = document.querySelector('.xterm-screen').getBoundingClientRect(); \
         const box = row.getBoundingClientRect(); \
         const columns = Math.round(screen.width / (screen.height / rows.length) * 2.4); \
         const range = document.createRange(); const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT); \
         let passed = 0; \
         for (let node = walker.nextNode(); node; node = walker.nextNode()) { \
           if (passed + node.length > at) { range.setStart(node, at - passed); range.setEnd(node, at - passed + 1); break; } \
           passed += node.length; } \
         const cell = range.getBoundingClientRect(); \
         return { x: cell.left + cell.width / 2, y: box.top + box.height / 2, columns }; })()",
    );
    let touch = json!({ "type": "touchStart", "touchPoints": [{ "x": place["x"], "y": place["y"] }] });
    browser.ask("Input.dispatchTouchEvent", &touch);
    browser.ask("Input.dispatchTouchEvent", &json!({ "type": "touchEnd", "touchPoints": [] }));
    browser.wait_for("Keys");
}

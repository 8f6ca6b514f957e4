//! The page in a browser.

use serde_json::json;
use toporder::host::Limits;

use super::browser::Browser;
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
    let hint = place_of(&mut browser, "? keys");
    touch(&mut browser, "touchStart", Some(hint));
    touch(&mut browser, "touchEnd", None);
    browser.wait_for("Keys");
}

#[test]
fn a_swipe_is_the_wheel_and_a_long_touch_drags() {
    let Some(mut browser) = Browser::start("swipes and long touches on the page") else { return };
    let host = Host::web(quick());
    browser.ask("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
    joined(&mut browser, &host);
    // What is read goes with the finger, and back.
    for (from, to, is_at_top) in [(400, 200, false), (200, 400, true)] {
        touch(&mut browser, "touchStart", Some((300.0, f64::from(from))));
        touch(&mut browser, "touchMove", Some((300.0, f64::from(to))));
        touch(&mut browser, "touchEnd", None);
        browser.wait_until(&format!("({ROWS_OF})().join().includes('The soup cart') === {is_at_top}"));
    }
    browser.key("Enter", "\r", 13);
    browser.wait_for("r run");
    let first = order(&mut browser);
    let (x, y) = place_of(&mut browser, &first[0]);
    let (_, next) = place_of(&mut browser, &first[1]);
    // Held, it takes the item along; that it is held is seen by the line that is selected.
    touch(&mut browser, "touchStart", Some((x, next)));
    browser.wait_until(&format!("({ROWS_OF})().some((row) => /^ *▸ *2 /.test(row))"));
    touch(&mut browser, "touchMove", Some((x, y)));
    touch(&mut browser, "touchEnd", None);
    browser.wait_until(&format!("({ROWS_OF})().some((row) => /^ *▸ *1 /.test(row))"));
    let second = order(&mut browser);
    assert_eq!(second[..2], [first[1].clone(), first[0].clone()]);
    assert_eq!(second[2..], first[2..]);
}

#[test]
fn what_is_pasted_is_text_and_no_commands() {
    let Some(mut browser) = Browser::start("pasting into the page") else { return };
    let host = Host::web(quick());
    joined(&mut browser, &host);
    browser.key("Enter", "\r", 13);
    browser.wait_for("r run");
    let before = order(&mut browser);
    // Typed, this would move an item to the bottom, and run a Sprint.
    paste(&mut browser, "Gr\nr");
    browser.key("/", "/", 191);
    browser.wait_for("Show only:");
    paste(&mut browser, "menu");
    browser.wait_for("Show only: menu");
    browser.key("Escape", "", 27);
    browser.wait_until(&format!("!({ROWS_OF})().join().includes('Show only')"));
    browser.wait_until(&format!("({ROWS_OF})().join().includes({})", json!(before[0])));
    assert_eq!(order(&mut browser), before);
}

#[test]
fn colours_go_with_those_of_the_browser() {
    let Some(mut browser) = Browser::start("light and dark on the page") else { return };
    let host = Host::web(quick());
    scheme(&mut browser, "dark");
    joined(&mut browser, &host);
    // The title bar, whose ground a theme gives.
    let is = |red: u32, green: u32, blue: u32| {
        format!(
            "[...document.querySelectorAll('.xterm-rows span')].some((span) => \
             getComputedStyle(span).backgroundColor === 'rgb({red}, {green}, {blue})')"
        )
    };
    browser.wait_until(&is(0x23, 0x33, 0x42));
    // It follows while one plays.
    scheme(&mut browser, "light");
    browser.wait_until(&is(0xd9, 0xe2, 0xea));
    assert_eq!(browser.eval("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
    // And it is asked for when one comes in.
    browser.ask("Page.reload", &json!({}));
    browser.wait_until("document.readyState === 'complete'");
    browser.wait_until(&is(0xd9, 0xe2, 0xea));
}

/// The rows of the terminal, as text.
const ROWS_OF: &str = "() => [...document.querySelectorAll('.xterm-rows > div')]\
    .map((row) => row.textContent.replace(/\\u00a0/g, ' '))";

/// The items on the board, in their order.
fn order(browser: &mut Browser) -> Vec<String> {
    let found = browser.eval(&format!(
        "({ROWS_OF})().map((row) => row.match(/^ *▸? *\\d+ +[◆◇▲§✚?]\\S* +(.{{12}})/)).filter(Boolean).map((found) => found[1])"
    ));
    found.as_array().unwrap().iter().map(|title| title.as_str().unwrap().to_owned()).collect()
}

/// The middle of the cell where a text begins, the last time that it stands on the screen.
fn place_of(browser: &mut Browser, text: &str) -> (f64, f64) {
    let place = browser.eval(&format!(
        "(() => {{ const wanted = {}; const plain = (row) => row.textContent.replace(/\\u00a0/g, ' '); \
         const row = [...document.querySelectorAll('.xterm-rows > div')].findLast((row) => plain(row).includes(wanted)); \
         const at = plain(row).indexOf(wanted); const range = document.createRange(); \
         const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT); let passed = 0; \
         for (let node = walker.nextNode(); node; node = walker.nextNode()) {{ \
           if (passed + node.length > at) {{ range.setStart(node, at - passed); range.setEnd(node, at - passed + 1); break; }} \
           passed += node.length; }} \
         const [cell, box] = [range, row].map((part) => part.getBoundingClientRect()); \
         return [cell.left + cell.width / 2, box.top + box.height / 2]; }})()",
        json!(text)
    ));
    (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
}

fn touch(browser: &mut Browser, kind: &str, place: Option<(f64, f64)>) {
    let points: Vec<_> = place.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
    browser.ask("Input.dispatchTouchEvent", &json!({ "type": kind, "touchPoints": points }));
}

fn paste(browser: &mut Browser, text: &str) {
    browser.eval(&format!(
        "(() => {{ const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', {}); \
         document.querySelector('.xterm-helper-textarea').dispatchEvent(\
         new ClipboardEvent('paste', {{ clipboardData, bubbles: true }})); return 0; }})()",
        json!(text)
    ));
}

fn scheme(browser: &mut Browser, name: &str) {
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": name }] });
    browser.ask("Emulation.setEmulatedMedia", &features);
}

//! Headless Chromium, driven by its own protocol.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{self, Message, WebSocket};

use crate::classroom::PATIENCE;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// A browser with one page in it.
pub(crate) struct Browser {
    program: Child,
    socket: WebSocket<TcpStream>,
    page: String,
    last: u64,
    /// What was said on the console, and what went wrong.
    pub(crate) console: Vec<String>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// A browser; without one the test says what it does not test.
    pub(crate) fn start(what: &str) -> Option<Self> {
        let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
        let mut places = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        let Some(place) = places.find(|place| place.is_file()) else {
            // Past the harness, which keeps to itself what a test prints that passes.
            let told =
                format!("NOT TESTED: {what}: there is no Chromium ({}) on the path\n", NAMES.join(", "));
            std::io::stderr().write_all(told.as_bytes()).unwrap();
            assert!(env::var_os("CI").is_none(), "with CI set, a browser is needed: {what}");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut program = Command::new(place)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"])
            .args(["--disable-background-networking", "--disable-component-update", "--window-size=900,600"])
            .args(["--remote-debugging-port=0", "--touch-events=enabled"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = BufReader::new(program.stderr.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert_ne!(errors.read_line(&mut line).unwrap(), 0, "the browser ended");
            if let Some(address) = line.trim().strip_prefix("DevTools listening on ") {
                break address.to_owned();
            }
        };
        // Otherwise it could not say anything more, and would wait.
        std::thread::spawn(move || errors.lines().for_each(drop));
        let place = address.trim_start_matches("ws://").split('/').next().unwrap();
        let stream = TcpStream::connect(place).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(&address, stream).unwrap();
        let mut browser =
            Self { program, socket, page: String::new(), last: 0, console: Vec::new(), _profile: profile };
        let target = browser.ask("Target.createTarget", &json!({ "url": "about:blank" }));
        let attached =
            browser.ask("Target.attachToTarget", &json!({ "targetId": target["targetId"], "flatten": true }));
        browser.page = attached["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            browser.ask(domain, &json!({}));
        }
        Some(browser)
    }

    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if !self.page.is_empty() {
            message["sessionId"] = json!(self.page);
        }
        self.socket.send(Message::Text(message.to_string().into())).unwrap();
        loop {
            let Message::Text(text) = self.socket.read().unwrap() else { continue };
            let answer: Value = serde_json::from_str(&text).unwrap();
            if answer["id"] == self.last {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
            let said = ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"];
            if answer["method"].as_str().is_some_and(|method| said.contains(&method)) {
                self.console.push(answer["params"].to_string());
            }
        }
    }

    pub(crate) fn open(&mut self, address: &str) {
        self.ask("Page.navigate", &json!({ "url": address }));
    }

    /// What a piece of script gives.
    pub(crate) fn eval(&mut self, script: &str) -> Value {
        let answer = self.ask("Runtime.evaluate", &json!({ "expression": script, "returnByValue": true }));
        answer["result"]["value"].clone()
    }

    /// Waits until a piece of script says so.
    pub(crate) fn wait_until(&mut self, script: &str) {
        let begun = Instant::now();
        while self.eval(script) != json!(true) {
            if begun.elapsed() > PATIENCE {
                let shown = self.eval("document.body.innerText");
                panic!("{script} did not come:\n{}\n{:?}", shown.as_str().unwrap_or_default(), self.console);
            }
            std::thread::park_timeout(std::time::Duration::from_millis(20));
        }
    }

    /// Waits until the terminal shows a text.
    pub(crate) fn wait_for(&mut self, text: &str) {
        let rows = "document.querySelector('.xterm-rows')";
        // Blanks are of another kind there.
        self.wait_until(&format!(
            "!!{rows} && !document.getElementById('play').hidden \
             && {rows}.textContent.replace(/\\u00a0/g, ' ').includes({})",
            json!(text)
        ));
    }

    pub(crate) fn key(&mut self, key: &str, text: &str, code: u32) {
        for kind in ["keyDown", "keyUp"] {
            let mut params = json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && !text.is_empty() {
                params["text"] = json!(text);
            }
            self.ask("Input.dispatchKeyEvent", &params);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

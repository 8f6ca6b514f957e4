//! A page in headless Chromium: no word on the console, nothing injected, light and dark, A4 on paper.
//!
//! Where there is no Chromium these tests say so and pass, unless `CI` is set.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use serde_json::Value;

use crate::games::{Folder, arg};
use crate::hostile;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn chromium() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    let mut places = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.find(|place| place.is_file())
}

/// The browser; without one the test says what it does not test.
fn browser(what: &str) -> Option<PathBuf> {
    let found = chromium();
    if found.is_none() {
        // Past the harness, which keeps to itself what a test prints that passes.
        let told = format!("NOT TESTED: {what}: there is no Chromium ({}) on the path\n", NAMES.join(", "));
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        assert!(env::var_os("CI").is_none(), "with CI set, a browser is needed: {what}");
    }
    found
}

/// What a browser answers and what it says on its console.
struct Answer {
    out: String,
    console: Vec<String>,
}

fn open(browser: &Path, page: &Path, args: &[&str]) -> Answer {
    let profile = tempfile::tempdir().unwrap();
    let mut program = Process::new(browser);
    program
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            "--hide-scrollbars",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(args)
        .arg(format!("file://{}", page.display()));
    let output = program.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8_lossy(&output.stderr);
    let console = told.lines().filter(|line| line.contains(":CONSOLE")).map(str::to_owned).collect();
    Answer { out: String::from_utf8_lossy(&output.stdout).into_owned(), console }
}

fn page(folder: &Folder, name: &str, what: &Path) -> PathBuf {
    assert!(folder.report(&[arg(what), "-o", name]).status.success());
    folder.path(name)
}

/// A page that tells about itself in its title: its policy gives way to a script of the test.
fn probed(page: &Path, script: &str) -> PathBuf {
    let html = fs::read_to_string(page).unwrap();
    let policy = html.find("<meta http-equiv").unwrap();
    let end = policy + html[policy..].find('\n').unwrap();
    let html = format!("{}{}", &html[..policy], &html[end..]);
    let script = format!("<script>document.title = JSON.stringify((() => {{ {script} }})())</script></body>");
    let probed = page.with_extension("probe.html");
    fs::write(&probed, html.replace("</body>", &script)).unwrap();
    probed
}

fn asked(browser: &Path, page: &Path, script: &str, args: &[&str]) -> Value {
    let args: Vec<&str> = ["--dump-dom"].into_iter().chain(args.iter().copied()).collect();
    let answer = open(browser, &probed(page, script), &args);
    let parsed = scraper::Html::parse_document(&answer.out);
    let title = scraper::Selector::parse("head > title").unwrap();
    let title: String = parsed.select(&title).next().unwrap().text().collect();
    serde_json::from_str(&title).unwrap_or_else(|_| panic!("{title}"))
}

#[test]
fn nothing_escapes_and_the_console_is_silent() {
    let Some(browser) = browser("hostile titles in a browser") else { return };
    let folder = hostile::class();
    let page = page(&folder, "class.html", &folder.journals());
    let answer = open(&browser, &page, &["--dump-dom"]);
    assert_eq!(answer.console, Vec::<String>::new());
    let dom = scraper::Html::parse_document(&answer.out);
    let count = |selector: &str| dom.select(&scraper::Selector::parse(selector).unwrap()).count();
    assert_eq!(count("script, img, iframe, link, object, embed, form, b"), 0);
    assert_eq!(count("h1"), 1);
    assert!(count("section > h2") >= 5 && count("figure > svg") >= 3 && count("table caption") >= 4);
    assert!(answer.out.contains("&lt;script&gt;"), "the title is shown as it is");
    assert!(!answer.out.contains("<title>taken"), "nothing ran");
}

/// The test above can fail: a page with something wrong is heard.
#[test]
fn what_is_wrong_with_a_page_is_heard() {
    let Some(browser) = browser("whether the console is heard") else { return };
    let folder = Folder::new();
    let page = folder.path("loud.html");
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";
    fs::write(&page, format!("<!DOCTYPE html>{policy}<title>a</title><script>1</script>")).unwrap();
    assert!(!open(&browser, &page, &["--dump-dom"]).console.is_empty());
}

#[test]
fn a_page_can_be_read_in_light_and_in_dark_and_is_not_too_wide() {
    let Some(browser) = browser("light, dark and the width of a page") else { return };
    let folder = Folder::new();
    folder.keep_class();
    let page = page(&folder, "class.html", &folder.journals());
    // Every text on its own ground (WCAG 2), every shape with the colour of its ink.
    let script = "
        const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const light = (c) => { const s = c / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
        const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
        const contrast = (a, b) => {
            const [x, y] = [luminance(a), luminance(b)];
            return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
        };
        const ground = (element) => {
            for (let at = element; at; at = at.parentElement) {
                const colour = parts(getComputedStyle(at).backgroundColor);
                if (colour.length === 3 || colour[3] > 0) return colour;
            }
            return [255, 255, 255];
        };
        let least = 99;
        for (const element of document.querySelectorAll('h1,h2,h3,p,li,th,td,caption,figcaption,a')) {
            least = Math.min(least, contrast(parts(getComputedStyle(element).color), ground(element)));
        }
        const shapes = [...document.querySelectorAll('svg [class]')];
        const bare = shapes.filter((shape) => {
            const { fill, stroke } = getComputedStyle(shape);
            return shape.getAttribute('class').startsWith('f-') ? fill === 'rgb(0, 0, 0)' : stroke === 'none';
        });
        return { ground: ground(document.body).slice(0, 3), least, shapes: shapes.length, bare: bare.length,
                 wide: document.documentElement.scrollWidth - window.innerWidth };";
    for (scheme, ground) in [("1", [255, 255, 255]), ("0", [20, 23, 27])] {
        for width in [320, 900] {
            let args = [
                format!("--blink-settings=preferredColorScheme={scheme}"),
                format!("--window-size={width},800"),
            ];
            let found = asked(&browser, &page, script, &[&args[0], &args[1]]);
            assert_eq!(found["ground"], serde_json::json!(ground), "{found}");
            assert!(found["least"].as_f64().unwrap() >= 4.5, "{found}");
            assert!(found["shapes"].as_u64().unwrap() > 50 && found["bare"] == 0, "{found}");
            assert!(found["wide"].as_i64().unwrap() <= 0, "{found}");
        }
    }
}

#[test]
fn it_prints_on_a4() {
    let Some(browser) = browser("paper") else { return };
    let folder = Folder::new();
    let journal = &folder.keep_class()[0];
    let page = page(&folder, "game.html", journal);
    let pdf = folder.path("game.pdf");
    open(&browser, &page, &[&format!("--print-to-pdf={}", pdf.display()), "--no-pdf-header-footer"]);
    let pdf = fs::read(pdf).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    let sizes: Vec<Vec<f64>> = text
        .match_indices("/MediaBox [")
        .map(|(at, found)| {
            let rest = &text[at + found.len()..];
            rest[..rest.find(']').unwrap()].split_whitespace().map(|side| side.parse().unwrap()).collect()
        })
        .collect();
    assert!((2..=12).contains(&sizes.len()), "{} pages", sizes.len());
    for size in sizes {
        // 210 × 297 mm in points.
        assert!((size[2] - 595.28).abs() < 1.0 && (size[3] - 841.89).abs() < 1.0, "{size:?}");
    }
}

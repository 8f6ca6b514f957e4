//! Titles, names and sentences that try to be more than text.

use std::collections::BTreeSet;

use scraper::{Html, Selector};
use serde_json::json;
use toporder::game::Command::{Reason, RunRest, SprintGoal};

use crate::common::{commit, move_to};
use crate::games::{Folder, arg, scenario};

const TAG: &str = "</text></svg></style></title><script>document.title='taken'</script>";
const IMAGE: &str = "\"><img src=http://example.org/x onerror='document.title=1'>&amp;";
/// It would be a chart's own colour, and a rule of style.
const COLOUR: &str = "\" fill=\"#010200\" } body { display: none }";

/// A class with hostile names, items, units and sentences.
pub(crate) fn class() -> Folder {
    let folder = Folder::new();
    let scenario = scenario(&[
        ("title", TAG.into()),
        ("value_unit", "<b>€".into()),
        ("lessons", json!([IMAGE])),
        (
            "items",
            json!([
                { "id": "a", "title": TAG, "value": [{ "for": "ann", "amount": 5 }] },
                { "id": "due", "title": IMAGE, "value": [{ "for": "ann", "amount": 9 }] },
                { "id": "test", "title": COLOUR, "value": [{ "for": "ann", "amount": 2 }] },
            ]),
        ),
    ]);
    let names =
        [TAG, IMAGE, "=HYPERLINK(\"http://example.org\")", "\u{202e}evil\u{1b}[2J\u{7}", "@SUM(A1)", "-1+1"];
    for (place, name) in names.into_iter().enumerate() {
        let commands = [
            move_to("test", 1 + place % 3),
            SprintGoal { text: TAG.to_owned(), items: Vec::new() },
            Reason { text: IMAGE.to_owned() },
            commit("due", 2, 85),
            RunRest,
        ];
        folder.keep(&scenario, name, 7, &commands, &format!("{place}"));
    }
    folder
}

fn pages(folder: &Folder) -> [String; 2] {
    let one = folder.journals().join("1.jsonl");
    [arg(&folder.journals()), arg(&one)].map(|what| folder.printed(&["--format", "html", "-o", "-", what]))
}

#[test]
fn a_page_is_valid_and_has_only_what_it_should() {
    let known = BTreeSet::from([
        "a",
        "body",
        "caption",
        "desc",
        "div",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "head",
        "html",
        "li",
        "main",
        "meta",
        "nav",
        "ol",
        "p",
        "section",
        "style",
        "svg",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "circle",
        "line",
        "polygon",
        "polyline",
        "rect",
        "text",
    ]);
    for page in pages(&class()) {
        let parsed = Html::parse_document(&page);
        assert_eq!(parsed.errors, Vec::<&str>::new());
        for element in parsed.select(&Selector::parse("*").unwrap()) {
            let name = element.value().name();
            assert!(known.contains(name), "<{name}>");
            for (attribute, value) in element.value().attrs() {
                assert!(
                    !attribute.starts_with("on") && attribute != "src" && attribute != "style",
                    "{attribute}"
                );
                assert!(attribute != "href" || value.starts_with('#'), "{value}");
            }
        }
        let titles: Vec<String> = parsed
            .select(&Selector::parse("head > title, h1").unwrap())
            .map(|element| element.text().collect())
            .collect();
        assert_eq!(titles, [TAG, TAG]);
        let policy = Selector::parse("meta[http-equiv=Content-Security-Policy]").unwrap();
        let policy = parsed.select(&policy).next().unwrap().value().attr("content").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("script"), "{policy}");
        let style = parsed.select(&Selector::parse("style").unwrap()).next().unwrap();
        let style: String = style.text().collect();
        assert!(!style.contains("url(") && !style.contains("@import"));
        // Every chart has a name and says in words what is to be seen on it.
        for chart in parsed.select(&Selector::parse("svg").unwrap()) {
            let named = chart.value().attr("aria-labelledby").unwrap();
            assert_eq!(chart.value().attr("role"), Some("img"));
            for id in named.split(' ') {
                let of = chart.select(&Selector::parse(&format!("#{id}")).unwrap()).next().unwrap();
                assert!(of.text().any(|text| !text.is_empty()));
            }
        }
    }
}

#[test]
fn no_ids_are_used_twice_and_every_link_leads_somewhere() {
    for page in pages(&class()) {
        let parsed = Html::parse_document(&page);
        let all = Selector::parse("[id]").unwrap();
        let ids: Vec<&str> = parsed.select(&all).filter_map(|element| element.value().id()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        for link in parsed.select(&Selector::parse("a").unwrap()) {
            let target = link.value().attr("href").unwrap().trim_start_matches('#');
            assert!(ids.contains(&target), "{target}");
        }
    }
}

#[test]
fn nothing_turns_the_writing_direction_or_drives_a_terminal() {
    let folder = class();
    for format in ["html", "md", "csv", "participation"] {
        let printed = folder.printed(&["--format", format, arg(&folder.journals())]);
        let unsafe_ones: Vec<char> =
            printed.chars().filter(|&c| c != '\n' && (c.is_control() || c == '\u{202e}')).collect();
        assert_eq!(unsafe_ones, Vec::<char>::new(), "{format}");
        assert!(printed.contains("u{202e}"), "{format} shows what was there");
    }
}

#[test]
fn no_cell_is_run_by_a_spreadsheet() {
    let folder = class();
    for format in ["csv", "participation"] {
        let printed = folder.printed(&["--format", format, arg(&folder.journals())]);
        let mut reader = csv::Reader::from_reader(printed.as_bytes());
        let at = reader.headers().unwrap().iter().position(|name| name == "participant").unwrap();
        let names: Vec<String> = reader.records().map(|row| row.unwrap()[at].to_owned()).collect();
        assert_eq!(names.len(), 6);
        assert!(names.iter().all(|name| !name.starts_with(['=', '+', '-', '@'])), "{names:?}");
        assert!(names.contains(&"'-1+1".to_owned()), "{names:?}");
    }
}

#[test]
fn markdown_has_no_markup_of_others() {
    let folder = class();
    let printed = folder.printed(&[arg(&folder.journals())]);
    assert!(!printed.replace("\\<", "").contains('<'), "{printed}");
}

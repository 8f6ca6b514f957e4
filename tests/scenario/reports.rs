//! What is said about files that are wrong, or doubtful: one file per rule, its report as a snapshot.
//!
//! After a change of wording, look at the new reports with `INSTA_UPDATE=always cargo test --test
//! scenario reports` and `git diff`.

use std::path::Path;

use miette::Diagnostic;
use toporder::cli::Look;
use toporder::scenario::load;

/// The report as it is printed where no terminal is.
fn render(diagnostic: &dyn Diagnostic) -> String {
    let text = Look::PLAIN.render(diagnostic);
    let hostile = text.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(hostile, None, "a report sends a control character");
    assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{200b}']), "a report sends a hidden character");
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Relative to the package, which is where tests run: reports name the file as it was named.
fn relative(path: &Path) -> &Path {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("fixtures are inside the package")
}

#[test]
fn invalid() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::glob!("../fixtures/invalid", "*.json", |path| {
            let error = load::load_file(relative(path)).expect_err("the fixture is invalid");
            insta::assert_snapshot!(render(&error));
        });
    });
}

#[test]
fn doubtful() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::glob!("../fixtures/doubtful", "*.json", |path| {
            let loaded = load::load_file(relative(path)).expect("a doubt is no error");
            assert!(!loaded.warnings.is_empty(), "{} raises no doubt", path.display());
            insta::assert_snapshot!(render(&loaded.warnings));
        });
    });
}

#[test]
fn a_long_report_is_cut() {
    let items: Vec<_> = (0..120).map(|n| format!(r#"{{ "id": "i{n}", "efort": 1 }}"#)).collect();
    let error = load::load_text("long.json", &format!("{{ \"items\": [{}] }}", items.join(",\n")))
        .expect_err("much is missing");
    let text = render(&error);
    assert_eq!(error.findings().len(), 241);
    assert_eq!(text.matches("\nError: ").count(), 50);
    assert!(text.contains("Shown are the first 50; 191 more follow."), "{text}");
}

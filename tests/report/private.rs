//! Reports without names.

use crate::games::{Folder, arg, class, scenario};

#[test]
fn no_name_is_left_anywhere() {
    let folder = Folder::new();
    folder.keep_class();
    for format in ["html", "md", "csv", "json", "participation"] {
        let open = folder.printed(&["--format", format, arg(&folder.journals())]);
        let hidden = folder.printed(&["--anonymous", "--format", format, arg(&folder.journals())]);
        for (name, _) in class() {
            assert!(open.contains(name), "{format} names {name} without --anonymous");
            for part in name.split(' ') {
                assert!(!has_word(&hidden, part), "{format} still names {part}");
            }
        }
        for number in 1..=4 {
            assert!(hidden.contains(&format!("Participant {number}")), "{format}: {number}");
        }
        assert!(hidden.contains("2026-11-23") || matches!(format, "html" | "md"), "{format}");
        assert!(!hidden.contains("09:00"), "{format} tells the minute");
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|other| other.eq_ignore_ascii_case(word))
}

/// Neither the alphabet nor the order of the files tells who is who, and the same class has the same numbers.
#[test]
fn numbers_do_not_follow_names() {
    let folder = Folder::new();
    let names = ["Ada", "Bo", "Chidi", "Dagny", "Eve", "Femi"];
    for name in names {
        folder.keep(&scenario(&[]), name, 7, &class()[1].1, &name.to_lowercase());
    }
    let numbers = |folder: &Folder| -> Vec<String> {
        let printed = folder.printed(&["--anonymous", "--participation", arg(&folder.journals())]);
        printed.lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect()
    };
    let first = numbers(&folder);
    let mut sorted = first.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), names.len());
    assert_ne!(first, sorted, "they follow the alphabet");
    assert_eq!(first, numbers(&folder));
}

#[test]
fn who_plays_twice_has_one_number() {
    let folder = Folder::new();
    folder.keep(&scenario(&[]), "Ada", 1, &class()[1].1, "one");
    folder.keep(&scenario(&[("title", "Elsewhere".into())]), "Ada", 2, &class()[1].1, "two");
    let printed = folder.printed(&["--anonymous", "--participation", arg(&folder.journals())]);
    assert_eq!(printed.matches("Participant 1").count(), 2, "{printed}");
}

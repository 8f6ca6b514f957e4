//! What everybody sees on the projector.

use toporder::class::Happening;

use super::stage::{NAMES, SIZES, Stage, at_own_pace, invitation};

#[test]
fn hidden_names_and_results_are_hidden_on_the_projector() {
    for size in SIZES {
        let mut stage = at_own_pace();
        stage.then(Happening::Hidden { names: true, results: true });
        let mut trainer = stage.trainer(size, None);
        let value = stage.bulletin(None).seats[2].place.as_ref().and_then(|place| place.value);
        let value = toporder::words::number(value.expect("a trainer is told"));
        for keys in ["", "j", "esc", "enter", "esc x", "n o", "o"] {
            let screen = trainer.keys(keys).screen();
            // Bo is in the title, too.
            for name in NAMES.into_iter().filter(|name| *name != "Bo") {
                assert!(!screen.contains(name), "{name} after {keys}\n{screen}");
            }
            assert!(!screen.contains(&value), "{value} after {keys}\n{screen}");
        }
        assert!(trainer.screen().contains("Participant 2"));
        trainer.keys("v");
        let screen = trainer.screen();
        assert!(screen.contains("Chidi") && screen.contains(&value), "{screen}");
        assert!(screen.contains("for your eyes only"), "{screen}");
    }
}

#[test]
fn hidden_names_are_not_told_by_their_order() {
    let mut stage = Stage::of(&["Zoe", "Ana"], 0);
    stage.begin(false).then(Happening::Hidden { names: true, results: false });
    let screen = stage.trainer(SIZES[1], None).screen();
    let place = |name: &str| screen.find(name).unwrap_or_else(|| panic!("{name}: {screen}"));
    assert!(place("Participant 1") < place("Participant 2"));
}

#[test]
fn answers_are_for_the_trainer_until_they_are_shown() {
    let mut stage = at_own_pace();
    let choices = vec!["Mostly".to_owned(), "Hardly".to_owned()];
    stage.then(Happening::Asked { question: "Was it fun?".to_owned(), choices });
    for player in [1, 2, 3] {
        stage.then(Happening::Answered { player, choice: 0 });
    }
    let mut trainer = stage.trainer(SIZES[2], None);
    let screen = trainer.screen();
    assert!(screen.contains("3 have answered") && !screen.contains("█ 3"), "{screen}");
    assert!(trainer.keys("v").screen().contains("Only you see this."));
    assert!(trainer.screen().contains("█ 3"));
    stage.then(Happening::AnswersShown {});
    let screen = stage.trainer(SIZES[2], None).screen();
    assert!(screen.contains("█ 3") && screen.contains("Everybody sees this."), "{screen}");
}

#[test]
fn the_joining_page_says_everything_and_fits_a_picture_where_there_is_room() {
    for size in SIZES {
        let mut trainer = Stage::of(&NAMES, 0).trainer(size, None);
        let screen = trainer.screen();
        let invitation = invitation();
        for part in [&invitation.page, &invitation.ssh] {
            let part = part.as_deref().expect("it is there");
            assert!(screen.contains(part), "{part}: {screen}");
        }
        assert!(screen.contains(&invitation.code), "{screen}");
        assert!(screen.contains("encrypts"), "{screen}");
        let has_picture = screen.contains("▀▄") || screen.contains("██  ");
        assert_eq!(has_picture, size.width >= 80, "{screen}");
        assert_eq!(screen.contains("needs a window of 79 × 20"), !has_picture, "{screen}");
    }
}

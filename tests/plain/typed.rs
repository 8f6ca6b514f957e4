//! Every command, every mistake, and how much is told.

use std::path::PathBuf;

use toporder::game::Command::{Redo, RunRest, RunSprint, Undo};
use toporder::game::journal::{Coach, Rules};
use toporder::plain::Start;
use toporder::tui::event::{Event, SavedGame};

use crate::common::{self, move_to, talk};
use crate::player::{Player, fair};
use crate::squeezed;

const EVERY_LINE: &str = "
    list
    read stall
    move 3 to 1
    bring 1
    up 3
    down 3
    top show
    bottom show
    order permit, buns
    not-now show
    undo
    redo
    move show to 2
    talk cake
    talk 4
    no
    talk oven
    yes
    talk permit
    goal
    goal Open the fair
    goal Open the fair with 1 2
    reason
    reason The oven first
    forecast
    forecast 1 by 2 80%
    forecast goal 1 by 2 40%
    forecast goal doors by 3 60 %
    value
    warnings
    people
    risks
    briefing
    glossary risks
    review
    save
    debrief
    help
    help move
    help redo
    run
    review 1
    review 3
    goal none
    reason none
    run rest
    maybe
    yes
    list
    read stall
    value
    move 1 to 2
    undo
    run
    review 3
    debrief
    games
    list
    read 1
    help
    glossary
    move 1 to 2
    0
    99
    zoo
    s
    the
    quit
";

#[test]
fn every_command_says_what_it_does() {
    let (mut player, opening) = Player::of(fair(), Coach::Full, false);
    let text = player.lines(EVERY_LINE);
    insta::assert_snapshot!("every_command", format!("{opening}\n{text}"));
    assert_eq!((player.debriefs, player.is_over), (2, true));
    // What `help` lists is all there.
    let help = text.split("> help\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let listed: Vec<&str> =
        help.lines().filter(|line| line.contains(": ") && !line.starts_with(' ')).collect();
    assert!(listed.len() > 25, "{help}");
    for line in listed {
        let name = line.split([' ', ':']).next().unwrap();
        assert!(EVERY_LINE.lines().any(|typed| typed.trim().split(' ').next() == Some(name)), "{name}");
    }
}

const MISTAKES: &str = "
    dance
    lsit
    re
    rea
    yes
    no 3
    read
    read 9
    read 0
    read cacke
    read zzz
    read o
    move 1
    move 1 to 9
    move 1 to 1
    move cake to top
    up 1
    up zzz
    down 5
    x 5
    x 5
    up 5
    bring 5
    bring 1
    order
    order 1 1
    order 1 zzz
    forecast 1 by 9 50%
    forecast 1 by 1 100%
    forecast 1 by 1 999%
    forecast 1
    forecast goal 7 by 1 50%
    goal Open with 1 1
    goal Open with 1 9
    undo now
    run twice
    review 1
    review one
    glossary wsjf
    glossary Risl
    help dance
    redo
    talk permit
    talk permit
    talk buns
    talk cake
";

#[test]
fn a_mistake_gets_one_line_and_changes_nothing() {
    let (mut player, _) = Player::of(fair(), Coach::Full, false);
    insta::assert_snapshot!("mistakes", player.lines(MISTAKES));
    let expected = [common::set_aside("show"), talk("permit"), talk("buns")];
    assert_eq!(player.commands, expected);
    // In a game, Done is Done.
    player.lines("order oven, buns\nrun");
    let told =
        player.lines("move buns to 1\nread buns\nforecast hot by 2 50%\ntalk oven\nforecast buns by 3 50%");
    assert_eq!(told.matches("“Hot buns” is Done: it can only be read.").count(), 3, "{told}");
    let long = format!("reason {}", "x".repeat(300));
    assert!(player.line(&long).contains("one line of at most 200 characters"));
}

#[test]
fn comments_and_blank_lines_say_and_do_nothing() {
    let (mut player, _) = Player::of(fair(), Coach::Full, false);
    for line in ["", "   ", "# run", "  # yes\r"] {
        assert_eq!(player.line(line), "");
    }
    assert!(player.commands.is_empty());
    assert!(player.line(" RUN \r\n").contains("Sprint Review"));
}

#[test]
fn a_coach_tells_as_much_as_on_the_screen() {
    let told = |coach| {
        let (mut player, opening) = Player::of(fair(), coach, false);
        opening + &player.lines("list\nmove buns to 1\nvalue\nwarnings\nread buns\nrisks")
    };
    let [off, hints, full] = [Coach::Off, Coach::Hints, Coach::Full].map(told);
    for (text, is_told) in [(&off, [false, false]), (&hints, [true, false]), (&full, [true, true])] {
        let warned =
            ["stands above what it needs", "warning)", "`bring 1` brings that along", "warnings now"];
        let valued = ["Expected value:", "expected value", "beside a steady, plain player's", "expected ("];
        for part in warned {
            assert_eq!(text.contains(part), is_told[0], "{part}: {text}");
        }
        for part in valued {
            assert_eq!(text.contains(part), is_told[1], "{part}: {text}");
        }
        // When something is Done is told to everybody.
        assert!(text.contains("likely Done in Sprint 1") && text.contains("probably ends here"), "{text}");
    }
}

#[test]
fn where_saying_belongs_to_a_sprint_it_comes_before_the_chances() {
    let (mut player, opening) = Player::of(fair(), Coach::Full, true);
    let text = player.lines(
        "list\nrun\nrun rest\nvalue\nwarnings\nread buns\nrisks\nmove buns to 1\ngoal Open\nreason Because\nundo\n\
         why It is late\nf buns by 1 20%",
    );
    insta::assert_snapshot!("commit", text);
    // Nothing of what the simulation says is told before the last of it is said.
    let before = opening + text.split("You have said what you expect").next().unwrap();
    for hidden in ["ends here", "Expected value:", "likely", "is at risk", "warning)", "beside a steady"] {
        let found = before.lines().find(|line| line.contains(hidden));
        assert_eq!(found, None, "{hidden}");
    }
    assert!(player.lines("list\nvalue").contains("Expected value"));
    assert!(player.line("run").contains("Sprint Review"));
    // It belongs to every Sprint.
    assert!(player.line("run").contains("Before this Sprint, say a Sprint Goal"));
    assert_eq!(player.replayed().sprint(), 2);
}

#[test]
fn what_cannot_be_undone_is_asked_first() {
    let (mut player, _) = Player::of(fair(), Coach::Off, false);
    let text = player.lines("x 1\nx 1\nx 1\nx 1\nx 1\nrun\nlist\nn\nrun\nYES\nrun rest\nno");
    assert_eq!(squeezed(&text).matches("Run the Sprint all the same?").count(), 3, "{text}");
    assert_eq!(player.plain.game().unwrap().sprint(), 2);
    assert_eq!(player.plain.prompt(), "Sprint 2> ");
    assert_eq!(player.commands.len(), 6);
}

#[test]
fn a_disk_that_fails_is_told_and_leaving_is_asked() {
    let (mut player, _) = Player::of(fair(), Coach::Full, false);
    let told = player.event(Event::NotSaved { message: "the disk is full".to_owned() });
    assert_eq!(told, "Not saved: the disk is full. `save` tries again, and so does each further step.\n");
    let text = player.lines("quit\nno");
    assert!(text.contains("Your last steps are not saved: the disk is full.") && !player.is_over, "{text}");
    assert!(player.line("save").contains("Saved: the journal is complete again."));
    assert!(player.line("save").contains("Everything is saved."));
    player.line("quit");
    assert!(player.is_over);
}

#[test]
fn a_game_that_is_not_kept_says_so_and_can_be_left() {
    let (mut player, _) = Player::new(Start::Picker, Rules::default());
    player.place = None;
    let text = player.line("soup");
    assert!(text.contains("not kept."), "{text}");
    let text = player.lines("save\ngames\nno\ngames\nyes\nquit");
    assert!(text.contains("This game is not kept anywhere, so it ends here for good. Leave?"), "{text}");
    assert!(text.contains("Choose a scenario") || text.contains("Type a number"), "{text}");
    assert!(player.is_over && player.plain.game().is_none());
}

#[test]
fn saved_games_come_first_for_who_goes_on() {
    let (mut player, text) = Player::new(Start::SavedGames, Rules::default());
    assert!(text.contains("There are no saved games."), "{text}");
    let game = |title: &str, over| SavedGame {
        path: PathBuf::from("a.jsonl"),
        title: title.to_owned(),
        name: "Ada".to_owned(),
        when: "2026-11-24 10:00".to_owned(),
        progress: "Sprint 2 of 3".to_owned(),
        over,
    };
    let text = player.event(Event::Games(vec![game("Soup on the Square", false), game("Fair", true)]));
    assert!(text.contains("\n3. Soup on the Square (foundation"), "{text}");
    let first = "1. Soup on the Square, played by Ada: Sprint 2 of 3, last played 2026-11-24 10:00. 2. Fair";
    assert!(squeezed(&text).contains(first), "{text}");
    let text = player.event(Event::Failed { message: "the file is gone".to_owned() });
    assert_eq!(text, "The file is gone.\n");
    // A title is one of the first list that has it; numbers are clear.
    player.line("soup");
    assert_eq!(player.opened, [PathBuf::from("a.jsonl")]);
    assert!(player.line("a").contains("fits several"));
    assert!(player.line("3").contains("Sprint 1 of 3"));
    let (mut player, _) = Player::new(Start::Picker, Rules::default());
    player.event(Event::Games(vec![game("Soup on the Square", false)]));
    assert!(player.line("soup").contains("Sprint 1 of 3") && player.opened.is_empty());
}

#[test]
fn commands_are_those_of_the_game() {
    let (mut player, _) = Player::of(fair(), Coach::Full, false);
    player.lines("top buns\nu\nredo\nt cake\nr\nrun rest\ny");
    assert_eq!(player.commands, [move_to("buns", 1), Undo, Redo, talk("stall"), RunSprint, RunRest]);
    assert!(player.replayed().is_over());
}

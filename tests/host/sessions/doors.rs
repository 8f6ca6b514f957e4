//! Who comes in, and who does not.

use std::net::IpAddr;
use std::time::Duration;

use tokio::time::Instant;
use toporder::host::{Answer, Arrival, Codes, Door, Knock, Limits, Way};

use crate::classroom::{self, CODE, Log, SECRET};

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 7));
const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 8));

fn knock(name: &str, code: &str) -> Knock {
    Knock { name: name.to_owned(), code: code.to_owned(), pin: None, size: None }
}

fn arrive(door: &Door) -> Arrival {
    door.arrive(HERE, Way::Ssh).unwrap()
}

fn words(answer: Answer) -> String {
    match answer {
        Answer::In(guest, _) => format!("in: {}", guest.name),
        Answer::PinWanted(words) => format!("pin: {words}"),
        Answer::Again(words) => format!("again: {words}"),
        Answer::Out(words) => format!("out: {words}"),
    }
}

#[tokio::test(start_paused = true)]
async fn the_code_lets_in_and_a_wrong_one_takes_a_second_and_four_are_enough() {
    let door = classroom::door(Limits::default());
    for (name, right) in [("Ana", CODE), ("Bo", "PLUM-FOX-42"), ("Cy", " plum-fox-42 ")] {
        assert_eq!(words(arrive(&door).knock(&knock(name, right)).await), format!("in: {name}"));
    }
    let arrival = arrive(&door);
    for (wrong, wanted) in
        [("", "again: That is not the code"), ("plum", "again"), (SECRET, "again"), ("x", "out: ")]
    {
        let begun = Instant::now();
        let told = words(arrival.knock(&knock("Ana", wrong)).await);
        assert!(told.starts_with(wanted), "{told}");
        assert_eq!(begun.elapsed(), Duration::from_secs(1));
    }
    // Then not even the right one.
    assert!(words(arrival.knock(&knock("Ana", CODE)).await).starts_with("out: That was wrong too often"));
}

#[tokio::test(start_paused = true)]
async fn wrong_codes_from_an_address_are_answered_later_and_later_and_right_ones_at_once() {
    let door = classroom::door(Limits::default());
    let mut waits = Vec::new();
    for _ in 0..6 {
        let arrival = arrive(&door);
        for _ in 0..4 {
            let begun = Instant::now();
            arrival.knock(&knock("Ana", "wrong")).await;
            waits.push(begun.elapsed().as_secs());
        }
    }
    assert_eq!(waits[..12], [1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4]);
    assert_eq!(waits.last(), Some(&15));
    let begun = Instant::now();
    assert_eq!(words(arrive(&door).knock(&knock("Ana", CODE)).await), "in: Ana");
    assert!(begun.elapsed() < Duration::from_millis(100));
    let begun = Instant::now();
    door.arrive(THERE, Way::Ssh).unwrap().knock(&knock("Ana", "wrong")).await;
    assert_eq!(begun.elapsed(), Duration::from_secs(1));
    // It is forgotten after a while.
    tokio::time::sleep(Duration::from_secs(601)).await;
    let begun = Instant::now();
    arrive(&door).knock(&knock("Ana", "wrong")).await;
    assert_eq!(begun.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn the_trainer_comes_with_the_secret_and_nobody_else_under_that_name() {
    let door = classroom::door(Limits::default());
    for name in ["trainer", "Trainer", " TRAINER "] {
        assert_eq!(words(arrive(&door).knock(&knock(name, SECRET)).await), "in: trainer");
        let told = words(arrive(&door).knock(&knock(name, CODE)).await);
        assert!(told.starts_with("again: That is not the trainer's secret"), "{told}");
    }
    let open = Door::new(classroom::hub(), Codes::default(), Limits::default());
    let told = words(arrive(&open).knock(&knock("trainer", "")).await);
    assert!(told.starts_with("out: The name \"trainer\" is taken"), "{told}");
    assert!(!open.wants_code("Ana"));
    assert_eq!(words(arrive(&open).knock(&knock("Ana", "")).await), "in: Ana");
}

#[tokio::test(start_paused = true)]
async fn who_finds_no_seat_is_told_that_the_class_is_full_and_the_trainer_always_has_one() {
    let door = classroom::door(Limits { sessions: 3, sessions_per_address: 2, ..Limits::default() });
    let (arrival, neighbour) = (arrive(&door), door.arrive(THERE, Way::Browser).unwrap());
    let first = arrival.knock(&knock("Ana", CODE)).await;
    let second = arrival.knock(&knock("Bo", CODE)).await;
    assert!(matches!((&first, &second), (Answer::In(..), Answer::In(..))));
    let full = "out: The class is full.";
    assert_eq!(words(arrival.knock(&knock("Cy", CODE)).await), full);
    let third = neighbour.knock(&knock("Cy", CODE)).await;
    assert!(matches!(third, Answer::In(..)));
    assert_eq!(words(neighbour.knock(&knock("Di", CODE)).await), full);
    assert_eq!(words(neighbour.knock(&knock("trainer", SECRET)).await), "in: trainer");
    assert_eq!(door.sessions(), 3);
    drop(first);
    assert_eq!(door.sessions(), 2);
    assert_eq!(words(neighbour.knock(&knock("Di", CODE)).await), "in: Di");
}

#[tokio::test(start_paused = true)]
async fn connections_are_counted_and_a_flood_of_them_is_refused_with_words() {
    let limits = Limits {
        connections: 5,
        connections_per_address: 3,
        connections_per_second: 10,
        connections_at_once: 6,
        ..Limits::default()
    };
    let door = classroom::door(limits);
    let mut held: Vec<Arrival> = (0..3).map(|_| arrive(&door)).collect();
    let refused = door.arrive(HERE, Way::Ssh).unwrap_err().to_string();
    assert!(refused.contains("from your address"), "{refused}");
    held.extend((0..2).map(|_| door.arrive(THERE, Way::Ssh).unwrap()));
    let refused = door.arrive(THERE, Way::Ssh).unwrap_err().to_string();
    assert!(refused.contains("try again in a moment"), "{refused}");
    held.clear();
    assert_eq!(door.connections(), 0);
    // More than ten a second do not come in the long run.
    let mut taken = 0;
    for _ in 0..10_000 {
        taken += usize::from(door.arrive(HERE, Way::Ssh).is_ok());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!((90..=106).contains(&taken), "{taken} in ten seconds");
}

#[tokio::test(start_paused = true)]
async fn hostile_names_are_cleaned_or_refused() {
    let door = Door::new(classroom::hub(), Codes::default(), Limits::default());
    let arrival = arrive(&door);
    for (name, told) in [
        ("\x1b[2JAna\x07", "in: [2JAna"),
        ("A\u{202e}na\r\nINFO root came by ssh", "in: Ana INFO root came by ssh"),
        ("\u{200b}\u{202e}\x00", "out: A name needs at least one letter or figure."),
        ("", "out: A name needs at least one letter or figure."),
    ] {
        assert_eq!(words(arrival.knock(&knock(name, "")).await), told, "{name:?}");
    }
    let long = "x".repeat(100_000);
    assert_eq!(words(arrival.knock(&knock(&long, "")).await).len(), "in: ".len() + 40);
}

#[test]
fn the_log_tells_what_happened_and_no_secrets() {
    let log = Log::default();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    tracing::subscriber::with_default(log.subscriber(), || {
        runtime.block_on(async {
            let door = classroom::door(Limits { connections_per_address: 1, ..Limits::default() });
            let arrival = arrive(&door);
            assert!(door.arrive(HERE, Way::Browser).is_err());
            arrival.knock(&knock("Ana", CODE)).await;
            arrival.knock(&knock("Bo\x1b[31m\n", "the-wrong-code")).await;
            arrival.knock(&Knock { pin: Some("9876".to_owned()), ..knock("Cy", CODE) }).await;
            // Somebody types in the wrong field.
            arrival.knock(&knock("Plum-Fox-42", "x")).await;
            arrival.knock(&knock(SECRET, "x")).await;
            arrival.denied("Ana", "a command");
            arrival.cut("it never said who it is");
        });
    });
    let text = log.text();
    for told in [
        "Ana came by ssh from 10.0.0.7",
        "Bo[31m, by ssh from 10.0.0.7, was refused: wrong code",
        "a connection by browser from 10.0.0.7 was refused: the host has too many connections from your address",
        "(a name that is not told), by ssh from 10.0.0.7, was refused: wrong code",
        "Ana, by ssh from 10.0.0.7, asked for a command and was refused",
        "a connection by ssh from 10.0.0.7 was cut: it never said who it is",
    ] {
        assert!(text.contains(told), "{told} is not in\n{text}");
    }
    let lower = text.to_lowercase();
    for secret in [CODE, SECRET, "the-wrong-code", "9876", "\x1b"] {
        assert!(!lower.contains(secret), "{secret:?} is in\n{text}");
    }
}

//! Bytes of a terminal, in any pieces.

use proptest::prelude::*;
use toporder::host::{Decoder, HELD_MAX};
use toporder::tui::event::{Event, MouseKind};

/// Bytes, and what they mean.
const KEYS: [(&str, &str); 55] = [
    ("a", "a"),
    ("J", "J"),
    (" ", "space"),
    ("?", "?"),
    ("é", "é"),
    ("ß", "ß"),
    ("日", "日"),
    ("😀", "😀"),
    ("\r", "enter"),
    ("\t", "tab"),
    ("\x7f", "backspace"),
    ("\x1b[Z", "shift-tab"),
    ("\x1b[A", "up"),
    ("\x1b[B", "down"),
    ("\x1b[C", "right"),
    ("\x1b[D", "left"),
    ("\x1bOA", "up"),
    ("\x1bOB", "down"),
    ("\x1bOC", "right"),
    ("\x1bOD", "left"),
    ("\x1b[H", "home"),
    ("\x1b[F", "end"),
    ("\x1bOH", "home"),
    ("\x1bOF", "end"),
    ("\x1b[1~", "home"),
    ("\x1b[4~", "end"),
    ("\x1b[7~", "home"),
    ("\x1b[8~", "end"),
    ("\x1b[3~", "delete"),
    ("\x1b[5~", "pgup"),
    ("\x1b[6~", "pgdn"),
    ("\x1bOP", "f1"),
    ("\x1bOQ", "f2"),
    ("\x1bOR", "f3"),
    ("\x1bOS", "f4"),
    ("\x1b[11~", "f1"),
    ("\x1b[15~", "f5"),
    ("\x1b[17~", "f6"),
    ("\x1b[21~", "f10"),
    ("\x1b[24~", "f12"),
    ("\x1b[1;2A", "shift-up"),
    ("\x1b[1;2B", "shift-down"),
    ("\x1b[1;5C", "ctrl-right"),
    ("\x1b[1;3D", "alt-left"),
    ("\x1b[1;6A", "ctrl-shift-up"),
    ("\x1b[3;5~", "ctrl-delete"),
    ("\x1b[5;2~", "shift-pgup"),
    ("\x03", "ctrl-c"),
    ("\x1a", "ctrl-z"),
    ("\x01", "ctrl-a"),
    ("\x1bx", "alt-x"),
    ("\x1bé", "alt-é"),
    ("\x1b[97u", "a"),
    ("\x1b[13;5u", "ctrl-enter"),
    ("\x1b[1;5P", "ctrl-f1"),
];

fn told(events: &[Event]) -> Vec<String> {
    let told = |event: &Event| match event {
        Event::Key(key) => key.written(),
        Event::Mouse(mouse) => format!("{:?} {} {}", mouse.kind, mouse.column, mouse.row),
        Event::Explain { column, row } => format!("explain {column} {row}"),
        Event::Paste(text) => format!("paste {text}"),
        other => panic!("{other:?} is nothing that is typed"),
    };
    events.iter().map(told).collect()
}

fn others() -> Vec<(String, String)> {
    let of = |bytes: &str, told: &str| (bytes.to_owned(), told.to_owned());
    let mouse = |kind: MouseKind| format!("{kind:?} 9 19");
    vec![
        of("\x1b[<0;10;20M", &mouse(MouseKind::Press)),
        of("\x1b[<0;10;20m", &mouse(MouseKind::Release)),
        of("\x1b[<32;10;20M", &mouse(MouseKind::Drag)),
        of("\x1b[<64;10;20M", &mouse(MouseKind::WheelUp)),
        of("\x1b[<65;10;20M", &mouse(MouseKind::WheelDown)),
        of("\x1b[<2;10;20M", "explain 9 19"),
        of("\x1b[<0;300;100M", "Press 299 99"),
        of("\x1b[200~some text\r\nin two lines, 日本\x1b[201~", "paste some text\r\nin two lines, 日本"),
    ]
}

#[test]
fn every_sequence_is_understood_however_it_is_cut() {
    let keys = KEYS.iter().map(|(bytes, told)| {
        // Each is a key of the key table.
        assert!(told.parse::<toporder::tui::event::Key>().is_ok(), "{told}");
        ((*bytes).to_owned(), (*told).to_owned())
    });
    for (bytes, wanted) in keys.chain(others()) {
        for cut in 0..=bytes.len() {
            let mut decoder = Decoder::default();
            let mut events = decoder.take(&bytes.as_bytes()[..cut]);
            events.extend(decoder.take(&bytes.as_bytes()[cut..]));
            assert_eq!(told(&events), [wanted.as_str()], "{bytes:?} cut at {cut}");
            assert!(!decoder.is_waiting(), "{bytes:?}");
        }
    }
}

#[test]
fn what_nobody_asked_for_is_no_key() {
    // Answers of terminals, focus, other buttons, releases of keys.
    for bytes in
        ["\x1b[I", "\x1b[O", "\x1b[<1;1;1M", "\x1b[<35;1;1M", "\x1b[97;1:3u", "\x1b[2~", "\x1b[?1;2c"]
    {
        assert_eq!(told(&Decoder::default().take(bytes.as_bytes())), Vec::<String>::new(), "{bytes:?}");
    }
}

#[test]
fn a_lone_esc_is_a_key_once_nothing_follows() {
    let mut decoder = Decoder::default();
    assert!(decoder.take(b"\x1b").is_empty() && decoder.is_waiting());
    assert_eq!(told(&decoder.settle()), ["esc"]);
    assert!(!decoder.is_waiting() && decoder.settle().is_empty());
    assert_eq!(told(&decoder.take(b"q")), ["q"]);
}

proptest! {
    /// Whatever comes, nothing fails, nothing is held for ever, and keys are keys again afterwards.
    #[test]
    fn any_bytes_do_no_harm(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..20)) {
        let mut decoder = Decoder::default();
        for piece in &pieces {
            decoder.take(piece);
        }
        decoder.settle();
        decoder.forget();
        prop_assert_eq!(told(&decoder.take(b"q")), ["q"]);
    }

    /// The same for bytes that look more like what terminals send.
    #[test]
    fn any_sequences_do_no_harm(pieces in prop::collection::vec("(\x1b|\\[|<|;|M|m|[0-9]|~|O|P|\\]|\\?|u|:|\x07|\\\\|é|200~|201~){1,12}", 0..40)) {
        let mut decoder = Decoder::default();
        for piece in &pieces {
            decoder.take(piece.as_bytes());
        }
        decoder.settle();
        decoder.forget();
        prop_assert_eq!(told(&decoder.take(b"q")), ["q"]);
    }

    /// Pieces make no difference.
    #[test]
    fn pieces_make_no_difference(which in prop::collection::vec(0..KEYS.len(), 1..30), size in 1_usize..9) {
        let bytes: String = which.iter().map(|&key| KEYS[key].0).collect();
        let whole = told(&Decoder::default().take(bytes.as_bytes()));
        let mut decoder = Decoder::default();
        let cut: Vec<Event> = bytes.as_bytes().chunks(size).flat_map(|piece| decoder.take(piece)).collect();
        prop_assert_eq!(told(&cut), whole.clone());
        prop_assert_eq!(whole, which.iter().map(|&key| KEYS[key].1.to_owned()).collect::<Vec<_>>());
    }
}

#[test]
fn little_is_held() {
    for begun in ["\x1b[200~", "\x1b]0;", "\x1bP", "\x1b[1", "\x1b[<", "\x1b[?"] {
        let mut decoder = Decoder::default();
        decoder.take(begun.as_bytes());
        decoder.take(&vec![b'1'; HELD_MAX]);
        // What comes after it, as long as it goes on, is no series of commands.
        assert!(decoder.take(b"1q").is_empty() && decoder.is_waiting(), "{begun:?}");
        decoder.forget();
        assert_eq!(told(&decoder.take(b"q")), ["q"], "{begun:?}");
    }
}

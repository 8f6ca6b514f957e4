//! The lobby: what a screen reader can read, without scripts.

use crate::class::{Bulletin, For, Seat};

const STYLE: &str = "body{font:1.1em/1.5 system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em}\
    :root{color-scheme:light dark}code{font-size:1.05em}";

/// The lobby of a class. Names and what the trainer says are only for those who know the code.
pub(super) fn page(bulletin: &Bulletin, knows: bool, tried: bool) -> String {
    let title = if bulletin.title.is_empty() { "A class of Toporder" } else { &bulletin.title };
    let title = escaped(title);
    let mut body = format!("<h1>{title}</h1>\n<p>{}</p>\n", escaped(&state(bulletin)));
    if knows {
        body += &inside(bulletin);
    } else {
        if tried {
            body += "<p role=\"alert\">That is not the code of this class.</p>\n";
        }
        body += "<form action=\"/lobby\" method=\"get\"><p><label for=\"code\">Class code, to read who is here: \
            </label><input id=\"code\" name=\"code\" autocomplete=\"off\"> <button>Show</button></p></form>\n";
    }
    body += &ways(bulletin);
    // Typing would be lost when the page is shown anew.
    let refresh = if knows { "<meta http-equiv=\"refresh\" content=\"15\">\n" } else { "" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{refresh}\
         <title>{title}: lobby</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// The class in a sentence or two.
fn state(bulletin: &Bulletin) -> String {
    let here = match bulletin.here {
        1 => "1 person is here.".to_owned(),
        here => format!("{here} people are here."),
    };
    let round = match &bulletin.round {
        _ if bulletin.is_closed => "The class is over.".to_owned(),
        None => "No round has begun.".to_owned(),
        Some(round) if round.is_ended => format!("Round {} is over.", round.number),
        Some(round) => {
            let step = round.step.map(|step| format!(" The class is in Sprint {step}.")).unwrap_or_default();
            let paused = if round.is_paused { " It is paused." } else { "" };
            format!("Round {} is being played: {}.{step}{paused}", round.number, round.scenario.title)
        }
    };
    let joining = if bulletin.is_joining_closed && !bulletin.is_closed { " Joining is closed." } else { "" };
    format!("{round} {here}{joining}")
}

fn inside(bulletin: &Bulletin) -> String {
    let mut text = String::new();
    if let Some(message) = &bulletin.message {
        text += &format!("<p>The trainer says: {}</p>\n", escaped(message));
    }
    if let Some(left) = bulletin.left_s {
        text += &format!("<p>Time left: {} min {} s.</p>\n", left / 60, left % 60);
    }
    if !bulletin.seats.is_empty() {
        let seats: String = bulletin.seats.iter().map(seat).collect();
        text += &format!("<h2>Who is here</h2>\n<ul>\n{seats}</ul>\n");
    }
    text
}

fn seat(seat: &Seat) -> String {
    let member = |name: &str, is_here: bool| match is_here {
        true => escaped(name),
        false => format!("{} (away)", escaped(name)),
    };
    let who = match &seat.members[..] {
        [only] if only.name == seat.name => member(&only.name, only.is_here),
        members => {
            let members: Vec<String> = members.iter().map(|own| member(&own.name, own.is_here)).collect();
            format!("{}: {}", escaped(&seat.name), members.join(", "))
        }
    };
    let place = seat.place.as_ref().map(|place| match (place.is_over, place.is_ready) {
        (true, _) => ", has finished".to_owned(),
        (_, true) => format!(", Sprint {}, order handed in", place.sprint),
        _ => format!(", Sprint {}", place.sprint),
    });
    format!("<li>{who}{}</li>\n", place.unwrap_or_default())
}

/// How one joins.
fn ways(bulletin: &Bulletin) -> String {
    let invitation = &bulletin.invitation;
    let mut text =
        "<h2>How to join</h2>\n<p>With a browser: <a href=\"/\">open the page of the class</a>.</p>\n"
            .to_owned();
    if let Some(ssh) = &invitation.ssh {
        let shown = invitation.fingerprint.as_ref();
        let shown = shown.map(|print| format!(" The host's key is <code>{}</code>.", escaped(print)));
        text += &format!(
            "<p>In a terminal: <code>{}</code>, with your own name.{}</p>\n",
            escaped(ssh),
            shown.unwrap_or_default()
        );
    }
    if let Some(remarks) = invitation.remarks(For::Participants) {
        text += &format!("<p>{}</p>\n", escaped(&remarks));
    }
    text
}

/// A text that a browser shows as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The code in the query of an address.
pub(super) fn code_in(query: &str) -> Option<String> {
    let code = query.split('&').find_map(|pair| pair.strip_prefix("code="))?;
    let (mut bytes, mut rest) = (Vec::new(), code.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        let hex = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match (first, hex.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::class::{Invitation, Member, Place};

    fn bulletin() -> Bulletin {
        let member = |player, name: &str, is_here| Member { player, name: name.to_owned(), is_here };
        let place = Place { sprint: 2, is_over: false, is_ready: true, moves: 3, value: None };
        let seat = |board, name: &str, members, place| Seat { board, name: name.to_owned(), members, place };
        Bulletin {
            title: "Tuesday <b>".to_owned(),
            invitation: Arc::new(Invitation {
                code: "secret-code".to_owned(),
                ssh: Some("ssh -p 2222 NAME@10.0.0.2".to_owned()),
                fingerprint: Some("SHA256:abc".to_owned()),
                scanned: Some("http://10.0.0.2/#code=secret-code".to_owned()),
                ..Invitation::default()
            }),
            message: Some("Coffee at ten & a half".to_owned()),
            seats: vec![
                seat(1, "Ana", vec![member(1, "Ana", true)], Some(place)),
                seat(2, "Team 2", vec![member(2, "<script>", true), member(3, "Cy", false)], None),
            ],
            here: 2,
            ..Bulletin::default()
        }
    }

    #[test]
    fn who_knows_the_code_reads_who_is_here_and_nobody_reads_the_code() {
        let told = page(&bulletin(), true, true);
        for text in [
            "<h1>Tuesday &lt;b&gt;</h1>",
            "No round has begun. 2 people are here.",
            "The trainer says: Coffee at ten &amp; a half",
            "<li>Ana, Sprint 2, order handed in</li>",
            "<li>Team 2: &lt;script&gt;, Cy (away)</li>",
            "<code>ssh -p 2222 NAME@10.0.0.2</code>",
            "SHA256:abc",
            "http-equiv=\"refresh\" content=\"15\"",
        ] {
            assert!(told.contains(text), "{text} is not in\n{told}");
        }
        assert!(!told.contains("<script") && !told.contains("secret-code"));
    }

    #[test]
    fn who_does_not_know_it_reads_no_names() {
        let told = page(&bulletin(), false, false);
        assert!(!told.contains("Ana") && !told.contains("Coffee") && !told.contains("refresh"), "{told}");
        assert!(told.contains("<label for=\"code\">") && !told.contains("role=\"alert\""));
        assert!(page(&bulletin(), false, true).contains("role=\"alert\""));
    }

    #[test]
    fn a_code_is_read_as_browsers_write_it() {
        assert_eq!(code_in("a=1&code=A%20b+c%C3%A4"), Some("A b cä".to_owned()));
        assert_eq!(code_in("code=%"), Some("%".to_owned()));
        assert_eq!(code_in("code=%4"), Some("%4".to_owned()));
        assert_eq!(code_in("x"), None);
    }
}

//! The words on the screen, each explained in two plain sentences.

use std::ops::Range;

/// A word and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word as it stands on the screen.
    pub term: &'static str,
    /// What it means: two sentences, for someone who has never heard it.
    pub text: &'static str,
}

/// What a word of the glossary means, however it is capitalised.
#[must_use]
pub fn explain(term: &str) -> Option<&'static str> {
    GLOSSARY.iter().find(|entry| entry.term.eq_ignore_ascii_case(term)).map(|entry| entry.text)
}

/// The words of the glossary that a text uses, in alphabetical order; one of them may end in an s.
#[must_use]
pub fn terms_in(text: &str) -> Vec<&'static Term> {
    let text = text.to_ascii_lowercase();
    GLOSSARY.iter().filter(|term| places(&text, term).next().is_some()).collect()
}

/// The word of the glossary that stands at a byte of a text; the longest where there are several.
#[must_use]
pub fn term_at(text: &str, byte: usize) -> Option<&'static Term> {
    let text = text.to_ascii_lowercase();
    let here = GLOSSARY.iter().filter(|term| places(&text, term).any(|place| place.contains(&byte)));
    here.max_by_key(|term| term.term.len())
}

/// Where a word stands in a text in lower case, as a word of its own.
fn places(text: &str, term: &Term) -> impl Iterator<Item = Range<usize>> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let word = term.term.to_ascii_lowercase();
    let starts: Vec<usize> = text.match_indices(&word).map(|(at, _)| at).collect();
    starts.into_iter().filter_map(move |at| {
        let after = &text[at + word.len()..];
        let rest = after.strip_prefix('s').unwrap_or(after);
        let is_word = !is_letter(text[..at].chars().next_back()) && !is_letter(rest.chars().next());
        is_word.then(|| at..text.len() - rest.len())
    })
}

/// Every word that needs explaining, in alphabetical order.
pub const GLOSSARY: &[Term] = &[
    Term {
        term: "Accuracy",
        text: "How much of the way from a random order to the best one that was found your decisions went, in per cent. Only what was known at that moment counts, so luck has no part in it.",
    },
    Term {
        term: "Bonus",
        text: "What is paid on top when everything that a goal names is Done by its date. After that date it is gone.",
    },
    Term {
        term: "Brier score",
        text: "How well somebody's forecasts fit what happened: 0 is perfect, and 1 is sure and wrong every time. Someone who always says 50 % gets 0.25.",
    },
    Term {
        term: "Chance",
        text: "How often something happens when the same situation is played very many times. 30 % means \
               about three times in ten.",
    },
    Term {
        term: "Class",
        text: "People who play the same scenario on the same luck, led by a trainer. What differs between their results is what they decided, and what luck made of it.",
    },
    Term {
        term: "Coach",
        text: "How much the program tells before a Sprint: full (values of every order), hints (warnings that a \
               careful person could find) or off (delivery dates only). The debrief always tells everything.",
    },
    Term {
        term: "Compliance",
        text: "An item that law or a contract asks for. It seldom pleases anybody, and to be without it can cost a lot.",
    },
    Term {
        term: "Conversation",
        text: "Time with those who want an item and those who make it. By the end of the Sprint its size is known, and misunderstandings are cleared up.",
    },
    Term {
        term: "Cost of delay",
        text: "How much value is lost if something is Done one Sprint later. What is costly to delay and \
               quick to do usually goes first.",
    },
    Term {
        term: "Developers",
        text: "The people of the team who build the product. They alone decide how much they take on in a \
               Sprint and how they do it.",
    },
    Term {
        term: "Done",
        text: "Finished to the team's agreed quality, so that it can be used. Half-finished work is not Done \
               and is worth nothing yet.",
    },
    Term {
        term: "Effort",
        text: "How much work an item takes, in the unit of the scenario. Before work starts it is only an \
               estimate, so it is often shown as a range.",
    },
    Term {
        term: "Enabler",
        text: "Work that makes other work possible, cheaper or safer. It pays through what it makes possible, \
               not by itself.",
    },
    Term {
        term: "Escalation",
        text: "What stakeholders do when their trust is used up: they take their complaint further. It \
               happens once per person, and its consequences begin with the next Sprint.",
    },
    Term {
        term: "Experiment",
        text: "A quick way to find out whether an idea is worth it before investing in it. It pays through \
               better decisions afterwards.",
    },
    Term {
        term: "Feature",
        text: "An item that people will use. It pays for those whom it serves once it is Done.",
    },
    Term {
        term: "Fine",
        text: "What it costs in each Sprint that something is not Done after its date. It ends when the item is Done.",
    },
    Term {
        term: "Fix",
        text: "An item that mends something that people already use. Like a feature it pays for those whom it serves.",
    },
    Term {
        term: "Forecast",
        text: "What is likely to happen with this order, from many simulated futures. It is a range of \
               outcomes, not a promise.",
    },
    Term {
        term: "Future",
        text: "One way in which everything that nobody knows could turn out. A forecast plays the same order in very many of them.",
    },
    Term {
        term: "Handed in",
        text: "Said to be ready, where a class goes on together. The trainer sees who has handed in the order of the Sprint; whoever changes it takes it back.",
    },
    Term {
        term: "Increment",
        text: "What is Done and can be used, together with all that was Done before. It is what people see at \
               the Sprint Review.",
    },
    Term {
        term: "Influence",
        text: "How much weight a stakeholder has. It counts for the trust that all of them have together.",
    },
    Term {
        term: "Item",
        text: "One piece of work in the Product Backlog. It has an effort, and most items bring value to \
               someone.",
    },
    Term {
        term: "Journal",
        text: "The file in which a game is kept, step by step. From it the same game can be shown, gone on with and looked back on.",
    },
    Term {
        term: "Luck",
        text: "What the world did that nobody could know: velocities, efforts, values and risks that came out \
               better or worse than on average. The debrief sets it apart from your decisions.",
    },
    Term {
        term: "Needless work",
        text: "Effort that went into what was never Done or paid too little. Less of it leaves more room for what helps people.",
    },
    Term {
        term: "Noise",
        text: "How far a figure may be off because only some futures were played. A difference smaller than that may be none at all.",
    },
    Term {
        term: "Not now",
        text: "Items that you set aside, so that nobody works on them. You can bring them back in any later \
               Sprint.",
    },
    Term {
        term: "Order",
        text: "The Product Backlog from top to bottom: what is to be done first, next, and later. The team \
               always works on the highest item that is possible.",
    },
    Term {
        term: "P10",
        text: "A careful figure: in nine of ten futures the result is better. Together with P90 it shows how \
               wide the forecast is.",
    },
    Term {
        term: "P90",
        text: "A hopeful figure: in only one of ten futures the result is better. Together with P10 it shows \
               how wide the forecast is.",
    },
    Term {
        term: "Par",
        text: "What a steady, plain player would have got on average, who orders by what it costs to wait. Your \
               decisions are held against it.",
    },
    Term {
        term: "Product Backlog",
        text: "The one ordered list of everything that might improve the product. What stands on top is done \
               first, and the list changes as people learn.",
    },
    Term {
        term: "Product Goal",
        text: "What the product is to achieve next. It helps to decide what belongs on top and what does not.",
    },
    Term {
        term: "Product Owner",
        text: "The one person who answers for the value of the product and for the order of the Product \
               Backlog. In this game, that is you.",
    },
    Term {
        term: "Product Vision",
        text: "What the world looks like when the product has done its work. It is further away than any goal, and rarely changes.",
    },
    Term {
        term: "Refinement",
        text: "Talking about an item before work starts, until everyone understands it in the same way. A \
               refined item has a known effort and needs no rework.",
    },
    Term {
        term: "Rework",
        text: "Extra work because something was misunderstood the first time. Refinement before the work \
               starts prevents it.",
    },
    Term {
        term: "Risk",
        text: "Something bad that may or may not happen. Its chance and the Sprints in which it can strike \
               are known, and some items prevent it.",
    },
    Term {
        term: "Round",
        text: "One game of a whole class. Everybody has the same scenario and the same luck in it, and when it is ended everything about it is told.",
    },
    Term {
        term: "Seed",
        text: "The number from which all the luck of a game grows. The same seed is the same luck, whoever plays.",
    },
    Term {
        term: "Sprint",
        text: "A fixed, short period, often two weeks, in which the team turns the top of the Product Backlog \
               into something usable. When one ends, the next begins.",
    },
    Term {
        term: "Sprint Goal",
        text: "What a Sprint is for, in one line. It lets the team choose how, as long as the goal is met.",
    },
    Term {
        term: "Sprint Review",
        text: "The meeting at the end of a Sprint in which people look at what is Done. What they learn there \
               changes the order for the next Sprint.",
    },
    Term {
        term: "Stakeholder",
        text: "Someone who wants something from the product, such as a user, a customer or a manager. \
               Different stakeholders want different things.",
    },
    Term {
        term: "Time box",
        text: "A fixed time for something, which is not made longer. What is not finished by then stays as it is.",
    },
    Term {
        term: "Trust",
        text: "How much a stakeholder believes that the product will help them, from 0 % to 100 %. It grows \
               when something for them is Done, and falls when they wait too long.",
    },
    Term {
        term: "Upkeep",
        text: "Effort that an item costs in every Sprint after it is Done, because someone has to look after \
               it. It leaves less room for new work.",
    },
    Term {
        term: "Value",
        text: "What the product is worth to people, in the unit of the scenario. The aim of the game is as \
               much value as possible by the end.",
    },
    Term {
        term: "Velocity",
        text: "How much effort the team gets done in one Sprint. It differs from Sprint to Sprint, so nobody \
               can know it exactly beforehand.",
    },
    Term {
        term: "Worth",
        text: "Of an item: what it pays in all, to the last Sprint that counts, if it is Done in this Sprint. Of an \
               order: what is to be expected if a steady, plain player goes on after this Sprint.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_at_a_place_is_the_longest_that_stands_there() {
        let text = "– Sprint Reviews, value: 3 € für die Sprints";
        let at = |part: &str| term_at(text, text.find(part).unwrap() + 1).map(|term| term.term);
        assert_eq!(at("Sprint R"), Some("Sprint Review"));
        assert_eq!((at("Reviews"), at("Sprints")), (Some("Sprint Review"), Some("Sprint")));
        assert_eq!((at("für"), term_at("", 0), term_at("Sprinter", 2)), (None, None, None));
    }

    #[test]
    fn terms_are_in_alphabetical_order_and_unique() {
        let words: Vec<String> = GLOSSARY.iter().map(|entry| entry.term.to_lowercase()).collect();
        assert!(words.is_sorted_by(|a, b| a < b), "{words:?}");
    }

    #[test]
    fn every_text_is_two_sentences() {
        for Term { term, text } in GLOSSARY {
            assert!(text.ends_with('.') && text.matches(". ").count() == 1, "{term}: {text}");
            assert!(!text.contains("  "), "{term}: {text}");
        }
    }

    #[test]
    fn terms_are_found_in_a_text_as_whole_words() {
        let found = |text| terms_in(text).into_iter().map(|term| term.term).collect::<Vec<_>>();
        assert_eq!(found("the risks of VALUE, revalued"), ["Risk", "Value"]);
        assert!(found("invalued undone").is_empty());
    }

    #[test]
    fn a_term_is_found_however_it_is_written() {
        assert_eq!(explain("not now"), explain("Not now"));
        assert!(explain("Product Backlog").is_some());
        assert_eq!(explain("WSJF"), None);
    }
}

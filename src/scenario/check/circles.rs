//! Circles in `requires`.

/// So many items of a circle are named.
const MOST_SHOWN: usize = 6;

/// A circle, found at the entry that closes it.
pub(crate) struct Circle {
    /// The item whose `requires` closes the circle.
    pub(crate) item: usize,
    /// The entry in that list.
    pub(crate) entry: usize,
    /// How many items it has.
    pub(crate) length: usize,
    /// Its first items, each requiring the next.
    pub(crate) shown: Vec<usize>,
}

/// Where an item stands in the search.
#[derive(Clone, Copy)]
enum Mark {
    Unseen,
    /// On the way from the root, at this depth.
    Open(usize),
    Finished,
}

/// One circle for each entry that leads back to an item on the way to it, so that removing these
/// entries leaves none. `requires` has, for each item, the items it requires, each with its entry.
///
/// A depth-first search with a stack of its own: a chain of 10,000 items must not overflow the program's.
pub(crate) fn find(requires: &[Vec<(usize, usize)>]) -> Vec<Circle> {
    let mut marks = vec![Mark::Unseen; requires.len()];
    let mut circles = Vec::new();
    // The items on the way, each with the number of its requirements already followed.
    let mut way: Vec<(usize, usize)> = Vec::new();
    for root in 0..requires.len() {
        if matches!(marks[root], Mark::Unseen) {
            marks[root] = Mark::Open(0);
            way.push((root, 0));
        }
        while let Some((item, followed)) = way.last_mut() {
            let item = *item;
            let Some((next, entry)) = requires[item].get(*followed).copied() else {
                marks[item] = Mark::Finished;
                way.pop();
                continue;
            };
            *followed += 1;
            match marks[next] {
                Mark::Finished => {}
                Mark::Unseen => {
                    marks[next] = Mark::Open(way.len());
                    way.push((next, 0));
                }
                Mark::Open(depth) => {
                    let circle = &way[depth..];
                    let shown = circle.iter().take(MOST_SHOWN).map(|(item, _)| *item).collect();
                    circles.push(Circle { item, entry, length: circle.len(), shown });
                }
            }
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(requires: &[&[usize]]) -> Vec<Vec<(usize, usize)>> {
        requires
            .iter()
            .map(|list| list.iter().enumerate().map(|(entry, item)| (*item, entry)).collect())
            .collect()
    }

    #[test]
    fn finds_each_circle_once() {
        let circles = find(&lists(&[&[1], &[2], &[0], &[0, 3], &[3]]));
        let found: Vec<_> = circles.iter().map(|c| (c.item, c.entry, c.shown.clone())).collect();
        assert_eq!(found, [(2, 0, vec![0, 1, 2]), (3, 1, vec![3])]);
    }

    #[test]
    fn a_long_chain_is_no_circle() {
        let chain: Vec<_> = (0..100_000).map(|n| if n == 0 { vec![] } else { vec![(n - 1, 0)] }).collect();
        let reversed: Vec<_> =
            (1..=100_000).map(|n| if n == 100_000 { vec![] } else { vec![(n, 0)] }).collect();
        assert!(find(&chain).is_empty());
        assert!(find(&reversed).is_empty());
    }
}

//! What is drawn: the same for the same seed for ever, and distributed as the model says.

use std::sync::Arc;

use rand::RngExt;
use serde_json::{Value, json};
use toporder::scenario::{Range, Scenario};
use toporder::sim::luck::Drawing;
use toporder::sim::{Luck, Sampler, Source};

use crate::common;

/// One chance in a million for a test to fail without a reason; the seeds are fixed, so it does not.
const ALPHA: f64 = 1e-6;

/// Ranges of all shapes: symmetric, with the mode at either end, skewed, narrow, below zero.
const RANGES: [[f64; 3]; 6] = [
    [0.0, 5.0, 10.0],
    [2.0, 2.0, 8.0],
    [1.0, 9.0, 9.0],
    [3.0, 4.0, 30.0],
    [99.0, 99.9, 100.0],
    [-50.0, -10.0, 5.0],
];

fn range_of([low, likely, high]: [f64; 3]) -> Range {
    Range::new(low, likely, high).expect("it is in order")
}

fn sample(scenario: &Scenario, futures: u64, figure: impl Fn(&Luck) -> f64) -> Vec<f64> {
    let (sampler, mut luck) = (Sampler::new(scenario), Luck::default());
    let draw = |future| {
        sampler.redraw(Source::simulation(1), future, &mut luck);
        figure(&luck)
    };
    (0..futures).map(draw).collect()
}

/// A scenario with something of everything that is drawn.
fn all_kinds() -> Arc<Scenario> {
    let figure = || common::range(1.0, 2.0, 6.0);
    common::scenario(json!({
        "sprints": 3,
        "team": { "velocity": figure() },
        "refinement": { "per_sprint": 0, "rework_chance": 0.5, "rework_extra": 1 },
        "items": [
            { "id": "a", "effort": figure(), "value": [{ "for": "ann", "amount": figure() }],
              "on_done": [{ "effect": "cost", "amount": figure() }] },
            { "id": "b", "effort": figure(), "value": [{ "for": "ann", "amount": figure() }] },
        ],
        "goals": [{ "items": ["a"], "bonus": figure() }],
        "risks": [{ "id": "r", "chance": 0.9, "from": 1, "to": 3 }],
    }))
}

/// To 9 places: the functions behind a table of quantiles may differ in the last digit between machines.
fn rounded(figures: &[f64]) -> Vec<f64> {
    figures.iter().map(|figure| (figure * 1e9).round() / 1e9).collect()
}

#[test]
fn a_seed_means_the_same_luck_for_ever() {
    let scenario = all_kinds();
    let luck = Sampler::new(&scenario).draw(Source::simulation(1), 0);
    assert_eq!(rounded(&luck.effort), [2.542163491, 1.904922932]);
    assert_eq!(rounded(&luck.amount), [3.084969431, 2.722451597]);
    assert_eq!(rounded(&luck.bonus), [3.379174829]);
    assert_eq!(rounded(&luck.cost), [1.652433112]);
    assert_eq!(rounded(&luck.rework), [0.477532268, 0.172066212]);
    assert_eq!(rounded(&luck.velocity), [3.342968583, 2.14163518, 2.585118324]);
    let strikes = |future| Sampler::new(&scenario).draw(Source::simulation(1), future).strikes[0];
    assert_eq!((0..8).filter_map(strikes).collect::<Vec<_>>(), [1, 1, 3, 3, 2, 3, 3, 2]);
    let past = common::scenario(json!({ "sprints": 8, "team": { "velocity": { "history": [1, 2, 3, 4] } } }));
    let velocity = Sampler::new(&past).draw(Source::simulation(1), 0).velocity;
    assert_eq!(velocity, [4.0, 2.0, 3.0, 1.0, 2.0, 2.0, 1.0, 3.0]);
}

#[test]
fn each_purpose_has_its_own_stream_for_ever() {
    let first = |source: Source| source.generator(0, Drawing::Effort, 0).random::<u64>();
    let streams = [Source::simulation(1), Source::play(1), Source::forecast(1, 1), Source::orders(1)];
    let expected = [
        3_834_293_477_841_002_845,
        18_359_498_707_299_070_852,
        7_732_602_415_825_712_390,
        5_613_700_204_561_219_650,
    ];
    assert_eq!(streams.map(first), expected);
}

#[test]
fn no_two_drawings_share_a_stream() {
    use Drawing::{Amount, Bonus, Cost, Effort, Moment, Rework, Strike, Velocity};
    let mut seen = std::collections::HashSet::new();
    let sources = [
        Source::simulation(1),
        Source::simulation(2),
        Source::play(1),
        Source::play(2),
        Source::forecast(1, 1),
        Source::forecast(1, 2),
        Source::forecast(2, 1),
        Source::orders(1),
    ];
    for source in sources {
        for drawing in [Effort, Amount, Bonus, Cost, Rework, Velocity, Strike, Moment] {
            for future in 0..20 {
                for index in 0..20 {
                    assert!(seen.insert(source.stream(drawing, index).bits(future)));
                }
            }
        }
    }
}

#[test]
fn what_is_drawn_for_one_thing_does_not_depend_on_the_others() {
    let scenario = all_kinds();
    let mut fewer = common::json(json!({}));
    fewer["sprints"] = json!(2);
    fewer["team"]["velocity"] = common::range(1.0, 2.0, 6.0);
    fewer["items"] =
        json!([{ "id": "a", "title": "T", "kind": "feature", "effort": common::range(1.0, 2.0, 6.0) }]);
    let fewer = common::scenario(fewer);
    let (all, fewer) = [&scenario, &fewer].map(|s| Sampler::new(s).draw(Source::play(3), 0)).into();
    assert_eq!(all.effort[0], fewer.effort[0]);
    assert_eq!(all.velocity[..2], fewer.velocity);
}

#[test]
fn memory_that_is_used_again_changes_nothing() {
    let (scenario, other) = (all_kinds(), common::eventful());
    let mut luck = Sampler::new(&other).draw(Source::play(1), 3);
    Sampler::new(&scenario).redraw(Source::play(1), 4, &mut luck);
    assert_eq!(luck, Sampler::new(&scenario).draw(Source::play(1), 4));
}

/// The distribution function of Beta(α, β) at points 0 … 1, by Simpson's rule on its density.
fn beta_cdf(alpha: f64, beta: f64, steps: usize) -> Vec<f64> {
    let density = |x: f64| x.powf(alpha - 1.0) * (1.0 - x).powf(beta - 1.0);
    let width = 1.0 / steps as f64;
    let mut sums = vec![0.0];
    for step in 0..steps {
        let x = step as f64 * width;
        let area = density(x) + 4.0 * density(x + width / 2.0) + density((x + width).min(1.0));
        sums.push(sums[step] + area * width / 6.0);
    }
    let whole = sums[steps];
    sums.iter().map(|sum| sum / whole).collect()
}

/// The largest distance between a sample's distribution and `cdf`, times √n (Kolmogorov and Smirnov).
fn distance(mut sample: Vec<f64>, cdf: impl Fn(f64) -> f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let apart = |(index, &x): (usize, &f64)| {
        let (below, here) = (index as f64 / n, cdf(x));
        (here - below).abs().max((below + 1.0 / n - here).abs())
    };
    sample.iter().enumerate().map(apart).fold(0.0, f64::max) * n.sqrt()
}

/// Beyond this a distance is too large, with a chance of [`ALPHA`]: 2·exp(−2d²) = α.
fn critical() -> f64 {
    (-(ALPHA / 2.0).ln() / 2.0).sqrt()
}

#[test]
fn figures_are_drawn_from_the_pert_distribution() {
    const STEPS: usize = 20_000;
    let items: Vec<Value> = RANGES
        .iter()
        .enumerate()
        .map(|(place, &[low, likely, high])| {
            let benefit = json!({ "for": "ann", "amount": common::range(low, likely, high) });
            json!({ "id": format!("i{place}"), "value": [benefit] })
        })
        .collect();
    let scenario = common::scenario(json!({ "items": items }));
    for (slot, bounds) in RANGES.into_iter().enumerate() {
        let (range, [low, likely, high]) = (range_of(bounds), bounds);
        let sample = sample(&scenario, 20_000, |luck| luck.amount[slot]);
        assert!(sample.iter().all(|x| (low..=high).contains(x)));

        let alpha = 1.0 + 4.0 * (likely - low) / (high - low);
        let cumulated = beta_cdf(alpha, 6.0 - alpha, STEPS);
        let cdf = |x: f64| {
            let place = (x - low) / (high - low) * STEPS as f64;
            let below = (place.floor() as usize).min(STEPS - 1);
            cumulated[below] + (cumulated[below + 1] - cumulated[below]) * (place - below as f64)
        };
        let distance = distance(sample.clone(), cdf);
        assert!(distance < critical(), "{bounds:?}: {distance}");

        let n = sample.len() as f64;
        let mean = sample.iter().sum::<f64>() / n;
        let variance = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
        assert!((mean - (low + 4.0 * likely + high) / 6.0).abs() < 5.0 * (range.variance() / n).sqrt());
        // (μ − low)(high − μ) ÷ 7, the closed form for a PERT distribution. The fourth moment of these shapes
        // is below 4 variances², so that a sample variance strays by less than √(3 ÷ n) of itself.
        let expected = (range.mean() - low) * (high - range.mean()) / 7.0;
        assert!((range.variance() / expected - 1.0).abs() < 1e-12);
        assert!((variance / expected - 1.0).abs() < 5.0 * (3.0 / n).sqrt(), "{bounds:?}: {variance}");
    }
}

#[test]
fn efforts_velocities_bonuses_and_costs_are_drawn_alike() {
    // For (1, 2, 6): α = 1.8, β = 4.2.
    let cumulated = beta_cdf(1.8, 4.2, 20_000);
    let cdf = |x: f64| cumulated[((x - 1.0) / 5.0 * 20_000.0).round() as usize];
    let scenario = all_kinds();
    let figures: [fn(&Luck) -> f64; 5] =
        [|l| l.effort[1], |l| l.velocity[2], |l| l.bonus[0], |l| l.cost[0], |l| l.amount[1]];
    for figure in figures {
        let distance = distance(sample(&scenario, 10_000, figure), cdf);
        assert!(distance < critical(), "{distance}");
    }
}

#[test]
fn what_is_drawn_apart_is_independent() {
    let scenario = all_kinds();
    let figures: [fn(&Luck) -> f64; 8] = [
        |l| l.effort[0],
        |l| l.effort[1],
        |l| l.amount[0],
        |l| l.cost[0],
        |l| l.rework[0],
        |l| l.velocity[0],
        |l| l.velocity[1],
        |l| f64::from(l.strikes[0].unwrap_or(0)),
    ];
    let n = 10_000;
    let standard = |figure| {
        let sample = sample(&scenario, n, figure);
        let mean = sample.iter().sum::<f64>() / n as f64;
        let deviation = (sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n as f64).sqrt();
        sample.iter().map(|x| (x - mean) / deviation).collect::<Vec<f64>>()
    };
    let samples = figures.map(standard);
    for (place, one) in samples.iter().enumerate() {
        for other in &samples[..place] {
            let correlation = one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>() / n as f64;
            assert!(correlation.abs() < 5.0 / (n as f64).sqrt(), "{correlation}");
        }
        // And one future of the next.
        let next = one.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / n as f64;
        assert!(next.abs() < 5.0 / (n as f64).sqrt(), "{next}");
    }
}

#[test]
fn rework_luck_is_uniform() {
    let sample = sample(&all_kinds(), 20_000, |luck| luck.rework[0]);
    assert!(sample.iter().all(|luck| (0.0..1.0).contains(luck)));
    let distance = distance(sample, |x| x);
    assert!(distance < critical(), "{distance}");
}

/// Asserts that things happened as often as they should, each within 5 standard deviations.
#[track_caller]
fn assert_shares(found: &[f64], shares: &[f64]) {
    let n = found.iter().sum::<f64>();
    for (found, share) in found.iter().zip(shares) {
        let noise = (n * share * (1.0 - share)).sqrt();
        assert!((found - n * share).abs() <= 5.0 * noise, "{found} of {n}, not {share}");
    }
}

#[test]
fn a_risk_strikes_by_its_chance_anywhere_in_its_window() {
    let scenario = common::scenario(json!({
        "sprints": 6,
        "risks": [{ "id": "r", "chance": 0.6, "from": 3, "to": 5 }, { "id": "s", "chance": 1, "from": 6, "to": 6 },
                  { "id": "t", "chance": 0, "from": 1, "to": 6 }],
    }));
    let mut strikes = [0.0; 7];
    for sprint in sample(&scenario, 30_000, |luck| f64::from(luck.strikes[0].unwrap_or(0))) {
        strikes[sprint as usize] += 1.0;
    }
    assert_shares(&strikes, &[0.4, 0.0, 0.0, 0.2, 0.2, 0.2, 0.0]);
    let sampler = Sampler::new(&scenario);
    for future in 0..1000 {
        assert_eq!(sampler.draw(Source::simulation(1), future).strikes[1..], [Some(6), None]);
    }
}

#[test]
fn a_history_is_drawn_from_with_replacement_as_often_as_it_names_a_velocity() {
    let scenario = common::scenario(json!({ "team": { "velocity": { "history": [4, 9, 4, 12] } } }));
    let mut seen = [0.0; 13];
    for velocity in sample(&scenario, 20_000, |luck| luck.velocity[3]) {
        seen[velocity as usize] += 1.0;
    }
    assert_shares(&[seen[4], seen[9], seen[12]], &[0.5, 0.25, 0.25]);
    assert_eq!(seen[4] + seen[9] + seen[12], 20_000.0);
}

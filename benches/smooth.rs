//! How the program feels in the hand: from a key to its frame while forecasts are computed, and what it takes when
//! nothing happens. The real program at a real pseudo-terminal, journal and all; percentiles rather than means, which
//! is why criterion is not asked.

#![expect(clippy::unwrap_used, reason = "a measurement may fail wherever something is missing")]
#![expect(clippy::print_stdout, reason = "what is measured is printed")]

#[cfg(unix)]
#[expect(dead_code, reason = "the tests need more of it")]
#[path = "../tests/pty/mod.rs"]
mod pty;

#[cfg(unix)]
fn main() {
    for items in [200, 2_000] {
        measured::feel(items);
    }
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod measured {
    use std::fs;
    use std::path::Path;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    use rustix::process::Pid;
    use toporder::scenario::{builtin, load};

    use super::pty::{Terminal, toporder};

    /// Moves that are timed.
    const KEYS: usize = 600;
    /// How long nothing happens.
    const IDLE: Duration = Duration::from_secs(3);

    /// Plays with so many items: each key moves one, and asks for a forecast of 10,000 futures.
    pub(super) fn feel(items: usize) {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("long.json");
        fs::write(&path, long_scenario(items)).unwrap();
        let path = path.to_str().unwrap().to_owned();
        let mut terminal = Terminal::spawn(toporder(data.path(), &["play", &path, "--seed", "7"]), 120, 40);
        terminal.wait_for(&["order the backlog"]);
        terminal.send("\r");
        terminal.wait_for(&["J K move", "expected"]);
        let (mut place, mut down) = (selected(&terminal, |_| true), true);
        let mut times = Vec::with_capacity(KEYS);
        for _ in 0..KEYS {
            down = if place == items { false } else { down || place == 1 };
            let expected = if down { place + 1 } else { place - 1 };
            let start = Instant::now();
            terminal.send(if down { "J" } else { "K" });
            place = selected(&terminal, |place| place == expected);
            times.push(start.elapsed());
        }
        times.sort();
        let ms = |share: f64| times[((KEYS - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        let (p50, p99, max) = (ms(0.5), ms(0.99), ms(1.0));
        println!("{items} items: key to frame {p50:.1} ms (p50), {p99:.1} ms (p99), {max:.1} ms (most)");
        settle(terminal.pid());
        let (written, cpu) = (terminal.written().len(), cpu_ticks(terminal.pid()));
        sleep(IDLE);
        let (written, cpu) = (terminal.written().len() - written, cpu_ticks(terminal.pid()) - cpu);
        let memory = status(terminal.pid(), "VmRSS:") / 1024;
        let most = status(terminal.pid(), "VmHWM:") / 1024;
        println!("{items} items: {memory} MiB resident, {most} MiB at most");
        println!(
            "{items} items: idle for {IDLE:?}: {written} bytes drawn, {cpu} hundredths of a second of CPU"
        );
    }

    /// The place of the selected item, once it is one that is waited for.
    fn selected(terminal: &Terminal, wanted: impl Fn(usize) -> bool) -> usize {
        terminal.wait_until("the selected item", |screen| {
            let columns = screen.size().1;
            let place = |line: String| {
                let number = line.chars().take(7).skip_while(|c| *c != '▸').skip(1);
                let number = number.skip_while(|c| *c == ' ');
                number.take_while(char::is_ascii_digit).collect::<String>().parse().ok()
            };
            screen.rows(0, columns.into()).find_map(place).filter(|place| wanted(*place))
        })
    }

    /// Waits until a process does nothing any more.
    fn settle(pid: Pid) {
        loop {
            let before = cpu_ticks(pid);
            sleep(Duration::from_millis(1_000));
            if cpu_ticks(pid) == before {
                return;
            }
        }
    }

    /// CPU time of a process, user and system, in hundredths of a second.
    fn cpu_ticks(pid: Pid) -> u64 {
        let text = read(pid, "stat");
        // Behind the name, which may hold anything, stand user and system time as the 12th and 13th field.
        let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11..13].iter().map(|field| field.parse::<u64>().unwrap()).sum()
    }

    /// A figure of a process, KiB.
    fn status(pid: Pid, name: &str) -> u64 {
        let text = read(pid, "status");
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    fn read(pid: Pid, file: &str) -> String {
        fs::read_to_string(Path::new("/proc").join(pid.as_raw_nonzero().to_string()).join(file)).unwrap()
    }

    /// A built-in scenario with copies of its items: ranges, people, refinement and dates as there.
    fn long_scenario(items: usize) -> String {
        let builtin = &builtin::ALL[1];
        let scenario = load::load_text(builtin.slug, builtin.text).unwrap().scenario;
        let mut raw = scenario.source.as_ref().clone();
        let originals = raw.items.clone();
        for (number, original) in (1..).zip(originals.iter().cycle()) {
            if raw.items.len() >= items {
                break;
            }
            let mut copy = original.clone();
            copy.requires.clear();
            copy.on_done.clear();
            copy.id = format!("copy-{number}");
            copy.title = format!("{number} {}", original.title);
            raw.items.push(copy);
        }
        serde_json::to_string(&raw).unwrap()
    }
}

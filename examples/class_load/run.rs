//! A class from its beginning to its end.

use std::env;
use std::iter;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use rustix::process::getpid;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{self, Instant};

use crate::Failure;
use crate::connection::{Connection, Way};
use crate::figures::Times;
use crate::host::Host;
use crate::journals;
use crate::player::{Phase, Player, Style, Tally};
use crate::report::{PerWay, Report, Sample};
use crate::system::{allow_files, load_average, memory_kib, processor_s};
use crate::trainer::Trainer;

/// How often the host is looked at.
const LOOK: Duration = Duration::from_secs(10);

/// How long nobody types before a round ends, so that every answer is there.
const PAUSE: Duration = Duration::from_secs(6);

/// Connects a class to a host, lets everybody play, and measures it.
#[derive(Debug, Parser)]
pub(crate) struct Options {
    /// How many play.
    #[arg(long, default_value_t = 500)]
    pub(crate) players: u32,
    /// How long a round is played, seconds.
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u64,
    /// Keys of each player a second.
    #[arg(long, default_value_t = 1.0)]
    pub(crate) keys_per_second: f64,
    /// Rounds, one after the other.
    #[arg(long, default_value_t = 1)]
    pub(crate) rounds: u32,
    /// Keys on the board before a Sprint is run.
    #[arg(long, default_value_t = 9)]
    pub(crate) keys_per_sprint: u32,
    /// One way in, in place of half by each.
    #[arg(long)]
    pub(crate) only: Option<Way>,
    /// Columns and rows of everybody's screen.
    #[arg(long, num_args = 2, value_names = ["COLUMNS", "ROWS"], default_values_t = [80, 24])]
    pub(crate) size: Vec<u16>,
    /// How many come in at the same time.
    #[arg(long, default_value_t = 50)]
    pub(crate) at_once: usize,
    /// What is played.
    #[arg(long, default_value = "the-library-of-things")]
    pub(crate) scenario: String,
    /// The seed of the first round's luck, and of what players do.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The program; without it, the one that was built beside this.
    #[arg(long)]
    pub(crate) program: Option<PathBuf>,
    /// Print figures for programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is looked at while a class plays.
struct Watch {
    begun: Instant,
    host: rustix::process::Pid,
    looks: Vec<(Instant, Sample)>,
    is_stopped: bool,
}

impl Watch {
    fn look(&mut self) -> Result<(), Failure> {
        let at = Instant::now();
        let (memory_kib, processor_s) = (memory_kib(self.host)?, processor_s(self.host)?);
        self.looks.push((
            at,
            Sample { at_s: (at - self.begun).as_secs_f64(), memory_kib, processor_s, answers: None },
        ));
        Ok(())
    }

    /// What was seen, and how long keys took since the look before.
    fn samples(self, answers: &Times) -> Vec<Sample> {
        let before = iter::once(self.begun).chain(self.looks.iter().map(|(at, _)| *at)).collect::<Vec<_>>();
        let with = |((at, sample), before): ((Instant, Sample), Instant)| Sample {
            answers: answers.spread_within(|moment| before < moment && moment <= at),
            ..sample
        };
        self.looks.into_iter().zip(before).map(with).collect()
    }

    /// Lets the trainer look at the board for a while, or until somebody stops this program.
    async fn pass(&mut self, time: Duration, trainer: &mut Trainer) -> Result<(), Failure> {
        let end = Instant::now() + time;
        let mut looks = time::interval_at(Instant::now() + LOOK, LOOK);
        while !self.is_stopped {
            tokio::select! {
                seen = trainer.look() => seen?,
                _ = looks.tick() => self.look()?,
                () = time::sleep_until(end) => break,
                stopped = tokio::signal::ctrl_c() => {
                    stopped?;
                    self.is_stopped = true;
                }
            }
        }
        Ok(())
    }
}

/// Measures a class.
pub(crate) async fn run(options: &Options) -> Result<Report, Failure> {
    allow_files(u64::from(options.players) * 3 + 200)?;
    let load_before = load_average();
    let mut host = Host::start(&program(options)?, &options.scenario, options.players, options.seed)?;
    let mut watch =
        Watch { begun: Instant::now(), host: host.process(), looks: Vec::new(), is_stopped: false };
    let before_kib = memory_kib(host.process())?;
    let mut trainer = Trainer::join(options.only.unwrap_or(Way::Ssh), &host.joining).await?;
    let begun = Instant::now();
    let (players, login_errors) = join(options, &host).await;
    let logins_s = begun.elapsed().as_secs_f64();
    let joined = players.len();
    let joined_kib = memory_kib(host.process())?;
    let (tell, phase) = watch::channel(Phase::Waiting);
    let mut playing = JoinSet::new();
    for (way, player) in players {
        let phase = phase.clone();
        playing.spawn(async move { (way, player.play(phase).await) });
    }
    let (host_s, own_s) = (processor_s(host.process())?, processor_s(getpid())?);
    let played = Instant::now();
    let (mut rounds, mut frames) = (0, 0);
    while rounds < options.rounds && !watch.is_stopped {
        if rounds > 0 {
            trainer.end().await?;
        }
        trainer.begin().await?;
        rounds += 1;
        let seen = trainer.frames;
        tell.send_replace(Phase::Playing(Instant::now() + Duration::from_secs(1)));
        watch.pass(Duration::from_secs(options.seconds), &mut trainer).await?;
        frames += trainer.frames - seen;
        tell.send_replace(if rounds == options.rounds { Phase::Done } else { Phase::Waiting });
        if rounds < options.rounds {
            watch.pass(PAUSE, &mut trainer).await?;
        }
        watch.look()?;
    }
    tell.send_replace(Phase::Done);
    let played_s = played.elapsed().as_secs_f64();
    let (host_s, own_s) = (processor_s(host.process())? - host_s, processor_s(getpid())? - own_s);
    let tallies = playing.join_all().await;
    let load_after = load_average();
    host.stop()?;
    let named: Vec<(String, Tally)> = tallies.iter().map(|(_, own)| own.clone()).collect();
    let kept = journals::check(&host.export()?, rounds, &named)?;
    let per_way = [Way::Ssh, Way::Web].into_iter().filter_map(|way| PerWay::of(way, &tallies)).collect();
    let answers = all(&tallies, |tally| &tally.answers);
    let worths = all(&tallies, |tally| &tally.worths);
    let sum = |of: fn(&Tally) -> u64| tallies.iter().map(|(_, (_, tally))| of(tally)).sum::<u64>();
    let errors: Vec<String> =
        named.iter().flat_map(|(_, tally)| tally.errors.clone()).chain(login_errors).collect();
    Ok(Report {
        players: joined,
        rounds,
        seconds: options.seconds,
        keys_per_second: options.keys_per_second,
        load_before,
        load_after,
        logins_per_second: joined as f64 / logins_s,
        per_way,
        all: answers.spread(),
        worths: worths.spread(),
        overtaken: sum(|tally| tally.overtaken),
        late: sum(|tally| tally.late),
        errors,
        before_kib,
        joined_kib,
        samples: watch.samples(&answers),
        host_processors: host_s / played_s,
        own_processors: own_s / played_s,
        bytes_per_player_second: sum(|tally| tally.bytes) as f64 / joined.max(1) as f64 / played_s,
        board_frames_per_second: frames as f64 / (f64::from(rounds) * options.seconds as f64),
        kept,
        complaints: host.complaints()?,
    })
}

/// Times of everybody.
pub(crate) fn all(tallies: &[(Way, (String, Tally))], of: fn(&Tally) -> &Times) -> Times {
    let mut times = Times::default();
    tallies.iter().for_each(|(_, (_, tally))| times.extend(of(tally)));
    times
}

/// Lets everybody in; those who are not, in words.
async fn join(options: &Options, host: &Host) -> (Vec<(Way, Player)>, Vec<String>) {
    let gate = Arc::new(Semaphore::new(options.at_once.max(1)));
    let size = (options.size[0], options.size[1]);
    let pace = Duration::from_secs_f64(1.0 / options.keys_per_second.max(0.001));
    let mut joining = JoinSet::new();
    for number in 0..options.players {
        let way = options.only.unwrap_or(if number % 2 == 0 { Way::Ssh } else { Way::Web });
        let style = Style {
            pace,
            offset: pace.mul_f64(f64::from(number) / f64::from(options.players)),
            // Not everybody runs their Sprint at the same moment.
            keys_per_sprint: options.keys_per_sprint.max(2) + number % 3,
            seed: options.seed.wrapping_mul(1_000_003).wrapping_add(number.into()),
        };
        let (gate, ways) = (Arc::clone(&gate), host.joining.clone());
        joining.spawn(async move {
            // It is never closed.
            let _turn = gate.acquire().await;
            let name = format!("player {number}");
            let connection = Connection::open(way, &ways, &name, &ways.code, size).await?;
            Ok::<_, Failure>((way, Player::join(connection, name, style, size).await?))
        });
    }
    let (mut players, mut errors) = (Vec::new(), Vec::new());
    while let Some(joined) = joining.join_next().await {
        match joined {
            Ok(Ok(player)) => players.push(player),
            Ok(Err(error)) => errors.push(format!("coming in: {error}")),
            Err(error) => errors.push(format!("coming in: {error}")),
        }
    }
    (players, errors)
}

/// The program that was built beside this one.
fn program(options: &Options) -> Result<PathBuf, Failure> {
    if let Some(program) = &options.program {
        return Ok(program.clone());
    }
    let own = env::current_exe()?;
    let folder =
        own.parent().and_then(|examples| examples.parent()).ok_or("nothing is beside this program")?;
    Ok(folder.join("toporder"))
}

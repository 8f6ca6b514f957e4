//! A hosted class without the network: people whose Apps are carried by hand.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use toporder::class::{self, Class, Happening, Invitation, VERSION, Wish};
use toporder::game::journal::{Coach, Journal, Rules};
use toporder::host::{Entry, Guest, Hub, NotLetIn, Setup};
use toporder::scenario::Scenario;
use toporder::scenario::load::load;
use toporder::store::class::{
    ClassId, ClassPlace, ClassStore, ClassStoreError, KeptClass, KeptRow, NewRow, journals, open, read_rows,
};
use toporder::tui::event::{Effect, Event, Key, Results, Size};
use toporder::tui::keys::Place;
use toporder::tui::{App, Preferences};

const SLUG: &str = "soup-on-the-square";

/// Far beyond anything here; waited out only when a test fails.
const LONG: Duration = Duration::from_secs(60);

fn scenario() -> Arc<Scenario> {
    Arc::new(load(SLUG).unwrap().scenario)
}

fn file(folder: &Path) -> ClassPlace {
    ClassPlace::File(folder.join("classes.db"))
}

/// A class in a file, with its first row.
fn create(folder: &Path, teams: u32) -> ClassId {
    let mut store = open(&file(folder)).unwrap();
    let id = store.create("Tuesday", 1).unwrap();
    let (program, title) = ("0".to_owned(), "Tuesday".to_owned());
    let opened = Happening::Opened { toporder_class: VERSION, program, title, teams, code: None };
    store.append(id, &[NewRow { at_ms: 1, text: class::line(&opened) }]).unwrap();
    id
}

fn host(folder: &Path, id: ClassId, name: &str) -> Hub {
    host_on(open(&file(folder)).unwrap(), id, name)
}

fn host_on(store: Box<dyn ClassStore>, class: ClassId, name: &str) -> Hub {
    Hub::open(Setup {
        store,
        class,
        host: name.to_owned(),
        people_max: 6,
        invitation: Invitation::default(),
        catalog: Vec::new(),
        rules: Rules { coach: Coach::Full, commit: false },
        seed: Some(7),
        threads: 2,
        export: Box::new(|class, _| Ok(format!("Written: {}", class.title()))),
    })
    .unwrap()
}

/// The class as its log tells.
fn kept(folder: &Path, id: ClassId) -> Class {
    Class::of(read_rows(&mut *open(&file(folder)).unwrap(), id).unwrap())
}

/// Somebody in a class.
struct Person {
    guest: Guest,
    results: Vec<Arc<Results>>,
    frames: usize,
    has_left: bool,
}

impl Person {
    async fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut waiting = effects;
        while !waiting.is_empty() {
            let mut next = Vec::new();
            for effect in waiting {
                match self.guest.link.carry_out(effect).await {
                    Some(events) => {
                        next.extend(events.into_iter().flat_map(|event| self.guest.app.update(event)))
                    }
                    None => self.has_left = true,
                }
            }
            waiting = next;
        }
    }

    async fn take(&mut self, event: Event) {
        match &event {
            Event::Results(results) => self.results.push(Arc::clone(results)),
            Event::Shoulder(Some(_)) => self.frames += 1,
            _ => {}
        }
        let effects = self.guest.app.update(event);
        self.carry_out(effects).await;
        if self.guest.link.is_watched() {
            self.guest.link.show(&ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 1, 1)));
        }
    }

    async fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            let key: Key = name.parse().unwrap();
            self.take(Event::Key(key)).await;
        }
        self
    }

    /// Takes what comes until something is so.
    async fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let all = async {
            while !is_so(self) {
                for event in self.guest.inbox.take().await {
                    self.take(event).await;
                }
            }
        };
        let came = tokio::time::timeout(LONG, all).await.is_ok();
        let plan = self.app().game().map(|game| &game.plan().order);
        assert!(came, "it never came: {what}; {:?} {plan:?}", self.app().notice());
    }

    async fn wish(&mut self, wish: Wish) -> Option<String> {
        let events = self.guest.link.carry_out(Effect::Class(wish)).await.unwrap();
        events.into_iter().find_map(|event| match event {
            Event::Told { message } => Some(message),
            _ => None,
        })
    }

    fn screen(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        terminal.draw(|frame| self.guest.app.view(frame)).unwrap();
        terminal.backend().to_string()
    }

    fn app(&self) -> &App {
        &self.guest.app
    }

    /// Plays to the end on the order as it stands.
    async fn play_all(&mut self) {
        self.until("the round", |own| own.app().place() == Place::Briefing).await;
        self.keys("enter R y").await;
        assert!(self.app().game().unwrap().is_over());
    }
}

fn entry(name: &str, pin: Option<&str>) -> Entry {
    Entry {
        name: name.to_owned(),
        pin: pin.map(str::to_owned),
        size: Size { width: 80, height: 24 },
        preferences: Preferences { motion: false, ..Preferences::default() },
    }
}

async fn sit(guest: Guest) -> Person {
    let mut person = Person { guest, results: Vec::new(), frames: 0, has_left: false };
    let first = std::mem::take(&mut person.guest.first);
    person.carry_out(first).await;
    person
}

async fn enter(hub: &Hub, name: &str) -> Person {
    sit(hub.enter(entry(name, None)).await.unwrap()).await
}

async fn trainer(hub: &Hub) -> Person {
    sit(hub.enter_as_trainer(Size { width: 80, height: 24 }, Preferences::default()).await.unwrap()).await
}

async fn begin(trainer: &mut Person, steps: bool) {
    assert_eq!(trainer.wish(Wish::Begin { scenario: scenario(), steps }).await, None);
}

#[tokio::test]
async fn a_game_in_a_class_is_a_journal_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let hub = host(folder.path(), id, "a");
    let (mut teacher, mut ana) = (trainer(&hub).await, enter(&hub, "Ana").await);
    begin(&mut teacher, false).await;
    ana.until("the round", |own| own.app().place() == Place::Briefing).await;
    ana.keys("enter J J u r").await;
    // A forecast comes beside what is typed.
    ana.until("a forecast", |own| own.app().is_settled()).await;
    let played = ana.app().game().unwrap().clone();
    // What was done is kept when it is seen, and not some time later.
    let class = kept(folder.path(), id);
    let journal = journals(&class).remove(0);
    let (journal, game) = Journal::parse(journal.text.as_bytes()).unwrap();
    assert_eq!((journal.header.name.as_str(), journal.entries.len()), ("Ana", 4));
    assert_eq!(game.running_totals(), played.running_totals());
    assert_eq!(game.plan(), played.plan());
}

#[tokio::test]
async fn who_comes_back_with_the_pin_is_in_the_same_place_even_after_the_host_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let hub = host(folder.path(), id, "a");
    let mut teacher = trainer(&hub).await;
    let mut ana = enter(&hub, "Ana").await;
    let pin = ana.guest.pin.clone();
    begin(&mut teacher, false).await;
    ana.until("the round", |own| own.app().place() == Place::Briefing).await;
    ana.keys("enter J r").await;
    let played = ana.app().game().unwrap().running_totals();

    // Who has not moved anything yet, and is not here, may have lost the connection before they could read their PIN.
    let bo = enter(&hub, "Bo").await;
    let first = bo.guest.pin.clone();
    assert_eq!(hub.enter(entry("Bo", None)).await.unwrap_err(), NotLetIn::PinWanted);
    drop(bo);
    let again = async {
        loop {
            match hub.enter(entry("Bo", None)).await {
                Err(NotLetIn::PinWanted) => tokio::task::yield_now().await,
                other => return other.unwrap(),
            }
        }
    };
    let bo = sit(tokio::time::timeout(LONG, again).await.unwrap()).await;
    assert_ne!(bo.guest.pin, first);

    assert_eq!(hub.enter(entry("ana", None)).await.unwrap_err(), NotLetIn::PinWanted);
    let wrong = if pin == "0000" { "0001" } else { "0000" };
    assert_eq!(hub.enter(entry("ana", Some(wrong))).await.unwrap_err(), NotLetIn::WrongPin);
    // From somewhere else: the screen before is closed, and says why.
    let again = sit(hub.enter(entry("ANA", Some(&pin))).await.unwrap()).await;
    assert_eq!(again.guest.name, "Ana");
    ana.until("the end", |own| own.has_left).await;
    assert!(ana.guest.link.parting().unwrap().contains("somewhere else"));
    assert_eq!(again.app().game().unwrap().running_totals(), played);

    // Nothing is closed here: as when the host's power is cut.
    std::mem::forget((hub, teacher, ana, again, bo));
    let hub = host(folder.path(), id, "b");
    assert_eq!(hub.enter(entry("Ana", None)).await.unwrap_err(), NotLetIn::PinWanted);
    let ana = sit(hub.enter(entry("Ana", Some(&pin))).await.unwrap()).await;
    assert_eq!(ana.app().place(), Place::Board);
    assert_eq!(ana.app().game().unwrap().running_totals(), played);
    // The log is closed when everybody has left.
    drop(ana);
    hub.leave();
    assert_eq!(kept(folder.path(), id).players()[&1].host, None);
}

#[tokio::test]
async fn who_may_not_come_in_is_told_why() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let hub = host(folder.path(), id, "a");
    assert_eq!(hub.enter(entry("\u{202e}\u{7}", None)).await.unwrap_err(), NotLetIn::NoName);
    let mut teacher = trainer(&hub).await;
    let mut people = Vec::new();
    for number in 1..=6 {
        people.push(enter(&hub, &format!("P{number}")).await);
    }
    assert_eq!(hub.enter(entry("P7", None)).await.unwrap_err(), NotLetIn::Full);
    // Who is taken out makes room, and may not come back.
    assert_eq!(teacher.wish(Wish::Remove(6)).await, None);
    let mut last = people.pop().unwrap();
    last.until("the end", |own| own.has_left).await;
    assert!(last.guest.link.parting().unwrap().contains("taken you out"));
    assert_eq!(hub.enter(entry("P6", Some(&last.guest.pin))).await.unwrap_err(), NotLetIn::Removed);
    people.push(enter(&hub, "P7").await);
    begin(&mut teacher, false).await;
    assert_eq!(teacher.wish(Wish::EndRound).await, None);
    teacher.wish(Wish::Remove(7)).await;
    assert_eq!(hub.enter(entry("P8", None)).await.unwrap_err(), NotLetIn::Closed);
    // Participants have no say in it.
    let refused = people[0].wish(Wish::Close).await;
    assert_eq!(refused.as_deref(), Some("Only the trainer can do that."));
}

#[tokio::test]
async fn the_class_goes_on_together_when_the_trainer_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let hub = host(folder.path(), id, "a");
    let (mut teacher, mut ana, mut bo) =
        (trainer(&hub).await, enter(&hub, "Ana").await, enter(&hub, "Bo").await);
    assert_eq!(teacher.wish(Wish::Step).await.as_deref(), Some("No round is being played now."));
    begin(&mut teacher, true).await;
    for own in [&mut ana, &mut bo] {
        own.until("the round", |own| own.app().place() == Place::Briefing).await;
    }
    ana.keys("enter J r").await;
    teacher.until("the news", |_| hub.bulletin().ready() == (1, 2)).await;
    assert_eq!(teacher.wish(Wish::Step).await, None);
    for own in [&mut ana, &mut bo] {
        own.until("Sprint 2", |own| own.app().game().unwrap().sprint() == 2).await;
        assert_eq!(own.app().place(), Place::Sprint);
    }
    // A message comes to everybody.
    teacher.wish(Wish::Tell("Well\u{7} done".to_owned())).await;
    bo.until("the message", |own| own.app().notice().is_some_and(|told| told.contains("Well done"))).await;
}

#[tokio::test]
async fn a_team_shares_a_board_over_two_hosts() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 1);
    let (one, two) = (host(folder.path(), id, "a"), host(folder.path(), id, "b"));
    let mut teacher = trainer(&one).await;
    let mut ana = enter(&one, "Ana").await;
    begin(&mut teacher, false).await;
    ana.until("the round", |own| own.app().place() == Place::Briefing).await;
    let mut bo = enter(&two, "Bo").await;
    bo.until("the round", |own| own.app().place() == Place::Briefing).await;
    ana.keys("enter J").await;
    bo.keys("enter").await;
    let order = |own: &Person| own.app().game().unwrap().plan().order.clone();
    let after_ana = order(&ana);
    bo.until("Ana's move", |own| order(own) == after_ana).await;
    bo.keys("J J").await;
    let after_bo = order(&bo);
    ana.until("Bo's moves", |own| order(own) == after_bo).await;
    assert!(ana.app().notice().unwrap().starts_with("Bo: Move"), "{:?}", ana.app().notice());
    // The trainer at one host sees who is at the other.
    teacher
        .until("Bo", |_| {
            let bulletin = one.bulletin();
            bulletin.seats.iter().flat_map(|seat| &seat.members).filter(|member| member.is_here).count() == 2
        })
        .await;
    // One host dies, and the other goes on; nothing that was decided is lost.
    let pin = ana.guest.pin.clone();
    std::mem::forget((one, teacher, ana));
    bo.keys("J r").await;
    let ana = sit(two.enter(entry("Ana", Some(&pin))).await.unwrap()).await;
    assert_eq!(ana.app().game().unwrap().running_totals(), bo.app().game().unwrap().running_totals());
    let by: Vec<u32> =
        kept(folder.path(), id).round().unwrap().boards[&1].moves.iter().map(|own| own.by).collect();
    assert_eq!(by, [1, 2, 2, 2, 2]);
}

#[tokio::test]
async fn who_goes_to_another_host_in_the_middle_of_a_move_sees_it_there() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let (one, two) = (host(folder.path(), id, "a"), host(folder.path(), id, "b"));
    let mut teacher = trainer(&one).await;
    begin(&mut teacher, false).await;
    for name in ["Ana", "Bo", "Chi"] {
        let mut before = enter(&one, name).await;
        before.until("the round", |own| own.app().place() == Place::Briefing).await;
        before.keys("enter J").await;
        // The other host may not have heard of them yet; they have a PIN all the same.
        let pin = before.guest.pin.clone();
        let mut after = sit(two.enter(entry(name, Some(&pin))).await.unwrap()).await;
        // The first host does not know yet that they are gone, as long as it has not looked.
        before.keys("J").await;
        after.keys("J J u").await;
        let moves = |class: &Class| {
            let board = class.board_of(class.named(name).unwrap().0).unwrap();
            class.round().unwrap().boards[&board].game.plan().order.clone()
        };
        let kept_order = || moves(&kept(folder.path(), id));
        after
            .until("the game as it is kept", |own| own.app().game().unwrap().plan().order == kept_order())
            .await;
        after.keys("J").await;
        after.until("the same again", |own| own.app().game().unwrap().plan().order == kept_order()).await;
    }
}

#[tokio::test]
async fn after_the_round_everybody_sees_what_the_trainer_shows() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let hub = host(folder.path(), id, "a");
    let (mut teacher, mut ana, mut bo) =
        (trainer(&hub).await, enter(&hub, "Ana").await, enter(&hub, "Bo").await);
    begin(&mut teacher, false).await;
    ana.play_all().await;
    bo.until("the round", |own| own.app().place() == Place::Briefing).await;
    bo.keys("enter G R y").await;
    // Nobody is told before the round is over.
    assert_eq!(hub.bulletin().round.as_ref().unwrap().seed, None);
    teacher.wish(Wish::Hide { names: true, results: false }).await;
    assert_eq!(teacher.wish(Wish::EndRound).await, None);
    ana.until("the debrief", |own| own.app().place() == Place::Debrief).await;
    let is_complete =
        |own: &Person| own.results.last().is_some_and(|last| last.progress.done == last.progress.total);
    teacher.until("the results", is_complete).await;
    bo.until("the results", is_complete).await;
    let told = |own: &Person| toporder::report::markdown(&own.results.last().unwrap().document);
    let (all, hidden) = (told(&teacher), told(&bo));
    assert!(all.contains("Ana") && all.contains("Bo") && all.contains("Decisions and luck, apart"), "{all}");
    assert!(hidden.contains("Participant 1") && !hidden.contains("Ana"), "{hidden}");
    assert_eq!(hub.bulletin().round.as_ref().unwrap().seed, Some(7));
    // The same people play another round, with other luck.
    begin(&mut teacher, false).await;
    ana.until("the round", |own| own.app().place() == Place::Briefing).await;
    assert_ne!(kept(folder.path(), id).rounds()[1].seed, 7);
}

#[tokio::test]
async fn the_trainer_looks_over_a_shoulder_and_writes_files() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let hub = host(folder.path(), id, "a");
    let (mut teacher, mut ana) = (trainer(&hub).await, enter(&hub, "Ana").await);
    assert!(!ana.guest.link.is_watched());
    teacher.wish(Wish::Watch(Some(1))).await;
    // What she is told then makes her draw again.
    for event in ana.guest.inbox.take().await {
        ana.take(event).await;
    }
    assert!(ana.guest.link.is_watched());
    teacher.until("a frame", |own| own.frames > 0).await;
    teacher.wish(Wish::Watch(None)).await;
    assert!(!ana.guest.link.is_watched());
    teacher.wish(Wish::Export).await;
    teacher.until("the files", |own| own.app().notice() == Some("Written: Tuesday")).await;
}

/// A store that can be made to fail, before or after it has kept what it was given.
#[derive(Debug)]
struct Fragile {
    inner: Box<dyn ClassStore>,
    /// Fails before anything is kept.
    is_down: Arc<AtomicBool>,
    /// Keeps, and then loses the answer.
    is_deaf: Arc<AtomicBool>,
    lost: Mutex<Option<(Vec<NewRow>, i64)>>,
}

impl Fragile {
    fn error() -> ClassStoreError {
        ClassStoreError { message: "the connection was lost".to_owned(), help: None, is_passing: true }
    }
}

impl ClassStore for Fragile {
    fn create(&mut self, title: &str, at_ms: i64) -> Result<ClassId, ClassStoreError> {
        self.inner.create(title, at_ms)
    }

    fn classes(&mut self) -> Result<Vec<KeptClass>, ClassStoreError> {
        self.inner.classes()
    }

    fn append(&mut self, class: ClassId, rows: &[NewRow]) -> Result<i64, ClassStoreError> {
        if self.is_down.load(Ordering::SeqCst) {
            return Err(Self::error());
        }
        // As a store that recognises what it was given before.
        if let Some((lost, first)) = self.lost.lock().unwrap().take_if(|(lost, _)| lost == rows) {
            assert_eq!(lost, rows);
            return Ok(first);
        }
        let first = self.inner.append(class, rows)?;
        if self.is_deaf.swap(false, Ordering::SeqCst) {
            *self.lost.lock().unwrap() = Some((rows.to_vec(), first));
            return Err(Self::error());
        }
        Ok(first)
    }

    fn read_after(&mut self, class: ClassId, number: i64) -> Result<Vec<KeptRow>, ClassStoreError> {
        self.inner.read_after(class, number)
    }

    fn rewrite(&mut self, class: ClassId, rows: &[(i64, Option<String>)]) -> Result<(), ClassStoreError> {
        self.inner.rewrite(class, rows)
    }

    fn delete(&mut self, class: ClassId) -> Result<bool, ClassStoreError> {
        self.inner.delete(class)
    }

    fn beat(&mut self, class: ClassId, host: &str, at_ms: i64) -> Result<(), ClassStoreError> {
        self.inner.beat(class, host, at_ms)
    }

    fn hosts_since(&mut self, class: ClassId, since_ms: i64) -> Result<Vec<String>, ClassStoreError> {
        self.inner.hosts_since(class, since_ms)
    }
}

#[tokio::test]
async fn what_cannot_be_saved_for_a_while_is_saved_once_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let (is_down, is_deaf) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
    let inner = open(&file(folder.path())).unwrap();
    let lost = Mutex::default();
    let fragile = Fragile { inner, is_down: Arc::clone(&is_down), is_deaf: Arc::clone(&is_deaf), lost };
    let hub = host_on(Box::new(fragile), id, "a");
    let (mut teacher, mut ana) = (trainer(&hub).await, enter(&hub, "Ana").await);
    begin(&mut teacher, false).await;
    ana.until("the round", |own| own.app().place() == Place::Briefing).await;
    is_down.store(true, Ordering::SeqCst);
    ana.keys("enter J J").await;
    assert!(ana.screen().contains("! Not saved: the host cannot save now"), "{}", ana.screen());
    let moves = || kept(folder.path(), id).round().unwrap().boards[&1].moves.len();
    assert_eq!(moves(), 0);
    assert!(teacher.wish(Wish::Pause(true)).await.is_none());
    // Whoever wants to come in waits at the door.
    let bo = tokio::spawn({
        let hub = hub.clone();
        async move { hub.enter(entry("Bo", None)).await }
    });
    is_down.store(false, Ordering::SeqCst);
    let bo = tokio::time::timeout(LONG, bo).await.unwrap().unwrap().unwrap();
    assert_eq!(bo.name, "Bo");
    ana.until("the word that it is saved", |own| !own.screen().contains("Not saved")).await;
    assert_eq!(moves(), 2);
    assert!(kept(folder.path(), id).round().unwrap().is_paused);
    // A lost answer: what is kept is not kept twice.
    is_deaf.store(true, Ordering::SeqCst);
    ana.keys("J").await;
    assert!(ana.screen().contains("Not saved"), "{}", ana.screen());
    ana.until("the word that it is saved", |own| !own.screen().contains("Not saved")).await;
    assert_eq!(moves(), 3);
    let game = ana.app().game().unwrap();
    assert_eq!(kept(folder.path(), id).round().unwrap().boards[&1].game.plan().order, game.plan().order);
}

#[tokio::test]
async fn whoever_waits_sees_how_the_others_get_on() {
    let folder = tempfile::tempdir().unwrap();
    let id = create(folder.path(), 0);
    let hub = host(folder.path(), id, "a");
    let mut teacher = trainer(&hub).await;
    begin(&mut teacher, false).await;
    // One of each turn in which news about boards are told.
    let mut waiting = Vec::new();
    for name in ["Ana", "Bo", "Cy", "Di"] {
        let mut person = enter(&hub, name).await;
        person.keys("ctrl-l").await;
        assert_eq!(person.app().place(), Place::Lobby);
        waiting.push(person);
    }
    let mut last = enter(&hub, "Eve").await;
    last.until("the round", |own| own.app().place() == Place::Briefing).await;
    last.keys("enter r").await;
    for person in &mut waiting {
        person.until("Eve's Sprint", |own| own.screen().contains("Eve, Sprint 2")).await;
    }
    teacher.until("Eve's Sprint", |own| own.screen().contains("2/3")).await;
}

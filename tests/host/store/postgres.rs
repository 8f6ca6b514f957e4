//! The store in a database. Every test has one of its own.

use toporder::store::class::{ClassPlace, open};

use super::behaviour::{self, opened, row, texts};
use super::proxy::{Cut, Proxy};
use crate::database::Database;

fn in_new_database(test: fn(&ClassPlace)) {
    if let Some(database) = Database::new() {
        test(&database.place());
    }
}

#[test]
fn rows_come_back_in_order() {
    in_new_database(behaviour::rows_come_back_in_order);
}

#[test]
fn rows_are_rewritten() {
    in_new_database(behaviour::rows_are_rewritten);
}

#[test]
fn classes_are_deleted() {
    in_new_database(behaviour::classes_are_deleted);
}

#[test]
fn hosts_are_alive() {
    in_new_database(behaviour::hosts_are_alive);
}

#[test]
fn two_write_at_once() {
    in_new_database(behaviour::two_write_at_once);
}

#[test]
fn a_killed_writer_loses_nothing() {
    let test = "store::postgres::a_killed_writer_loses_nothing";
    // The writer is told which database is meant.
    if let Ok(url) = std::env::var("TOPORDER_TEST_PLACE") {
        behaviour::a_killed_writer_loses_nothing(&url.parse().unwrap(), &url, test);
    } else if let Some(database) = Database::new() {
        behaviour::a_killed_writer_loses_nothing(&database.place(), &database.url(), test);
    }
}

#[test]
fn several_may_open_a_new_database_at_the_same_time() {
    let Some(database) = Database::new() else { return };
    let place = database.place();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| opened(&place).create("A", 1).unwrap());
        }
    });
    assert_eq!(opened(&place).classes().unwrap().len(), 8);
}

#[test]
fn a_newer_format_is_refused_by_its_number() {
    let Some(database) = Database::new() else { return };
    drop(opened(&database.place()));
    database.client().batch_execute("UPDATE toporder_schema SET version = 99").unwrap();
    let error = open(&database.place()).unwrap_err();
    let told = format!("{error} {:?}", error.help);
    assert!(told.contains("format 99") && told.contains("newer Toporder") && !error.is_passing, "{told}");
}

#[test]
fn a_connection_that_was_ended_is_made_again() {
    let Some(database) = Database::new() else { return };
    let mut store = opened(&database.place());
    let class = store.create("Ended", 1).unwrap();
    assert_eq!(store.append(class, &[row(1, "a")]).unwrap(), 1);
    let end = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'toporder'";
    assert_eq!(database.client().query(end, &[]).unwrap().len(), 1);
    // That nobody is there any more is seen by whoever asks next.
    if let Err(error) = store.append(class, &[row(2, "b")]) {
        assert!(error.is_passing, "{error:?}");
        assert_eq!(store.append(class, &[row(2, "b")]).unwrap(), 2);
    }
    assert_eq!(texts(&store.read_after(class, 0).unwrap()), [(1, "a"), (2, "b")]);
    assert_eq!(database.client().query(end, &[]).unwrap().len(), 1);
    if let Err(error) = store.read_after(class, 0) {
        assert!(error.is_passing, "{error:?}");
    }
    assert_eq!(store.read_after(class, 1).unwrap().len(), 1);
}

#[test]
fn rows_that_were_kept_and_not_told_are_not_added_twice() {
    let Some(database) = Database::new() else { return };
    let (host, port) = database.server();
    let proxy = Proxy::to(host, port);
    let through = database.address("127.0.0.1", proxy.address.port(), &database.password);
    let mut store = opened(&through.parse().unwrap());
    let mut direct = opened(&database.place());
    let class = store.create("Cut", 1).unwrap();
    let count =
        |direct: &mut Box<dyn toporder::store::class::ClassStore>| direct.read_after(class, 0).unwrap().len();
    store.append(class, &[row(1, "first")]).unwrap();

    let rows = [row(2, "told-too-late"), row(2, "with it")];
    proxy.cut(Cut::After("told-too-late"));
    let error = store.append(class, &rows).unwrap_err();
    assert!(error.is_passing && !proxy.is_waiting(), "{error:?}");
    assert_eq!(count(&mut direct), 3, "the rows were kept");
    // Somebody else goes on meanwhile.
    assert_eq!(direct.append(class, &[row(3, "between")]).unwrap(), 4);
    assert_eq!(store.append(class, &rows).unwrap(), 2);
    assert_eq!(count(&mut direct), 4);

    let rows = [row(4, "never-arrived")];
    proxy.cut(Cut::Before("never-arrived"));
    let error = store.append(class, &rows).unwrap_err();
    assert!(error.is_passing && !proxy.is_waiting(), "{error:?}");
    assert_eq!(count(&mut direct), 4, "the rows were not kept");
    // And once more when it is tried again.
    proxy.cut(Cut::After("never-arrived"));
    assert!(store.append(class, &rows).unwrap_err().is_passing);
    assert_eq!(store.append(class, &rows).unwrap(), 5);
    assert_eq!(store.append(class, &rows).unwrap(), 6, "this time it is meant");
    let all = direct.read_after(class, 0).unwrap();
    let wanted = ["first", "told-too-late", "with it", "between", "never-arrived", "never-arrived"];
    assert_eq!(all.iter().map(|row| &*row.text).collect::<Vec<_>>(), wanted);
}

#[test]
fn no_error_tells_a_password() {
    let Some(database) = Database::new() else { return };
    let (host, port) = database.server();
    let secret = "geh@eim/und?lang#99%";
    let addresses = [
        (database.address(&host, port, secret), "does not let this user in"),
        (database.address("nowhere.invalid", port, secret), "cannot be reached"),
        // Nobody listens at the port for discarded messages.
        (database.address("127.0.0.1", 9, secret), "cannot be reached"),
        (format!("{}x", database.url()), "no such database"),
        (format!("{}?sslmode=require", database.url()), "cannot encrypt"),
    ];
    for (address, wanted) in addresses {
        let place: ClassPlace = address.parse().unwrap();
        let error = open(&place).unwrap_err();
        let told = format!("{error} {error:?} {place:?} {}", place.shown());
        assert!(told.contains(wanted), "{told}");
        for secret in [secret, "geh", "67%65", &database.password] {
            assert!(!told.contains(secret), "{told}");
        }
    }
    let store = opened(&database.place());
    assert!(!format!("{store:?}").contains(&database.password));
}

#[test]
fn who_may_not_keep_anything_is_told_what_to_do() {
    let Some(database) = Database::new() else { return };
    let role = format!("{}_guest", database.name);
    let mut client = database.client();
    client.batch_execute(&format!("CREATE ROLE {role} LOGIN PASSWORD 'guest'")).unwrap();
    let (host, port) = database.server();
    let url = format!("postgres://{role}:guest@{host}:{port}/{}", database.name);
    let error = open(&url.parse().unwrap()).unwrap_err();
    client.batch_execute(&format!("DROP ROLE {role}")).unwrap();
    assert!(error.to_string().contains("may not keep classes there"), "{error:?}");
    assert!(error.help.unwrap().contains("make tables"));
}

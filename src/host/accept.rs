//! Takes connections, for as long as the host is up, whatever goes wrong with some of them.

use std::future::Future;
use std::io::ErrorKind;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time;

use super::{Arrival, Door, Way};

/// How long to wait when the system has nothing left to take a connection with.
const PAUSE: Duration = Duration::from_millis(100);

/// Takes connections until the host goes down, and ends when all that were taken have ended, or soon after.
/// `refuse` tells whoever is not taken.
pub(super) async fn accept<S, F>(
    listener: &TcpListener,
    door: &Door,
    way: Way,
    mut down: watch::Receiver<bool>,
    serve: S,
    refuse: fn(&TcpStream, &str),
) where
    S: Fn(TcpStream, Arrival) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    let mut is_troubled = false;
    loop {
        let accepted = tokio::select! {
            biased;
            () = gone_down(&mut down) => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, address)) => {
                is_troubled = false;
                // Keys are few bytes that must not wait for others.
                let _ = stream.set_nodelay(true);
                match door.arrive(address.ip(), way) {
                    Ok(arrival) => drop(connections.spawn(serve(stream, arrival))),
                    Err(refused) => refuse(&stream, &refused.to_string()),
                }
            }
            // Whoever made it is gone already.
            Err(error) if is_passing(error.kind()) => {}
            Err(error) => {
                if !is_troubled {
                    tracing::error!("no connection by {way} can be taken at the moment: {error}");
                }
                is_troubled = true;
                time::sleep(PAUSE).await;
            }
        }
    }
    let ended = async { while connections.join_next().await.is_some() {} };
    // What has not ended by then is dropped.
    let _ = time::timeout(door.limits().farewell * 2, ended).await;
}

fn is_passing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted)
}

/// Ready once the host goes down. Where whoever would tell is gone, so is the host.
pub(super) async fn gone_down(down: &mut watch::Receiver<bool>) {
    let _ = down.wait_for(|is_down| *is_down).await;
}

/// Runs what is told by `true` that the host goes down, once `stop` is ready.
pub(super) async fn until<F: Future<Output = ()>>(
    stop: impl Future<Output = ()>,
    run: impl FnOnce(watch::Receiver<bool>) -> F,
) {
    let (tell, down) = watch::channel(false);
    let running = run(down);
    tokio::pin!(running);
    tokio::select! {
        () = &mut running => {}
        () = stop => {
            tell.send_replace(true);
            running.await;
        }
    }
}

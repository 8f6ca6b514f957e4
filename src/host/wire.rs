//! A connection that can be cut from anywhere, and that cuts itself when nobody reads.
//!
//! What is written to a connection queues behind what was written before, and so does the wish to close it. Only
//! dropping the socket ends one whose other side has stopped reading.

use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{self, Sleep};

/// A connection under watch.
#[derive(Debug)]
pub struct Wire<S> {
    stream: S,
    cutter: Cutter,
    /// How long nothing may be taken of what is written.
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

/// Ends a connection, whatever it is doing.
#[derive(Clone, Debug, Default)]
pub struct Cutter(Arc<Mutex<Cut>>);

#[derive(Debug, Default)]
struct Cut {
    is_cut: bool,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

impl Cutter {
    /// Ends the connection.
    pub fn cut(&self) {
        let mut cut = self.state();
        cut.is_cut = true;
        let wakers = [cut.reader.take(), cut.writer.take()];
        drop(cut);
        wakers.into_iter().flatten().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, Cut> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S> Wire<S> {
    /// Watches a connection.
    pub fn new(stream: S, patience: Duration) -> (Self, Cutter) {
        let cutter = Cutter::default();
        (Self { stream, cutter: cutter.clone(), patience, stalled: None }, cutter)
    }

    /// Ready when the patience is over, or the connection is cut.
    fn trouble(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let mut cut = self.cutter.state();
        if cut.is_cut {
            return Poll::Ready(ErrorKind::ConnectionAborted.into());
        }
        cut.writer = Some(context.waker().clone());
        drop(cut);
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(time::sleep(patience)));
        stalled.as_mut().poll(context).map(|()| ErrorKind::TimedOut.into())
    }

    fn done<T>(&mut self, polled: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.stalled = None;
            return polled;
        }
        self.trouble(context).map(Err)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        {
            let mut cut = wire.cutter.state();
            if cut.is_cut {
                return Poll::Ready(Err(ErrorKind::ConnectionAborted.into()));
            }
            cut.reader = Some(context.waker().clone());
        }
        Pin::new(&mut wire.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        let polled = Pin::new(&mut wire.stream).poll_write(context, bytes);
        wire.done(polled, context)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        let polled = Pin::new(&mut wire.stream).poll_flush(context);
        wire.done(polled, context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        let polled = Pin::new(&mut wire.stream).poll_shutdown(context);
        wire.done(polled, context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_does_not_read_is_cut() {
        let (near, mut far) = tokio::io::duplex(8);
        let (mut wire, _) = Wire::new(near, Duration::from_secs(20));
        wire.write_all(b"12345678").await.unwrap();
        // Somebody slow is not.
        let reading = tokio::spawn(async move {
            for _ in 0..4 {
                time::sleep(Duration::from_secs(15)).await;
                far.read_u8().await.unwrap();
            }
            far
        });
        for _ in 0..4 {
            wire.write_all(b"9").await.unwrap();
        }
        let _far = reading.await.unwrap();
        let begun = time::Instant::now();
        assert_eq!(wire.write_all(b"0").await.unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!(begun.elapsed(), Duration::from_secs(20));
    }

    #[tokio::test]
    async fn a_connection_is_cut_while_it_reads_and_while_it_writes() {
        for writes in [false, true] {
            let (near, _far) = tokio::io::duplex(8);
            let (mut wire, cutter) = Wire::new(near, Duration::from_secs(600));
            let busy = tokio::spawn(async move {
                match writes {
                    true => wire.write_all(&[0; 100]).await,
                    false => wire.read_u8().await.map(drop),
                }
            });
            tokio::task::yield_now().await;
            cutter.cut();
            assert_eq!(busy.await.unwrap().unwrap_err().kind(), ErrorKind::ConnectionAborted);
        }
    }
}

//! A reader who has had enough.

use std::io::Read;
use std::process::{Command, Stdio};

/// Runs a program that prints more than a pipe holds, reads a little of it and stops; the program must end
/// without a word.
pub(crate) fn assert_a_reader_may_stop(command: &mut Command) {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    child.stdout.take().expect("it is piped").read_exact(&mut [0; 10]).expect("something is printed");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
}

//! What happens when a program ends.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "starts the program under test and reads what it wrote"
)]

use std::process::Command;

#[test]
fn files_that_nobody_closed_are_written() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let (text, bytes) = (format!("{folder}/unclosed.txt"), format!("{folder}/unclosed.bin"));
    let program = format!(
        "open({text:?}, 'w').write('text')\nfile = open({bytes:?}, 'wb')\nfile.write(b'bytes')\nraise SystemExit(3)"
    );
    let status = Command::new(env!("CARGO_BIN_EXE_moltvm"))
        .args(["--allow", &format!("fs.write={folder}"), "--allow", &format!("fs.read={folder}")])
        .args(["-c", &program])
        .status()
        .expect("the program starts");
    assert_eq!(status.code(), Some(3));
    assert_eq!(std::fs::read(text).expect("the file is there"), b"text");
    assert_eq!(std::fs::read(bytes).expect("the file is there"), b"bytes");
}

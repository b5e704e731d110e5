//! The examples print what CPython prints, with no more authority than their texts say.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "starts the program under test"
)]

use std::process::Command;

fn run(arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_moltvm"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn the_sales_report() {
    let (out, errors, code) = run(&[
        "--allow",
        "fs.read=examples/data",
        "examples/sales_report.py",
        "examples/data",
        "--top",
        "3",
    ]);
    assert_eq!(
        (out.as_str(), code),
        (include_str!("examples/sales_report.out"), Some(0)),
        "{errors}"
    );
}

#[test]
fn the_sales_report_needs_its_grant() {
    let (_, errors, code) = run(&["examples/sales_report.py", "examples/data"]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("PermissionError") && errors.contains("--allow fs.read="), "{errors}");
}

#[test]
fn the_log_summary() {
    let (out, errors, code) = run(&[
        "--allow",
        "fs.read=examples/data",
        "examples/log_summary.py",
        "examples/data/access.log",
    ]);
    assert_eq!(
        (out.as_str(), code),
        (include_str!("examples/log_summary.out"), Some(0)),
        "{errors}"
    );
}

#[test]
fn the_pipeline_needs_no_grant() {
    let (out, errors, code) = run(&["examples/pipeline.py", "5"]);
    assert_eq!((out.as_str(), code), (include_str!("examples/pipeline.out"), Some(0)), "{errors}");
}

use super::*;
use crate::{FileId, Host};

fn host(allow: &[&str], side: VirtualHost) -> Host {
    let mut grants = Grants::none(b"/home");
    for grant in allow {
        grants.allow(grant).expect("a valid grant");
    }
    Host::new(grants, side).expect("grants that can be pinned")
}

fn disk() -> VirtualHost {
    VirtualHost::new()
        .file("/data/a", "alpha")
        .file("/secret/s", "canary")
        .symbolic_link("/data/out", "../secret/s")
        .symbolic_link("/data/absolute", "/data/a")
        .directory("/home")
}

fn denial(result: HostResult<impl std::fmt::Debug>) -> String {
    match result {
        Err(HostError::Denied(denied)) => denied.to_string(),
        other => panic!("must be denied: {other:?}"),
    }
}

#[test]
fn reading_stays_within_the_grants() {
    let fs = host(&["fs.read=/data"], disk()).fs();
    assert_eq!(fs.read_file(b"/data/a"), Ok(b"alpha".to_vec()));
    assert_eq!(fs.read_file(b"/data/absolute"), Ok(b"alpha".to_vec()));
    assert_eq!(fs.read_file(b"../data/a"), Ok(b"alpha".to_vec()));
    denial(fs.read_file(b"/data/out"));
    denial(fs.read_file(b"/data/../secret/s"));
    denial(fs.exists(b"/secret/s"));
    assert_eq!(
        denial(fs.open(b"/data/a", OpenOptions::writing())),
        "fs.write denied: '/data/a' (grant: --allow fs.write=/data/a)"
    );
}

#[test]
fn closed_numbers_stay_bad() {
    let fs = host(&["fs.read=/data"], disk()).fs();
    let first = fs.open(b"/data/a", OpenOptions::reading()).expect("granted");
    assert_eq!(first, FileId(3));
    let copy = fs.duplicate(first).expect("open");
    fs.close(first).expect("open");
    let next = fs.open(b"/data/a", OpenOptions::reading()).expect("granted");
    assert_ne!(next, first);
    let mut buffer = [0; 2];
    assert_eq!(fs.read(first, &mut buffer), Err(HostError::os(libc::EBADF)));
    assert_eq!(fs.read(FileId(-1), &mut buffer), Err(HostError::os(libc::EBADF)));
    assert_eq!(fs.read(FileId(i32::MAX), &mut buffer), Err(HostError::os(libc::EBADF)));
    assert_eq!(fs.read(copy, &mut buffer), Ok(2));
    assert_eq!(fs.tell(copy), Ok(2));
}

#[test]
fn writing_seeking_and_room() {
    let fs = host(&["fs.read=/data", "fs.write=/data"], disk().capacity(64)).fs();
    let options = OpenOptions { read: true, ..OpenOptions::writing() };
    let id = fs.open(b"/data/new", options).expect("granted");
    assert_eq!(fs.write(id, b"hello"), Ok(5));
    assert_eq!(fs.seek(id, -2, Whence::End), Ok(3));
    assert_eq!(fs.write(id, b"p!!"), Ok(3));
    assert_eq!(fs.read_file(b"/data/new"), Ok(b"help!!".to_vec()));
    assert_eq!(fs.seek(id, 1 << 40, Whence::Start), Ok(1 << 40));
    assert_eq!(fs.write(id, b"x").map_err(|e| e.errno()), Err(libc::ENOSPC));
    assert_eq!(fs.seek(id, i64::MIN, Whence::Current).map_err(|e| e.errno()), Err(libc::EINVAL));
}

#[test]
fn moving_and_removing() {
    let fs = host(&["fs.read=/data", "fs.write=/data"], disk()).fs();
    fs.make_directory(b"/data/d/", 0o755).expect("granted");
    fs.rename(b"/data/a", b"/data/d/b").expect("granted");
    assert_eq!(fs.remove_directory(b"/data/d").map_err(|e| e.errno()), Err(libc::ENOTEMPTY));
    assert_eq!(fs.rename(b"/data/d", b"/data/d/e").map_err(|e| e.errno()), Err(libc::EINVAL));
    assert_eq!(fs.exists(b"/data/a"), Ok(false));
    let names: Vec<_> = fs.list(b"/data/d").expect("granted").into_iter().map(|e| e.name).collect();
    assert_eq!(names, [b"b".to_vec()]);
    fs.unlink(b"/data/d/b").expect("granted");
    fs.remove_directory(b"/data/d").expect("granted");
    denial(fs.rename(b"/data/absolute", b"/secret/x"));
    denial(fs.symlink(b"/secret/s", b"/data/l"));
    denial(fs.remove_directory(b"/data/.."));
}

#[test]
fn a_single_file_grant_opens_nothing_beside_it() {
    let side = disk().file("/data/b", "beta").symbolic_link("/data/c", "b");
    let fs = host(&["fs.read=/data/a", "fs.write=/data/yet"], side).fs();
    assert_eq!(fs.read_file(b"/data/a"), Ok(b"alpha".to_vec()));
    denial(fs.read_file(b"/data/b"));
    denial(fs.read_file(b"/data/a/../b"));
    denial(fs.list(b"/data"));
    fs.open(b"/data/yet", OpenOptions::writing()).expect("granted though missing at launch");
}

#[test]
fn what_was_dropped_is_gone() {
    let host = host(&["fs.read=/data", "time.wall", "env.read=*"], disk().variable("A", "1"));
    assert_eq!(host.env().get(b"A"), Ok(Some(b"1".to_vec())));
    host.drop("fs.read=/data/a").expect("a valid denial");
    host.drop("time.wall").expect("a valid denial");
    host.drop("env.read").expect("a valid denial");
    denial(host.fs().read_file(b"/data/a"));
    assert!(host.fs().list(b"/data").is_ok());
    denial(host.clock().wall());
    assert!(host.env().items().is_empty());
    host.drop("fs.read").expect("a valid denial");
    denial(host.fs().list(b"/data"));
}

#[test]
fn unscoped_doors_ask_first() {
    let side = disk().input("one\ntwo").seed(7);
    let output = side.output();
    let host = host(&[], side);
    denial(host.clock().wall());
    denial(host.random().fill(&mut [0; 4]));
    denial(host.stdio().read_line());
    denial(host.fs().read(FileId::STDIN, &mut [0; 4]));
    denial(host.fs().duplicate(FileId::STDIN));
    denial(host.env().get(b"HOME"));
    denial(host.net().check_connect("example.com", 443));
    denial(host.process().check_spawn(b"/bin/sh"));
    host.stdio().write_out(b"hi").expect("always open");
    assert_eq!(output.take(), b"hi");
}

#[test]
fn the_working_directory_is_the_programs_own() {
    let fs = host(&["fs.read=/data"], disk().file("/data/d/x", "x")).fs();
    assert_eq!(fs.current_directory(), b"/home");
    fs.change_directory(b"/data/d").expect("granted");
    assert_eq!(fs.read_file(b"x"), Ok(b"x".to_vec()));
    assert_eq!(fs.read_file(b"../a"), Ok(b"alpha".to_vec()));
    denial(fs.change_directory(b"/secret"));
    assert_eq!(fs.change_directory(b"x").map_err(|e| e.errno()), Err(libc::ENOTDIR));
}

#[test]
fn an_interrupt_ends_a_sleep() {
    let host = host(&[], disk());
    assert!(host.clock().sleep(Duration::from_secs(5)));
    assert_eq!(host.clock().monotonic(), Duration::from_secs(5));
    host.interrupts().raise();
    assert!(!host.clock().sleep(Duration::from_secs(5)));
    assert!(host.interrupts().take());
}

//! Ways out of a granted directory that must stay shut, on the real file system.

use moltvm_capabilities::{
    Denied, FileType, Grants, Host, HostError, HostResult, OpenOptions, Times, Whence,
};
use std::ffi::CString;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

const CANARY: &[u8] = b"canary";

/// A directory of its own: `root` is what tests grant, `secret` what they must not reach.
struct Yard(PathBuf);

impl Yard {
    fn new() -> Yard {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("moltvm-escape-{}-{number}", std::process::id());
        let yard =
            fs::canonicalize(std::env::temp_dir()).expect("a temporary directory").join(name);
        fs::create_dir_all(yard.join("root/d")).expect("writable");
        fs::create_dir_all(yard.join("secret")).expect("writable");
        fs::create_dir_all(yard.join("root-secret")).expect("writable");
        for (path, content) in [
            ("root/f", &b"inside"[..]),
            ("root/d/f", b"deeper"),
            ("secret/f", CANARY),
            ("root-secret/f", CANARY),
        ] {
            fs::write(yard.join(path), content).expect("writable");
        }
        Yard(yard)
    }

    fn at(&self, path: &str) -> Vec<u8> {
        self.0.join(path).as_os_str().as_bytes().to_vec()
    }

    fn text(&self, path: &str) -> String {
        self.0.join(path).to_str().expect("plain names").to_owned()
    }

    fn link(&self, target: impl AsRef<Path>, at: &str) {
        symlink(target, self.0.join(at)).expect("a new name");
    }

    /// A host that may do what the flags say; `@` stands for the yard.
    fn host(&self, allow: &[&str], deny: &[&str]) -> Host {
        let mut grants = Grants::none(&self.at("root"));
        for text in allow {
            grants.allow(&text.replace('@', &self.text(""))).expect("a valid grant");
        }
        for text in deny {
            grants.deny(&text.replace('@', &self.text(""))).expect("a valid denial");
        }
        Host::real(grants).expect("paths that are there")
    }

    fn reader(&self) -> moltvm_capabilities::Fs {
        self.host(&["fs.read=@root"], &[]).fs()
    }
}

impl Drop for Yard {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn refused<T: std::fmt::Debug>(result: HostResult<T>) -> Denied {
    match result {
        Err(HostError::Denied(denied)) => *denied,
        other => panic!("must be denied: {other:?}"),
    }
}

fn errno<T: std::fmt::Debug>(result: HostResult<T>) -> i32 {
    match result {
        Err(error @ HostError::Os { .. }) => error.errno(),
        other => panic!("must fail in the system: {other:?}"),
    }
}

#[test]
fn dots_and_absolute_paths() {
    let yard = Yard::new();
    let fs = yard.reader();
    for path in [
        "../secret/f",
        "d/../../secret/f",
        "/etc/passwd",
        "/nonexistent/x",
        "./../root/../secret/f",
        "..",
        "d/../..",
    ] {
        refused(fs.read_file(path.as_bytes()));
        refused(fs.metadata(path.as_bytes()));
        refused(fs.link_metadata(path.as_bytes()));
        refused(fs.exists(path.as_bytes()));
        refused(fs.list(path.as_bytes()));
        refused(fs.access(path.as_bytes(), libc::F_OK));
        refused(fs.read_link(path.as_bytes()));
        refused(fs.real_path(path.as_bytes()));
        refused(fs.change_directory(path.as_bytes()));
    }
    assert_eq!(fs.read_file(b"d/../f"), Ok(b"inside".to_vec()));
    assert_eq!(fs.read_file(b"../root//./f"), Ok(b"inside".to_vec()));
    assert_eq!(fs.read_file(&yard.at("secret/../root/f")), Ok(b"inside".to_vec()));
}

#[test]
fn a_longer_name_with_the_same_start() {
    let yard = Yard::new();
    let denied = refused(yard.reader().read_file(&yard.at("root-secret/f")));
    let path = yard.text("root-secret/f");
    assert_eq!(
        denied.to_string(),
        format!("fs.read denied: '{path}' (grant: --allow fs.read={path})")
    );
}

#[test]
fn links_that_lead_out() {
    let yard = Yard::new();
    yard.link("/etc", "root/etc");
    yard.link("../../secret", "root/d/up");
    yard.link(yard.0.join("secret/f"), "root/absolute");
    yard.link("absolute", "root/chain");
    yard.link("../secret/missing", "root/nothing");
    yard.link("../secret/../root/f", "root/reenters");
    yard.link(yard.0.join("root/f"), "root/inside");
    yard.link("f", "root/near");
    yard.link("loop", "root/loop");
    let fs = yard.reader();
    for path in ["etc/passwd", "etc/nonexistent", "d/up/f", "absolute", "chain", "nothing"] {
        refused(fs.read_file(path.as_bytes()));
        refused(fs.metadata(path.as_bytes()));
    }
    // The link itself may be asked about, not what it leads to.
    assert_eq!(fs.link_metadata(b"etc").map(|m| m.file_type()), Ok(FileType::Symlink));
    assert_eq!(fs.read_link(b"etc"), Ok(b"/etc".to_vec()));
    assert_eq!(fs.read_file(b"inside"), Ok(b"inside".to_vec()));
    assert_eq!(fs.read_file(b"near"), Ok(b"inside".to_vec()));
    assert_eq!(errno(fs.read_file(b"loop")), libc::ELOOP);
    // It leaves and comes back: by text that is inside again, and nothing outside was looked at.
    assert_ne!(fs.read_file(b"reenters"), Ok(CANARY.to_vec()));
}

#[test]
fn writing_through_links_that_lead_out() {
    let yard = Yard::new();
    yard.link("../secret/made", "root/dangling");
    yard.link("../secret", "root/way");
    let fs = yard.host(&["fs.read=@root", "fs.write=@root"], &[]).fs();
    refused(fs.open(b"dangling", OpenOptions::writing()));
    refused(fs.make_directory(b"way/d", 0o755));
    refused(fs.unlink(b"way/f"));
    refused(fs.rename(b"f", b"way/g"));
    refused(fs.rename(b"way/f", b"g"));
    refused(fs.link(b"way/f", b"g"));
    refused(fs.set_mode(b"way/f", 0o777));
    refused(fs.set_times(b"way/f", Times::Now, true));
    refused(fs.truncate_path(b"way/f", 0));
    refused(fs.symlink(b"../secret/f", b"l"));
    refused(fs.symlink(b"/etc/passwd", b"l"));
    assert_eq!(std::fs::read(yard.0.join("secret/f")).expect("still there"), CANARY);
    assert!(!yard.0.join("secret/made").exists());
}

#[test]
fn writing_needs_its_own_grant_whatever_the_flags() {
    let yard = Yard::new();
    let fs = yard.reader();
    for flags in [
        libc::O_RDONLY | libc::O_TRUNC,
        libc::O_RDWR,
        libc::O_WRONLY,
        libc::O_RDONLY | libc::O_CREAT,
        libc::O_RDONLY | libc::O_APPEND,
    ] {
        refused(fs.open(b"f", OpenOptions::from_flags(flags, 0o666)));
    }
    assert_eq!(fs.read_file(b"f"), Ok(b"inside".to_vec()));
    let fs = yard.host(&["fs.write=@root"], &[]).fs();
    refused(fs.read_file(b"f"));
    refused(fs.open(b"f", OpenOptions { read: true, ..OpenOptions::writing() }));
    fs.open(b"f", OpenOptions::writing()).expect("granted");
}

#[test]
fn what_is_denied_within_what_is_allowed() {
    let yard = Yard::new();
    fs::create_dir(yard.0.join("root/private")).expect("writable");
    fs::write(yard.0.join("root/private/f"), CANARY).expect("writable");
    yard.link("private", "root/way");
    yard.link("../private/f", "root/d/way");
    let flags = ["fs.read=@root", "fs.write=@root"];
    let fs =
        yard.host(&flags, &["fs.read=@root/private", "fs.write=@root/private,@root/later"]).fs();
    for path in ["private/f", "private", "way/f", "d/way", "d/../private/f"] {
        refused(fs.read_file(path.as_bytes()));
        refused(fs.open(path.as_bytes(), OpenOptions::writing()));
    }
    assert_eq!(fs.read_file(b"f"), Ok(b"inside".to_vec()));
    refused(fs.open(b"later", OpenOptions::writing()));
    refused(fs.rename(b"private", b"public"));
    refused(fs.unlink(b"private/f"));
    // Known by what it is, not by what it is called.
    std::fs::rename(yard.0.join("root/private"), yard.0.join("root/renamed")).expect("ours");
    refused(fs.read_file(b"renamed/f"));
    // The directory above cannot be moved away from over the denial either.
    refused(yard.host(&["fs.write=@"], &["fs.write=@root/d/f"]).fs().rename(b"../root", b"../r2"));
}

#[test]
fn one_granted_file() {
    let yard = Yard::new();
    let fs = yard.host(&["fs.read=@root/f", "fs.write=@root/made"], &[]).fs();
    assert_eq!(fs.read_file(b"f"), Ok(b"inside".to_vec()));
    refused(fs.read_file(b"d/f"));
    refused(fs.list(b"."));
    refused(fs.read_file(b"f/../d/f"));
    fs.open(b"made", OpenOptions::writing()).expect("granted");
    std::fs::remove_file(yard.0.join("root/f")).expect("ours");
    yard.link("../secret/f", "root/f");
    refused(fs.read_file(b"f"));
    std::fs::remove_file(yard.0.join("root/f")).expect("ours");
    yard.link("d/f", "root/f");
    refused(fs.read_file(b"f"));
}

#[test]
fn a_root_stays_the_directory_it_was() {
    let yard = Yard::new();
    let fs = yard.reader();
    std::fs::rename(yard.0.join("root"), yard.0.join("moved")).expect("ours");
    yard.link("secret", "root");
    assert_eq!(fs.read_file(&yard.at("root/f")), Ok(b"inside".to_vec()));
}

#[test]
fn names_that_are_no_names() {
    let yard = Yard::new();
    let fs = yard.reader();
    assert_eq!(fs.read_file(b"f\0g"), Err(HostError::InvalidPath));
    assert_eq!(errno(fs.read_file(&[b'a'; 5000])), libc::ENAMETOOLONG);
    assert_eq!(errno(fs.read_file(&b"a/".repeat(5000))), libc::ENAMETOOLONG);
    assert_eq!(errno(fs.read_file(b"")), libc::ENOENT);
    assert_eq!(errno(fs.read_file(b"f/")), libc::ENOTDIR);
    assert_eq!(errno(fs.read_file(b"f/g")), libc::ENOTDIR);
    assert_eq!(errno(fs.read_file(b"\xff")), libc::ENOENT);
    let denied = refused(fs.read_file(b"/\x1b]0;x\x07\n"));
    assert!(!denied.to_string().contains(['\x1b', '\n']));
}

#[test]
fn a_comma_in_a_path() {
    let yard = Yard::new();
    std::fs::write(yard.0.join("root/a,b"), b"comma").expect("writable");
    let fs = yard.host(&["fs.read=@root/a%2Cb"], &[]).fs();
    assert_eq!(fs.read_file(b"a,b"), Ok(b"comma".to_vec()));
}

#[test]
fn pipes_and_special_file_systems() {
    let yard = Yard::new();
    let pipe = CString::new(yard.at("root/pipe")).expect("no NUL");
    // SAFETY: the path is NUL-terminated and lives through the call.
    assert_eq!(unsafe { libc::mkfifo(pipe.as_ptr(), 0o600) }, 0);
    let fs = yard.host(&["fs.read=@root", "fs.write=@root"], &[]).fs();
    let started = Instant::now();
    for options in [OpenOptions::reading(), OpenOptions::writing()] {
        assert_eq!(refused(fs.open(b"pipe", options)).reason, Some("not a regular file"));
    }
    assert!(started.elapsed() < Duration::from_secs(1));
    for special in ["/proc", "/proc/self/root", "/dev", "/sys"] {
        let mut grants = Grants::none(b"/");
        grants.allow(&format!("fs.read={special}")).expect("a valid grant");
        // `/proc/self/root` is `/` itself.
        assert_eq!(Host::real(grants).is_err(), special != "/proc/self/root", "{special}");
    }
    yard.link(format!("/proc/{}/root", std::process::id()), "root/magic");
    refused(fs.read_file(b"magic/etc/passwd"));
    refused(fs.read_file(b"/proc/self/environ"));
}

#[test]
fn the_whole_file_system_is_ordinary() {
    let yard = Yard::new();
    yard.link(yard.0.join("secret/f"), "root/absolute");
    let fs = yard.host(&["fs.read=/"], &[]).fs();
    assert_eq!(fs.read_file(b"absolute"), Ok(CANARY.to_vec()));
    assert_eq!(fs.read_file(b"../secret/f"), Ok(CANARY.to_vec()));
    fs.open(b"/dev/null", OpenOptions::reading()).expect("devices are part of '/'");
    let fs = yard.host(&["fs.read=/"], &["fs.read=@secret"]).fs();
    refused(fs.read_file(b"absolute"));
    let mut around = b"/proc/self/root".to_vec();
    around.extend(yard.at("secret/f"));
    refused(fs.read_file(&around));
}

#[test]
fn hard_links_carry_no_rights_along() {
    let yard = Yard::new();
    std::fs::create_dir(yard.0.join("out")).expect("writable");
    let fs = yard.host(&["fs.read=@root", "fs.write=@out"], &[]).fs();
    refused(fs.link(b"f", b"../out/f"));
    refused(fs.rename(b"f", b"../out/f"));
    let fs = yard.host(&["fs.write=@out,@root", "fs.read=@root"], &[]).fs();
    std::fs::write(yard.0.join("out/x"), b"unreadable").expect("writable");
    refused(fs.rename(b"../out/x", b"x"));
    refused(fs.link(b"../out/x", b"x"));
    fs.link(b"f", b"g").expect("granted");
    assert_eq!(fs.metadata(b"g").map(|m| m.links), Ok(2));
}

#[test]
fn everyday_work_goes_on() {
    let yard = Yard::new();
    let fs = yard.host(&["fs.read=.", "fs.write=."], &[]).fs();
    let options = OpenOptions { read: true, exclusive: true, ..OpenOptions::writing() };
    let id = fs.open(b"new", options).expect("granted");
    assert_eq!(errno(fs.open(b"new", options)), libc::EEXIST);
    assert_eq!(fs.write(id, b"0123456789"), Ok(10));
    assert_eq!(fs.seek(id, 4, Whence::Start), Ok(4));
    let mut buffer = [0; 3];
    assert_eq!(fs.read(id, &mut buffer), Ok(3));
    assert_eq!(&buffer, b"456");
    assert_eq!(fs.read_at(id, &mut buffer, 0), Ok(3));
    assert_eq!(fs.tell(id), Ok(7));
    fs.truncate(id, 5).expect("open for writing");
    fs.sync(id).expect("open");
    assert_eq!(fs.file_metadata(id).map(|m| m.size), Ok(5));
    assert_eq!(fs.is_terminal(id), Ok(false));
    fs.close(id).expect("open");
    assert_eq!(errno(fs.close(id)), libc::EBADF);
    fs.set_mode(b"new", 0o600).expect("granted");
    assert_eq!(fs.metadata(b"new").map(|m| m.mode & 0o777), Ok(0o600));
    let stamp = moltvm_capabilities::Stamp { seconds: 12, nanoseconds: 34 };
    fs.set_times(b"new", Times::At(stamp, stamp), true).expect("granted");
    assert_eq!(fs.metadata(b"new").map(|m| m.modified), Ok(stamp));
    fs.make_directory(b"m", 0o755).expect("granted");
    fs.rename(b"new", b"m/newer").expect("granted");
    fs.symlink(b"m/newer", b"l").expect("within the grants");
    assert_eq!(fs.read_file(b"l"), Ok(b"01234".to_vec()));
    assert_eq!(fs.real_path(b"l"), Ok(yard.at("root/m/newer")));
    assert_eq!(fs.access(b"l", libc::R_OK | libc::W_OK), Ok(true));
    assert_eq!(errno(fs.remove_directory(b"m")), libc::ENOTEMPTY);
    let mut names: Vec<_> = fs.list(b".").expect("granted").into_iter().map(|e| e.name).collect();
    names.sort();
    assert_eq!(names, [&b"d"[..], b"f", b"l", b"m"]);
    match fs.rename(b"missing", b"other") {
        Err(HostError::Os { errno: libc::ENOENT, filename: Some(from), filename2: Some(to) }) => {
            assert_eq!((&from[..], &to[..]), (&b"missing"[..], &b"other"[..]));
        }
        other => panic!("must name both: {other:?}"),
    }
    assert_eq!(fs.exists(b"missing"), Ok(false));
}

/// Exchanges two names as fast as it can until told to stop.
fn flip(one: Vec<u8>, two: Vec<u8>, stop: Arc<AtomicBool>) -> std::thread::JoinHandle<u64> {
    let (one, two) = (CString::new(one).expect("no NUL"), CString::new(two).expect("no NUL"));
    std::thread::spawn(move || {
        let mut flips = 0;
        while !stop.load(Ordering::Relaxed) {
            // SAFETY: both paths are NUL-terminated and live through the call.
            let result = unsafe {
                libc::syscall(
                    libc::SYS_renameat2,
                    libc::AT_FDCWD,
                    one.as_ptr(),
                    libc::AT_FDCWD,
                    two.as_ptr(),
                    libc::RENAME_EXCHANGE,
                )
            };
            flips += u64::from(result == 0);
        }
        flips
    })
}

/// Reads `path` for a second while `one` and `two` are exchanged; the canary must never be seen.
fn race(yard: &Yard, fs: &moltvm_capabilities::Fs, path: &[u8], one: &str, two: &str) {
    let stop = Arc::new(AtomicBool::new(false));
    let flipper = flip(yard.at(one), yard.at(two), stop.clone());
    let started = Instant::now();
    let (mut seen, mut tries) = (0u64, 0u64);
    while started.elapsed() < Duration::from_millis(700) {
        match fs.read_file(path) {
            Ok(content) => {
                assert_ne!(content, CANARY);
                seen += 1;
            }
            Err(HostError::Denied(_) | HostError::Os { .. }) => {}
            Err(other) => panic!("{other}"),
        }
        tries += 1;
    }
    stop.store(true, Ordering::Relaxed);
    let flips = flipper.join().expect("the flipper does not panic");
    assert!(flips > 0 && seen > 0, "{flips} flips, {seen} of {tries} reads");
}

#[test]
fn a_link_swapped_in_while_reading() {
    let yard = Yard::new();
    yard.link("../secret/f", "root/evil");
    race(&yard, &yard.reader(), b"f", "root/f", "root/evil");
    // The same with something denied, which takes the walk instead of one call.
    let fs = yard.host(&["fs.read=@root"], &["fs.read=@root/nothing"]).fs();
    race(&yard, &fs, b"f", "root/f", "root/evil");
}

#[test]
fn a_directory_swapped_for_a_link_while_reading() {
    let yard = Yard::new();
    yard.link("../secret", "root/evil");
    race(&yard, &yard.reader(), b"d/f", "root/d", "root/evil");
    let fs = yard.host(&["fs.read=@root"], &["fs.read=@root/nothing"]).fs();
    race(&yard, &fs, b"d/f", "root/d", "root/evil");
}

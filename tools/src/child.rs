//! A child process run to its end, or to its time limit, with what it used.

use std::io::{self, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How a child process ended and what it cost.
#[derive(Debug)]
pub struct Finished {
    /// Everything it wrote to standard output.
    pub stdout: Vec<u8>,
    /// Everything it wrote to standard error.
    pub stderr: Vec<u8>,
    /// Exit code, or the signal that ended it.
    pub status: ExitStatus,
    /// It was killed because its time was over.
    pub timed_out: bool,
    /// User and system time, its own and its reaped children's.
    pub cpu: Duration,
    /// Time on the clock.
    pub wall: Duration,
    /// Peak resident memory in KiB. The kernel counts the forking tool too, so that values
    /// below about 3 MiB are not told apart.
    pub peak_kib: u64,
}

impl Finished {
    /// Why this is not a success, in a few words; `None` if it is one.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        if self.timed_out {
            return Some("timed out".to_owned());
        }
        if self.status.success() {
            return None;
        }
        let how = match (self.status.code(), self.status.signal()) {
            (Some(code), _) => format!("exit {code}"),
            (None, Some(signal)) => format!("signal {signal}"),
            (None, None) => "ended strangely".to_owned(),
        };
        Some(match last_line(&self.stderr) {
            Some(line) => format!("{how}: {line}"),
            None => how,
        })
    }
}

/// The last line of `bytes` that is not blank.
#[must_use]
pub fn last_line(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().rev().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

/// Runs `command` in its own process group, which is killed when `limit` is over.
///
/// # Errors
/// When the process cannot be started or waited for.
pub fn run(command: &mut Command, limit: Duration) -> io::Result<Finished> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()?;
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let timed_out = !wait_until_ended(&child, started, limit)?;
    let wall = started.elapsed();
    kill_group(&child);
    let (status, usage) = reap(&child)?;
    Ok(Finished {
        stdout: stdout.join().unwrap_or_default(),
        stderr: stderr.join().unwrap_or_default(),
        status,
        timed_out,
        cpu: duration(usage.ru_utime) + duration(usage.ru_stime),
        wall,
        peak_kib: u64::try_from(usage.ru_maxrss).unwrap_or(0),
    })
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What came before an error is still worth showing.
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn process_id(child: &Child) -> libc::pid_t {
    libc::pid_t::try_from(child.id()).expect("process ids come from the kernel as pid_t")
}

/// Waits without reaping, so that the id of the child (and of its group) stays its own.
fn wait_until_ended(child: &Child, started: Instant, limit: Duration) -> io::Result<bool> {
    loop {
        // SAFETY: all-zero bytes are a valid siginfo_t, a plain C structure.
        let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
        // SAFETY: `info` outlives the call, which only writes to it.
        let result = unsafe {
            libc::waitid(
                libc::P_PID,
                child.id(),
                &raw mut info,
                libc::WEXITED | libc::WNOHANG | libc::WNOWAIT,
            )
        };
        if result != 0 {
            let error = io::Error::last_os_error();
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        // SAFETY: waitid succeeded or left the zeroed structure; the field is valid in both.
        if unsafe { info.si_pid() } != 0 {
            return Ok(true);
        }
        let elapsed = started.elapsed();
        if elapsed >= limit {
            return Ok(false);
        }
        // Pausing for a fiftieth of the time so far measures within 2 %.
        let (least, most) = (Duration::from_micros(50), Duration::from_millis(5));
        thread::sleep((elapsed / 50).clamp(least, most));
    }
}

/// Ends what is left of the group: grandchildren would keep the pipes open for ever.
fn kill_group(child: &Child) {
    // SAFETY: the call takes no pointers; the child is not reaped yet, so the group is ours.
    unsafe { libc::kill(-process_id(child), libc::SIGKILL) };
}

fn reap(child: &Child) -> io::Result<(ExitStatus, libc::rusage)> {
    let mut status = 0;
    // SAFETY: all-zero bytes are a valid rusage, a plain C structure of numbers.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    loop {
        // SAFETY: both pointers outlive the call.
        let result = unsafe { libc::wait4(process_id(child), &raw mut status, 0, &raw mut usage) };
        if result >= 0 {
            return Ok((ExitStatus::from_raw(status), usage));
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

fn duration(time: libc::timeval) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    let micros = u64::try_from(time.tv_usec).unwrap_or(0);
    Duration::from_secs(seconds) + Duration::from_micros(micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration) -> Finished {
        run(Command::new("sh").args(["-c", script]), limit).unwrap()
    }

    #[test]
    fn output_and_exit_code_are_kept() {
        let done = shell("echo out; echo err >&2; exit 3", Duration::from_secs(10));
        assert_eq!(done.stdout, b"out\n");
        assert_eq!(done.stderr, b"err\n");
        assert_eq!(done.status.code(), Some(3));
        assert_eq!(done.trouble().as_deref(), Some("exit 3: err"));
    }

    #[test]
    fn a_child_that_will_not_end_is_killed_with_its_children() {
        let started = Instant::now();
        let done = shell("sleep 60 & echo begun; sleep 60", Duration::from_millis(300));
        assert!(done.timed_out);
        assert_eq!(done.stdout, b"begun\n");
        assert_eq!(done.trouble().as_deref(), Some("timed out"));
        assert!(started.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn busy_time_is_measured_and_sleep_is_not() {
        let busy =
            shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done", Duration::from_secs(60));
        let idle = shell("sleep 0.2", Duration::from_secs(10));
        assert!(busy.cpu > idle.cpu);
        assert!(idle.wall >= Duration::from_millis(200));
        assert!(idle.peak_kib > 0);
    }
}

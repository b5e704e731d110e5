//! Ctrl-C as a flag to poll, and no death by a closed pipe.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Raised by the signal handler, which may do no more than this.
static SIGNALLED: AtomicBool = AtomicBool::new(false);

/// Whether the user pressed Ctrl-C, or the embedder asked to stop.
#[derive(Clone, Default)]
pub struct Interrupts {
    flag: Arc<AtomicBool>,
    /// Whether the process's signals count too.
    heeds_signals: Arc<AtomicBool>,
}

extern "C" fn note_signal(_: libc::c_int) {
    SIGNALLED.store(true, Ordering::SeqCst);
}

impl Interrupts {
    /// Lets SIGINT raise the flag, and makes writes to closed pipes errors. For the command line;
    /// an embedder keeps its own handlers and calls [`raise`](Interrupts::raise).
    pub fn install(&self) {
        self.heeds_signals.store(true, Ordering::SeqCst);
        // SAFETY: an all-zero `sigaction` is a valid one: no flags, empty mask.
        let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
        // Without SA_RESTART, so that a blocked read returns EINTR and the flag is seen.
        action.sa_sigaction = note_signal as extern "C" fn(libc::c_int) as libc::sighandler_t;
        // SAFETY: the handler only stores to an atomic, which is async-signal-safe; `action` is live.
        unsafe {
            libc::sigaction(libc::SIGINT, &action, std::ptr::null_mut());
            libc::signal(libc::SIGPIPE, libc::SIG_IGN);
        }
    }

    /// Raises the flag.
    pub fn raise(&self) {
        self.flag.store(true, Ordering::SeqCst);
    }

    /// Whether the flag is up.
    pub fn is_pending(&self) -> bool {
        self.flag.load(Ordering::SeqCst)
            || (self.heeds_signals.load(Ordering::SeqCst) && SIGNALLED.load(Ordering::SeqCst))
    }

    /// Lowers the flag and says whether it was up.
    pub fn take(&self) -> bool {
        let signalled =
            self.heeds_signals.load(Ordering::SeqCst) && SIGNALLED.swap(false, Ordering::SeqCst);
        self.flag.swap(false, Ordering::SeqCst) || signalled
    }
}

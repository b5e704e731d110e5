//! The native stack, scanned conservatively: any word in it that could be a reference keeps what
//! it points into alive. Nothing moves, so a word that only looks like one does no harm.

/// Shows every word between the caller's frame and `base`, and the registers a caller may rely on.
///
/// `base` is an address in a frame that is older than the caller's, or above the whole stack's
/// part in use. Hosts whose stack cannot be read show nothing.
#[inline(never)]
pub(crate) fn scan(base: usize, found: &mut dyn FnMut(usize)) {
    let mut registers = [0usize; 12];
    spill(&mut registers);
    let registers = std::hint::black_box(&registers);
    for &word in registers {
        found(word);
    }
    if cfg!(target_family = "wasm") {
        return;
    }
    // Stacks grow downwards, and everything the callers keep lies above our own variables.
    let mut address = registers.as_ptr() as usize & !7;
    while address < base {
        // SAFETY: the part of this thread's stack between a live frame and an older one is mapped;
        // volatile, since these words belong to other functions.
        found(unsafe { (address as *const usize).read_volatile() });
        address += size_of::<usize>();
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn spill(registers: &mut [usize; 12]) {
    // SAFETY: stores six registers into the array and changes nothing else.
    unsafe {
        std::arch::asm!(
            "mov [{0}], rbx", "mov [{0} + 8], rbp", "mov [{0} + 16], r12",
            "mov [{0} + 24], r13", "mov [{0} + 32], r14", "mov [{0} + 40], r15",
            in(reg) registers.as_mut_ptr(),
            options(nostack, preserves_flags)
        );
    }
}

#[cfg(target_arch = "aarch64")]
#[inline(always)]
fn spill(registers: &mut [usize; 12]) {
    // SAFETY: stores twelve registers into the array and changes nothing else.
    unsafe {
        std::arch::asm!(
            "stp x19, x20, [{0}]", "stp x21, x22, [{0}, #16]", "stp x23, x24, [{0}, #32]",
            "stp x25, x26, [{0}, #48]", "stp x27, x28, [{0}, #64]", "stp x29, x30, [{0}, #80]",
            in(reg) registers.as_mut_ptr(),
            options(nostack, preserves_flags)
        );
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn spill(_: &mut [usize; 12]) {}

//! Blocks: 32 KiB of small objects in 128-byte lines, after Immix (Blackburn and McKinley, 2008).
//!
//! A block starts with its own metadata, so that it is found from any address in the block by
//! masking: which lines hold survivors, where objects start, which objects are marked, and which
//! lines hold old objects that were written to since the last collection. Between collections a
//! block is bump-allocated into its free lines; a sweep never touches an object, it only combines
//! the bitmaps.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::header::bits;
use crate::region::Region;
use crate::value::POISON;
use crate::{Header, OutOfMemory};

/// Size and alignment of a block.
pub(crate) const BLOCK: usize = 32 * 1024;
/// Size of a line, the unit in which memory is reclaimed.
pub(crate) const LINE: usize = 128;
/// Lines in a block, those of the metadata included.
pub(crate) const LINES: usize = BLOCK / LINE;
/// The first line that holds objects.
pub(crate) const FIRST_LINE: usize = size_of::<BlockHeader>() / LINE;
/// Words in a bitmap with one bit per eight bytes.
const WORDS: usize = BLOCK / 8 / 64;
/// A block with fewer free lines than this is not worth allocating into.
const WORTHWHILE: usize = 16;
/// Free blocks kept with their memory at a full collection.
const KEPT: usize = (8 << 20) / BLOCK;

/// The metadata at the start of every block.
#[repr(C)]
pub(crate) struct BlockHeader {
    /// Not zero if any line is dirty.
    dirty: Cell<u8>,
    _unused: [u8; 31],
    /// Lines in which an old object that was written to starts.
    dirty_lines: [Cell<u64>; LINES / 64],
    _unused_too: [u8; 64],
    /// Not zero for the lines that hold a survivor of the last collection.
    lines: [Cell<u8>; LINES],
    /// Where objects start.
    starts: [Cell<u64>; WORDS],
    /// Which of them are marked; between collections these are the old ones.
    marks: [Cell<u64>; WORDS],
}

const _: () = assert!(size_of::<BlockHeader>() == 11 * LINE);

impl BlockHeader {
    /// The metadata of the block around `address`.
    ///
    /// # Safety
    /// `address` lies in a committed block.
    #[inline(always)]
    pub(crate) unsafe fn of(address: usize) -> &'static BlockHeader {
        // SAFETY: *block*: a committed block starts with its metadata, all of `Cell`s of integers.
        unsafe { &*((address & !(BLOCK - 1)) as *const BlockHeader) }
    }

    #[inline(always)]
    fn place(address: usize) -> (usize, u64) {
        let granule = (address & (BLOCK - 1)) / 8;
        (granule / 64, 1 << (granule % 64))
    }

    /// Notes that an object starts at `address`.
    #[inline(always)]
    pub(crate) fn set_start(&self, address: usize) {
        let (word, bit) = BlockHeader::place(address);
        // SAFETY: a granule of the block divided by 64 is less than WORDS.
        let word = unsafe { self.starts.get_unchecked(word) };
        word.set(word.get() | bit);
    }

    /// Does an object start at `address`?
    pub(crate) fn is_start(&self, address: usize) -> bool {
        let (word, bit) = BlockHeader::place(address);
        address.is_multiple_of(8) && self.starts[word].get() & bit != 0
    }

    /// The greatest address not above `address` at which an object starts.
    pub(crate) fn start_below(&self, address: usize) -> Option<usize> {
        let (last, bit) = BlockHeader::place(address);
        // All bits up to and with `bit`.
        let mut mask = bit | (bit - 1);
        for word in (0..=last).rev() {
            let found = self.starts[word].get() & mask;
            if found != 0 {
                let granule = word * 64 + 63 - found.leading_zeros() as usize;
                return Some((address & !(BLOCK - 1)) + granule * 8);
            }
            mask = u64::MAX;
        }
        None
    }

    /// Marks the object at `address`; false if it was marked.
    #[inline(always)]
    pub(crate) fn mark(&self, address: usize) -> bool {
        let (word, bit) = BlockHeader::place(address);
        // SAFETY: a granule of the block divided by 64 is less than WORDS.
        let word = unsafe { self.marks.get_unchecked(word) };
        let before = word.get();
        word.set(before | bit);
        before & bit == 0
    }

    /// Is the object at `address` marked?
    #[inline(always)]
    pub(crate) fn is_marked(&self, address: usize) -> bool {
        let (word, bit) = BlockHeader::place(address);
        // SAFETY: a granule of the block divided by 64 is less than WORDS.
        unsafe { self.marks.get_unchecked(word) }.get() & bit != 0
    }

    /// Marks the lines under an object of `size` bytes at `address`.
    #[inline(always)]
    pub(crate) fn mark_lines(&self, address: usize, size: usize) {
        let offset = address & (BLOCK - 1);
        let first = offset / LINE;
        let last = ((offset + size - 1) / LINE).min(LINES - 1);
        for line in &self.lines[first..=last] {
            line.set(1);
        }
    }

    /// Notes that the old object at `address` was written to.
    pub(crate) fn set_dirty(&self, address: usize) {
        let line = (address & (BLOCK - 1)) / LINE;
        self.dirty.set(1);
        let word = &self.dirty_lines[line / 64];
        word.set(word.get() | 1 << (line % 64));
    }

    /// Shows the old objects that were written to, and forgets that they were.
    pub(crate) fn take_dirty(&self, base: usize, mut found: impl FnMut(&'static Header)) {
        if self.dirty.replace(0) == 0 {
            return;
        }
        for (index, word) in self.dirty_lines.iter().enumerate() {
            let mut lines = word.replace(0);
            while lines != 0 {
                let line = index * 64 + lines.trailing_zeros() as usize;
                lines &= lines - 1;
                // A line is 16 granules: a quarter of a word.
                let part = (self.starts[line / 4].get() & self.marks[line / 4].get())
                    >> (line % 4 * 16)
                    & 0xFFFF;
                each_bit(part, |bit| {
                    // SAFETY: *start*: the bit says that an object starts there.
                    let header = unsafe { &*((base + line * LINE + bit * 8) as *const Header) };
                    if !header.has(bits::OLD) {
                        found(header);
                    }
                });
            }
        }
    }

    /// Shows every object of the block, or every marked one.
    pub(crate) fn each(&self, base: usize, marked: bool, mut found: impl FnMut(NonNull<Header>)) {
        for index in 0..WORDS {
            let mut word = self.starts[index].get();
            if marked {
                word &= self.marks[index].get();
            }
            each_bit(word, |bit| {
                let address = base + (index * 64 + bit) * 8;
                found(NonNull::new(address as *mut Header).expect("no block lies at address 0"));
            });
        }
    }

    fn clear_marks(&self) {
        self.dirty.set(0);
        for word in &self.dirty_lines {
            word.set(0);
        }
        for line in &self.lines {
            line.set(0);
        }
        for word in &self.marks {
            word.set(0);
        }
    }

    /// Forgets the unmarked objects. Returns the number of free lines, and whether any object is left.
    fn sweep(&self) -> (usize, bool) {
        let mut any = 0;
        for (start, mark) in self.starts.iter().zip(&self.marks) {
            let live = start.get() & mark.get();
            start.set(live);
            any |= live;
        }
        if any == 0 {
            self.clear_marks();
        }
        let free = self.lines[FIRST_LINE..].iter().filter(|line| line.get() == 0).count();
        (free, any != 0)
    }
}

#[inline(always)]
fn each_bit(mut word: u64, mut found: impl FnMut(usize)) {
    while word != 0 {
        found(word.trailing_zeros() as usize);
        word &= word - 1;
    }
}

/// What a block is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Holds no object; its memory is known to be zero.
    Clean,
    /// Holds no object.
    Free,
    /// Holds objects, or is being allocated into.
    Used,
}

/// A range that objects are allocated into, by moving `cursor` towards `limit`.
#[derive(Default)]
#[repr(C)]
pub(crate) struct Bump {
    pub(crate) cursor: usize,
    pub(crate) limit: usize,
}

impl Bump {
    /// Room left.
    #[inline(always)]
    pub(crate) fn room(&self) -> usize {
        self.limit - self.cursor
    }

    /// `size` bytes, if there is room.
    #[inline(always)]
    pub(crate) fn take(&mut self, size: usize) -> Option<usize> {
        if size > self.limit - self.cursor {
            return None;
        }
        let start = self.cursor;
        self.cursor = start + size;
        Some(start)
    }
}

/// All blocks of a heap, by number: block `n` is the `n`th of the region.
#[derive(Default)]
pub(crate) struct Blocks {
    states: Vec<State>,
    free: Vec<u32>,
    recyclable: Vec<u32>,
    /// Blocks allocated into since the last collection.
    touched: Vec<u32>,
    used: usize,
    /// The block whose holes small objects are put into, and the line to look for the next from.
    current: Option<(usize, usize)>,
}

impl Blocks {
    /// Blocks that hold objects.
    pub(crate) fn used(&self) -> usize {
        self.used
    }

    /// The next hole in the current block, or in the next one with holes. Zeroed.
    pub(crate) fn next_hole(&mut self, region: &Region, size: usize) -> Option<Bump> {
        loop {
            if let Some((base, from)) = self.current {
                // SAFETY: *block*: `current` is a committed block.
                let header = unsafe { BlockHeader::of(base) };
                let mut line = from;
                while line < LINES {
                    while line < LINES && header.lines[line].get() != 0 {
                        line += 1;
                    }
                    let first = line;
                    while line < LINES && header.lines[line].get() == 0 {
                        line += 1;
                    }
                    if (line - first) * LINE >= size && line > first {
                        self.current = Some((base, line));
                        let hole = Bump { cursor: base + first * LINE, limit: base + line * LINE };
                        zero(hole.cursor, hole.room());
                        return Some(hole);
                    }
                }
                self.current = None;
            }
            let index = self.recyclable.pop()?;
            self.touched.push(index);
            self.current = Some((region.base() + index as usize * BLOCK, FIRST_LINE));
        }
    }

    /// A block without objects, as one hole. Zeroed.
    pub(crate) fn fresh(&mut self, region: &mut Region) -> Result<Bump, OutOfMemory> {
        // Room for every block in every list now, so that a sweep never has to ask for memory.
        let count = self.states.len() + 1;
        let index = match self.free.pop() {
            Some(index) => index as usize,
            None => {
                for list in [&mut self.free, &mut self.recyclable, &mut self.touched] {
                    let missing = count.saturating_sub(list.len());
                    list.try_reserve(missing).map_err(|_| OutOfMemory)?;
                }
                self.states.try_reserve(1).map_err(|_| OutOfMemory)?;
                let index = u32::try_from(self.states.len()).map_err(|_| OutOfMemory)?;
                region.grow_low().ok_or(OutOfMemory)?;
                self.states.push(State::Clean);
                index as usize
            }
        };
        let base = region.base() + index * BLOCK;
        let start = base + FIRST_LINE * LINE;
        if self.states[index] == State::Free {
            zero(start, base + BLOCK - start);
        }
        self.states[index] = State::Used;
        self.used += 1;
        self.touched.push(index as u32);
        Ok(Bump { cursor: start, limit: base + BLOCK })
    }

    /// Stops allocating into the current block.
    pub(crate) fn retire(&mut self) {
        self.current = None;
    }

    fn base_of(region: &Region, index: usize) -> usize {
        region.base() + index * BLOCK
    }

    /// Shows every used block and its first address.
    pub(crate) fn each(&self, region: &Region, mut found: impl FnMut(&'static BlockHeader, usize)) {
        for (index, &state) in self.states.iter().enumerate() {
            if state == State::Used {
                let base = Blocks::base_of(region, index);
                // SAFETY: *block*: used blocks are committed.
                found(unsafe { BlockHeader::of(base) }, base);
            }
        }
    }

    /// Is the block around `address`, which lies in the blocks' part of the region, in use?
    pub(crate) fn is_used(&self, region: &Region, address: usize) -> bool {
        self.states.get((address - region.base()) / BLOCK) == Some(&State::Used)
    }

    /// Takes all marks away.
    pub(crate) fn clear_marks(&mut self, region: &Region) {
        self.each(region, |block, _| block.clear_marks());
    }

    /// Frees what is unmarked in the blocks allocated into since the last collection; nothing in
    /// any other block can have died in a minor collection. Returns the number of blocks freed.
    pub(crate) fn sweep_touched(&mut self, region: &Region, poison: bool) -> usize {
        let touched = std::mem::take(&mut self.touched);
        let mut freed = 0;
        for &index in touched.iter().rev() {
            freed += self.sweep_block(region, index, poison) as usize;
        }
        self.touched = touched;
        self.touched.clear();
        freed
    }

    /// Frees what is unmarked everywhere. Returns the number of blocks freed.
    pub(crate) fn sweep_all(&mut self, region: &Region, poison: bool) -> usize {
        self.touched.clear();
        self.recyclable.clear();
        let mut freed = 0;
        // Downwards, so that the lists hand out low addresses first.
        for index in (0..self.states.len()).rev() {
            if self.states[index] == State::Used {
                freed += self.sweep_block(region, index as u32, poison) as usize;
            }
        }
        // Low addresses last in the list, so that they are taken first and the top runs empty.
        self.free.sort_unstable_by(|one, other| other.cmp(one));
        let excess = self.free.len().saturating_sub(KEPT.max(self.used / 4));
        for &index in &self.free[..excess] {
            let state = &mut self.states[index as usize];
            let base = Blocks::base_of(region, index as usize);
            if *state == State::Free && region.release(base, BLOCK) {
                *state = State::Clean;
            }
        }
        freed
    }

    /// Sweeps one block and puts it into the list it belongs to. True if it was freed.
    fn sweep_block(&mut self, region: &Region, index: u32, poison: bool) -> bool {
        let base = Blocks::base_of(region, index as usize);
        // SAFETY: *block*: used blocks are committed.
        let header = unsafe { BlockHeader::of(base) };
        let (free_lines, any) = header.sweep();
        if poison {
            for line in FIRST_LINE..LINES {
                if header.lines[line].get() == 0 {
                    fill(base + line * LINE, LINE, POISON);
                }
            }
        }
        if !any {
            self.states[index as usize] = State::Free;
            self.used -= 1;
            self.free.push(index);
            return true;
        }
        if free_lines >= WORTHWHILE {
            self.recyclable.push(index);
        }
        false
    }
}

/// Writes zeros over a range without objects.
fn zero(start: usize, size: usize) {
    // SAFETY: *block*: the range lies in free lines of a committed block, which nobody refers to.
    unsafe { std::ptr::write_bytes(start as *mut u8, 0, size) };
}

/// Writes `word` over a range without objects.
pub(crate) fn fill(start: usize, size: usize, word: u64) {
    for address in (start..start + size).step_by(8) {
        // SAFETY: as for `zero`; lines and pages are aligned.
        unsafe { (address as *mut u64).write(word) };
    }
}

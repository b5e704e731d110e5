//! The open files of one host: numbers to files, with generations.

use crate::denied::{HostError, HostResult};
use crate::fs::kinds::{FileId, HostFile};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most files open at once.
const MOST_FILES: usize = 1024;
/// A number is a slot plus so many times the slot's generation, hence a closed number stays bad.
const STRIDE: i32 = 1 << 16;
const LAST_GENERATION: i32 = (1 << 15) - 1;

#[derive(Default)]
struct Slot {
    generation: i32,
    file: Option<Arc<dyn HostFile>>,
}

/// The table. Its first three slots are the standard streams.
pub(crate) struct FileTable {
    slots: Mutex<Vec<Slot>>,
}

impl FileTable {
    pub(crate) fn new(standard: [Arc<dyn HostFile>; 3]) -> FileTable {
        let slots = standard.into_iter().map(|f| Slot { generation: 0, file: Some(f) }).collect();
        FileTable { slots: Mutex::new(slots) }
    }

    fn slots(&self) -> MutexGuard<'_, Vec<Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a file the lowest free slot.
    pub(crate) fn insert(&self, file: Arc<dyn HostFile>) -> HostResult<FileId> {
        let mut slots = self.slots();
        let usable = |slot: &Slot| slot.file.is_none() && slot.generation < LAST_GENERATION;
        let free = slots.iter().skip(3).position(usable).map(|index| index + 3);
        let index = match free {
            Some(index) => index,
            // Slots whose generations are used up stay in the table: count only those that are open.
            None if slots.iter().filter(|s| s.file.is_some()).count() < MOST_FILES
                && slots.len() < STRIDE as usize =>
            {
                slots.push(Slot { generation: 0, file: None });
                slots.len() - 1
            }
            None => return Err(HostError::os(libc::EMFILE)),
        };
        let slot = &mut slots[index];
        slot.file = Some(file);
        // Both factors are bounded by the constants above.
        Ok(FileId(index as i32 + slot.generation * STRIDE))
    }

    fn index(slots: &[Slot], id: FileId) -> HostResult<usize> {
        let bad = || HostError::os(libc::EBADF);
        let number = usize::try_from(id.0).map_err(|_| bad())?;
        let (index, generation) = (number % STRIDE as usize, id.0 / STRIDE);
        match slots.get(index) {
            Some(slot) if slot.generation == generation && slot.file.is_some() => Ok(index),
            _ => Err(bad()),
        }
    }

    pub(crate) fn get(&self, id: FileId) -> HostResult<Arc<dyn HostFile>> {
        let slots = self.slots();
        let index = FileTable::index(&slots, id)?;
        slots[index].file.clone().ok_or_else(|| HostError::os(libc::EBADF))
    }

    pub(crate) fn close(&self, id: FileId) -> HostResult<()> {
        let mut slots = self.slots();
        let index = FileTable::index(&slots, id)?;
        let slot = &mut slots[index];
        slot.generation += i32::from(index >= 3);
        let file = slot.file.take();
        // Closing may block; others may go on meanwhile.
        drop(slots);
        drop(file);
        Ok(())
    }

    /// Makes the open number `to`, or a standard one, mean the file of `from`.
    pub(crate) fn replace(&self, from: FileId, to: FileId) -> HostResult<FileId> {
        let file = self.get(from)?;
        let mut slots = self.slots();
        let index = match FileTable::index(&slots, to) {
            Ok(index) => index,
            Err(_) if (0..3).contains(&to.0) => to.0 as usize,
            Err(error) => return Err(error),
        };
        let old = slots[index].file.replace(file);
        drop(slots);
        drop(old);
        Ok(to)
    }
}

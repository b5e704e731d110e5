//! The hash table of sets: CPython's algorithm, so that sets of small integers show their elements in the same order.
//!
//! `keys` and `hashes` are parallel, a power of two long. A free place has hash 0 and no key; a place whose key was removed
//! has hash -1, which no key has, and stays until the table is made anew. A search looks at a run of neighbours before it jumps.

use std::cell::Cell as Slot;

use gc::field::GcField;
use gc::{Gc, TempVec, Value};

use super::Set;
use crate::builtins::str::Str;
use crate::object::Raw;
use crate::object::storage::ArrayExt;
use crate::{PyResult, Vm};

/// The shortest table.
const SHORTEST: usize = 8;
/// How many neighbours are looked at before a jump.
const NEIGHBOURS: usize = 9;
/// By how much the rest of the hash is shifted at a jump.
const PERTURB: u32 = 5;
/// The hash of a place whose key was removed.
const REMOVED: i64 = -1;
/// Above this many elements tables grow by less.
const MANY: usize = 50_000;
/// The longest table.
const LONGEST: usize = 1 << 31;
/// One unit of fuel is charged for so many places looked at beyond the first run.
const PLACES_PER_UNIT: usize = 16;

fn hashes(raw: &Raw) -> &[Slot<i64>] {
    let bytes = raw.bytes();
    // SAFETY: the store is 8-aligned behind its header and was made 8 bytes long for each place.
    unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / 8) }
}

/// Where a search ended.
enum Place {
    /// At the key.
    Found(usize),
    /// At the free place where the key would be entered; `None` if there is no table yet.
    Free(Option<usize>),
}

/// The places to look at for a hash, in order, without end.
struct Probe {
    mask: usize,
    perturb: u64,
    jump: usize,
    place: usize,
    run_end: usize,
    looked: usize,
}

impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe {
        let place = hash as usize & mask;
        Probe {
            mask,
            perturb: hash as u64,
            jump: place,
            place,
            run_end: Probe::end_of_run(place, mask),
            looked: 0,
        }
    }

    #[inline(always)]
    fn end_of_run(place: usize, mask: usize) -> usize {
        if place + NEIGHBOURS <= mask { place + NEIGHBOURS } else { place }
    }

    #[inline(always)]
    fn advance(&mut self) {
        self.looked += 1;
        if self.place < self.run_end {
            self.place += 1;
            return;
        }
        self.perturb >>= PERTURB;
        self.jump = self.jump.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize)
            & self.mask;
        self.place = self.jump;
        self.run_end = Probe::end_of_run(self.place, self.mask);
    }
}

impl Set {
    /// The number of elements.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.get() as usize
    }

    /// Has it no elements?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of places; at least the shortest table, though an empty set has none yet.
    fn capacity(&self) -> usize {
        self.keys.get().map_or(SHORTEST, |keys| keys.capacity())
    }

    /// Bytes of the table beyond what every set has.
    pub(super) fn table_bytes(&self) -> usize {
        match self.capacity() {
            SHORTEST => 0,
            capacity => capacity * 16,
        }
    }

    /// The element and its hash at the first place from `from` on that has one, and the place behind it.
    #[inline]
    pub(super) fn next_element(&self, from: usize) -> Option<(usize, Value, i64)> {
        let (keys, table) = (self.keys.get()?, self.hashes.get()?);
        let keys = keys.values();
        let place = (from..keys.len()).find(|&place| !keys[place].is_unbound())?;
        Some((place + 1, keys[place], hashes(&table)[place].get()))
    }

    /// The elements as they are now.
    pub fn items(&self) -> TempVec {
        let mut items = TempVec::with_capacity(self.len());
        let mut place = 0;
        while let Some((next, key, _)) = self.next_element(place) {
            items.push(key);
            place = next;
        }
        items
    }

    /// As `items`, with the hashes.
    pub(super) fn items_with_hashes(&self) -> (TempVec, Vec<i64>) {
        let mut items = TempVec::with_capacity(self.len());
        let mut hashes = Vec::with_capacity(self.len());
        let mut place = 0;
        while let Some((next, key, hash)) = self.next_element(place) {
            items.push(key);
            hashes.push(hash);
            place = next;
        }
        (items, hashes)
    }
}

/// Searches for a key. Comparing may run Python code that changes the set: then the search begins anew.
#[inline]
fn find(vm: &mut Vm, set: Gc<Set>, key: Value, hash: i64) -> PyResult<Place> {
    let text = key.cast::<Str>().filter(|text| text.is_exact());
    'again: loop {
        let (Some(keys), Some(table)) = (set.keys.get(), set.hashes.get()) else {
            return Ok(Place::Free(None));
        };
        let version = set.version.get();
        let mut probe = Probe::new(hash, keys.capacity() - 1);
        loop {
            let place = probe.place;
            let there = hashes(&table)[place].get();
            if there == hash {
                let found = keys.get(place);
                if found == key {
                    return Ok(Place::Found(place));
                }
                if found.is_unbound() {
                    return Ok(Place::Free(Some(place)));
                }
                let equal = match (text, found.cast::<Str>()) {
                    (Some(text), Some(found)) if found.is_exact() => text.equals(&found),
                    _ => {
                        let equal = vm.is_equal(found, key)?;
                        if set.version.get() != version || set.keys.get() != Some(keys) {
                            continue 'again;
                        }
                        equal
                    }
                };
                if equal {
                    return Ok(Place::Found(place));
                }
            } else if there == 0 && keys.get(place).is_unbound() {
                return Ok(Place::Free(Some(place)));
            }
            probe.advance();
            if probe.looked > NEIGHBOURS && probe.looked.is_multiple_of(PLACES_PER_UNIT) {
                vm.charge(1)?;
            }
        }
    }
}

/// Enters a key that is not there into a table that has no removed places, and has room.
fn insert_clean(keys: Gc<crate::object::Array>, table: &[Slot<i64>], key: Value, hash: i64) {
    let mut probe = Probe::new(hash, table.len() - 1);
    while table[probe.place].get() != 0 || !keys.get(probe.place).is_unbound() {
        probe.advance();
    }
    keys.set(probe.place, key);
    table[probe.place].set(hash);
}

/// Makes the table anew, with more than `least` places.
fn resize(vm: &mut Vm, set: Gc<Set>, least: usize) -> PyResult<()> {
    let mut capacity = SHORTEST;
    while capacity <= least {
        capacity <<= 1;
    }
    if capacity > LONGEST {
        return Err(vm.memory_error());
    }
    let keys = vm.new_array(capacity, Value::UNBOUND)?;
    let raw = vm.new_raw(capacity * 8)?;
    let table = hashes(&raw);
    let mut place = 0;
    while let Some((next, key, hash)) = set.next_element(place) {
        insert_clean(keys, table, key, hash);
        place = next;
    }
    set.keys.set(set, Some(keys));
    set.hashes.set(set, Some(raw));
    set.fill.set(set.used.get());
    changed(set);
    Ok(())
}

fn changed(set: Gc<Set>) {
    set.version.set(set.version.get().wrapping_add(1));
}

/// The least number of places that a table of `used` elements grows to.
fn grown(used: usize) -> usize {
    if used > MANY { used * 2 } else { used * 4 }
}

impl Vm {
    /// Adds an element whose hash is known. `false`: it was there.
    pub(super) fn set_add_hashed(&mut self, set: Gc<Set>, key: Value, hash: i64) -> PyResult<bool> {
        let place = match find(self, set, key, hash)? {
            Place::Found(_) => return Ok(false),
            Place::Free(Some(place)) => place,
            Place::Free(None) => {
                resize(self, set, 0)?;
                hash as usize & (SHORTEST - 1)
            }
        };
        let (Some(keys), Some(table)) = (set.keys.get(), set.hashes.get()) else {
            return Err(self.memory_error());
        };
        keys.set(place, key);
        hashes(&table)[place].set(hash);
        set.fill.set(set.fill.get() + 1);
        set.used.set(set.used.get() + 1);
        changed(set);
        if set.fill.get() as usize * 5 >= (keys.capacity() - 1) * 3 {
            resize(self, set, grown(set.len()))?;
        }
        Ok(true)
    }

    /// Is there such an element, its hash being known?
    #[inline]
    pub(super) fn set_has_hashed(&mut self, set: Gc<Set>, key: Value, hash: i64) -> PyResult<bool> {
        Ok(matches!(find(self, set, key, hash)?, Place::Found(_)))
    }

    /// Removes an element whose hash is known. `false`: it was not there.
    pub(super) fn set_discard_hashed(
        &mut self,
        set: Gc<Set>,
        key: Value,
        hash: i64,
    ) -> PyResult<bool> {
        let Place::Found(place) = find(self, set, key, hash)? else { return Ok(false) };
        remove_at(set, place);
        Ok(true)
    }

    /// Adds all elements of `other`.
    pub(super) fn set_merge(&mut self, set: Gc<Set>, other: Gc<Set>) -> PyResult<()> {
        if set == other || other.is_empty() {
            return Ok(());
        }
        let (used, more) = (set.len(), other.len());
        self.charge(more / 16)?;
        if (set.fill.get() as usize + more) * 5 >= (set.capacity() - 1) * 3 {
            resize(self, set, (used + more) * 2)?;
        } else if set.keys.get().is_none() {
            resize(self, set, 0)?;
        }
        if set.fill.get() == 0
            && let (Some(keys), Some(table)) = (set.keys.get(), set.hashes.get())
        {
            let same_table = set.capacity() == other.capacity() && other.fill == other.used;
            let mut place = 0;
            while let Some((next, key, hash)) = other.next_element(place) {
                if same_table {
                    keys.set(next - 1, key);
                    hashes(&table)[next - 1].set(hash);
                } else {
                    insert_clean(keys, hashes(&table), key, hash);
                }
                place = next;
            }
            set.fill.set(more as u32);
            set.used.set(more as u32);
            changed(set);
            return Ok(());
        }
        let mut place = 0;
        while let Some((next, key, hash)) = other.next_element(place) {
            place = next;
            self.set_add_hashed(set, key, hash)?;
        }
        Ok(())
    }

    /// Makes room for `more` elements that will be added one by one.
    pub(super) fn set_reserve(&mut self, set: Gc<Set>, more: usize) -> PyResult<()> {
        if (set.fill.get() as usize + more) * 5 >= (set.capacity() - 1) * 3 {
            resize(self, set, (set.len() + more) * 2)?;
        }
        Ok(())
    }

    /// Makes the table anew if many of its places are of removed elements.
    pub(super) fn set_tidy(&mut self, set: Gc<Set>) -> PyResult<()> {
        if (set.fill.get() - set.used.get()) as usize <= (set.capacity() - 1) / 4 {
            return Ok(());
        }
        resize(self, set, grown(set.len()))
    }
}

fn remove_at(set: Gc<Set>, place: usize) {
    if let (Some(keys), Some(table)) = (set.keys.get(), set.hashes.get()) {
        keys.set(place, Value::UNBOUND);
        hashes(&table)[place].set(REMOVED);
        set.used.set(set.used.get() - 1);
        changed(set);
    }
}

/// Takes out one element: the first behind the one that was taken out last.
pub(super) fn pop(set: Gc<Set>) -> Option<Value> {
    if set.is_empty() {
        return None;
    }
    let from = set.finger.get() as usize & (set.capacity() - 1);
    let (next, key, _) = set.next_element(from).or_else(|| set.next_element(0))?;
    remove_at(set, next - 1);
    set.finger.set(next as u32);
    Some(key)
}

/// Removes everything.
pub(super) fn clear(set: Gc<Set>) {
    set.keys.set(set, None);
    set.hashes.set(set, None);
    set.used.set(0);
    set.fill.set(0);
    set.finger.set(0);
    changed(set);
}

/// Takes over the content of `other`, which nobody else knows.
pub(super) fn take_over(set: Gc<Set>, other: Gc<Set>) {
    set.keys.set(set, other.keys.get());
    set.hashes.set(set, other.hashes.get());
    set.used.set(other.used.get());
    set.fill.set(other.fill.get());
    set.finger.set(0);
    changed(set);
}

/// The fields of an empty table.
pub(super) fn empty() -> Set {
    Set {
        header: gc::Header::unset(),
        keys: GcField::new(None),
        hashes: GcField::new(None),
        used: Slot::new(0),
        fill: Slot::new(0),
        finger: Slot::new(0),
        version: Slot::new(0),
        hash: Slot::new(-1),
    }
}

//! `dict`: a compact, insertion-ordered hash table (the layout of PyPy's and CPython's dicts).
//!
//! `entries` holds three words for each key ever entered: the hash folded to 48 bits, the key, the value. `index` maps
//! hashes to entries by open addressing; tables of up to [`SMALL`] entries are searched without one. A deleted entry has an
//! unbound key and stays until the table is rebuilt.
//!
//! A *namespace* (globals, builtins) keeps a [`Cell`] for each name in the value word, which inline caches remember; a name
//! without value has an empty cell. Every operation here sees through the cells.

mod iterators;
mod methods;
mod views;

use std::cell::Cell as Slot;

use gc::field::GcField;
use gc::{Gc, Value};

use super::cell::{Cell, CellExt};
use super::str::Str;
use crate::object::storage::ArrayExt;
use crate::object::{Array, Raw, Type, kind, shape};
use crate::{PyResult, Vm};

pub use iterators::{
    DICT_ITEM_ITERATOR, DICT_KEY_ITERATOR, DICT_REVERSE_ITEM_ITERATOR, DICT_REVERSE_KEY_ITERATOR,
    DICT_REVERSE_VALUE_ITERATOR, DICT_VALUE_ITERATOR, DictIterator,
};
pub use methods::DICT;
pub use views::{DICT_ITEMS, DICT_KEYS, DICT_VALUES, DictView};

gc::heap_struct! {
    /// A dict.
    pub struct Dict(kind::DICT) {
        entries: GcField<Array>,
        index: GcField<Raw>,
        /// Keys that have a value.
        used: Slot<u32>,
        /// Entries in use, deleted ones included.
        fill: Slot<u32>,
        /// Changes whenever a key comes or goes.
        keys_version: Slot<u32>,
    }
}

crate::plain_kinds!(Dict);

/// Header bits.
mod aux {
    /// Values are cells.
    pub(super) const NAMESPACE: u16 = 1;
    /// Some key is not an exact string: comparing may run Python code.
    pub(super) const ANY_KEYS: u16 = 2;
}

/// Words of an entry.
const WORDS: usize = 3;
/// Tables of this many entries have no index.
const SMALL: usize = 8;
const HASH_MASK: u64 = (1 << 48) - 1;
/// The most entries: they are numbered with 32 bits.
const MAX_ENTRIES: usize = 1 << 30;

/// A hash as the entries keep it: no bit pattern of it is taken for an object.
#[inline(always)]
fn fold(hash: i64) -> u64 {
    (hash as u64 ^ (hash as u64 >> 48)) & HASH_MASK
}

impl Dict {
    /// The number of keys.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used.get() as usize
    }

    /// Has it no keys?
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.used.get() == 0
    }

    /// Is its class `dict` itself?
    #[inline(always)]
    pub fn is_exact(&self) -> bool {
        self.header.shape() == shape::DICT
    }

    /// Changes whenever a key comes or goes.
    #[inline(always)]
    pub fn keys_version(&self) -> u32 {
        self.keys_version.get()
    }

    #[inline(always)]
    fn is_namespace(&self) -> bool {
        self.header.aux() & aux::NAMESPACE != 0
    }

    #[inline(always)]
    fn word(&self, entry: usize, word: usize) -> Value {
        match self.entries.get() {
            Some(entries) => entries.get(entry * WORDS + word),
            None => Value::UNBOUND,
        }
    }

    #[inline(always)]
    fn value_at(&self, entry: usize) -> Value {
        let value = self.word(entry, 2);
        if self.is_namespace()
            && let Some(cell) = value.cast::<Cell>()
        {
            return cell.get();
        }
        value
    }

    fn capacity(&self) -> usize {
        self.entries.get().map_or(0, |entries| entries.capacity() / WORDS)
    }

    /// The key and value at the first position from `from` on that has one, and the position behind it. Positions are
    /// stable while no key comes or goes.
    #[inline]
    pub fn next_entry(&self, from: usize) -> Option<(usize, Value, Value)> {
        let fill = self.fill.get() as usize;
        for entry in from..fill {
            let key = self.word(entry, 1);
            if key.is_unbound() {
                continue;
            }
            let value = self.value_at(entry);
            if !value.is_unbound() {
                return Some((entry + 1, key, value));
            }
        }
        None
    }

    /// As [`Dict::next_entry`] towards the front: what lies before `before`, and its position.
    pub fn previous_entry(&self, before: usize) -> Option<(usize, Value, Value)> {
        for entry in (0..before.min(self.fill.get() as usize)).rev() {
            let (key, value) = (self.word(entry, 1), self.value_at(entry));
            if !key.is_unbound() && !value.is_unbound() {
                return Some((entry, key, value));
            }
        }
        None
    }

    /// One more than the last position.
    pub fn end_position(&self) -> usize {
        self.fill.get() as usize
    }

    /// The value of the interned name, found without running Python code.
    #[inline]
    pub fn find_interned(&self, vm: &Vm, name: Gc<Str>) -> Option<Value> {
        let entry = self.find_str(vm, name)?;
        self.value_at(entry).bound()
    }

    /// The entry whose key is a string equal to `name`.
    #[inline]
    fn find_str(&self, vm: &Vm, name: Gc<Str>) -> Option<usize> {
        let hash = fold(name.hash(vm));
        let entries = self.entries.get()?;
        let words = entries.values();
        let matches = |entry: usize| {
            let key = words[entry * WORDS + 1];
            key == name.value()
                || (words[entry * WORDS].bits() == hash
                    && key.cast::<Str>().is_some_and(|key| key.equals(&name)))
        };
        match self.index.get() {
            None => (0..self.fill.get() as usize).find(|&entry| matches(entry)),
            Some(index) => {
                let slots = slots(&index);
                let mut slot = start(vm, hash, slots.len());
                loop {
                    match slots[slot].get() {
                        0 => return None,
                        entry if matches(entry as usize - 1) => return Some(entry as usize - 1),
                        _ => slot = (slot + 1) & (slots.len() - 1),
                    }
                }
            }
        }
    }
}

fn slots(index: &Raw) -> &[Slot<u32>] {
    let bytes = index.bytes();
    // SAFETY: the store is 8-aligned behind its header and as long as it was made: a multiple of 4.
    unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / 4) }
}

/// Where the search for a hash begins among `len` slots (a power of two): keyed, so that nobody outside can make collisions.
#[inline(always)]
fn start(vm: &Vm, hash: u64, len: usize) -> usize {
    let mixed = (hash ^ vm.hash_key[1] & HASH_MASK).wrapping_mul(vm.hash_key[0] | 1);
    (mixed >> 20 ^ mixed >> 42) as usize & (len - 1)
}

impl Dict {
    /// The value of an interned name.
    #[inline]
    pub fn get_name(&self, vm: &mut Vm, name: Gc<Str>) -> PyResult<Option<Value>> {
        if self.header.aux() & aux::ANY_KEYS == 0 {
            return Ok(self.find_interned(vm, name));
        }
        self.get(vm, name.value())
    }

    /// The value of the string `key`.
    pub fn get_str(&self, vm: &mut Vm, key: &str) -> PyResult<Option<Value>> {
        let key = vm.intern(key)?;
        self.get_name(vm, key)
    }

    /// The value of any key.
    pub fn get(&self, vm: &mut Vm, key: Value) -> PyResult<Option<Value>> {
        let hash = vm.hash_key_of(key)?;
        Ok(self.find(vm, key, hash)?.and_then(|entry| self.value_at(entry).bound()))
    }

    /// The value of a key whose hash is known.
    pub fn get_hashed(&self, vm: &mut Vm, key: Value, hash: i64) -> PyResult<Option<Value>> {
        Ok(self.find(vm, key, fold(hash))?.and_then(|entry| self.value_at(entry).bound()))
    }

    /// The entry of a key. Comparing may run Python code that changes the dict: then the search begins anew.
    fn find(&self, vm: &mut Vm, key: Value, hash: u64) -> PyResult<Option<usize>> {
        if let Some(text) = key.cast::<Str>()
            && text.is_exact()
            && self.header.aux() & aux::ANY_KEYS == 0
        {
            return Ok(self.find_str(vm, text));
        }
        'again: loop {
            let Some(entries) = self.entries.get() else { return Ok(None) };
            let index = self.index.get();
            let version = self.keys_version.get();
            let probe = Probe::new(vm, index, hash, self.fill.get() as usize);
            for entry in probe {
                if entries.get(entry * WORDS).bits() != hash {
                    continue;
                }
                let found = entries.get(entry * WORDS + 1);
                if found.is_unbound() {
                    continue;
                }
                if found == key {
                    return Ok(Some(entry));
                }
                let equal = vm.is_equal(found, key)?;
                if self.keys_version.get() != version || self.entries.get() != Some(entries) {
                    continue 'again;
                }
                if equal {
                    return Ok(Some(entry));
                }
            }
            return Ok(None);
        }
    }
}

/// The entries to look at for a hash, in order.
struct Probe {
    index: Option<Gc<Raw>>,
    slot: usize,
    entry: usize,
    fill: usize,
}

impl Probe {
    fn new(vm: &Vm, index: Option<Gc<Raw>>, hash: u64, fill: usize) -> Probe {
        let slot = index.map_or(0, |index| start(vm, hash, slots(&index).len()));
        Probe { index, slot, entry: 0, fill }
    }
}

impl Iterator for Probe {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self.index {
            None => {
                self.entry += 1;
                (self.entry <= self.fill).then(|| self.entry - 1)
            }
            Some(index) => {
                let slots = slots(&index);
                let entry = slots[self.slot].get();
                self.slot = (self.slot + 1) & (slots.len() - 1);
                if entry == 0 { None } else { Some(entry as usize - 1) }
            }
        }
    }
}

/// Changes of a dict; each runs Python code only to hash and compare keys.
pub trait DictChange: Sized {
    /// `dict[name] = value` for an interned name.
    fn set_name(self, vm: &mut Vm, name: Gc<Str>, value: Value) -> PyResult<()>;
    /// `dict.pop(name, nothing)` for an interned name.
    fn delete_name(self, vm: &mut Vm, name: Gc<Str>) -> PyResult<Option<Value>>;
    /// `dict[key] = value`.
    fn set(self, vm: &mut Vm, key: Value, value: Value) -> PyResult<()>;
    /// As `set`, the key's hash being known.
    fn set_hashed(self, vm: &mut Vm, key: Value, hash: i64, value: Value) -> PyResult<()>;
    /// `dict.pop(key, nothing)`.
    fn delete(self, vm: &mut Vm, key: Value) -> PyResult<Option<Value>>;
    /// Removes all keys.
    fn clear(self, vm: &mut Vm);
    /// A new plain dict with the same content.
    fn copy_plain(self, vm: &mut Vm) -> PyResult<Gc<Dict>>;
    /// As `copy_plain`.
    fn copy(self, vm: &mut Vm) -> PyResult<Gc<Dict>>;
    /// Enters everything of `other`.
    fn update_from(self, vm: &mut Vm, other: Gc<Dict>) -> PyResult<()>;
    /// Takes out the last (or first) key.
    fn pop_item(self, vm: &mut Vm, last: bool) -> PyResult<Option<(Value, Value)>>;
    /// Makes it a namespace if it is not one yet. `false`: it is of a derived class and cannot be.
    fn make_namespace(self, vm: &mut Vm) -> PyResult<bool>;
    /// The cell of a name in a namespace, made (empty) if there is none.
    fn cell_of(self, vm: &mut Vm, name: Gc<Str>) -> PyResult<Gc<Cell>>;
    /// The cell of a name in a namespace.
    fn find_cell(self, vm: &Vm, name: Gc<Str>) -> Option<Gc<Cell>>;
}

fn bump(dict: Gc<Dict>) {
    dict.keys_version.set(dict.keys_version.get().wrapping_add(1));
}

/// Appends an entry whose key is not in the table.
fn append(vm: &mut Vm, dict: Gc<Dict>, key: Value, hash: u64, value: Value) -> PyResult<()> {
    let fill = dict.fill.get() as usize;
    if fill == dict.capacity() {
        rebuild(vm, dict)?;
    }
    let fill = dict.fill.get() as usize;
    let Some(entries) = dict.entries.get() else { return Err(vm.memory_error()) };
    entries.set(fill * WORDS, Value::from_bits(hash));
    entries.set(fill * WORDS + 1, key);
    entries.set(fill * WORDS + 2, value);
    if let Some(index) = dict.index.get() {
        enter(vm, &index, hash, fill);
    }
    dict.fill.set(fill as u32 + 1);
    if !key.cast::<Str>().is_some_and(|key| key.is_exact()) {
        dict.header().set_aux(dict.header().aux() | aux::ANY_KEYS);
    }
    bump(dict);
    Ok(())
}

fn enter(vm: &Vm, index: &Raw, hash: u64, entry: usize) {
    let slots = slots(index);
    let mut slot = start(vm, hash, slots.len());
    while slots[slot].get() != 0 {
        slot = (slot + 1) & (slots.len() - 1);
    }
    slots[slot].set(entry as u32 + 1);
}

/// Room for at least one more entry: without the deleted ones, and larger if it is nearly full.
fn rebuild(vm: &mut Vm, dict: Gc<Dict>) -> PyResult<()> {
    let fill = dict.fill.get() as usize;
    let live = (0..fill).filter(|&entry| !dict.word(entry, 1).is_unbound()).count();
    let capacity = if live < 4 {
        4
    } else if live < SMALL {
        SMALL
    } else {
        (live + live / 2 + 1).next_power_of_two()
    };
    resize(vm, dict, capacity.max(live + 1))
}

fn resize(vm: &mut Vm, dict: Gc<Dict>, capacity: usize) -> PyResult<()> {
    if capacity > MAX_ENTRIES {
        return Err(vm.memory_error());
    }
    let entries = vm.new_array(capacity * WORDS, Value::UNBOUND)?;
    let index = if capacity > SMALL {
        Some(vm.new_raw((capacity * 2).next_power_of_two() * 4)?)
    } else {
        None
    };
    let (fill, old) = (dict.fill.get() as usize, dict.entries.get());
    let mut kept = 0;
    if let Some(old) = old {
        for entry in 0..fill {
            let key = old.get(entry * WORDS + 1);
            if key.is_unbound() {
                continue;
            }
            let hash = old.get(entry * WORDS);
            entries.set(kept * WORDS, hash);
            entries.set(kept * WORDS + 1, key);
            entries.set(kept * WORDS + 2, old.get(entry * WORDS + 2));
            if let Some(index) = index {
                enter(vm, &index, hash.bits(), kept);
            }
            kept += 1;
        }
    }
    dict.entries.set(dict, Some(entries));
    dict.index.set(dict, index);
    dict.fill.set(kept as u32);
    bump(dict);
    Ok(())
}

/// Enters a value for a key that is at `entry`, or is not in the table.
fn put(
    vm: &mut Vm,
    dict: Gc<Dict>,
    entry: Option<usize>,
    key: Value,
    hash: u64,
    value: Value,
) -> PyResult<()> {
    if !dict.is_namespace() {
        return match entry {
            Some(entry) => {
                if let Some(entries) = dict.entries.get() {
                    entries.set(entry * WORDS + 2, value);
                }
                Ok(())
            }
            None => {
                append(vm, dict, key, hash, value)?;
                dict.used.set(dict.used.get() + 1);
                Ok(())
            }
        };
    }
    let cell = match entry.and_then(|entry| dict.word(entry, 2).cast::<Cell>()) {
        Some(cell) if !cell.get().is_unbound() => {
            cell.set(value);
            return Ok(());
        }
        // The name comes (back): at the end, in the cell that caches may hold.
        Some(cell) => {
            if let (Some(entry), Some(entries)) = (entry, dict.entries.get()) {
                entries.set(entry * WORDS + 1, Value::UNBOUND);
                entries.set(entry * WORDS + 2, Value::UNBOUND);
            }
            cell
        }
        None => vm.new_cell(Value::UNBOUND)?,
    };
    append(vm, dict, key, hash, cell.value())?;
    cell.set(value);
    dict.used.set(dict.used.get() + 1);
    Ok(())
}

/// Takes out the entry; the key is in the table.
fn remove(dict: Gc<Dict>, entry: usize) -> Option<Value> {
    let value = dict.value_at(entry).bound()?;
    if dict.is_namespace() {
        if let Some(cell) = dict.word(entry, 2).cast::<Cell>() {
            cell.set(Value::UNBOUND);
        }
    } else if let Some(entries) = dict.entries.get() {
        entries.set(entry * WORDS + 1, Value::UNBOUND);
        entries.set(entry * WORDS + 2, Value::UNBOUND);
        // The last ones need no marks: popping from the end stays cheap.
        if dict.index.get().is_none() {
            let mut fill = dict.fill.get() as usize;
            while fill > 0 && dict.word(fill - 1, 1).is_unbound() {
                fill -= 1;
            }
            dict.fill.set(fill as u32);
        }
    }
    dict.used.set(dict.used.get() - 1);
    bump(dict);
    if dict.used.get() == 0 && !dict.is_namespace() {
        dict.entries.set(dict, None);
        dict.index.set(dict, None);
        dict.fill.set(0);
    }
    Some(value)
}

impl DictChange for Gc<Dict> {
    fn set_name(self, vm: &mut Vm, name: Gc<Str>, value: Value) -> PyResult<()> {
        if self.header().aux() & aux::ANY_KEYS != 0 {
            return self.set(vm, name.value(), value);
        }
        let entry = self.find_str(vm, name);
        let hash = fold(name.hash(vm));
        put(vm, self, entry, name.value(), hash, value)
    }

    fn delete_name(self, vm: &mut Vm, name: Gc<Str>) -> PyResult<Option<Value>> {
        if self.header().aux() & aux::ANY_KEYS != 0 {
            return self.delete(vm, name.value());
        }
        Ok(self.find_str(vm, name).and_then(|entry| remove(self, entry)))
    }

    fn set(self, vm: &mut Vm, key: Value, value: Value) -> PyResult<()> {
        let hash = vm.hash_key_of(key)?;
        let entry = self.find(vm, key, hash)?;
        put(vm, self, entry, key, hash, value)
    }

    fn set_hashed(self, vm: &mut Vm, key: Value, hash: i64, value: Value) -> PyResult<()> {
        let entry = self.find(vm, key, fold(hash))?;
        put(vm, self, entry, key, fold(hash), value)
    }

    fn delete(self, vm: &mut Vm, key: Value) -> PyResult<Option<Value>> {
        let hash = vm.hash_key_of(key)?;
        Ok(self.find(vm, key, hash)?.and_then(|entry| remove(self, entry)))
    }

    fn clear(self, _: &mut Vm) {
        if self.is_namespace() {
            for entry in 0..self.fill.get() as usize {
                if let Some(cell) = self.word(entry, 2).cast::<Cell>() {
                    cell.set(Value::UNBOUND);
                }
            }
        } else {
            self.entries.set(self, None);
            self.index.set(self, None);
            self.fill.set(0);
        }
        self.used.set(0);
        bump(self);
    }

    fn copy_plain(self, vm: &mut Vm) -> PyResult<Gc<Dict>> {
        let copy = vm.new_dict()?;
        resize(vm, copy, self.len().max(1))?;
        copy.update_from(vm, self)?;
        Ok(copy)
    }

    fn copy(self, vm: &mut Vm) -> PyResult<Gc<Dict>> {
        self.copy_plain(vm)
    }

    fn update_from(self, vm: &mut Vm, other: Gc<Dict>) -> PyResult<()> {
        if self == other {
            return Ok(());
        }
        let was_empty = self.fill.get() == 0;
        let version = other.keys_version.get();
        let mut position = 0;
        while let Some((next, key, value)) = other.next_entry(position) {
            let hash = other.word(next - 1, 0).bits();
            // Keys of one dict differ: into an empty one they go without comparing.
            let entry = if was_empty { None } else { self.find(vm, key, hash)? };
            put(vm, self, entry, key, hash, value)?;
            position = next;
            if other.keys_version.get() != version {
                return Err(vm.runtime_error("dict mutated during update"));
            }
        }
        Ok(())
    }

    fn pop_item(self, _: &mut Vm, last: bool) -> PyResult<Option<(Value, Value)>> {
        let found = if last {
            self.previous_entry(self.end_position())
        } else {
            self.next_entry(0).map(|(next, key, value)| (next - 1, key, value))
        };
        let Some((entry, key, value)) = found else { return Ok(None) };
        remove(self, entry);
        if last && self.index.get().is_some() && entry + 1 == self.fill.get() as usize {
            // The slot of the index keeps pointing at a deleted entry; rebuilt when full.
            self.fill.set(entry as u32 + 1);
        }
        Ok(Some((key, value)))
    }

    fn make_namespace(self, vm: &mut Vm) -> PyResult<bool> {
        if self.is_namespace() {
            return Ok(true);
        }
        if !self.is_exact() {
            return Ok(false);
        }
        for entry in 0..self.fill.get() as usize {
            if self.word(entry, 1).is_unbound() {
                continue;
            }
            let cell = vm.new_cell(self.word(entry, 2))?;
            if let Some(entries) = self.entries.get() {
                entries.set(entry * WORDS + 2, cell.value());
            }
        }
        self.header().set_aux(self.header().aux() | aux::NAMESPACE);
        Ok(true)
    }

    fn cell_of(self, vm: &mut Vm, name: Gc<Str>) -> PyResult<Gc<Cell>> {
        if let Some(cell) = self.find_cell(vm, name) {
            return Ok(cell);
        }
        let cell = vm.new_cell(Value::UNBOUND)?;
        let hash = fold(name.hash(vm));
        append(vm, self, name.value(), hash, cell.value())?;
        Ok(cell)
    }

    fn find_cell(self, vm: &Vm, name: Gc<Str>) -> Option<Gc<Cell>> {
        if !self.is_namespace() {
            return None;
        }
        let entry = self.find_str(vm, name)?;
        self.word(entry, 2).cast()
    }
}

impl Vm {
    /// The hash of a key as tables keep it; unhashable keys raise `TypeError`.
    #[inline]
    fn hash_key_of(&mut self, key: Value) -> PyResult<u64> {
        if let Some(number) = key.as_small() {
            return Ok(fold(text::hash::hash_i64(number)));
        }
        if let Some(text) = key.cast::<Str>()
            && text.is_exact()
        {
            return Ok(fold(text.hash(self)));
        }
        self.hash_for_table(key, "a dict key").map(fold)
    }

    /// `hash(key)` for use as `what`; an unhashable one is named in the error.
    pub(crate) fn hash_for_table(&mut self, key: Value, what: &str) -> PyResult<i64> {
        match self.hash(key) {
            Ok(hash) => Ok(hash),
            Err(raised) => {
                let class = self.exceptions.TypeError;
                let exception = self.catch_if(raised, class)?;
                let name = self.type_of(key).name_text();
                let text = self.str(exception)?.to_string_lossy();
                if self.type_of(exception) == class {
                    return Err(
                        self.type_error(format_args!("cannot use '{name}' as {what} ({text})"))
                    );
                }
                Err(self.raise(exception))
            }
        }
    }

    /// An empty dict.
    #[inline]
    pub fn new_dict(&mut self) -> PyResult<Gc<Dict>> {
        let class = self.types.dict;
        self.new_dict_of(class)
    }

    /// An empty dict of `class` (`dict` or derived from it).
    pub fn new_dict_of(&mut self, class: Gc<Type>) -> PyResult<Gc<Dict>> {
        self.new_object_of(
            class,
            Dict {
                header: gc::Header::unset(),
                entries: GcField::new(None),
                index: GcField::new(None),
                used: Slot::new(0),
                fill: Slot::new(0),
                keys_version: Slot::new(0),
            },
        )
    }

    /// An empty namespace.
    pub fn new_namespace(&mut self) -> PyResult<Gc<Dict>> {
        let dict = self.new_dict()?;
        dict.make_namespace(self)?;
        Ok(dict)
    }
}

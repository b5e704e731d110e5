//! How objects show their references to the collector.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::{Gc, Header, HeapObject, Value, mark};

/// Something that may hold references.
pub trait Visit {
    /// Shows every reference held to the visitor.
    fn visit(&self, visitor: &mut Visitor);
}

/// Receives references. The collector's mark stack; also used to walk the graph (`gc.get_referents`).
#[derive(Default)]
pub struct Visitor {
    /// References shown and not yet taken by the one who walks.
    pub(crate) pending: Vec<*const Header>,
    /// While marking, the greatest number of references to keep: what does not fit is marked at
    /// once and found again by a walk over the heap.
    pub(crate) bound: Option<usize>,
    /// Some references did not fit.
    pub(crate) overflowed: bool,
}

impl Visitor {
    /// A visitor that has seen nothing.
    pub fn new() -> Visitor {
        Visitor::default()
    }

    /// Shows one value.
    #[inline(always)]
    pub fn value(&mut self, value: Value) {
        if let Some(header) = value.as_header() {
            self.push(header);
        }
    }

    /// Shows one object.
    #[inline(always)]
    pub fn object<T: HeapObject>(&mut self, object: Gc<T>) {
        self.push(object.header());
    }

    /// Shows the object at `header`.
    #[inline(always)]
    pub fn header(&mut self, header: NonNull<Header>) {
        self.push(header.as_ptr());
    }

    /// Shows a run of values.
    #[inline]
    pub fn values(&mut self, values: &[Value]) {
        for &value in values {
            self.value(value);
        }
    }

    #[inline(always)]
    fn push(&mut self, header: *const Header) {
        let length = self.pending.len();
        if length == self.pending.capacity() {
            return self.push_slow(header);
        }
        // SAFETY: the vector's capacity exceeds its length.
        unsafe {
            self.pending.as_mut_ptr().add(length).write(header);
            self.pending.set_len(length + 1);
        }
    }

    #[cold]
    #[inline(never)]
    fn push_slow(&mut self, header: *const Header) {
        let within = self.bound.is_none_or(|bound| self.pending.len() < bound);
        if within && self.pending.try_reserve(self.pending.len().max(64)).is_ok() {
            self.pending.push(header);
            return;
        }
        self.overflowed = true;
        if self.bound.is_some() {
            // SAFETY: *reachable*: what is shown are objects.
            mark::mark_without_room(unsafe { &*header });
        }
    }

    /// Takes what was shown so far, as values.
    pub fn take(&mut self) -> Vec<Value> {
        let headers = std::mem::take(&mut self.pending);
        headers
            .into_iter()
            .filter_map(|header| NonNull::new(header.cast_mut()))
            .map(Value::from_header)
            .collect()
    }
}

macro_rules! holds_nothing {
    ($($type:ty)*) => { $(
        impl Visit for $type {
            #[inline(always)]
            fn visit(&self, _: &mut Visitor) {}
        }
    )* };
}

holds_nothing! {
    Header u8 u16 u32 u64 usize i64 f64 bool
    Cell<u8> Cell<u16> Cell<u32> Cell<u64> Cell<usize> Cell<i32> Cell<i64> Cell<f64> Cell<bool>
}

impl<T: Visit, const N: usize> Visit for [T; N] {
    fn visit(&self, visitor: &mut Visitor) {
        for item in self {
            item.visit(visitor);
        }
    }
}

/// Declares a heap struct: its layout, its kind and how it shows its references, in one go, so that
/// no field can be missed.
///
/// ```
/// # use moltvm_gc as gc;
/// use gc::{Field, Kind};
/// gc::heap_struct! {
///     /// A pair.
///     pub struct Pair(Kind(7)) { pub first: Field, pub second: Field }
/// }
/// ```
///
/// A struct with a tail of values ends in `tail: [Field; 0]` and says how many follow:
/// `pub struct Tuple(Kind(8), tail(|tuple| tuple.len as usize)) { len: u32, … }` the closure
/// being `fn(&Self) -> usize`; a tail of bytes is written `bytes(…)`.
#[macro_export]
macro_rules! heap_struct {
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident ( $kind:expr $(, $tail:ident ( $count:expr ))? )
        { $( $(#[$fmeta:meta])* $fvis:vis $field:ident : $Type:ty ),* $(,)? }
    ) => {
        $(#[$meta])*
        #[repr(C)]
        $vis struct $Name {
            pub(crate) header: $crate::Header,
            $( $(#[$fmeta])* $fvis $field: $Type, )*
            $( #[doc(hidden)] $tail: $crate::heap_struct!(@type $tail), )?
        }

        impl $crate::Visit for $Name {
            #[inline]
            fn visit(&self, visitor: &mut $crate::Visitor) {
                let _ = visitor;
                $( $crate::Visit::visit(&self.$field, visitor); )*
                $( $crate::heap_struct!(@visit $tail, self, visitor, $count); )?
            }
        }

        // SAFETY: `repr(C)`, the header comes first, `visit` shows every field and the tail, and
        // the kind's row in the table of kinds is made from this very type.
        unsafe impl $crate::HeapObject for $Name {
            const KIND: $crate::Kind = $kind;
            $( #[inline] fn size(&self) -> usize { $crate::heap_struct!(@size $tail, self, $count) } )?
        }
    };
    (@type tail) => { [$crate::Field; 0] };
    (@type bytes) => { [u8; 0] };
    (@visit tail, $self:ident, $visitor:ident, $count:expr) => {{
        let count: fn(&Self) -> usize = $count;
        // SAFETY: objects of this kind are allocated with `count` fields behind the struct.
        let fields = unsafe { std::slice::from_raw_parts($self.tail.as_ptr(), count($self)) };
        for field in fields { $crate::Visit::visit(field, $visitor); }
    }};
    (@visit bytes, $self:ident, $visitor:ident, $count:expr) => {};
    (@size tail, $self:ident, $count:expr) => {{
        let count: fn(&Self) -> usize = $count;
        size_of::<Self>() + 8 * count($self)
    }};
    (@size bytes, $self:ident, $count:expr) => {{
        let count: fn(&Self) -> usize = $count;
        (std::mem::offset_of!(Self, bytes) + count($self)).next_multiple_of(8)
    }};
}

//! `cell`: a variable shared by functions, and the place of a global in its namespace.

use gc::{Field, Gc, Value};

use crate::object::{CompareOp, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// One variable. Unbound content means that the variable has no value.
    pub struct Cell(kind::CELL) {
        content: Field,
        /// What must be told when the content changes: index into a watch list, 0 when nothing must.
        pub(crate) watch: std::cell::Cell<u32>,
    }
}

crate::plain_kinds!(Cell);

impl Cell {
    /// The content; unbound when the variable has no value.
    #[inline(always)]
    pub fn get(&self) -> Value {
        self.content.get()
    }
}

/// Writes that carry the barrier.
pub trait CellExt {
    /// Replaces the content.
    fn set(self, value: Value);
}

impl CellExt for Gc<Cell> {
    #[inline(always)]
    fn set(self, value: Value) {
        self.content.set(self, value);
    }
}

impl Vm {
    /// A cell that holds `value` (or nothing, when that is unbound).
    #[inline]
    pub fn new_cell(&mut self, value: Value) -> PyResult<Gc<Cell>> {
        self.new_object(
            shape::CELL,
            Cell {
                header: gc::Header::unset(),
                content: Field::new(value),
                watch: std::cell::Cell::new(0),
            },
        )
    }
}

fn new_cell(vm: &mut Vm, _class: Value, contents: Option<Value>) -> PyResult<Gc<Cell>> {
    vm.new_cell(contents.unwrap_or(Value::UNBOUND))
}

fn contents(vm: &mut Vm, this: Value) -> PyResult<Value> {
    match this.cast::<Cell>().and_then(|cell| cell.get().bound()) {
        Some(value) => Ok(value),
        None => Err(vm.value_error("cell is empty")),
    }
}

fn set_contents(_: &mut Vm, this: Value, value: Value) -> PyResult<()> {
    if let Some(cell) = this.cast::<Cell>() {
        cell.set(value);
    }
    Ok(())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(left), Some(right)) = (left.cast::<Cell>(), right.cast::<Cell>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (left.get().bound(), right.get().bound()) {
        (Some(left), Some(right)) => vm.compare(left, right, op),
        // An empty cell is less than any other.
        (left, right) => Ok(Value::from_bool(op.holds(left.is_some().cmp(&right.is_some())))),
    }
}

fn repr(vm: &mut Vm, this: Value) -> PyResult<Value> {
    let id = vm.identity(this);
    let content = match this.cast::<Cell>().and_then(|cell| cell.get().bound()) {
        Some(value) => {
            let (class, id) = (vm.type_of(value).name_text(), vm.identity(value));
            format!("{class} object at {id:#x}")
        }
        None => "empty".to_owned(),
    };
    Ok(vm.new_str(&format!("<cell at {id:#x}: {content}>"))?.value())
}

builtin_type! {
    /// Create a new cell object.
    ///
    ///   contents
    ///     the contents of the cell. If not specified, the cell will be empty,
    ///     and further attempts to access its cell_contents attribute will
    ///     raise a ValueError.
    pub static CELL = "cell"("object") {
        kind kind::CELL;
        slots { repr: repr, compare: compare, hash: crate::object::hash::not_hashable }
        new "cell(cls, contents=<unrepresentable>, /)" => new_cell;
        getters { "cell_contents" => contents, set_contents; }
    }
}

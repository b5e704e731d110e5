//! A heap struct of four values, for native types that need no layout of their own.

use gc::{Field, Gc, Value};

use crate::object::{Type, kind};
use crate::{PyResult, Vm};

gc::heap_struct! {
    /// Four values, whose meaning the class gives.
    pub struct Cells(kind::CELLS) {
        pub(crate) first: Field,
        pub(crate) second: Field,
        pub(crate) third: Field,
        pub(crate) fourth: Field,
    }
}

crate::plain_kinds!(Cells);

impl Vm {
    /// An object of `class` whose first value is `first`, the others `None`.
    pub(crate) fn new_cells(&mut self, class: Gc<Type>, first: Value) -> PyResult<Gc<Cells>> {
        self.new_cells_of(class, [first, Value::NONE, Value::NONE, Value::NONE])
    }

    /// An object of `class` with these values.
    pub(crate) fn new_cells_of(
        &mut self,
        class: Gc<Type>,
        values: [Value; 4],
    ) -> PyResult<Gc<Cells>> {
        let [first, second, third, fourth] = values.map(Field::new);
        self.new_object_of(
            class,
            Cells { header: gc::Header::unset(), first, second, third, fourth },
        )
    }
}

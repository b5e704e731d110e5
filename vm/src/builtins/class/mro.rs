//! Method resolution order: C3 linearisation (Barrett et al., "A Monotonic Superclass Linearization for Dylan", 1996).

use gc::{Gc, TempVec, Value};

use crate::builtins::tuple::Tuple;
use crate::object::Type;
use crate::{Name, PyResult, Vm};

/// `type.mro(class)`.
pub(super) fn default_mro(vm: &mut Vm, class: Gc<Type>) -> PyResult<Value> {
    let order = linearise(vm, class)?;
    Ok(vm.new_list(&order)?.value())
}

/// The classes of the order of `class`, itself first.
pub(super) fn linearise(vm: &mut Vm, class: Gc<Type>) -> PyResult<TempVec> {
    let bases = class.bases();
    let mut order = TempVec::from(vec![class.value()]);
    if bases.len() == 1
        && let Some(base) = bases.items()[0].cast::<Type>()
    {
        order.extend_from_slice(base.mro().items());
        return Ok(order);
    }
    // One list for each base's order, and the bases themselves; `heads` says how far each is used.
    let mut lists: Vec<&[Value]> = Vec::with_capacity(bases.len() + 1);
    for base in bases.items() {
        if let Some(base) = base.cast::<Type>() {
            // SAFETY of the borrow: the tuples are immutable and the bases keep them alive.
            lists.push(mro_items(base));
        }
    }
    lists.push(tuple_items(bases));
    let mut heads = vec![0usize; lists.len()];
    loop {
        let mut finished = true;
        let mut found = None;
        for (list, &head) in lists.iter().zip(&heads) {
            let Some(&candidate) = list.get(head) else { continue };
            finished = false;
            let in_a_tail = lists.iter().zip(&heads).any(|(list, &head)| {
                list.get(head + 1..).is_some_and(|tail| tail.contains(&candidate))
            });
            if !in_a_tail {
                found = Some(candidate);
                break;
            }
        }
        match found {
            Some(next) => {
                order.push(next);
                for (list, head) in lists.iter().zip(&mut heads) {
                    if list.get(*head) == Some(&next) {
                        *head += 1;
                    }
                }
            }
            None if finished => return Ok(order),
            None => {
                let mut names: Vec<String> = Vec::new();
                for (list, &head) in lists.iter().zip(&heads) {
                    if let Some(class) = list.get(head).and_then(|class| class.cast::<Type>()) {
                        let name = class.name_text();
                        if !names.contains(&name) {
                            names.push(name);
                        }
                    }
                }
                let names = names.join(", ");
                return Err(vm.type_error(format_args!(
                    "Cannot create a consistent method resolution order (MRO) for bases {names}"
                )));
            }
        }
    }
}

fn mro_items(class: Gc<Type>) -> &'static [Value] {
    tuple_items(class.mro())
}

fn tuple_items(tuple: Gc<Tuple>) -> &'static [Value] {
    let items = tuple.items();
    // SAFETY: *non-moving* and *reachable*: the tuple is held by the class or the base list for the whole of
    // `linearise`, which reaches no safepoint; tuples are immutable.
    unsafe { std::slice::from_raw_parts(items.as_ptr(), items.len()) }
}

impl Vm {
    /// Computes `__mro__` of `class`, by its metaclass's `mro` if that is not the usual one.
    pub(crate) fn compute_mro(&mut self, class: Gc<Type>) -> PyResult<()> {
        let metaclass = self.type_of(class.value());
        let name = self.name(Name::Mro);
        let usual = metaclass == self.types.type_
            || self.lookup(metaclass, name) == self.lookup(self.types.type_, name);
        let order = if usual {
            linearise(self, class)?
        } else {
            if class.mro.get().cast::<crate::builtins::tuple::Tuple>().is_none() {
                // Until the metaclass has answered, the class stands before its first base.
                let mut order = TempVec::from(vec![class.value()]);
                if let Some(base) = class.base() {
                    order.extend_from_slice(base.mro().items());
                }
                let order = self.new_tuple(&order)?;
                class.mro.set(class, order.value());
            }
            let result = match self.call_special(class.value(), Name::Mro, &[])? {
                Some(result) => result,
                None => return Err(self.type_error("a metaclass without mro()")),
            };
            let order = self.collect_items(result)?;
            for &each in order.iter() {
                if !each.is::<Type>() {
                    let class = self.type_of(each).name_text();
                    return Err(
                        self.type_error(format_args!("mro() returned a non-class ('{class}')"))
                    );
                }
                // Methods of a class without the layout of its instances would get what they cannot handle.
                if let Some(each) = each.cast::<Type>()
                    && !super::layout::has_layout_of(self, class, each)
                {
                    let name = each.name_text();
                    return Err(self.type_error(format_args!(
                        "mro() returned base with unsuitable layout ('{name}')"
                    )));
                }
            }
            order
        };
        let mro = self.new_tuple(&order)?;
        class.mro.set(class, mro.value());
        Ok(())
    }

    /// The class's `__module__`.
    pub fn type_module(&mut self, class: Gc<Type>) -> PyResult<Value> {
        let name = self.name(Name::Module);
        if let Some(module) = class.dict().get_name(self, name)? {
            return Ok(module);
        }
        if let Some(def) = self.type_data[class.index()].def {
            let module = def.name.rsplit_once('.').map_or("builtins", |(module, _)| module);
            return Ok(self.intern(module)?.value());
        }
        Ok(self.name(Name::BuiltinsModule).value())
    }

    /// The names of all `__slots__` members of `class` and its bases, without `__dict__` and `__weakref__`.
    pub fn slot_member_names(&self, class: Gc<Type>) -> Vec<String> {
        let mut names = Vec::new();
        for base in class.mro().items() {
            if let Some(base) = base.cast::<Type>() {
                for name in &self.type_data[base.index()].own_slot_names {
                    if !names.contains(name) {
                        names.push(name.clone());
                    }
                }
            }
        }
        names
    }
}

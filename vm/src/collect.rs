//! Safepoints: collecting, finalizers, interrupts.

use gc::{Collection, TempVec, Value, Visitor};

use crate::object::kind;
use crate::{Name, PyResult, Vm};

/// Units of fuel between two looks at the outside.
pub(crate) const SLICE: i64 = 4096;

impl Vm {
    /// Collects if it is time to. Runs no Python code. The caller holds no references but in Rust locals,
    /// [`TempVec`]s and the heap.
    #[inline(always)]
    pub fn safepoint(&mut self) -> PyResult<()> {
        if self.heap.is_collection_pending() {
            self.collect(None);
        }
        Ok(())
    }

    /// Charges `units` of fuel for work that a native does in bulk; a safepoint.
    #[inline(always)]
    pub fn charge(&mut self, units: usize) -> PyResult<()> {
        self.interpreter.slice -= units as i64;
        if self.interpreter.slice < 0 || self.heap.is_collection_pending() {
            return self.charge_slow();
        }
        Ok(())
    }

    #[inline(never)]
    fn charge_slow(&mut self) -> PyResult<()> {
        if self.interpreter.slice < 0 {
            self.interpreter.slice = SLICE;
            self.check_interrupt()?;
        }
        self.safepoint()
    }

    /// Raises `KeyboardInterrupt` if the user asked for it.
    pub fn check_interrupt(&mut self) -> PyResult<()> {
        let interrupts = self.host.interrupts();
        if interrupts.is_pending() && interrupts.take() {
            let class = self.exceptions.KeyboardInterrupt;
            return Err(self.raise_args(class, &[]));
        }
        Ok(())
    }

    /// The slow part of the safepoint at a loop head or function entry, where Python code may run.
    #[inline(never)]
    pub(crate) fn python_safepoint(&mut self) -> PyResult<()> {
        self.charge_slow()?;
        if self.interpreter.has_finalizers {
            self.run_finalizers()?;
        }
        Ok(())
    }

    /// Collects now; `kind` or what the heap thinks due.
    pub fn collect(&mut self, kind: Option<Collection>) -> gc::Summary {
        let kind = kind.unwrap_or_else(|| self.heap.due());
        self.interpreter.forget_dead_registers();
        let mut visitor_roots = Roots { vm: std::ptr::from_mut(self) };
        // SAFETY: `collect` calls `visit` once, which reads everything of the machine but the heap.
        let summary = unsafe {
            let heap = &raw mut (*visitor_roots.vm).heap;
            (*heap).collect(&mut visitor_roots, kind)
        };
        for (kind, number) in self.heap.take_released() {
            match kind {
                kind::CODE => self.codes.release(number),
                kind::HOST_OBJECT => self.release_host_object(number),
                _ => {}
            }
        }
        let finalizable = self.heap.take_finalizable();
        let cleared = self.heap.take_cleared();
        if !finalizable.is_empty() || !cleared.is_empty() {
            self.interpreter.finalizers.extend_from_slice(&finalizable);
            self.interpreter.cleared.extend_from_slice(&cleared);
            self.interpreter.has_finalizers = true;
        }
        summary
    }

    /// Calls the callbacks of cleared weak references and the `__del__` of objects found dead.
    pub fn run_finalizers(&mut self) -> PyResult<()> {
        self.interpreter.has_finalizers = false;
        let cleared = TempVec::from(std::mem::take(&mut *self.interpreter.cleared));
        for &reference in cleared.iter() {
            self.weak_reference_cleared(reference)?;
        }
        let dead = TempVec::from(std::mem::take(&mut *self.interpreter.finalizers));
        for &object in dead.iter() {
            let class = self.type_of(object);
            let result = match self.slots_of_type(class).finalize {
                Some(finalize) => finalize(self, object),
                None => Ok(Value::NONE),
            };
            if let Err(raised) = result {
                let exception = self.catch(raised)?;
                let method = self.lookup(class, self.name(Name::Del)).unwrap_or(object);
                self.write_unraisable(exception, method)?;
            }
        }
        Ok(())
    }

    /// Shows every reference the machine holds outside its heap.
    fn visit_roots(&self, visitor: &mut Visitor) {
        self.types.visit(visitor);
        self.exceptions.visit(visitor);
        self.shapes.visit(visitor);
        self.interner.visit(visitor);
        for data in &self.type_data {
            if let Some(class) = data.class {
                visitor.object(class);
            }
        }
        for class in self.native_types.values() {
            visitor.object(*class);
        }
        for name in &self.names {
            visitor.object(*name);
        }
        for text in &self.latin1 {
            visitor.object(*text);
        }
        match &self.ending {
            Some(crate::raise::Ending::Exception(exception)) => visitor.value(*exception),
            Some(crate::raise::Ending::Kill(_)) | None => {}
        }
        visitor.values(&[self.stop_iteration, self.spare_memory_error, self.object_getattribute]);
        visitor.values(&[self.async_generator_hooks.0, self.async_generator_hooks.1]);
        for entry in &self.method_cache {
            let (version, name, value) = entry.get();
            if version != 0 {
                visitor.values(&[name, value]);
            }
        }
        let objects: [Value; 5] = [
            self.empty_tuple.value(),
            self.empty_bytes.value(),
            self.modules.value(),
            self.builtins.value(),
            self.codec_error_handlers.value(),
        ];
        visitor.values(&objects);
        self.interpreter.visit(visitor);
    }
}

struct Roots {
    vm: *mut Vm,
}

impl gc::Roots for Roots {
    fn visit(&mut self, visitor: &mut Visitor) {
        // SAFETY: the machine is borrowed for the whole collection; `visit_roots` touches no part of its heap.
        unsafe { &*self.vm }.visit_roots(visitor);
    }
}

//! Loading and storing names.

use ruff_text_size::TextRange;

use super::scope::{Kind, ScopeId, Symbol, mangle};
use super::unit::{Reg, Unit};
use super::{Compiler, Failure, Result};
use crate::bytecode::{Opcode, VariableKind};

/// Where a name's value is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// In a register.
    Register(Reg),
    /// In the cell of a register.
    Cell(Reg),
    /// In the class's namespace, else in the cell of a register.
    ClassCell(Reg),
    /// In the globals.
    Global,
    /// In the namespace of the module or class body.
    Name,
    /// In the class's namespace (whose dict is in the cell of this register), else global.
    ClassOrGlobal(Reg),
}

impl<'a> Compiler<'a> {
    pub(super) fn unit(&mut self) -> &mut Unit<'a> {
        self.units.last_mut().expect("a unit is being made")
    }

    pub(super) fn emit(&mut self, op: Opcode, x: u8, a: u16, b: u16, c: u16) {
        self.unit().emit(op, x, a, b, c);
    }

    /// The scope names are looked up in: the innermost comprehension, else the unit's.
    pub(super) fn scope(&self) -> ScopeId {
        match self.comprehensions.last() {
            Some(&scope) => scope,
            None => self.units.last().map_or(0, |unit| unit.scope),
        }
    }

    /// Makes the named registers of a unit: parameters, locals, cells, free variables, those of inlined comprehensions.
    pub(super) fn declare_variables(&self, unit: &mut Unit<'a>) {
        let scope = &self.scopes.all[unit.scope];
        let mut free: Vec<&String> = Vec::new();
        let function_like = scope.is_function_like();
        for name in &scope.names {
            let symbol = scope.symbols[name];
            if symbol.parameter || unit.registers.contains_key(&(unit.scope, name.clone())) {
                continue;
            }
            if symbol.free && !(symbol.bound && !symbol.nonlocal && function_like) {
                free.push(name);
                continue;
            }
            if symbol.cell {
                unit.variable(unit.scope, name, VariableKind::Cell, true);
            } else if function_like && symbol.bound && !symbol.global && !symbol.nonlocal {
                unit.variable(unit.scope, name, VariableKind::Local, false);
            }
        }
        free.sort();
        for name in free {
            unit.variable(unit.scope, name, VariableKind::Free, true);
        }
        for &inner in &scope.inlined {
            let inner_scope = &self.scopes.all[inner];
            for name in &inner_scope.names {
                let symbol = inner_scope.symbols[name];
                if symbol.bound && !symbol.global && !symbol.nonlocal {
                    unit.variable(inner, name, VariableKind::Hidden, symbol.cell);
                }
            }
        }
        unit.begin_temporaries();
    }

    /// The instructions every code begins with.
    pub(super) fn prologue(&mut self) {
        let unit = self.unit();
        let first_free =
            unit.variables.iter().position(|variable| variable.kind == VariableKind::Free);
        let free_count =
            unit.variables.iter().filter(|variable| variable.kind == VariableKind::Free).count();
        for register in 0..unit.variables.len() {
            if unit.variables[register].kind == VariableKind::Cell {
                unit.emit(Opcode::MakeCell, 0, register as Reg, 0, 0);
            }
        }
        if let Some(first) = first_free {
            unit.emit(Opcode::CopyFree, 0, first as Reg, 0, free_count as u16);
        }
        use crate::bytecode::CodeFlags as Flags;
        if unit.flags.intersects(Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR) {
            unit.emit(Opcode::MakeGenerator, 0, 0, 0, 0);
        }
    }

    fn mangled(&self, name: &str) -> String {
        mangle(self.scopes.all[self.scope()].class.as_deref(), name)
    }

    /// Where `name`, already mangled, is.
    pub(super) fn place(&mut self, name: &str) -> Place {
        let unit = self.units.last().expect("a unit is being made");
        let unit_scope = unit.scope;
        // From the innermost comprehension outwards, then the unit's own scope.
        for &scope in self.comprehensions.iter().rev() {
            let symbol = self.scopes.symbol(scope, name);
            if symbol.bound && !symbol.nonlocal && !symbol.global {
                let register = unit.registers[&(scope, name.to_owned())];
                return if symbol.cell { Place::Cell(register) } else { Place::Register(register) };
            }
            if symbol.global {
                return Place::Global;
            }
        }
        let symbol = self.scopes.symbol(unit_scope, name);
        self.place_in_unit(unit_scope, name, symbol)
    }

    fn place_in_unit(&self, scope: ScopeId, name: &str, symbol: Symbol) -> Place {
        let unit = self.units.last().expect("a unit is being made");
        let register = unit.registers.get(&(scope, name.to_owned())).copied();
        let kind = self.scopes.all[scope].kind;
        if symbol.global {
            return Place::Global;
        }
        match kind {
            Kind::Class => match register {
                Some(register) if symbol.free && !symbol.bound => Place::ClassCell(register),
                Some(register) if symbol.free && symbol.nonlocal => Place::Cell(register),
                _ => Place::Name,
            },
            Kind::Module => Place::Name,
            _ => match register {
                Some(register) => match unit.variables[usize::from(register)].kind {
                    VariableKind::Cell | VariableKind::Free => Place::Cell(register),
                    _ => Place::Register(register),
                },
                None => {
                    if self.scopes.all[scope].sees_class
                        && let Some(&register) =
                            unit.registers.get(&(scope, "__classdict__".to_owned()))
                    {
                        return Place::ClassOrGlobal(register);
                    }
                    Place::Global
                }
            },
        }
    }

    /// The register that holds the value of a name, or nothing when it must be loaded.
    pub(super) fn local(&mut self, name: &str) -> Option<Reg> {
        let name = self.mangled(name);
        match self.place(&name) {
            Place::Register(register) => {
                self.check_bound(register);
                Some(register)
            }
            _ => None,
        }
    }

    /// The register of a plain local, to be stored to.
    pub(super) fn local_target(&mut self, name: &str) -> Option<Reg> {
        let name = self.mangled(name);
        match self.place(&name) {
            Place::Register(register) => Some(register),
            _ => None,
        }
    }

    fn check_bound(&mut self, register: Reg) {
        let unit = self.unit();
        if !unit.bound[usize::from(register)] && !unit.unreachable {
            unit.emit(Opcode::CheckBound, 0, register, 0, register);
        }
    }

    pub(super) fn load_name(&mut self, name: &str, to: Reg) {
        let mangled = self.mangled(name);
        let place = self.place(&mangled);
        match place {
            Place::Register(register) => {
                self.check_bound(register);
                self.unit().move_to(to, register);
            }
            Place::Cell(register) => self.emit(Opcode::LoadCell, 0, to, register, register),
            Place::ClassCell(register) => {
                self.emit(Opcode::LoadClassCell, 0, to, register, register)
            }
            Place::Global => {
                let cache = self.unit().cache(&mangled);
                self.emit(Opcode::LoadGlobal, 0, to, 0, cache);
            }
            Place::Name => {
                let cache = self.unit().cache(&mangled);
                self.emit(Opcode::LoadName, 0, to, 0, cache);
            }
            Place::ClassOrGlobal(register) => {
                self.emit(Opcode::LoadCell, 0, to, register, register);
                let cache = self.unit().cache(&mangled);
                self.emit(Opcode::LoadFromDictOrGlobal, 0, to, to, cache);
            }
        }
    }

    pub(super) fn store_name(&mut self, name: &str, from: Reg, range: TextRange) -> Result<()> {
        if name == "__debug__" {
            return Err(Failure::at(range, "cannot assign to __debug__".to_owned()));
        }
        let mangled = self.mangled(name);
        match self.place(&mangled) {
            Place::Register(register) => {
                self.unit().move_to(register, from);
                self.note_bound(register);
            }
            Place::Cell(register) | Place::ClassCell(register) => {
                self.emit(Opcode::StoreCell, 0, register, from, 0)
            }
            Place::Global | Place::ClassOrGlobal(_) => {
                let cache = self.unit().cache(&mangled);
                self.emit(Opcode::StoreGlobal, 0, from, 0, cache);
            }
            Place::Name => {
                let cache = self.unit().cache(&mangled);
                self.emit(Opcode::StoreName, 0, from, 0, cache);
            }
        }
        Ok(())
    }

    /// The register got a value. Names that are deleted somewhere never count as bound.
    pub(super) fn note_bound(&mut self, register: Reg) {
        let unit = self.units.last().expect("a unit is being made");
        let variable = &unit.variables[usize::from(register)];
        let deleted = self.scopes.symbol(unit.scope, &variable.name).deleted;
        let unit = self.unit();
        if !deleted {
            unit.bound[usize::from(register)] = true;
        }
    }

    pub(super) fn delete_name(&mut self, name: &str, range: TextRange) -> Result<()> {
        if name == "__debug__" {
            return Err(Failure::at(range, "cannot delete __debug__".to_owned()));
        }
        let mangled = self.mangled(name);
        match self.place(&mangled) {
            Place::Register(register) => {
                self.check_bound(register);
                self.emit(Opcode::Unset, 0, register, 0, 0);
            }
            Place::Cell(register) | Place::ClassCell(register) => {
                self.emit(Opcode::DeleteCell, 0, register, 0, register)
            }
            Place::Global | Place::ClassOrGlobal(_) => {
                let cache = self.unit().cache(&mangled);
                self.emit(Opcode::DeleteGlobal, 0, 0, 0, cache);
            }
            Place::Name => {
                let cache = self.unit().cache(&mangled);
                self.emit(Opcode::DeleteName, 0, 0, 0, cache);
            }
        }
        Ok(())
    }

    pub(super) fn attribute_cache(&mut self, name: &str) -> u16 {
        let mangled = self.mangled(name);
        self.unit().cache(&mangled)
    }

    /// The state of the named registers, to go back to.
    pub(super) fn bound_state(&mut self) -> (Vec<bool>, bool) {
        let unit = self.unit();
        (unit.bound.clone(), unit.unreachable)
    }

    pub(super) fn restore_bound(&mut self, state: &(Vec<bool>, bool)) {
        let unit = self.unit();
        unit.bound.clone_from(&state.0);
        unit.unreachable = state.1;
    }
}

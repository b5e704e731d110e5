//! Statements.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::expression::operator;
use super::unit::{Block, Label, Protected, Reg};
use super::{CompileMode, Compiler, Failure, Result};
use crate::bytecode::opcode::Intrinsic;
use crate::bytecode::{CodeFlags, Constant, Opcode};

/// What ends an `async for` when its iterator does.
pub(super) struct AsyncGuard {
    protected: Protected,
    target: Label,
    exception: Reg,
}

impl<'a> Compiler<'a> {
    pub(super) fn module_body(&mut self, module: &'a ast::ModModule) -> Result<()> {
        if self.mode == CompileMode::Module
            && let Some(doc) = docstring(&module.body)
            && self.options.optimize < 2
        {
            let value = self.unit().alloc();
            self.unit().load_text(value, &doc);
            self.store_name("__doc__", value, TextRange::default())?;
        }
        self.deferred_annotations(&module.body, false)?;
        self.body(&module.body)?;
        if self.mode == CompileMode::Eval {
            return Ok(());
        }
        let value = self.unit().alloc();
        self.unit().range = module.body.last().map_or(TextRange::default(), Ranged::range);
        self.unit().load_none(value);
        self.emit(Opcode::Return, 0, value, 0, 0);
        Ok(())
    }

    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Result<()> {
        for statement in body {
            self.statement(statement)?;
        }
        Ok(())
    }

    fn statement(&mut self, statement: &'a Stmt) -> Result<()> {
        stacker::maybe_grow(128 << 10, 4 << 20, || {
            let mark = self.unit().temp;
            let outer = self.at(statement.range());
            let result = self.statement_inner(statement);
            self.at(outer);
            self.unit().temp = mark;
            result
        })
    }

    fn statement_inner(&mut self, statement: &'a Stmt) -> Result<()> {
        match statement {
            Stmt::Expr(expression) => {
                if self.mode == CompileMode::Single && self.units.len() == 1 {
                    let value = self.unit().alloc();
                    self.expression_to(&expression.value, value)?;
                    self.emit(Opcode::Intrinsic, Intrinsic::PrintExpression as u8, value, value, 1);
                } else if super::fold::constant(
                    &expression.value,
                    self.options.optimize,
                    self.source.text(),
                )
                .is_none()
                {
                    let value = self.unit().alloc();
                    self.expression_to(&expression.value, value)?;
                }
            }
            Stmt::Assign(assign) => self.assign(assign)?,
            Stmt::AugAssign(assign) => self.augmented(assign)?,
            Stmt::AnnAssign(assign) => self.annotated(assign)?,
            Stmt::Return(return_) => self.return_statement(return_)?,
            Stmt::Delete(delete) => {
                for target in &delete.targets {
                    self.delete(target)?;
                }
            }
            Stmt::If(if_) => self.if_statement(if_)?,
            Stmt::While(while_) => self.while_statement(while_)?,
            Stmt::For(for_) => self.for_statement(for_)?,
            Stmt::With(with) => {
                if with.is_async {
                    self.check_await(with.range(), "'async with'")?;
                }
                self.with(&with.items, &with.body, with.is_async)?;
            }
            Stmt::Match(match_) => self.match_statement(match_)?,
            Stmt::Raise(raise) => {
                let (a, x) = match (&raise.exc, &raise.cause) {
                    (None, _) => (None, 0),
                    (Some(exception), None) => (Some(self.expression(exception)?), 1),
                    (Some(exception), Some(_)) => (Some(self.expression(exception)?), 2),
                };
                let b = match &raise.cause {
                    Some(cause) => self.expression(cause)?,
                    None => 0,
                };
                self.emit(Opcode::Raise, x, a.unwrap_or(0), b, 0);
                self.unit().unreachable = true;
            }
            Stmt::Try(try_) => self.try_statement(try_)?,
            Stmt::Assert(assert) => {
                if self.options.optimize > 0 {
                    return Ok(());
                }
                let end = self.unit().label();
                self.jump_if(&assert.test, true, end)?;
                let state = self.bound_state();
                let message = match &assert.msg {
                    Some(message) => Some(self.expression(message)?),
                    None => None,
                };
                // Tracebacks mark the condition.
                let outer = self.at(assert.test.range());
                match message {
                    Some(message) => self.emit(Opcode::RaiseAssertion, 1, message, 0, 0),
                    None => self.emit(Opcode::RaiseAssertion, 0, 0, 0, 0),
                }
                self.at(outer);
                self.unit().place(end);
                self.restore_bound(&state);
            }
            Stmt::Import(import) => self.import(import)?,
            Stmt::ImportFrom(import) => self.import_from(import)?,
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => {}
            Stmt::Break(_) => self.leave_loop(statement.range(), false)?,
            Stmt::Continue(_) => self.leave_loop(statement.range(), true)?,
            Stmt::FunctionDef(function) => self.function_statement(function)?,
            Stmt::ClassDef(class) => self.class_statement(class)?,
            Stmt::TypeAlias(alias) => self.type_alias(alias)?,
            Stmt::IpyEscapeCommand(_) => {
                return Err(Failure::at(statement.range(), "invalid syntax".to_owned()));
            }
        }
        Ok(())
    }

    // -- Assignment --------------------------------------------------------------------------

    fn assign(&mut self, assign: &'a ast::StmtAssign) -> Result<()> {
        // A plain local gets the value at once.
        if let [Expr::Name(target)] = &assign.targets[..]
            && &*target.id != "__debug__"
            && let Some(register) = self.local_target(&target.id)
        {
            self.expression_to(&assign.value, register)?;
            self.note_bound(register);
            return Ok(());
        }
        // `a, b = b, a` needs no tuple.
        if let [Expr::Tuple(targets)] = &assign.targets[..]
            && let Expr::Tuple(values) = &*assign.value
            && targets.elts.len() == values.elts.len()
            && targets.elts.len() <= 8
            && !targets.elts.iter().chain(&values.elts).any(Expr::is_starred_expr)
        {
            let first = self.in_row(&values.elts)?;
            for (index, target) in targets.elts.iter().enumerate() {
                self.store(target, first + index as u16)?;
            }
            return Ok(());
        }
        let value = if assign.targets.len() > 1 || !matches!(assign.targets[0], Expr::Name(_)) {
            let value = self.unit().alloc();
            self.expression_to(&assign.value, value)?;
            value
        } else {
            self.expression(&assign.value)?
        };
        for target in &assign.targets {
            self.store(target, value)?;
        }
        Ok(())
    }

    /// Stores the value of a register to a target.
    pub(super) fn store(&mut self, target: &'a Expr, value: Reg) -> Result<()> {
        let outer = self.at(target.range());
        let mark = self.unit().temp;
        match target {
            Expr::Name(name) => self.store_name(&name.id, value, target.range())?,
            Expr::Attribute(attribute) => {
                self.note_static_attribute(attribute);
                if &*attribute.attr == "__debug__" {
                    return Err(Failure::at(
                        target.range(),
                        "cannot assign to __debug__".to_owned(),
                    ));
                }
                let object = self.expression(&attribute.value)?;
                let cache = self.attribute_cache(&attribute.attr);
                self.emit(Opcode::StoreAttr, 0, object, value, cache);
            }
            Expr::Subscript(subscript) => {
                let object = self.expression(&subscript.value)?;
                let key = self.expression(&subscript.slice)?;
                self.emit(Opcode::StoreItem, 0, object, key, value);
            }
            Expr::Tuple(tuple) => self.store_many(&tuple.elts, value, target.range())?,
            Expr::List(list) => self.store_many(&list.elts, value, target.range())?,
            Expr::Starred(starred) => {
                return Err(Failure::at(
                    starred.range(),
                    "starred assignment target must be in a list or tuple".to_owned(),
                ));
            }
            _ => return Err(Failure::at(target.range(), "cannot assign to expression".to_owned())),
        }
        self.unit().temp = mark;
        self.at(outer);
        Ok(())
    }

    fn store_many(&mut self, targets: &'a [Expr], value: Reg, range: TextRange) -> Result<()> {
        let star = targets.iter().position(Expr::is_starred_expr);
        let first = self.unit().alloc_many(targets.len());
        match star {
            None => self.emit(Opcode::Unpack, 0, first, value, targets.len() as u16),
            Some(before) => {
                if targets.iter().filter(|target| target.is_starred_expr()).count() > 1 {
                    return Err(Failure::at(
                        range,
                        "multiple starred expressions in assignment".to_owned(),
                    ));
                }
                let Ok(count) = u8::try_from(before) else {
                    return Err(Failure::at(
                        range,
                        "too many expressions in star-unpacking assignment".to_owned(),
                    ));
                };
                self.emit(
                    Opcode::UnpackStar,
                    count,
                    first,
                    value,
                    (targets.len() - before - 1) as u16,
                );
            }
        }
        for (index, target) in targets.iter().enumerate() {
            let target = match target {
                Expr::Starred(starred) => &starred.value,
                other => other,
            };
            self.store(target, first + index as u16)?;
        }
        Ok(())
    }

    /// `self.name = …` in a method: the class lists the name in `__static_attributes__`.
    fn note_static_attribute(&mut self, attribute: &ast::ExprAttribute) {
        if let Expr::Name(name) = &*attribute.value
            && self.units.len() >= 2
            && let Some(unit) = self.units.last()
            && unit.variables.first().is_some_and(|variable| *variable.name == *name.id)
            && unit.counts.0 > 0
        {
            let class = self.units.len() - 2;
            let name = attribute.attr.to_string();
            let unit = &mut self.units[class];
            if self.scopes.all[unit.scope].kind == super::scope::Kind::Class
                && !unit.static_attributes.contains(&name)
            {
                unit.static_attributes.push(name);
            }
        }
    }

    fn augmented(&mut self, assign: &'a ast::StmtAugAssign) -> Result<()> {
        let (op, with_constant) = operator(assign.op);
        let range = self.unit().range;
        match &*assign.target {
            Expr::Name(name) => {
                let old = self.expression(&assign.target)?;
                let target = self.local_target(&name.id);
                let to = match target {
                    Some(register) => register,
                    None => self.unit().alloc(),
                };
                self.operate(op, with_constant, to, old, &assign.value)?;
                if target.is_none() {
                    self.store_name(&name.id, to, assign.target.range())?;
                } else if &*name.id == "__debug__" {
                    return Err(Failure::at(
                        assign.target.range(),
                        "cannot assign to __debug__".to_owned(),
                    ));
                }
            }
            Expr::Attribute(attribute) => {
                self.note_static_attribute(attribute);
                let object = self.unit().alloc();
                self.expression_to(&attribute.value, object)?;
                let old = self.unit().alloc();
                let outer = self.at(attribute.range());
                let cache = self.attribute_cache(&attribute.attr);
                self.emit(Opcode::LoadAttr, 0, old, object, cache);
                self.at(range);
                self.operate(op, with_constant, old, old, &assign.value)?;
                self.at(attribute.range());
                let cache = self.attribute_cache(&attribute.attr);
                self.emit(Opcode::StoreAttr, 0, object, old, cache);
                self.at(outer);
            }
            Expr::Subscript(subscript) => {
                let object = self.unit().alloc();
                self.expression_to(&subscript.value, object)?;
                let key = self.unit().alloc();
                self.expression_to(&subscript.slice, key)?;
                let old = self.unit().alloc();
                let outer = self.at(subscript.range());
                self.emit(Opcode::LoadItem, 0, old, object, key);
                self.at(range);
                self.operate(op, with_constant, old, old, &assign.value)?;
                self.at(subscript.range());
                self.emit(Opcode::StoreItem, 0, object, key, old);
                self.at(outer);
            }
            other => {
                return Err(Failure::at(
                    other.range(),
                    "illegal expression for augmented assignment".to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn operate(
        &mut self,
        op: Opcode,
        with_constant: Option<Opcode>,
        to: Reg,
        left: Reg,
        right: &'a Expr,
    ) -> Result<()> {
        if let Some(with_constant) = with_constant
            && let Some(constant @ (Constant::Int(_) | Constant::Float(_) | Constant::Str(_))) =
                super::fold::constant(right, self.options.optimize, self.source.text())
            && let Ok(index) = u16::try_from(self.unit().constant(constant))
        {
            self.emit(with_constant, 1, to, left, index);
            return Ok(());
        }
        // `x += (x := …)`: the old value counts.
        let left = if self.scopes.all[self.units.last().map_or(0, |unit| unit.scope)].has_walrus {
            let copy = self.unit().alloc();
            self.unit().move_to(copy, left);
            copy
        } else {
            left
        };
        let right = self.expression(right)?;
        self.emit(op, 1, to, left, right);
        Ok(())
    }

    fn annotated(&mut self, assign: &'a ast::StmtAnnAssign) -> Result<()> {
        if let Some(value) = &assign.value {
            match &*assign.target {
                Expr::Name(name) if let Some(register) = self.local_target(&name.id) => {
                    self.expression_to(value, register)?;
                    self.note_bound(register);
                }
                _ => {
                    let value = self.expression(value)?;
                    self.store(&assign.target, value)?;
                }
            }
        } else if !assign.target.is_name_expr() {
            // The parts of the target are evaluated, but for their last step.
            match &*assign.target {
                Expr::Attribute(attribute) => {
                    self.expression(&attribute.value)?;
                }
                Expr::Subscript(subscript) => {
                    self.expression(&subscript.value)?;
                    self.expression(&subscript.slice)?;
                }
                _ => {}
            }
        }
        self.eager_annotation(assign)
    }

    fn delete(&mut self, target: &'a Expr) -> Result<()> {
        let outer = self.at(target.range());
        let mark = self.unit().temp;
        match target {
            Expr::Name(name) => self.delete_name(&name.id, target.range())?,
            Expr::Attribute(attribute) => {
                let object = self.expression(&attribute.value)?;
                let cache = self.attribute_cache(&attribute.attr);
                self.emit(Opcode::DeleteAttr, 0, object, 0, cache);
            }
            Expr::Subscript(subscript) => {
                let object = self.expression(&subscript.value)?;
                let key = self.expression(&subscript.slice)?;
                self.emit(Opcode::DeleteItem, 0, object, key, 0);
            }
            Expr::Tuple(tuple) => {
                for each in &tuple.elts {
                    self.delete(each)?;
                }
            }
            Expr::List(list) => {
                for each in &list.elts {
                    self.delete(each)?;
                }
            }
            _ => return Err(Failure::at(target.range(), "cannot delete expression".to_owned())),
        }
        self.unit().temp = mark;
        self.at(outer);
        Ok(())
    }

    // -- Control flow ------------------------------------------------------------------------

    fn if_statement(&mut self, if_: &'a ast::StmtIf) -> Result<()> {
        let end = self.unit().label();
        let mut branches: Vec<(Option<&'a Expr>, &'a [Stmt])> = vec![(Some(&if_.test), &if_.body)];
        for clause in &if_.elif_else_clauses {
            branches.push((clause.test.as_ref(), &clause.body));
        }
        let mut joined: Option<(Vec<bool>, bool)> = None;
        let count = branches.len();
        let mut has_else = false;
        for (index, (test, body)) in branches.into_iter().enumerate() {
            let next = self.unit().label();
            match test {
                Some(test) => self.jump_if(test, false, next)?,
                None => has_else = true,
            }
            let before = self.bound_state();
            self.body(body)?;
            if index + 1 < count && !self.unit().unreachable {
                let state = self.bound_state();
                self.unit().jump(end);
                self.restore_bound(&state);
            }
            let after = self.bound_state();
            match &mut joined {
                None => joined = Some(after),
                Some(joined) => join(joined, &after),
            }
            self.unit().place(next);
            self.restore_bound(&before);
        }
        if !has_else {
            let state = self.bound_state();
            if let Some(joined) = &mut joined {
                join(joined, &state);
            }
        }
        self.unit().place(end);
        if let Some(joined) = joined {
            self.restore_bound(&joined);
        }
        Ok(())
    }

    fn while_statement(&mut self, while_: &'a ast::StmtWhile) -> Result<()> {
        let (again, otherwise, end) =
            (self.unit().label(), self.unit().label(), self.unit().label());
        self.unit().place(again);
        self.unit().loop_head();
        self.jump_if(&while_.test, false, otherwise)?;
        let state = self.bound_state();
        self.unit().blocks.push(Block::Loop { again, end });
        self.body(&while_.body)?;
        self.unit().blocks.pop();
        self.unit().jump(again);
        self.unit().place(otherwise);
        self.restore_bound(&state);
        self.body(&while_.orelse)?;
        self.unit().place(end);
        self.restore_bound(&state);
        Ok(())
    }

    /// The next item of `iterator` to `target`, or on to `end`.
    pub(super) fn next_item(
        &mut self,
        target: &'a Expr,
        iterator: Reg,
        end: Label,
        is_async: bool,
    ) -> Result<Option<AsyncGuard>> {
        if is_async {
            let (handler, exception, value) =
                (self.unit().label(), self.unit().alloc(), self.unit().alloc());
            let mut protected = self.unit().protect(handler, exception);
            self.emit(Opcode::GetAsyncNext, 0, value, iterator, 0);
            self.delegate(value, value);
            let here = self.unit().here();
            super::unit::Unit::end_segment(here, &mut protected);
            self.store(target, value)?;
            return Ok(Some(AsyncGuard { protected, target: handler, exception }));
        }
        if let Expr::Name(name) = target
            && let Some(register) = self.local_target(&name.id)
        {
            self.unit().branch(Opcode::ForIter, register, iterator, end);
            self.note_bound(register);
        } else {
            let value = self.unit().alloc();
            self.unit().branch(Opcode::ForIter, value, iterator, end);
            self.store(target, value)?;
        }
        Ok(None)
    }

    /// Where an `async for` goes when its iterator has ended; falls through to what follows.
    pub(super) fn finish_async_loop(&mut self, guard: Option<AsyncGuard>, _end: Label) {
        let Some(guard) = guard else { return };
        let skip = self.unit().label();
        self.unit().jump(skip);
        self.unit().place(guard.target);
        self.unit().branch(Opcode::EndAsyncFor, guard.exception, 0, skip);
        self.unit().place(skip);
        self.unit().unreachable = false;
        self.unit().unprotect(guard.protected);
    }

    fn for_statement(&mut self, for_: &'a ast::StmtFor) -> Result<()> {
        if for_.is_async {
            self.check_await(for_.range(), "'async for'")?;
        }
        let iterator = self.unit().alloc();
        let outer = self.at(for_.iter.range());
        let source = self.expression(&for_.iter)?;
        self.emit(
            if for_.is_async { Opcode::GetAsyncIter } else { Opcode::GetIter },
            0,
            iterator,
            source,
            0,
        );
        let (again, otherwise, end) =
            (self.unit().label(), self.unit().label(), self.unit().label());
        let state = self.bound_state();
        self.unit().place(again);
        self.unit().loop_head();
        let guard = self.next_item(&for_.target, iterator, otherwise, for_.is_async)?;
        self.at(outer);
        self.unit().blocks.push(Block::Loop { again, end });
        self.body(&for_.body)?;
        self.unit().blocks.pop();
        self.unit().jump(again);
        self.unit().place(otherwise);
        self.unit().unreachable = false;
        self.finish_async_loop(guard, otherwise);
        self.restore_bound(&state);
        self.body(&for_.orelse)?;
        self.unit().place(end);
        self.restore_bound(&state);
        Ok(())
    }

    fn leave_loop(&mut self, range: TextRange, again: bool) -> Result<()> {
        let target =
            self.unit().blocks.iter().rposition(|block| matches!(block, Block::Loop { .. }));
        let Some(index) = target else {
            let message =
                if again { "'continue' not properly in loop" } else { "'break' outside loop" };
            return Err(Failure::at(range, message.to_owned()));
        };
        let label = match &self.unit().blocks[index] {
            Block::Loop { again: head, end } => {
                if again {
                    *head
                } else {
                    *end
                }
            }
            _ => return Ok(()),
        };
        self.unwind_to(index + 1, label, None)?;
        Ok(())
    }

    fn return_statement(&mut self, return_: &'a ast::StmtReturn) -> Result<()> {
        if !self.unit().flags.contains(CodeFlags::OPTIMIZED) {
            return Err(Failure::at(return_.range(), "'return' outside function".to_owned()));
        }
        let value = match &return_.value {
            Some(value) => {
                if self.unit().flags.contains(CodeFlags::ASYNC_GENERATOR) {
                    return Err(Failure::at(
                        return_.range(),
                        "'return' with value in async generator".to_owned(),
                    ));
                }
                if self.unit().blocks.is_empty() {
                    self.expression(value)?
                } else {
                    // What runs on the way out may rebind a local.
                    let register = self.unit().alloc();
                    self.expression_to(value, register)?;
                    register
                }
            }
            None => {
                let register = self.unit().alloc();
                self.unit().load_none(register);
                register
            }
        };
        self.unwind_for_return(value)
    }

    // -- Imports -----------------------------------------------------------------------------

    fn import(&mut self, import: &'a ast::StmtImport) -> Result<()> {
        for alias in &import.names {
            let mark = self.unit().temp;
            let pair = self.unit().alloc_many(2);
            let module = self.unit().alloc();
            self.emit_level(pair, 0);
            self.unit().load_none(pair + 1);
            let cache = self.unit().cache(&alias.name);
            self.emit(Opcode::ImportName, 0, module, pair, cache);
            match &alias.asname {
                Some(name) => {
                    for part in alias.name.split('.').skip(1) {
                        let cache = self.unit().cache(part);
                        self.emit(Opcode::ImportFrom, 0, module, module, cache);
                    }
                    self.store_name(name, module, alias.range())?;
                }
                None => {
                    let first = alias.name.split('.').next().unwrap_or("").to_owned();
                    self.store_name(&first, module, alias.range())?;
                }
            }
            self.unit().temp = mark;
        }
        Ok(())
    }

    fn emit_level(&mut self, register: Reg, level: u32) {
        self.unit().load_constant(register, Constant::Int(i64::from(level)));
    }

    fn import_from(&mut self, import: &'a ast::StmtImportFrom) -> Result<()> {
        let pair = self.unit().alloc_many(2);
        let module = self.unit().alloc();
        self.emit_level(pair, import.level);
        let names = import.names.iter().map(|alias| Constant::Str((&*alias.name).into())).collect();
        self.unit().load_constant(pair + 1, Constant::Tuple(names));
        let name = import.module.as_ref().map_or("", |module| &**module);
        let cache = self.unit().cache(name);
        self.emit(Opcode::ImportName, 0, module, pair, cache);
        for alias in &import.names {
            if &*alias.name == "*" {
                self.emit(Opcode::ImportStar, 0, module, 0, 0);
                continue;
            }
            let mark = self.unit().temp;
            let value = self.unit().alloc();
            let cache = self.unit().cache(&alias.name);
            self.emit(Opcode::ImportFrom, 0, value, module, cache);
            self.store_name(alias.asname.as_ref().unwrap_or(&alias.name), value, alias.range())?;
            self.unit().temp = mark;
        }
        Ok(())
    }
}

fn join(joined: &mut (Vec<bool>, bool), other: &(Vec<bool>, bool)) {
    if joined.1 {
        *joined = other.clone();
    } else if !other.1 {
        for (here, there) in joined.0.iter_mut().zip(&other.0) {
            *here &= there;
        }
    }
}

/// The docstring of a body, cleaned of its indentation as CPython does since 3.13.
pub(super) fn docstring(body: &[Stmt]) -> Option<String> {
    let Some(Stmt::Expr(expression)) = body.first() else { return None };
    let Expr::StringLiteral(literal) = &*expression.value else { return None };
    Some(clean(literal.value.to_str()))
}

fn clean(doc: &str) -> String {
    let expanded: Vec<String> = doc.split('\n').map(expand_tabs).collect();
    let margin = expanded
        .iter()
        .skip(1)
        .filter(|line| !line.trim_start_matches(' ').is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min();
    let mut lines = Vec::with_capacity(expanded.len());
    for (index, line) in expanded.iter().enumerate() {
        if index == 0 {
            lines.push(line.trim_start_matches(' '));
        } else {
            let cut = margin.unwrap_or(0).min(line.len() - line.trim_start_matches(' ').len());
            lines.push(&line[cut..]);
        }
    }
    lines.join("\n")
}

fn expand_tabs(line: &str) -> String {
    if !line.contains('\t') {
        return line.to_owned();
    }
    let mut result = String::new();
    let mut column = 0;
    let mut leading = true;
    for char in line.chars() {
        if char == '\t' && leading {
            let count = 8 - column % 8;
            result.push_str(&" ".repeat(count));
            column += count;
        } else {
            leading = leading && char == ' ';
            result.push(char);
            column += 1;
        }
    }
    result
}

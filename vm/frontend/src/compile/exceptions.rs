//! `try`, `with`, and leaving blocks.
//!
//! Handlers find the exception in a register. At its start a handler tells the frame what it handles, and it knows
//! statically what was handled around it, so nothing needs to be restored when an exception leaves a handler.

use ruff_python_ast::{self as ast, ExceptHandler, Stmt};
use ruff_text_size::Ranged;

use super::unit::{Block, Label, Protected, Reg, Unit};
use super::{Compiler, Failure, Result};
use crate::bytecode::Opcode;
use crate::bytecode::opcode::Intrinsic;

/// The protection of a whole generator body.
pub(super) struct StopGuard {
    protected: Protected,
    target: Label,
    exception: Reg,
}

impl<'a> Compiler<'a> {
    // -- Leaving -----------------------------------------------------------------------------

    /// Emits what leaving the blocks from `index` on runs, then a jump to `label`, or a return of `value`.
    pub(super) fn unwind_to(
        &mut self,
        index: usize,
        label: Label,
        value: Option<Reg>,
    ) -> Result<()> {
        self.unwind(index)?;
        match value {
            Some(value) => self.emit(Opcode::Return, 0, value, 0, 0),
            None => self.unit().jump(label),
        }
        self.resume_blocks(index);
        self.unit().unreachable = true;
        Ok(())
    }

    pub(super) fn unwind_for_return(&mut self, value: Reg) -> Result<()> {
        self.unwind(0)?;
        self.emit(Opcode::Return, 0, value, 0, 0);
        self.resume_blocks(0);
        self.unit().unreachable = true;
        Ok(())
    }

    /// The exits of the blocks from the innermost to number `index`. Their protection pauses.
    fn unwind(&mut self, index: usize) -> Result<()> {
        let mut taken = Vec::new();
        let handling = self.unit().handling;
        while self.unit().blocks.len() > index {
            let Some(mut block) = self.unit().blocks.pop() else { break };
            let here = self.unit().here();
            match &mut block {
                Block::Loop { .. } => {}
                Block::Except { protected } => Unit::end_segment(here, protected),
                Block::Handler { saved, name, protected } => {
                    if let Some(protected) = protected {
                        Unit::end_segment(here, protected);
                    }
                    let (saved, name) = (*saved, *name);
                    self.emit(Opcode::PopHandled, 0, saved, 0, 0);
                    if let Some(name) = name {
                        self.unbind(name)?;
                    }
                }
                Block::Finally { body, protected } => {
                    Unit::end_segment(here, protected);
                    let body: &'a [Stmt] = body;
                    let mark = self.unit().temp;
                    self.body(body)?;
                    self.unit().temp = mark;
                    self.unit().unreachable = false;
                }
                Block::With { exit, is_async, protected, range } => {
                    Unit::end_segment(here, protected);
                    let (exit, is_async, range) = (*exit, *is_async, *range);
                    let outer = self.at(range);
                    self.call_exit(exit, is_async);
                    self.at(outer);
                }
            }
            taken.push(block);
        }
        self.unit().handling = handling;
        while let Some(block) = taken.pop() {
            self.unit().blocks.push(block);
        }
        Ok(())
    }

    /// What follows is protected again.
    fn resume_blocks(&mut self, index: usize) {
        let here = self.unit().here();
        for block in self.unit().blocks.iter_mut().skip(index) {
            match block {
                Block::Finally { protected, .. }
                | Block::Except { protected }
                | Block::With { protected, .. }
                | Block::Handler { protected: Some(protected), .. } => {
                    protected.start = Some(here);
                }
                _ => {}
            }
        }
    }

    fn unbind(&mut self, name: &str) -> Result<()> {
        let mark = self.unit().temp;
        let none = self.unit().alloc();
        self.unit().load_none(none);
        let range = self.unit().range;
        self.store_name(name, none, range)?;
        self.delete_name(name, range)?;
        self.unit().temp = mark;
        Ok(())
    }

    /// Begins a handler: the frame handles `exception` now. Gives the register that keeps what it handled before.
    fn enter_handler(&mut self, exception: Reg) -> Reg {
        let around = self.unit().handling;
        let saved = self.unit().alloc();
        match around {
            Some(around) => self.unit().move_to(saved, around),
            None => self.unit().load_none(saved),
        }
        self.emit(Opcode::PopHandled, 0, saved, 0, 0);
        self.emit(Opcode::PushHandled, 0, saved, exception, 0);
        self.unit().handling = Some(exception);
        saved
    }

    // -- try ---------------------------------------------------------------------------------

    pub(super) fn try_statement(&mut self, try_: &'a ast::StmtTry) -> Result<()> {
        if try_.finalbody.is_empty() {
            return self.try_except(try_);
        }
        let around = self.unit().handling;
        let (handler, end) = (self.unit().label(), self.unit().label());
        let exception = self.unit().alloc();
        let state = self.bound_state();
        let protected = self.unit().protect(handler, exception);
        self.unit().blocks.push(Block::Finally { body: &try_.finalbody, protected });
        if try_.handlers.is_empty() {
            self.body(&try_.body)?;
        } else {
            self.try_except(try_)?;
        }
        let Some(Block::Finally { protected, .. }) = self.unit().blocks.pop() else {
            return Ok(());
        };
        self.unit().unprotect(protected);
        let after_body = self.bound_state();
        self.body(&try_.finalbody)?;
        let after = self.bound_state();
        self.unit().jump(end);
        // The exceptional way.
        self.unit().place(handler);
        self.restore_bound(&state);
        self.unit().unreachable = false;
        let mark = self.unit().temp;
        let saved = self.enter_handler(exception);
        self.unit().blocks.push(Block::Handler { saved, name: None, protected: None });
        self.body(&try_.finalbody)?;
        self.unit().blocks.pop();
        self.emit(Opcode::PopHandled, 0, saved, 0, 0);
        self.emit(Opcode::Reraise, 0, exception, 0, 0);
        self.unit().temp = mark;
        self.unit().handling = around;
        self.unit().place(end);
        let _ = after_body;
        self.restore_bound(&after);
        Ok(())
    }

    fn try_except(&mut self, try_: &'a ast::StmtTry) -> Result<()> {
        if try_.is_star {
            return self.try_star(try_);
        }
        let around = self.unit().handling;
        let (handler, end) = (self.unit().label(), self.unit().label());
        let exception = self.unit().alloc();
        let state = self.bound_state();
        let protected = self.unit().protect(handler, exception);
        self.unit().blocks.push(Block::Except { protected });
        self.body(&try_.body)?;
        let Some(Block::Except { protected }) = self.unit().blocks.pop() else { return Ok(()) };
        self.unit().unprotect(protected);
        self.body(&try_.orelse)?;
        let mut joined = self.bound_state();
        self.unit().jump(end);
        self.unit().place(handler);
        self.restore_bound(&state);
        self.unit().unreachable = false;
        let mark = self.unit().temp;
        let saved = self.enter_handler(exception);
        let mut catches_all = false;
        for (index, handler) in try_.handlers.iter().enumerate() {
            let ExceptHandler::ExceptHandler(clause) = handler;
            let outer = self.at(clause.range());
            let next = self.unit().label();
            match &clause.type_ {
                Some(class) => {
                    let inner = self.unit().temp;
                    let class = self.expression(class)?;
                    self.unit().branch(Opcode::JumpUnlessMatch, exception, class, next);
                    self.unit().temp = inner;
                }
                None => {
                    if index + 1 < try_.handlers.len() {
                        return Err(Failure::at(
                            clause.range(),
                            "default 'except:' must be last".to_owned(),
                        ));
                    }
                    catches_all = true;
                }
            }
            self.clause(clause, exception, saved)?;
            let after = self.bound_state();
            join(&mut joined, &after);
            self.unit().jump(end);
            self.unit().place(next);
            self.restore_bound(&state);
            self.unit().unreachable = false;
            self.unit().handling = Some(exception);
            self.at(outer);
        }
        if !catches_all {
            self.emit(Opcode::PopHandled, 0, saved, 0, 0);
            self.emit(Opcode::Reraise, 0, exception, 0, 0);
        } else {
            // Nothing comes here, but control must not run off.
            self.emit(Opcode::Reraise, 0, exception, 0, 0);
        }
        self.unit().temp = mark;
        self.unit().handling = around;
        self.unit().place(end);
        self.restore_bound(&joined);
        Ok(())
    }

    /// The body of an `except` clause; falls through with nothing handled any more.
    fn clause(
        &mut self,
        clause: &'a ast::ExceptHandlerExceptHandler,
        exception: Reg,
        saved: Reg,
    ) -> Result<()> {
        let Some(name) = &clause.name else {
            self.unit().blocks.push(Block::Handler { saved, name: None, protected: None });
            self.body(&clause.body)?;
            self.unit().blocks.pop();
            self.emit(Opcode::PopHandled, 0, saved, 0, 0);
            return Ok(());
        };
        let name: &'a str = &name.id;
        self.store_name(name, exception, clause.range())?;
        // Whatever leaves the body, the name goes.
        let cleanup = self.unit().label();
        let second = self.unit().alloc();
        let protected = self.unit().protect(cleanup, second);
        self.unit().blocks.push(Block::Handler {
            saved,
            name: Some(name),
            protected: Some(protected),
        });
        self.body(&clause.body)?;
        let Some(Block::Handler { protected: Some(protected), .. }) = self.unit().blocks.pop()
        else {
            return Ok(());
        };
        self.unit().unprotect(protected);
        let over = self.unit().label();
        let state = self.bound_state();
        self.emit(Opcode::PopHandled, 0, saved, 0, 0);
        self.unbind(name)?;
        self.unit().jump(over);
        self.unit().place(cleanup);
        self.unbind(name)?;
        self.emit(Opcode::PopHandled, 0, saved, 0, 0);
        self.emit(Opcode::Reraise, 0, second, 0, 0);
        self.unit().place(over);
        self.restore_bound(&state);
        Ok(())
    }

    fn try_star(&mut self, try_: &'a ast::StmtTry) -> Result<()> {
        let around = self.unit().handling;
        let (handler, end) = (self.unit().label(), self.unit().label());
        let exception = self.unit().alloc();
        let state = self.bound_state();
        let protected = self.unit().protect(handler, exception);
        self.unit().blocks.push(Block::Except { protected });
        self.body(&try_.body)?;
        let Some(Block::Except { protected }) = self.unit().blocks.pop() else { return Ok(()) };
        self.unit().unprotect(protected);
        self.body(&try_.orelse)?;
        self.unit().jump(end);
        self.unit().place(handler);
        self.restore_bound(&state);
        self.unit().unreachable = false;
        let mark = self.unit().temp;
        let saved = self.enter_handler(exception);
        let raised = self.unit().alloc();
        self.emit(Opcode::BuildList, 0, raised, 0, 0);
        // The matched part and the rest.
        let parts = self.unit().alloc_many(2);
        let rest = self.unit().alloc();
        self.unit().move_to(rest, exception);
        for handler in &try_.handlers {
            let ExceptHandler::ExceptHandler(clause) = handler;
            let outer = self.at(clause.range());
            let Some(class) = &clause.type_ else {
                return Err(Failure::at(
                    clause.range(),
                    "expected one or more exception types".to_owned(),
                ));
            };
            let inner = self.unit().temp;
            let next = self.unit().label();
            let class = self.expression(class)?;
            self.emit(Opcode::MatchGroup, 0, parts, rest, class);
            self.unit().temp = inner;
            self.unit().move_to(rest, parts + 1);
            self.unit().branch(Opcode::JumpIfNone, parts, 0, next);
            // The clause; what it raises is collected.
            let (failed, over) = (self.unit().label(), self.unit().label());
            let second = self.unit().alloc();
            let matched = self.unit().alloc();
            self.unit().move_to(matched, parts);
            let inner_saved = self.unit().alloc();
            self.emit(Opcode::PushHandled, 0, inner_saved, matched, 0);
            self.unit().handling = Some(matched);
            let name: Option<&'a str> = clause.name.as_ref().map(|name| &*name.id);
            if let Some(name) = name {
                self.store_name(name, matched, clause.range())?;
            }
            let protected = self.unit().protect(failed, second);
            self.unit().blocks.push(Block::Except { protected });
            self.body(&clause.body)?;
            let Some(Block::Except { protected }) = self.unit().blocks.pop() else { return Ok(()) };
            self.unit().unprotect(protected);
            self.unit().unreachable = false;
            self.unit().jump(over);
            self.unit().place(failed);
            self.emit(Opcode::ListAppend, 0, raised, second, 0);
            self.unit().place(over);
            self.unit().unreachable = false;
            if let Some(name) = name {
                self.unbind(name)?;
            }
            self.emit(Opcode::PopHandled, 0, inner_saved, 0, 0);
            self.unit().handling = Some(exception);
            self.unit().place(next);
            self.restore_bound(&state);
            self.unit().unreachable = false;
            self.unit().temp = inner;
            self.at(outer);
        }
        self.emit(Opcode::ListAppend, 0, raised, rest, 0);
        self.emit(Opcode::PrepareReraiseStar, 0, raised, exception, raised);
        self.emit(Opcode::PopHandled, 0, saved, 0, 0);
        self.unit().branch(Opcode::JumpIfNone, raised, 0, end);
        self.emit(Opcode::Reraise, 0, raised, 0, 0);
        self.unit().temp = mark;
        self.unit().handling = around;
        self.unit().place(end);
        self.restore_bound(&state);
        self.unit().unreachable = false;
        Ok(())
    }

    // -- with --------------------------------------------------------------------------------

    /// Calls the exit method in `exit`, `exit + 1` with three `None`s.
    fn call_exit(&mut self, exit: Reg, is_async: bool) {
        let mark = self.unit().temp;
        let row = self.unit().alloc_many(5);
        self.unit().move_to(row, exit);
        self.unit().move_to(row + 1, exit + 1);
        for index in 2..5 {
            self.unit().load_none(row + index);
        }
        self.emit(Opcode::CallMethod, 0, row, row, 3);
        if is_async {
            self.emit(Opcode::GetAwaitable, 2, row, row, 0);
            self.delegate(row, row);
        }
        self.unit().temp = mark;
    }

    pub(super) fn with(
        &mut self,
        items: &'a [ast::WithItem],
        body: &'a [Stmt],
        is_async: bool,
    ) -> Result<()> {
        let Some((item, rest)) = items.split_first() else { return self.body(body) };
        let around = self.unit().handling;
        let outer = self.at(item.context_expr.range());
        let range = item.context_expr.range();
        let manager = self.unit().alloc();
        self.expression_to(&item.context_expr, manager)?;
        let exit = self.unit().alloc_many(2);
        let enter = self.unit().alloc_many(2);
        self.emit(Opcode::LoadSpecial, if is_async { 3 } else { 1 }, exit, manager, 0);
        self.emit(Opcode::LoadSpecial, if is_async { 2 } else { 0 }, enter, manager, 0);
        self.emit(Opcode::CallMethod, 0, enter, enter, 0);
        if is_async {
            self.emit(Opcode::GetAwaitable, 1, enter, enter, 0);
            self.delegate(enter, enter);
        }
        let (handler, end) = (self.unit().label(), self.unit().label());
        let exception = self.unit().alloc();
        let state = self.bound_state();
        let protected = self.unit().protect(handler, exception);
        self.unit().blocks.push(Block::With { exit, is_async, protected, range });
        if let Some(target) = &item.optional_vars {
            self.store(target, enter)?;
        }
        self.at(outer);
        self.with(rest, body, is_async)?;
        let Some(Block::With { protected, .. }) = self.unit().blocks.pop() else { return Ok(()) };
        self.unit().unprotect(protected);
        let mut after = self.bound_state();
        let outer = self.at(range);
        self.call_exit(exit, is_async);
        self.unit().jump(end);
        self.unit().place(handler);
        self.restore_bound(&state);
        self.unit().unreachable = false;
        let mark = self.unit().temp;
        let saved = self.enter_handler(exception);
        let result = self.unit().alloc();
        self.emit(Opcode::WithExit, 0, result, exit, exception);
        if is_async {
            self.emit(Opcode::GetAwaitable, 2, result, result, 0);
            self.delegate(result, result);
        }
        let suppressed = self.unit().label();
        self.unit().branch(Opcode::JumpIfTrue, result, 0, suppressed);
        self.emit(Opcode::PopHandled, 0, saved, 0, 0);
        self.emit(Opcode::Reraise, 0, exception, 0, 0);
        self.unit().place(suppressed);
        self.emit(Opcode::PopHandled, 0, saved, 0, 0);
        self.unit().temp = mark;
        self.unit().handling = around;
        self.unit().place(end);
        self.at(outer);
        join(&mut after, &state);
        self.restore_bound(&after);
        self.unit().unreachable = false;
        Ok(())
    }

    // -- Generators --------------------------------------------------------------------------

    /// `StopIteration` may not leave a generator: the whole body is protected.
    pub(super) fn begin_stop_iteration(&mut self) -> StopGuard {
        let (target, exception) = (self.unit().label(), self.unit().alloc());
        let protected = self.unit().protect(target, exception);
        StopGuard { protected, target, exception }
    }

    pub(super) fn end_stop_iteration(&mut self, guard: StopGuard) {
        self.unit().unprotect(guard.protected);
        self.unit().place(guard.target);
        let exception = guard.exception;
        self.emit(Opcode::Intrinsic, Intrinsic::StopIterationError as u8, exception, exception, 1);
        self.emit(Opcode::Reraise, 0, exception, 0, 0);
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

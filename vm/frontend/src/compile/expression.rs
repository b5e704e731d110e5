//! Expressions.

use ruff_python_ast::{
    self as ast, BoolOp, CmpOp, Expr, InterpolatedStringElement, Operator, UnaryOp,
};
use ruff_text_size::{Ranged, TextRange};

use super::scope::Role;
use super::unit::{Label, Reg};
use super::{Compiler, Failure, Result, fold};
use crate::bytecode::opcode::Intrinsic;
use crate::bytecode::{Constant, Opcode};

/// Displays with more elements are built piece by piece.
const CHUNK: usize = 256;

/// The opcodes of a comparison: value, jump if it holds, jump unless it holds, and the two with a constant.
fn comparison(op: CmpOp) -> Option<[Opcode; 5]> {
    Some(match op {
        CmpOp::Lt => {
            [Opcode::Lt, Opcode::JumpLt, Opcode::JumpNotLt, Opcode::JumpLtK, Opcode::JumpNotLtK]
        }
        CmpOp::LtE => {
            [Opcode::Le, Opcode::JumpLe, Opcode::JumpNotLe, Opcode::JumpLeK, Opcode::JumpNotLeK]
        }
        CmpOp::Eq => {
            [Opcode::Eq, Opcode::JumpEq, Opcode::JumpNotEq, Opcode::JumpEqK, Opcode::JumpNotEqK]
        }
        CmpOp::NotEq => {
            [Opcode::Ne, Opcode::JumpNe, Opcode::JumpNotNe, Opcode::JumpNeK, Opcode::JumpNotNeK]
        }
        CmpOp::Gt => {
            [Opcode::Gt, Opcode::JumpGt, Opcode::JumpNotGt, Opcode::JumpGtK, Opcode::JumpNotGtK]
        }
        CmpOp::GtE => {
            [Opcode::Ge, Opcode::JumpGe, Opcode::JumpNotGe, Opcode::JumpGeK, Opcode::JumpNotGeK]
        }
        _ => return None,
    })
}

/// The opcodes of an operator, with a register and with a constant on the right.
pub(super) fn operator(op: Operator) -> (Opcode, Option<Opcode>) {
    match op {
        Operator::Add => (Opcode::Add, Some(Opcode::AddK)),
        Operator::Sub => (Opcode::Subtract, Some(Opcode::SubtractK)),
        Operator::Mult => (Opcode::Multiply, Some(Opcode::MultiplyK)),
        Operator::Div => (Opcode::TrueDivide, Some(Opcode::TrueDivideK)),
        Operator::FloorDiv => (Opcode::FloorDivide, Some(Opcode::FloorDivideK)),
        Operator::Mod => (Opcode::Modulo, Some(Opcode::ModuloK)),
        Operator::Pow => (Opcode::Power, Some(Opcode::PowerK)),
        Operator::MatMult => (Opcode::MatrixMultiply, None),
        Operator::LShift => (Opcode::LeftShift, Some(Opcode::LeftShiftK)),
        Operator::RShift => (Opcode::RightShift, Some(Opcode::RightShiftK)),
        Operator::BitAnd => (Opcode::BitAnd, Some(Opcode::BitAndK)),
        Operator::BitOr => (Opcode::BitOr, Some(Opcode::BitOrK)),
        Operator::BitXor => (Opcode::BitXor, Some(Opcode::BitXorK)),
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn at(&mut self, range: TextRange) -> TextRange {
        std::mem::replace(&mut self.unit().range, range)
    }

    fn constant(&self, expression: &Expr) -> Option<Constant> {
        fold::constant(expression, self.options.optimize, self.source.text())
    }

    /// A constant that the `_k` instructions can name.
    fn small_constant(&mut self, expression: &Expr) -> Option<u16> {
        let constant = match self.constant(expression)? {
            constant @ (Constant::Int(_) | Constant::Float(_) | Constant::Str(_)) => constant,
            _ => return None,
        };
        u16::try_from(self.unit().constant(constant)).ok()
    }

    /// The register of the value: a local's own, or a new temporary.
    pub(super) fn expression(&mut self, expression: &'a Expr) -> Result<Reg> {
        if let Expr::Name(name) = expression
            && &*name.id != "__debug__"
        {
            let outer = self.at(name.range());
            let local = self.local(&name.id);
            self.at(outer);
            if let Some(register) = local {
                return Ok(register);
            }
        }
        let to = self.unit().alloc();
        self.expression_to(expression, to)?;
        Ok(to)
    }

    /// As `expression`, in a register that evaluating `later` expressions does not change.
    fn operand(&mut self, expression: &'a Expr, later_may_rebind: bool) -> Result<Reg> {
        if later_may_rebind && expression.is_name_expr() {
            let to = self.unit().alloc();
            self.expression_to(expression, to)?;
            return Ok(to);
        }
        self.expression(expression)
    }

    /// May evaluating `expression` rebind a local?
    fn rebinds(&self, expression: &Expr) -> bool {
        let scope = self.units.last().map_or(0, |unit| unit.scope);
        if !self.scopes.all[scope].has_walrus {
            return false;
        }
        !matches!(expression, Expr::Name(_) | Expr::NumberLiteral(_) | Expr::StringLiteral(_))
    }

    /// Evaluates into `to`, which may be a named register: it is written last.
    pub(super) fn expression_to(&mut self, expression: &'a Expr, to: Reg) -> Result<()> {
        stacker::maybe_grow(128 << 10, 4 << 20, || {
            let outer = self.at(expression.range());
            let mark = self.unit().temp;
            let result = self.expression_inner(expression, to);
            self.unit().temp = mark;
            self.at(outer);
            result
        })
    }

    fn expression_inner(&mut self, expression: &'a Expr, to: Reg) -> Result<()> {
        if !matches!(expression, Expr::Name(_))
            && let Some(constant) = self.constant(expression)
        {
            self.unit().load_constant(to, constant);
            return Ok(());
        }
        match expression {
            Expr::Name(name) if &*name.id == "__debug__" => {
                let truth = self.options.optimize == 0;
                self.unit().load_constant(to, Constant::Bool(truth));
            }
            Expr::Name(name) => self.load_name(&name.id, to),
            Expr::Named(named) => {
                let value = self.expression(&named.value)?;
                self.store(&named.target, value)?;
                self.unit().move_to(to, value);
            }
            Expr::BoolOp(operation) => self.bool_op(operation, to)?,
            Expr::BinOp(operation) => {
                let left = self.operand(&operation.left, self.rebinds(&operation.right))?;
                let (op, with_constant) = operator(operation.op);
                if let Some(with_constant) = with_constant
                    && let Some(constant) = self.small_constant(&operation.right)
                {
                    self.emit(with_constant, 0, to, left, constant);
                } else {
                    let right = self.expression(&operation.right)?;
                    self.emit(op, 0, to, left, right);
                }
            }
            Expr::UnaryOp(operation) => {
                let operand = self.expression(&operation.operand)?;
                let op = match operation.op {
                    UnaryOp::Invert => Opcode::Invert,
                    UnaryOp::Not => Opcode::Not,
                    UnaryOp::UAdd => Opcode::Positive,
                    UnaryOp::USub => Opcode::Negative,
                };
                self.emit(op, 0, to, operand, 0);
            }
            Expr::Lambda(lambda) => self.lambda(lambda, to)?,
            Expr::If(conditional) => {
                let (otherwise, end) = (self.unit().label(), self.unit().label());
                self.jump_if(&conditional.test, false, otherwise)?;
                let state = self.bound_state();
                self.expression_to(&conditional.body, to)?;
                self.unit().jump(end);
                self.unit().place(otherwise);
                let then = self.bound_state();
                self.restore_bound(&state);
                self.expression_to(&conditional.orelse, to)?;
                self.unit().place(end);
                let _ = then;
                self.restore_bound(&state);
            }
            Expr::Dict(dict) => self.dict(dict, to)?,
            Expr::Set(set) => {
                if set.elts.len() <= CHUNK && !set.elts.iter().any(Expr::is_starred_expr) {
                    let first = self.in_row(&set.elts)?;
                    self.emit(Opcode::BuildSet, 0, to, first, set.elts.len() as u16);
                } else {
                    let result = self.unit().alloc();
                    self.emit(Opcode::BuildSet, 0, result, 0, 0);
                    for element in &set.elts {
                        let mark = self.unit().temp;
                        match element {
                            Expr::Starred(starred) => {
                                let items = self.expression(&starred.value)?;
                                self.emit(Opcode::SetUpdate, 0, result, items, 0);
                            }
                            _ => {
                                let item = self.expression(element)?;
                                self.emit(Opcode::SetAdd, 0, result, item, 0);
                            }
                        }
                        self.unit().temp = mark;
                    }
                    self.unit().move_to(to, result);
                }
            }
            Expr::List(list) => self.list(&list.elts, to)?,
            Expr::Tuple(tuple) => {
                if tuple.elts.len() <= CHUNK && !tuple.elts.iter().any(Expr::is_starred_expr) {
                    let first = self.in_row(&tuple.elts)?;
                    self.emit(Opcode::BuildTuple, 0, to, first, tuple.elts.len() as u16);
                } else {
                    let list = self.unit().alloc();
                    self.list(&tuple.elts, list)?;
                    self.emit(Opcode::ListToTuple, 0, to, list, 0);
                }
            }
            Expr::ListComp(comp) => {
                self.comprehension(comp, &comp.generators, &[&comp.elt], Element::List, to)?
            }
            Expr::SetComp(comp) => {
                self.comprehension(comp, &comp.generators, &[&comp.elt], Element::Set, to)?
            }
            Expr::DictComp(comp) => {
                let elements: Vec<&'a Expr> =
                    comp.key.iter().map(|key| &**key).chain([&*comp.value]).collect();
                self.comprehension(comp, &comp.generators, &elements, Element::Dict, to)?;
            }
            Expr::Generator(comp) => {
                self.comprehension(comp, &comp.generators, &[&comp.elt], Element::Yield, to)?
            }
            Expr::Await(inner) => {
                self.check_await(expression.range(), "'await'")?;
                let value = self.expression(&inner.value)?;
                let iterator = self.unit().alloc();
                self.emit(Opcode::GetAwaitable, 0, iterator, value, 0);
                self.delegate(iterator, to);
            }
            Expr::Yield(inner) => {
                self.check_yield(expression.range(), "'yield'")?;
                let value = match &inner.value {
                    Some(value) => self.expression(value)?,
                    None => {
                        let value = self.unit().alloc();
                        self.unit().load_none(value);
                        value
                    }
                };
                self.emit_yield(value, to);
            }
            Expr::YieldFrom(inner) => {
                self.check_yield(expression.range(), "'yield from'")?;
                if self.unit().flags.contains(crate::bytecode::CodeFlags::ASYNC_GENERATOR)
                    || self.unit().flags.contains(crate::bytecode::CodeFlags::COROUTINE)
                {
                    return Err(Failure::at(
                        expression.range(),
                        "'yield from' inside async function".to_owned(),
                    ));
                }
                let value = self.expression(&inner.value)?;
                let iterator = self.unit().alloc();
                self.emit(Opcode::GetYieldFromIter, 0, iterator, value, 0);
                self.delegate(iterator, to);
            }
            Expr::Compare(compare) => self.compare(compare, to)?,
            Expr::Call(call) => self.call(call, to)?,
            Expr::FString(string) => self.f_string(string, to)?,
            Expr::TString(string) => self.t_string(string, to)?,
            Expr::Attribute(attribute) => {
                if self.super_attribute(attribute, to, false)? {
                    return Ok(());
                }
                let value = self.expression(&attribute.value)?;
                let cache = self.attribute_cache(&attribute.attr);
                self.emit(Opcode::LoadAttr, 0, to, value, cache);
            }
            Expr::Subscript(subscript) => {
                let value = self.operand(&subscript.value, self.rebinds(&subscript.slice))?;
                if let Some(constant) = self.small_constant(&subscript.slice) {
                    self.emit(Opcode::LoadItemK, 0, to, value, constant);
                } else {
                    let key = self.expression(&subscript.slice)?;
                    self.emit(Opcode::LoadItem, 0, to, value, key);
                }
            }
            Expr::Slice(slice) => {
                let first = self.unit().alloc_many(3);
                for (index, part) in
                    [&slice.lower, &slice.upper, &slice.step].into_iter().enumerate()
                {
                    match part {
                        Some(part) => self.expression_to(part, first + index as u16)?,
                        None => self.unit().load_none(first + index as u16),
                    }
                }
                self.emit(Opcode::BuildSlice, 0, to, first, 0);
            }
            Expr::Starred(starred) => {
                return Err(Failure::at(
                    starred.range(),
                    "can't use starred expression here".to_owned(),
                ));
            }
            Expr::IpyEscapeCommand(_) => {
                return Err(Failure::at(expression.range(), "invalid syntax".to_owned()));
            }
            Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => {
                return Err(Failure::at(expression.range(), "invalid literal".to_owned()));
            }
        }
        Ok(())
    }

    /// Evaluates into temporaries behind each other.
    pub(super) fn in_row<'b>(
        &mut self,
        expressions: impl IntoIterator<Item = &'a Expr>,
    ) -> Result<Reg>
    where
        'a: 'b,
    {
        let first = self.unit().temp as Reg;
        for expression in expressions {
            let register = self.unit().alloc();
            self.expression_to(expression, register)?;
        }
        Ok(first)
    }

    pub(super) fn list(&mut self, elements: &'a [Expr], to: Reg) -> Result<()> {
        if elements.len() <= CHUNK && !elements.iter().any(Expr::is_starred_expr) {
            let first = self.in_row(elements)?;
            self.emit(Opcode::BuildList, 0, to, first, elements.len() as u16);
            return Ok(());
        }
        let result = self.unit().alloc();
        self.emit(Opcode::BuildList, 0, result, 0, 0);
        for element in elements {
            let mark = self.unit().temp;
            match element {
                Expr::Starred(starred) => {
                    let items = self.expression(&starred.value)?;
                    self.emit(Opcode::ListExtend, 0, result, items, 0);
                }
                _ => {
                    let item = self.expression(element)?;
                    self.emit(Opcode::ListAppend, 0, result, item, 0);
                }
            }
            self.unit().temp = mark;
        }
        self.unit().move_to(to, result);
        Ok(())
    }

    fn dict(&mut self, dict: &'a ast::ExprDict, to: Reg) -> Result<()> {
        if dict.items.len() <= CHUNK && dict.items.iter().all(|item| item.key.is_some()) {
            let first = self.unit().temp as Reg;
            for item in &dict.items {
                let pair = self.unit().alloc_many(2);
                if let Some(key) = &item.key {
                    self.expression_to(key, pair)?;
                }
                self.expression_to(&item.value, pair + 1)?;
            }
            self.emit(Opcode::BuildDict, 0, to, first, dict.items.len() as u16);
            return Ok(());
        }
        let result = self.unit().alloc();
        self.emit(Opcode::BuildDict, 0, result, 0, 0);
        for item in &dict.items {
            let mark = self.unit().temp;
            match &item.key {
                Some(key) => {
                    let key = self.operand(key, self.rebinds(&item.value))?;
                    let value = self.expression(&item.value)?;
                    self.emit(Opcode::DictAdd, 0, result, key, value);
                }
                None => {
                    let mapping = self.expression(&item.value)?;
                    self.emit(Opcode::DictUpdate, 0, result, mapping, 0);
                }
            }
            self.unit().temp = mark;
        }
        self.unit().move_to(to, result);
        Ok(())
    }

    fn bool_op(&mut self, operation: &'a ast::ExprBoolOp, to: Reg) -> Result<()> {
        let end = self.unit().label();
        let op = if operation.op == BoolOp::And { Opcode::JumpIfFalse } else { Opcode::JumpIfTrue };
        // The target may be a local that the operands read: a temporary takes the values.
        let value = self.unit().alloc();
        let mut state = None;
        for (index, each) in operation.values.iter().enumerate() {
            self.expression_to(each, value)?;
            if state.is_none() {
                state = Some(self.bound_state());
            }
            if index + 1 < operation.values.len() {
                self.unit().branch(op, value, 0, end);
            }
        }
        self.unit().place(end);
        if let Some(state) = state {
            self.restore_bound(&state);
        }
        self.unit().move_to(to, value);
        Ok(())
    }

    /// One link of a comparison.
    fn compare_one(&mut self, op: CmpOp, left: Reg, right: Reg, to: Reg) {
        match comparison(op) {
            Some([value, ..]) => self.emit(value, 0, to, left, right),
            None => match op {
                CmpOp::Is => self.emit(Opcode::Is, 0, to, left, right),
                CmpOp::IsNot => self.emit(Opcode::Is, 1, to, left, right),
                CmpOp::In => self.emit(Opcode::Contains, 0, to, left, right),
                _ => self.emit(Opcode::Contains, 1, to, left, right),
            },
        }
    }

    /// The right side of `in`: a display of constants is one constant.
    fn membership(&mut self, op: CmpOp, expression: &'a Expr) -> Option<Constant> {
        if !matches!(op, CmpOp::In | CmpOp::NotIn) {
            return None;
        }
        let constants = |elements: &[Expr]| {
            elements
                .iter()
                .map(|element| fold::constant(element, self.options.optimize, self.source.text()))
                .collect::<Option<Vec<_>>>()
        };
        match expression {
            Expr::List(list) => constants(&list.elts).map(Constant::Tuple),
            Expr::Set(set) => constants(&set.elts).map(Constant::FrozenSet),
            _ => None,
        }
    }

    fn compare_operand(&mut self, op: CmpOp, expression: &'a Expr, later: bool) -> Result<Reg> {
        match self.membership(op, expression) {
            Some(constant) => {
                let register = self.unit().alloc();
                self.unit().load_constant(register, constant);
                Ok(register)
            }
            None => self.operand(expression, later),
        }
    }

    fn compare(&mut self, compare: &'a ast::ExprCompare, to: Reg) -> Result<()> {
        let later = compare.comparators.iter().any(|each| self.rebinds(each));
        let mut left = self.operand(&compare.left, later)?;
        let count = compare.ops.len();
        if count == 1 {
            let right = self.compare_operand(compare.ops[0], &compare.comparators[0], false)?;
            self.compare_one(compare.ops[0], left, right, to);
            return Ok(());
        }
        let end = self.unit().label();
        let value = self.unit().alloc();
        for (index, (&op, comparator)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            let right = self.compare_operand(op, comparator, later)?;
            self.compare_one(op, left, right, value);
            if index + 1 < count {
                self.unit().branch(Opcode::JumpIfFalse, value, 0, end);
            }
            left = right;
        }
        self.unit().place(end);
        self.unit().move_to(to, value);
        Ok(())
    }

    /// Jumps to `target` if the truth of `expression` is `wanted`.
    pub(super) fn jump_if(
        &mut self,
        expression: &'a Expr,
        wanted: bool,
        target: Label,
    ) -> Result<()> {
        stacker::maybe_grow(128 << 10, 4 << 20, || {
            let outer = self.at(expression.range());
            let mark = self.unit().temp;
            let result = self.jump_if_inner(expression, wanted, target);
            self.unit().temp = mark;
            self.at(outer);
            result
        })
    }

    fn jump_if_inner(&mut self, expression: &'a Expr, wanted: bool, target: Label) -> Result<()> {
        if let Some(constant) = self.constant(expression) {
            let truth = match constant {
                Constant::None => false,
                Constant::Bool(truth) => truth,
                Constant::Int(number) => number != 0,
                Constant::Ellipsis => true,
                Constant::Str(crate::bytecode::Text::Utf8(text)) => !text.is_empty(),
                _ => return self.jump_if_value(expression, wanted, target),
            };
            if truth == wanted {
                self.unit().jump(target);
                self.unit().unreachable = false;
            }
            return Ok(());
        }
        match expression {
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                self.jump_if(&operation.operand, !wanted, target)
            }
            Expr::BoolOp(operation) => {
                // `and` is false as soon as one is; `or` true.
                let decides = operation.op == BoolOp::Or;
                let Some((last, first)) = operation.values.split_last() else { return Ok(()) };
                let mut state = None;
                if decides == wanted {
                    for each in first {
                        self.jump_if(each, wanted, target)?;
                        state.get_or_insert(self.bound_state());
                    }
                    self.jump_if(last, wanted, target)?;
                } else {
                    let end = self.unit().label();
                    for each in first {
                        self.jump_if(each, decides, end)?;
                        state.get_or_insert(self.bound_state());
                    }
                    self.jump_if(last, wanted, target)?;
                    self.unit().place(end);
                }
                if let Some(state) = state {
                    self.restore_bound(&state);
                }
                Ok(())
            }
            Expr::Compare(compare) if compare.ops.len() == 1 => {
                let (op, comparator) = (compare.ops[0], &compare.comparators[0]);
                if matches!(op, CmpOp::Is | CmpOp::IsNot) && comparator.is_none_literal_expr() {
                    let value = self.expression(&compare.left)?;
                    let none = (op == CmpOp::Is) == wanted;
                    self.unit().branch(
                        if none { Opcode::JumpIfNone } else { Opcode::JumpIfNotNone },
                        value,
                        0,
                        target,
                    );
                    return Ok(());
                }
                let left = self.operand(&compare.left, self.rebinds(comparator))?;
                if let Some([_, holds, fails, holds_k, fails_k]) = comparison(op) {
                    if let Some(constant) = self.small_constant(comparator) {
                        self.unit().branch(
                            if wanted { holds_k } else { fails_k },
                            left,
                            constant,
                            target,
                        );
                    } else {
                        let right = self.expression(comparator)?;
                        self.unit().branch(if wanted { holds } else { fails }, left, right, target);
                    }
                    return Ok(());
                }
                if matches!(op, CmpOp::Is | CmpOp::IsNot) {
                    let right = self.expression(comparator)?;
                    let same = (op == CmpOp::Is) == wanted;
                    self.unit().branch(
                        if same { Opcode::JumpIs } else { Opcode::JumpIsNot },
                        left,
                        right,
                        target,
                    );
                    return Ok(());
                }
                let right = self.compare_operand(op, comparator, false)?;
                let value = self.unit().alloc();
                self.compare_one(op, left, right, value);
                self.unit().branch(
                    if wanted { Opcode::JumpIfTrue } else { Opcode::JumpIfFalse },
                    value,
                    0,
                    target,
                );
                Ok(())
            }
            _ => self.jump_if_value(expression, wanted, target),
        }
    }

    fn jump_if_value(&mut self, expression: &'a Expr, wanted: bool, target: Label) -> Result<()> {
        let value = self.expression(expression)?;
        self.unit().branch(
            if wanted { Opcode::JumpIfTrue } else { Opcode::JumpIfFalse },
            value,
            0,
            target,
        );
        Ok(())
    }

    // -- Calls -------------------------------------------------------------------------------

    /// `super().name` or `super(C, x).name`: done if the expression is that.
    fn super_attribute(
        &mut self,
        attribute: &'a ast::ExprAttribute,
        to: Reg,
        for_call: bool,
    ) -> Result<bool> {
        let Expr::Call(call) = &*attribute.value else { return Ok(false) };
        let Expr::Name(function) = &*call.func else { return Ok(false) };
        if &*function.id != "super"
            || !call.arguments.keywords.is_empty()
            || call.arguments.args.iter().any(Expr::is_starred_expr)
        {
            return Ok(false);
        }
        let bare = match call.arguments.args.len() {
            0 => true,
            2 => false,
            _ => return Ok(false),
        };
        let scope = self.units.last().map_or(0, |unit| unit.scope);
        if self.scopes.all[scope].kind != super::scope::Kind::Function
            || !self.comprehensions.is_empty()
        {
            return Ok(false);
        }
        let has_first = self.unit().counts.0 > 0;
        let class_register = self.unit().registers.get(&(scope, "__class__".to_owned())).copied();
        if bare && (!has_first || class_register.is_none()) {
            return Ok(false);
        }
        if !matches!(self.place("super"), super::names::Place::Global) {
            return Ok(false);
        }
        let first = self.unit().alloc_many(3);
        self.load_name("super", first + 2);
        if bare {
            let Some(class) = class_register else { return Ok(false) };
            self.emit(Opcode::LoadCell, 0, first, class, class);
            let variable = self.unit().variables[0].kind;
            if variable == crate::bytecode::VariableKind::Cell {
                self.emit(Opcode::LoadCell, 0, first + 1, 0, 0);
            } else {
                self.emit(Opcode::CheckBound, 0, 0, 0, 0);
                self.unit().move_to(first + 1, 0);
            }
        } else {
            self.expression_to(&call.arguments.args[0], first)?;
            self.expression_to(&call.arguments.args[1], first + 1)?;
        }
        let cache = self.attribute_cache(&attribute.attr);
        let op = if for_call { Opcode::LoadSuperMethod } else { Opcode::LoadSuperAttr };
        self.emit(op, u8::from(bare), to, first, cache);
        Ok(true)
    }

    fn call(&mut self, call: &'a ast::ExprCall, to: Reg) -> Result<()> {
        let arguments = &call.arguments;
        let starred = arguments.args.iter().any(Expr::is_starred_expr)
            || arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
        let many = arguments.args.len() + arguments.keywords.len() > 255;
        if starred || many {
            let first = self.unit().alloc_many(3);
            self.expression_to(&call.func, first)?;
            self.spread(arguments, first, None)?;
            self.emit(Opcode::CallSpread, 0, to, first, 0);
            return Ok(());
        }
        if let Expr::Attribute(attribute) = &*call.func {
            let first = self.unit().alloc_many(2);
            let outer = self.at(attribute.range());
            if !self.super_attribute(attribute, first, true)? {
                let mark = self.unit().temp;
                let value = self.expression(&attribute.value)?;
                let cache = self.attribute_cache(&attribute.attr);
                self.emit(Opcode::LoadMethod, 0, first, value, cache);
                self.unit().temp = mark;
            } else {
                self.unit().temp = u32::from(first) + 2;
            }
            self.at(outer);
            return self.arguments(
                arguments,
                first,
                to,
                Opcode::CallMethod,
                Opcode::CallMethodKeywords,
            );
        }
        let first = self.unit().alloc();
        self.expression_to(&call.func, first)?;
        self.arguments(arguments, first, to, Opcode::Call, Opcode::CallKeywords)
    }

    /// The arguments, behind what is called, and the call.
    fn arguments(
        &mut self,
        arguments: &'a ast::Arguments,
        first: Reg,
        to: Reg,
        plain: Opcode,
        with_keywords: Opcode,
    ) -> Result<()> {
        for argument in &arguments.args {
            let register = self.unit().alloc();
            self.expression_to(argument, register)?;
        }
        if arguments.keywords.is_empty() {
            self.emit(plain, 0, to, first, arguments.args.len() as u16);
            return Ok(());
        }
        let mut names: Vec<Box<str>> = Vec::new();
        for keyword in &arguments.keywords {
            let name = keyword.arg.as_ref().map_or("", |name| &**name);
            if names.iter().any(|each| &**each == name) {
                return Err(Failure::at(
                    keyword.range(),
                    format!("keyword argument repeated: {name}"),
                ));
            }
            names.push(name.into());
            let register = self.unit().alloc();
            self.expression_to(&keyword.value, register)?;
        }
        let count = (arguments.args.len() + names.len()) as u16;
        match self.unit().keywords(names) {
            Some(index) => self.emit(with_keywords, index, to, first, count),
            None => {
                return Err(Failure::at(
                    arguments.range(),
                    "too many different keyword calls in one function".to_owned(),
                ));
            }
        }
        Ok(())
    }

    /// Fills `first + 1` with a list of the positional and `first + 2` with a dict of the keyword arguments.
    pub(super) fn spread(
        &mut self,
        arguments: &'a ast::Arguments,
        first: Reg,
        leading: Option<&[Reg]>,
    ) -> Result<()> {
        let list = first + 1;
        match leading {
            Some(leading) => {
                let row = self.unit().alloc_many(leading.len());
                for (index, &register) in leading.iter().enumerate() {
                    self.unit().move_to(row + index as u16, register);
                }
                self.emit(Opcode::BuildList, 0, list, row, leading.len() as u16);
            }
            None => self.emit(Opcode::BuildList, 0, list, 0, 0),
        }
        for argument in &arguments.args {
            let mark = self.unit().temp;
            match argument {
                Expr::Starred(starred) => {
                    let items = self.expression(&starred.value)?;
                    self.emit(Opcode::ListExtend, 1, list, items, 0);
                }
                _ => {
                    let item = self.expression(argument)?;
                    self.emit(Opcode::ListAppend, 0, list, item, 0);
                }
            }
            self.unit().temp = mark;
        }
        if arguments.keywords.is_empty() {
            self.emit(Opcode::Unset, 0, first + 2, 0, 0);
            return Ok(());
        }
        let dict = first + 2;
        self.emit(Opcode::BuildDict, 0, dict, 0, 0);
        for keyword in &arguments.keywords {
            let mark = self.unit().temp;
            match &keyword.arg {
                None => {
                    let mapping = self.expression(&keyword.value)?;
                    self.emit(Opcode::DictMerge, 0, dict, mapping, first);
                }
                Some(name) => {
                    let pair = self.unit().alloc_many(2);
                    self.unit().load_text(pair, name);
                    self.expression_to(&keyword.value, pair + 1)?;
                    let single = self.unit().alloc();
                    self.emit(Opcode::BuildDict, 0, single, pair, 1);
                    self.emit(Opcode::DictMerge, 0, dict, single, first);
                }
            }
            self.unit().temp = mark;
        }
        Ok(())
    }

    // -- Strings -----------------------------------------------------------------------------

    fn conversion(flag: ast::ConversionFlag) -> u8 {
        match flag {
            ast::ConversionFlag::None => 0,
            ast::ConversionFlag::Str => 1,
            ast::ConversionFlag::Repr => 2,
            ast::ConversionFlag::Ascii => 3,
        }
    }

    /// The pieces of a formatted string, each a string in a row of registers; their number.
    fn pieces(
        &mut self,
        elements: &'a [InterpolatedStringElement],
        count: &mut u16,
        pending: &mut String,
    ) -> Result<()> {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => pending.push_str(&literal.value),
                InterpolatedStringElement::Interpolation(field) => {
                    let mut conversion = Self::conversion(field.conversion);
                    if let Some(debug) = &field.debug_text {
                        pending.push_str(debug.leading());
                        pending.push_str(&self.source.text()[field.expression.range()]);
                        pending.push_str(debug.trailing());
                        if conversion == 0 && field.format_spec.is_none() {
                            conversion = 2;
                        }
                    }
                    self.flush(count, pending);
                    let register = self.unit().alloc();
                    *count += 1;
                    let mark = self.unit().temp;
                    let value = self.operand(&field.expression, field.format_spec.is_some())?;
                    match &field.format_spec {
                        Some(spec) => {
                            let text = self.unit().alloc();
                            self.format_spec(spec, text)?;
                            self.emit(Opcode::FormatValue, conversion | 4, register, value, text);
                        }
                        None => self.emit(Opcode::FormatValue, conversion, register, value, 0),
                    }
                    self.unit().temp = mark;
                }
            }
        }
        Ok(())
    }

    fn flush(&mut self, count: &mut u16, pending: &mut String) {
        if !pending.is_empty() {
            let register = self.unit().alloc();
            let text = std::mem::take(pending);
            self.unit().load_text(register, &text);
            *count += 1;
        }
    }

    fn format_spec(&mut self, spec: &'a ast::InterpolatedStringFormatSpec, to: Reg) -> Result<()> {
        let first = self.unit().temp as Reg;
        let (mut count, mut pending) = (0, String::new());
        self.pieces(&spec.elements, &mut count, &mut pending)?;
        self.flush(&mut count, &mut pending);
        self.emit(Opcode::BuildString, 0, to, first, count);
        Ok(())
    }

    fn f_string(&mut self, string: &'a ast::ExprFString, to: Reg) -> Result<()> {
        let first = self.unit().temp as Reg;
        let (mut count, mut pending) = (0, String::new());
        for part in string.value.iter() {
            match part {
                ast::FStringPart::Literal(literal) => pending.push_str(&literal.value),
                ast::FStringPart::FString(string) => {
                    self.pieces(&string.elements, &mut count, &mut pending)?
                }
            }
        }
        self.flush(&mut count, &mut pending);
        self.emit(Opcode::BuildString, 0, to, first, count);
        Ok(())
    }

    fn t_string(&mut self, string: &'a ast::ExprTString, to: Reg) -> Result<()> {
        let pair = self.unit().alloc_many(2);
        let (mut strings, mut fields) = (vec![String::new()], Vec::new());
        for part in string.value.iter() {
            for element in &part.elements {
                match element {
                    InterpolatedStringElement::Literal(literal) => {
                        if let Some(last) = strings.last_mut() {
                            last.push_str(&literal.value);
                        }
                    }
                    InterpolatedStringElement::Interpolation(field) => {
                        if let (Some(debug), Some(last)) = (&field.debug_text, strings.last_mut()) {
                            last.push_str(debug.leading());
                            last.push_str(&self.source.text()[field.expression.range()]);
                            last.push_str(debug.trailing());
                        }
                        fields.push(field);
                        strings.push(String::new());
                    }
                }
            }
        }
        let first = self.unit().temp as Reg;
        for field in &fields {
            let register = self.unit().alloc();
            let mark = self.unit().temp;
            let row = self.unit().alloc_many(3);
            self.expression_to(&field.expression, row)?;
            let text = self.source.text()[field.expression.range()].to_owned();
            self.unit().load_text(row + 1, &text);
            match &field.format_spec {
                Some(spec) => self.format_spec(spec, row + 2)?,
                None => self.unit().load_text(row + 2, ""),
            }
            let mut conversion = Self::conversion(field.conversion);
            if field.debug_text.is_some() && conversion == 0 && field.format_spec.is_none() {
                conversion = 2;
            }
            self.emit(Opcode::BuildInterpolation, conversion, register, row, 0);
            self.unit().temp = mark;
        }
        self.emit(Opcode::BuildTuple, 0, pair + 1, first, fields.len() as u16);
        let texts = strings.into_iter().map(|text| Constant::Str(text.as_str().into())).collect();
        self.unit().load_constant(pair, Constant::Tuple(texts));
        self.emit(Opcode::BuildTemplate, 0, to, pair, 0);
        Ok(())
    }

    // -- Yielding ----------------------------------------------------------------------------

    pub(super) fn check_yield(&mut self, range: TextRange, what: &str) -> Result<()> {
        let scope = self.units.last().map_or(0, |unit| unit.scope);
        match self.scopes.all[scope].kind {
            super::scope::Kind::Function | super::scope::Kind::Lambda => Ok(()),
            _ => Err(Failure::at(range, format!("{what} outside function"))),
        }
    }

    pub(super) fn check_await(&mut self, range: TextRange, what: &str) -> Result<()> {
        use crate::bytecode::CodeFlags as Flags;
        let unit = self.unit();
        if unit.flags.intersects(Flags::COROUTINE | Flags::ASYNC_GENERATOR) {
            return Ok(());
        }
        let in_function = unit.flags.contains(Flags::OPTIMIZED);
        Err(Failure::at(
            range,
            if in_function {
                format!("{what} outside async function")
            } else {
                format!("{what} outside function")
            },
        ))
    }

    pub(super) fn emit_yield(&mut self, value: Reg, to: Reg) {
        if self.unit().flags.contains(crate::bytecode::CodeFlags::ASYNC_GENERATOR) {
            let wrapped = self.unit().alloc();
            self.unit().move_to(wrapped, value);
            self.emit(Opcode::Intrinsic, Intrinsic::AsyncGeneratorWrap as u8, wrapped, wrapped, 1);
            self.emit(Opcode::Yield, 0, to, wrapped, 0);
        } else {
            self.emit(Opcode::Yield, 0, to, value, 0);
        }
    }

    /// Delegates to `iterator` until it returns; the result goes to `to`.
    pub(super) fn delegate(&mut self, iterator: Reg, to: Reg) {
        let in_async_generator =
            self.unit().flags.contains(crate::bytecode::CodeFlags::ASYNC_GENERATOR);
        let value = self.unit().alloc();
        let (again, done) = (self.unit().label(), self.unit().label());
        self.unit().load_none(value);
        self.unit().place(again);
        self.unit().loop_head();
        self.unit().branch(Opcode::Send, value, iterator, done);
        self.emit(Opcode::Yield, if in_async_generator { 3 } else { 1 }, value, value, iterator);
        self.unit().jump(again);
        self.unit().unreachable = false;
        self.unit().place(done);
        self.unit().move_to(to, value);
    }

    // -- Comprehensions ----------------------------------------------------------------------

    fn comprehension<T>(
        &mut self,
        node: &'a T,
        generators: &'a [ast::Comprehension],
        elements: &[&'a Expr],
        element: Element,
        to: Reg,
    ) -> Result<()> {
        let scope = self.scopes.of(node, Role::Body);
        let Some(first) = generators.first() else { return Ok(()) };
        let inline = self.scopes.all[scope].unit != scope;
        if !inline {
            return self.comprehension_function(scope, generators, elements, element, to);
        }
        let is_async = generators.iter().any(|generator| generator.is_async);
        if is_async
            && !self.unit().flags.intersects(
                crate::bytecode::CodeFlags::COROUTINE | crate::bytecode::CodeFlags::ASYNC_GENERATOR,
            )
        {
            let range = self.unit().range;
            return Err(Failure::at(
                range,
                "asynchronous comprehension outside of an asynchronous function".to_owned(),
            ));
        }
        let iterator = self.unit().alloc();
        let source = self.expression(&first.iter)?;
        self.emit(
            if first.is_async { Opcode::GetAsyncIter } else { Opcode::GetIter },
            0,
            iterator,
            source,
            0,
        );
        let result = self.unit().alloc();
        let build = match element {
            Element::List => Opcode::BuildList,
            Element::Set => Opcode::BuildSet,
            _ => Opcode::BuildDict,
        };
        self.emit(build, 0, result, 0, 0);
        // Each run has its own variables.
        let names = self.scopes.all[scope].names.clone();
        for name in names {
            let symbol = self.scopes.symbol(scope, &name);
            if let Some(&register) = self.unit().registers.get(&(scope, name))
                && symbol.cell
            {
                self.emit(Opcode::Unset, 0, register, 0, 0);
                self.emit(Opcode::MakeCell, 0, register, 0, 0);
            }
        }
        self.comprehensions.push(scope);
        let outcome = self.comprehension_loops(generators, 0, iterator, elements, element, result);
        self.comprehensions.pop();
        outcome?;
        self.unit().move_to(to, result);
        Ok(())
    }

    /// A generator expression, or a comprehension in a class body: a function called at once.
    fn comprehension_function(
        &mut self,
        scope: usize,
        generators: &'a [ast::Comprehension],
        elements: &[&'a Expr],
        element: Element,
        to: Reg,
    ) -> Result<()> {
        use crate::bytecode::CodeFlags as Flags;
        let Some(first) = generators.first() else { return Ok(()) };
        let call = self.unit().alloc_many(2);
        let source = self.expression(&first.iter)?;
        self.emit(
            if first.is_async { Opcode::GetAsyncIter } else { Opcode::GetIter },
            0,
            call + 1,
            source,
            0,
        );
        let name = match element {
            Element::List => "<listcomp>",
            Element::Set => "<setcomp>",
            Element::Dict => "<dictcomp>",
            Element::Yield => "<genexpr>",
        };
        let awaits = self.scopes.all[scope].has_await
            || generators.iter().any(|generator| generator.is_async);
        let mut flags = Flags::OPTIMIZED | Flags::NEWLOCALS;
        if element == Element::Yield {
            flags |= if awaits { Flags::ASYNC_GENERATOR } else { Flags::GENERATOR };
        } else if awaits {
            flags |= Flags::COROUTINE;
        }
        let range = self.unit().range;
        self.begin_function(scope, name, flags, range);
        {
            let unit = self.unit();
            unit.counts = (1, 1, 0);
            unit.variable(scope, ".0", crate::bytecode::VariableKind::Local, true);
        }
        self.declare_unit();
        self.prologue();
        let result = self.unit().alloc();
        match element {
            Element::List => self.emit(Opcode::BuildList, 0, result, 0, 0),
            Element::Set => self.emit(Opcode::BuildSet, 0, result, 0, 0),
            Element::Dict => self.emit(Opcode::BuildDict, 0, result, 0, 0),
            Element::Yield => self.unit().load_none(result),
        }
        let outer = std::mem::take(&mut self.comprehensions);
        let guard = (element == Element::Yield).then(|| self.begin_stop_iteration());
        self.comprehension_loops(generators, 0, 0, elements, element, result)?;
        if element == Element::Yield {
            self.unit().load_none(result);
        }
        self.emit(Opcode::Return, 0, result, 0, 0);
        if let Some(guard) = guard {
            self.end_stop_iteration(guard);
        }
        self.comprehensions = outer;
        let code = self.finish_unit()?;
        self.make_closure(code, scope, call, None, None, None)?;
        self.emit(Opcode::Call, 0, to, call, 1);
        if element != Element::Yield && awaits {
            let iterator = self.unit().alloc();
            self.emit(Opcode::GetAwaitable, 0, iterator, to, 0);
            self.delegate(iterator, to);
        }
        Ok(())
    }

    fn comprehension_loops(
        &mut self,
        generators: &'a [ast::Comprehension],
        index: usize,
        iterator: Reg,
        elements: &[&'a Expr],
        element: Element,
        result: Reg,
    ) -> Result<()> {
        let generator = &generators[index];
        let mark = self.unit().temp;
        let iterator = if index == 0 {
            iterator
        } else {
            let register = self.unit().alloc();
            let source = self.expression(&generator.iter)?;
            self.emit(
                if generator.is_async { Opcode::GetAsyncIter } else { Opcode::GetIter },
                0,
                register,
                source,
                0,
            );
            register
        };
        let (again, end) = (self.unit().label(), self.unit().label());
        self.unit().place(again);
        self.unit().loop_head();
        let state = self.bound_state();
        let outer = self.at(generator.target.range());
        let async_guard = self.next_item(&generator.target, iterator, end, generator.is_async)?;
        self.at(outer);
        for condition in &generator.ifs {
            self.jump_if(condition, false, again)?;
        }
        if index + 1 < generators.len() {
            self.comprehension_loops(generators, index + 1, 0, elements, element, result)?;
        } else {
            let inner = self.unit().temp;
            match (element, elements) {
                (Element::Dict, &[key, value]) => {
                    let key = self.operand(key, self.rebinds(value))?;
                    let value = self.expression(value)?;
                    self.emit(Opcode::DictAdd, 0, result, key, value);
                }
                (Element::Dict, &[mapping]) => {
                    let mapping = self.expression(mapping)?;
                    self.emit(Opcode::DictUpdate, 0, result, mapping, 0);
                }
                (Element::List, &[Expr::Starred(starred)]) => {
                    let items = self.expression(&starred.value)?;
                    self.emit(Opcode::ListExtend, 0, result, items, 0);
                }
                (_, &[each]) => {
                    let value = self.expression(each)?;
                    match element {
                        Element::List => self.emit(Opcode::ListAppend, 0, result, value, 0),
                        Element::Set => self.emit(Opcode::SetAdd, 0, result, value, 0),
                        _ => {
                            let ignored = self.unit().alloc();
                            self.emit_yield(value, ignored);
                        }
                    }
                }
                _ => {}
            }
            self.unit().temp = inner;
        }
        self.unit().jump(again);
        self.unit().unreachable = false;
        self.unit().place(end);
        self.finish_async_loop(async_guard, end);
        self.restore_bound(&state);
        self.unit().temp = mark;
        Ok(())
    }
}

/// What a comprehension makes of its elements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    List,
    Set,
    Dict,
    Yield,
}

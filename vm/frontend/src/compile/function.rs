//! Functions, lambdas, classes, type parameters and annotations.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::scope::{Kind, Role, ScopeId};
use super::statement::docstring;
use super::unit::{Reg, Unit};
use super::{Compiler, Result};
use crate::bytecode::opcode::Intrinsic;
use crate::bytecode::{Code, CodeFlags, Constant, Opcode, VariableKind};

impl<'a> Compiler<'a> {
    /// Begins a unit inside the innermost one.
    pub(super) fn begin_function(
        &mut self,
        scope: ScopeId,
        name: &str,
        flags: CodeFlags,
        range: TextRange,
    ) {
        let line = self.source.position(range.start().to_u32()).line;
        let qualname = self.qualname(scope, name);
        let mut flags = flags;
        if self.options.future_annotations {
            flags |= CodeFlags::FUTURE_ANNOTATIONS;
        }
        if self.units.iter().skip(1).any(|unit| unit.flags.contains(CodeFlags::OPTIMIZED)) {
            flags |= CodeFlags::NESTED;
        }
        let unit = Unit::new(scope, name, qualname, flags, line);
        self.units.push(unit);
        self.unit().range = range;
    }

    fn qualname(&self, scope: ScopeId, name: &str) -> String {
        let Some(parent) = self.units.last() else { return name.to_owned() };
        let parent_scope = &self.scopes.all[parent.scope];
        if let Some(around) = self.scopes.all[scope].parent {
            // `global name` inside a function defines a name of the module.
            let mangled = super::scope::mangle(self.scopes.all[around].class.as_deref(), name);
            if self.scopes.symbol(around, &mangled).global {
                return name.to_owned();
            }
        }
        match parent_scope.kind {
            Kind::Module => name.to_owned(),
            Kind::Class => format!("{}.{name}", parent.qualname),
            Kind::Annotation => match parent.qualname.strip_suffix(".<generic parameters>") {
                Some(_) | None if parent.name.starts_with("<generic parameters of") => {
                    // Type parameters do not show in qualified names.
                    match self.units.len().checked_sub(2).map(|index| &self.units[index]) {
                        Some(outer) if self.scopes.all[outer.scope].kind == Kind::Class => {
                            format!("{}.{name}", outer.qualname)
                        }
                        Some(outer) if self.scopes.all[outer.scope].kind == Kind::Module => {
                            name.to_owned()
                        }
                        Some(outer) => format!("{}.<locals>.{name}", outer.qualname),
                        None => name.to_owned(),
                    }
                }
                _ => format!("{}.<locals>.{name}", parent.qualname),
            },
            _ => format!("{}.<locals>.{name}", parent.qualname),
        }
    }

    /// Makes the named registers of the unit just begun, whose parameters are there already.
    pub(super) fn declare_unit(&mut self) {
        let mut unit = self.units.pop().expect("a unit was begun");
        // Parameters that inner functions use are cells.
        let scope = unit.scope;
        for index in 0..unit.variables.len() {
            let name = unit.variables[index].name.to_string();
            if self.scopes.symbol(scope, &name).cell {
                unit.variables[index].kind = VariableKind::Cell;
            }
        }
        self.declare_variables(&mut unit);
        self.units.push(unit);
    }

    pub(super) fn finish_unit(&mut self) -> Result<Rc<Code>> {
        let unit = self.units.pop().expect("a unit is being made");
        unit.finish(self.source, &self.filename)
    }

    /// `to` = the function of `code`, whose scope says what its closure holds.
    pub(super) fn make_closure(
        &mut self,
        code: Rc<Code>,
        scope: ScopeId,
        to: Reg,
        defaults: Option<Reg>,
        keyword_defaults: Option<Reg>,
        annotate: Option<Reg>,
    ) -> Result<()> {
        let _ = scope;
        let mark = self.unit().temp;
        let frees: Vec<String> = code
            .variables
            .iter()
            .filter(|variable| variable.kind == VariableKind::Free)
            .map(|variable| variable.name.to_string())
            .collect();
        let first = self.unit().temp as Reg;
        let mut flags = 0;
        for (bit, part) in [(1, defaults), (2, keyword_defaults), (4, annotate)] {
            if let Some(part) = part {
                let register = self.unit().alloc();
                self.unit().move_to(register, part);
                flags |= bit;
            }
        }
        if !frees.is_empty() {
            let closure = self.unit().alloc();
            let row = self.unit().temp as Reg;
            for name in &frees {
                let cell = self.unit().alloc();
                let source = self.cell_register(name);
                self.unit().move_to(cell, source);
            }
            self.emit(Opcode::BuildTuple, 0, closure, row, frees.len() as u16);
            flags |= 8;
        }
        let constant = self.unit().constant(Constant::Code(code));
        self.emit(Opcode::MakeFunction, flags, to, constant as u16, first);
        self.unit().temp = mark;
        Ok(())
    }

    /// The register that holds the cell of a variable here.
    fn cell_register(&mut self, name: &str) -> Reg {
        let unit = self.units.last().expect("a unit is being made");
        for &scope in self.comprehensions.iter().rev() {
            let symbol = self.scopes.symbol(scope, name);
            if symbol.bound
                && symbol.cell
                && let Some(&register) = unit.registers.get(&(scope, name.to_owned()))
            {
                return register;
            }
        }
        unit.registers.get(&(unit.scope, name.to_owned())).copied().unwrap_or(0)
    }

    // -- Functions ---------------------------------------------------------------------------

    /// Declares the parameters of the unit just begun.
    fn declare_parameters(&mut self, scope: ScopeId, parameters: &ast::Parameters) {
        let class = self.scopes.all[scope].class.clone();
        let mangled = |name: &str| super::scope::mangle(class.as_deref(), name);
        let unit = self.unit();
        let positional = parameters.posonlyargs.len() + parameters.args.len();
        unit.counts = (
            positional as u16,
            parameters.posonlyargs.len() as u16,
            parameters.kwonlyargs.len() as u16,
        );
        for parameter in
            parameters.posonlyargs.iter().chain(&parameters.args).chain(&parameters.kwonlyargs)
        {
            unit.variable(scope, &mangled(&parameter.parameter.name), VariableKind::Local, true);
        }
        if let Some(rest) = &parameters.vararg {
            unit.flags |= CodeFlags::VARARGS;
            unit.variable(scope, &mangled(&rest.name), VariableKind::Local, true);
        }
        if let Some(keywords) = &parameters.kwarg {
            unit.flags |= CodeFlags::VARKEYWORDS;
            unit.variable(scope, &mangled(&keywords.name), VariableKind::Local, true);
        }
    }

    /// A tuple of the defaults and a dict of the keyword-only ones.
    fn defaults(&mut self, parameters: &'a ast::Parameters) -> Result<(Option<Reg>, Option<Reg>)> {
        let defaults: Vec<&'a Expr> = parameters
            .posonlyargs
            .iter()
            .chain(&parameters.args)
            .filter_map(|parameter| parameter.default.as_deref())
            .collect();
        let mut tuple = None;
        if !defaults.is_empty() {
            let register = self.unit().alloc();
            let mark = self.unit().temp;
            let count = defaults.len() as u16;
            let first = self.in_row(defaults)?;
            self.emit(Opcode::BuildTuple, 0, register, first, count);
            self.unit().temp = mark;
            tuple = Some(register);
        }
        let mut dict = None;
        if parameters.kwonlyargs.iter().any(|parameter| parameter.default.is_some()) {
            let register = self.unit().alloc();
            let mark = self.unit().temp;
            let first = self.unit().temp as Reg;
            let mut count = 0;
            let class = self.scopes.all[self.scope()].class.clone();
            for parameter in &parameters.kwonlyargs {
                if let Some(default) = &parameter.default {
                    let pair = self.unit().alloc_many(2);
                    let name = super::scope::mangle(class.as_deref(), &parameter.parameter.name);
                    self.unit().load_text(pair, &name);
                    self.expression_to(default, pair + 1)?;
                    count += 1;
                }
            }
            self.emit(Opcode::BuildDict, 0, register, first, count);
            self.unit().temp = mark;
            dict = Some(register);
        }
        Ok((tuple, dict))
    }

    fn function_flags(&self, scope: ScopeId, is_async: bool) -> CodeFlags {
        let scope = &self.scopes.all[scope];
        let mut flags = CodeFlags::OPTIMIZED | CodeFlags::NEWLOCALS;
        flags |= match (is_async, scope.has_yield) {
            (true, true) => CodeFlags::ASYNC_GENERATOR,
            (true, false) => CodeFlags::COROUTINE,
            (false, true) => CodeFlags::GENERATOR,
            (false, false) => CodeFlags::empty(),
        };
        flags
    }

    /// The code of a function.
    fn function_code(
        &mut self,
        scope: ScopeId,
        name: &str,
        parameters: Option<&'a ast::Parameters>,
        body: Body<'a>,
        is_async: bool,
        range: TextRange,
    ) -> Result<Rc<Code>> {
        let mut flags = self.function_flags(scope, is_async);
        if self.units.last().is_some_and(|unit| self.scopes.all[unit.scope].kind == Kind::Class) {
            flags |= CodeFlags::METHOD;
        }
        self.begin_function(scope, name, flags, range);
        if let Some(parameters) = parameters {
            self.declare_parameters(scope, parameters);
        }
        self.declare_unit();
        let comprehensions = std::mem::take(&mut self.comprehensions);
        if let Body::Statements(body) = body
            && self.options.optimize < 2
            && let Some(doc) = docstring(body)
        {
            self.unit().flags |= CodeFlags::HAS_DOCSTRING;
            self.unit().constant(Constant::Str(doc.as_str().into()));
        }
        self.prologue();
        let suspends = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        let guard = self.unit().flags.intersects(suspends).then(|| self.begin_stop_iteration());
        match body {
            Body::Statements(body) => {
                self.body(body)?;
                if !self.unit().unreachable {
                    self.unit().range = body.last().map_or(range, Ranged::range);
                }
                let value = self.unit().alloc();
                self.unit().load_none(value);
                self.emit(Opcode::Return, 0, value, 0, 0);
            }
            Body::Expression(expression) => {
                let value = self.expression(expression)?;
                self.unit().range = expression.range();
                self.emit(Opcode::Return, 0, value, 0, 0);
            }
        }
        if let Some(guard) = guard {
            self.end_stop_iteration(guard);
        }
        self.comprehensions = comprehensions;
        self.finish_unit()
    }

    pub(super) fn lambda(&mut self, lambda: &'a ast::ExprLambda, to: Reg) -> Result<()> {
        let scope = self.scopes.of(lambda, Role::Body);
        let (defaults, keyword_defaults) = match &lambda.parameters {
            Some(parameters) => self.defaults(parameters)?,
            None => (None, None),
        };
        let code = self.function_code(
            scope,
            "<lambda>",
            lambda.parameters.as_deref(),
            Body::Expression(&lambda.body),
            false,
            lambda.range(),
        )?;
        self.make_closure(code, scope, to, defaults, keyword_defaults, None)
    }

    pub(super) fn function_statement(&mut self, function: &'a ast::StmtFunctionDef) -> Result<()> {
        let decorators = self.decorators(&function.decorator_list)?;
        let value = self.unit().alloc();
        let range = function.decorator_list.first().map_or(function.range(), |first| {
            TextRange::new(first.range().start(), function.range().end())
        });
        // The line of the first decorator is the function's.
        self.at(header(function.range(), function.name.range()));
        match &function.type_params {
            None => {
                let (defaults, keyword_defaults) = self.defaults(&function.parameters)?;
                self.function_value(function, value, defaults, keyword_defaults, range)?;
            }
            Some(params) => {
                // A function around that makes the type parameters, called at once with the defaults.
                let (defaults, keyword_defaults) = self.defaults(&function.parameters)?;
                let scope = self.scopes.of(function, Role::TypeParameters);
                let call = self.unit().alloc_many(3);
                for (index, part) in [defaults, keyword_defaults].into_iter().enumerate() {
                    match part {
                        Some(part) => self.unit().move_to(call + 1 + index as u16, part),
                        None => self.unit().load_none(call + 1 + index as u16),
                    }
                }
                let name = format!("<generic parameters of {}>", function.name);
                self.begin_annotation(scope, &name, &[".defaults", ".kwdefaults"], params.range());
                let tuple = self.type_parameters(params)?;
                let inner = self.unit().alloc_many(2);
                self.function_value(
                    function,
                    inner,
                    defaults.map(|_| 0),
                    keyword_defaults.map(|_| 1),
                    range,
                )?;
                self.unit().move_to(inner + 1, tuple);
                self.emit(
                    Opcode::Intrinsic,
                    Intrinsic::SetFunctionTypeParams as u8,
                    inner,
                    inner,
                    2,
                );
                self.emit(Opcode::Return, 0, inner, 0, 0);
                let code = self.end_annotation()?;
                self.make_closure(code, scope, call, None, None, None)?;
                self.emit(Opcode::Call, 0, value, call, 2);
            }
        }
        let value = self.decorate(&function.decorator_list, decorators, value);
        self.store_name(&function.name, value, function.name.range())
    }

    fn function_value(
        &mut self,
        function: &'a ast::StmtFunctionDef,
        to: Reg,
        defaults: Option<Reg>,
        keyword_defaults: Option<Reg>,
        range: TextRange,
    ) -> Result<()> {
        let annotate = self.function_annotations(function)?;
        let scope = self.scopes.of(function, Role::Body);
        let code = self.function_code(
            scope,
            &function.name,
            Some(&function.parameters),
            Body::Statements(&function.body),
            function.is_async,
            range,
        )?;
        self.make_closure(code, scope, to, defaults, keyword_defaults, annotate)
    }

    /// Evaluates decorators, each into the first of a pair of registers.
    fn decorators(&mut self, list: &'a [ast::Decorator]) -> Result<Vec<Reg>> {
        let mut registers = Vec::new();
        for decorator in list {
            let register = self.unit().alloc();
            self.expression_to(&decorator.expression, register)?;
            registers.push(register);
        }
        Ok(registers)
    }

    fn decorate(&mut self, list: &'a [ast::Decorator], registers: Vec<Reg>, value: Reg) -> Reg {
        let mut value = value;
        for (decorator, register) in list.iter().zip(registers).rev() {
            let outer = self.at(decorator.expression.range());
            let call = self.unit().alloc_many(2);
            self.unit().move_to(call, register);
            self.unit().move_to(call + 1, value);
            self.emit(Opcode::Call, 0, call, call, 1);
            value = call;
            self.at(outer);
        }
        value
    }

    // -- Annotations -------------------------------------------------------------------------

    /// Begins an annotation scope: a function with these parameters.
    fn begin_annotation(
        &mut self,
        scope: ScopeId,
        name: &str,
        parameters: &[&str],
        range: TextRange,
    ) {
        self.begin_function(scope, name, CodeFlags::OPTIMIZED | CodeFlags::NEWLOCALS, range);
        let unit = self.unit();
        unit.counts = (parameters.len() as u16, parameters.len() as u16, 0);
        for parameter in parameters {
            unit.variable(scope, parameter, VariableKind::Local, true);
        }
        self.declare_unit();
        self.prologue();
        // Comprehensions around belong to another unit; those of annotations go in between.
        self.unit().static_attributes.clear();
        let taken = std::mem::take(&mut self.comprehensions);
        self.annotation_stack_push(taken);
    }

    fn annotation_stack_push(&mut self, taken: Vec<ScopeId>) {
        // Annotation scopes never begin inside inlined comprehensions: statements cannot.
        debug_assert!(taken.is_empty());
    }

    fn end_annotation(&mut self) -> Result<Rc<Code>> {
        self.finish_unit()
    }

    fn check_format(&mut self) {
        let register = self.unit().alloc();
        self.emit(Opcode::Intrinsic, Intrinsic::CheckAnnotationFormat as u8, register, 0, 1);
    }

    /// The `__annotate__` function of a function, if it has annotations.
    fn function_annotations(&mut self, function: &'a ast::StmtFunctionDef) -> Result<Option<Reg>> {
        let mut annotated: Vec<(String, &'a Expr, bool)> = Vec::new();
        let parameters = &*function.parameters;
        let all = parameters
            .posonlyargs
            .iter()
            .chain(&parameters.args)
            .map(|parameter| &parameter.parameter);
        let rest = parameters.vararg.iter().map(|parameter| &**parameter);
        let keyword = parameters.kwonlyargs.iter().map(|parameter| &parameter.parameter);
        let keywords = parameters.kwarg.iter().map(|parameter| &**parameter);
        for parameter in all.chain(rest).chain(keyword).chain(keywords) {
            if let Some(annotation) = &parameter.annotation {
                let is_star = annotation.is_starred_expr();
                annotated.push((parameter.name.to_string(), annotation, is_star));
            }
        }
        if let Some(returns) = &function.returns {
            annotated.push(("return".to_owned(), returns, false));
        }
        if annotated.is_empty() {
            return Ok(None);
        }
        let scope = self.scopes.of(function, Role::Annotations);
        let class = self.scopes.all[self.scope()].class.clone();
        self.begin_annotation(scope, "__annotate__", &[".format"], function.range());
        self.check_format();
        let result = self.unit().alloc();
        let first = self.unit().temp as Reg;
        let count = annotated.len() as u16;
        for (name, annotation, is_star) in annotated {
            let pair = self.unit().alloc_many(2);
            let name = super::scope::mangle(class.as_deref(), &name);
            self.unit().load_text(pair, &name);
            self.annotation_value(annotation, pair + 1, is_star)?;
        }
        self.emit(Opcode::BuildDict, 0, result, first, count);
        self.emit(Opcode::Return, 0, result, 0, 0);
        let code = self.end_annotation()?;
        let register = self.unit().alloc();
        self.make_closure(code, scope, register, None, None, None)?;
        Ok(Some(register))
    }

    /// The value of an annotation, or its text under `from __future__ import annotations`.
    fn annotation_value(&mut self, annotation: &'a Expr, to: Reg, is_star: bool) -> Result<()> {
        if self.options.future_annotations {
            let text = self.source.text()[annotation.range()].to_owned();
            self.unit().load_text(to, &text);
            return Ok(());
        }
        if is_star && let Expr::Starred(starred) = annotation {
            let mark = self.unit().temp;
            let value = self.expression(&starred.value)?;
            self.emit(Opcode::Unpack, 0, to, value, 1);
            self.unit().temp = mark;
            return Ok(());
        }
        self.expression_to(annotation, to)
    }

    /// The annotations of the statements of a module or class body, evaluated by its `__annotate__`.
    pub(super) fn deferred_annotations(&mut self, body: &'a [Stmt], in_class: bool) -> Result<()> {
        if self.options.future_annotations {
            if has_annotations(body) {
                let dict = self.unit().alloc();
                self.emit(Opcode::BuildDict, 0, dict, 0, 0);
                self.store_name("__annotations__", dict, TextRange::default())?;
            }
            return Ok(());
        }
        let mut found = Vec::new();
        collect_annotations(body, &mut found);
        let Some(first) = found.first() else { return Ok(()) };
        let scope = self.scopes.of(*first, Role::Annotations);
        self.begin_annotation(scope, "__annotate__", &[".format"], first.range());
        // Each annotation was collected in a scope of its own; their free variables are this one's too.
        self.check_format();
        let result = self.unit().alloc();
        self.emit(Opcode::BuildDict, 0, result, 0, 0);
        let class = self.scopes.all[scope].class.clone();
        for assign in &found {
            let Expr::Name(target) = &*assign.target else { continue };
            let mark = self.unit().temp;
            let pair = self.unit().alloc_many(2);
            let name = super::scope::mangle(class.as_deref(), &target.id);
            self.unit().load_text(pair, &name);
            let outer = self.at(assign.annotation.range());
            self.annotation_value(&assign.annotation, pair + 1, false)?;
            self.at(outer);
            self.emit(Opcode::DictAdd, 0, result, pair, pair + 1);
            self.unit().temp = mark;
        }
        self.emit(Opcode::Return, 0, result, 0, 0);
        let code = self.end_annotation()?;
        let register = self.unit().alloc();
        self.make_closure(code, scope, register, None, None, None)?;
        let name = if in_class { "__annotate_func__" } else { "__annotate__" };
        self.store_name(name, register, TextRange::default())
    }

    /// Under `from __future__ import annotations`, the text goes to `__annotations__` when the statement runs.
    pub(super) fn eager_annotation(&mut self, assign: &'a ast::StmtAnnAssign) -> Result<()> {
        let Expr::Name(target) = &*assign.target else { return Ok(()) };
        let scope = self.units.last().map_or(0, |unit| unit.scope);
        let in_body = matches!(self.scopes.all[scope].kind, Kind::Module | Kind::Class);
        if !self.options.future_annotations || !in_body || !assign.simple {
            return Ok(());
        }
        let row = self.unit().alloc_many(3);
        self.load_name("__annotations__", row);
        let class = self.scopes.all[scope].class.clone();
        let name = super::scope::mangle(class.as_deref(), &target.id);
        self.unit().load_text(row + 1, &name);
        self.annotation_value(&assign.annotation, row + 2, false)?;
        self.emit(Opcode::StoreItem, 0, row, row + 1, row + 2);
        Ok(())
    }

    // -- Type parameters ---------------------------------------------------------------------

    /// Makes and binds the type parameters; a register with the tuple of them.
    fn type_parameters(&mut self, params: &'a ast::TypeParams) -> Result<Reg> {
        let tuple = self.unit().alloc();
        let first = self.unit().alloc_many(params.len());
        for (index, param) in params.iter().enumerate() {
            let to = first + index as u16;
            let mark = self.unit().temp;
            let pair = self.unit().alloc_many(2);
            self.unit().load_text(pair, param.name());
            let (bound, default, kind) = match param {
                ast::TypeParam::TypeVar(param) => {
                    (param.bound.as_deref(), param.default.as_deref(), Intrinsic::TypeVar)
                }
                ast::TypeParam::ParamSpec(param) => {
                    (None, param.default.as_deref(), Intrinsic::ParamSpec)
                }
                ast::TypeParam::TypeVarTuple(param) => {
                    (None, param.default.as_deref(), Intrinsic::TypeVarTuple)
                }
            };
            match bound {
                Some(bound) => {
                    self.lazy_value(param, Role::Bound, param.name(), bound, pair + 1)?;
                    let kind = if bound.is_tuple_expr() {
                        Intrinsic::TypeVarWithConstraints
                    } else {
                        Intrinsic::TypeVarWithBound
                    };
                    self.emit(Opcode::Intrinsic, kind as u8, to, pair, 2);
                }
                None => self.emit(Opcode::Intrinsic, kind as u8, to, pair, 1),
            }
            if let Some(default) = default {
                self.unit().move_to(pair, to);
                self.lazy_value(param, Role::Default, param.name(), default, pair + 1)?;
                self.emit(Opcode::Intrinsic, Intrinsic::SetTypeParamDefault as u8, to, pair, 2);
            }
            self.unit().temp = mark;
            self.store_name(param.name(), to, param.range())?;
        }
        self.emit(Opcode::BuildTuple, 0, tuple, first, params.len() as u16);
        Ok(tuple)
    }

    /// A function that evaluates `value` when called with a format.
    fn lazy_value<T>(
        &mut self,
        node: &'a T,
        role: Role,
        name: &str,
        value: &'a Expr,
        to: Reg,
    ) -> Result<()> {
        let scope = self.scopes.of(node, role);
        self.begin_annotation(scope, name, &[".format"], value.range());
        self.check_format();
        let register = match value {
            Expr::Starred(starred) => {
                let list = self.unit().alloc();
                let inner = self.expression(&starred.value)?;
                self.emit(Opcode::Unpack, 0, list, inner, 1);
                list
            }
            _ => self.expression(value)?,
        };
        self.emit(Opcode::Return, 0, register, 0, 0);
        let code = self.end_annotation()?;
        self.make_closure(code, scope, to, None, None, None)
    }

    pub(super) fn type_alias(&mut self, alias: &'a ast::StmtTypeAlias) -> Result<()> {
        let Expr::Name(target) = &*alias.name else { return Ok(()) };
        let value = self.unit().alloc();
        match &alias.type_params {
            None => self.alias_value(alias, &target.id, None, value)?,
            Some(params) => {
                let scope = self.scopes.of(alias, Role::TypeParameters);
                let call = self.unit().alloc();
                self.begin_annotation(
                    scope,
                    &format!("<generic parameters of {}>", target.id),
                    &[],
                    params.range(),
                );
                let tuple = self.type_parameters(params)?;
                let inner = self.unit().alloc();
                self.alias_value(alias, &target.id, Some(tuple), inner)?;
                self.emit(Opcode::Return, 0, inner, 0, 0);
                let code = self.end_annotation()?;
                self.make_closure(code, scope, call, None, None, None)?;
                self.emit(Opcode::Call, 0, value, call, 0);
            }
        }
        self.store_name(&target.id, value, target.range())
    }

    fn alias_value(
        &mut self,
        alias: &'a ast::StmtTypeAlias,
        name: &str,
        params: Option<Reg>,
        to: Reg,
    ) -> Result<()> {
        let row = self.unit().alloc_many(3);
        self.unit().load_text(row, name);
        match params {
            Some(params) => self.unit().move_to(row + 1, params),
            None => self.unit().load_none(row + 1),
        }
        self.lazy_value(alias, Role::Body, name, &alias.value, row + 2)?;
        self.emit(Opcode::Intrinsic, Intrinsic::TypeAlias as u8, to, row, 3);
        Ok(())
    }

    // -- Classes -----------------------------------------------------------------------------

    pub(super) fn class_statement(&mut self, class: &'a ast::StmtClassDef) -> Result<()> {
        let decorators = self.decorators(&class.decorator_list)?;
        let value = self.unit().alloc();
        let range = class.decorator_list.first().map_or(class.range(), |first| {
            TextRange::new(first.range().start(), class.range().end())
        });
        self.at(header(class.range(), class.name.range()));
        match &class.type_params {
            None => self.class_value(class, None, value, range)?,
            Some(params) => {
                let scope = self.scopes.of(class, Role::TypeParameters);
                let call = self.unit().alloc();
                self.begin_annotation(
                    scope,
                    &format!("<generic parameters of {}>", class.name),
                    &[],
                    params.range(),
                );
                let tuple = self.type_parameters(params)?;
                self.store_name(".type_params", tuple, params.range())?;
                let inner = self.unit().alloc();
                self.class_value(class, Some(tuple), inner, range)?;
                self.emit(Opcode::Return, 0, inner, 0, 0);
                let code = self.end_annotation()?;
                self.make_closure(code, scope, call, None, None, None)?;
                self.emit(Opcode::Call, 0, value, call, 0);
            }
        }
        let value = self.decorate(&class.decorator_list, decorators, value);
        self.store_name(&class.name, value, class.name.range())
    }

    fn class_value(
        &mut self,
        class: &'a ast::StmtClassDef,
        params: Option<Reg>,
        to: Reg,
        range: TextRange,
    ) -> Result<()> {
        let arguments = class.arguments.as_deref();
        let first = self.unit().alloc_many(3);
        self.emit(Opcode::LoadBuildClass, 0, first, 0, 0);
        let code = self.class_code(class, params.is_some(), range)?;
        let scope = self.scopes.of(class, Role::Body);
        self.make_closure(code, scope, first + 1, None, None, None)?;
        self.unit().load_text(first + 2, &class.name);
        let starred = arguments.is_some_and(|arguments| {
            arguments.args.iter().any(Expr::is_starred_expr)
                || arguments.keywords.iter().any(|keyword| keyword.arg.is_none())
        });
        if starred && let Some(arguments) = arguments {
            let row = self.unit().alloc_many(3);
            self.unit().move_to(row, first);
            self.spread(arguments, row, Some(&[first + 1, first + 2]))?;
            if let Some(params) = params {
                let base = self.unit().alloc();
                self.emit(Opcode::Intrinsic, Intrinsic::SubscriptGeneric as u8, base, params, 1);
                self.emit(Opcode::ListAppend, 0, row + 1, base, 0);
            }
            self.emit(Opcode::CallSpread, 0, to, row, 0);
            return Ok(());
        }
        let mut count = 2;
        let mut names: Vec<Box<str>> = Vec::new();
        for base in arguments.iter().flat_map(|arguments| &arguments.args) {
            let register = self.unit().alloc();
            self.expression_to(base, register)?;
            count += 1;
        }
        if let Some(params) = params {
            let register = self.unit().alloc();
            self.emit(Opcode::Intrinsic, Intrinsic::SubscriptGeneric as u8, register, params, 1);
            count += 1;
        }
        for keyword in arguments.iter().flat_map(|arguments| &arguments.keywords) {
            let register = self.unit().alloc();
            self.expression_to(&keyword.value, register)?;
            names.push(keyword.arg.as_ref().map_or("", |name| &**name).into());
            count += 1;
        }
        if names.is_empty() {
            self.emit(Opcode::Call, 0, to, first, count);
        } else if let Some(index) = self.unit().keywords(names) {
            self.emit(Opcode::CallKeywords, index, to, first, count);
        }
        Ok(())
    }

    fn class_code(
        &mut self,
        class: &'a ast::StmtClassDef,
        has_params: bool,
        range: TextRange,
    ) -> Result<Rc<Code>> {
        let scope = self.scopes.of(class, Role::Body);
        self.begin_function(scope, &class.name, CodeFlags::empty(), range);
        let qualname = self.unit().qualname.clone();
        self.declare_unit();
        let comprehensions = std::mem::take(&mut self.comprehensions);
        self.prologue();
        self.unit().range = header(class.range(), class.name.range());
        let value = self.unit().alloc();
        let nowhere = TextRange::default();
        self.load_name("__name__", value);
        self.store_name("__module__", value, nowhere)?;
        self.unit().load_text(value, &qualname);
        self.store_name("__qualname__", value, nowhere)?;
        let line = self.unit().first_line;
        self.unit().load_constant(value, Constant::Int(i64::from(line)));
        self.store_name("__firstlineno__", value, nowhere)?;
        if has_params {
            self.load_name(".type_params", value);
            self.store_name("__type_params__", value, nowhere)?;
        }
        if self.options.optimize < 2
            && let Some(doc) = docstring(&class.body)
        {
            self.unit().load_text(value, &doc);
            self.store_name("__doc__", value, nowhere)?;
        }
        let dict_cell = self.unit().registers.get(&(scope, "__classdict__".to_owned())).copied();
        if let Some(cell) = dict_cell {
            self.emit(Opcode::LoadLocals, 0, value, 0, 0);
            self.emit(Opcode::StoreCell, 0, cell, value, 0);
        }
        self.deferred_annotations(&class.body, true)?;
        self.body(&class.body)?;
        self.unit().range = header(class.range(), class.name.range());
        let attributes = std::mem::take(&mut self.unit().static_attributes);
        let attributes =
            attributes.iter().map(|name| Constant::Str(name.as_str().into())).collect();
        self.unit().load_constant(value, Constant::Tuple(attributes));
        self.store_name("__static_attributes__", value, nowhere)?;
        if let Some(cell) = dict_cell {
            self.store_name("__classdictcell__", cell, nowhere)?;
        }
        let class_cell = self.unit().registers.get(&(scope, "__class__".to_owned())).copied();
        match class_cell.filter(|_| self.scopes.symbol(scope, "__class__").cell) {
            Some(cell) => {
                self.store_name("__classcell__", cell, nowhere)?;
                self.emit(Opcode::Return, 0, cell, 0, 0);
            }
            None => {
                self.unit().load_none(value);
                self.emit(Opcode::Return, 0, value, 0, 0);
            }
        }
        self.comprehensions = comprehensions;
        self.finish_unit()
    }
}

/// What a function's code is made of.
#[derive(Clone, Copy)]
enum Body<'a> {
    Statements(&'a [Stmt]),
    Expression(&'a Expr),
}

/// The first line of a definition.
fn header(range: TextRange, name: TextRange) -> TextRange {
    TextRange::new(range.start(), name.end())
}

fn has_annotations(body: &[Stmt]) -> bool {
    let mut found = Vec::new();
    collect_annotations(body, &mut found);
    !found.is_empty()
}

/// The annotated names of a body, in nested blocks too.
fn collect_annotations<'a>(body: &'a [Stmt], found: &mut Vec<&'a ast::StmtAnnAssign>) {
    for statement in body {
        match statement {
            Stmt::AnnAssign(assign) if assign.simple => found.push(assign),
            Stmt::If(if_) => {
                collect_annotations(&if_.body, found);
                if_.elif_else_clauses
                    .iter()
                    .for_each(|clause| collect_annotations(&clause.body, found));
            }
            Stmt::For(for_) => {
                collect_annotations(&for_.body, found);
                collect_annotations(&for_.orelse, found);
            }
            Stmt::While(while_) => {
                collect_annotations(&while_.body, found);
                collect_annotations(&while_.orelse, found);
            }
            Stmt::With(with) => collect_annotations(&with.body, found),
            Stmt::Try(try_) => {
                collect_annotations(&try_.body, found);
                for handler in &try_.handlers {
                    let ast::ExceptHandler::ExceptHandler(handler) = handler;
                    collect_annotations(&handler.body, found);
                }
                collect_annotations(&try_.orelse, found);
                collect_annotations(&try_.finalbody, found);
            }
            Stmt::Match(match_) => {
                match_.cases.iter().for_each(|case| collect_annotations(&case.body, found))
            }
            _ => {}
        }
    }
}

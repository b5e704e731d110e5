//! Scopes: which variable a name means.
//!
//! Two passes, as in CPython's symbol table. [`Scopes::collect`] walks the tree and notes for each scope which names are
//! bound, used or declared in it; [`Scopes::resolve`] decides which of them are cells and free variables. List, set and dict
//! comprehensions outside class bodies are compiled in line (PEP 709): they have a scope of their own but share the code
//! and the registers of the *unit* around them.

use std::collections::HashMap;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, ExprContext, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::Failure;

/// Index of a scope.
pub(super) type ScopeId = usize;

/// What a scope belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Module,
    Class,
    Function,
    Lambda,
    /// A list, set or dict comprehension.
    Comprehension,
    Generator,
    /// Annotations, type parameters, values of type aliases: a function that sees the class around it.
    Annotation,
}

/// Which scope of a node is meant, for nodes that have several.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Role {
    Body,
    TypeParameters,
    Annotations,
    Bound,
    Default,
}

/// How a name occurs in a scope.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Symbol {
    pub(super) bound: bool,
    pub(super) parameter: bool,
    pub(super) global: bool,
    pub(super) nonlocal: bool,
    pub(super) used: bool,
    pub(super) cell: bool,
    pub(super) free: bool,
    pub(super) deleted: bool,
    pub(super) iteration: bool,
    pub(super) annotated: bool,
    declared_at: TextRange,
}

/// A scope.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: Kind,
    pub(super) parent: Option<ScopeId>,
    /// The scope whose code this one is part of; itself unless compiled in line.
    pub(super) unit: ScopeId,
    /// Names in the order of their first occurrence.
    pub(super) names: Vec<String>,
    pub(super) symbols: HashMap<String, Symbol>,
    /// The class whose private names are mangled here.
    pub(super) class: Option<String>,
    pub(super) has_yield: bool,
    pub(super) has_await: bool,
    pub(super) is_async: bool,
    /// Some `:=` binds here.
    pub(super) has_walrus: bool,
    /// An annotation scope directly in a class.
    pub(super) sees_class: bool,
    /// Comprehensions compiled into this code.
    pub(super) inlined: Vec<ScopeId>,
}

impl Scope {
    /// Are its locals registers?
    pub(super) fn is_function_like(&self) -> bool {
        !matches!(self.kind, Kind::Module | Kind::Class)
    }
}

/// All scopes of a tree.
pub(super) struct Scopes {
    pub(super) all: Vec<Scope>,
    by_node: HashMap<(usize, Role), ScopeId>,
}

fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node) as usize
}

/// The name as it is known inside `class`.
pub(super) fn mangle(class: Option<&str>, name: &str) -> String {
    if let Some(class) = class
        && name.starts_with("__")
        && !name.ends_with("__")
        && !name.contains('.')
    {
        let class = class.trim_start_matches('_');
        if !class.is_empty() {
            return format!("_{class}{name}");
        }
    }
    name.to_owned()
}

impl Scopes {
    /// The scopes of a module body, an expression or an interactive statement.
    pub(super) fn collect(module: &ast::Mod, future_annotations: bool) -> Result<Scopes, Failure> {
        let mut collector = Collector {
            scopes: Scopes { all: Vec::new(), by_node: HashMap::new() },
            current: 0,
            class: None,
            future_annotations,
            failure: None,
            in_iterable: false,
            annotations_of: HashMap::new(),
        };
        collector.open(Kind::Module, address(module), Role::Body);
        match module {
            ast::Mod::Module(module) => collector.visit_body(&module.body),
            ast::Mod::Expression(expression) => collector.visit_expr(&expression.body),
        }
        match collector.failure {
            Some(failure) => Err(failure),
            None => Ok(collector.scopes),
        }
    }

    /// The scope made for a node.
    pub(super) fn of<T>(&self, node: &T, role: Role) -> ScopeId {
        self.by_node.get(&(address(node), role)).copied().unwrap_or(0)
    }

    pub(super) fn symbol(&self, scope: ScopeId, name: &str) -> Symbol {
        self.all[scope].symbols.get(name).copied().unwrap_or_default()
    }

    /// Marks cells and free variables.
    pub(super) fn resolve(&mut self) -> Result<(), Failure> {
        for id in 0..self.all.len() {
            let names = self.all[id].names.clone();
            for name in names {
                let symbol = self.symbol(id, &name);
                if symbol.global {
                    continue;
                }
                if symbol.nonlocal {
                    if !self.link(id, &name) {
                        return Err(Failure::at(
                            symbol.declared_at,
                            format!("no binding for nonlocal '{name}' found"),
                        ));
                    }
                } else if symbol.used && !symbol.bound {
                    self.link(id, &name);
                }
            }
        }
        Ok(())
    }

    /// Finds the function around `id` that binds `name` and makes it a cell there, free in between.
    fn link(&mut self, id: ScopeId, name: &str) -> bool {
        let mut between = vec![id];
        let mut current = self.all[id].parent;
        while let Some(scope) = current {
            let kind = self.all[scope].kind;
            let symbol = self.symbol(scope, name);
            let special = kind == Kind::Class && (name == "__class__" || name == "__classdict__");
            if special || (kind != Kind::Class && kind != Kind::Module) {
                if symbol.global {
                    return false;
                }
                if special || (symbol.bound && !symbol.nonlocal) {
                    let owner = self.all[scope].unit;
                    if between.iter().all(|&each| self.all[each].unit == owner) && !special {
                        // A comprehension of the same code: the register itself.
                        return true;
                    }
                    self.entry(scope, name).cell = true;
                    for each in between {
                        if self.all[each].unit != owner {
                            let unit = self.all[each].unit;
                            self.entry(each, name).free = true;
                            self.entry(unit, name).free = true;
                        }
                    }
                    return true;
                }
            }
            between.push(scope);
            current = self.all[scope].parent;
        }
        false
    }

    fn entry(&mut self, scope: ScopeId, name: &str) -> &mut Symbol {
        let scope = &mut self.all[scope];
        if !scope.symbols.contains_key(name) {
            scope.names.push(name.to_owned());
        }
        scope.symbols.entry(name.to_owned()).or_default()
    }
}

struct Collector {
    scopes: Scopes,
    current: ScopeId,
    class: Option<String>,
    future_annotations: bool,
    failure: Option<Failure>,
    /// In the iterable of a comprehension, where `:=` is not allowed.
    in_iterable: bool,
    /// The scope of the annotations of each body.
    annotations_of: HashMap<ScopeId, ScopeId>,
}

impl Collector {
    fn open(&mut self, kind: Kind, node: usize, role: Role) -> ScopeId {
        let id = self.scopes.all.len();
        let parent = (id > 0).then_some(self.current);
        let inline = kind == Kind::Comprehension
            && parent.is_some_and(|parent| {
                self.scopes.all[self.scopes.all[parent].unit].kind != Kind::Class
                    && !self.scopes.all[parent].sees_class
            });
        let unit = match parent {
            Some(parent) if inline => self.scopes.all[parent].unit,
            _ => id,
        };
        let sees_class = kind == Kind::Annotation
            && parent.is_some_and(|parent| {
                self.scopes.all[parent].kind == Kind::Class || self.scopes.all[parent].sees_class
            });
        self.scopes.all.push(Scope {
            kind,
            parent,
            unit,
            names: Vec::new(),
            symbols: HashMap::new(),
            class: self.class.clone(),
            has_yield: false,
            has_await: false,
            is_async: false,
            has_walrus: false,
            sees_class,
            inlined: Vec::new(),
        });
        if inline {
            self.scopes.all[unit].inlined.push(id);
        }
        self.scopes.by_node.insert((node, role), id);
        self.current = id;
        id
    }

    fn close(&mut self, outer: ScopeId) {
        self.current = outer;
    }

    fn fail(&mut self, range: TextRange, message: String) {
        if self.failure.is_none() {
            self.failure = Some(Failure::at(range, message));
        }
    }

    fn symbol(&mut self, name: &str) -> &mut Symbol {
        let name = mangle(self.class.as_deref(), name);
        let current = self.current;
        self.scopes.entry(current, &name)
    }

    fn bind(&mut self, name: &str) {
        self.symbol(name).bound = true;
    }

    fn use_name(&mut self, name: &str) {
        self.symbol(name).used = true;
        if name == "super" && self.scopes.all[self.current].is_function_like() {
            self.symbol("__class__").used = true;
        }
        // Annotation scopes in classes look names up in the class's namespace.
        if self.scopes.all[self.current].sees_class {
            let current = self.current;
            self.scopes.entry(current, "__classdict__").used = true;
        }
    }

    fn parameters(&mut self, parameters: &ast::Parameters) {
        for parameter in parameters.iter() {
            let parameter = parameter.as_parameter();
            let symbol = self.symbol(&parameter.name);
            if symbol.parameter {
                let name = parameter.name.to_string();
                self.fail(
                    parameter.range(),
                    format!("duplicate argument '{name}' in function definition"),
                );
                return;
            }
            symbol.parameter = true;
            symbol.bound = true;
        }
    }

    fn defaults(&mut self, parameters: &ast::Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }

    /// A scope for annotations of a function.
    fn annotations(&mut self, function: &ast::StmtFunctionDef) {
        let outer = self.current;
        self.open(Kind::Annotation, address(function), Role::Annotations);
        self.bind(".format");
        for parameter in function.parameters.iter() {
            if let Some(annotation) = parameter.annotation() {
                self.annotation(annotation);
            }
        }
        if let Some(returns) = &function.returns {
            self.annotation(returns);
        }
        self.close(outer);
    }

    fn annotation(&mut self, annotation: &Expr) {
        if !self.future_annotations {
            self.visit_expr(annotation);
        }
    }

    fn type_params(&mut self, params: &ast::TypeParams) {
        for param in params.iter() {
            self.bind(param.name());
            let outer = self.current;
            let (bound, default) = match param {
                ast::TypeParam::TypeVar(param) => {
                    (param.bound.as_deref(), param.default.as_deref())
                }
                ast::TypeParam::ParamSpec(param) => (None, param.default.as_deref()),
                ast::TypeParam::TypeVarTuple(param) => (None, param.default.as_deref()),
            };
            for (part, role) in [(bound, Role::Bound), (default, Role::Default)] {
                if let Some(part) = part {
                    self.open(Kind::Annotation, address(param), role);
                    self.bind(".format");
                    self.visit_expr(part);
                    self.close(outer);
                }
            }
        }
    }

    fn comprehension(
        &mut self,
        kind: Kind,
        node: usize,
        generators: &[ast::Comprehension],
        elements: &[&Expr],
    ) {
        let outer = self.current;
        let was = std::mem::replace(&mut self.in_iterable, true);
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        self.in_iterable = was;
        let id = self.open(kind, node, Role::Body);
        let is_async = generators.iter().any(|generator| generator.is_async);
        self.scopes.all[id].is_async = is_async;
        if kind != Kind::Generator || self.scopes.all[id].unit != id {
            if is_async {
                let unit = self.scopes.all[id].unit;
                self.scopes.all[unit].has_await = true;
            }
        } else if is_async {
            self.scopes.all[id].has_await = true;
        }
        if self.scopes.all[id].unit == id {
            self.bind(".0");
        }
        for (index, generator) in generators.iter().enumerate() {
            self.visit_expr(&generator.target);
            mark_iteration(self, &generator.target);
            if index > 0 {
                let was = std::mem::replace(&mut self.in_iterable, true);
                self.visit_expr(&generator.iter);
                self.in_iterable = was;
            }
            for condition in &generator.ifs {
                self.visit_expr(condition);
            }
        }
        for element in elements {
            self.visit_expr(element);
        }
        self.close(outer);
        // What awaits inside makes the comprehension's surroundings await too.
        if self.scopes.all[id].has_await
            && kind != Kind::Generator
            && self.scopes.all[id].unit == id
        {
            let unit = self.scopes.all[outer].unit;
            self.scopes.all[unit].has_await = true;
        }
    }

    fn unit(&mut self) -> &mut Scope {
        let unit = self.scopes.all[self.current].unit;
        &mut self.scopes.all[unit]
    }

    fn named(&mut self, named: &ast::ExprNamed) {
        let Expr::Name(target) = &*named.target else { return };
        if self.in_iterable {
            self.fail(
                named.range(),
                "assignment expression cannot be used in a comprehension iterable expression"
                    .to_owned(),
            );
            return;
        }
        self.visit_expr(&named.value);
        // Binds in the scope around the comprehensions.
        let inner = self.current;
        let name = mangle(self.class.as_deref(), &target.id);
        let mut scope = self.current;
        while matches!(self.scopes.all[scope].kind, Kind::Comprehension | Kind::Generator) {
            if self.scopes.symbol(scope, &name).iteration {
                self.fail(
                    target.range(),
                    format!(
                        "assignment expression cannot rebind comprehension iteration variable '{}'",
                        target.id
                    ),
                );
                return;
            }
            scope = self.scopes.all[scope].parent.unwrap_or(0);
        }
        if scope != inner {
            let kind = self.scopes.all[scope].kind;
            if kind == Kind::Class {
                self.fail(
                    named.range(),
                    "assignment expression within a comprehension cannot be used in a class body"
                        .to_owned(),
                );
                return;
            }
            let is_module = kind == Kind::Module;
            let is_global = is_module || self.scopes.symbol(scope, &name).global;
            let mut each = inner;
            while each != scope {
                let symbol = self.scopes.entry(each, &name);
                if is_global {
                    symbol.global = true
                } else {
                    symbol.nonlocal = true
                }
                symbol.used = true;
                each = self.scopes.all[each].parent.unwrap_or(scope);
            }
        }
        self.scopes.entry(scope, &name).bound = true;
        let unit = self.scopes.all[scope].unit;
        self.scopes.all[unit].has_walrus = true;
        self.unit().has_walrus = true;
    }

    fn declare(&mut self, names: &[ast::Identifier], global: bool, range: TextRange) {
        for name in names {
            let word = if global { "global" } else { "nonlocal" };
            let mangled = mangle(self.class.as_deref(), name);
            let current = self.current;
            let symbol = self.scopes.symbol(current, &mangled);
            let problem = if symbol.parameter {
                Some(format!("name '{name}' is parameter and {word}"))
            } else if symbol.annotated {
                Some(format!("annotated name '{name}' can't be {word}"))
            } else if symbol.used && !symbol.global && !symbol.nonlocal {
                Some(format!("name '{name}' is used prior to {word} declaration"))
            } else if symbol.bound && !symbol.global && !symbol.nonlocal {
                Some(format!("name '{name}' is assigned to before {word} declaration"))
            } else if (symbol.global && !global) || (symbol.nonlocal && global) {
                Some(format!("name '{name}' is nonlocal and global"))
            } else if !global && self.scopes.all[current].kind == Kind::Module {
                Some("nonlocal declaration not allowed at module level".to_owned())
            } else {
                None
            };
            if let Some(problem) = problem {
                self.fail(range, problem);
                return;
            }
            let symbol = self.scopes.entry(current, &mangled);
            symbol.declared_at = range;
            if global {
                symbol.global = true;
            } else {
                symbol.nonlocal = true;
            }
        }
    }
}

fn mark_iteration(collector: &mut Collector, target: &Expr) {
    match target {
        Expr::Name(name) => collector.symbol(&name.id).iteration = true,
        Expr::Tuple(tuple) => tuple.elts.iter().for_each(|each| mark_iteration(collector, each)),
        Expr::List(list) => list.elts.iter().for_each(|each| mark_iteration(collector, each)),
        Expr::Starred(starred) => mark_iteration(collector, &starred.value),
        _ => {}
    }
}

impl<'a> Visitor<'a> for Collector {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if self.failure.is_some() {
            return;
        }
        match statement {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.bind(&function.name);
                self.defaults(&function.parameters);
                let outer = self.current;
                if let Some(params) = &function.type_params {
                    self.open(Kind::Annotation, address(function), Role::TypeParameters);
                    self.bind(".defaults");
                    self.bind(".kwdefaults");
                    self.type_params(params);
                }
                self.annotations(function);
                let around = self.current;
                let id = self.open(Kind::Function, address(function), Role::Body);
                self.scopes.all[id].is_async = function.is_async;
                self.parameters(&function.parameters);
                let was = std::mem::take(&mut self.in_iterable);
                self.visit_body(&function.body);
                self.in_iterable = was;
                self.close(around);
                self.close(outer);
            }
            Stmt::ClassDef(class) => {
                for decorator in &class.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.bind(&class.name);
                let outer = self.current;
                let outer_class = self.class.clone();
                if let Some(params) = &class.type_params {
                    self.open(Kind::Annotation, address(class), Role::TypeParameters);
                    self.class = Some(class.name.to_string());
                    self.bind(".type_params");
                    self.type_params(params);
                    self.class = outer_class.clone();
                    self.bind(".generic_base");
                }
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
                let around = self.current;
                self.class = Some(class.name.to_string());
                self.open(Kind::Class, address(class), Role::Body);
                if class.type_params.is_some() {
                    self.use_name(".type_params");
                }
                self.visit_body(&class.body);
                self.close(around);
                self.class = outer_class;
                self.close(outer);
            }
            Stmt::TypeAlias(alias) => {
                self.visit_expr(&alias.name);
                let outer = self.current;
                if let Some(params) = &alias.type_params {
                    self.open(Kind::Annotation, address(alias), Role::TypeParameters);
                    self.type_params(params);
                }
                let around = self.current;
                self.open(Kind::Annotation, address(alias), Role::Body);
                self.bind(".format");
                self.visit_expr(&alias.value);
                self.close(around);
                self.close(outer);
            }
            Stmt::AnnAssign(assign) => {
                if let Expr::Name(target) = &*assign.target {
                    let symbol = self.symbol(&target.id);
                    if symbol.global || symbol.nonlocal {
                        let (word, name) = (
                            if symbol.global { "global" } else { "nonlocal" },
                            target.id.to_string(),
                        );
                        if assign.simple && self.scopes.all[self.current].kind != Kind::Module {
                            self.fail(
                                assign.range(),
                                format!("annotated name '{name}' can't be {word}"),
                            );
                        }
                    }
                    if assign.simple {
                        let symbol = self.symbol(&target.id);
                        symbol.bound = true;
                        symbol.annotated = true;
                    }
                }
                self.visit_expr(&assign.target);
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                let in_body =
                    matches!(self.scopes.all[self.current].kind, Kind::Module | Kind::Class);
                if self.future_annotations {
                    return;
                }
                // The annotations of one body share a scope. Those of functions are never evaluated, but may not be wrong.
                let outer = self.current;
                let _ = in_body;
                match self.annotations_of.get(&outer).copied() {
                    Some(scope) => {
                        self.scopes.by_node.insert((address(assign), Role::Annotations), scope);
                        self.current = scope;
                    }
                    None => {
                        let scope = self.open(Kind::Annotation, address(assign), Role::Annotations);
                        self.annotations_of.insert(outer, scope);
                        self.bind(".format");
                    }
                }
                self.visit_expr(&assign.annotation);
                self.close(outer);
            }
            Stmt::Global(global) => self.declare(&global.names, true, global.range()),
            Stmt::Nonlocal(nonlocal) => self.declare(&nonlocal.names, false, nonlocal.range()),
            Stmt::Import(import) => {
                for alias in &import.names {
                    match &alias.asname {
                        Some(name) => self.bind(name),
                        None => {
                            let first = alias.name.split('.').next().unwrap_or("").to_owned();
                            self.bind(&first);
                        }
                    }
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    if &*alias.name == "*" {
                        if self.scopes.all[self.current].kind != Kind::Module {
                            self.fail(
                                import.range(),
                                "import * only allowed at module level".to_owned(),
                            );
                        }
                    } else {
                        self.bind(alias.asname.as_ref().unwrap_or(&alias.name));
                    }
                }
            }
            Stmt::For(for_) if for_.is_async => {
                self.unit().has_await = true;
                visitor::walk_stmt(self, statement);
            }
            Stmt::With(with) if with.is_async => {
                self.unit().has_await = true;
                visitor::walk_stmt(self, statement);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if self.failure.is_some() {
            return;
        }
        stacker::maybe_grow(256 << 10, 4 << 20, || match expression {
            Expr::Name(name) => match name.ctx {
                ExprContext::Load => self.use_name(&name.id),
                ExprContext::Store => self.bind(&name.id),
                ExprContext::Del => {
                    let symbol = self.symbol(&name.id);
                    symbol.bound = true;
                    symbol.deleted = true;
                }
                ExprContext::Invalid => {}
            },
            Expr::Named(named) => self.named(named),
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                let outer = self.current;
                let was = std::mem::take(&mut self.in_iterable);
                self.open(Kind::Lambda, address(lambda), Role::Body);
                if let Some(parameters) = &lambda.parameters {
                    self.parameters(parameters);
                }
                self.visit_expr(&lambda.body);
                self.in_iterable = was;
                self.close(outer);
            }
            Expr::ListComp(comp) => self.comprehension(
                Kind::Comprehension,
                address(comp),
                &comp.generators,
                &[&comp.elt],
            ),
            Expr::SetComp(comp) => self.comprehension(
                Kind::Comprehension,
                address(comp),
                &comp.generators,
                &[&comp.elt],
            ),
            Expr::DictComp(comp) => {
                let mut elements: Vec<&Expr> = comp.key.iter().map(|key| &**key).collect();
                elements.push(&comp.value);
                self.comprehension(Kind::Comprehension, address(comp), &comp.generators, &elements);
            }
            Expr::Generator(comp) => {
                self.comprehension(Kind::Generator, address(comp), &comp.generators, &[&comp.elt])
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                let scope = &self.scopes.all[self.current];
                if matches!(scope.kind, Kind::Comprehension | Kind::Generator) {
                    let what = if scope.kind == Kind::Generator {
                        "generator expression"
                    } else {
                        "comprehension"
                    };
                    self.fail(expression.range(), format!("'yield' inside {what}"));
                    return;
                }
                self.unit().has_yield = true;
                visitor::walk_expr(self, expression);
            }
            Expr::Await(_) => {
                self.unit().has_await = true;
                let current = self.current;
                self.scopes.all[current].has_await = true;
                visitor::walk_expr(self, expression);
            }
            _ => visitor::walk_expr(self, expression),
        });
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(inner) = handler;
        if let Some(name) = &inner.name {
            let symbol = self.symbol(name);
            symbol.bound = true;
            symbol.deleted = true;
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a ast::Pattern) {
        match pattern {
            ast::Pattern::MatchAs(inner) => {
                if let Some(name) = &inner.name {
                    self.bind(name);
                }
            }
            ast::Pattern::MatchStar(inner) => {
                if let Some(name) = &inner.name {
                    self.bind(name);
                }
            }
            ast::Pattern::MatchMapping(inner) => {
                if let Some(name) = &inner.rest {
                    self.bind(name);
                }
            }
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }
}

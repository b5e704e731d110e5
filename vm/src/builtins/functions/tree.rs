//! Syntax trees as objects of the classes of `_ast`.

use frontend::syntax::Mode;
use frontend::tree::{Field, Node};
use gc::{Gc, TempVec, Value};

use crate::builtins::dict::Dict;
use crate::builtins::module::Module;
use crate::object::Type;
use crate::{PyResult, Vm};

impl Vm {
    /// `ast.parse`: the tree of a source.
    pub(super) fn parse_tree(
        &mut self,
        source: &[u8],
        filename: &str,
        mode: Mode,
    ) -> PyResult<Value> {
        let tree = match frontend::tree::tree_of(source, filename, mode) {
            Ok(tree) => tree,
            Err(error) => return Err(self.syntax_error(&error, filename)),
        };
        let module = self.import_module("_ast")?;
        let Some(classes) = module.cast::<Module>().and_then(|module| module.dict()) else {
            return Err(self.system_error("_ast is no module"));
        };
        self.tree_node(classes, &tree)
    }

    fn tree_node(&mut self, classes: Gc<Dict>, node: &Node) -> PyResult<Value> {
        self.check_stack()?;
        let Some(class) = classes.get_str(self, node.class)?.and_then(|class| class.cast::<Type>())
        else {
            return Err(self.system_error("a class of _ast is missing"));
        };
        if node.place.is_none() && node.fields.is_empty() {
            // `Load` and the like: the one object of the class.
            let name = self.intern("_instance")?;
            if let Some(instance) = self.find_attribute(class.value(), name)? {
                return Ok(instance);
            }
        }
        let object = self.new_instance(class)?.value();
        for (name, field) in &node.fields {
            let value = self.tree_field(classes, field)?;
            let name = self.intern(name)?;
            self.set_attribute(object, name, value)?;
        }
        if let Some(place) = node.place {
            let names = ["lineno", "col_offset", "end_lineno", "end_col_offset"];
            for (name, number) in names.into_iter().zip(place) {
                let name = self.intern(name)?;
                self.set_attribute(object, name, Value::from_small(i64::from(number)))?;
            }
        }
        Ok(object)
    }

    fn tree_field(&mut self, classes: Gc<Dict>, field: &Field) -> PyResult<Value> {
        match field {
            Field::Constant(constant) => self.constant(constant),
            Field::Node(node) => self.tree_node(classes, node),
            Field::List(fields) => {
                let mut values = TempVec::with_capacity(fields.len());
                for field in fields {
                    values.push(self.tree_field(classes, field)?);
                }
                Ok(self.new_list(&values)?.value())
            }
        }
    }

    /// Is it an object of one of the classes of `_ast`? No, if nobody imported them.
    pub(super) fn is_tree(&mut self, value: Value) -> PyResult<bool> {
        let key = self.intern("_ast")?;
        let modules = self.modules;
        let Some(module) = modules.get_name(self, key)? else { return Ok(false) };
        let name = self.intern("AST")?;
        match self.find_attribute(module, name)?.and_then(|class| class.cast::<Type>()) {
            Some(class) => Ok(self.type_of(value).is_subtype(class)),
            None => Ok(false),
        }
    }

    /// The source text that a tree stands for.
    pub(super) fn source_of_tree(&mut self, tree: Value, mode: &str) -> PyResult<Vec<u8>> {
        let wanted = match mode {
            "exec" => "Module",
            "eval" => "Expression",
            _ => "Interactive",
        };
        let class = self.type_of(tree).name_text();
        if class != wanted {
            return Err(self.type_error(format_args!("expected {wanted} node, got {class}")));
        }
        let module = self.import_module("ast")?;
        let name = self.intern("unparse")?;
        let result = self.call_method(module, name, &[tree])?;
        if let Some(text) = result.cast::<crate::builtins::str::Str>() {
            return Ok(text.to_wtf8());
        }
        Err(self.type_error("the tree has no source text"))
    }
}

//! Shapes: hidden classes. A shape says which class an object has and which attribute lies where.
//!
//! The idea is Self's maps; every object header carries a shape's number, so one 32-bit compare
//! proves class and layout at once. Adding an attribute moves an object along a transition to a child
//! shape. A class gets at most [`MAX_SHAPES`] of them and an object at most [`MAX_ATTRIBUTES`]
//! attributes; beyond that (or once somebody holds its `__dict__`) it keeps its attributes in a dict.
//!
//! Numbers are never reused, so a stale inline cache can never mistake one shape for another.

use std::collections::HashMap;

use gc::{Gc, Visitor};

use super::Type;
use crate::builtins::str::Str;

/// The number of a shape.
pub type ShapeId = u32;

/// No shape.
pub const NONE: ShapeId = 0;
/// The shape of [`super::Array`].
pub const ARRAY: ShapeId = 1;
/// The shape of [`super::Raw`].
pub const RAW: ShapeId = 2;
/// The first shape of a built-in type; [`crate::builtins`] numbers them from here.
pub const FIRST_TYPE: ShapeId = 3;

pub use crate::builtins::shapes::*;

/// A class that would need more shapes keeps further instances' attributes in dicts.
pub const MAX_SHAPES: u32 = 64;
/// An object with more attributes keeps them in a dict.
pub const MAX_ATTRIBUTES: u16 = 80;

/// How objects of a shape keep their attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// They have none, or only `__slots__`.
    Fixed,
    /// At the indices the shape knows.
    Shaped,
    /// In the dict that the extra (or overflow) word refers to.
    Dict,
}

/// One hidden class.
pub struct Shape {
    /// The class of objects of this shape; none for backing stores.
    pub class: Option<Gc<Type>>,
    /// Where attributes are.
    pub mode: Mode,
    /// How many attribute places objects of this shape use.
    pub count: u16,
    /// The attribute added last, and the shape before it.
    pub added: Option<(Gc<Str>, ShapeId)>,
    /// Interned name → index, all of them.
    table: HashMap<Gc<Str>, u16>,
    /// Interned name → the shape with that attribute added.
    transitions: HashMap<Gc<Str>, ShapeId>,
}

impl Shape {
    /// The index of the attribute called `name` (interned).
    #[inline]
    pub fn index_of(&self, name: Gc<Str>) -> Option<u16> {
        self.table.get(&name).copied()
    }

    /// The attributes by index.
    pub fn names(&self) -> Vec<(Gc<Str>, u16)> {
        let mut names: Vec<_> = self.table.iter().map(|(&name, &index)| (name, index)).collect();
        names.sort_by_key(|&(_, index)| index);
        names
    }
}

/// All shapes of a machine.
pub struct Shapes {
    shapes: Vec<Shape>,
}

impl Default for Shapes {
    fn default() -> Self {
        Shapes::new()
    }
}

impl Shapes {
    /// The shapes that no class has.
    pub fn new() -> Shapes {
        let mut shapes = Shapes { shapes: Vec::with_capacity(256) };
        for _ in 0..FIRST_TYPE {
            shapes.push(None, Mode::Fixed);
        }
        shapes
    }

    fn push(&mut self, class: Option<Gc<Type>>, mode: Mode) -> ShapeId {
        let id = self.shapes.len() as ShapeId;
        self.shapes.push(Shape {
            class,
            mode,
            count: 0,
            added: None,
            table: HashMap::new(),
            transitions: HashMap::new(),
        });
        id
    }

    /// The shape of the next built-in type, in the order of their table; its class follows.
    pub(crate) fn new_builtin(&mut self, mode: Mode) {
        self.push(None, mode);
    }

    /// A new shape without attributes for `class`.
    pub fn new_root(&mut self, class: Gc<Type>, mode: Mode) -> ShapeId {
        self.push(Some(class), mode)
    }

    /// A new shape for `class` whose first places are taken by `__slots__` members without names.
    pub fn new_root_with_slots(&mut self, class: Gc<Type>, mode: Mode, count: u16) -> ShapeId {
        let id = self.push(Some(class), mode);
        self.shapes[id as usize].count = count;
        id
    }

    /// The shape numbered `id`.
    #[inline(always)]
    pub fn get(&self, id: ShapeId) -> &Shape {
        &self.shapes[id as usize]
    }

    /// Gives a shape its class, while types are being made.
    pub(crate) fn set_class(&mut self, id: ShapeId, class: Gc<Type>) {
        self.shapes[id as usize].class = Some(class);
    }

    /// The shape that objects of shape `id` get when the attribute `name` (interned) is added, or
    /// `None` when they had better keep a dict. `used` counts the shapes of the class.
    pub fn transition(&mut self, id: ShapeId, name: Gc<Str>, used: &mut u32) -> Option<ShapeId> {
        let shape = &self.shapes[id as usize];
        if let Some(&child) = shape.transitions.get(&name) {
            return Some(child);
        }
        if *used >= MAX_SHAPES || shape.count >= MAX_ATTRIBUTES {
            return None;
        }
        *used += 1;
        let (class, mode, count) = (shape.class, shape.mode, shape.count);
        let mut table = shape.table.clone();
        table.insert(name, count);
        let child = self.push(class, mode);
        let new = &mut self.shapes[child as usize];
        new.count = count + 1;
        new.added = Some((name, id));
        new.table = table;
        self.shapes[id as usize].transitions.insert(name, child);
        Some(child)
    }

    /// Shows every class and name to the visitor.
    pub fn visit(&self, visitor: &mut Visitor) {
        for shape in &self.shapes {
            if let Some(class) = shape.class {
                visitor.object(class);
            }
            for &name in shape.table.keys() {
                visitor.object(name);
            }
        }
    }
}

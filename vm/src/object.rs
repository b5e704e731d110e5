//! What every object has: a kind, a shape, a type; attributes and operators.

pub mod attribute;
pub mod call;
pub mod compare;
pub mod convert;
pub mod hash;
pub mod instance;
pub mod iterate;
pub mod kind;
pub mod operator;
pub mod shape;
pub mod slots;
pub mod storage;
pub mod type_object;

pub use instance::Instance;
pub use kind::KINDS;
pub use shape::{Shape, ShapeId, Shapes};
pub use slots::{BinaryOp, CompareOp, Slots};
pub use storage::{Array, Raw};
pub use type_object::{Type, TypeFlags};

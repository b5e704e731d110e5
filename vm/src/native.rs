//! How Rust appears in Python: native functions, types and modules.
//!
//! A native function is an ordinary Rust function whose parameters are converted by type
//! ([`FromArg`]) and whose result is converted back ([`IntoReturn`]); the row that registers it carries its
//! Python signature and documentation:
//!
//! ```ignore
//! builtin_type! {
//!     /// Built-in mutable sequence.
//!     pub static LIST = "list"("object") {
//!         slots { len: List::len, get_item: List::get_item }
//!         new "list(iterable=(), /)" => List::new;
//!         methods {
//!             /// Append object to the end of the list.
//!             "append(self, object, /)" => List::append;
//!         }
//!         getters { }
//!     }
//! }
//! ```

pub mod bind;
pub mod call;
pub mod define;
pub mod from_arg;
pub mod into_return;
pub mod module;
pub mod signature;

pub use call::{Args, NativeFn};
pub use define::{GetSetDef, NativeDef, TypeDef};
pub use from_arg::{FromArg, Keywords, Rest};
pub use into_return::IntoReturn;
pub use module::{ConstantDef, ModuleDef};
pub use signature::{Default, Parameter, ParameterKind, Signature};

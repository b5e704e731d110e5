//! Slots: the special methods of a type as direct function pointers.
//!
//! [`for_each_dunder!`](crate::for_each_dunder) is the one list. A row names the Python method, the slot it
//! belongs to and the slot's form. From it derive: the [`Slots`] struct, the slot wrappers in
//! built-in types' dicts (`list.__len__`), and the trampolines by which a method written in Python fills
//! the same slot.

use gc::{Gc, Value};

use super::Type;
use crate::builtins::str::Str;
use crate::native::{Args, NativeDef};
use crate::{Name, PyResult, Raised, Vm};

/// `f(self)`.
pub type Unary = fn(&mut Vm, Value) -> PyResult<Value>;
/// `f(left, right)`, called with the operands in source order whichever side's type it belongs to; may
/// return `NotImplemented`.
pub type Binary = fn(&mut Vm, Value, Value) -> PyResult<Value>;
/// `f(base, exponent, modulus or unbound)`.
pub type Ternary = fn(&mut Vm, Value, Value, Value) -> PyResult<Value>;
/// `f(self)` as a hash.
pub type HashFn = fn(&mut Vm, Value) -> PyResult<i64>;
/// `f(self)` as a length.
pub type LenFn = fn(&mut Vm, Value) -> PyResult<usize>;
/// `f(self)` as a truth value.
pub type TruthFn = fn(&mut Vm, Value) -> PyResult<bool>;
/// `f(self)` as the next item, or the end.
pub type NextFn = fn(&mut Vm, Value) -> PyResult<Option<Value>>;
/// `f(left, right, operator)`; `left` is the one whose type this is.
pub type CompareFn = fn(&mut Vm, Value, Value, CompareOp) -> PyResult<Value>;
/// `f(self, key, value)`; an unbound value deletes.
pub type StoreFn = fn(&mut Vm, Value, Value, Value) -> PyResult<()>;
/// `f(self, item)` as a truth value.
pub type ContainsFn = fn(&mut Vm, Value, Value) -> PyResult<bool>;
/// `f(self, name)`.
pub type GetAttrFn = fn(&mut Vm, Value, Gc<Str>) -> PyResult<Value>;
/// `f(self, name, value)`; an unbound value deletes.
pub type SetAttrFn = fn(&mut Vm, Value, Gc<Str>, Value) -> PyResult<()>;
/// `f(self, instance or unbound, owner)`.
pub type DescrGetFn = fn(&mut Vm, Value, Value, Value) -> PyResult<Value>;
/// `f(self, arguments)`.
pub type CallFn = fn(&mut Vm, Value, Args<'_>) -> PyResult<Value>;

/// How a type makes or initialises its instances.
#[derive(Clone, Copy)]
pub enum Maker {
    /// A Rust function with a Python signature.
    Native(&'static NativeDef),
    /// Whatever Python code the type's dict holds.
    Python,
}

impl PartialEq for Maker {
    fn eq(&self, other: &Maker) -> bool {
        match (self, other) {
            (Maker::Native(a), Maker::Native(b)) => std::ptr::eq(*a, *b),
            (Maker::Python, Maker::Python) => true,
            _ => false,
        }
    }
}

/// The comparison operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CompareOp {
    /// The operator as written.
    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    /// The operator with its sides exchanged.
    pub const fn swapped(self) -> CompareOp {
        use CompareOp::*;
        [Gt, Ge, Eq, Ne, Lt, Le][self as usize]
    }

    /// Does `ordering` satisfy the operator?
    pub const fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }

    /// The special method.
    pub const fn method(self) -> Name {
        [Name::Lt, Name::Le, Name::Eq, Name::Ne, Name::Gt, Name::Ge][self as usize]
    }
}

/// Calls `$callback!` with every binary operator: slot, in-place slot, symbol, method, reflected and
/// in-place method. In the order of the bytecode's operators.
#[macro_export]
macro_rules! for_each_binary_op {
    ($callback:ident) => {
        $callback! {
            Add add inplace_add "+" Add RAdd IAdd;
            Subtract subtract inplace_subtract "-" Sub RSub ISub;
            Multiply multiply inplace_multiply "*" Mul RMul IMul;
            TrueDivide true_divide inplace_true_divide "/" TrueDiv RTrueDiv ITrueDiv;
            FloorDivide floor_divide inplace_floor_divide "//" FloorDiv RFloorDiv IFloorDiv;
            Modulo modulo inplace_modulo "%" Mod RMod IMod;
            MatrixMultiply matrix_multiply inplace_matrix_multiply "@" MatMul RMatMul IMatMul;
            LeftShift left_shift inplace_left_shift "<<" LShift RLShift ILShift;
            RightShift right_shift inplace_right_shift ">>" RShift RRShift IRShift;
            BitAnd bit_and inplace_bit_and "&" And RAnd IAnd;
            BitOr bit_or inplace_bit_or "|" Or ROr IOr;
            BitXor bit_xor inplace_bit_xor "^" Xor RXor IXor;
            DivMod divmod inplace_divmod "divmod()" DivMod RDivMod DivMod;
        }
    };
}

macro_rules! define_binary_ops {
    ($($Op:ident $slot:ident $inplace:ident $symbol:literal $method:ident $reflected:ident $inplace_method:ident;)*) => {
        /// The binary operators except `**`, which has three operands ([`Slots::power`]).
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the table beside says it")]
        pub enum BinaryOp { $($Op,)* }

        impl BinaryOp {
            /// Every operator; the index is its number.
            pub const ALL: &[BinaryOp] = &[$(BinaryOp::$Op),*];

            /// The operator as written, for messages.
            pub const fn symbol(self) -> &'static str {
                match self { $(BinaryOp::$Op => $symbol,)* }
            }

            /// The special method, its reflection, its in-place form.
            pub const fn methods(self) -> (Name, Name, Name) {
                match self { $(BinaryOp::$Op => (Name::$method, Name::$reflected, Name::$inplace_method),)* }
            }

            /// The operator's slot.
            #[inline]
            pub fn slot(self, slots: &Slots) -> Option<Binary> {
                match self { $(BinaryOp::$Op => slots.$slot,)* }
            }

            /// The operator's in-place slot.
            #[inline]
            pub fn inplace_slot(self, slots: &Slots) -> Option<Binary> {
                match self { $(BinaryOp::$Op => slots.$inplace,)* }
            }
        }
    };
}

for_each_binary_op!(define_binary_ops);

/// Calls `$callback!` with every special method that fills a slot: form, slot, name, signature, doc.
#[macro_export]
macro_rules! for_each_dunder {
    ($callback:ident) => { $callback! {
        unary repr Repr "__repr__(self, /)" "Return repr(self).";
        unary str Str "__str__(self, /)" "Return str(self).";
        hash hash Hash "__hash__(self, /)" "Return hash(self).";
        call call Call "__call__(self, /, *args, **kwargs)" "Call self as a function.";
        unary iter Iter "__iter__(self, /)" "Implement iter(self).";
        next next Next "__next__(self, /)" "Implement next(self).";
        getattribute get_attribute GetAttribute "__getattribute__(self, name, /)" "Return getattr(self, name).";
        getattr get_attribute GetAttr "__getattr__(self, name, /)" "Return an attribute not found otherwise.";
        setattr set_attribute SetAttr "__setattr__(self, name, value, /)" "Implement setattr(self, name, value).";
        delattr set_attribute DelAttr "__delattr__(self, name, /)" "Implement delattr(self, name).";
        descr_get descr_get Get "__get__(self, instance, owner=None, /)" "Return an attribute of instance, which is of type owner.";
        descr_set descr_set Set "__set__(self, instance, value, /)" "Set an attribute of instance to value.";
        descr_delete descr_set Delete "__delete__(self, instance, /)" "Delete an attribute of instance.";
        len len Len "__len__(self, /)" "Return len(self).";
        binary_self get_item GetItem "__getitem__(self, key, /)" "Return self[key].";
        set_item set_item SetItem "__setitem__(self, key, value, /)" "Set self[key] to value.";
        del_item set_item DelItem "__delitem__(self, key, /)" "Delete self[key].";
        contains contains Contains "__contains__(self, key, /)" "Return bool(key in self).";
        truth truth Bool "__bool__(self, /)" "True if self else False";
        compare_lt compare Lt "__lt__(self, value, /)" "Return self<value.";
        compare_le compare Le "__le__(self, value, /)" "Return self<=value.";
        compare_eq compare Eq "__eq__(self, value, /)" "Return self==value.";
        compare_ne compare Ne "__ne__(self, value, /)" "Return self!=value.";
        compare_gt compare Gt "__gt__(self, value, /)" "Return self>value.";
        compare_ge compare Ge "__ge__(self, value, /)" "Return self>=value.";
        concat concat Add "__add__(self, value, /)" "Return self+value.";
        inplace_concat inplace_concat IAdd "__iadd__(self, value, /)" "Implement self+=value.";
        repeat repeat Mul "__mul__(self, value, /)" "Return self*value.";
        repeat repeat RMul "__rmul__(self, value, /)" "Return value*self.";
        inplace_concat inplace_repeat IMul "__imul__(self, value, /)" "Implement self*=value.";
        binary add Add "__add__(self, value, /)" "Return self+value.";
        reflected add RAdd "__radd__(self, value, /)" "Return value+self.";
        binary subtract Sub "__sub__(self, value, /)" "Return self-value.";
        reflected subtract RSub "__rsub__(self, value, /)" "Return value-self.";
        binary multiply Mul "__mul__(self, value, /)" "Return self*value.";
        reflected multiply RMul "__rmul__(self, value, /)" "Return value*self.";
        binary true_divide TrueDiv "__truediv__(self, value, /)" "Return self/value.";
        reflected true_divide RTrueDiv "__rtruediv__(self, value, /)" "Return value/self.";
        binary floor_divide FloorDiv "__floordiv__(self, value, /)" "Return self//value.";
        reflected floor_divide RFloorDiv "__rfloordiv__(self, value, /)" "Return value//self.";
        binary modulo Mod "__mod__(self, value, /)" "Return self%value.";
        reflected modulo RMod "__rmod__(self, value, /)" "Return value%self.";
        binary divmod DivMod "__divmod__(self, value, /)" "Return divmod(self, value).";
        reflected divmod RDivMod "__rdivmod__(self, value, /)" "Return divmod(value, self).";
        binary matrix_multiply MatMul "__matmul__(self, value, /)" "Return self@value.";
        reflected matrix_multiply RMatMul "__rmatmul__(self, value, /)" "Return value@self.";
        binary left_shift LShift "__lshift__(self, value, /)" "Return self<<value.";
        reflected left_shift RLShift "__rlshift__(self, value, /)" "Return value<<self.";
        binary right_shift RShift "__rshift__(self, value, /)" "Return self>>value.";
        reflected right_shift RRShift "__rrshift__(self, value, /)" "Return value>>self.";
        binary bit_and And "__and__(self, value, /)" "Return self&value.";
        reflected bit_and RAnd "__rand__(self, value, /)" "Return value&self.";
        binary bit_or Or "__or__(self, value, /)" "Return self|value.";
        reflected bit_or ROr "__ror__(self, value, /)" "Return value|self.";
        binary bit_xor Xor "__xor__(self, value, /)" "Return self^value.";
        reflected bit_xor RXor "__rxor__(self, value, /)" "Return value^self.";
        power power Pow "__pow__(self, value, mod=None, /)" "Return pow(self, value, mod).";
        reflected_power power RPow "__rpow__(self, value, mod=None, /)" "Return pow(value, self, mod).";
        inplace inplace_add IAdd "__iadd__(self, value, /)" "Return self+=value.";
        inplace inplace_subtract ISub "__isub__(self, value, /)" "Return self-=value.";
        inplace inplace_multiply IMul "__imul__(self, value, /)" "Return self*=value.";
        inplace inplace_true_divide ITrueDiv "__itruediv__(self, value, /)" "Return self/=value.";
        inplace inplace_floor_divide IFloorDiv "__ifloordiv__(self, value, /)" "Return self//=value.";
        inplace inplace_modulo IMod "__imod__(self, value, /)" "Return self%=value.";
        inplace inplace_matrix_multiply IMatMul "__imatmul__(self, value, /)" "Return self@=value.";
        inplace inplace_left_shift ILShift "__ilshift__(self, value, /)" "Return self<<=value.";
        inplace inplace_right_shift IRShift "__irshift__(self, value, /)" "Return self>>=value.";
        inplace inplace_bit_and IAnd "__iand__(self, value, /)" "Return self&=value.";
        inplace inplace_bit_or IOr "__ior__(self, value, /)" "Return self|=value.";
        inplace inplace_bit_xor IXor "__ixor__(self, value, /)" "Return self^=value.";
        inplace inplace_power IPow "__ipow__(self, value, /)" "Return self**=value.";
        unary negative Neg "__neg__(self, /)" "-self";
        unary positive Pos "__pos__(self, /)" "+self";
        unary absolute Abs "__abs__(self, /)" "abs(self)";
        unary invert Invert "__invert__(self, /)" "~self";
        unary int Int "__int__(self, /)" "int(self)";
        unary float Float "__float__(self, /)" "float(self)";
        unary index Index "__index__(self, /)" "Return self converted to an integer, if self is suitable for use as an index into a list.";
        unary await_ Await "__await__(self, /)" "Return an iterator to be used in await expression.";
        unary aiter AIter "__aiter__(self, /)" "Return an awaitable, that resolves in asynchronous iterator.";
        unary anext ANext "__anext__(self, /)" "Return a value or raise StopAsyncIteration.";
        unary finalize Del "__del__(self, /)" "Called when the instance is about to be destroyed.";
        init init Init "__init__(self, /, *args, **kwargs)" "Initialize self.  See help(type(self)) for accurate signature.";
    } };
}

/// The special methods of a type. An empty slot means that the type has no such method, own or inherited.
#[derive(Clone, Copy, Default)]
#[allow(missing_docs, reason = "each is the method of for_each_dunder!'s row")]
pub struct Slots {
    pub repr: Option<Unary>,
    pub str: Option<Unary>,
    pub hash: Option<HashFn>,
    pub call: Option<CallFn>,
    pub iter: Option<Unary>,
    pub next: Option<NextFn>,
    pub get_attribute: Option<GetAttrFn>,
    pub set_attribute: Option<SetAttrFn>,
    pub descr_get: Option<DescrGetFn>,
    pub descr_set: Option<StoreFn>,
    pub len: Option<LenFn>,
    pub get_item: Option<Binary>,
    pub set_item: Option<StoreFn>,
    pub contains: Option<ContainsFn>,
    pub truth: Option<TruthFn>,
    pub compare: Option<CompareFn>,
    /// `sq_concat`: `+` of a sequence, tried when no `add` took the operands.
    pub concat: Option<Binary>,
    pub inplace_concat: Option<Binary>,
    /// `sq_repeat`: `*` of a sequence by an int.
    pub repeat: Option<Binary>,
    pub inplace_repeat: Option<Binary>,
    pub add: Option<Binary>,
    pub subtract: Option<Binary>,
    pub multiply: Option<Binary>,
    pub true_divide: Option<Binary>,
    pub floor_divide: Option<Binary>,
    pub modulo: Option<Binary>,
    pub divmod: Option<Binary>,
    pub matrix_multiply: Option<Binary>,
    pub left_shift: Option<Binary>,
    pub right_shift: Option<Binary>,
    pub bit_and: Option<Binary>,
    pub bit_or: Option<Binary>,
    pub bit_xor: Option<Binary>,
    pub power: Option<Ternary>,
    pub inplace_add: Option<Binary>,
    pub inplace_subtract: Option<Binary>,
    pub inplace_multiply: Option<Binary>,
    pub inplace_true_divide: Option<Binary>,
    pub inplace_floor_divide: Option<Binary>,
    pub inplace_modulo: Option<Binary>,
    pub inplace_divmod: Option<Binary>,
    pub inplace_matrix_multiply: Option<Binary>,
    pub inplace_left_shift: Option<Binary>,
    pub inplace_right_shift: Option<Binary>,
    pub inplace_bit_and: Option<Binary>,
    pub inplace_bit_or: Option<Binary>,
    pub inplace_bit_xor: Option<Binary>,
    pub inplace_power: Option<Binary>,
    pub negative: Option<Unary>,
    pub positive: Option<Unary>,
    pub absolute: Option<Unary>,
    pub invert: Option<Unary>,
    pub int: Option<Unary>,
    pub float: Option<Unary>,
    pub index: Option<Unary>,
    pub await_: Option<Unary>,
    pub aiter: Option<Unary>,
    pub anext: Option<Unary>,
    pub finalize: Option<Unary>,
    /// `__init__`.
    pub init: Option<Maker>,
    /// `__new__`.
    pub new: Option<Maker>,
}

impl Slots {
    /// No slot filled, in constants.
    const fn empty() -> Slots {
        Slots {
            repr: None,
            str: None,
            hash: None,
            call: None,
            iter: None,
            next: None,
            get_attribute: None,
            set_attribute: None,
            descr_get: None,
            descr_set: None,
            len: None,
            get_item: None,
            set_item: None,
            contains: None,
            truth: None,
            compare: None,
            concat: None,
            inplace_concat: None,
            repeat: None,
            inplace_repeat: None,
            add: None,
            subtract: None,
            multiply: None,
            true_divide: None,
            floor_divide: None,
            modulo: None,
            divmod: None,
            matrix_multiply: None,
            left_shift: None,
            right_shift: None,
            bit_and: None,
            bit_or: None,
            bit_xor: None,
            power: None,
            inplace_add: None,
            inplace_subtract: None,
            inplace_multiply: None,
            inplace_true_divide: None,
            inplace_floor_divide: None,
            inplace_modulo: None,
            inplace_divmod: None,
            inplace_matrix_multiply: None,
            inplace_left_shift: None,
            inplace_right_shift: None,
            inplace_bit_and: None,
            inplace_bit_or: None,
            inplace_bit_xor: None,
            inplace_power: None,
            negative: None,
            positive: None,
            absolute: None,
            invert: None,
            int: None,
            float: None,
            index: None,
            await_: None,
            aiter: None,
            anext: None,
            finalize: None,
            init: None,
            new: None,
        }
    }

    /// Takes every filled slot of `other`.
    pub fn fill_from(&mut self, other: &Slots) {
        for dunder in DUNDERS {
            if (dunder.is_filled)(other) {
                (dunder.copy)(other, self);
            }
        }
        if other.inplace_divmod.is_some() {
            self.inplace_divmod = other.inplace_divmod;
        }
        if other.new.is_some() {
            self.new = other.new;
        }
    }
}

/// No slot filled.
pub const EMPTY: Slots = Slots::empty();

/// One row of [`for_each_dunder!`](crate::for_each_dunder) in use.
pub struct Dunder {
    /// The method's name.
    pub name: Name,
    /// Its signature.
    pub signature: &'static str,
    /// Its documentation.
    pub doc: &'static str,
    /// Is the slot filled?
    pub is_filled: fn(&Slots) -> bool,
    /// Fills the slot of the second as the first has it.
    pub copy: fn(&Slots, &mut Slots),
    /// Do both have the same function in the slot?
    pub is_same: fn(&Slots, &Slots) -> bool,
    /// Fills the slot with the function that calls the Python method.
    pub trampoline: fn(&mut Slots),
    /// Calls the slot as the Python method: `args[0]` is the receiver. Argument counts were checked
    /// against `arity` (receiver included) except for `call` and `init`.
    pub call: fn(&mut Vm, &Slots, Args<'_>) -> PyResult<Value>,
    /// Least and greatest number of positional arguments, receiver included; `None`: any arguments.
    pub arity: Option<(usize, usize)>,
}

fn empty_slot(vm: &mut Vm) -> Raised {
    vm.system_error("a slot wrapper of an empty slot was called")
}

/// Looks `name` up on the type of `receiver` and calls it. The receiver's type has the method: its
/// slot is filled with the trampoline that calls this.
#[inline(never)]
pub(crate) fn call_method_of_type(
    vm: &mut Vm,
    receiver: Value,
    name: Name,
    args: &[Value],
) -> PyResult<Value> {
    match vm.call_special(receiver, name, args)? {
        Some(result) => Ok(result),
        None => {
            let class = vm.type_of(receiver);
            let (class, name) = (class.name_text(), name.text());
            Err(vm.raise_new(
                vm.exceptions.AttributeError,
                format_args!("'{class}' object has no attribute '{name}'"),
            ))
        }
    }
}

fn truthful(vm: &mut Vm, name: Name, result: Value) -> PyResult<bool> {
    if let Some(truth) = result.as_bool() {
        return Ok(truth);
    }
    if name == Name::Bool {
        let class = vm.type_of(result).name_text();
        return Err(vm.type_error(format_args!("__bool__ should return bool, returned {class}")));
    }
    vm.is_true(result)
}

fn compare_trampoline(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    match vm.call_special(left, op.method(), &[right])? {
        Some(result) => Ok(result),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn store_trampoline(
    vm: &mut Vm,
    receiver: Value,
    key: Value,
    value: Value,
    names: (Name, Name),
) -> PyResult<()> {
    if value.is_unbound() {
        call_method_of_type(vm, receiver, names.1, &[key])?;
    } else {
        call_method_of_type(vm, receiver, names.0, &[key, value])?;
    }
    Ok(())
}

/// Is the method `name` on the type of `receiver` there and not `None`?
fn is_disabled(vm: &mut Vm, receiver: Value, name: Name) -> bool {
    let class = vm.type_of(receiver);
    vm.lookup(class, vm.name(name)).is_some_and(Value::is_none)
}

macro_rules! slot_pointer {
    ($slots:expr, $slot:ident) => {
        $slots.$slot.map(|function| function as usize)
    };
}

/// One form of slot: how it is called as a method, and its trampoline.
macro_rules! form {
    (unary, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((1, 1)),
        |vm, slots, args| match slots.$slot { Some(f) => f(vm, args.values[0]), None => Err(empty_slot(vm)) },
        |vm, receiver| {
            if is_disabled(vm, receiver, Name::$Name) {
                let class = vm.type_of(receiver).name_text();
                return Err(match Name::$Name {
                    Name::Iter => vm.type_error(format_args!("'{class}' object is not iterable")),
                    _ => vm.type_error("'NoneType' object is not callable"),
                });
            }
            call_method_of_type(vm, receiver, Name::$Name, &[])
        }) };
    (hash, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((1, 1)),
        |vm, slots, args| match slots.$slot {
            Some(f) => { let hash = f(vm, args.values[0])?; vm.new_int(hash) }
            None => Err(empty_slot(vm)),
        },
        |vm, receiver| {
            if is_disabled(vm, receiver, Name::Hash) {
                let class = vm.type_of(receiver).name_text();
                return Err(vm.type_error(format_args!("unhashable type: '{class}'")));
            }
            let result = call_method_of_type(vm, receiver, Name::Hash, &[])?;
            vm.hash_from_result(result)
        }) };
    (len, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((1, 1)),
        |vm, slots, args| match slots.$slot {
            Some(f) => { let len = f(vm, args.values[0])?; vm.new_int(len as i64) }
            None => Err(empty_slot(vm)),
        },
        |vm, receiver| {
            let result = call_method_of_type(vm, receiver, Name::Len, &[])?;
            vm.len_from_result(result)
        }) };
    (truth, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((1, 1)),
        |vm, slots, args| match slots.$slot { Some(f) => Ok(Value::from_bool(f(vm, args.values[0])?)), None => Err(empty_slot(vm)) },
        |vm, receiver| {
            let result = call_method_of_type(vm, receiver, Name::Bool, &[])?;
            truthful(vm, Name::Bool, result)
        }) };
    (next, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((1, 1)),
        |vm, slots, args| match slots.$slot {
            Some(f) => match f(vm, args.values[0])? {
                Some(item) => Ok(item),
                None => Err(vm.raise_args(vm.exceptions.StopIteration, &[])),
            },
            None => Err(empty_slot(vm)),
        },
        |vm, receiver| match call_method_of_type(vm, receiver, Name::Next, &[]) {
            Ok(item) => Ok(Some(item)),
            Err(raised) => {
                // Taken only when it is the end; anything else travels on.
                let class = vm.exceptions.StopIteration;
                let exception = vm.catch_if(raised, class)?;
                vm.stop_iteration = exception;
                Ok(None)
            }
        }) };
    (call, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, None,
        |vm, slots, args| match slots.$slot { Some(f) => f(vm, args.values[0], args.without_first()), None => Err(empty_slot(vm)) },
        |vm, receiver, args| {
            let class = vm.type_of(receiver);
            let Some(method) = vm.lookup(class, vm.name(Name::Call)) else { return Err(vm.not_callable(receiver)) };
            vm.call_bound(method, receiver, args)
        }) };
    (init, $slot:ident, $Name:ident) => {
        Dunder {
            name: Name::Init, signature: "", doc: "",
            is_filled: |slots| slots.init.is_some(),
            copy: |from, to| to.init = from.init,
            is_same: |a, b| a.init == b.init,
            trampoline: |to| to.init = Some(Maker::Python),
            call: |vm, slots, args| match slots.init {
                Some(Maker::Native(def)) => { vm.call_native(def, None, args)?; Ok(Value::NONE) }
                _ => Err(empty_slot(vm)),
            },
            arity: None,
        }
    };
    (getattribute, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot {
            Some(f) => { let name = vm.attribute_name(args.values[1])?; f(vm, args.values[0], name) }
            None => Err(empty_slot(vm)),
        },
        |vm, receiver, name| crate::object::attribute::python_get_attribute(vm, receiver, name)) };
    (getattr, $slot:ident, $Name:ident) => {
        Dunder {
            is_filled: |_| false,
            copy: |_, _| (),
            is_same: |_, _| true,
            ..form!(getattribute, $slot, $Name)
        }
    };
    (setattr, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((3, 3)),
        |vm, slots, args| match slots.$slot {
            Some(f) => { let name = vm.attribute_name(args.values[1])?; f(vm, args.values[0], name, args.values[2])?; Ok(Value::NONE) }
            None => Err(empty_slot(vm)),
        },
        |vm, receiver, name, value| store_trampoline(vm, receiver, name.value(), value, (Name::SetAttr, Name::DelAttr))) };
    (delattr, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot {
            Some(f) => { let name = vm.attribute_name(args.values[1])?; f(vm, args.values[0], name, Value::UNBOUND)?; Ok(Value::NONE) }
            None => Err(empty_slot(vm)),
        },
        |vm, receiver, name, value| store_trampoline(vm, receiver, name.value(), value, (Name::SetAttr, Name::DelAttr))) };
    (descr_get, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 3)),
        |vm, slots, args| match slots.$slot {
            Some(f) => {
                let instance = if args.values[1].is_none() { Value::UNBOUND } else { args.values[1] };
                let owner = args.values.get(2).copied().unwrap_or(Value::NONE);
                if instance.is_unbound() && owner.is_none() {
                    return Err(vm.type_error("__get__(None, None) is invalid"));
                }
                f(vm, args.values[0], instance, owner)
            }
            None => Err(empty_slot(vm)),
        },
        |vm, receiver, instance, owner| {
            let instance = if instance.is_unbound() { Value::NONE } else { instance };
            match vm.call_special(receiver, Name::Get, &[instance, owner])? {
                Some(result) => Ok(result),
                None => Ok(receiver),
            }
        }) };
    (descr_set, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((3, 3)),
        |vm, slots, args| match slots.$slot { Some(f) => { f(vm, args.values[0], args.values[1], args.values[2])?; Ok(Value::NONE) } None => Err(empty_slot(vm)) },
        |vm, receiver, instance, value| store_trampoline(vm, receiver, instance, value, (Name::Set, Name::Delete))) };
    (descr_delete, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot { Some(f) => { f(vm, args.values[0], args.values[1], Value::UNBOUND)?; Ok(Value::NONE) } None => Err(empty_slot(vm)) },
        |vm, receiver, instance, value| store_trampoline(vm, receiver, instance, value, (Name::Set, Name::Delete))) };
    (set_item, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((3, 3)),
        |vm, slots, args| match slots.$slot { Some(f) => { f(vm, args.values[0], args.values[1], args.values[2])?; Ok(Value::NONE) } None => Err(empty_slot(vm)) },
        |vm, receiver, key, value| store_trampoline(vm, receiver, key, value, (Name::SetItem, Name::DelItem))) };
    (del_item, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot { Some(f) => { f(vm, args.values[0], args.values[1], Value::UNBOUND)?; Ok(Value::NONE) } None => Err(empty_slot(vm)) },
        |vm, receiver, key, value| store_trampoline(vm, receiver, key, value, (Name::SetItem, Name::DelItem))) };
    (contains, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot { Some(f) => Ok(Value::from_bool(f(vm, args.values[0], args.values[1])?)), None => Err(empty_slot(vm)) },
        |vm, receiver, item| {
            if is_disabled(vm, receiver, Name::Contains) {
                let class = vm.type_of(receiver).name_text();
                return Err(vm.type_error(format_args!("'{class}' object is not a container")));
            }
            let result = call_method_of_type(vm, receiver, Name::Contains, &[item])?;
            vm.is_true(result)
        }) };
    (binary_self, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot { Some(f) => f(vm, args.values[0], args.values[1]), None => Err(empty_slot(vm)) },
        |vm, receiver, other| call_method_of_type(vm, receiver, Name::$Name, &[other])) };
    (inplace, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot { Some(f) => f(vm, args.values[0], args.values[1]), None => Err(empty_slot(vm)) },
        |vm, receiver, other| match vm.call_special(receiver, Name::$Name, &[other])? {
            Some(result) => Ok(result),
            None => Ok(Value::NOT_IMPLEMENTED),
        }) };
    // A sequence's `+` and `*`: a method of the same name written in Python fills the number slot instead.
    (concat, $slot:ident, $Name:ident) => { form!(@sequence $slot, $Name) };
    (inplace_concat, $slot:ident, $Name:ident) => { form!(@sequence $slot, $Name) };
    (repeat, $slot:ident, $Name:ident) => { form!(@sequence $slot, $Name) };
    (@sequence $slot:ident, $Name:ident) => {
        Dunder {
            name: Name::$Name, signature: "", doc: "",
            is_filled: |slots| slots.$slot.is_some(),
            copy: |from, to| to.$slot = from.$slot,
            is_same: |a, b| slot_pointer!(a, $slot) == slot_pointer!(b, $slot),
            trampoline: |to| to.$slot = None,
            call: |vm, slots, args| match slots.$slot { Some(f) => f(vm, args.values[0], args.values[1]), None => Err(empty_slot(vm)) },
            arity: Some((2, 2)),
        }
    };
    (binary, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot { Some(f) => f(vm, args.values[0], args.values[1]), None => Err(empty_slot(vm)) },
        trampolines::$slot) };
    (reflected, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot { Some(f) => f(vm, args.values[1], args.values[0]), None => Err(empty_slot(vm)) },
        trampolines::$slot) };
    (power, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 3)),
        |vm, slots, args| match slots.$slot {
            Some(f) => f(vm, args.values[0], args.values[1], modulus(args.values.get(2))),
            None => Err(empty_slot(vm)),
        },
        power_trampoline) };
    (reflected_power, $slot:ident, $Name:ident) => { form!(@ $slot, $Name, Some((2, 3)),
        |vm, slots, args| match slots.$slot {
            Some(f) => f(vm, args.values[1], args.values[0], modulus(args.values.get(2))),
            None => Err(empty_slot(vm)),
        },
        power_trampoline) };
    (compare_lt, $slot:ident, $Name:ident) => { form!(@compare $slot, $Name, Lt) };
    (compare_le, $slot:ident, $Name:ident) => { form!(@compare $slot, $Name, Le) };
    (compare_eq, $slot:ident, $Name:ident) => { form!(@compare $slot, $Name, Eq) };
    (compare_ne, $slot:ident, $Name:ident) => { form!(@compare $slot, $Name, Ne) };
    (compare_gt, $slot:ident, $Name:ident) => { form!(@compare $slot, $Name, Gt) };
    (compare_ge, $slot:ident, $Name:ident) => { form!(@compare $slot, $Name, Ge) };
    (@compare $slot:ident, $Name:ident, $Op:ident) => { form!(@ $slot, $Name, Some((2, 2)),
        |vm, slots, args| match slots.$slot { Some(f) => f(vm, args.values[0], args.values[1], CompareOp::$Op), None => Err(empty_slot(vm)) },
        compare_trampoline) };
    (@ $slot:ident, $Name:ident, $arity:expr, $call:expr, $trampoline:expr) => {
        Dunder {
            name: Name::$Name, signature: "", doc: "",
            is_filled: |slots| slots.$slot.is_some(),
            copy: |from, to| to.$slot = from.$slot,
            is_same: |a, b| slot_pointer!(a, $slot) == slot_pointer!(b, $slot),
            trampoline: |to| to.$slot = Some($trampoline),
            call: $call,
            arity: $arity,
        }
    };
}

fn modulus(argument: Option<&Value>) -> Value {
    match argument {
        Some(value) if !value.is_none() => *value,
        _ => Value::UNBOUND,
    }
}

macro_rules! define_dunders {
    ($($form:ident $slot:ident $Name:ident $signature:literal $doc:literal;)*) => {
        /// Every special method that fills a slot. The index is the wrapper's number.
        pub static DUNDERS: &[Dunder] = &[$(
            Dunder { signature: $signature, doc: $doc, ..form!($form, $slot, $Name) }
        ),*];
    };
}

for_each_dunder!(define_dunders);

// -- Trampolines of the binary operators ----------------------------------------------------------

/// `left op right` where at least one side's type has the method written in Python.
fn binary_trampoline(
    vm: &mut Vm,
    left: Value,
    right: Value,
    op: BinaryOp,
    own: Binary,
) -> PyResult<Value> {
    let (method, reflected, _) = op.methods();
    let (left_class, right_class) = (vm.type_of(left), vm.type_of(right));
    let has_own = |vm: &Vm, class: Gc<Type>| {
        op.slot(vm.slots_of_type(class)).is_some_and(|f| f as usize == own as usize)
    };
    let mut try_right = left_class != right_class && has_own(vm, right_class);
    if has_own(vm, left_class) {
        if try_right
            && right_class.is_subtype(left_class)
            && vm.lookup(right_class, vm.name(reflected))
                != vm.lookup(left_class, vm.name(reflected))
        {
            if let Some(result) = vm.call_special(right, reflected, &[left])?
                && result != Value::NOT_IMPLEMENTED
            {
                return Ok(result);
            }
            try_right = false;
        }
        if let Some(result) = vm.call_special(left, method, &[right])?
            && (result != Value::NOT_IMPLEMENTED || left_class == right_class)
        {
            return Ok(result);
        }
    }
    if try_right && let Some(result) = vm.call_special(right, reflected, &[left])? {
        return Ok(result);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

fn power_trampoline(vm: &mut Vm, left: Value, right: Value, modulus: Value) -> PyResult<Value> {
    if !modulus.is_unbound() {
        // Three operands: only the first one's method is asked.
        return match vm.call_special(left, Name::Pow, &[right, modulus])? {
            Some(result) => Ok(result),
            None => Ok(Value::NOT_IMPLEMENTED),
        };
    }
    let (left_class, right_class) = (vm.type_of(left), vm.type_of(right));
    let has_own = |vm: &Vm, class: Gc<Type>| {
        vm.slots_of_type(class)
            .power
            .is_some_and(|f| f as usize == power_trampoline as *const () as usize)
    };
    let mut try_right = left_class != right_class && has_own(vm, right_class);
    if has_own(vm, left_class) {
        if try_right
            && right_class.is_subtype(left_class)
            && vm.lookup(right_class, vm.name(Name::RPow))
                != vm.lookup(left_class, vm.name(Name::RPow))
        {
            if let Some(result) = vm.call_special(right, Name::RPow, &[left])?
                && result != Value::NOT_IMPLEMENTED
            {
                return Ok(result);
            }
            try_right = false;
        }
        if let Some(result) = vm.call_special(left, Name::Pow, &[right])?
            && (result != Value::NOT_IMPLEMENTED || left_class == right_class)
        {
            return Ok(result);
        }
    }
    if try_right && let Some(result) = vm.call_special(right, Name::RPow, &[left])? {
        return Ok(result);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

/// The function in each operator's slot of types whose method is written in Python. Public to the
/// interpreter, which recognises them and pushes a frame instead.
pub mod trampolines {
    use super::*;

    macro_rules! define_trampolines {
        ($($Op:ident $slot:ident $inplace:ident $symbol:literal $method:ident $reflected:ident $inplace_method:ident;)*) => { $(
            #[doc = concat!("`", $symbol, "` by a Python method.")]
            pub fn $slot(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
                binary_trampoline(vm, left, right, BinaryOp::$Op, $slot)
            }
        )* };
    }

    for_each_binary_op!(define_trampolines);
}

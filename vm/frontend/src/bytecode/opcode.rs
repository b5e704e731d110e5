//! The opcodes, in one table.
//!
//! A row reads `name = Variant { operands } [flags];`. Operand kinds ([`Operand`]) say which registers
//! an instruction reads and writes, which is all that liveness, the disassembler, the verifier and
//! the trace recorder need to know. Flags: `raises` (may raise), `calls` (may run Python code),
//! `ends` (control never falls through), `head` (a place where a trace may start).

/// What an operand means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// Unused; zero.
    None,
    /// A register that is written.
    Def,
    /// A register that is read.
    Use,
    /// A register that is read, then written.
    UseDef,
    /// A register that is made unbound.
    Kill,
    /// A register that is read only if `x` says so (bit 0), see the row.
    UseIfX,
    /// First of the registers read; `c` counts them.
    UseRange,
    /// First of the key, value pairs read; `c` counts the pairs.
    UsePairs,
    /// First of the registers read: the callable, then `c` arguments.
    CallRange,
    /// First of the registers read: the method, its receiver or nothing, then `c` arguments.
    MethodRange,
    /// First of two registers read.
    UseTwo,
    /// First of three registers read.
    UseThree,
    /// First of two registers written.
    DefTwo,
    /// First of the registers written; `c` counts them.
    DefRange,
    /// First of the `x` + 1 + `c` registers written.
    DefStarRange,
    /// First of as many registers read as `x` has bits set.
    UseFlagged,
    /// Index of a constant.
    Constant,
    /// Index of a cache site, which also names the attribute or variable.
    Cache,
    /// A number.
    Count,
    /// Bits whose meaning the row gives.
    Flags,
    /// The 24-bit relative jump in `x` and `c`.
    Jump,
    /// A 32-bit operand in `b` and `c`: index of a constant.
    WideConstant,
    /// A 32-bit operand in `b` and `c`: a signed number.
    WideNumber,
    /// A 32-bit operand in `b` and `c`: a signed relative jump.
    WideJump,
}

/// What is known about an opcode without running it.
#[derive(Clone, Copy, Debug)]
pub struct OpcodeInfo {
    /// The name in listings.
    pub name: &'static str,
    /// What the small operand means.
    pub x: Operand,
    /// What the first operand means.
    pub a: Operand,
    /// What the second operand means.
    pub b: Operand,
    /// What the third operand means.
    pub c: Operand,
    /// May it raise?
    pub raises: bool,
    /// May it run Python code?
    pub calls: bool,
    /// Does control never fall through to the next instruction?
    pub ends: bool,
    /// May a trace start here?
    pub head: bool,
    /// The row's documentation.
    pub doc: &'static str,
}

/// Calls `$callback!` with every opcode, in encoding order.
#[macro_export]
macro_rules! for_each_opcode {
    ($callback:ident) => { $callback! {
        // -- Moving values -------------------------------------------------------------------
        /// Does nothing.
        nop = Nop {} [];
        /// `r[a] = r[b]`.
        move_ = Move { a: Def, b: Use } [];
        /// `r[a] = constants[bc]`.
        load_constant = LoadConstant { a: Def, b: WideConstant } [];
        /// `r[a] = bc`, a small int.
        load_int = LoadInt { a: Def, b: WideNumber } [];
        /// `r[a]` = `None`, `False`, `True`, `Ellipsis` for `x` = 0, 1, 2, 3.
        load_immediate = LoadImmediate { a: Def, x: Flags } [];
        /// Makes `r[a]` unbound.
        unset = Unset { a: Kill } [];
        /// Raises `UnboundLocalError` (`x` = 0) or the free-variable `NameError` (`x` = 1) for the variable
        /// of register `c` if `r[a]` is unbound. Emitted only where the compiler cannot prove it bound.
        check_bound = CheckBound { a: Use, c: Count, x: Flags } [raises];

        // -- Variables -----------------------------------------------------------------------
        /// Replaces `r[a]` (bound or not) by a new cell holding it.
        make_cell = MakeCell { a: UseDef } [raises];
        /// Copies the cells of the running function's closure to `r[a]`, `r[a+1]`, … (`c` of them).
        copy_free = CopyFree { a: DefRange, c: Count } [];
        /// `r[a]` = content of the cell `r[b]`; unbound raises for variable `c`, as in `check_bound`.
        load_cell = LoadCell { a: Def, b: Use, c: Count } [raises];
        /// Content of the cell `r[a]` = `r[b]`.
        store_cell = StoreCell { a: Use, b: Use } [];
        /// Empties the cell `r[a]`; already empty raises for variable `c`.
        delete_cell = DeleteCell { a: Use, c: Count } [raises];
        /// `r[a]` = the class-body local named by variable `c` if the namespace has it, else the cell `r[b]`'s content.
        load_class_cell = LoadClassCell { a: Def, b: Use, c: Count } [raises calls];
        /// `r[a]` = the global (or builtin) variable of cache site `c`.
        load_global = LoadGlobal { a: Def, c: Cache } [raises calls];
        /// The global variable of cache site `c` = `r[a]`.
        store_global = StoreGlobal { a: Use, c: Cache } [raises calls];
        /// Deletes the global variable of cache site `c`.
        delete_global = DeleteGlobal { c: Cache } [raises calls];
        /// `r[a]` = the variable of cache site `c`, looked for in the frame's namespace, globals, builtins.
        load_name = LoadName { a: Def, c: Cache } [raises calls];
        /// The variable of cache site `c` in the frame's namespace = `r[a]`.
        store_name = StoreName { a: Use, c: Cache } [raises calls];
        /// Deletes the variable of cache site `c` from the frame's namespace.
        delete_name = DeleteName { c: Cache } [raises calls];
        /// `r[a]` = the variable of cache site `c` from the mapping `r[b]` if it has it, else from globals, builtins
        /// (annotation scopes inside classes).
        load_from_dict_or_global = LoadFromDictOrGlobal { a: Def, b: Use, c: Cache } [raises calls];
        /// `r[a]` = the frame's namespace (`locals()` of a class body or module).
        load_locals = LoadLocals { a: Def } [raises];

        // -- Attributes and items ------------------------------------------------------------
        /// `r[a] = r[b].name`, the name being that of cache site `c`.
        load_attr = LoadAttr { a: Def, b: Use, c: Cache } [raises calls];
        /// `r[a].name = r[b]`.
        store_attr = StoreAttr { a: Use, b: Use, c: Cache } [raises calls];
        /// `del r[a].name`.
        delete_attr = DeleteAttr { a: Use, c: Cache } [raises calls];
        /// `r[a], r[a+1]` = function, receiver when `r[b].name` is a method; else the attribute, unbound.
        load_method = LoadMethod { a: DefTwo, b: Use, c: Cache } [raises calls];
        /// As `load_attr` on `super(r[b], r[b+1])`: `r[b]` the class, `r[b+1]` the receiver. Emitted for `super().name` and
        /// `super(C, x).name` only when `r[b+2]`, the callable named `super`, is at run time the built-in one;
        /// otherwise it calls `r[b+2]` (with no arguments when `x` is 1, with class and receiver when `x` is 0) and loads from the result.
        load_super_attr = LoadSuperAttr { a: Def, b: UseThree, c: Cache, x: Flags } [raises calls];
        /// As `load_method` on the same.
        load_super_method = LoadSuperMethod { a: DefTwo, b: UseThree, c: Cache, x: Flags } [raises calls];
        /// `r[a] = r[b][r[c]]`.
        load_item = LoadItem { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a] = r[b][constants[c]]`.
        load_item_k = LoadItemK { a: Def, b: Use, c: Constant } [raises calls];
        /// `r[a][r[b]] = r[c]`.
        store_item = StoreItem { a: Use, b: Use, c: Use } [raises calls];
        /// `del r[a][r[b]]`.
        delete_item = DeleteItem { a: Use, b: Use } [raises calls];

        // -- Operators -----------------------------------------------------------------------
        // `x` = 1 marks the in-place form (`+=`). The `_k` forms take their right side from `constants[c]`.
        /// `r[a] = r[b] + r[c]`.
        add = Add { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] - r[c]`.
        subtract = Subtract { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] * r[c]`.
        multiply = Multiply { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] / r[c]`.
        true_divide = TrueDivide { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] // r[c]`.
        floor_divide = FloorDivide { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] % r[c]`.
        modulo = Modulo { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] ** r[c]`.
        power = Power { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] @ r[c]`.
        matrix_multiply = MatrixMultiply { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] << r[c]`.
        left_shift = LeftShift { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] >> r[c]`.
        right_shift = RightShift { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] & r[c]`.
        bit_and = BitAnd { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] | r[c]`.
        bit_or = BitOr { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] ^ r[c]`.
        bit_xor = BitXor { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a] = r[b] + constants[c]`.
        add_k = AddK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] - constants[c]`.
        subtract_k = SubtractK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] * constants[c]`.
        multiply_k = MultiplyK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] / constants[c]`.
        true_divide_k = TrueDivideK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] // constants[c]`.
        floor_divide_k = FloorDivideK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] % constants[c]`.
        modulo_k = ModuloK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] ** constants[c]`.
        power_k = PowerK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] << constants[c]`.
        left_shift_k = LeftShiftK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] >> constants[c]`.
        right_shift_k = RightShiftK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] & constants[c]`.
        bit_and_k = BitAndK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] | constants[c]`.
        bit_or_k = BitOrK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = r[b] ^ constants[c]`.
        bit_xor_k = BitXorK { a: Def, b: Use, c: Constant, x: Flags } [raises calls];
        /// `r[a] = -r[b]`.
        negative = Negative { a: Def, b: Use } [raises calls];
        /// `r[a] = +r[b]`.
        positive = Positive { a: Def, b: Use } [raises calls];
        /// `r[a] = ~r[b]`.
        invert = Invert { a: Def, b: Use } [raises calls];
        /// `r[a] = not r[b]`.
        not = Not { a: Def, b: Use } [raises calls];
        /// `r[a]` = `True` or `False`, the truth of `r[b]`.
        to_bool = ToBool { a: Def, b: Use } [raises calls];
        /// `r[a] = r[b] < r[c]`.
        lt = Lt { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a] = r[b] <= r[c]`.
        le = Le { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a] = r[b] == r[c]`.
        eq = Eq { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a] = r[b] != r[c]`.
        ne = Ne { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a] = r[b] > r[c]`.
        gt = Gt { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a] = r[b] >= r[c]`.
        ge = Ge { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a] = r[b] is r[c]`, negated when `x` is 1.
        is = Is { a: Def, b: Use, c: Use, x: Flags } [];
        /// `r[a] = r[b] in r[c]`, negated when `x` is 1.
        contains = Contains { a: Def, b: Use, c: Use, x: Flags } [raises calls];

        // -- Jumps ---------------------------------------------------------------------------
        // Offsets count from the next instruction.
        /// Jumps.
        jump = Jump { b: WideJump } [ends];
        /// Head of a loop: charges fuel, is a safepoint, counts towards a trace. Every backward jump lands on one.
        loop_head = LoopHead { c: Cache } [raises calls head];
        /// Jumps if `r[a]` is true.
        jump_if_true = JumpIfTrue { a: Use, c: Jump } [raises calls];
        /// Jumps if `r[a]` is false.
        jump_if_false = JumpIfFalse { a: Use, c: Jump } [raises calls];
        /// Jumps if `r[a]` is `None`.
        jump_if_none = JumpIfNone { a: Use, c: Jump } [];
        /// Jumps if `r[a]` is not `None`.
        jump_if_not_none = JumpIfNotNone { a: Use, c: Jump } [];
        /// Jumps if `r[a]` is unbound (no error).
        jump_if_unbound = JumpIfUnbound { a: UseIfX, c: Jump } [];
        /// Jumps if `r[a] < r[b]`.
        jump_lt = JumpLt { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps if `r[a] <= r[b]`.
        jump_le = JumpLe { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps if `r[a] == r[b]`.
        jump_eq = JumpEq { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps if `r[a] != r[b]`.
        jump_ne = JumpNe { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps if `r[a] > r[b]`.
        jump_gt = JumpGt { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps if `r[a] >= r[b]`.
        jump_ge = JumpGe { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps unless `r[a] < r[b]` (not the same as `>=`: NaN, user classes).
        jump_not_lt = JumpNotLt { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps unless `r[a] <= r[b]`.
        jump_not_le = JumpNotLe { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps unless `r[a] == r[b]`.
        jump_not_eq = JumpNotEq { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps unless `r[a] != r[b]`.
        jump_not_ne = JumpNotNe { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps unless `r[a] > r[b]`.
        jump_not_gt = JumpNotGt { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps unless `r[a] >= r[b]`.
        jump_not_ge = JumpNotGe { a: Use, b: Use, c: Jump } [raises calls];
        /// Jumps if `r[a] < constants[b]`.
        jump_lt_k = JumpLtK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps if `r[a] <= constants[b]`.
        jump_le_k = JumpLeK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps if `r[a] == constants[b]`.
        jump_eq_k = JumpEqK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps if `r[a] != constants[b]`.
        jump_ne_k = JumpNeK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps if `r[a] > constants[b]`.
        jump_gt_k = JumpGtK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps if `r[a] >= constants[b]`.
        jump_ge_k = JumpGeK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps unless `r[a] < constants[b]`.
        jump_not_lt_k = JumpNotLtK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps unless `r[a] <= constants[b]`.
        jump_not_le_k = JumpNotLeK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps unless `r[a] == constants[b]`.
        jump_not_eq_k = JumpNotEqK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps unless `r[a] != constants[b]`.
        jump_not_ne_k = JumpNotNeK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps unless `r[a] > constants[b]`.
        jump_not_gt_k = JumpNotGtK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps unless `r[a] >= constants[b]`.
        jump_not_ge_k = JumpNotGeK { a: Use, b: Constant, c: Jump } [raises calls];
        /// Jumps if `r[a] is r[b]`.
        jump_is = JumpIs { a: Use, b: Use, c: Jump } [];
        /// Jumps if `r[a] is not r[b]`.
        jump_is_not = JumpIsNot { a: Use, b: Use, c: Jump } [];

        // -- Building values -----------------------------------------------------------------
        /// `r[a]` = tuple of `r[b]`, … (`c` of them).
        build_tuple = BuildTuple { a: Def, b: UseRange, c: Count } [raises];
        /// `r[a]` = list of `r[b]`, … (`c` of them).
        build_list = BuildList { a: Def, b: UseRange, c: Count } [raises];
        /// `r[a]` = set of `r[b]`, … (`c` of them).
        build_set = BuildSet { a: Def, b: UseRange, c: Count } [raises calls];
        /// `r[a]` = dict of the `c` pairs `r[b]: r[b+1]`, ….
        build_dict = BuildDict { a: Def, b: UsePairs, c: Count } [raises calls];
        /// `r[a] = slice(r[b], r[b+1], r[b+2])`.
        build_slice = BuildSlice { a: Def, b: UseThree } [raises];
        /// `r[a]` = the strings `r[b]`, … (`c` of them) joined.
        build_string = BuildString { a: Def, b: UseRange, c: Count } [raises];
        /// `r[a].append(r[b])` on an exact list.
        list_append = ListAppend { a: Use, b: Use } [raises];
        /// `r[a].extend(r[b])` on an exact list; a non-iterable raises "Value after * must be an iterable, not T"
        /// when `x` is 1 (call arguments), else "'T' object is not iterable" wording of displays.
        list_extend = ListExtend { a: Use, b: Use, x: Flags } [raises calls];
        /// `r[a] = tuple(r[b])` of an exact list.
        list_to_tuple = ListToTuple { a: Def, b: Use } [raises];
        /// `r[a].add(r[b])` on an exact set.
        set_add = SetAdd { a: Use, b: Use } [raises calls];
        /// `r[a].update(r[b])` on an exact set.
        set_update = SetUpdate { a: Use, b: Use } [raises calls];
        /// `r[a][r[b]] = r[c]` on an exact dict.
        dict_add = DictAdd { a: Use, b: Use, c: Use } [raises calls];
        /// `r[a].update(r[b])` on an exact dict; a non-mapping raises "'T' object is not a mapping".
        dict_update = DictUpdate { a: Use, b: Use } [raises calls];
        /// As `dict_update` for call keywords of the callable `r[c]`: a duplicate or non-string key raises.
        dict_merge = DictMerge { a: Use, b: Use, c: Use } [raises calls];
        /// `r[a]` = `r[b]` formatted. `x` bits 0-1: conversion 0 none, 1 `!s`, 2 `!r`, 3 `!a`; bit 2: `r[c]` is the format spec.
        format_value = FormatValue { a: Def, b: Use, c: Use, x: Flags } [raises calls];
        /// `r[a]` = a t-string interpolation of value `r[b]`, expression text `r[b+1]`, format spec `r[b+2]` (a str); `x` = conversion as above.
        build_interpolation = BuildInterpolation { a: Def, b: UseThree, x: Flags } [raises];
        /// `r[a]` = a t-string template of the tuple of strings `r[b]` and the tuple of interpolations `r[b+1]`.
        build_template = BuildTemplate { a: Def, b: UseTwo } [raises];
        /// `r[a]`, … (`c` of them) = the items of `r[b]`, which has exactly as many.
        unpack = Unpack { a: DefRange, b: Use, c: Count } [raises calls];
        /// `r[a]`, … = the first `x` items of `r[b]`, a list of the middle, the last `c` items.
        unpack_star = UnpackStar { a: DefStarRange, b: Use, c: Count, x: Count } [raises calls];

        // -- Calls ---------------------------------------------------------------------------
        /// `r[a] = r[b](r[b+1], …)` with `c` positional arguments.
        call = Call { a: Def, b: CallRange, c: Count } [raises calls];
        /// `r[a] = r[b](r[b+1]?, r[b+2], …)`: what `load_method` made, with `c` positional arguments.
        call_method = CallMethod { a: Def, b: MethodRange, c: Count } [raises calls];
        /// As `call`, the last of the `c` arguments being keywords, named by the tuple `constants[x]`-th of
        /// `Code::keyword_names`; the index is that of `Code::keyword_names`, which has at most 256 entries
        /// (the compiler falls back to `call_spread` beyond).
        call_keywords = CallKeywords { a: Def, b: CallRange, c: Count, x: Count } [raises calls];
        /// As `call_keywords`, of what `load_method` made.
        call_method_keywords = CallMethodKeywords { a: Def, b: MethodRange, c: Count, x: Count } [raises calls];
        /// `r[a] = r[b](*r[b+1], **r[b+2])`: a tuple or list, and a dict or unbound.
        call_spread = CallSpread { a: Def, b: UseThree } [raises calls];
        /// Returns `r[a]`.
        return_ = Return { a: Use } [ends];
        /// Runs built-in operation `x` ([`Intrinsic`](crate::bytecode::opcode::Intrinsic)) on `r[b]`, … (`c` of them), result to `r[a]`.
        intrinsic = Intrinsic { a: Def, b: UseRange, c: Count, x: Flags } [raises calls];
        /// `r[a]` = function of code `constants[b]`; bits of `x` say which of these follow each other from `r[c]`:
        /// 1 tuple of defaults, 2 dict of keyword defaults, 4 `__annotate__` function, 8 tuple of closure cells.
        make_function = MakeFunction { a: Def, b: Constant, c: UseFlagged, x: Flags } [raises];
        /// `r[a]` = the function that builds classes.
        load_build_class = LoadBuildClass { a: Def } [raises calls];

        // -- Iteration -----------------------------------------------------------------------
        /// `r[a] = iter(r[b])`; the result is visible only to `for_iter`.
        get_iter = GetIter { a: Def, b: Use } [raises calls];
        /// `r[a] = next(r[b])`, or jumps at the end (leaving `r[a]` as it was).
        for_iter = ForIter { a: Def, b: Use, c: Jump } [raises calls];

        // -- Generators and coroutines -------------------------------------------------------
        /// First instruction of a generator, coroutine or async generator: returns it, suspended behind this instruction.
        make_generator = MakeGenerator {} [raises];
        /// Yields `r[b]`; when resumed, `r[a]` = the value sent. `x` bit 0: it delegates (`yield from`, `await`) to `r[c]`.
        /// Bit 1: an `await` in an async generator (the value passes through unwrapped). The frame resumes here.
        yield_ = Yield { a: Def, b: Use, c: UseIfX, x: Flags } [raises calls head];
        /// Sends `r[a]` to the iterator `r[b]`: yielded, `r[a]` = the value and control falls through (to a delegating
        /// `yield_`); returned, `r[a]` = the return value and control jumps.
        send = Send { a: UseDef, b: Use, c: Jump } [raises calls];
        /// `r[a]` = the iterator `yield from r[b]` delegates to.
        get_yield_from_iter = GetYieldFromIter { a: Def, b: Use } [raises calls];
        /// `r[a]` = the iterator `await r[b]` delegates to; `x`: 0 plain, 1 from `__aenter__`, 2 from `__aexit__`.
        get_awaitable = GetAwaitable { a: Def, b: Use, x: Flags } [raises calls];
        /// `r[a] = r[b].__aiter__()`, checked.
        get_async_iter = GetAsyncIter { a: Def, b: Use } [raises calls];
        /// `r[a]` = the awaitable's iterator of `r[b].__anext__()`.
        get_async_next = GetAsyncNext { a: Def, b: Use } [raises calls];
        /// Jumps if the exception `r[a]` is `StopAsyncIteration`, else raises it again.
        end_async_for = EndAsyncFor { a: Use, c: Jump } [raises];

        // -- Exceptions ----------------------------------------------------------------------
        /// `raise` (`x` = 0), `raise r[a]` (1), `raise r[a] from r[b]` (2).
        raise = Raise { a: UseIfX, b: UseIfX, x: Count } [raises calls ends];
        /// Raises the exception `r[a]` again, its traceback as it is.
        reraise = Reraise { a: Use } [raises ends];
        /// `r[a]` = the exception this frame was handling; from now on it handles `r[b]`.
        push_handled = PushHandled { a: Def, b: Use } [];
        /// This frame again handles `r[a]`, which `push_handled` saved.
        pop_handled = PopHandled { a: Use } [];
        /// Jumps unless the exception `r[a]` matches the class or tuple of classes `r[b]`.
        jump_unless_match = JumpUnlessMatch { a: Use, b: Use, c: Jump } [raises calls];
        /// `except*`: splits the exception or group `r[b]` by `r[c]`: `r[a]` = the part that matches or `None`, `r[a+1]` = the rest or `None`.
        match_group = MatchGroup { a: DefTwo, b: Use, c: Use } [raises calls];
        /// `except*`: `r[a]` = what to raise again, or `None`, given the original `r[b]` and the list `r[c]` of raised and unmatched.
        prepare_reraise_star = PrepareReraiseStar { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a], r[a+1]` = special method `x` (0 `__enter__`, 1 `__exit__`, 2 `__aenter__`, 3 `__aexit__`) of `r[b]`, looked up on its type, as `load_method`.
        load_special = LoadSpecial { a: DefTwo, b: Use, x: Flags } [raises calls];
        /// `r[a]` = the exit method `r[b], r[b+1]` called with type, value and traceback of the exception `r[c]`.
        with_exit = WithExit { a: Def, b: UseTwo, c: Use } [raises calls];
        /// Raises `AssertionError`, with `r[a]` when `x` is 1.
        raise_assertion = RaiseAssertion { a: UseIfX, x: Flags } [raises calls ends];

        // -- Imports -------------------------------------------------------------------------
        /// `r[a]` = `__import__(name of cache site c, globals, locals, r[b+1], r[b])`: `r[b]` the level, `r[b+1]` the names or `None`.
        import_name = ImportName { a: Def, b: UseTwo, c: Cache } [raises calls];
        /// `r[a] = from r[b] import (name of cache site c)`.
        import_from = ImportFrom { a: Def, b: Use, c: Cache } [raises calls];
        /// `from r[a] import *` into the frame's namespace.
        import_star = ImportStar { a: Use } [raises calls];

        // -- Pattern matching ----------------------------------------------------------------
        /// `r[a]` = tuple of attributes if `r[b]` matches class `r[c]` with `x` positional patterns and keyword names `r[c+1]`, else `None`.
        match_class = MatchClass { a: Def, b: Use, c: UseTwo, x: Count } [raises calls];
        /// `r[a]` = tuple of the values of mapping `r[b]` at the keys of tuple `r[c]`, or `None` if one is missing.
        match_keys = MatchKeys { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a]` = is `r[b]` a mapping to patterns?
        match_mapping = MatchMapping { a: Def, b: Use } [];
        /// `r[a]` = is `r[b]` a sequence to patterns?
        match_sequence = MatchSequence { a: Def, b: Use } [];
        /// `r[a]` = dict of the mapping `r[b]` without the keys of tuple `r[c]`.
        match_rest = MatchRest { a: Def, b: Use, c: Use } [raises calls];
        /// `r[a] = len(r[b])`.
        get_len = GetLen { a: Def, b: Use } [raises calls];
    } };
}

macro_rules! operand {
    () => {
        Operand::None
    };
    ($Kind:ident) => {
        Operand::$Kind
    };
}

macro_rules! define_opcodes {
    ($( $(#[doc = $doc:literal])* $name:ident = $Variant:ident { $($field:ident : $Kind:ident),* $(,)? } [$($flag:ident)*]; )*) => {
        /// The alphabet of the bytecode.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum Opcode { $( $(#[doc = $doc])* $Variant, )* }

        impl Opcode {
            /// Every opcode; the index is its number. Padded to 256 so that any byte may index it.
            pub const ALL: [Opcode; 256] = {
                let mut all = [Opcode::Nop; 256];
                let mut index = 0;
                $( all[index] = Opcode::$Variant; index += 1; )*
                assert!(index <= 256);
                all
            };
            /// How many opcodes there are.
            pub const COUNT: usize = [$(Opcode::$Variant),*].len();
        }

        static INFO: [OpcodeInfo; Opcode::COUNT] = [$({
            #[allow(unused_mut, reason = "rows without operands or flags change nothing")]
            let mut info = OpcodeInfo {
                name: stringify!($name), x: Operand::None, a: Operand::None, b: Operand::None, c: Operand::None,
                raises: false, calls: false, ends: false, head: false, doc: concat!($($doc, "\n"),*),
            };
            $( info.$field = operand!($Kind); )*
            $( info.$flag = true; )*
            info
        }),*];
    };
}

for_each_opcode!(define_opcodes);

impl Opcode {
    /// What the table says about this opcode.
    #[inline]
    pub fn info(self) -> &'static OpcodeInfo {
        &INFO[self as usize]
    }
}

/// Calls `$callback!` with every operation of the `intrinsic` opcode.
#[macro_export]
macro_rules! for_each_intrinsic {
    ($callback:ident) => {
        $callback! {
            /// Prints the value of an expression statement typed at the prompt (`sys.displayhook`).
            print_expression = PrintExpression(1);
            /// A `StopIteration` (or `StopAsyncIteration` in an async generator) that is about to leave a generator becomes `RuntimeError`.
            stop_iteration_error = StopIterationError(1);
            /// A type variable named by the first; no bound.
            type_var = TypeVar(1);
            /// A type variable with a lazily evaluated bound (a function).
            type_var_with_bound = TypeVarWithBound(2);
            /// A type variable with lazily evaluated constraints (a function).
            type_var_with_constraints = TypeVarWithConstraints(2);
            /// A parameter specification.
            param_spec = ParamSpec(1);
            /// A type variable tuple.
            type_var_tuple = TypeVarTuple(1);
            /// Gives the type parameter (first) its lazily evaluated default (second, a function).
            set_type_param_default = SetTypeParamDefault(2);
            /// `typing.Generic[*params]` of the tuple of type parameters.
            subscript_generic = SubscriptGeneric(1);
            /// Gives the function (first) its `__type_params__` (second); result: the function.
            set_function_type_params = SetFunctionTypeParams(2);
            /// A type alias from name, type parameters (tuple or None) and evaluating function.
            type_alias = TypeAlias(3);
            /// Wraps a value that an async generator yields.
            async_generator_wrap = AsyncGeneratorWrap(1);
            /// Copies an exact or inexact list, tuple or other iterable to a new list.
            list_from = ListFrom(1);
            /// Raises `SyntaxError`-free `TypeError` for annotation formats other than VALUE: `__annotate__` functions call it with the format.
            check_annotation_format = CheckAnnotationFormat(1);
        }
    };
}

macro_rules! define_intrinsics {
    ($( $(#[doc = $doc:literal])* $name:ident = $Variant:ident ($count:literal); )*) => {
        /// The operations of the `intrinsic` opcode.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Intrinsic { $( $(#[doc = $doc])* $Variant, )* }

        impl Intrinsic {
            /// Every operation; the index is its number.
            pub const ALL: &[Intrinsic] = &[$(Intrinsic::$Variant),*];

            /// Name and number of operands.
            pub const fn info(self) -> (&'static str, u16) {
                match self { $( Intrinsic::$Variant => (stringify!($name), $count), )* }
            }
        }
    };
}

for_each_intrinsic!(define_intrinsics);

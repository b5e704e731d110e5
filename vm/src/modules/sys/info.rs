//! What `sys` tells about the machine: version, flags, properties of numbers and hashes.

use gc::{Gc, TempVec, Value};

use crate::builtins::dict::{Dict, DictChange};
use crate::native::TypeDef;
use crate::{PyResult, Vm, struct_sequence};

struct_sequence! {
    /// sys.version_info
    ///
    /// Version information as a named tuple.
    static VERSION_INFO = "sys.version_info" { 0 "major"; 1 "minor"; 2 "micro"; 3 "releaselevel"; 4 "serial"; }
}

struct_sequence! {
    /// sys.flags
    ///
    /// Flags provided through command line arguments or environment vars.
    static FLAGS = "sys.flags" {
        0 "debug"; 1 "inspect"; 2 "interactive"; 3 "optimize"; 4 "dont_write_bytecode"; 5 "no_user_site"; 6 "no_site"; 7 "ignore_environment";
        8 "verbose"; 9 "bytes_warning"; 10 "quiet"; 11 "hash_randomization"; 12 "isolated"; 13 "dev_mode"; 14 "utf8_mode";
        15 "warn_default_encoding"; 16 "safe_path"; 17 "int_max_str_digits"; 18 "gil"; 19 "thread_inherit_context"; 20 "context_aware_warnings";
    }
}

struct_sequence! {
    /// sys.float_info
    ///
    /// A named tuple holding information about the float type.
    static FLOAT_INFO = "sys.float_info" {
        0 "max"; 1 "max_exp"; 2 "max_10_exp"; 3 "min"; 4 "min_exp"; 5 "min_10_exp"; 6 "dig"; 7 "mant_dig"; 8 "epsilon"; 9 "radix"; 10 "rounds";
    }
}

struct_sequence! {
    /// sys.int_info
    ///
    /// A named tuple that holds information about Python's internal representation of integers.
    static INT_INFO = "sys.int_info" { 0 "bits_per_digit"; 1 "sizeof_digit"; 2 "default_max_str_digits"; 3 "str_digits_check_threshold"; }
}

struct_sequence! {
    /// hash_info
    ///
    /// A named tuple providing parameters used for computing hashes.
    static HASH_INFO = "sys.hash_info" {
        0 "width"; 1 "modulus"; 2 "inf"; 3 "nan"; 4 "imag"; 5 "algorithm"; 6 "hash_bits"; 7 "seed_bits"; 8 "cutoff";
    }
}

struct_sequence! {
    /// sys.thread_info
    ///
    /// A named tuple holding information about the thread implementation.
    static THREAD_INFO = "sys.thread_info" { 0 "name"; 1 "lock"; 2 "version"; }
}

enum Item {
    Int(i64),
    Float(f64),
    Text(&'static str),
    Bool(bool),
}

fn sequence(vm: &mut Vm, def: &'static TypeDef, items: &[Item]) -> PyResult<Value> {
    let mut values = TempVec::new();
    for item in items {
        let value = match *item {
            Item::Int(number) => vm.new_int(number)?,
            Item::Float(number) => Value::from_f64(number),
            Item::Text(text) => vm.intern(text)?.value(),
            Item::Bool(truth) => Value::from_bool(truth),
        };
        values.push(value);
    }
    let class = vm.native_type(def)?;
    Ok(vm.new_tuple_of(class, &values)?.value())
}

/// Enters all of it in the module's namespace.
pub(super) fn complete(vm: &mut Vm, dict: Gc<Dict>) -> PyResult<()> {
    use Item::{Bool, Float, Int, Text};
    let version = sequence(vm, &VERSION_INFO, &[Int(3), Int(14), Int(2), Text("final"), Int(0)])?;
    let optimize = i64::from(vm.optimize);
    let mut flags: Vec<Item> = (0..21).map(|_| Int(0)).collect();
    flags[3] = Int(optimize);
    flags[4] = Int(1);
    flags[11] = Int(1);
    flags[13] = Bool(false);
    flags[14] = Int(1);
    flags[16] = Bool(false);
    flags[17] = Int(vm.int_max_str_digits as i64);
    flags[18] = Int(1);
    let flags = sequence(vm, &FLAGS, &flags)?;
    let floats = [
        Float(f64::MAX),
        Int(1024),
        Int(308),
        Float(f64::MIN_POSITIVE),
        Int(-1021),
        Int(-307),
        Int(15),
        Int(53),
        Float(f64::EPSILON),
        Int(2),
        Int(1),
    ];
    let floats = sequence(vm, &FLOAT_INFO, &floats)?;
    let ints = sequence(vm, &INT_INFO, &[Int(30), Int(4), Int(4300), Int(640)])?;
    let hashes = [
        Int(64),
        Int((1 << 61) - 1),
        Int(314_159),
        Int(0),
        Int(1_000_003),
        Text("siphash13"),
        Int(64),
        Int(128),
        Int(0),
    ];
    let hashes = sequence(vm, &HASH_INFO, &hashes)?;
    let nothing = Value::NONE;
    let class = vm.native_type(&THREAD_INFO)?;
    let names = [vm.intern("pthread")?.value(), vm.intern("semaphore")?.value(), nothing];
    let threads = vm.new_tuple_of(class, &names)?.value();
    for (name, value) in [
        ("version_info", version),
        ("flags", flags),
        ("float_info", floats),
        ("int_info", ints),
        ("hash_info", hashes),
        ("thread_info", threads),
    ] {
        let name = vm.intern(name)?;
        dict.set_name(vm, name, value)?;
    }
    let namespace = vm.types.simple_namespace;
    let implementation = crate::builtins::class::make(vm, namespace, crate::native::Args::NONE)?;
    for (key, value) in [
        ("name", vm.intern("moltvm")?.value()),
        ("cache_tag", vm.intern("moltvm-314")?.value()),
        ("version", version),
        ("hexversion", Value::from_small(0x030E_02F0)),
    ] {
        let key = vm.intern(key)?;
        vm.set_attribute(implementation, key, value)?;
    }
    let name = vm.intern("implementation")?;
    dict.set_name(vm, name, implementation)
}

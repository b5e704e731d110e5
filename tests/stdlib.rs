//! The standard library: the programs of `tests/stdlib`, a test for each folder.

#[path = "support/suite.rs"]
mod suite;

suite::chapters! {
    "stdlib":
    asyncio,
    collections,
    contextlib,
    dataclasses,
    datetime,
    decimal,
    enum_,
    functools,
    heapq,
    io,
    itertools,
    json,
    math,
    pathlib,
    random,
    re,
    struct_,
    textwrap,
    typing,
}

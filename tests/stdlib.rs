//! The standard library: the programs of `tests/stdlib`, a test for each folder.

#[path = "support/suite.rs"]
mod suite;

suite::chapters! {
    "stdlib":
    argparse,
    ast,
    asyncio,
    collections,
    contextlib,
    copy,
    dataclasses,
    datetime,
    decimal,
    enum_,
    functools,
    heapq,
    inspect,
    io,
    itertools,
    json,
    logging,
    math,
    pathlib,
    random,
    re,
    statistics,
    struct_,
    textwrap,
    tokenize,
    typing,
    unittest,
}

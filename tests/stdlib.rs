//! The standard library: the programs of `tests/stdlib`, a test for each folder.

#[path = "support/suite.rs"]
mod suite;

suite::chapters! {
    "stdlib":
    argparse,
    ast,
    asyncio,
    codecs,
    collections,
    contextlib,
    copy,
    dataclasses,
    datetime,
    decimal,
    enum_,
    functools,
    hashlib,
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
    threading,
    tokenize,
    typing,
    unittest,
}

//! Is it Python: the programs of `tests/lang`, a test for each chapter.

#[path = "support/suite.rs"]
mod suite;

suite::chapters! {
    "lang":
    annotations,
    assignment,
    async_,
    builtins,
    classes,
    comprehensions,
    control_flow,
    dynamic,
    exceptions,
    expressions,
    functions,
    generators,
    matching,
    scopes,
    strings,
    tracebacks,
    with,
}

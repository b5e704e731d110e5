//! Is it Python: the programs of `tests/lang`, a test for each chapter.

#[path = "support/suite.rs"]
mod suite;

suite::chapters! {
    "lang":
    assignment,
    comprehensions,
    control_flow,
    expressions,
    functions,
    scopes,
}

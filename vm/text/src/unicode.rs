//! Properties and mappings of code points, as `str` and `unicodedata` define them.
//!
//! Everything takes `u32` code points because Python strings may hold lone surrogates; values beyond
//! U+10FFFF behave as unassigned. The data is Unicode 16, the version of Python 3.14. ASCII is
//! answered without a table.

mod alias_table;
mod case;
mod decomposition_table;
mod name;
mod normalize;
mod numeric_table;
mod property;

pub use case::{
    CaseMapping, capitalize, casefold, lower, lower_final_sigma, swapcase, title, to_casefold,
    to_lower, to_title, to_upper, upper,
};
pub use name::{lookup, name};
pub use normalize::{NormalForm, decomposition, is_normalized, normalize};
pub use property::{
    bidirectional, category, combining, decimal_value, digit_value, east_asian_width, is_alnum,
    is_alpha, is_case_ignorable, is_cased, is_decimal, is_digit, is_identifier_continue,
    is_identifier_start, is_line_break, is_lower, is_numeric, is_printable, is_space, is_title,
    is_upper, mirrored, numeric_value,
};

/// The version of the Unicode data, as `unicodedata.unidata_version`.
pub const UNIDATA_VERSION: &str = "16.0.0";

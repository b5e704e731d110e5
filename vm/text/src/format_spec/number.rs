//! Formatting of ints, floats and complex numbers.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::layout::{NumberParts, padding, push_fill, write_number};
use super::{Alignment, FormatError, FormatSpec, SignRule};
use crate::float::{FloatCode, FloatFlags, f64_from_bigint, format_double};
use crate::int::{TooManyDigits, magnitude_in_radix, to_decimal};

fn radix_of(code: Option<char>) -> Option<(u32, &'static str)> {
    match code? {
        'b' => Some((2, "0b")),
        'o' => Some((8, "0o")),
        'x' => Some((16, "0x")),
        'X' => Some((16, "0X")),
        'd' | 'n' => Some((10, "")),
        _ => None,
    }
}

fn sign_text(negative: bool, rule: Option<SignRule>) -> &'static str {
    match (negative, rule) {
        (true, _) => "-",
        (false, Some(SignRule::Plus)) => "+",
        (false, Some(SignRule::Space)) => " ",
        (false, _) => "",
    }
}

fn is_float_code(code: Option<char>) -> bool {
    matches!(code, Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%'))
}

/// `format(int, spec)`.
pub fn format_i64(spec: &FormatSpec, value: i64) -> Result<String, FormatError> {
    if is_float_code(spec.code) {
        return format_f64(spec, value as f64);
    }
    format_digits(spec, value < 0, u32::try_from(value).ok(), |radix| {
        Ok(magnitude_in_radix(value.unsigned_abs(), radix))
    })
}

/// `format(int, spec)`; the decimal types obey the limit on digits (0 for none).
pub fn format_bigint(
    spec: &FormatSpec,
    value: &BigInt,
    maximum_digits: usize,
) -> Result<String, FormatError> {
    if is_float_code(spec.code) {
        let float = f64_from_bigint(value)
            .map_err(|_| FormatError::Overflow("int too large to convert to float".to_owned()))?;
        return format_f64(spec, float);
    }
    format_digits(spec, value.is_negative(), value.to_u32(), |radix| {
        let magnitude = value.abs();
        if radix == 10 {
            to_decimal(&magnitude, maximum_digits)
        } else {
            Ok(magnitude.to_str_radix(radix))
        }
    })
}

fn format_digits(
    spec: &FormatSpec,
    negative: bool,
    character: Option<u32>,
    digits: impl Fn(u32) -> Result<String, TooManyDigits>,
) -> Result<String, FormatError> {
    let radix = radix_of(spec.code);
    if radix.is_none() && spec.code != Some('c') {
        return Err(spec.unknown_code());
    }
    if spec.precision.is_some() {
        return Err(FormatError::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(FormatError::value(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    let mut out = String::new();
    let Some((radix, prefix)) = radix else {
        if spec.sign.is_some() {
            return Err(FormatError::value("Sign not allowed with integer format specifier 'c'"));
        }
        if spec.alternate {
            return Err(FormatError::value(
                "Alternate form (#) not allowed with integer format specifier 'c'",
            ));
        }
        let out_of_range = || FormatError::Overflow("%c arg not in range(0x110000)".to_owned());
        let code_point = character.filter(|c| *c < 0x11_0000).ok_or_else(out_of_range)?;
        // A lone surrogate cannot be in a Rust string; callers that want one take `%c`.
        let character = char::from_u32(code_point).ok_or_else(out_of_range)?;
        let (left, right) = padding(spec, 1);
        push_fill(spec.fill, left, &mut out);
        out.push(character);
        push_fill(spec.fill, right, &mut out);
        return Ok(out);
    };
    let mut digits = digits(radix).map_err(|error| FormatError::Value(error.message()))?;
    if spec.code == Some('X') {
        digits.make_ascii_uppercase();
    }
    let parts = NumberParts {
        sign: sign_text(negative, spec.sign),
        prefix: if spec.alternate { prefix } else { "" },
        digits: &digits,
        fraction: "",
        rest: "",
        group: if radix == 10 { 3 } else { 4 },
    };
    write_number(spec, &parts, &mut out);
    Ok(out)
}

/// The code, default precision and case of a presentation type of floats.
fn float_code(code: Option<char>) -> Option<(FloatCode, usize, bool)> {
    match code {
        None => Some((FloatCode::Shortest, 0, false)),
        Some('e') => Some((FloatCode::Exponent, 6, false)),
        Some('E') => Some((FloatCode::Exponent, 6, true)),
        Some('f' | '%') => Some((FloatCode::Fixed, 6, false)),
        Some('F') => Some((FloatCode::Fixed, 6, true)),
        Some('g' | 'n') => Some((FloatCode::General, 6, false)),
        Some('G') => Some((FloatCode::General, 6, true)),
        Some(_) => None,
    }
}

/// Writes one float with sign and grouping as the specification says.
fn write_float(
    spec: &FormatSpec,
    value: f64,
    add_dot_zero: bool,
    out: &mut String,
) -> Result<(), FormatError> {
    let (mut code, default_precision, upper) =
        float_code(spec.code).ok_or_else(|| spec.unknown_code())?;
    let percent = spec.code == Some('%');
    let precision = match spec.precision {
        None => default_precision,
        Some(precision) if precision > i32::MAX as usize => {
            return Err(FormatError::value("precision too big"));
        }
        Some(precision) => {
            if code == FloatCode::Shortest {
                code = FloatCode::General;
            }
            precision
        }
    };
    let flags = FloatFlags {
        alternate: spec.alternate,
        always_sign: false,
        add_dot_zero,
        no_negative_zero: spec.no_negative_zero,
        upper,
    };
    let mut text =
        format_double(if percent { value * 100.0 } else { value }, code, precision, flags);
    if percent {
        text.push('%');
    }
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, text.as_str()),
    };
    let whole = magnitude.bytes().take_while(u8::is_ascii_digit).count();
    // Both cuts follow ASCII characters.
    let (digits, rest) = magnitude.split_at(whole);
    let fraction = match rest.strip_prefix('.') {
        Some(after) => 1 + after.bytes().take_while(u8::is_ascii_digit).count(),
        None => 0,
    };
    let (fraction, rest) = rest.split_at(fraction);
    let parts = NumberParts {
        sign: sign_text(negative, spec.sign),
        prefix: "",
        digits,
        fraction,
        rest,
        group: 3,
    };
    write_number(spec, &parts, out);
    Ok(())
}

/// `format(float, spec)`.
pub fn format_f64(spec: &FormatSpec, value: f64) -> Result<String, FormatError> {
    let mut out = String::new();
    write_float(spec, value, spec.code.is_none(), &mut out)?;
    Ok(out)
}

/// `format(complex, spec)`.
pub fn format_complex(spec: &FormatSpec, real: f64, imaginary: f64) -> Result<String, FormatError> {
    if float_code(spec.code).is_none() || spec.code == Some('%') {
        return Err(spec.unknown_code());
    }
    if spec.fill == '0' {
        return Err(FormatError::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.alignment == Alignment::AfterSign {
        return Err(FormatError::value(
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    let mut part = FormatSpec { width: 0, fill: ' ', alignment: Alignment::Left, ..spec.clone() };
    let bare = spec.code.is_none();
    let skip_real = bare && real == 0.0 && real.is_sign_positive();
    let parentheses = bare && !skip_real;
    let mut body = String::new();
    if parentheses {
        body.push('(');
    }
    if !skip_real {
        write_float(&part, real, false, &mut body)?;
        part.sign = Some(SignRule::Plus);
    }
    write_float(&part, imaginary, false, &mut body)?;
    body.push('j');
    if parentheses {
        body.push(')');
    }
    let (left, right) = padding(spec, body.len());
    let mut out = String::new();
    push_fill(spec.fill, left, &mut out);
    out.push_str(&body);
    push_fill(spec.fill, right, &mut out);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::super::FormatKind;
    use super::*;

    fn message<T>(result: Result<T, FormatError>) -> String {
        match result {
            Err(FormatError::Value(message) | FormatError::Overflow(message)) => message,
            Ok(_) => "no error".to_owned(),
        }
    }

    fn int(spec: &str, value: i64) -> Result<String, FormatError> {
        let spec = FormatSpec::parse(spec, FormatKind::Int, "int")?;
        let small = format_i64(&spec, value);
        assert_eq!(small, format_bigint(&spec, &BigInt::from(value), 4300));
        small
    }

    fn float(spec: &str, value: f64) -> Result<String, FormatError> {
        format_f64(&FormatSpec::parse(spec, FormatKind::Float, "float")?, value)
    }

    fn complex(spec: &str, real: f64, imaginary: f64) -> Result<String, FormatError> {
        format_complex(&FormatSpec::parse(spec, FormatKind::Complex, "complex")?, real, imaginary)
    }

    #[test]
    fn ints() {
        for (spec, value, expected) in [
            ("", -5, "-5"),
            ("5", 42, "   42"),
            ("<5", 42, "42   "),
            ("*^6", 42, "**42**"),
            ("05", -42, "-0042"),
            ("+d", 42, "+42"),
            (" ,", 1234567, " 1,234,567"),
            ("010,", 1234, "00,001,234"),
            ("08,", 1234, "0,001,234"),
            ("_x", 0xABCDEF, "ab_cdef"),
            ("#X", 255, "0XFF"),
            ("#010b", 5, "0b00000101"),
            ("x=8", 5, "xxxxxxx5"),
            ("=+8", 5, "+      5"),
            ("c", 65, "A"),
            ("3c", 65, "  A"),
            ("<3c", 0x20AC, "€  "),
            (".2f", 3, "3.00"),
            ("%", 1, "100.000000%"),
            ("n", 1234567, "1234567"),
            ("<08d", 5, "50000000"),
            ("e", 12345, "1.234500e+04"),
        ] {
            assert_eq!(int(spec, value).as_deref(), Ok(expected), "{spec}");
        }
        for (spec, expected) in [
            (".2", "Precision not allowed in integer format specifier"),
            ("z", "Negative zero coercion (z) not allowed in integer format specifier"),
            ("s", "Unknown format code 's' for object of type 'int'"),
            ("\u{e9}", "Unknown format code '\\xe9' for object of type 'int'"),
            (",x", "Cannot specify ',' with 'x'."),
            (",_", "Cannot specify both ',' and '_'."),
            ("_,", "Cannot specify both ',' and '_'."),
            (",n", "Cannot specify ',' with 'n'."),
            ("10dd", "Invalid format specifier '10dd' for object of type 'int'"),
            ("+c", "Sign not allowed with integer format specifier 'c'"),
            ("#c", "Alternate form (#) not allowed with integer format specifier 'c'"),
            ("99999999999999999999", "Too many decimal digits in format string"),
            (".", "Format specifier missing precision"),
        ] {
            assert_eq!(message(int(spec, 1)), expected, "{spec}");
        }
        assert_eq!(message(int("c", 0x110000)), "%c arg not in range(0x110000)");
        assert_eq!(message(int("c", -1)), "%c arg not in range(0x110000)");
    }

    #[test]
    fn floats() {
        for (spec, value, expected) in [
            ("", 1.0, "1.0"),
            (".3", 123.0, "1.23e+02"),
            (".4", 123.0, "123.0"),
            (".0", 1.0, "1e+00"),
            (".3g", 123.0, "123"),
            ("#.3g", 123.0, "123."),
            (",.2f", 1234567.891, "1,234,567.89"),
            ("010.1f", -1.25, "-0000001.2"),
            ("015,.1f", -1234.25, "-0,000,001,234.2"),
            ("+.1%", 0.1234, "+12.3%"),
            ("z.1f", -0.04, "0.0"),
            ("010", f64::INFINITY, "0000000inf"),
            ("F", f64::NAN, "NAN"),
            ("+", f64::NAN, "+nan"),
            ("_e", 1e10, "1.000000e+10"),
            ("*>8.2E", 12345.0, "1.23E+04"),
            ("g", 1e-5, "1e-05"),
            ("n", 1234.5, "1234.5"),
            (".7,f", 1.5, "1.500,000,0"),
            (",._f", 1234.5, "1,234.500_000"),
        ] {
            assert_eq!(float(spec, value).as_deref(), Ok(expected), "{spec}");
        }
        assert_eq!(message(float("d", 1.0)), "Unknown format code 'd' for object of type 'float'");
        assert_eq!(message(float(".2147483648f", 1.0)), "precision too big");
    }

    #[test]
    fn complex_numbers() {
        for (spec, real, imaginary, expected) in [
            (".2f", 1.0, -2.0, "1.00-2.00j"),
            ("12", 1.0, 2.0, "      (1+2j)"),
            ("<8", 0.0, 2.0, "2j      "),
            ("+.1e", 0.0, 2.0, "+0.0e+00+2.0e+00j"),
            ("+", 0.0, 2.0, "+2j"),
            (",f", 1234.0, 5678.0, "1,234.000000+5,678.000000j"),
            (".3", 1.0, 100.0, "(1+100j)"),
        ] {
            assert_eq!(complex(spec, real, imaginary).as_deref(), Ok(expected), "{spec}");
        }
        for (spec, expected) in [
            ("010", "Zero padding is not allowed in complex format specifier"),
            ("=10", "'=' alignment flag is not allowed in complex format specifier"),
            ("%", "Unknown format code '%' for object of type 'complex'"),
        ] {
            assert_eq!(message(complex(spec, 1.0, 1.0)), expected);
        }
    }

    #[test]
    fn strings() {
        use super::super::{StrLayout, layout_str};
        let layout = |spec: &str, length| {
            layout_str(&FormatSpec::parse(spec, FormatKind::Str, "str")?, length)
        };
        let expected = StrLayout { length: 3, left: 3, right: 4, fill: '*' };
        assert_eq!(layout("*^10.3", 5), Ok(expected));
        assert_eq!(layout("05", 3), Ok(StrLayout { length: 3, left: 0, right: 2, fill: '0' }));
        for (spec, expected) in [
            ("+", "Sign not allowed in string format specifier"),
            (" ", "Space not allowed in string format specifier"),
            ("#", "Alternate form (#) not allowed in string format specifier"),
            ("z", "Negative zero coercion (z) not allowed in string format specifier"),
            ("=5", "'=' alignment not allowed in string format specifier"),
            (",", "Cannot specify ',' with 's'."),
            ("x", "Unknown format code 'x' for object of type 'str'"),
        ] {
            assert_eq!(message(layout(spec, 3)), expected);
        }
    }
}

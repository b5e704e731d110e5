//! `bytes % values`.

use gc::Value;
use text::percent::{Conversion, PercentParser, Piece, Resolved};

use super::Bytes;
use crate::builtins::str::PercentArguments;
use crate::{Name, PyResult, Vm};

impl Vm {
    /// The bytes `template % values` has.
    pub(crate) fn percent_bytes(&mut self, template: &[u8], values: Value) -> PyResult<Vec<u8>> {
        let points: Vec<u32> = template.iter().map(|&byte| u32::from(byte)).collect();
        let mut arguments = PercentArguments::new(self, values);
        let mut result = Vec::with_capacity(template.len());
        for piece in PercentParser::new(&points) {
            match piece {
                Ok(Piece::Literal(range)) => result.extend_from_slice(&template[range]),
                Ok(Piece::Conversion(conversion)) => {
                    if let Some(range) = &conversion.key {
                        let key = self.new_bytes(&template[range.clone()])?;
                        arguments.select(self, key.value())?;
                    }
                    self.percent_bytes_conversion(&conversion, &mut arguments, &mut result)?;
                }
                Err(error) => return Err(self.value_error(error.message())),
            }
        }
        arguments.finish(self, "bytes")?;
        Ok(result)
    }

    fn percent_bytes_conversion(
        &mut self,
        conversion: &Conversion,
        arguments: &mut PercentArguments,
        result: &mut Vec<u8>,
    ) -> PyResult<()> {
        let code = char::from_u32(conversion.code).unwrap_or('?');
        let resolved = arguments.resolve(self, conversion)?;
        if code == '%' {
            result.push(b'%');
            return Ok(());
        }
        let value = arguments.next(self)?;
        let bytes = match code {
            'b' | 's' => self.percent_bytes_of(value)?,
            'r' | 'a' => self.ascii(value)?.to_string_lossy().into_bytes(),
            'c' => vec![self.percent_byte(value)?],
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                result.extend_from_slice(self.percent_int(&resolved, code, value)?.as_bytes());
                return Ok(());
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let number = self.to_f64(value)?;
                result.extend_from_slice(resolved.format_float(code, number).as_bytes());
                return Ok(());
            }
            _ => return Err(self.value_error(conversion.unsupported())),
        };
        let (kept, left, right) = if code == 'c' {
            Resolved { precision: None, ..resolved }.layout(1)
        } else {
            resolved.layout(bytes.len())
        };
        result.extend(std::iter::repeat_n(b' ', left));
        result.extend_from_slice(&bytes[..kept]);
        result.extend(std::iter::repeat_n(b' ', right));
        Ok(())
    }

    fn percent_bytes_of(&mut self, value: Value) -> PyResult<Vec<u8>> {
        if let Some(bytes) = self.bytes_text(value) {
            return Ok(bytes);
        }
        if let Some(result) = self.call_special(value, Name::Bytes, &[])? {
            return match result.cast::<Bytes>() {
                Some(bytes) => Ok(bytes.as_slice().to_vec()),
                None => {
                    let class = self.type_of(result).name_text();
                    Err(self
                        .type_error(format_args!("__bytes__ returned non-bytes (type {class})")))
                }
            };
        }
        let class = self.type_of(value).name_text();
        Err(self.type_error(format_args!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{class}'"
        )))
    }

    fn percent_byte(&mut self, value: Value) -> PyResult<u8> {
        if let Some(bytes) = self.bytes_text(value) {
            if let [byte] = bytes[..] {
                return Ok(byte);
            }
            let (class, len) = (self.type_of(value).name_text(), bytes.len());
            return Err(self.type_error(format_args!(
                "%c requires an integer in range(256) or a single byte, not a {class} object of length {len}"
            )));
        }
        if self.slots(value).index.is_none() {
            let class = self.type_of(value).name_text();
            return Err(self.type_error(format_args!(
                "%c requires an integer in range(256) or a single byte, not {class}"
            )));
        }
        match u8::try_from(self.index_clamped(value)?) {
            Ok(byte) => Ok(byte),
            Err(_) => Err(self.overflow_error("%c arg not in range(256)")),
        }
    }
}

//! `%` and `str.format`.

use gc::{Gc, TempVec, Value};
use text::percent::{Conversion, Count, PercentParser, Piece, Resolved};
use text::str_format::{Accessor, AutoNumber, First, Template, split_field_name};

use super::Str;
use crate::builtins::dict::Dict;
use crate::builtins::int::int_value;
use crate::builtins::tuple::Tuple;
use crate::{PyResult, Raised, Vm};

/// What the fields of a template are filled from.
enum Source<'a> {
    Args { args: &'a [Value], kwargs: Option<Gc<Dict>> },
    Mapping(Value),
}

impl Vm {
    /// `template.format(*args, **kwargs)`.
    pub fn format_str(
        &mut self,
        template: Gc<Str>,
        args: &[Value],
        kwargs: Option<Gc<Dict>>,
    ) -> PyResult<Gc<Str>> {
        let source = Source::Args { args, kwargs };
        let points =
            self.format_template(&template.to_points(), &source, &mut AutoNumber::default(), 2)?;
        self.new_str_from_points(&points)
    }

    /// `template.format_map(mapping)`.
    pub fn format_map(&mut self, template: Gc<Str>, mapping: Value) -> PyResult<Gc<Str>> {
        let points = self.format_template(
            &template.to_points(),
            &Source::Mapping(mapping),
            &mut AutoNumber::default(),
            2,
        )?;
        self.new_str_from_points(&points)
    }

    fn format_template(
        &mut self,
        template: &[u32],
        source: &Source<'_>,
        numbers: &mut AutoNumber,
        depth: u8,
    ) -> PyResult<Vec<u32>> {
        if depth == 0 {
            return Err(self.value_error("Max string recursion exceeded"));
        }
        let mut result = Vec::with_capacity(template.len());
        for markup in Template::new(template) {
            let markup = match markup {
                Ok(markup) => markup,
                Err(error) => return Err(self.value_error(error.0)),
            };
            result.extend_from_slice(&template[markup.literal.clone()]);
            let Some(field) = markup.field else { continue };
            let value = self.format_field(&template[field.name.clone()], source, numbers)?;
            let converted = match field.conversion.and_then(char::from_u32) {
                None => value,
                Some('s') => self.str(value)?.value(),
                Some('r') => self.repr(value)?.value(),
                Some('a') => self.ascii(value)?.value(),
                Some(other) => {
                    return Err(
                        self.value_error(text::str_format::unknown_conversion(u32::from(other)))
                    );
                }
            };
            let spec = &template[field.spec.clone()];
            let spec = if field.nested {
                self.format_template(spec, source, numbers, depth - 1)?
            } else {
                spec.to_vec()
            };
            let spec = self.new_str_from_points(&spec)?;
            let text = self.format(converted, spec)?;
            result.extend(text.iter());
        }
        Ok(result)
    }

    fn format_field(
        &mut self,
        name: &[u32],
        source: &Source<'_>,
        numbers: &mut AutoNumber,
    ) -> PyResult<Value> {
        let template_error =
            |vm: &mut Vm, error: text::str_format::TemplateError| vm.value_error(error.0);
        let (first, accessors) = match split_field_name(name) {
            Ok(parts) => parts,
            Err(error) => return Err(template_error(self, error)),
        };
        let index = match numbers.resolve(&first) {
            Ok(index) => index,
            Err(error) => return Err(template_error(self, error)),
        };
        let mut value = match (index, &first, source) {
            (Some(index), _, Source::Args { args, .. }) => match args.get(index) {
                Some(&value) => value,
                None => {
                    return Err(self.index_error(format_args!(
                        "Replacement index {index} out of range for positional args tuple"
                    )));
                }
            },
            (Some(_), _, Source::Mapping(_)) => {
                return Err(self.value_error("Format string contains positional fields"));
            }
            (None, First::Name(range), Source::Args { kwargs, .. }) => {
                let key = self.new_str_from_points(&name[range.clone()])?.value();
                let found = match kwargs {
                    Some(kwargs) => kwargs.get(self, key)?,
                    None => None,
                };
                match found {
                    Some(value) => value,
                    None => return Err(self.key_error(key)),
                }
            }
            (None, First::Name(range), Source::Mapping(mapping)) => {
                let key = self.new_str_from_points(&name[range.clone()])?.value();
                self.get_item(*mapping, key)?
            }
            (None, _, _) => {
                return Err(self.value_error("Format string contains positional fields"));
            }
        };
        for accessor in accessors {
            let accessor = match accessor {
                Ok(accessor) => accessor,
                Err(error) => return Err(template_error(self, error)),
            };
            value = match accessor {
                Accessor::Attribute(range) => {
                    let name = self.new_str_from_points(&name[range])?;
                    let name = self.intern_str(name)?;
                    self.get_attribute(value, name)?
                }
                Accessor::Index(index) => {
                    let index = self.new_int(index as i64)?;
                    self.get_item(value, index)?
                }
                Accessor::Key(range) => {
                    let key = self.new_str_from_points(&name[range])?;
                    self.get_item(value, key.value())?
                }
            };
        }
        Ok(value)
    }

    /// `template % values`.
    pub fn percent_format(&mut self, template: Gc<Str>, values: Value) -> PyResult<Gc<Str>> {
        let points = template.to_points();
        let mut arguments = PercentArguments::new(self, values);
        let mut result = Vec::with_capacity(points.len());
        for piece in PercentParser::new(&points) {
            match piece {
                Ok(Piece::Literal(range)) => result.extend_from_slice(&points[range]),
                Ok(Piece::Conversion(conversion)) => {
                    let key = match &conversion.key {
                        Some(range) => {
                            Some(self.new_str_from_points(&points[range.clone()])?.value())
                        }
                        None => None,
                    };
                    self.percent_conversion(&conversion, key, &mut arguments, &mut result)?;
                }
                Err(error) => return Err(self.value_error(error.message())),
            }
        }
        arguments.finish(self, "string")?;
        self.new_str_from_points(&result)
    }

    fn percent_conversion(
        &mut self,
        conversion: &Conversion,
        key: Option<Value>,
        arguments: &mut PercentArguments,
        result: &mut Vec<u32>,
    ) -> PyResult<()> {
        let code = char::from_u32(conversion.code).unwrap_or('?');
        if let Some(key) = key {
            arguments.select(self, key)?;
        }
        let resolved = arguments.resolve(self, conversion)?;
        if code == '%' {
            result.push('%' as u32);
            return Ok(());
        }
        let value = arguments.next(self)?;
        let points = match code {
            's' => self.str(value)?.to_points(),
            'r' => self.repr(value)?.to_points(),
            'a' => self.ascii(value)?.to_points(),
            'c' => vec![self.percent_char(value)?],
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                let text = self.percent_int(&resolved, code, value)?;
                result.extend(text.chars().map(u32::from));
                return Ok(());
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let number = self.to_f64(value)?;
                result.extend(resolved.format_float(code, number).chars().map(u32::from));
                return Ok(());
            }
            _ => return Err(self.value_error(conversion.unsupported())),
        };
        let (kept, left, right) = if code == 'c' {
            Resolved { precision: None, ..resolved }.layout(1)
        } else {
            resolved.layout(points.len())
        };
        result.extend(std::iter::repeat_n(' ' as u32, left));
        result.extend_from_slice(&points[..kept]);
        result.extend(std::iter::repeat_n(' ' as u32, right));
        Ok(())
    }

    fn percent_char(&mut self, value: Value) -> PyResult<u32> {
        if let Some(text) = value.cast::<Str>() {
            if text.len() == 1 {
                return Ok(text.get(0));
            }
            let len = text.len();
            return Err(self.type_error(format_args!(
                "%c requires an int or a unicode character, not a string of length {len}"
            )));
        }
        if int_value(value).is_none() && self.slots(value).index.is_none() {
            let class = self.type_of(value).name_text();
            return Err(self.type_error(format_args!(
                "%c requires an int or a unicode character, not {class}"
            )));
        }
        match self.index_clamped(value)? {
            number @ 0..=0x10FFFF => Ok(number as u32),
            _ => Err(self.overflow_error("%c arg not in range(0x110000)")),
        }
    }

    /// A number for `%d` and the like.
    pub(crate) fn percent_int(
        &mut self,
        resolved: &Resolved,
        code: char,
        value: Value,
    ) -> PyResult<String> {
        let number = match int_value(value) {
            Some(number) => number.into_big(),
            None => {
                let slots = self.slots(value);
                let hex = matches!(code, 'o' | 'x' | 'X');
                if slots.index.is_some() {
                    self.index_as_big(value)?
                } else if let (Some(int), false) = (slots.int, hex) {
                    let result = int(self, value)?;
                    int_value(result).map(|number| number.into_big()).unwrap_or_default()
                } else {
                    let class = self.type_of(value).name_text();
                    let wanted = if hex { "an integer" } else { "a real number" };
                    return Err(self.type_error(format_args!(
                        "%{code} format: {wanted} is required, not {class}"
                    )));
                }
            }
        };
        match resolved.format_int(code, &number, self.int_max_str_digits) {
            Ok(text) => Ok(text),
            Err(error) => Err(self.value_error(error.message())),
        }
    }
}

/// The right side of `%`.
pub(crate) struct PercentArguments {
    items: TempVec,
    next: usize,
    mapping: Option<Value>,
    /// A single value that is no tuple, or what a key selected.
    single: Option<Value>,
    used_single: bool,
    selected: Option<Value>,
}

impl PercentArguments {
    pub(crate) fn new(vm: &mut Vm, values: Value) -> PercentArguments {
        match values.cast::<Tuple>() {
            Some(tuple) => PercentArguments {
                items: TempVec::from(tuple.items()),
                next: 0,
                mapping: None,
                single: None,
                used_single: false,
                selected: None,
            },
            None => {
                let is_mapping = vm.slots(values).get_item.is_some()
                    && !values.is::<Str>()
                    && !values.is::<crate::builtins::bytes::Bytes>();
                PercentArguments {
                    items: TempVec::new(),
                    next: 0,
                    mapping: is_mapping.then_some(values),
                    single: Some(values),
                    used_single: false,
                    selected: None,
                }
            }
        }
    }

    pub(crate) fn select(&mut self, vm: &mut Vm, key: Value) -> PyResult<()> {
        match self.mapping {
            Some(mapping) => {
                self.selected = Some(vm.get_item(mapping, key)?);
                self.used_single = true;
                Ok(())
            }
            None => Err(vm.type_error("format requires a mapping")),
        }
    }

    pub(crate) fn next(&mut self, vm: &mut Vm) -> PyResult<Value> {
        if let Some(value) = self.selected.take() {
            return Ok(value);
        }
        if let Some(value) = self.single {
            if !self.used_single {
                self.used_single = true;
                return Ok(value);
            }
        } else if let Some(&value) = self.items.get(self.next) {
            self.next += 1;
            return Ok(value);
        }
        Err(vm.type_error("not enough arguments for format string"))
    }

    pub(crate) fn resolve(&mut self, vm: &mut Vm, conversion: &Conversion) -> PyResult<Resolved> {
        let mut number = |vm: &mut Vm, count: &Option<Count>| match count {
            None => Ok(None),
            Some(Count::Given(number)) => Ok(Some(*number as i64)),
            Some(Count::Argument) => {
                let value = self.next(vm)?;
                match int_value(value) {
                    Some(crate::builtins::int::Int::Small(number)) => Ok(Some(number)),
                    Some(_) => Err(vm.overflow_error("Python int too large to convert to C int")),
                    None => Err(vm.type_error("* wants int")),
                }
            }
        };
        let width = number(vm, &conversion.width)?;
        let precision = number(vm, &conversion.precision)?;
        if width.is_some_and(|width| width.unsigned_abs() > 1 << 31)
            || precision.is_some_and(|precision| precision.unsigned_abs() > 1 << 31)
        {
            return Err(vm.memory_error());
        }
        Ok(Resolved::new(conversion.flags, width, precision))
    }

    pub(crate) fn finish(&self, vm: &mut Vm, what: &str) -> PyResult<()> {
        let unused = match self.single {
            Some(_) => !self.used_single && self.mapping.is_none(),
            None => self.next < self.items.len(),
        };
        if unused { Err(not_all(vm, what)) } else { Ok(()) }
    }
}

#[cold]
fn not_all(vm: &mut Vm, what: &str) -> Raised {
    vm.type_error(format_args!("not all arguments converted during {what} formatting"))
}

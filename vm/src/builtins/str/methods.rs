//! The type `str`.

use std::cell::Cell;

use gc::field::GcField;
use gc::{Gc, TempVec, Value};
use text::{search, unicode};

use super::Str;
use crate::builtins::dict::Dict;
use crate::builtins::slice::Slice;
use crate::builtins::tuple::Tuple;
use crate::native::{Keywords, Rest};
use crate::object::{CompareOp, Type, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// An iterator over the characters of a string.
    pub struct StrIterator(kind::STR_ITERATOR) { text: GcField<Str>, index: Cell<usize> }
}

crate::plain_kinds!(StrIterator);

fn this(value: Value) -> Gc<Str> {
    value.cast().expect("the receiver was checked")
}

fn new(
    vm: &mut Vm,
    class: Gc<Type>,
    object: Option<Value>,
    encoding: Option<Gc<Str>>,
    errors: Option<Gc<Str>>,
) -> PyResult<Value> {
    let text = match object {
        None => vm.name(crate::Name::Empty),
        Some(object) if encoding.is_none() && errors.is_none() => vm.str(object)?,
        Some(object) => {
            if object.is::<Str>() {
                return Err(vm.type_error("decoding str is not supported"));
            }
            let Some(bytes) = vm.bytes_text(object) else {
                let class = vm.type_of(object).name_text();
                return Err(vm.type_error(format_args!(
                    "decoding to str: need a bytes-like object, {class} found"
                )));
            };
            let encoding =
                encoding.map_or_else(|| "utf-8".to_owned(), |encoding| encoding.to_string_lossy());
            let errors =
                errors.map_or_else(|| "strict".to_owned(), |errors| errors.to_string_lossy());
            vm.decode(object, &bytes, &encoding, &errors)?
        }
    };
    if class == vm.types.str {
        if !text.is_exact() && object.is_some_and(|object| vm.type_of(object) != class) {
            return Ok(text.value());
        }
        return Ok(text.value());
    }
    let points = text.to_points();
    Ok(vm.new_str_of_points(class, &points)?.value())
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let text = text::escape::repr_str(&this(value).to_points());
    Ok(vm.new_str(&text)?.value())
}

fn str(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let text = this(value);
    if text.is_exact() {
        return Ok(value);
    }
    let points = text.to_points();
    Ok(vm.new_str_from_points(&points)?.value())
}

fn compare(_: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Str>(), right.cast::<Str>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::from_bool(match op {
        CompareOp::Eq => a.equals(&b),
        CompareOp::Ne => !a.equals(&b),
        _ => op.holds(a.order(&b)),
    }))
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let text = this(value);
    if let Some(slice) = key.cast::<Slice>() {
        let range = vm.slice_indices(slice, text.len())?;
        if range.step == 1 {
            let start = range.start as usize;
            return Ok(vm.str_slice(text, start, start + range.count)?.value());
        }
        let points: Vec<u32> = range.indices().map(|index| text.get(index)).collect();
        return Ok(vm.new_str_from_points(&points)?.value());
    }
    let index = vm.sequence_index(key, text.len(), "string")?;
    match index {
        Some(index) => Ok(vm.char_str(text.get(index))?.value()),
        None => Err(vm.index_error("string index out of range")),
    }
}

fn concat(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    match right.cast::<Str>() {
        Some(right) => Ok(vm.str_concat(this(left), right)?.value()),
        None => {
            let class = vm.type_of(right).name_text();
            Err(vm.type_error(format_args!("can only concatenate str (not \"{class}\") to str")))
        }
    }
}

fn repeat(vm: &mut Vm, value: Value, count: Value) -> PyResult<Value> {
    let count = vm.repeat_count(count)?;
    let text = this(value);
    let Some(total) = text.len().checked_mul(count).filter(|&total| total < 1 << 40) else {
        return Err(vm.memory_error());
    };
    if vm.heap.budget().limit().is_some_and(|limit| total > limit) {
        return Err(vm.memory_error());
    }
    vm.charge(total / 64)?;
    if let Some(ascii) = text.as_ascii() {
        let mut bytes = Vec::new();
        if bytes.try_reserve_exact(total).is_err() {
            return Err(vm.memory_error());
        }
        for _ in 0..count {
            bytes.extend_from_slice(ascii.as_bytes());
        }
        let class = vm.types.str;
        return Ok(vm.new_str_of_bytes(class, &bytes)?.value());
    }
    let points = text.to_points();
    let mut repeated = Vec::new();
    if repeated.try_reserve_exact(total).is_err() {
        return Err(vm.memory_error());
    }
    for _ in 0..count {
        repeated.extend_from_slice(&points);
    }
    Ok(vm.new_str_from_points(&repeated)?.value())
}

fn needle(vm: &mut Vm, value: Value) -> PyResult<Gc<Str>> {
    match value.cast::<Str>() {
        Some(text) => Ok(text),
        None => {
            let class = vm.type_of(value).name_text();
            Err(vm.type_error(format_args!("must be str, not {class}")))
        }
    }
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> PyResult<bool> {
    let Some(needle) = item.cast::<Str>() else {
        let class = vm.type_of(item).name_text();
        return Err(vm.type_error(format_args!(
            "'in <string>' requires string as left operand, not {class}"
        )));
    };
    Ok(find_in(this(value), needle, 0, usize::MAX, false).is_some())
}

/// The first (or last) position of `needle` within `start..end`.
fn find_in(text: Gc<Str>, needle: Gc<Str>, start: usize, end: usize, last: bool) -> Option<usize> {
    let end = end.min(text.len());
    if start > end {
        return None;
    }
    let found = if let (Some(text), Some(needle)) = (text.as_ascii(), needle.as_ascii()) {
        let (text, needle) = (&text.as_bytes()[start..end], needle.as_bytes());
        if last { search::rfind_bytes(text, needle) } else { search::find_bytes(text, needle) }
    } else {
        let (text, needle) = (text.to_points(), needle.to_points());
        if last {
            search::rfind(&text[start..end], &needle)
        } else {
            search::find(&text[start..end], &needle)
        }
    };
    found.map(|index| index + start)
}

fn find(
    vm: &mut Vm,
    value: Value,
    sub: Value,
    start: Option<Value>,
    end: Option<Value>,
    last: bool,
) -> PyResult<Option<usize>> {
    let text = this(value);
    let sub = needle(vm, sub)?;
    let (start, end) = vm.search_bounds(start, end, text.len())?;
    Ok(find_in(text, sub, start, end, last))
}

macro_rules! finders {
    ($($find:ident $index:ident $last:literal;)*) => { $(
        fn $find(vm: &mut Vm, value: Value, sub: Value, start: Option<Value>, end: Option<Value>) -> PyResult<i64> {
            Ok(find(vm, value, sub, start, end, $last)?.map_or(-1, |index| index as i64))
        }

        fn $index(vm: &mut Vm, value: Value, sub: Value, start: Option<Value>, end: Option<Value>) -> PyResult<i64> {
            match find(vm, value, sub, start, end, $last)? {
                Some(index) => Ok(index as i64),
                None => Err(vm.value_error("substring not found")),
            }
        }
    )* };
}

finders! { find_first index_first false; find_last index_last true; }

fn count(
    vm: &mut Vm,
    value: Value,
    sub: Value,
    start: Option<Value>,
    end: Option<Value>,
) -> PyResult<i64> {
    let text = this(value).to_points();
    let sub = needle(vm, sub)?.to_points();
    let (start, end) = vm.search_bounds(start, end, text.len())?;
    if start > end {
        return Ok(0);
    }
    Ok(search::count(&text[start..end], &sub) as i64)
}

fn affix(
    vm: &mut Vm,
    value: Value,
    affix: Value,
    start: Option<Value>,
    end: Option<Value>,
    at_end: bool,
) -> PyResult<bool> {
    let text = this(value);
    let (start, end) = vm.search_bounds(start, end, text.len())?;
    let fits = |affix: Gc<Str>| {
        if start > end || affix.len() > end - start {
            return false;
        }
        let from = if at_end { end - affix.len() } else { start };
        (0..affix.len()).all(|index| text.get(from + index) == affix.get(index))
    };
    if let Some(affixes) = affix.cast::<Tuple>() {
        for &each in affixes.items() {
            let Some(each) = each.cast::<Str>() else {
                let (class, name) =
                    (vm.type_of(each).name_text(), if at_end { "endswith" } else { "startswith" });
                return Err(vm.type_error(format_args!(
                    "tuple for {name} must only contain str, not {class}"
                )));
            };
            if fits(each) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match affix.cast::<Str>() {
        Some(affix) => Ok(fits(affix)),
        None => {
            let (class, name) =
                (vm.type_of(affix).name_text(), if at_end { "endswith" } else { "startswith" });
            Err(vm.type_error(format_args!(
                "{name} first arg must be str or a tuple of str, not {class}"
            )))
        }
    }
}

fn split_limit(limit: i64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

fn slices(vm: &mut Vm, text: Gc<Str>, ranges: &[(usize, usize)]) -> PyResult<Value> {
    let mut parts = TempVec::with_capacity(ranges.len());
    for &(start, end) in ranges {
        let part = vm.str_slice(text, start, end)?;
        parts.push(part.value());
    }
    Ok(vm.new_list(&parts)?.value())
}

fn split(vm: &mut Vm, value: Value, separator: Value, limit: i64) -> PyResult<Value> {
    let text = this(value);
    let limit = split_limit(limit);
    let mut ranges = Vec::new();
    if separator.is_none() {
        let (mut index, len) = (0, text.len());
        loop {
            while index < len && unicode::is_space(text.get(index)) {
                index += 1;
            }
            if index == len {
                break;
            }
            if ranges.len() == limit {
                ranges.push((index, len));
                break;
            }
            let start = index;
            while index < len && !unicode::is_space(text.get(index)) {
                index += 1;
            }
            ranges.push((start, index));
        }
        return slices(vm, text, &ranges);
    }
    let separator = needle(vm, separator)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let mut start = 0;
    while ranges.len() < limit
        && let Some(found) = find_in(text, separator, start, usize::MAX, false)
    {
        ranges.push((start, found));
        start = found + separator.len();
    }
    ranges.push((start, text.len()));
    slices(vm, text, &ranges)
}

fn split_right(vm: &mut Vm, value: Value, separator: Value, limit: i64) -> PyResult<Value> {
    let text = this(value);
    let limit = split_limit(limit);
    let mut ranges = Vec::new();
    let mut end = text.len();
    if separator.is_none() {
        loop {
            while end > 0 && unicode::is_space(text.get(end - 1)) {
                end -= 1;
            }
            if end == 0 {
                break;
            }
            if ranges.len() == limit {
                ranges.push((0, end));
                break;
            }
            let mut start = end;
            while start > 0 && !unicode::is_space(text.get(start - 1)) {
                start -= 1;
            }
            ranges.push((start, end));
            end = start;
        }
    } else {
        let separator = needle(vm, separator)?;
        if separator.is_empty() {
            return Err(vm.value_error("empty separator"));
        }
        while ranges.len() < limit
            && let Some(found) = find_in(text, separator, 0, end, true)
        {
            ranges.push((found + separator.len(), end));
            end = found;
        }
        ranges.push((0, end));
    }
    ranges.reverse();
    slices(vm, text, &ranges)
}

fn split_lines(vm: &mut Vm, value: Value, keep_ends: bool) -> PyResult<Value> {
    let text = this(value);
    let (mut ranges, mut start, mut index, len) = (Vec::new(), 0, 0, text.len());
    while index < len {
        let point = text.get(index);
        index += 1;
        if !unicode::is_line_break(point) {
            continue;
        }
        let end = index - 1;
        if point == u32::from(b'\r') && index < len && text.get(index) == u32::from(b'\n') {
            index += 1;
        }
        ranges.push((start, if keep_ends { index } else { end }));
        start = index;
    }
    if start < len {
        ranges.push((start, len));
    }
    slices(vm, text, &ranges)
}

fn partition(vm: &mut Vm, value: Value, separator: Value, last: bool) -> PyResult<Value> {
    let text = this(value);
    let separator = needle(vm, separator)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let empty = vm.name(crate::Name::Empty).value();
    let whole = str(vm, value)?;
    let parts = match find_in(text, separator, 0, usize::MAX, last) {
        Some(index) => {
            let (head, tail) = (
                vm.str_slice(text, 0, index)?,
                vm.str_slice(text, index + separator.len(), usize::MAX)?,
            );
            [head.value(), separator.value(), tail.value()]
        }
        None if last => [empty, empty, whole],
        None => [whole, empty, empty],
    };
    Ok(vm.new_tuple(&parts)?.value())
}

fn strip(vm: &mut Vm, value: Value, chars: Value, left: bool, right: bool) -> PyResult<Value> {
    let text = this(value);
    let set = if chars.is_none() { None } else { Some(needle_for_strip(vm, chars)?.to_points()) };
    let stripped = |point: u32| match &set {
        Some(set) => set.contains(&point),
        None => unicode::is_space(point),
    };
    let (mut start, mut end) = (0, text.len());
    while left && start < end && stripped(text.get(start)) {
        start += 1;
    }
    while right && end > start && stripped(text.get(end - 1)) {
        end -= 1;
    }
    Ok(vm.str_slice(text, start, end)?.value())
}

fn needle_for_strip(vm: &mut Vm, chars: Value) -> PyResult<Gc<Str>> {
    match chars.cast::<Str>() {
        Some(chars) => Ok(chars),
        None => Err(vm.type_error("strip arg must be None or str")),
    }
}

fn replace(vm: &mut Vm, value: Value, old: Value, new: Value, count: i64) -> PyResult<Value> {
    let argument = |vm: &mut Vm, value: Value, number: u8| match value.cast::<Str>() {
        Some(text) => Ok(text),
        None => {
            let class = vm.type_of(value).name_text();
            Err(vm.type_error(format_args!("replace() argument {number} must be str, not {class}")))
        }
    };
    let (old, new) = (argument(vm, old, 1)?, argument(vm, new, 2)?);
    let (text, old, new) = (this(value).to_points(), old.to_points(), new.to_points());
    let places = search::occurrences(&text, &old, split_limit(count));
    if places.is_empty() {
        return str(vm, value);
    }
    let Some(total) = new
        .len()
        .checked_mul(places.len())
        .and_then(|more| more.checked_add(text.len()))
        .filter(|&total| total < 1 << 40)
    else {
        return Err(vm.memory_error());
    };
    let mut result = Vec::with_capacity(total);
    let mut last = 0;
    for place in places {
        result.extend_from_slice(&text[last..place]);
        result.extend_from_slice(&new);
        last = place + old.len();
    }
    result.extend_from_slice(&text[last..]);
    Ok(vm.new_str_from_points(&result)?.value())
}

fn join(vm: &mut Vm, value: Value, iterable: Value) -> PyResult<Value> {
    if vm.slots(iterable).iter.is_none() && vm.slots(iterable).get_item.is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.collect_items(iterable)?;
    if items.len() == 1
        && let Some(text) = items[0].cast::<Str>()
        && text.is_exact()
    {
        return Ok(items[0]);
    }
    let mut parts = TempVec::with_capacity(items.len() * 2);
    for (index, &item) in items.iter().enumerate() {
        if !item.is::<Str>() {
            let class = vm.type_of(item).name_text();
            return Err(vm.type_error(format_args!(
                "sequence item {index}: expected str instance, {class} found"
            )));
        }
        if index > 0 && !this(value).is_empty() {
            parts.push(value);
        }
        parts.push(item);
    }
    Ok(vm.concat_strings(&parts)?.value())
}

fn mapped(vm: &mut Vm, value: Value, map: fn(&[u32]) -> Vec<u32>) -> PyResult<Value> {
    let points = map(&this(value).to_points());
    Ok(vm.new_str_from_points(&points)?.value())
}

fn fill_char(vm: &mut Vm, fill: Value) -> PyResult<u32> {
    match fill.cast::<Str>() {
        Some(fill) if fill.len() == 1 => Ok(fill.get(0)),
        Some(_) => Err(vm.type_error("The fill character must be exactly one character long")),
        None => {
            let class = vm.type_of(fill).name_text();
            Err(vm.type_error(format_args!(
                "The fill character must be a unicode character, not {class}"
            )))
        }
    }
}

fn pad(vm: &mut Vm, value: Value, left: usize, right: usize, fill: u32) -> PyResult<Value> {
    if left == 0 && right == 0 {
        return str(vm, value);
    }
    if left.saturating_add(right) > 1 << 36 {
        return Err(vm.memory_error());
    }
    vm.charge((left + right) / 64)?;
    let mut points = vec![fill; left];
    points.extend(this(value).iter());
    points.extend(std::iter::repeat_n(fill, right));
    Ok(vm.new_str_from_points(&points)?.value())
}

fn missing(value: Value, width: i64) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(this(value).len())
}

fn center(vm: &mut Vm, value: Value, width: i64, fill: Value) -> PyResult<Value> {
    let fill = fill_char(vm, fill)?;
    let missing = missing(value, width);
    let left = missing / 2 + (missing & width as usize & 1);
    pad(vm, value, left, missing - left, fill)
}

fn zero_fill(vm: &mut Vm, value: Value, width: i64) -> PyResult<Value> {
    let text = this(value);
    let missing = missing(value, width);
    if missing == 0 {
        return str(vm, value);
    }
    let points = text.to_points();
    let sign =
        points.first().is_some_and(|&point| point == u32::from(b'+') || point == u32::from(b'-'));
    let split = usize::from(sign);
    let mut filled = points[..split].to_vec();
    filled.extend(std::iter::repeat_n(u32::from(b'0'), missing));
    filled.extend_from_slice(&points[split..]);
    Ok(vm.new_str_from_points(&filled)?.value())
}

fn expand_tabs(vm: &mut Vm, value: Value, size: i64) -> PyResult<Value> {
    let size = usize::try_from(size).unwrap_or(0);
    let (mut result, mut column) = (Vec::new(), 0usize);
    for point in this(value).iter() {
        if point == u32::from(b'\t') {
            if size > 0 {
                let count = size - column % size;
                result.extend(std::iter::repeat_n(u32::from(b' '), count));
                column += count;
            }
        } else {
            column += 1;
            if point == u32::from(b'\n') || point == u32::from(b'\r') {
                column = 0;
            }
            result.push(point);
        }
        if result.len() > 1 << 34 {
            return Err(vm.overflow_error("result too long"));
        }
    }
    Ok(vm.new_str_from_points(&result)?.value())
}

fn remove_affix(vm: &mut Vm, value: Value, affix: Gc<Str>, at_end: bool) -> PyResult<Value> {
    let text = this(value);
    let (len, cut) = (text.len(), affix.len());
    if cut <= len {
        let from = if at_end { len - cut } else { 0 };
        if (0..cut).all(|index| text.get(from + index) == affix.get(index)) {
            let (start, end) = if at_end { (0, len - cut) } else { (cut, len) };
            return Ok(vm.str_slice(text, start, end)?.value());
        }
    }
    str(vm, value)
}

/// All characters satisfy, and there is one.
fn all(value: Value, test: fn(u32) -> bool) -> bool {
    let text = this(value);
    !text.is_empty() && text.iter().all(test)
}

fn is_cased_as(value: Value, is_wrong: fn(u32) -> bool, is_right: fn(u32) -> bool) -> bool {
    let mut found = false;
    for point in this(value).iter() {
        if is_wrong(point) {
            return false;
        }
        found = found || is_right(point);
    }
    found
}

fn is_title(value: Value) -> bool {
    let (mut cased, mut previous) = (false, false);
    for point in this(value).iter() {
        if unicode::is_upper(point) || unicode::is_title(point) {
            if previous {
                return false;
            }
            previous = true;
            cased = true;
        } else if unicode::is_lower(point) {
            if !previous {
                return false;
            }
            cased = true;
        } else {
            previous = false;
        }
    }
    cased
}

fn is_identifier(value: Value) -> bool {
    let text = this(value);
    !text.is_empty()
        && unicode::is_identifier_start(text.get(0))
        && text.iter().skip(1).all(unicode::is_identifier_continue)
}

fn encode(vm: &mut Vm, value: Value, encoding: Gc<Str>, errors: Gc<Str>) -> PyResult<Value> {
    let (encoding, errors) = (encoding.to_string_lossy(), errors.to_string_lossy());
    vm.encode(value, &encoding, &errors)
}

fn translate(vm: &mut Vm, value: Value, table: Value) -> PyResult<Value> {
    let mut result = Vec::new();
    for point in this(value).to_points() {
        let key = Value::from_small(i64::from(point));
        let found = match vm.get_item(table, key) {
            Ok(found) => found,
            Err(raised) => {
                let class = vm.exceptions.LookupError;
                vm.catch_if(raised, class)?;
                result.push(point);
                continue;
            }
        };
        if let Some(text) = found.cast::<Str>() {
            result.extend(text.iter());
        } else if !found.is_none() {
            match found.as_small() {
                Some(number @ 0..=0x10FFFF) => result.push(number as u32),
                Some(_) => {
                    return Err(vm.value_error("character mapping must be in range(0x110000)"));
                }
                None => {
                    return Err(vm.type_error("character mapping must return integer, None or str"));
                }
            }
        }
    }
    Ok(vm.new_str_from_points(&result)?.value())
}

fn make_translation(vm: &mut Vm, x: Value, y: Option<Value>, z: Option<Value>) -> PyResult<Value> {
    let table = vm.new_dict()?;
    let Some(y) = y else {
        let Some(source) = x.cast::<Dict>() else {
            return Err(
                vm.type_error("if you give only one argument to maketrans it must be a dict")
            );
        };
        let mut position = 0;
        while let Some((next, key, value)) = source.next_entry(position) {
            position = next;
            let key = match key.cast::<Str>() {
                Some(text) if text.len() == 1 => Value::from_small(i64::from(text.get(0))),
                Some(_) => {
                    return Err(
                        vm.value_error("string keys in translate table must be of length 1")
                    );
                }
                None if key.is_small() => key,
                None => {
                    return Err(
                        vm.type_error("keys in translate table must be strings or integers")
                    );
                }
            };
            crate::builtins::dict::DictChange::set(table, vm, key, value)?;
        }
        return Ok(table.value());
    };
    let (Some(from), Some(to)) = (x.cast::<Str>(), y.cast::<Str>()) else {
        return Err(vm.type_error(
            "first maketrans argument must be a string if there is a second argument",
        ));
    };
    if from.len() != to.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in from.to_points().into_iter().zip(to.to_points()) {
        crate::builtins::dict::DictChange::set(
            table,
            vm,
            Value::from_small(i64::from(from)),
            Value::from_small(i64::from(to)),
        )?;
    }
    if let Some(deleted) = z {
        let deleted = needle(vm, deleted)?;
        for point in deleted.to_points() {
            crate::builtins::dict::DictChange::set(
                table,
                vm,
                Value::from_small(i64::from(point)),
                Value::NONE,
            )?;
        }
    }
    Ok(table.value())
}

fn format_method(vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords) -> PyResult<Gc<Str>> {
    let items = TempVec::from(args.0.items());
    vm.format_str(this(value), &items, kwargs.0)
}

fn format_spec(vm: &mut Vm, value: Value, spec: Gc<Str>) -> PyResult<Value> {
    let text = this(value);
    if spec.is_empty() {
        return Ok(vm.str(value)?.value());
    }
    let class = vm.type_of(value).name_text();
    let spec = spec.to_string_lossy();
    let layout =
        text::format_spec::FormatSpec::parse(&spec, text::format_spec::FormatKind::Str, &class)
            .and_then(|spec| text::format_spec::layout_str(&spec, text.len()));
    match layout {
        Ok(layout) => {
            if layout.left.saturating_add(layout.right) > 1 << 34 {
                return Err(vm.memory_error());
            }
            let fill = u32::from(layout.fill);
            let mut points = vec![fill; layout.left];
            points.extend(text.iter().take(layout.length));
            points.extend(std::iter::repeat_n(fill, layout.right));
            Ok(vm.new_str_from_points(&points)?.value())
        }
        Err(error) => vm.formatted(Err(error)),
    }
}

fn percent(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    match left.cast::<Str>() {
        Some(template) => Ok(vm.percent_format(template, right)?.value()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn iter(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let iterator = StrIterator {
        header: gc::Header::unset(),
        text: GcField::new(Some(this(value))),
        index: Cell::new(0),
    };
    Ok(vm.new_object(shape::STR_ITERATOR, iterator)?.value())
}

fn iterator(value: Value) -> Gc<StrIterator> {
    value.cast().expect("the receiver was checked")
}

fn next(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator = iterator(value);
    let Some(text) = iterator.text.get() else { return Ok(None) };
    let index = iterator.index.get();
    if index >= text.len() {
        iterator.text.set(iterator, None);
        return Ok(None);
    }
    iterator.index.set(index + 1);
    Ok(Some(vm.char_str(text.get(index))?.value()))
}

builtin_type! {
    /// str(object='') -> str
    /// str(bytes_or_buffer[, encoding[, errors]]) -> str
    ///
    /// Create a new string object from the given object. If encoding or
    /// errors is specified, then the object must expose a data buffer
    /// that will be decoded using the given encoding and error handler.
    /// Otherwise, returns the result of object.__str__() (if defined)
    /// or repr(object).
    /// encoding defaults to 'utf-8'.
    /// errors defaults to 'strict'.
    pub static STR = "str"("object") {
        kind kind::STR;
        traits { is_base }
        slots {
            repr: repr, str: str, hash: |vm, value| Ok(this(value).hash(vm)), compare: compare, len: |_, value| Ok(this(value).len()),
            get_item: get_item, concat: concat, repeat: repeat, contains: contains, modulo: percent, iter: iter,
        }
        new "str(cls, object=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)" => new;
        methods {
            /// Encode the string using the codec registered for encoding.
            "encode(self, /, encoding='utf-8', errors='strict')" => encode;
            /// Return a copy with all occurrences of substring old replaced by new.
            "replace(self, old, new, /, count=-1)" => replace;
            /// Return a list of the substrings in the string, using sep as the separator string.
            "split(self, /, sep=None, maxsplit=-1)" => split;
            /// Return a list of the substrings in the string, using sep as the separator string, from the right.
            "rsplit(self, /, sep=None, maxsplit=-1)" => split_right;
            /// Concatenate any number of strings.
            ///
            /// The string whose method is called is inserted in between each given string.
            /// The result is returned as a new string.
            ///
            /// Example: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'
            "join(self, iterable, /)" => join;
            /// Return a capitalized version of the string.
            "capitalize(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, unicode::capitalize);
            /// Return a version of the string suitable for caseless comparisons.
            "casefold(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, unicode::casefold);
            /// Return a version of the string where each word is titlecased.
            "title(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, unicode::title);
            /// Return a centered string of length width.
            "center(self, width, fillchar=' ', /)" => center;
            /// Return the number of non-overlapping occurrences of substring sub in string S[start:end].
            "count(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => count;
            /// Return a copy where all tab characters are expanded using spaces.
            "expandtabs(self, /, tabsize=8)" => expand_tabs;
            /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
            "find(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => find_first;
            /// Partition the string into three parts using the given separator.
            "partition(self, sep, /)" => |vm: &mut Vm, value: Value, separator: Value| partition(vm, value, separator, false);
            /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
            "index(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => index_first;
            /// Return a left-justified string of length width.
            "ljust(self, width, fillchar=' ', /)" => |vm: &mut Vm, value: Value, width: i64, fill: Value| { let fill = fill_char(vm, fill)?; pad(vm, value, 0, missing(value, width), fill) };
            /// Return a copy of the string converted to lowercase.
            "lower(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, unicode::lower);
            /// Return a copy of the string with leading whitespace removed.
            "lstrip(self, chars=None, /)" => |vm: &mut Vm, value: Value, chars: Value| strip(vm, value, chars, true, false);
            /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
            "rfind(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => find_last;
            /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
            "rindex(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => index_last;
            /// Return a right-justified string of length width.
            "rjust(self, width, fillchar=' ', /)" => |vm: &mut Vm, value: Value, width: i64, fill: Value| { let fill = fill_char(vm, fill)?; pad(vm, value, missing(value, width), 0, fill) };
            /// Return a copy of the string with trailing whitespace removed.
            "rstrip(self, chars=None, /)" => |vm: &mut Vm, value: Value, chars: Value| strip(vm, value, chars, false, true);
            /// Partition the string into three parts using the given separator, from the right.
            "rpartition(self, sep, /)" => |vm: &mut Vm, value: Value, separator: Value| partition(vm, value, separator, true);
            /// Return a list of the lines in the string, breaking at line boundaries.
            "splitlines(self, /, keepends=False)" => split_lines;
            /// Return a copy of the string with leading and trailing whitespace removed.
            "strip(self, chars=None, /)" => |vm: &mut Vm, value: Value, chars: Value| strip(vm, value, chars, true, true);
            /// Convert uppercase characters to lowercase and lowercase characters to uppercase.
            "swapcase(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, unicode::swapcase);
            /// Replace each character in the string using the given translation table.
            "translate(self, table, /)" => translate;
            /// Return a copy of the string converted to uppercase.
            "upper(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, unicode::upper);
            /// Return True if the string starts with the specified prefix, False otherwise.
            "startswith(self, prefix, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, prefix: Value, start: Option<Value>, end: Option<Value>| affix(vm, value, prefix, start, end, false);
            /// Return True if the string ends with the specified suffix, False otherwise.
            "endswith(self, suffix, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, suffix: Value, start: Option<Value>, end: Option<Value>| affix(vm, value, suffix, start, end, true);
            /// Return a str with the given prefix string removed if present.
            "removeprefix(self, prefix, /)" => |vm: &mut Vm, value: Value, prefix: Gc<Str>| remove_affix(vm, value, prefix, false);
            /// Return a str with the given suffix string removed if present.
            "removesuffix(self, suffix, /)" => |vm: &mut Vm, value: Value, suffix: Gc<Str>| remove_affix(vm, value, suffix, true);
            /// Return True if all characters in the string are ASCII, False otherwise.
            "isascii(self, /)" => |_: &mut Vm, value: Value| this(value).is_ascii();
            /// Return True if the string is a lowercase string, False otherwise.
            "islower(self, /)" => |_: &mut Vm, value: Value| is_cased_as(value, |point| unicode::is_upper(point) || unicode::is_title(point), unicode::is_lower);
            /// Return True if the string is an uppercase string, False otherwise.
            "isupper(self, /)" => |_: &mut Vm, value: Value| is_cased_as(value, |point| unicode::is_lower(point) || unicode::is_title(point), unicode::is_upper);
            /// Return True if the string is a title-cased string, False otherwise.
            "istitle(self, /)" => |_: &mut Vm, value: Value| is_title(value);
            /// Return True if the string is a whitespace string, False otherwise.
            "isspace(self, /)" => |_: &mut Vm, value: Value| all(value, unicode::is_space);
            /// Return True if the string is a decimal string, False otherwise.
            "isdecimal(self, /)" => |_: &mut Vm, value: Value| all(value, unicode::is_decimal);
            /// Return True if the string is a digit string, False otherwise.
            "isdigit(self, /)" => |_: &mut Vm, value: Value| all(value, unicode::is_digit);
            /// Return True if the string is a numeric string, False otherwise.
            "isnumeric(self, /)" => |_: &mut Vm, value: Value| all(value, unicode::is_numeric);
            /// Return True if the string is an alphabetic string, False otherwise.
            "isalpha(self, /)" => |_: &mut Vm, value: Value| all(value, unicode::is_alpha);
            /// Return True if the string is an alpha-numeric string, False otherwise.
            "isalnum(self, /)" => |_: &mut Vm, value: Value| all(value, unicode::is_alnum);
            /// Return True if the string is a valid Python identifier, False otherwise.
            "isidentifier(self, /)" => |_: &mut Vm, value: Value| is_identifier(value);
            /// Return True if all characters in the string are printable, False otherwise.
            "isprintable(self, /)" => |_: &mut Vm, value: Value| this(value).iter().all(unicode::is_printable);
            /// Pad a numeric string with zeros on the left, to fill a field of the given width.
            "zfill(self, width, /)" => zero_fill;
            /// Return a formatted version of the string, using substitutions from args and kwargs.
            "format(self, /, *args, **kwargs)" => format_method;
            /// Return a formatted version of the string, using substitutions from mapping.
            "format_map(self, mapping, /)" => |vm: &mut Vm, value: Value, mapping: Value| vm.format_map(this(value), mapping);
            /// Return a formatted version of the string as described by format_spec.
            "__format__(self, format_spec, /)" => format_spec;
            /// Return the size of the string in memory, in bytes.
            "__sizeof__(self, /)" => |vm: &mut Vm, value: Value| vm.object_size(value) as i64;
            "__getnewargs__(self, /)" => |vm: &mut Vm, value: Value| { let text = str(vm, value)?; vm.new_tuple(&[text]) };
        }
        static_methods {
            /// Return a translation table usable for str.translate().
            "maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)" => make_translation;
        }
    }
}

builtin_type! {
    /// An iterator over the characters of a string.
    pub static STR_ITERATOR = "str_iterator"("object") {
        kind kind::STR_ITERATOR;
        slots { iter: |_, value| Ok(value), next: next }
        methods {
            /// Private method returning an estimate of len(list(it)).
            "__length_hint__(self, /)" => |_: &mut Vm, value: Value| iterator(value).text.get().map_or(0, |text| text.len() as i64 - iterator(value).index.get() as i64);
            /// Return state information for pickling.
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let text = match iterator(value).text.get() {
                    Some(text) => text,
                    None => vm.name(crate::Name::Empty),
                };
                let args = vm.new_tuple(&[text.value()])?;
                let iter = vm.builtin("iter")?;
                vm.new_tuple(&[iter, args.value(), Value::from_small(iterator(value).index.get() as i64)])
            };
            /// Set state information for unpickling.
            "__setstate__(self, object, /)" => |_: &mut Vm, value: Value, state: i64| iterator(value).index.set(usize::try_from(state).unwrap_or(0));
        }
    }
}

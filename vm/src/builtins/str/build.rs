//! Making strings of strings.

use std::cmp::Ordering;

use gc::{Gc, Value};

use super::{Fill, Points, Str, Width, aux};
use crate::{PyResult, Vm};

impl Str {
    /// The code points in a vector.
    pub fn to_points(&self) -> Vec<u32> {
        match self.points() {
            Points::One(points) => points.iter().map(|&point| u32::from(point)).collect(),
            Points::Two(points) => points.iter().map(|&point| u32::from(point)).collect(),
            Points::Four(points) => points.to_vec(),
        }
    }

    /// The code points as they would be stored at `width`.
    pub(super) fn widened(&self, width: Width) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len() << width as u16);
        for point in self.iter() {
            bytes.extend_from_slice(&point.to_le_bytes()[..1 << width as u16]);
        }
        bytes
    }

    /// By code points.
    pub fn order(&self, other: &Str) -> Ordering {
        match (self.points(), other.points()) {
            (Points::One(left), Points::One(right)) => left.cmp(right),
            _ => self.iter().cmp(other.iter()),
        }
    }

    /// UTF-8, lone surrogates encoded as three bytes.
    pub fn to_wtf8(&self) -> Vec<u8> {
        if let Some(text) = self.as_ascii() {
            return text.as_bytes().to_vec();
        }
        let mut bytes = Vec::with_capacity(self.len() * 2);
        for point in self.iter() {
            match char::from_u32(point) {
                Some(char) => bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
                None => bytes.extend_from_slice(&[
                    0xE0 | (point >> 12) as u8,
                    0x80 | (point >> 6 & 0x3F) as u8,
                    0x80 | (point & 0x3F) as u8,
                ]),
            }
        }
        bytes
    }
}

impl Vm {
    /// Makes the table of one-character strings.
    pub(crate) fn make_latin1(&mut self) -> PyResult<()> {
        let class = self.types.str;
        for byte in 0..=255u8 {
            let text = self.new_str_of_bytes(class, &[byte])?;
            self.latin1.push(text);
        }
        Ok(())
    }

    /// The string of one code point.
    #[inline]
    pub fn char_str(&mut self, point: u32) -> PyResult<Gc<Str>> {
        match self.latin1.get(point as usize) {
            Some(&text) => Ok(text),
            None => self.new_str_from_points(&[point]),
        }
    }

    /// `left + right`.
    pub fn str_concat(&mut self, left: Gc<Str>, right: Gc<Str>) -> PyResult<Gc<Str>> {
        if left.is_empty() && right.is_exact() {
            return Ok(right);
        }
        if right.is_empty() && left.is_exact() {
            return Ok(left);
        }
        if let Some(sum) = self.str_grow(left, right)? {
            return Ok(sum);
        }
        let sum = self.concat_strings(&[left.value(), right.value()])?;
        Ok(self.mark_sum(sum))
    }

    /// The strings one behind the other.
    pub fn concat_strings(&mut self, parts: &[Value]) -> PyResult<Gc<Str>> {
        let class = self.types.str;
        let texts = || parts.iter().filter_map(|part| part.cast::<Str>());
        let mut total = 0usize;
        let mut width = Width::One;
        let mut ascii = aux::ASCII;
        for text in texts() {
            total = match total.checked_add(text.len()) {
                Some(total) => total,
                None => return Err(self.memory_error()),
            };
            width = width.max(text.width());
            ascii &= text.header().aux();
        }
        // Every string is as narrow as it can be, so the sum is as wide as its widest part.
        let sum = self.new_str_blank(class, total, width, ascii)?;
        let mut place = sum.bytes_mut();
        for text in texts() {
            let widened;
            let stored = if text.width() == width {
                text.stored()
            } else {
                widened = text.widened(width);
                &widened
            };
            // SAFETY: the fresh string has room for all parts, one behind the other.
            unsafe {
                place.copy_from_nonoverlapping(stored.as_ptr(), stored.len());
                place = place.add(stored.len());
            }
        }
        Ok(sum)
    }

    /// The code points from `start` to `end`.
    pub fn str_slice(&mut self, text: Gc<Str>, start: usize, end: usize) -> PyResult<Gc<Str>> {
        let end = end.min(text.len());
        let start = start.min(end);
        if start == 0 && end == text.len() && text.is_exact() {
            return Ok(text);
        }
        if end - start == 1 {
            return self.char_str(text.get(start));
        }
        let class = self.types.str;
        match text.points() {
            Points::One(points) => {
                let part = &points[start..end];
                let ascii = if text.is_ascii() || part.is_ascii() { aux::ASCII } else { 0 };
                let slice = self.new_str_blank(class, part.len(), Width::One, ascii)?;
                // SAFETY: the fresh string has room for exactly these bytes, which belong to another.
                unsafe { slice.bytes_mut().copy_from_nonoverlapping(part.as_ptr(), part.len()) };
                Ok(slice)
            }
            Points::Two(points) => {
                let points: Vec<u32> =
                    points[start..end].iter().map(|&point| u32::from(point)).collect();
                self.new_str_of_points(class, &points)
            }
            Points::Four(points) => {
                let points = points[start..end].to_vec();
                self.new_str_of_points(class, &points)
            }
        }
    }

    /// `ascii(value)`.
    pub fn ascii(&mut self, value: Value) -> PyResult<Gc<Str>> {
        let text = self.repr(value)?;
        if text.is_ascii() {
            return Ok(text);
        }
        let mut escaped = String::new();
        for point in text.iter() {
            match point {
                0..=0x7F => escaped.push(point as u8 as char),
                0x80..=0xFF => escaped.push_str(&format!("\\x{point:02x}")),
                0x100..=0xFFFF => escaped.push_str(&format!("\\u{point:04x}")),
                _ => escaped.push_str(&format!("\\U{point:08x}")),
            }
        }
        self.new_str(&escaped)
    }
}

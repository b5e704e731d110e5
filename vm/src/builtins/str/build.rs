//! Making strings of strings.

use std::cmp::Ordering;

use gc::{Gc, Value};

use super::{Points, Str};
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
        self.concat_strings(&[left.value(), right.value()])
    }

    /// The strings one behind the other.
    pub fn concat_strings(&mut self, parts: &[Value]) -> PyResult<Gc<Str>> {
        let class = self.types.str;
        let texts = || parts.iter().filter_map(|part| part.cast::<Str>());
        let total: usize = texts().map(|text| text.len()).sum();
        if texts().all(|text| matches!(text.points(), Points::One(_))) {
            let mut bytes = Vec::with_capacity(total);
            for text in texts() {
                if let Points::One(points) = text.points() {
                    bytes.extend_from_slice(points);
                }
            }
            return self.new_str_of_bytes(class, &bytes);
        }
        let mut points = Vec::with_capacity(total);
        for text in texts() {
            points.extend(text.iter());
        }
        self.new_str_of_points(class, &points)
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
                let bytes = points[start..end].to_vec();
                self.new_str_of_bytes(class, &bytes)
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

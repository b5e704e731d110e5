//! `match`.

use ruff_python_ast::{self as ast, Pattern, Singleton};
use ruff_text_size::Ranged;

use super::unit::{Label, Reg};
use super::{Compiler, Failure, Result};
use crate::bytecode::{Constant, Opcode};

/// Names a pattern binds, with the registers of their values.
type Captures<'a> = Vec<(&'a str, Reg)>;

impl<'a> Compiler<'a> {
    pub(super) fn match_statement(&mut self, statement: &'a ast::StmtMatch) -> Result<()> {
        let subject = self.unit().alloc();
        self.expression_to(&statement.subject, subject)?;
        let end = self.unit().label();
        let state = self.bound_state();
        let count = statement.cases.len();
        for (index, case) in statement.cases.iter().enumerate() {
            let outer = self.at(case.pattern.range());
            let mark = self.unit().temp;
            let next = self.unit().label();
            if index + 1 < count && case.guard.is_none() && is_irrefutable(&case.pattern) {
                let what = match &case.pattern {
                    Pattern::MatchAs(pattern) if let Some(name) = &pattern.name => {
                        format!("name capture '{name}' makes remaining patterns unreachable")
                    }
                    _ => "wildcard makes remaining patterns unreachable".to_owned(),
                };
                return Err(Failure::at(case.pattern.range(), what));
            }
            let mut captures = Vec::new();
            self.pattern(&case.pattern, subject, next, &mut captures)?;
            for (name, register) in captures {
                self.store_name(name, register, case.pattern.range())?;
            }
            if let Some(guard) = &case.guard {
                self.jump_if(guard, false, next)?;
            }
            self.unit().temp = mark;
            self.at(outer);
            self.body(&case.body)?;
            self.unit().jump(end);
            self.unit().place(next);
            self.restore_bound(&state);
            self.unit().unreachable = false;
        }
        self.unit().place(end);
        self.restore_bound(&state);
        Ok(())
    }

    fn capture(
        &mut self,
        name: &'a ast::Identifier,
        register: Reg,
        captures: &mut Captures<'a>,
    ) -> Result<()> {
        let text: &'a str = &name.id;
        if captures.iter().any(|(each, _)| *each == text) {
            return Err(Failure::at(
                name.range(),
                format!("multiple assignments to name '{text}' in pattern"),
            ));
        }
        captures.push((text, register));
        Ok(())
    }

    /// Jumps to `fail` unless the value of `subject` matches.
    fn pattern(
        &mut self,
        pattern: &'a Pattern,
        subject: Reg,
        fail: Label,
        captures: &mut Captures<'a>,
    ) -> Result<()> {
        stacker::maybe_grow(128 << 10, 4 << 20, || {
            let outer = self.at(pattern.range());
            let result = self.pattern_inner(pattern, subject, fail, captures);
            self.at(outer);
            result
        })
    }

    fn pattern_inner(
        &mut self,
        pattern: &'a Pattern,
        subject: Reg,
        fail: Label,
        captures: &mut Captures<'a>,
    ) -> Result<()> {
        match pattern {
            Pattern::MatchValue(value) => {
                let mark = self.unit().temp;
                let wanted = self.expression(&value.value)?;
                self.unit().branch(Opcode::JumpNotEq, subject, wanted, fail);
                self.unit().temp = mark;
            }
            Pattern::MatchSingleton(singleton) => {
                let mark = self.unit().temp;
                let wanted = self.unit().alloc();
                let constant = match singleton.value {
                    Singleton::None => Constant::None,
                    Singleton::True => Constant::Bool(true),
                    Singleton::False => Constant::Bool(false),
                };
                self.unit().load_constant(wanted, constant);
                self.unit().branch(Opcode::JumpIsNot, subject, wanted, fail);
                self.unit().temp = mark;
            }
            Pattern::MatchSequence(sequence) => {
                self.sequence(&sequence.patterns, subject, fail, captures, pattern)?
            }
            Pattern::MatchMapping(mapping) => self.mapping(mapping, subject, fail, captures)?,
            Pattern::MatchClass(class) => self.class_pattern(class, subject, fail, captures)?,
            Pattern::MatchStar(star) => {
                if let Some(name) = &star.name {
                    self.capture(name, subject, captures)?;
                }
            }
            Pattern::MatchAs(inner) => {
                if let Some(pattern) = &inner.pattern {
                    self.pattern(pattern, subject, fail, captures)?;
                }
                if let Some(name) = &inner.name {
                    self.capture(name, subject, captures)?;
                }
            }
            Pattern::MatchOr(or) => self.or_pattern(or, subject, fail, captures)?,
        }
        Ok(())
    }

    fn test(&mut self, op: Opcode, subject: Reg, fail: Label) {
        let mark = self.unit().temp;
        let truth = self.unit().alloc();
        self.emit(op, 0, truth, subject, 0);
        self.unit().branch(Opcode::JumpIfFalse, truth, 0, fail);
        self.unit().temp = mark;
    }

    fn sequence(
        &mut self,
        patterns: &'a [Pattern],
        subject: Reg,
        fail: Label,
        captures: &mut Captures<'a>,
        whole: &Pattern,
    ) -> Result<()> {
        let stars: Vec<usize> = patterns
            .iter()
            .enumerate()
            .filter(|(_, pattern)| pattern.is_match_star())
            .map(|(index, _)| index)
            .collect();
        if stars.len() > 1 {
            return Err(Failure::at(
                whole.range(),
                "multiple starred names in sequence pattern".to_owned(),
            ));
        }
        self.test(Opcode::MatchSequence, subject, fail);
        let least = patterns.len() - stars.len();
        if !(stars.len() == 1 && least == 0) {
            let mark = self.unit().temp;
            let len = self.unit().alloc();
            self.emit(Opcode::GetLen, 0, len, subject, 0);
            let constant = self.unit().constant(Constant::Int(least as i64)) as u16;
            let op = if stars.is_empty() { Opcode::JumpNeK } else { Opcode::JumpLtK };
            self.unit().branch(op, len, constant, fail);
            self.unit().temp = mark;
        }
        if patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        if let Some(&star) = stars.first()
            && is_wildcard(&patterns[star])
        {
            // Nobody wants the rest: it may be huge.
            for (index, pattern) in patterns.iter().enumerate() {
                if is_wildcard(pattern) {
                    continue;
                }
                let place =
                    if index < star { index as i64 } else { index as i64 - patterns.len() as i64 };
                let item = self.unit().alloc();
                let constant = self.unit().constant(Constant::Int(place)) as u16;
                self.emit(Opcode::LoadItemK, 0, item, subject, constant);
                self.pattern(pattern, item, fail, captures)?;
            }
            return Ok(());
        }
        let first = self.unit().alloc_many(patterns.len());
        match stars.first() {
            None => self.emit(Opcode::Unpack, 0, first, subject, patterns.len() as u16),
            Some(&before) => {
                let Ok(count) = u8::try_from(before) else {
                    return Err(Failure::at(
                        whole.range(),
                        "too many expressions in star-unpacking sequence pattern".to_owned(),
                    ));
                };
                self.emit(
                    Opcode::UnpackStar,
                    count,
                    first,
                    subject,
                    (patterns.len() - before - 1) as u16,
                );
            }
        }
        for (index, pattern) in patterns.iter().enumerate() {
            self.pattern(pattern, first + index as u16, fail, captures)?;
        }
        Ok(())
    }

    fn mapping(
        &mut self,
        mapping: &'a ast::PatternMatchMapping,
        subject: Reg,
        fail: Label,
        captures: &mut Captures<'a>,
    ) -> Result<()> {
        self.test(Opcode::MatchMapping, subject, fail);
        let count = mapping.keys.len();
        if count == 0 && mapping.rest.is_none() {
            return Ok(());
        }
        let keys = self.unit().alloc();
        let mark = self.unit().temp;
        let first = self.in_row(&mapping.keys)?;
        self.emit(Opcode::BuildTuple, 0, keys, first, count as u16);
        self.unit().temp = mark;
        if count > 0 {
            let len = self.unit().alloc();
            self.emit(Opcode::GetLen, 0, len, subject, 0);
            let constant = self.unit().constant(Constant::Int(count as i64)) as u16;
            self.unit().branch(Opcode::JumpLtK, len, constant, fail);
            self.unit().temp = mark;
            let values = self.unit().alloc();
            self.emit(Opcode::MatchKeys, 0, values, subject, keys);
            self.unit().branch(Opcode::JumpIfNone, values, 0, fail);
            let first = self.unit().alloc_many(count);
            self.emit(Opcode::Unpack, 0, first, values, count as u16);
            for (index, pattern) in mapping.patterns.iter().enumerate() {
                self.pattern(pattern, first + index as u16, fail, captures)?;
            }
        }
        if let Some(rest) = &mapping.rest {
            let register = self.unit().alloc();
            self.emit(Opcode::MatchRest, 0, register, subject, keys);
            self.capture(rest, register, captures)?;
        }
        Ok(())
    }

    fn class_pattern(
        &mut self,
        class: &'a ast::PatternMatchClass,
        subject: Reg,
        fail: Label,
        captures: &mut Captures<'a>,
    ) -> Result<()> {
        let (positional, keywords) = (&class.arguments.patterns, &class.arguments.keywords);
        let Ok(count) = u8::try_from(positional.len()) else {
            return Err(Failure::at(
                class.range(),
                "too many sub-patterns in class pattern".to_owned(),
            ));
        };
        for (index, keyword) in keywords.iter().enumerate() {
            if keywords[..index].iter().any(|each| each.attr.id == keyword.attr.id) {
                return Err(Failure::at(
                    keyword.range(),
                    format!("attribute name repeated in class pattern: {}", keyword.attr),
                ));
            }
        }
        let pair = self.unit().alloc_many(2);
        self.expression_to(&class.cls, pair)?;
        let names =
            keywords.iter().map(|keyword| Constant::Str(keyword.attr.as_str().into())).collect();
        self.unit().load_constant(pair + 1, Constant::Tuple(names));
        let values = self.unit().alloc();
        self.emit(Opcode::MatchClass, count, values, subject, pair);
        self.unit().branch(Opcode::JumpIfNone, values, 0, fail);
        let total = positional.len() + keywords.len();
        if total == 0 {
            return Ok(());
        }
        let first = self.unit().alloc_many(total);
        self.emit(Opcode::Unpack, 0, first, values, total as u16);
        let patterns = positional.iter().chain(keywords.iter().map(|keyword| &keyword.pattern));
        for (index, pattern) in patterns.enumerate() {
            self.pattern(pattern, first + index as u16, fail, captures)?;
        }
        Ok(())
    }

    fn or_pattern(
        &mut self,
        or: &'a ast::PatternMatchOr,
        subject: Reg,
        fail: Label,
        captures: &mut Captures<'a>,
    ) -> Result<()> {
        let done = self.unit().label();
        let mut names: Option<Vec<&'a str>> = None;
        let mut registers: Vec<Reg> = Vec::new();
        let count = or.patterns.len();
        for (index, pattern) in or.patterns.iter().enumerate() {
            if index + 1 < count && is_irrefutable(pattern) {
                let what = match pattern {
                    Pattern::MatchAs(pattern) if let Some(name) = &pattern.name => {
                        format!("name capture '{name}' makes remaining patterns unreachable")
                    }
                    _ => "wildcard makes remaining patterns unreachable".to_owned(),
                };
                return Err(Failure::at(pattern.range(), what));
            }
            let next = self.unit().label();
            let mut own = Vec::new();
            let mark = self.unit().temp;
            self.pattern(pattern, subject, if index + 1 < count { next } else { fail }, &mut own)?;
            match &names {
                None => {
                    names = Some(own.iter().map(|(name, _)| *name).collect());
                    // The captured values go to registers that all alternatives share.
                    for (_, register) in &own {
                        let shared = self.unit().alloc();
                        self.unit().move_to(shared, *register);
                        registers.push(shared);
                    }
                }
                Some(names) => {
                    let same = own.len() == names.len()
                        && own.iter().all(|(name, _)| names.contains(name));
                    if !same {
                        return Err(Failure::at(
                            or.range(),
                            "alternative patterns bind different names".to_owned(),
                        ));
                    }
                    for (name, register) in &own {
                        if let Some(position) = names.iter().position(|each| each == name) {
                            self.unit().move_to(registers[position], *register);
                        }
                    }
                    self.unit().temp = mark;
                }
            }
            if index + 1 < count {
                self.unit().jump(done);
                self.unit().unreachable = false;
                self.unit().place(next);
            }
        }
        self.unit().place(done);
        for (name, register) in names.unwrap_or_default().into_iter().zip(registers) {
            if captures.iter().any(|(each, _)| *each == name) {
                return Err(Failure::at(
                    or.range(),
                    format!("multiple assignments to name '{name}' in pattern"),
                ));
            }
            captures.push((name, register));
        }
        Ok(())
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchAs(pattern) => pattern.name.is_none() && pattern.pattern.is_none(),
        Pattern::MatchStar(pattern) => pattern.name.is_none(),
        _ => false,
    }
}

fn is_irrefutable(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchAs(pattern) => pattern.pattern.as_deref().is_none_or(is_irrefutable),
        Pattern::MatchOr(or) => or.patterns.iter().any(is_irrefutable),
        _ => false,
    }
}

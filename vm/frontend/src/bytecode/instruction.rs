//! One instruction: 64 bits, `op:8 x:8 a:16 b:16 c:16`, the opcode in the lowest byte.

use super::Opcode;

/// One encoded instruction.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Instruction(u64);

/// The greatest distance of a relative jump, in instructions, either way.
pub const JUMP_MAX: i32 = (1 << 23) - 1;

impl Instruction {
    /// An instruction from its parts.
    #[inline]
    pub const fn new(op: Opcode, x: u8, a: u16, b: u16, c: u16) -> Instruction {
        Instruction(
            op as u64 | (x as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48,
        )
    }

    /// An instruction whose 24-bit relative jump lies in `x` and `c`.
    ///
    /// `offset` counts from the instruction after this one and lies within [`JUMP_MAX`].
    #[inline]
    pub const fn jump(op: Opcode, a: u16, b: u16, offset: i32) -> Instruction {
        debug_assert!(offset >= -JUMP_MAX && offset <= JUMP_MAX);
        Instruction::new(op, (offset >> 16) as u8, a, b, offset as u16)
    }

    /// An instruction whose `b` and `c` make one 32-bit operand (`b` the low half).
    #[inline]
    pub const fn wide(op: Opcode, x: u8, a: u16, bc: u32) -> Instruction {
        Instruction::new(op, x, a, bc as u16, (bc >> 16) as u16)
    }

    /// The word.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The opcode.
    #[inline(always)]
    pub const fn op(self) -> Opcode {
        // Instructions are only made from an `Opcode`, whose discriminants are dense from 0.
        Opcode::ALL[(self.0 & 0xFF) as usize]
    }

    /// The opcode's number.
    #[inline(always)]
    pub const fn op_byte(self) -> u8 {
        self.0 as u8
    }

    /// The small operand.
    #[inline(always)]
    pub const fn x(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The first operand.
    #[inline(always)]
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The second operand.
    #[inline(always)]
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    /// The third operand.
    #[inline(always)]
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// `b` and `c` as one unsigned operand.
    #[inline(always)]
    pub const fn bc(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The relative jump held in `x` and `c`, from the next instruction.
    #[inline(always)]
    pub const fn offset(self) -> i32 {
        let raw = (self.x() as u32) << 16 | self.c() as u32;
        ((raw << 8) as i32) >> 8
    }
}

impl std::fmt::Debug for Instruction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} x={} a={} b={} c={}", self.op(), self.x(), self.a(), self.b(), self.c())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back() {
        let ins = Instruction::new(Opcode::Add, 7, 1, 0xFFFF, 0x8000);
        assert_eq!(
            (ins.op(), ins.x(), ins.a(), ins.b(), ins.c()),
            (Opcode::Add, 7, 1, 0xFFFF, 0x8000)
        );
    }

    #[test]
    fn jumps_keep_their_sign() {
        for offset in [0, 1, -1, 70_000, -70_000, JUMP_MAX, -JUMP_MAX] {
            let ins = Instruction::jump(Opcode::JumpLt, 3, 4, offset);
            assert_eq!((ins.offset(), ins.a(), ins.b()), (offset, 3, 4));
        }
    }
}

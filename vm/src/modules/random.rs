//! `_random`: the Mersenne Twister (Matsumoto and Nishimura, 1998), with CPython's seeding, so that seeded programs see the
//! same numbers.

use gc::{Gc, Value};
use num_bigint::{BigInt, Sign};

use crate::builtins::int::int_value;
use crate::builtins::simple::Cells;
use crate::builtins::tuple::Tuple;
use crate::native::{Keywords, Rest};
use crate::object::{Raw, Type, kind};
use crate::{PyResult, Vm, builtin_type, native_module};

/// Words of state.
const WORDS: usize = 624;
const MIDDLE: usize = 397;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7FFF_FFFF;

/// The state in a byte store: the words, then the index of the next one.
struct Twister(Gc<Raw>);

impl Twister {
    fn words(&self) -> &[std::cell::Cell<u32>] {
        // SAFETY: made by `random_new` with 4 bytes for each word and the index, 8-aligned behind the header.
        unsafe { std::slice::from_raw_parts(self.0.as_mut_ptr().cast(), WORDS + 1) }
    }

    fn seed_word(&self, seed: u32) {
        let words = self.words();
        words[0].set(seed);
        for index in 1..WORDS {
            let before = words[index - 1].get();
            words[index].set(
                1_812_433_253u32.wrapping_mul(before ^ (before >> 30)).wrapping_add(index as u32),
            );
        }
        words[WORDS].set(WORDS as u32);
    }

    fn seed_words(&self, key: &[u32]) {
        self.seed_word(19_650_218);
        let words = self.words();
        let (mut i, mut j) = (1, 0);
        for _ in 0..WORDS.max(key.len()) {
            let before = words[i - 1].get();
            let mixed = words[i].get() ^ (before ^ (before >> 30)).wrapping_mul(1_664_525);
            words[i].set(mixed.wrapping_add(key[j]).wrapping_add(j as u32));
            i += 1;
            j = (j + 1) % key.len();
            if i >= WORDS {
                words[0].set(words[WORDS - 1].get());
                i = 1;
            }
        }
        for _ in 0..WORDS - 1 {
            let before = words[i - 1].get();
            let mixed = words[i].get() ^ (before ^ (before >> 30)).wrapping_mul(1_566_083_941);
            words[i].set(mixed.wrapping_sub(i as u32));
            i += 1;
            if i >= WORDS {
                words[0].set(words[WORDS - 1].get());
                i = 1;
            }
        }
        words[0].set(0x8000_0000);
    }

    #[inline]
    fn next(&self) -> u32 {
        let words = self.words();
        let mut index = words[WORDS].get() as usize;
        if index >= WORDS {
            self.refill();
            index = 0;
        }
        words[WORDS].set(index as u32 + 1);
        let mut y = words[index].get();
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C_5680;
        y ^= (y << 15) & 0xEFC6_0000;
        y ^ (y >> 18)
    }

    fn refill(&self) {
        let words = self.words();
        for index in 0..WORDS {
            let y = (words[index].get() & UPPER) | (words[(index + 1) % WORDS].get() & LOWER);
            let twist = if y & 1 == 0 { 0 } else { 0x9908_B0DF };
            words[index].set(words[(index + MIDDLE) % WORDS].get() ^ (y >> 1) ^ twist);
        }
    }
}

fn random_new(vm: &mut Vm, class: Gc<Type>, _args: Rest, _kwargs: Keywords) -> PyResult<Gc<Cells>> {
    let state = vm.new_raw((WORDS + 1) * 4)?;
    Twister(state).seed_word(5489);
    vm.new_cells(class, state.value())
}

fn random_init(vm: &mut Vm, value: Value, seed: Value) -> PyResult<()> {
    seed_with(vm, value, seed)
}

fn twister(value: Value) -> Twister {
    let cells: Gc<Cells> = value.cast().expect("the receiver was checked");
    Twister(cells.first.get().cast().expect("made by `random_new`"))
}

fn key_of(number: &BigInt) -> Vec<u32> {
    let (_, words) = number.to_u32_digits();
    if words.is_empty() { vec![0] } else { words }
}

fn seed_with(vm: &mut Vm, value: Value, seed: Value) -> PyResult<()> {
    let twister = twister(value);
    if seed.is_none() {
        let mut entropy = [0u8; 32];
        if vm.host.random().fill(&mut entropy).is_ok() {
            let key: Vec<u32> = entropy
                .chunks_exact(4)
                .map(|chunk| chunk.iter().fold(0, |word, &byte| word << 8 | u32::from(byte)))
                .collect();
            twister.seed_words(&key);
        } else {
            // Without the capability `random` nothing here may depend on entropy: every run sees the same numbers.
            twister.seed_words(&[0x6D6F_6C74]);
        }
        return Ok(());
    }
    let number = match int_value(seed) {
        Some(number) => number.into_big(),
        None => BigInt::from(vm.hash(seed)? as u64),
    };
    twister.seed_words(&key_of(&number));
    Ok(())
}

fn float(_: &mut Vm, value: Value) -> f64 {
    let twister = twister(value);
    let (high, low) = (twister.next() >> 5, twister.next() >> 6);
    (f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0)
}

fn bits(vm: &mut Vm, value: Value, count: i64) -> PyResult<Value> {
    let twister = twister(value);
    let Ok(count) = u64::try_from(count) else {
        return Err(vm.value_error("number of bits must be non-negative"));
    };
    match count {
        0 => Ok(Value::from_small(0)),
        1..=32 => Ok(Value::from_small(i64::from(twister.next() >> (32 - count)))),
        _ => {
            let len = count.div_ceil(32) as usize;
            if len > 1 << 28 {
                return Err(vm.memory_error());
            }
            vm.charge(len / 16)?;
            let mut words = Vec::with_capacity(len);
            let mut left = count;
            while left > 0 {
                let word = twister.next();
                words.push(if left < 32 { word >> (32 - left) } else { word });
                left = left.saturating_sub(32);
            }
            vm.new_big_int(BigInt::from_slice(Sign::Plus, &words))
        }
    }
}

fn state(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let twister = twister(value);
    let words: Vec<Value> =
        twister.words().iter().map(|word| Value::from_small(i64::from(word.get()))).collect();
    Ok(vm.new_tuple(&words)?.value())
}

fn set_state(vm: &mut Vm, value: Value, state: Value) -> PyResult<()> {
    let Some(tuple) = state.cast::<Tuple>() else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    if tuple.len() != WORDS + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = Vec::with_capacity(WORDS + 1);
    for &item in tuple.items() {
        let number = vm.index_clamped(item)?;
        words.push(number as u32);
    }
    if words[WORDS] as usize > WORDS {
        return Err(vm.value_error("invalid state"));
    }
    let twister = twister(value);
    for (word, new) in twister.words().iter().zip(words) {
        word.set(new);
    }
    Ok(())
}

builtin_type! {
    /// Random() -> create a random number generator with its own internal state.
    static RANDOM_TYPE = "_random.Random"("object") {
        kind kind::CELLS;
        traits { is_base }
        new "Random(cls, *args, **kwargs)" => random_new;
        init "__init__(self, seed=None, /)" => random_init;
        methods {
            /// random() -> x in the interval [0, 1).
            "random(self, /)" => float;
            /// seed([n]) -> None.
            "seed(self, n=None, /)" => seed_with;
            /// getrandbits(k) -> x.  Generates an int with k random bits.
            "getrandbits(self, k, /)" => bits;
            /// getstate() -> tuple containing the current state.
            "getstate(self, /)" => state;
            /// setstate(state) -> None.  Restores generator state.
            "setstate(self, state, /)" => set_state;
        }
    }
}

native_module! {
    /// Module implements the Mersenne Twister random number generator.
    pub(super) static RANDOM = "_random" {
        types { &RANDOM_TYPE }
    }
}

//! The target `letter` of `tests/fuzz/targets.rs`.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::letter(bytes));

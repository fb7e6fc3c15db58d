#![no_main]

#[path = "../looks.rs"]
#[allow(dead_code)]
mod looks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| looks::sheet(data));

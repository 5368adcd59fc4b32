#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cohort_report_fuzz::containers(bytes));

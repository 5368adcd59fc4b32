//! Seeded mutations against every reader, without a fuzzer: `make fuzz`.
//!
//! `campaign [SECONDS] [TARGET …]` mutates the files of `fuzz/seeds` and what
//! grew out of them. The same seed tries the same inputs on every machine; a
//! panic leaves its input in `fuzz/artifacts`.

#[path = "src/lib.rs"]
#[allow(dead_code, reason = "a campaign may try some of the readers")]
mod targets;

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 12] = [
    ("cells", targets::cells),
    ("claims", targets::claims),
    ("containers", targets::containers),
    ("escape", targets::escape),
    ("manuscripts", targets::manuscripts),
    ("pdf", targets::pdf),
    ("published", targets::published),
    ("sheets", targets::sheets),
    ("studies", targets::studies),
    ("templates", targets::templates),
    ("whole", targets::whole),
    ("workbooks", targets::workbooks),
];

/// What readers take for something.
const TOKENS: [&str; 44] = [
    "\"",
    "'",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[2J",
    "\u{feff}",
    "\u{202e}",
    "\u{fffe}",
    ",",
    ";",
    "=",
    "==",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "(",
    ")",
    "<%",
    "%>",
    "<<",
    ">>",
    "#",
    "$",
    "`",
    "*/",
    "-",
    "–",
    "1e308",
    "-1e-320",
    "NaN",
    "inf",
    "9999-12-31",
    "0001-01-01",
    "99999999999999999999",
    "0.0000001",
    "é",
    "not ",
    "value(",
];

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

const LONGEST: usize = 16_384;

fn mutate(input: &mut Vec<u8>, others: &[Vec<u8>], random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(input.len() + 1);
        let end = (at + random.below(24)).min(input.len());
        match random.below(9) {
            0 if at < input.len() => input[at] = random.next() as u8,
            1 if at < input.len() => input[at] ^= 1 << random.below(8),
            2 => {
                input.drain(at..end);
            }
            3 => {
                let piece = input[at..end].to_vec();
                let to = random.below(input.len() + 1);
                input.splice(to..to, piece);
            }
            4 => {
                let token = TOKENS[random.below(TOKENS.len())];
                input.splice(at..end.min(at + random.below(2) * 4), token.bytes());
            }
            5 => {
                let token = TOKENS[random.below(TOKENS.len())].repeat(1 + random.below(200));
                input.splice(at..at, token.bytes());
            }
            6 => {
                // A number becomes another.
                let digits = input.iter().skip(at).position(u8::is_ascii_digit);
                if let Some(digit) = digits {
                    let number = ["0", "-1", "1e9", "65536", "0.5", "4294967296"][random.below(6)];
                    input.splice(at + digit..=at + digit, number.bytes());
                }
            }
            7 => {
                let other = &others[random.below(others.len())];
                let from = random.below(other.len() + 1);
                let piece = &other[from..(from + random.below(200)).min(other.len())];
                input.splice(at..end, piece.iter().copied());
            }
            _ => {
                // Lines change places.
                let mut lines: Vec<Vec<u8>> = input
                    .split(|byte| *byte == b'\n')
                    .map(<[u8]>::to_vec)
                    .collect();
                let (a, b) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(a, b);
                *input = lines.join(&b'\n');
            }
        }
    }
    input.truncate(LONGEST);
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    // The inputs of the tests serve as they are.
    let folder = match name {
        "containers" => "tests/inputs".to_owned(),
        _ => format!("fuzz/seeds/{name}"),
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .chain([Vec::new()])
        .collect()
}

const SLOW: Duration = Duration::from_secs(10);

fn tried(target: fn(&[u8]), input: &[u8]) -> (std::thread::Result<()>, Duration) {
    let before = Instant::now();
    let outcome = std::panic::catch_unwind(|| target(input));
    (outcome, before.elapsed())
}

/// Tries inputs for so long; how many, and how many of them panicked.
fn campaign((name, target): Target, limit: Duration, seed: u64) -> (u64, u64) {
    let mut corpus = seeds(name);
    let mut random = Random(seed);
    let (mut count, mut failures) = (0, 0);
    let mut slowest = Duration::ZERO;
    let start = Instant::now();
    // First what is longest and most alike: time must not grow faster than length.
    let mut repeated = TOKENS
        .iter()
        .map(|token| token.repeat(LONGEST / token.len()));
    while start.elapsed() < limit {
        let longest = repeated.next();
        let kept = longest.is_none();
        let input = match longest {
            Some(longest) => longest.into_bytes(),
            None => {
                let mut input = corpus[random.below(corpus.len())].clone();
                mutate(&mut input, &corpus, &mut random);
                input
            }
        };
        let (mut outcome, mut took) = tried(target, &input);
        count += 1;
        // A machine that stalls does not stall twice.
        if outcome.is_ok() && took > SLOW {
            let (again, took_again) = tried(target, &input);
            outcome = again;
            took = took.min(took_again);
        }
        let slow = took > SLOW;
        if outcome.is_err() || slow {
            failures += 1;
            let mut hasher = DefaultHasher::new();
            input.hash(&mut hasher);
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("fuzz/artifacts")
                .join(name);
            let file = folder.join(format!("{:016x}", hasher.finish()));
            let written =
                std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, &input));
            eprintln!(
                "{name}: {} in {took:?}: {} ({written:?})",
                if slow { "slow" } else { "panic" },
                file.display()
            );
        }
        slowest = slowest.max(took);
        // Some of what was tried is mutated further, so that mutations add up.
        if kept && corpus.len() < 2_000 && random.below(50) == 0 {
            corpus.push(input);
        }
    }
    eprintln!("{name}: {count} executions, {failures} findings, the slowest took {slowest:?}");
    (count, failures)
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments
        .next()
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(600);
    let named: Vec<String> = arguments.collect();
    let seed = std::env::var("FUZZ_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1);
    let chosen: Vec<Target> = TARGETS
        .into_iter()
        .filter(|(name, _)| named.is_empty() || named.iter().any(|own| own == name))
        .collect();
    let share = Duration::from_secs(seconds) / chosen.len().max(1) as u32;
    let (mut count, mut failures) = (0, 0);
    for target in chosen {
        let (tried, failed) = campaign(target, share, seed);
        count += tried;
        failures += failed;
    }
    eprintln!("{count} executions, {failures} findings");
    std::process::exit(i32::from(failures > 0));
}

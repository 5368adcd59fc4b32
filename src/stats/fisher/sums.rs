//! Masses summed by key.

/// One value of the weight of a table.
#[derive(Clone, Copy)]
pub(super) struct Atom {
    /// Sum of the keys of its factorials: large for an improbable table.
    pub(super) key: i64,
    /// Probability of this value.
    pub(super) mass: f64,
}

/// A list in order of its keys, each of which is moved by `key` and weighted by
/// `share`.
pub(super) struct Moved<'a> {
    pub(super) atoms: &'a [Atom],
    pub(super) key: i64,
    pub(super) share: f64,
}

/// About how many entries are summed at a time: their sums fit into a
/// processor's nearer caches, where adding to them is several times as fast.
const WINDOW: usize = 1 << 13;

/// The sums of all lists by key, in order of their keys, without the least of
/// them, which add up to no more than `allowed`; and what these add up to.
pub(super) fn sums_in_order(mut lists: Vec<Moved<'_>>, allowed: f64) -> (Vec<Atom>, f64) {
    let mut sums = KeyedSums::new();
    let mut atoms = Vec::new();
    for end in ends_of_windows(&lists) {
        for list in &mut lists {
            let rest = list.atoms;
            let mut taken = 0;
            for atom in rest {
                let key = atom.key + list.key;
                if key > end {
                    break;
                }
                sums.add(key, atom.mass * list.share);
                taken += 1;
            }
            list.atoms = rest.get(taken..).unwrap_or_default();
        }
        sums.drain_in_order(&mut atoms);
    }
    let (least, lost) = least_kept(&atoms, allowed);
    atoms.retain(|atom| atom.mass >= least);
    atoms.shrink_to_fit();
    (atoms, lost)
}

/// Last keys of windows of about as many entries each, the last of all lists
/// among them: one entry of so many is asked where it lies.
fn ends_of_windows(lists: &[Moved<'_>]) -> Vec<i64> {
    let last = |list: &Moved<'_>| list.atoms.last().map(|atom| atom.key + list.key);
    let mut ends: Vec<i64> = lists.iter().filter_map(last).max().into_iter().collect();
    let mut before = 0;
    for list in lists {
        let asked = list.atoms.iter().skip(WINDOW - 1 - before).step_by(WINDOW);
        ends.extend(asked.map(|atom| atom.key + list.key));
        before = (before + list.atoms.len()) % WINDOW;
    }
    ends.sort_unstable();
    ends
}

const MANTISSA_BITS: u32 = f64::MANTISSA_DIGITS - 1;

/// A mass such that all below it add up to no more than `allowed`, and their
/// sum. Masses are counted by the power of two below them.
fn least_kept(atoms: &[Atom], allowed: f64) -> (f64, f64) {
    let mut sums = [0.0; 1 << 11];
    for atom in atoms {
        if let Some(sum) = sums.get_mut((atom.mass.to_bits() >> MANTISSA_BITS) as usize) {
            *sum += atom.mass;
        }
    }
    let mut lost = 0.0;
    for (exponent, sum) in sums.into_iter().enumerate() {
        if lost + sum > allowed {
            return (f64::from_bits((exponent as u64) << MANTISSA_BITS), lost);
        }
        lost += sum;
    }
    (f64::INFINITY, lost)
}

/// A hash table with open addressing, some three times as fast here as the
/// standard one, and this is the innermost loop.
struct KeyedSums {
    /// A mass of 0 marks a free slot; their number is a power of two.
    slots: Vec<Atom>,
    used: usize,
}

const FREE: Atom = Atom { key: 0, mass: 0.0 };

impl KeyedSums {
    fn new() -> Self {
        Self {
            slots: vec![FREE; 1 << 6],
            used: 0,
        }
    }

    fn add(&mut self, key: i64, mass: f64) {
        // A mass that underflowed adds nothing.
        if mass == 0.0 {
            return;
        }
        let mask = self.slots.len() - 1;
        // Keys are sums of logarithms: multiplied and folded they spread well.
        let mixed = (key as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut at = (mixed >> 32) as usize & mask;
        loop {
            let slot = &mut self.slots[at];
            if slot.mass == 0.0 {
                *slot = Atom { key, mass };
                self.used += 1;
                break;
            }
            if slot.key == key {
                slot.mass += mass;
                return;
            }
            at = (at + 1) & mask;
        }
        if self.used * 4 > self.slots.len() {
            let doubled = vec![FREE; self.slots.len() * 2];
            let before = std::mem::replace(&mut self.slots, doubled);
            self.used = 0;
            for atom in before {
                self.add(atom.key, atom.mass);
            }
        }
    }

    /// Moves the sums behind `atoms`, in order of their keys.
    fn drain_in_order(&mut self, atoms: &mut Vec<Atom>) {
        let before = atoms.len();
        for slot in &mut self.slots {
            if slot.mass > 0.0 {
                atoms.push(std::mem::replace(slot, FREE));
            }
        }
        self.used = 0;
        if let Some(own) = atoms.get_mut(before..) {
            own.sort_unstable_by_key(|atom| atom.key);
        }
    }
}

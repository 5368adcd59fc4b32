//! Masses summed by key.

/// One value of the weight of a table.
#[derive(Clone, Copy)]
pub(super) struct Atom {
    /// Sum of the keys of its factorials: large for an improbable table.
    pub(super) key: i64,
    /// Probability of this value.
    pub(super) mass: f64,
}

/// A hash table with open addressing, some three times as fast here as the
/// standard one, and this is the innermost loop.
pub(super) struct KeyedSums {
    /// A mass of 0 marks a free slot; their number is a power of two.
    slots: Vec<Atom>,
    used: usize,
}

const FREE: Atom = Atom { key: 0, mass: 0.0 };

impl KeyedSums {
    /// With room for about so many keys.
    pub(super) fn for_about(keys: usize) -> Self {
        Self {
            slots: vec![FREE; (keys * 2).next_power_of_two().max(1 << 6)],
            used: 0,
        }
    }

    pub(super) fn add(&mut self, key: i64, mass: f64) {
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
        if self.used * 2 > self.slots.len() {
            let doubled = vec![FREE; self.slots.len() * 2];
            let before = std::mem::replace(&mut self.slots, doubled);
            self.used = 0;
            for atom in before {
                self.add(atom.key, atom.mass);
            }
        }
    }

    /// The sums in order of their keys, without the least of them, which add up
    /// to no more than `allowed`; and what these add up to.
    pub(super) fn in_order(self, allowed: f64) -> (Vec<Atom>, f64) {
        let least = allowed / self.used.max(1) as f64;
        let mut lost = 0.0;
        // Not in place: the free slots would stay allocated.
        let mut atoms = Vec::with_capacity(self.used);
        for atom in self.slots {
            if atom.mass > least {
                atoms.push(atom);
            } else {
                lost += atom.mass;
            }
        }
        atoms.shrink_to_fit();
        atoms.sort_unstable_by_key(|atom| atom.key);
        (atoms, lost)
    }
}

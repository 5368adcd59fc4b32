//! A PDF as the bytes of its objects, written again as they are after a change,
//! so that an alteration can be one that no library would write.

/// A PDF taken apart.
#[derive(Clone)]
pub struct Raw {
    pub header: Vec<u8>,
    /// The bytes between `obj` and `endobj` by the object's number, in order.
    pub objects: Vec<(u32, Vec<u8>)>,
    /// The dictionary of the trailer.
    pub trailer: Vec<u8>,
}

/// The number that stands at the start of bytes.
fn number_at(bytes: &[u8]) -> usize {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
    let text: String = digits.map(|byte| char::from(*byte)).collect();
    text.parse().unwrap()
}

/// Where bytes stand in others.
pub fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// Where the bytes after these begin.
pub fn after(bytes: &[u8], these: &[u8]) -> usize {
    position(bytes, these).unwrap() + these.len()
}

/// Bytes with the first of these replaced.
pub fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = position(bytes, from);
    let at = at.unwrap_or_else(|| panic!("no {} there", String::from_utf8_lossy(from)));
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

impl Raw {
    /// Takes apart a file as Typst writes it.
    pub fn of(bytes: &[u8]) -> Self {
        let last = |wanted: &[u8]| {
            let windows = bytes.windows(wanted.len());
            windows.into_iter().rposition(|window| window == wanted)
        };
        let start = last(b"startxref\n").unwrap();
        let table = number_at(&bytes[start + 10..]);
        let lines = position(&bytes[table..], b"\n0 ").unwrap() + table + 1;
        let count = number_at(&bytes[lines + 2..]);
        let first = position(&bytes[lines..], b"\n").unwrap() + lines + 1;
        let mut offsets: Vec<(usize, u32)> = (0..count)
            .filter(|at| bytes[first + at * 20 + 17] == b'n')
            .map(|at| (number_at(&bytes[first + at * 20..]), at as u32))
            .collect();
        offsets.sort_unstable();
        let ends = offsets.iter().skip(1).map(|(offset, _)| *offset);
        let ends: Vec<usize> = ends.chain([table]).collect();
        let objects = offsets.iter().zip(ends).map(|((offset, number), end)| {
            let head = format!("{number} 0 obj\n");
            assert!(bytes[*offset..].starts_with(head.as_bytes()));
            let own = &bytes[offset + head.len()..end];
            let stop = own.windows(7).rposition(|window| window == b"\nendobj");
            (*number, own[..stop.unwrap()].to_vec())
        });
        let trailer = last(b"trailer\n").unwrap() + 8;
        Self {
            header: bytes[..offsets[0].0].to_vec(),
            objects: objects.collect(),
            trailer: bytes[trailer..start - 1].to_vec(),
        }
    }

    /// The file with a cross-reference that is true.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes_with(|_, offset| Some(offset))
    }

    /// The file with these offsets in its cross-reference; an object without one
    /// is free.
    pub fn bytes_with(&self, offset_of: impl Fn(u32, usize) -> Option<usize>) -> Vec<u8> {
        let mut bytes = self.header.clone();
        let mut offsets = std::collections::BTreeMap::new();
        for (number, body) in &self.objects {
            offsets.insert(*number, offset_of(*number, bytes.len()));
            bytes.extend(format!("{number} 0 obj\n").bytes());
            bytes.extend(body);
            bytes.extend(b"\nendobj\n");
        }
        let size = self.size();
        let table = bytes.len();
        bytes.extend(format!("xref\n0 {size}\n").bytes());
        for number in 0..size {
            let line = match offsets.get(&number).copied().flatten() {
                Some(offset) => format!("{offset:010} 00000 n\r\n"),
                None => "0000000000 65535 f\r\n".to_owned(),
            };
            bytes.extend(line.bytes());
        }
        bytes.extend(b"trailer\n");
        bytes.extend(&self.trailer);
        bytes.extend(format!("\nstartxref\n{table}\n%%EOF").bytes());
        bytes
    }

    fn size(&self) -> u32 {
        let numbers = self.objects.iter().map(|(number, _)| *number);
        numbers.max().unwrap() + 1
    }

    /// The bytes of an object.
    pub fn body(&mut self, number: u32) -> &mut Vec<u8> {
        let own = self.objects.iter_mut().find(|(own, _)| *own == number);
        &mut own.unwrap().1
    }

    /// Replaces the first of these bytes in an object.
    pub fn replace(&mut self, number: u32, from: &str, to: &str) {
        let body = self.body(number);
        *body = replaced(body, from.as_bytes(), to.as_bytes());
    }

    /// Adds an object, and what the trailer says of their count.
    pub fn add(&mut self, body: &[u8]) -> u32 {
        let number = self.size();
        self.objects.push((number, body.to_vec()));
        let (from, to) = (format!("/Size {number}"), format!("/Size {}", number + 1));
        self.trailer = replaced(&self.trailer, from.as_bytes(), to.as_bytes());
        number
    }

    /// The objects whose dictionary holds these bytes, in order.
    pub fn having(&self, wanted: &str) -> Vec<u32> {
        let own = self.objects.iter().filter(|(_, body)| {
            let end = position(body, b"stream\n").unwrap_or(body.len());
            position(&body[..end], wanted.as_bytes()).is_some()
        });
        own.map(|(number, _)| *number).collect()
    }

    /// The page of this number, counted from 1.
    pub fn page(&self, number: usize) -> u32 {
        self.having("/Type/Page/")[number - 1]
    }

    /// The number to which a key of an object refers.
    pub fn reference(&mut self, number: u32, key: &str) -> u32 {
        let body = self.body(number);
        let wanted = format!("{key} ");
        let at = position(body, wanted.as_bytes()).unwrap() + wanted.len();
        number_at(&body[at..]) as u32
    }

    /// The catalog.
    pub fn catalog(&self) -> u32 {
        self.having("/Type/Catalog")[0]
    }

    /// Adds keys to the dictionary with which an object begins.
    pub fn add_keys(&mut self, number: u32, keys: &str) {
        let body = self.body(number);
        assert!(body.starts_with(b"<<"));
        body.splice(2..2, keys.bytes());
    }
}

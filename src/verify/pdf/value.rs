//! What a PDF is made of, as it stands in the file: nothing is repaired, rounded
//! or resolved, so that two values are the same only when every viewer reads the
//! same from them.

/// A number, its decimals kept as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) enum Number {
    /// Written without a point.
    Integer(i64),
    /// Written with one: the shortest text of the same decimal.
    Real(Box<str>),
}

impl Number {
    /// Whether this number may stand for the other one. A viewer that asks for an
    /// integer may ignore a real, so only the other way round is it the same. Reals
    /// are the same in single precision, in which programs that save a file again
    /// write them.
    pub(in crate::verify) fn stands_for(&self, other: &Self) -> bool {
        let single = |number: &Self| match number {
            Self::Integer(number) => number.to_string().parse::<f32>().ok(),
            Self::Real(text) => text.parse().ok(),
        };
        match (self, other) {
            (own, Self::Real(_)) => single(own) == single(other),
            (own, other) => own == other,
        }
    }
}

/// A direct object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) enum Value {
    Null,
    Boolean(bool),
    Number(Number),
    Name(Box<[u8]>),
    Text(Box<[u8]>),
    Array(Vec<Value>),
    Dictionary(Dictionary),
    /// The number of an indirect object.
    Reference(u32),
}

impl Value {
    pub(in crate::verify) fn integer(&self) -> Option<i64> {
        match self {
            Self::Number(Number::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// A number as one that can be computed with.
    pub(in crate::verify) fn real(&self) -> Option<f64> {
        match self {
            Self::Number(Number::Integer(number)) => number.to_string().parse().ok(),
            Self::Number(Number::Real(text)) => text.parse().ok(),
            _ => None,
        }
    }

    pub(in crate::verify) fn unsigned(&self) -> Option<usize> {
        usize::try_from(self.integer()?).ok()
    }

    pub(in crate::verify) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(in crate::verify) fn text(&self) -> Option<&[u8]> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(in crate::verify) fn array(&self) -> Option<&[Value]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    pub(in crate::verify) fn dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    pub(in crate::verify) fn reference(&self) -> Option<u32> {
        match self {
            Self::Reference(number) => Some(*number),
            _ => None,
        }
    }
}

/// A dictionary without a key given twice, sorted by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::verify) struct Dictionary(Vec<(Box<[u8]>, Value)>);

impl Dictionary {
    /// `None` when a key is given twice.
    pub(super) fn new(mut entries: Vec<(Box<[u8]>, Value)>) -> Option<Self> {
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        let twice = entries.windows(2).any(|pair| match pair {
            [(a, _), (b, _)] => a == b,
            _ => false,
        });
        (!twice).then_some(Self(entries))
    }

    pub(in crate::verify) fn get(&self, key: &[u8]) -> Option<&Value> {
        let at = self.0.binary_search_by(|(own, _)| (**own).cmp(key)).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    pub(in crate::verify) fn iter(&self) -> impl Iterator<Item = (&[u8], &Value)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }

    pub(in crate::verify) fn is_of_type(&self, name: &[u8]) -> bool {
        self.get(b"Type").and_then(Value::name) == Some(name)
    }
}

/// A stream: its dictionary, and its bytes as they are packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Stream<'a> {
    pub(in crate::verify) dictionary: Dictionary,
    pub(in crate::verify) packed: &'a [u8],
}

/// An indirect object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) enum Object<'a> {
    Value(Value),
    Stream(Stream<'a>),
}

impl Object<'_> {
    pub(in crate::verify) fn value(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::Stream(_) => None,
        }
    }

    pub(in crate::verify) fn dictionary(&self) -> Option<&Dictionary> {
        self.value().and_then(Value::dictionary)
    }
}

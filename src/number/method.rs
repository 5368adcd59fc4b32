//! How a number was found.

/// How a number was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// As templates ask for it: `kruskal-wallis`.
    pub id: &'static str,
    /// As printed: "Kruskal-Wallis rank-sum test".
    pub title: &'static str,
    /// The R call that gives the same.
    pub r: &'static str,
}

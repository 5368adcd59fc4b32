//! Where the header and the rows of a cohort stand in a file that holds more.

/// What a study states about the lines around its rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Frame {
    /// The line of the header, in a workbook its row; what stands above is left
    /// out. 0 for a file without a header. The first that is not blank unless
    /// given.
    pub header_line: Option<u64>,
    /// How many rows the header has, not counting blank ones; one unless given.
    pub header_rows: Option<u64>,
    /// What lines that are left out begin with.
    pub comment: Option<u8>,
    /// Whether the row below the header holds units.
    pub units_row: bool,
    /// Whether the rows begin with a name for which the header has no field, as R's
    /// `write.table` writes them.
    pub row_names: bool,
    /// How many rows at the end are left out, not counting blank ones.
    pub footer: u64,
}

//! A plain table: columns as wide as their widest cell, numbers to the right, two spaces between.

use std::io::{self, Write};

/// On which side a column's cells stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Writes the rows below their heads.
pub(super) fn write(
    heads: &[(&str, Side)],
    rows: &[Vec<String>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = |text: &str| text.chars().count();
    let mut widths: Vec<usize> = heads.iter().map(|(head, _)| width(head)).collect();
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(cell));
        }
    }
    let heads_row: Vec<String> = heads.iter().map(|(head, _)| (*head).to_owned()).collect();
    for row in std::iter::once(&heads_row).chain(rows) {
        let mut line = String::new();
        for (((_, side), cell), widest) in heads.iter().zip(row).zip(&widths) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            let gap = " ".repeat(widest - width(cell));
            match side {
                Side::Left => line.extend([cell.as_str(), &gap]),
                Side::Right => line.extend([gap.as_str(), cell]),
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

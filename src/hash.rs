//! The hash of field names that the build's table and the look-up share.
//!
//! Compiled into the build script too, so it must stand alone.

/// Slots of the table of field names; a power of two, about a quarter full.
pub(crate) const SLOTS: usize = 4096;

/// Where the search for a name begins: FNV-1a.
#[inline]
pub(crate) fn slot(name: &[u8]) -> usize {
    let mut hash = 0x811C_9DC5_u32;
    for byte in name {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 15)) as usize & (SLOTS - 1)
}

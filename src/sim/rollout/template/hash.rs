//! The `controller-revision-hash`.

use super::dump::dump;
use serde_json::Value;

/// The hash of a template with its defaults, as it stands in pod labels and revision names.
///
/// Follows `pkg/controller/controller_utils.go`: `ComputeHash`.
#[must_use]
pub fn revision_hash(template: &Value, collision_count: Option<i32>) -> String {
    let mut hash = fnv1a(0x811c_9dc5, dump(template).as_bytes());
    if let Some(count) = collision_count {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(count.to_le_bytes()) {
            *to = from;
        }
        hash = fnv1a(hash, &bytes);
    }
    safe_encode(&hash.to_string())
}

/// 32-bit FNV-1a, going on from `state`.
fn fnv1a(state: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(state, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(16_777_619)
    })
}

/// Replaces every byte by a letter or digit that makes no bad words.
///
/// Follows `apimachinery/pkg/util/rand/rand.go`: `SafeEncodeString`.
#[must_use]
pub fn safe_encode(text: &str) -> String {
    const ALPHABET: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    text.bytes()
        .filter_map(|byte| ALPHABET.get(usize::from(byte) % ALPHABET.len()))
        .map(|byte| char::from(*byte))
        .collect()
}

//! What a run is asked to do.

/// What a run is asked to do. Config files and flags both end here.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Minor version of Kubernetes 1 whose kinds and fields count, e.g. 37.
    pub kubernetes_minor: u8,
    /// Presets in force, e.g. `default`, `api`, `pss-restricted`.
    pub presets: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kubernetes_minor: 37,
            presets: vec![String::from("default")],
        }
    }
}

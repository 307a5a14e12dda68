//! Warnings about files of one volume that lie in each other's way.
//!
//! Follows `warningsForOverlappingVirtualPaths` of `pkg/api/pod/warnings.go`.

use super::Warnings;
use crate::model::core::{Volume, VolumeProjection};
use crate::model::field::{List, Obj};
use crate::model::values::go_quote;

/// More files than this are not compared with each other.
const FEW: usize = 256;

/// A file of a volume: its path without trailing slashes, and in a projected volume where it comes from.
struct File<'m> {
    path: &'m str,
    from: Option<String>,
}

impl<'m> File<'m> {
    fn new(path: &'m str, from: Option<String>) -> Self {
        Self {
            path: path.trim_end_matches('/'),
            from,
        }
    }

    fn shown(&self) -> String {
        let path = go_quote(self.path);
        match &self.from {
            Some(from) => format!("{path} ({from})"),
            None => path,
        }
    }

    /// `checkForOverlap`: one is the other, or a folder above it.
    fn overlaps(&self, other: &Self) -> bool {
        let within = |inner: &str, outer: &str| {
            inner
                .strip_prefix(outer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        !self.path.is_empty()
            && !other.path.is_empty()
            && (within(self.path, other.path) || within(other.path, self.path))
    }
}

pub(super) fn warn_of_overlapping_paths(volumes: &List<Obj<Volume>>, out: &mut Warnings<'_, '_>) {
    for volume in volumes {
        if let Some(source) = volume.config_map.get() {
            let files = source.items.iter().map(|item| item.path.str());
            let of = || format!("ConfigMap {}", go_quote(source.name.str()));
            compare(volume, of, files.map(|path| File::new(path, None)), out);
        }
        if let Some(source) = volume.secret.get() {
            let files = source.items.iter().map(|item| item.path.str());
            let of = || format!("Secret {}", go_quote(source.secret_name.str()));
            compare(volume, of, files.map(|path| File::new(path, None)), out);
        }
        if let Some(source) = volume.downward_api.get() {
            let files = source.items.iter().map(|item| item.path.str());
            let files = files.map(|path| File::new(path, None));
            compare(volume, || "DownwardAPI".to_owned(), files, out);
        }
        if let Some(projected) = volume.projected.get() {
            for source in &projected.sources {
                if is_empty(source) {
                    let name = go_quote(volume.name.str());
                    let path = out.path(source);
                    let text = format!("volume {name} (Projected) has no sources provided");
                    out.say(source, path, text);
                }
            }
            let files = projected.sources.iter().flat_map(|source| files_of(source));
            compare(volume, || "Projected".to_owned(), files, out);
        }
    }
}

/// Whether nothing is left of a source once trust bundles and pod certificates are dropped.
fn is_empty(source: &VolumeProjection) -> bool {
    source.secret.is_missing()
        && source.config_map.is_missing()
        && source.downward_api.is_missing()
        && source.service_account_token.is_missing()
}

/// `extractPaths` and its like.
fn files_of(source: &VolumeProjection) -> Vec<File<'_>> {
    if let Some(config_map) = source.config_map.get()
        && config_map.items.is_set()
    {
        let from = format!("ConfigMap {}", go_quote(config_map.name.str()));
        let items = config_map.items.iter();
        return items
            .map(|item| File::new(item.path.str(), Some(from.clone())))
            .collect();
    }
    if let Some(secret) = source.secret.get()
        && secret.items.is_set()
    {
        let from = format!("Secret {}", go_quote(secret.name.str()));
        let items = secret.items.iter();
        return items
            .map(|item| File::new(item.path.str(), Some(from.clone())))
            .collect();
    }
    if let Some(downward) = source.downward_api.get()
        && downward.items.is_set()
    {
        let items = downward.items.iter();
        return items
            .map(|item| File::new(item.path.str(), Some("DownwardAPI".to_owned())))
            .collect();
    }
    if let Some(token) = source.service_account_token.get() {
        let from = "ServiceAccountToken".to_owned();
        return vec![File::new(token.path.str(), Some(from))];
    }
    Vec::new()
}

fn compare<'m>(
    volume: &Obj<Volume>,
    of: impl Fn() -> String,
    files: impl Iterator<Item = File<'m>>,
    out: &mut Warnings<'_, '_>,
) {
    let mut earlier: Vec<File<'_>> = Vec::new();
    for file in files.take(FEW) {
        for other in earlier.iter().filter(|other| file.overlaps(other)) {
            let text = format!(
                "volume {} ({}): overlapping paths: {} with {}",
                go_quote(volume.name.str()),
                of(),
                file.shown(),
                other.shown()
            );
            let path = out.path(volume);
            out.say(volume, path, text);
        }
        earlier.push(file);
    }
}

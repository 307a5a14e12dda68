//! Image references, as the kubelet and container runtimes read them. Follows `pkg/util/parsers/parsers.go` and
//! `github.com/distribution/reference`. Knows the text; nothing is looked up.
use super::{ValueError, go_quote};

/// The registry of images without one.
const DEFAULT_DOMAIN: &str = "docker.io";
/// The folder of images without one in the default registry.
const OFFICIAL: &str = "library/";
/// Longest repository path, in bytes.
const PATH_MAX: usize = 255;
const FORMAT: &str = "invalid reference format";

/// What an image name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageRef {
    /// Registry and path, completed: `nginx` is `docker.io/library/nginx`.
    pub repo: String,
    /// As written; `latest` where neither tag nor digest is; empty with a digest alone.
    pub tag: String,
    /// `sha256:…`, or empty.
    pub digest: String,
}

impl ImageRef {
    /// `parsers.ParseImageName`.
    pub fn parse(image: &str) -> Result<Self, ValueError> {
        parse_normalized(image).map_err(|why| {
            ValueError::new(format!(
                "couldn't parse image name {}: {why}",
                go_quote(image)
            ))
        })
    }

    /// Whether the image can never change: it is named by digest.
    pub fn is_pinned(&self) -> bool {
        !self.digest.is_empty()
    }

    /// The registry; `docker.io` where none is written.
    pub fn registry(&self) -> &str {
        self.repo.split_once('/').map_or("", |(domain, _)| domain)
    }
}

/// The imagePullPolicy that defaulting gives a container (`SetDefaults_Container`): `Always` for the tag `latest`.
/// An image that cannot be parsed has no tag.
pub fn default_pull_policy(image: &str) -> &'static str {
    let bytes = image.as_bytes();
    let end = memchr::memrchr3(b'/', b':', b'@', bytes).map(|at| bytes[at]);
    if matches!(end, Some(b':' | b'@')) && !image.contains(":latest") {
        // Another tag, or a digest without one: whether it parses makes no difference.
        return "IfNotPresent";
    }
    match ImageRef::parse(image) {
        Ok(parsed) if parsed.tag == "latest" => "Always",
        _ => "IfNotPresent",
    }
}

/// `reference.ParseNormalizedNamed`.
fn parse_normalized(image: &str) -> Result<ImageRef, String> {
    if image.len() == 64 && image.bytes().all(is_lower_hex) {
        return Err(format!(
            "invalid repository name ({image}), cannot specify 64-byte hexadecimal strings"
        ));
    }
    let (domain, remainder) = split_domain(image);
    let remote = remainder.split(':').next().unwrap_or(&remainder);
    if remote.to_lowercase() != remote {
        return Err(format!(
            "{FORMAT}: repository name ({remote}) must be lowercase"
        ));
    }
    match parse_reference(domain, &remainder) {
        Err(FORMAT) => {
            let lower = parse_reference(&domain.to_lowercase(), &remainder.to_lowercase());
            // Only the format is judged here; a digest may still be wrong.
            Err(match lower {
                Err(FORMAT) => FORMAT.to_owned(),
                _ => "repository name must be lowercase".to_owned(),
            })
        }
        other => other.map_err(str::to_owned),
    }
}

/// `splitDockerDomain`: what is before the first slash is a registry if it looks like a host.
fn split_domain(name: &str) -> (&str, String) {
    let (domain, remainder) = match name.split_once('/') {
        Some(("index.docker.io", rest)) => (DEFAULT_DOMAIN, rest),
        Some((head, rest))
            if head == "localhost" || head.contains(['.', ':']) || head.to_lowercase() != head =>
        {
            (head, rest)
        }
        _ => (DEFAULT_DOMAIN, name),
    };
    if domain == DEFAULT_DOMAIN && !remainder.contains('/') {
        return (domain, format!("{OFFICIAL}{remainder}"));
    }
    (domain, remainder.to_owned())
}

/// `reference.Parse` of `domain/remainder`.
fn parse_reference(domain: &str, remainder: &str) -> Result<ImageRef, &'static str> {
    let (name, digest) = match remainder.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (remainder, None),
    };
    let (path, tag) = match name.split_once(':') {
        Some((path, tag)) => (path, Some(tag)),
        None => (name, None),
    };
    let good_path = path.split('/').all(is_path_component);
    // Where the head is no host the whole may still be a path without one, such as `a_b.c/d`.
    let hosted = is_domain(domain);
    let good_name = good_path && (hosted || is_path_component(domain));
    if !good_name || !tag.is_none_or(is_tag) || !digest.is_none_or(is_digest) {
        return Err(FORMAT);
    }
    let repo = [domain, "/", path].concat();
    if (if hosted { path.len() } else { repo.len() }) > PATH_MAX {
        return Err("repository name must not be more than 255 characters");
    }
    if let Some(digest) = digest {
        check_digest(digest)?;
    }
    let tag = match (tag, digest) {
        (None, None) => "latest",
        (tag, _) => tag.unwrap_or(""),
    };
    Ok(ImageRef {
        repo,
        tag: tag.to_owned(),
        digest: digest.unwrap_or("").to_owned(),
    })
}

fn is_lower_hex(b: u8) -> bool {
    b.is_ascii_digit() || (b'a'..=b'f').contains(&b)
}

/// `host[:port]`, where a host is a name of DNS (in any case) or an IPv6 address in brackets.
fn is_domain(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let Some((address, port)) = rest.split_once(']') else {
                return false;
            };
            let hex = |b: u8| b.is_ascii_hexdigit() || b == b':';
            (!address.is_empty() && address.bytes().all(hex), port)
        }
        None => {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            (name.split('.').all(is_domain_label), port)
        }
    };
    let digits = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit());
    host && (port.is_empty() || port.strip_prefix(':').is_some_and(digits))
}

fn is_domain_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Lower-case letters and digits with single separators: `.`, `_`, `__` or any number of `-`.
fn is_path_component(text: &str) -> bool {
    let alnum = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    let edges = bytes.first().is_some_and(|b| alnum(*b)) && bytes.last().is_some_and(|b| alnum(*b));
    edges
        && text
            .split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            .all(|gap| matches!(gap, "" | "." | "_" | "__") || gap.bytes().all(|b| b == b'-'))
}

fn is_tag(text: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.len() <= 128
        && text.bytes().next().is_some_and(word)
        && text.bytes().all(|b| word(b) || b == b'.' || b == b'-')
}

/// The form that a reference asks of a digest, before its algorithm is known.
fn is_digest(text: &str) -> bool {
    let Some((algorithm, hex)) = text.split_once(':') else {
        return false;
    };
    let word = |w: &str| {
        w.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
            && w.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    algorithm.split(['-', '_', '+', '.']).all(word)
        && hex.len() >= 32
        && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

/// `digest.Validate` of `github.com/opencontainers/go-digest`.
fn check_digest(text: &str) -> Result<(), &'static str> {
    const INVALID: &str = "invalid checksum digest format";
    let (algorithm, hex) = text.split_once(':').ok_or(INVALID)?;
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ if algorithm.bytes().any(|b| b.is_ascii_uppercase()) => return Err(INVALID),
        _ => return Err("unsupported digest algorithm"),
    };
    if hex.len() != length {
        Err("invalid checksum digest length")
    } else if !hex.bytes().all(is_lower_hex) {
        Err(INVALID)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ImageRef, default_pull_policy};

    #[test]
    fn only_the_tag_latest_is_always_pulled() {
        let digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        for name in [
            "a",
            "a/b",
            "r.io/a",
            "r.io:5000/a",
            "[::1]:5000/a/b",
            "A",
            "",
        ] {
            for tag in [
                "",
                ":latest",
                ":1.2",
                ":",
                ":latest:1",
                ":latest/b",
                ":b/latest",
            ] {
                for end in ["", digest, "@", "@x/y"] {
                    let image = format!("{name}{tag}{end}");
                    let is_latest = ImageRef::parse(&image).is_ok_and(|one| one.tag == "latest");
                    let policy = default_pull_policy(&image);
                    assert_eq!(policy == "Always", is_latest, "{image}");
                }
            }
        }
    }
}

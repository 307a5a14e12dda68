//! IP addresses and CIDRs as Kubernetes judges them: sloppily as old Go did, or strictly.
//! Follows apimachinery `util/validation/ip.go` and `k8s.io/utils/net` (Go's parsers before 1.17). Knows texts, not fields.
use super::go_quote;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address that old Go accepts, and whether today's Go does too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SloppyIp {
    /// The address; an IPv4-mapped IPv6 one stays IPv6 here.
    pub addr: IpAddr,
    /// Whether `netip.ParseAddr` accepts the text: no leading zeros.
    pub strict: bool,
}

/// A CIDR that old Go accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SloppyCidr {
    /// The address as written, host bits included.
    pub addr: SloppyIp,
    /// Length of the prefix, in bits of the address as written.
    pub bits: u32,
    /// Whether the length has no leading zeros.
    strict_bits: bool,
}

/// `netutils.ParseIPSloppy`.
pub fn parse_ip_sloppy(text: &str) -> Option<SloppyIp> {
    match text.bytes().find(|b| matches!(b, b'.' | b':'))? {
        b'.' => parse_v4(text).map(|(ip, strict)| SloppyIp {
            addr: IpAddr::V4(ip),
            strict,
        }),
        _ => parse_v6(text).map(|(ip, strict)| SloppyIp {
            addr: IpAddr::V6(ip),
            strict,
        }),
    }
}

/// `netutils.ParseCIDRSloppy`.
pub fn parse_cidr_sloppy(text: &str) -> Option<SloppyCidr> {
    let (address, length) = text.split_once('/')?;
    let v4 = parse_v4(address).map(|(ip, strict)| (IpAddr::V4(ip), strict));
    let (addr, strict) =
        v4.or_else(|| parse_v6(address).map(|(ip, strict)| (IpAddr::V6(ip), strict)))?;
    let (bits, digits) = number(length, 10)?;
    let most = if addr.is_ipv4() { 32 } else { 128 };
    if digits != length.len() || bits > most {
        return None;
    }
    Some(SloppyCidr {
        addr: SloppyIp { addr, strict },
        bits,
        strict_bits: digits == 1 || !length.starts_with('0'),
    })
}

/// Leading digits of a base: the number and how many they are. None for none and beyond 24 bits (`dtoi`, `xtoi`).
fn number(text: &str, base: u32) -> Option<(u32, usize)> {
    let mut value = 0u32;
    let mut count = 0;
    for digit in text.chars().map_while(|c| c.to_digit(base)) {
        value = value.checked_mul(base)?.checked_add(digit)?;
        if value >= 0xFF_FFFF {
            return None;
        }
        count += 1;
    }
    (count > 0).then_some((value, count))
}

fn parse_v4(text: &str) -> Option<(Ipv4Addr, bool)> {
    let mut octets = [0u8; 4];
    let mut strict = true;
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next()?;
        let (value, digits) = number(part, 10)?;
        if digits != part.len() {
            return None;
        }
        *octet = u8::try_from(value).ok()?;
        strict &= digits == 1 || !part.starts_with('0');
    }
    if parts.next().is_some() {
        return None;
    }
    Some((Ipv4Addr::from(octets), strict))
}

fn parse_v6(text: &str) -> Option<(Ipv6Addr, bool)> {
    let mut groups: Vec<u16> = Vec::with_capacity(8);
    let mut ellipsis = None;
    let mut strict = true;
    let mut rest = text;
    if let Some(after) = rest.strip_prefix("::") {
        ellipsis = Some(0);
        rest = after;
        if rest.is_empty() {
            return Some((Ipv6Addr::UNSPECIFIED, true));
        }
    }
    while groups.len() < 8 {
        let (value, digits) = number(rest, 16)?;
        let value = u16::try_from(value).ok()?;
        let after = rest.get(digits..)?;
        if after.starts_with('.') {
            if (ellipsis.is_none() && groups.len() != 6) || groups.len() > 6 {
                return None;
            }
            let (v4, v4_strict) = parse_v4(rest)?;
            strict &= v4_strict;
            let [a, b, c, d] = v4.octets();
            groups.push(u16::from_be_bytes([a, b]));
            groups.push(u16::from_be_bytes([c, d]));
            rest = "";
            break;
        }
        strict &= digits <= 4;
        groups.push(value);
        rest = after;
        if rest.is_empty() {
            break;
        }
        rest = rest.strip_prefix(':').filter(|r| !r.is_empty())?;
        if let Some(after) = rest.strip_prefix(':') {
            if ellipsis.is_some() {
                return None;
            }
            ellipsis = Some(groups.len());
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
    }
    if !rest.is_empty() {
        return None;
    }
    let missing = 8 - groups.len();
    match ellipsis {
        None if missing > 0 => return None,
        Some(_) if missing == 0 => return None,
        Some(at) => {
            let tail = groups.split_off(at);
            groups.resize(at + missing, 0);
            groups.extend(tail);
        }
        None => {}
    }
    let groups: [u16; 8] = groups.try_into().ok()?;
    Some((Ipv6Addr::from(groups), strict))
}

/// `net.IP.String`: RFC 5952, and IPv4-mapped addresses as IPv4.
pub fn canonical_ip(addr: IpAddr) -> String {
    match addr {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => v6.to_string(),
        },
        IpAddr::V4(v4) => v4.to_string(),
    }
}

impl SloppyCidr {
    /// The address with the bits beyond the prefix cleared.
    fn masked(&self) -> IpAddr {
        match self.addr.addr {
            IpAddr::V4(v4) => {
                let mask = u32::MAX.checked_shl(32 - self.bits).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
            }
            IpAddr::V6(v6) => {
                let mask = u128::MAX.checked_shl(128 - self.bits).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
            }
        }
    }

    /// `net.IPNet.String` of the masked network.
    fn canonical(&self) -> String {
        let masked = self.masked();
        let mapped = is_mapped(masked);
        // Of an IPv4-mapped network Go prints the last 32 bits of address and mask.
        let bits = if mapped {
            self.bits.saturating_sub(96)
        } else {
            self.bits
        };
        format!("{}/{bits}", canonical_ip(masked))
    }

    fn strict(&self) -> bool {
        self.addr.strict && self.strict_bits
    }
}

/// `Is4In6`.
fn is_mapped(addr: IpAddr) -> bool {
    matches!(addr, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some())
}

fn one(text: impl Into<String>) -> Vec<String> {
    vec![text.into()]
}

/// `IsValidIPForLegacyField`; strict where the gate StrictIPCIDRValidation is on (1.36 on).
pub fn ip_for_legacy_field(value: &str, strict: bool) -> Vec<String> {
    let Some(ip) = parse_ip_sloppy(value) else {
        return one("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    };
    let mut errors = Vec::new();
    if strict && !ip.strict {
        errors.push("must not have leading 0s".to_owned());
    } else if strict && is_mapped(ip.addr) {
        errors.push("must not be an IPv4-mapped IPv6 address".to_owned());
    }
    errors
}

/// `IsValidIP`: strict and in canonical form.
pub fn ip(value: &str) -> Vec<String> {
    let errors = ip_for_legacy_field(value, true);
    if !errors.is_empty() {
        return errors;
    }
    match parse_ip_sloppy(value).map(|ip| canonical_ip(ip.addr)) {
        Some(canonical) if canonical != value => not_canonical(&canonical),
        _ => Vec::new(),
    }
}

/// `IsValidCIDRForLegacyField`.
pub fn cidr_for_legacy_field(value: &str, strict: bool) -> Vec<String> {
    let Some(cidr) = parse_cidr_sloppy(value) else {
        return one("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    };
    if !strict {
        return Vec::new();
    }
    if !cidr.strict() {
        return one("must not have leading 0s in IP or prefix length");
    }
    if is_mapped(cidr.addr.addr) {
        return one("must not have an IPv4-mapped IPv6 address");
    }
    if cidr.masked() != cidr.addr.addr {
        return one("must not have bits set beyond the prefix length");
    }
    Vec::new()
}

/// `IsValidCIDR`: strict and in canonical form.
pub fn cidr(value: &str) -> Vec<String> {
    let errors = cidr_for_legacy_field(value, true);
    if !errors.is_empty() {
        return errors;
    }
    match parse_cidr_sloppy(value).map(|c| c.canonical()) {
        Some(canonical) if canonical != value => not_canonical(&canonical),
        _ => Vec::new(),
    }
}

/// `IsValidInterfaceAddress`: an address with the length of its network.
pub fn interface_address(value: &str) -> Vec<String> {
    let Some(cidr) = parse_cidr_sloppy(value) else {
        return one("must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)");
    };
    let mut bits = i64::from(cidr.bits);
    if bits > 32 && is_mapped(cidr.addr.addr) {
        // Kubernetes prints the length of the IPv4 network, whatever comes out.
        bits -= 96;
    }
    let canonical = format!("{}/{bits}", canonical_ip(cidr.addr.addr));
    if canonical == value {
        Vec::new()
    } else {
        not_canonical(&canonical)
    }
}

fn not_canonical(canonical: &str) -> Vec<String> {
    one(format!(
        "must be in canonical form ({})",
        go_quote(canonical)
    ))
}

/// `GetWarningsForIP`, without the field path in front. Nothing for what is no address at all.
pub fn ip_warnings(value: &str) -> Vec<String> {
    let Some(ip) = parse_ip_sloppy(value) else {
        return Vec::new();
    };
    let canonical = canonical_ip(ip.addr);
    if !ip.strict || is_mapped(ip.addr) {
        return one(format!(
            "non-standard IP address {} is invalid: use {}",
            go_quote(value),
            go_quote(&canonical)
        ));
    }
    if ip.addr.is_ipv6() && canonical != value {
        return one(format!(
            "IPv6 address {} should be in RFC 5952 canonical format ({})",
            go_quote(value),
            go_quote(&canonical)
        ));
    }
    Vec::new()
}

/// `GetWarningsForCIDR`, without the field path in front.
pub fn cidr_warnings(value: &str) -> Vec<String> {
    let Some(cidr) = parse_cidr_sloppy(value) else {
        return Vec::new();
    };
    let mut warnings = Vec::new();
    let canonical = cidr.canonical();
    if cidr.masked() != cidr.addr.addr {
        let whole = if cidr.addr.addr.is_ipv4() { 32 } else { 128 };
        let single = format!("{}/{whole}", canonical_ip(cidr.addr.addr));
        warnings.push(format!(
            "CIDR value {} is ambiguous in this context (should be {} or {}?)",
            go_quote(value),
            go_quote(&canonical),
            go_quote(&single)
        ));
    }
    if !cidr.strict() || is_mapped(cidr.addr.addr) {
        warnings.push(format!(
            "non-standard CIDR value {} is invalid: use {}",
            go_quote(value),
            go_quote(&canonical)
        ));
    }
    if warnings.is_empty() && cidr.addr.addr.is_ipv6() && canonical != value {
        warnings.push(format!(
            "IPv6 CIDR value {} should be in RFC 5952 canonical format ({})",
            go_quote(value),
            go_quote(&canonical)
        ));
    }
    warnings
}

//! IP addresses and CIDR blocks as the apiserver reads them: leniently, then strictly.
//!
//! Follows `k8s.io/apimachinery/pkg/util/validation/ip.go` and `k8s.io/utils/net/parse.go`.

use crate::model::field::Located;
use crate::validation::{ErrorType, Errors};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Detail of a text that is no address.
const NOT_AN_IP: &str = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
/// Detail of a text that is no block.
const NOT_A_CIDR: &str = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/// An address block: the address as written and its length in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    /// The address as written.
    pub address: IpAddr,
    /// Bits of the prefix.
    pub bits: u8,
}

impl Cidr {
    /// The first address of the block.
    #[must_use]
    pub fn network(self) -> IpAddr {
        match self.address {
            IpAddr::V4(v4) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from(u32::from(v4) & mask))
            }
            IpAddr::V6(v6) => {
                let mask = u128::MAX
                    .checked_shl(128 - u32::from(self.bits))
                    .unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from(u128::from(v6) & mask))
            }
        }
    }

    /// Whether an address lies in the block (`IPNet.Contains`).
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        self.address.is_ipv4() == address.is_ipv4()
            && Self { address, ..self }.network() == self.network()
    }
}

/// `netutils.ParseIPSloppy`: numbers may have leading zeros, which are dropped.
#[must_use]
pub fn parse_ip_sloppy(text: &str) -> Option<IpAddr> {
    text.parse()
        .ok()
        .or_else(|| without_leading_zeros(text).parse().ok())
}

/// `netutils.ParseCIDRSloppy`.
#[must_use]
pub fn parse_cidr_sloppy(text: &str) -> Option<Cidr> {
    let (address, bits) = text.split_once('/')?;
    let address = parse_ip_sloppy(address)?;
    if bits.is_empty() || !bits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let bits: u8 = without_leading_zeros(bits).parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    (bits <= most).then_some(Cidr { address, bits })
}

/// Drops the leading zeros of every number in an address.
fn without_leading_zeros(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut zeros = 0_usize;
    let mut in_number = false;
    for c in text.chars() {
        if !c.is_ascii_hexdigit() {
            if zeros > 0 {
                out.push('0');
            }
            out.push(c);
            zeros = 0;
            in_number = false;
        } else if c == '0' && !in_number {
            zeros += 1;
        } else {
            out.push(c);
            zeros = 0;
            in_number = true;
        }
    }
    if zeros > 0 {
        out.push('0');
    }
    out
}

/// Whether an IPv6 address carries an IPv4 one (`netip.Addr.Is4In6`).
#[must_use]
pub fn is_mapped(address: IpAddr) -> bool {
    matches!(address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some())
}

/// `netutils.IsIPv6String`: an IPv4-mapped address counts as IPv4.
#[must_use]
pub fn is_ipv6(address: IpAddr) -> bool {
    address.is_ipv6() && !is_mapped(address)
}

/// The canonical form of an IPv6 address that is written in another one (RFC 5952).
#[must_use]
pub fn canonical_ipv6(text: &str) -> Option<String> {
    let address: Ipv6Addr = text.parse().ok()?;
    let canonical = address.to_string();
    (canonical != text).then_some(canonical)
}

/// `IsValidIPForLegacyField` with StrictIPCIDRValidation. Details of what is wrong; nothing is allocated otherwise.
#[must_use]
pub fn ip_errors(text: &str) -> Vec<&'static str> {
    let Some(address) = parse_ip_sloppy(text) else {
        return vec![NOT_AN_IP];
    };
    let mut details = Vec::new();
    if text.parse::<IpAddr>().is_err() {
        details.push("must not have leading 0s");
    } else if is_mapped(address) {
        details.push("must not be an IPv4-mapped IPv6 address");
    }
    details
}

/// `IsValidCIDRForLegacyField` with StrictIPCIDRValidation.
#[must_use]
pub fn cidr_errors(text: &str) -> Vec<&'static str> {
    let Some(cidr) = parse_cidr_sloppy(text) else {
        return vec![NOT_A_CIDR];
    };
    let strict = text.split_once('/').is_some_and(|(address, bits)| {
        address.parse::<IpAddr>().is_ok() && (bits.len() == 1 || !bits.starts_with('0'))
    });
    let mut details = Vec::new();
    if !strict {
        details.push("must not have leading 0s in IP or prefix length");
    } else if is_mapped(cidr.address) {
        details.push("must not have an IPv4-mapped IPv6 address");
    } else if cidr.network() != cidr.address {
        details.push("must not have bits set beyond the prefix length");
    }
    details
}

/// `IsValidIPForLegacyField`.
pub fn validate_ip(text: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    for detail in ip_errors(text) {
        errs.add(ErrorType::Invalid, at, detail);
    }
}

/// `IsValidCIDRForLegacyField`.
pub fn validate_cidr(text: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    for detail in cidr_errors(text) {
        errs.add(ErrorType::Invalid, at, detail);
    }
}

/// `ValidateEndpointIP` of `pkg/apis/core/validation/validation.go`.
pub fn validate_endpoint_ip(text: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    let Some(address) = parse_ip_sloppy(text) else {
        errs.invalid(at, "must be a valid IP address");
        return;
    };
    let address = address.to_canonical();
    if address.is_unspecified() {
        errs.invalid(at, format!("may not be unspecified ({text})"));
    }
    if address.is_loopback() {
        errs.invalid(
            at,
            "may not be in the loopback range (127.0.0.0/8, ::1/128)",
        );
    }
    let (link_local, link_local_multicast) = match address {
        IpAddr::V4(v4) => (v4.is_link_local(), v4.octets()[..3] == [224, 0, 0]),
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.octets();
            (
                first == 0xfe && second & 0xc0 == 0x80,
                first == 0xff && second & 0x0f == 0x02,
            )
        }
    };
    if link_local {
        errs.invalid(
            at,
            "may not be in the link-local range (169.254.0.0/16, fe80::/10)",
        );
    }
    if link_local_multicast {
        errs.invalid(
            at,
            "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
        );
    }
}

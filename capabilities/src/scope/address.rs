//! `HOST:PORT`, where HOST is a name, `*.` and a name, `*`, or an address literal, and PORT is a
//! number, a range `n-m` or `*`.

use std::net::IpAddr;

/// A set of hosts and ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressPattern {
    host: HostPattern,
    first_port: u16,
    last_port: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum HostPattern {
    Any,
    Name(String),
    /// Every name that ends in this text, which starts with a dot.
    Suffix(String),
    Literal(IpAddr),
}

impl AddressPattern {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<AddressPattern, String> {
        let bad = || format!("'{text}' is not HOST:PORT");
        let (host, port) = text.rsplit_once(':').ok_or_else(bad)?;
        let (first_port, last_port) = match port.split_once('-') {
            _ if port == "*" => (0, u16::MAX),
            Some((first, last)) => {
                (first.parse().map_err(|_| bad())?, last.parse().map_err(|_| bad())?)
            }
            None => {
                let port = port.parse().map_err(|_| bad())?;
                (port, port)
            }
        };
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
        let host = if host == "*" {
            HostPattern::Any
        } else if let Some(name) = host.strip_prefix("*.") {
            HostPattern::Suffix(format!(".{}", canonical_name(name).ok_or_else(bad)?))
        } else if let Ok(address) = bare.unwrap_or(host).parse::<IpAddr>() {
            HostPattern::Literal(address.to_canonical())
        } else {
            HostPattern::Name(canonical_name(host).ok_or_else(bad)?)
        };
        if first_port > last_port {
            return Err(bad());
        }
        Ok(AddressPattern { host, first_port, last_port })
    }

    /// Whether the pattern covers `host`, a name or an address literal, at `port`.
    ///
    /// Spellings of addresses other than the dotted quad and RFC 5952 are names that match nothing
    /// but `*`, so `0x7f.1` cannot stand for an address that is not granted.
    pub fn covers(&self, host: &str, port: u16) -> bool {
        if !(self.first_port..=self.last_port).contains(&port) {
            return false;
        }
        let literal = host.parse::<IpAddr>().ok().map(|address| address.to_canonical());
        match (&self.host, literal) {
            (HostPattern::Any, _) => true,
            (HostPattern::Literal(granted), Some(asked)) => *granted == asked,
            (HostPattern::Name(granted), None) => {
                canonical_name(host).is_some_and(|name| name == *granted)
            }
            (HostPattern::Suffix(suffix), None) => {
                canonical_name(host).is_some_and(|name| name.ends_with(suffix.as_str()))
            }
            _ => false,
        }
    }
}

/// The name in lower case without the dot of the root, or `None` if it is not a plain host name.
fn canonical_name(name: &str) -> Option<String> {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or("");
    let is_plain =
        name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
    // A name whose last label is a number is an address in disguise.
    let is_numeric = last.starts_with("0x") || last.bytes().all(|b| b.is_ascii_digit());
    (is_plain && !is_numeric && name.split('.').all(|label| !label.is_empty())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_whole_labels_only() {
        let pattern = AddressPattern::parse("*.example.com:443").expect("a valid pattern");
        assert!(pattern.covers("API.example.com.", 443));
        assert!(!pattern.covers("evilexample.com", 443));
        assert!(!pattern.covers("example.com", 443));
        assert!(!pattern.covers("api.example.com", 80));
    }

    #[test]
    fn disguised_addresses_match_nothing() {
        assert!(AddressPattern::parse("0x7f.1:80").is_err());
        assert!(AddressPattern::parse("2130706433:80").is_err());
        let pattern = AddressPattern::parse("127.0.0.1:1-100").expect("a valid pattern");
        assert!(pattern.covers("::ffff:127.0.0.1", 100));
        assert!(!pattern.covers("127.1", 80));
        assert!(!pattern.covers("127.0.0.1", 101));
    }
}

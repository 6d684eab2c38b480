//! Origins as browsers send them: scheme, host and port in lower case, nothing after.

/// What is wrong with a text that should be an origin a shop's pages may have; `None` when nothing is.
///
/// Only `https` is taken, since tokens and messages would cross the network in the clear otherwise; `http` is taken
/// on loopback, which is where shops are developed.
pub(super) fn problem(text: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return Some("an origin is a scheme and a host, such as https://fernwood.example");
    };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let loopback = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
    if !(loopback || is_host(host)) {
        return Some(
            "an origin has a host in lower case and no path, such as https://fernwood.example",
        );
    }
    if port.is_some_and(|port| !is_port(port)) {
        return Some("the port of an origin is a number");
    }
    match (scheme, port) {
        ("https", Some("443")) | ("http", Some("80")) => {
            Some("browsers leave the usual port out of an origin")
        }
        ("https", _) => None,
        ("http", _) if loopback => None,
        ("http", _) => Some("an origin is https, but for one on this machine itself"),
        _ => Some("the scheme of an origin is https"),
    }
}

fn is_host(host: &str) -> bool {
    let label = |part: &str| {
        let inside = part
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        !part.is_empty()
            && part.len() <= 63
            && inside
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    host.len() <= 253 && host.contains('.') && host.split('.').all(label)
}

fn is_port(port: &str) -> bool {
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    digits && !port.starts_with('0') && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_origins() {
        for good in [
            "https://fernwood.example",
            "https://shop.fernwood.example:8443",
            "http://127.0.0.1:4000",
            "http://localhost",
            "http://[::1]:4000",
            "http://[::1]",
        ] {
            assert_eq!(problem(good), None, "{good}");
        }
    }

    #[test]
    fn what_a_browser_would_never_send_is_none() {
        for bad in [
            "",
            "nonsense",
            "fernwood.example",
            "http://plain.example",
            "https://fernwood.example/",
            "https://Fernwood.example",
            "https://fernwood.example:443",
            "https://fernwood.example:0",
            "https://fernwood.example:99999",
            "https://a b.example",
            "https://-a.example",
            "https://*.example",
            "https://user@fernwood.example",
            "ftp://fernwood.example",
            "https://fernwood",
        ] {
            assert!(problem(bad).is_some(), "{bad}");
        }
    }
}

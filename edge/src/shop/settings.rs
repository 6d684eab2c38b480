//! The settings file that a shop's pages load: one line for the loader, then the rules for the scout.

use shared::contact::EmailAddress;
use shared::id::ShopId;
use shared::time::Span;
use shared::wire::encode;
use shared::wire::settings_v1::{Launcher, Rule, Settings};

/// What the settings are made from.
pub(super) struct Given<'a> {
    pub(super) shop: &'a ShopId,
    pub(super) name: &'a str,
    /// Of the page, as its ISO 639 code.
    pub(super) language: &'a str,
    pub(super) accent: &'a str,
    pub(super) side: &'a str,
    /// Where to write where the chat cannot start.
    pub(super) support: &'a EmailAddress,
    pub(super) pause_days: u16,
    pub(super) holdout_bp: u16,
    /// Of the live flows, highest priority first.
    pub(super) rules: Vec<Rule>,
}

/// The bytes of the file.
///
/// # Errors
/// Never for what [`super::document`] has checked.
pub(super) fn bytes(given: Given<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let launcher = Launcher {
        label: label(given.language, given.name),
        accent: given.accent.into(),
        on_accent: readable_on(given.accent).into(),
        side: given.side.into(),
        contact: format!("mailto:{}", in_address(given.support.as_str())),
    };
    let settings = Settings {
        rules: given.rules,
        pause: Span::days(i64::from(given.pause_days)),
        holdout_bp: given.holdout_bp,
        holdout_salt: salt(given.shop.as_str()),
    };
    let mut bytes = serde_json::to_vec(&launcher)?;
    bytes.push(b'\n');
    bytes.extend(encode(&settings));
    Ok(bytes)
}

/// The launcher's name. It is read before the chat's own words are there.
fn label(language: &str, shop: &str) -> String {
    let (before, after) = match language {
        "de" => ("Chat mit ", ""),
        "fr" => ("Discuter avec ", ""),
        "es" => ("Chatear con ", ""),
        "it" => ("Chatta con ", ""),
        "nl" => ("Chatten met ", ""),
        "pt" => ("Conversar com ", ""),
        "pl" => ("Czat z ", ""),
        "sv" => ("Chatta med ", ""),
        "da" => ("Chat med ", ""),
        "ja" => ("", "とチャット"),
        "ar" => ("الدردشة مع ", ""),
        "he" => ("צ׳אט עם ", ""),
        _ => ("Chat with ", ""),
    };
    [before, shop, after].concat()
}

/// Signs that would end an address inside a `mailto:` are written as `%` and two digits (RFC 6068).
fn in_address(email: &str) -> String {
    email
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('&', "%26")
        .replace('#', "%23")
}

/// The red, green and blue of `#rrggbb`.
pub(super) fn colour(text: &str) -> Option<[u8; 3]> {
    let hexadecimal =
        |digits: &&str| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = text.strip_prefix('#').filter(hexadecimal)?;
    let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// Black or white, whichever stands out more on `accent` (WCAG 2.2, relative luminance).
fn readable_on(accent: &str) -> &'static str {
    let luminance = colour(accent).map_or(0.0, |[red, green, blue]| {
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    });
    // The contrast with white, 1.05 / (l + 0.05), is the smaller one from here on.
    if luminance > 0.179 {
        "#000000"
    } else {
        "#ffffff"
    }
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.040_45 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

/// FNV-1a of the shop's id, so that two shops hold out different sessions.
fn salt(shop: &str) -> u32 {
    shop.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::wire::decode;

    #[test]
    fn the_file_is_a_line_for_the_loader_and_bytes_for_the_scout() {
        let shop: ShopId = "fernwood.myshopify.com".parse().unwrap();
        let bytes = bytes(Given {
            shop: &shop,
            name: "Fernwood",
            language: "de",
            accent: "#2f5d50",
            side: "left",
            support: &"help+a&b@fernwood.example".parse().unwrap(),
            pause_days: 7,
            holdout_bp: 500,
            rules: Vec::new(),
        })
        .unwrap();
        let line = bytes.iter().position(|byte| *byte == b'\n').unwrap();
        let launcher: Launcher = serde_json::from_slice(&bytes[..line]).unwrap();
        let settings: Settings = decode(&bytes[line + 1..], 4096).unwrap();
        assert_eq!(launcher.label, "Chat mit Fernwood");
        assert_eq!(
            (launcher.side.as_str(), launcher.on_accent.as_str()),
            ("left", "#ffffff")
        );
        assert_eq!(launcher.contact, "mailto:help+a%26b@fernwood.example");
        assert_eq!(settings.pause, Span::days(7));
        assert_eq!(settings.holdout_bp, 500);
    }

    #[test]
    fn text_on_the_accent_is_readable() {
        let cases = [
            ("#ffffff", "#000000"),
            ("#000000", "#ffffff"),
            ("#ffcc00", "#000000"),
            ("#2f5d50", "#ffffff"),
        ];
        for (accent, expected) in cases {
            assert_eq!(readable_on(accent), expected, "{accent}");
        }
        assert_eq!(colour("#12345"), None);
        assert_eq!(colour("#12345g"), None);
        assert_eq!(colour("#+1+2+3"), None);
    }
}

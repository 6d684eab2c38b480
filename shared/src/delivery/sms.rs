//! How many segments a text message takes, which is what it costs.

/// The alphabet a text message travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// GSM 7-bit default alphabet with its extension table (3GPP TS 23.038, 6.2.1).
    Gsm7,
    /// UCS-2, as soon as one character is not in the former.
    Ucs2,
}

/// What a text message takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segments {
    /// The alphabet.
    pub encoding: Encoding,
    /// Its length in units of that alphabet: septets, or UTF-16 units.
    pub units: usize,
    /// How many segments it takes; none for an empty text.
    pub count: usize,
}

/// Counts the segments of a text message.
#[must_use]
pub fn segments(text: &str) -> Segments {
    let septets = text.chars().map(septets).sum::<Option<usize>>();
    // A message of several segments loses room in each for the header that joins them, and no character is cut in two.
    let (encoding, units, single) = match septets {
        Some(units) => (Encoding::Gsm7, units, 160),
        None => (Encoding::Ucs2, text.encode_utf16().count(), 70),
    };
    let count = match units {
        0 => 0,
        _ if units <= single => 1,
        _ => joined_count(text, encoding),
    };
    Segments {
        encoding,
        units,
        count,
    }
}

fn joined_count(text: &str, encoding: Encoding) -> usize {
    let room = match encoding {
        Encoding::Gsm7 => 153,
        Encoding::Ucs2 => 67,
    };
    let (mut count, mut filled) = (1, 0);
    for letter in text.chars() {
        let width = match encoding {
            Encoding::Gsm7 => septets(letter).unwrap_or(1),
            Encoding::Ucs2 => letter.len_utf16(),
        };
        if filled + width > room {
            count += 1;
            filled = 0;
        }
        filled += width;
    }
    count
}

/// Septets of a character in the GSM alphabet; `None` when it is not in it.
fn septets(letter: char) -> Option<usize> {
    match letter {
        // In the basic table ASCII keeps its place but for these, which are in the extension or in neither.
        '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' | '\u{c}' => Some(2),
        '`' => None,
        ' '..='~' | '\n' | '\r' => Some(1),
        _ => BASIC.contains(letter).then_some(1),
    }
}

/// The characters of the basic table outside ASCII.
const BASIC: &str = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";

//! How what is said begins, and how the patterns of a list do: of hundreds, nearly all are seen by that not to be there.

use super::{Clause, bare};
use alloc::vec::Vec;

/// How the words of some clauses begin, each beginning a bit. Of hundreds of patterns nearly all are seen by their own not to be
/// there, which spares reading them.
#[derive(Clone)]
pub(crate) struct Beginnings([u64; 64]);

impl Beginnings {
    /// `prefixes` as for [`super::find`].
    pub(crate) fn of(clauses: &[Clause], prefixes: &str) -> Self {
        let mut seen = Self([0; 64]);
        for word in clauses.iter().flat_map(|clause| &clause.words) {
            if word.drawn {
                // How it is spelt depends on what it is compared with.
                return Self([u64::MAX; 64]);
            }
            for text in bare(&word.text, prefixes).chain([word.text.as_bytes()]) {
                let mut begins = 0;
                for byte in text.iter().take(4) {
                    begins = longer(begins, *byte);
                    seen.add(begins);
                }
            }
        }
        seen
    }

    /// How the patterns of a list begin.
    pub(crate) const fn of_list(list: &str) -> Self {
        let mut seen = Self([0; 64]);
        let mut rest = list.as_bytes();
        let (mut begins, mut leads) = (0, true);
        while let [byte, after @ ..] = rest {
            rest = after;
            match byte {
                b'|' | b'\n' => {
                    seen.add(begins);
                    (begins, leads) = (0, true);
                }
                _ if !leads => {}
                // Any word may stand there.
                b'~' | b'#' => return Self([u64::MAX; 64]),
                b'/' | b' ' => {
                    seen.add(begins);
                    leads = *byte == b'/' || begins == 0;
                    begins = 0;
                }
                b'=' | b'*' => {}
                letter => begins = longer(begins, *letter),
            }
        }
        seen.add(begins);
        seen
    }

    /// Whether some beginning is among these and among others.
    pub(crate) fn meet(&self, others: &Self) -> bool {
        let mut pairs = self.0.iter().zip(&others.0);
        pairs.any(|(some, other)| some & other != 0)
    }

    /// The patterns of a list that may be found; those left out are not.
    pub(crate) fn among<'a>(&self, list: &'a str) -> Vec<&'a str> {
        self.of_listed(list, &Listed::of(list))
    }

    /// The same of a list that was read before.
    pub(crate) fn of_listed<'a>(&self, list: &'a str, listed: &Listed) -> Vec<&'a str> {
        let mut among = Vec::new();
        let mut taken = None;
        for Begin { begins, from } in &listed.0 {
            if (*begins == ANY || self.has(*begins)) && taken != Some(*from) {
                taken = Some(*from);
                let rest = list.get(*from..).unwrap_or_default();
                among.extend(rest.split(BETWEEN).next().map(str::trim_ascii));
            }
        }
        among
    }

    fn has(&self, begins: u32) -> bool {
        let (at, bit) = place(begins);
        self.0.get(at).is_some_and(|seen| seen & bit != 0)
    }

    #[expect(clippy::indexing_slicing, reason = "a place is one of the 64")]
    const fn add(&mut self, begins: u32) {
        let (at, bit) = place(begins);
        // That nothing begins says nothing.
        self.0[at] |= if begins == 0 { 0 } else { bit };
    }
}

/// Where the patterns of a list are, and how each may begin. A turn is held against hundreds of them, so a list that many
/// turns are held against is read once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed(Vec<Begin>);

/// One way in which a pattern may begin.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Begin {
    begins: u32,
    from: usize,
}

/// What any word begins with.
const ANY: u32 = 0;

impl Listed {
    /// Its signs are looked at as bytes.
    pub(crate) fn of(list: &str) -> Self {
        let mut all = Vec::new();
        // Whether this is still the first word of its pattern.
        let (mut from, mut begins, mut leads) = (0, 0, true);
        for (at, byte) in list.bytes().enumerate() {
            if byte.is_ascii_lowercase() || !byte.is_ascii() {
                begins = if leads { longer(begins, byte) } else { begins };
                continue;
            }
            let ends = matches!(byte, b'|' | b'\n');
            match byte {
                _ if !leads => {}
                b'~' | b'#' => {
                    all.push(Begin { begins: ANY, from });
                    leads = false;
                }
                b'/' | b' ' | b'|' | b'\n' => {
                    if begins != 0 {
                        all.push(Begin { begins, from });
                        leads = byte == b'/';
                    }
                    begins = 0;
                }
                b'=' | b'*' => {}
                letter => begins = longer(begins, letter),
            }
            if ends {
                (from, begins, leads) = (at + 1, 0, true);
            }
        }
        if begins != 0 {
            all.push(Begin { begins, from });
        }
        Self(all)
    }
}

/// What stands between the patterns of a list.
pub(super) const BETWEEN: [char; 2] = ['|', '\n'];

/// A beginning with a byte more: four at most, and no more than one sign of a script without spaces.
const fn longer(begins: u32, byte: u8) -> u32 {
    if begins < 0xe0_0000 {
        begins << 8 | byte as u32
    } else {
        begins
    }
}

/// Where a beginning is kept; few share a place.
const fn place(begins: u32) -> (usize, u64) {
    let hash = begins.wrapping_mul(0x9e37_79b1) >> 20;
    ((hash >> 6) as usize, 1 << (hash & 63))
}

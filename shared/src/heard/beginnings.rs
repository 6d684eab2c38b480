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
                    seen.add(place(begins));
                }
            }
        }
        seen
    }

    /// The patterns of a list that may be found; those left out are not.
    pub(crate) fn among<'a>(&self, list: &'a str) -> Vec<&'a str> {
        self.among_read(list, &read(list))
    }

    /// The same of a list whose beginnings were read before.
    pub(crate) fn among_read<'a>(&self, list: &'a str, read: &[Begin]) -> Vec<&'a str> {
        let mut among = Vec::new();
        let mut taken = None;
        for Begin { place, from } in read {
            if self.has(*place) && taken != Some(*from) {
                taken = Some(*from);
                let rest = list.get(*from as usize..).unwrap_or_default();
                among.extend(rest.split(BETWEEN).next().map(str::trim_ascii));
            }
        }
        among
    }

    /// [`ANY`] has no bit, and is always there.
    fn has(&self, place: u16) -> bool {
        let seen = self.0.get(usize::from(place >> 6));
        seen.is_none_or(|seen| seen & 1 << (place & 63) != 0)
    }

    fn add(&mut self, place: u16) {
        if let Some(seen) = self.0.get_mut(usize::from(place >> 6)) {
            *seen |= 1 << (place & 63);
        }
    }
}

/// One way in which a pattern of a list may begin, and where in the list the pattern is. A turn is held against hundreds of
/// patterns, so a list that many turns are held against is read once, and one of ours when this is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Begin {
    place: u16,
    from: u32,
}

/// Reads how the patterns of a list begin. Its signs are looked at as bytes.
struct Reading<'a> {
    list: &'a [u8],
    at: u32,
    /// Where the pattern starts that is read.
    from: u32,
    /// How its first word begins, as far as it is read.
    begins: u32,
    /// Whether this is still its first word.
    leads: bool,
}

impl<'a> Reading<'a> {
    const fn of(list: &'a str) -> Self {
        Self {
            list: list.as_bytes(),
            at: 0,
            from: 0,
            begins: 0,
            leads: true,
        }
    }

    const fn next(&mut self) -> Option<Begin> {
        while let [byte, after @ ..] = self.list {
            self.list = after;
            self.at += 1;
            let (from, begins) = (self.from, self.begins);
            match byte {
                b'|' | b'\n' => {
                    self.from = self.at;
                    self.begins = 0;
                    self.leads = true;
                }
                _ if !self.leads => continue,
                b'/' | b' ' => {
                    self.begins = 0;
                    self.leads = *byte == b'/' || begins == 0;
                }
                // Any word may stand there.
                b'~' | b'#' => {
                    self.begins = 0;
                    self.leads = false;
                    return Some(Begin { place: ANY, from });
                }
                b'=' | b'*' => continue,
                letter => {
                    self.begins = longer(begins, *letter);
                    continue;
                }
            }
            if begins != 0 {
                let place = place(begins);
                return Some(Begin { place, from });
            }
        }
        let (from, place) = (self.from, place(self.begins));
        let last = self.begins != 0;
        self.begins = 0;
        if last {
            Some(Begin { place, from })
        } else {
            None
        }
    }
}

/// How the patterns of a list begin.
pub(crate) fn read(list: &str) -> Vec<Begin> {
    let mut reading = Reading::of(list);
    core::iter::from_fn(|| reading.next()).collect()
}

/// How many beginnings [`read`] finds.
pub(crate) const fn count(list: &str) -> usize {
    let (mut reading, mut count) = (Reading::of(list), 0);
    while reading.next().is_some() {
        count += 1;
    }
    count
}

/// [`read`] in a constant; `COUNT` is what [`count`] says.
#[expect(
    clippy::indexing_slicing,
    reason = "a constant that fails does not compile"
)]
pub(crate) const fn read_all<const COUNT: usize>(list: &str) -> [Begin; COUNT] {
    let nothing = Begin {
        place: ANY,
        from: 0,
    };
    let (mut reading, mut all, mut at) = (Reading::of(list), [nothing; COUNT], 0);
    while let Some(begin) = reading.next() {
        all[at] = begin;
        at += 1;
    }
    all
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

/// The bit of a beginning; few share one.
const fn place(begins: u32) -> u16 {
    (begins.wrapping_mul(0x9e37_79b1) >> 20) as u16
}

/// What any word begins with.
const ANY: u16 = u16::MAX;

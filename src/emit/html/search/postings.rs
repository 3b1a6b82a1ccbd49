//! Which records hold which words, and how that is written as text.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Where a word stands in a record; the better place counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// In the text.
    Text = 0,
    /// In a field.
    Field = 1,
    /// In the title.
    Title = 2,
}

/// Words, each with the records that hold it.
#[derive(Debug, Default)]
pub(super) struct Postings {
    places: HashMap<Box<str>, Place, Quick>,
    /// For each word the records in ascending order, with the rank in the lowest two bits.
    lists: Vec<Vec<u32>>,
}

impl Postings {
    /// Says that the record `at` holds `word`; of one record the better rank is told first.
    pub(super) fn add(&mut self, word: &str, at: u32, rank: Rank) {
        let held = at << 2 | rank as u32;
        if let Some(place) = self.places.get_mut(word) {
            if place.last != at {
                place.last = at;
                self.lists[place.list as usize].push(held);
            }
        } else {
            let list = u32::try_from(self.lists.len()).expect("memory ends before numbers do");
            self.places.insert(word.into(), Place { list, last: at });
            self.lists.push(vec![held]);
        }
    }

    /// Takes over what others hold, whose records all come after those here.
    pub(super) fn join(&mut self, other: Self) {
        let Postings { places, mut lists } = other;
        for (word, place) in in_order(places) {
            let mut list = std::mem::take(&mut lists[place.list as usize]);
            let next = u32::try_from(self.lists.len()).expect("memory ends before numbers do");
            let own = self.places.entry(word).or_insert(Place { list: next, last: place.last });
            own.last = place.last;
            match self.lists.get_mut(own.list as usize) {
                Some(own) => own.append(&mut list),
                None => self.lists.push(list),
            }
        }
    }

    /// All words in the order in which a script compares texts, and their lists, each with spaces
    /// between them.
    pub(super) fn written(self) -> (String, String) {
        let found = in_order(self.places);
        let (mut words, mut lists) = (String::new(), String::new());
        for (at, (word, place)) in found.iter().enumerate() {
            if at > 0 {
                words.push(' ');
                lists.push(' ');
            }
            words.push_str(word);
            write_list(&self.lists[place.list as usize], &mut lists);
        }
        (words, lists)
    }
}

/// Where the list of a word is, and the last record in it.
#[derive(Clone, Copy, Debug)]
struct Place {
    list: u32,
    last: u32,
}

/// Words in the order of a script, which compares texts by units of UTF-16.
fn in_order(places: HashMap<Box<str>, Place, Quick>) -> Vec<(Box<str>, Place)> {
    let mut found: Vec<_> = places.into_iter().collect();
    found.sort_unstable_by(|(a, _), (b, _)| {
        if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
    });
    found
}

/// Hashes words quickly: a large site has millions. The seed is another one in each run, so that no
/// register can be made to have words that fall together; no order comes from it.
#[derive(Clone, Debug)]
struct Quick(u64);

impl Default for Quick {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0))
    }
}

impl BuildHasher for Quick {
    type Hasher = Mixer;

    fn build_hasher(&self) -> Mixer {
        Mixer(self.0)
    }
}

struct Mixer(u64);

impl Mixer {
    /// Mixes eight bytes in; the upper bits of a product depend on all bits below them.
    const fn mix(&mut self, eight: u64) {
        let product = (self.0 ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = (product ^ (product >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(29);
    }
}

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks::<8>();
        for eight in whole {
            self.mix(u64::from_le_bytes(*eight));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        last[7] = u8::try_from(bytes.len()).unwrap_or(u8::MAX);
        self.mix(u64::from_le_bytes(last));
    }

    /// The sign that ends a text; words differ without it, since their lengths are mixed in.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The signs of numbers: printable, and none that means something in a script, a page or this text.
const SIGNS: &[u8; 88] =
    b"!#$%()*+-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// Signs from this one on have another behind them.
const LAST: u32 = 64;

/// How many of these there are.
const MORE: u32 = 24;

/// The records of each rank, from the text to the title, with commas between the ranks.
fn write_list(list: &[u32], out: &mut String) {
    let start = out.len();
    for rank in [Rank::Text, Rank::Field, Rank::Title] {
        if rank != Rank::Text {
            out.push(',');
        }
        let mut next = 0;
        for at in list.iter().filter(|held| *held & 3 == rank as u32).map(|held| held >> 2) {
            write_number(at - next, out);
            next = at + 1;
        }
    }
    while out.len() > start && out.ends_with(',') {
        out.pop();
    }
}

fn write_number(mut number: u32, out: &mut String) {
    while number >= LAST {
        number -= LAST;
        out.push(char::from(SIGNS[(LAST + number % MORE) as usize]));
        number /= MORE;
    }
    out.push(char::from(SIGNS[number as usize]));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads as `site.js` does.
    fn read(list: &str) -> Vec<(u32, u32)> {
        let (mut found, mut rank, mut at, mut number, mut unit) = (Vec::new(), 0, 0, 0, 1);
        for sign in list.bytes() {
            if sign == b',' {
                (rank, at) = (rank + 1, 0);
                continue;
            }
            let value = (0..LAST + MORE).find(|value| SIGNS[*value as usize] == sign).unwrap();
            number += value * unit;
            unit *= MORE;
            if value < LAST {
                found.push((rank, at + number));
                (at, number, unit) = (at + number + 1, 0, 1);
            }
        }
        found
    }

    #[test]
    fn what_is_written_is_read_again() {
        let held = [(0, 0), (1, 1), (2, 0), (70, 0), (1700, 1), (40_000, 2), (1_000_000, 0)];
        let list: Vec<u32> = held.iter().map(|(at, rank)| at << 2 | rank).collect();
        let mut text = String::new();
        write_list(&list, &mut text);
        let mut expected: Vec<_> = held.iter().map(|(at, rank)| (*rank, *at)).collect();
        expected.sort_unstable();
        assert_eq!(read(&text), expected);
    }

    #[test]
    fn signs_are_in_order_and_harmless() {
        assert!(SIGNS.is_sorted() && SIGNS.iter().all(u8::is_ascii_graphic));
        assert!(!SIGNS.iter().any(|sign| b"\"\\<&',".contains(sign)));
    }

    #[test]
    fn a_record_counts_once_for_a_word_and_parts_join_in_order() {
        let (mut first, mut second) = (Postings::default(), Postings::default());
        first.add("mail", 0, Rank::Title);
        first.add("mail", 0, Rank::Text);
        second.add("mail", 1, Rank::Text);
        second.add("box", 1, Rank::Field);
        first.join(second);
        assert_eq!(first.written(), ("box mail".to_owned(), ",# #,,!".to_owned()));
    }

    #[test]
    fn words_stand_in_the_order_of_a_script() {
        let mut postings = Postings::default();
        for word in ["\u{10400}", "\u{fb00}", "b", "a"] {
            postings.add(word, 0, Rank::Text);
        }
        assert_eq!(postings.written().0, "a b \u{10400} \u{fb00}");
    }
}

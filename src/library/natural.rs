//! Natural order: numbers in names are compared as numbers, so that `post-9` comes before `post-10`.

use std::cmp::Ordering;

/// Numbers with more digits are compared digit by digit.
const MAX_DIGITS: usize = 10;

/// Compares texts byte by byte, each byte mapped by `key`; of two numbers, the shorter one comes first.
pub(super) fn compare(a: &[u8], b: &[u8], key: impl Fn(u8) -> u8) -> Ordering {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    // The number in which they differ may start before the first difference.
    let before = a[..common].iter().rev();
    let start = common - before.take_while(|byte| byte.is_ascii_digit()).count();
    let digits = |text: &[u8]| count_digits(&text[start..]);
    let (one, other) = (digits(a), digits(b));
    let by_length = one.cmp(&other);
    if one > 0 && other > 0 && by_length.is_ne() {
        return by_length;
    }
    let next = |text: &[u8]| text.get(common).map(|byte| key(*byte));
    next(a).cmp(&next(b))
}

/// Returns bytes that compare as [`compare`] compares the text: each number is preceded by a digit for its length.
pub(super) fn key(text: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.iter().position(u8::is_ascii_digit) {
        let (before, number) = rest.split_at(at);
        key.extend_from_slice(before);
        key.push(b'0' + count_digits(number) as u8 - 1);
        let end = number.iter().take_while(|byte| byte.is_ascii_digit());
        let (number, after) = number.split_at(end.count());
        key.extend_from_slice(number);
        rest = after;
    }
    key.extend_from_slice(rest);
    key
}

/// Returns the number of digits that a text starts with, at most [`MAX_DIGITS`].
fn count_digits(text: &[u8]) -> usize {
    let digits = text.iter().take(MAX_DIGITS);
    digits.take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_ordered_as_numbers() {
        let sorted = [
            "", "-", "1", "2", "9", "10", "10a", "10b9", "10b10", "99", "100", "a", "a-9", "a-10",
            "a1b", "a01", "a02", "a10", "b",
        ];
        for (at, a) in sorted.iter().enumerate() {
            for (place, b) in sorted.iter().enumerate() {
                let order = compare(a.as_bytes(), b.as_bytes(), |byte| byte);
                assert_eq!(order, at.cmp(&place), "{a} {b}");
            }
        }
    }

    proptest! {
        #[test]
        fn keys_compare_like_their_texts(a in "[-0129ab]{0,14}", b in "[-0129ab]{0,14}") {
            let order = compare(a.as_bytes(), b.as_bytes(), |byte| byte);
            prop_assert_eq!(order, key(a.as_bytes()).cmp(&key(b.as_bytes())));
        }
    }
}

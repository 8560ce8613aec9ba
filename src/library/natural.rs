//! Natural order: numbers in names are compared as numbers, so that `post-9` comes before `post-10`.

use std::cmp::Ordering;

use crate::text::{Case, fold};

/// Maximum number of digits that are counted to compare numbers by length. Two numbers that both have this many digits or more
/// are treated as equally long, and are compared digit by digit.
const MAX_DIGITS: usize = 10;

/// Compares two texts by their first different bytes, each mapped by `byte_key`. If both texts have a number there, the
/// number with fewer digits comes first.
pub(super) fn compare(a: &[u8], b: &[u8], byte_key: impl Fn(u8) -> u8) -> Ordering {
    let common_length = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    // The numbers that contain the first different bytes may start in the common prefix.
    let reversed_prefix = a[..common_length].iter().rev();
    let common_digits = reversed_prefix.take_while(|byte| byte.is_ascii_digit());
    let number_start = common_length - common_digits.count();
    let length_a = count_digits(&a[number_start..]);
    let length_b = count_digits(&b[number_start..]);
    let by_length = length_a.cmp(&length_b);
    // A length of 0 means that there is no number.
    if length_a > 0 && length_b > 0 && by_length.is_ne() {
        return by_length;
    }
    let next = |text: &[u8]| text.get(common_length).map(|byte| byte_key(*byte));
    next(a).cmp(&next(b))
}

/// Returns a sort key. Keys that are compared byte by byte have the order of [`compare`] with a `byte_key` that changes nothing.
///
/// In a key, each number follows a digit that stands for the length of the number, 0 for one digit: `post-9` becomes `post-09`,
/// and `post-10` becomes `post-110`. The added digit may be compared with a character of another text that is not a digit. This
/// gives the same order as the number's own first digit, because no other byte is between `0` and `9`.
pub(super) fn key(text: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len());
    let mut remaining = text;
    while let Some(start) = remaining.iter().position(u8::is_ascii_digit) {
        let (before, from_number) = remaining.split_at(start);
        key.extend_from_slice(before);
        key.push(b'0' + count_digits(from_number) as u8 - 1);
        let digits = from_number.iter().take_while(|byte| byte.is_ascii_digit());
        let (number, after) = from_number.split_at(digits.count());
        key.extend_from_slice(number);
        remaining = after;
    }
    key.extend_from_slice(remaining);
    key
}

/// Returns the sort key of a name: ignoring case, with numbers compared as numbers.
pub fn name_sort_key(name: &str) -> Vec<u8> {
    key(fold(name, Case::Insensitive).as_bytes())
}

/// Returns the number of digits at the start of a text, at most [`MAX_DIGITS`].
fn count_digits(text: &[u8]) -> usize {
    let digits = text.iter().take(MAX_DIGITS);
    digits.take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn runs_of_digits_compare_as_numbers() {
        let sorted = [
            "", "-", "1", "2", "9", "10", "10a", "10b9", "10b10", "99", "100", "a", "a-9", "a-10",
            "a1b", "a01", "a02", "a10", "b",
        ];
        for (index_a, a) in sorted.iter().enumerate() {
            for (index_b, b) in sorted.iter().enumerate() {
                let order = compare(a.as_bytes(), b.as_bytes(), |byte| byte);
                assert_eq!(order, index_a.cmp(&index_b), "{a} {b}");
            }
        }
    }

    proptest! {
        #[test]
        fn sort_keys_have_the_order_of_compare(a in "[-0129ab]{0,14}", b in "[-0129ab]{0,14}") {
            let order = compare(a.as_bytes(), b.as_bytes(), |byte| byte);
            prop_assert_eq!(order, key(a.as_bytes()).cmp(&key(b.as_bytes())));
        }
    }
}

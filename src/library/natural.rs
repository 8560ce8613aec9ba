//! Natural order: numbers in names are compared as numbers, so that `post-9` comes before `post-10`.

use std::cmp::Ordering;

use crate::text::{Case, fold};

/// Maximum number of digits that are counted to compare numbers by length. Two numbers with at least as many digits count as
/// equally long, and are compared digit by digit.
const MAX_DIGITS: usize = 10;

/// Compares texts byte by byte, with each byte mapped by `byte_key`. Where two numbers differ, the number with fewer digits
/// comes first.
pub(super) fn compare(a: &[u8], b: &[u8], byte_key: impl Fn(u8) -> u8) -> Ordering {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    // The number that contains the first difference may start before it.
    let prefix = a[..common].iter().rev();
    let start = common - prefix.take_while(|byte| byte.is_ascii_digit()).count();
    let digits = |text: &[u8]| count_digits(&text[start..]);
    let (digits_a, digits_b) = (digits(a), digits(b));
    let by_length = digits_a.cmp(&digits_b);
    if digits_a > 0 && digits_b > 0 && by_length.is_ne() {
        return by_length;
    }
    let next = |text: &[u8]| text.get(common).map(|byte| byte_key(*byte));
    next(a).cmp(&next(b))
}

/// Returns a sort key. Keys that are compared byte by byte have the order of [`compare`] with an unchanged byte as `byte_key`.
///
/// In a key, each number follows a digit that stands for the length of the number, 0 for one digit: `post-9` becomes `post-09`,
/// and `post-10` becomes `post-110`. Where another key has a character that is no digit, the added digit gives the
/// same order as the number itself would.
pub(super) fn key(text: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len());
    let mut remaining = text;
    while let Some(start) = remaining.iter().position(u8::is_ascii_digit) {
        let (text, number) = remaining.split_at(start);
        key.extend_from_slice(text);
        key.push(b'0' + count_digits(number) as u8 - 1);
        let end = number.iter().take_while(|byte| byte.is_ascii_digit());
        let (number, after) = number.split_at(end.count());
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

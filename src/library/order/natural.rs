//! Numbers in names are ordered as numbers: `post-9` comes before `post-10`.

use std::cmp::Ordering;

/// Digits of a number that count: longer ones are compared digit by digit.
const LONGEST: usize = 10;

/// Compares texts byte by byte, each as `key` has it, but numbers by how long they are first.
pub(in crate::library) fn compare(a: &[u8], b: &[u8], key: impl Fn(u8) -> u8) -> Ordering {
    let alike = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    // The number that they differ in may have begun before.
    let before = a[..alike].iter().rev();
    let start = alike - before.take_while(|byte| byte.is_ascii_digit()).count();
    let digits = |text: &[u8]| digits(&text[start..]);
    let (one, other) = (digits(a), digits(b));
    let by_length = one.cmp(&other);
    if one > 0 && other > 0 && by_length.is_ne() {
        return by_length;
    }
    let next = |text: &[u8]| text.get(alike).map(|byte| key(*byte));
    next(a).cmp(&next(b))
}

/// Writes a text so that comparing bytes is what [`compare`] does: each number with a digit in front that says how long it is.
pub(in crate::library) fn write(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(u8::is_ascii_digit) {
        let (before, number) = rest.split_at(at);
        out.extend_from_slice(before);
        out.push(b'0' + digits(number) as u8 - 1);
        let end = number
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        out.extend_from_slice(&number[..end]);
        rest = &number[end..];
    }
    out.extend_from_slice(rest);
}

/// How many digits a text begins with, as far as they count.
fn digits(text: &[u8]) -> usize {
    let digits = text.iter().take(LONGEST);
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
        fn what_is_written_compares_alike(a in "[-0129ab]{0,14}", b in "[-0129ab]{0,14}") {
            let written = |text: &str| {
                let mut out = Vec::new();
                write(text.as_bytes(), &mut out);
                out
            };
            let order = compare(a.as_bytes(), b.as_bytes(), |byte| byte);
            prop_assert_eq!(order, written(&a).cmp(&written(&b)));
        }
    }
}

//! How many segments a text message takes.

use shared::delivery::{Encoding, segments};

#[track_caller]
fn check(text: &str, encoding: Encoding, units: usize, count: usize) {
    let counted = segments(text);
    assert_eq!(
        (counted.encoding, counted.units, counted.count),
        (encoding, units, count),
        "{text}"
    );
}

#[test]
fn segments_follow_the_alphabet() {
    use Encoding::{Gsm7, Ucs2};
    check("", Gsm7, 0, 0);
    check("FERNWOOD: your cart", Gsm7, 19, 1);
    check(&"a".repeat(160), Gsm7, 160, 1);
    check(&"a".repeat(161), Gsm7, 161, 2);
    check(&"a".repeat(306), Gsm7, 306, 2);
    check(&"a".repeat(307), Gsm7, 307, 3);
    check("Größe äöüß ÄÖÜ é à ñ £ ¥ §", Gsm7, 26, 1);
    check("5 €", Gsm7, 4, 1);
    check("[a] {b} ~|^\\", Gsm7, 20, 1);
    check(&"€".repeat(80), Gsm7, 160, 1);
    check(&"€".repeat(81), Gsm7, 162, 2);
    // 153 is odd, so the last septet of each joined segment stays empty: 76 of them a segment, not 76.5.
    check(&"€".repeat(153), Gsm7, 306, 3);
    check("naïve ç", Ucs2, 7, 1);
    check("code `x`", Ucs2, 8, 1);
    check("’", Ucs2, 1, 1);
    check(&"ж".repeat(70), Ucs2, 70, 1);
    check(&"ж".repeat(71), Ucs2, 71, 2);
    check(&"ж".repeat(134), Ucs2, 134, 2);
    check(&"ж".repeat(135), Ucs2, 135, 3);
    check(&"🌿".repeat(35), Ucs2, 70, 1);
    check(&"🌿".repeat(36), Ucs2, 72, 2);
    // No character is cut in two: 33 of two units fill 66 of a joined segment's 67.
    check(&"🌿".repeat(67), Ucs2, 134, 3);
}

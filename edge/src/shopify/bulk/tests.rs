//! Files of a bulk operation, good and broken, and what is read out of them.

use super::*;

const PRODUCT: &str = r#"{"id":"gid://shopify/Product/1","handle":"cream","title":"Cream","productType":"Moisturiser","tags":["Vegan"],"status":"ACTIVE","featuredImage":{"url":"https://cdn.example/cream.svg","altText":null}}"#;
const SMALL: &str = r#"{"id":"gid://shopify/ProductVariant/11","title":"50 ml","price":"24.00","compareAtPrice":"30.00","availableForSale":true,"inventoryQuantity":12,"selectedOptions":[{"name":"Size","value":"50 ml"}],"__parentId":"gid://shopify/Product/1"}"#;
const LARGE: &str = r#"{"id":"gid://shopify/ProductVariant/12","title":"100 ml","price":"39.00","compareAtPrice":"39.00","availableForSale":false,"inventoryQuantity":null,"selectedOptions":[{"name":"Size","value":"100 ml"}],"__parentId":"gid://shopify/Product/1"}"#;
const CONCERNS: &str = r#"{"id":"gid://shopify/Metafield/21","namespace":"custom","key":"concerns","type":"list.single_line_text_field","value":"[\"Dryness\"]","__parentId":"gid://shopify/Product/1"}"#;

fn read(text: &str) -> Result<Import, Vec<(String, String)>> {
    let mut reader = Reader::new("EUR".parse().unwrap());
    reader.feed(text.as_bytes());
    let problems = |problems: Vec<Problem>| {
        let pair = |problem: Problem| (problem.place, problem.reason);
        problems.into_iter().map(pair).collect()
    };
    reader.finish().map_err(problems)
}

#[track_caller]
fn check_broken(lines: &[&str], expected: &[(&str, &str)]) {
    let problems = read(&lines.join("\n")).unwrap_err();
    let agrees = problems.len() == expected.len()
        && problems
            .iter()
            .zip(expected)
            .all(|((place, reason), (line, part))| place == line && reason.contains(part));
    assert!(agrees, "{problems:#?}");
}

#[test]
fn a_product_is_put_together_from_its_lines() {
    let import = read(&[PRODUCT, SMALL, LARGE, CONCERNS].join("\n")).unwrap();
    assert_eq!(
        (import.variants, import.ignored, import.inactive),
        (2, 0, 0)
    );
    let [product] = import.products.as_slice() else {
        panic!("one product")
    };
    assert_eq!(product.id.as_str(), "1");
    assert_eq!(product.tags, ["vegan"]);
    assert_eq!(product.image.as_ref().unwrap().alt, "Cream");
    assert_eq!(product.attributes.get("concerns").unwrap(), &["dryness"]);
    assert_eq!(
        product.attributes.get("size").unwrap(),
        &["50 ml", "100 ml"]
    );
    let [small, large] = product.variants.as_slice() else {
        panic!("two variants")
    };
    assert_eq!(small.price.minor, 2400);
    assert_eq!(small.was.unwrap().minor, 3000);
    assert_eq!(large.was, None, "no reduction when both prices are equal");
    assert_eq!((small.available, large.available), (true, false));
    assert_eq!((small.stock, large.stock), (Some(12), None));
}

#[test]
fn the_only_variant_needs_no_label() {
    let import = read(&[PRODUCT, SMALL].join("\n")).unwrap();
    assert_eq!(import.products[0].variants[0].label, "");
}

#[test]
fn the_pieces_a_file_arrives_in_make_no_difference() {
    let text = [PRODUCT, SMALL, LARGE, CONCERNS, ""].join("\r\n");
    let whole = read(&text);
    for size in [1, 7, 64] {
        let mut reader = Reader::new("EUR".parse().unwrap());
        for piece in text.as_bytes().chunks(size) {
            reader.feed(piece);
        }
        assert_eq!(
            reader.finish().ok(),
            whole.as_ref().ok().map(copy),
            "pieces of {size}"
        );
    }
}

fn copy(import: &Import) -> Import {
    Import {
        products: import.products.clone(),
        ..*import
    }
}

#[test]
fn children_may_stand_before_their_parent() {
    let forwards = read(&[PRODUCT, SMALL, CONCERNS].join("\n")).unwrap();
    let backwards = read(&[CONCERNS, SMALL, PRODUCT].join("\n")).unwrap();
    assert_eq!(forwards, backwards);
}

#[test]
fn every_broken_line_is_named_and_nothing_is_taken() {
    let no_title = r#"{"id":"gid://shopify/Product/2","handle":"oil"}"#;
    let child_of_no_title = SMALL
        .replace("Product/1\"", "Product/2\"")
        .replace("Variant/11", "Variant/13");
    let bad_price = LARGE.replace("39.00\",\"c", "39,00\",\"c");
    let orphan = CONCERNS.replace("Product/1\"", "Product/9\"");
    check_broken(
        &[
            "{\"id\":",
            PRODUCT,
            no_title,
            &child_of_no_title,
            SMALL,
            &bad_price,
            SMALL,
            &orphan,
            "[]",
            "{}",
        ],
        &[
            ("line 1", "not a JSON object"),
            ("line 3", "missing field `title`"),
            ("line 6", "no price in EUR"),
            ("line 7", "stands in line 5 already"),
            ("line 8", "is the parent gid://shopify/Product/9"),
            ("line 9", "invalid type: sequence"),
            ("line 10", "missing field `id`"),
        ],
    );
}

#[test]
fn what_belongs_to_nothing_is_a_problem() {
    let homeless = SMALL.replace(r#","__parentId":"gid://shopify/Product/1""#, "");
    check_broken(
        &[PRODUCT, &homeless],
        &[
            ("line 1", "has no variant"),
            ("line 2", "a variant without its product"),
        ],
    );
    check_broken(&[""], &[("line 1", "no product")]);
}

#[test]
fn another_currency_and_a_second_handle_are_problems() {
    let dollars = PRODUCT.replace(
        "\"tags\"",
        r#""priceRangeV2":{"minVariantPrice":{"amount":"24.0","currencyCode":"USD"}},"tags""#,
    );
    check_broken(
        &[&dollars, SMALL],
        &[("line 1", "in USD, the shop sells in EUR")],
    );
    let twin = PRODUCT.replace("Product/1\"", "Product/2\"");
    check_broken(
        &[PRODUCT, SMALL, &twin],
        &[("line 3", "`cream` stands in line 1 already")],
    );
    let negative = SMALL.replace("24.00", "-24.00");
    check_broken(
        &[PRODUCT, &negative],
        &[("line 1", "has no variant"), ("line 2", "is negative")],
    );
}

#[test]
fn drafts_and_unknown_kinds_are_counted_and_left_out() {
    let draft = PRODUCT
        .replace("ACTIVE", "DRAFT")
        .replace("Product/1\"", "Product/2\"")
        .replace("\"cream\"", "\"oil\"");
    let of_draft = SMALL
        .replace("Product/1\"", "Product/2\"")
        .replace("Variant/11", "Variant/13");
    let picture = r#"{"id":"gid://shopify/MediaImage/5","__parentId":"gid://shopify/Product/1"}"#;
    let import = read(&[PRODUCT, SMALL, &draft, &of_draft, picture].join("\n")).unwrap();
    assert_eq!(import.products.len(), 1);
    assert_eq!(
        (import.variants, import.inactive, import.ignored),
        (1, 1, 1)
    );
}

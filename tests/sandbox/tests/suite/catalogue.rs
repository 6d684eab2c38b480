//! The catalogue is what a real shop's export could be.

use serde_json::Value;

use crate::shop::catalogue;

#[test]
fn the_catalogue_does_not_contradict_itself() {
    let catalogue = catalogue();
    assert_eq!(catalogue.contradictions(), Vec::<String>::new());
    let count = |field: &str| {
        catalogue
            .products()
            .iter()
            .filter(|product| product.field == field)
            .count()
    };
    assert!(count("skincare") >= 24 && count("apparel") >= 20 && count("electronics") >= 16);
}

#[test]
fn six_products_suit_dry_and_sensitive_skin_and_differ() {
    let catalogue = catalogue();
    let text =
        |product: &sandbox::Product, key: &str| product.metafields.get(key).unwrap().value.clone();
    let suited: Vec<_> = catalogue
        .products()
        .iter()
        .filter(|product| product.field == "skincare")
        .filter(|product| {
            let concerns = text(product, "concerns");
            concerns.contains("\"dryness\"") && concerns.contains("\"sensitivity\"")
        })
        .collect();
    assert!(suited.len() >= 6);
    for key in ["texture", "key_ingredient", "fragrance_free", "when_to_use"] {
        let first = text(suited[0], key);
        assert!(
            suited.iter().any(|product| text(product, key) != first),
            "all the same {key}"
        );
    }
}

#[test]
fn metafields_are_of_their_type() {
    for product in catalogue().products() {
        for metafield in product.metafields.values() {
            let value: Option<Value> = serde_json::from_str(&metafield.value).ok();
            let fits = match metafield.kind.as_str() {
                "list.single_line_text_field" => value.is_some_and(|value| value.is_array()),
                "boolean" => value.is_some_and(|value| value.is_boolean()),
                "number_integer" => value.is_some_and(|value| value.is_i64()),
                "single_line_text_field" => !metafield.value.is_empty(),
                _ => false,
            };
            assert!(
                fits,
                "{} {}: {}",
                product.handle, metafield.key, metafield.value
            );
        }
    }
}

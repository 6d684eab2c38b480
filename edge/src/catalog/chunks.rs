//! Cuts products into rows of JSON that are large enough to be few and small enough for the database.

use serde_json::Error;
use shared::catalog::Product;

/// Where a row ends; a single product may be larger. The database takes 2 MB a row.
const ENOUGH: usize = 256 * 1024;

/// The rows, in order; each is a JSON list of products.
///
/// # Errors
/// Never for products that were read from JSON.
pub(super) fn of(products: &[Product]) -> Result<Vec<String>, Error> {
    let mut rows = Vec::new();
    let mut row = String::new();
    for product in products {
        let product = serde_json::to_string(product)?;
        if !row.is_empty() && row.len() + product.len() > ENOUGH {
            rows.push(format!("[{row}]"));
            row.clear();
        }
        if !row.is_empty() {
            row.push(',');
        }
        row.push_str(&product);
    }
    if !row.is_empty() {
        rows.push(format!("[{row}]"));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn product(number: usize, title: String) -> Product {
        Product {
            id: number.to_string().parse().unwrap(),
            handle: format!("product-{number}"),
            title,
            kind: String::new(),
            tags: Vec::new(),
            image: None,
            attributes: BTreeMap::new(),
            variants: Vec::new(),
        }
    }

    #[test]
    fn rows_hold_all_products_in_order_and_stay_small() {
        let mut products: Vec<_> = (1..=4000)
            .map(|number| product(number, "x".repeat(200)))
            .collect();
        products.push(product(4001, "y".repeat(300 * 1024)));
        let rows = of(&products).unwrap();
        assert!(rows.len() > 3, "{}", rows.len());
        assert!(rows.iter().all(|row| row.len() < 400 * 1024));
        let read: Vec<Product> = rows
            .iter()
            .flat_map(|row| serde_json::from_str::<Vec<Product>>(row).unwrap())
            .collect();
        assert_eq!(read, products);
        assert_eq!(of(&[]).unwrap(), Vec::<String>::new());
    }
}

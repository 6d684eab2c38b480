//! What a shop sells and sold. An id that is there is updated, never refused.

use serde::{Serialize, Serializer};
use shared::time::Instant;

/// Money as Brevo takes it, a number with decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    /// In the smallest unit of the currency.
    pub(crate) minor: i64,
    /// How many decimals that unit is.
    pub(crate) decimals: u8,
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Division rounds to the nearest double, whose shortest text is the decimal that was meant.
        #[expect(
            clippy::cast_precision_loss,
            reason = "amounts of money stay far below 2^53"
        )]
        let amount = self.minor as f64 / 10_f64.powi(i32::from(self.decimals));
        serializer.serialize_f64(amount)
    }
}

/// `POST /products`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Product<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) image_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sku: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) price: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stock: Option<i64>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) categories: &'a [&'a str],
    /// Of a variant: its product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parent_id: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_deleted: bool,
}

/// `POST /products/batch`: at most 100.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Products<'a> {
    pub(crate) products: &'a [Product<'a>],
}

/// `POST /categories`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Category<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_deleted: bool,
}

/// `POST /categories/batch`: at most 100.
#[derive(Debug, Serialize)]
pub(crate) struct Categories<'a> {
    pub(crate) categories: &'a [Category<'a>],
}

/// Something that may replace what is there.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::brevo) struct Updating<'a, T> {
    #[serde(flatten)]
    pub(in crate::brevo) what: &'a T,
    pub(in crate::brevo) update_enabled: bool,
}

impl<'a, T> Updating<'a, T> {
    pub(in crate::brevo) fn with(what: &'a T) -> Self {
        Self {
            what,
            update_enabled: true,
        }
    }
}

/// `POST /orders/status`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order<'a> {
    pub(crate) id: &'a str,
    #[serde(serialize_with = "moment")]
    pub(crate) created_at: Instant,
    #[serde(serialize_with = "moment")]
    pub(crate) updated_at: Instant,
    pub(crate) status: &'a str,
    pub(crate) amount: Amount,
    pub(crate) products: &'a [Line<'a>],
    #[serde(rename = "identifiers", skip_serializing_if = "Option::is_none")]
    pub(crate) buyer: Option<Buyer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) store_id: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) coupons: &'a [&'a str],
}

/// Who ordered; at least one of them.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Buyer<'a> {
    #[serde(rename = "email_id", skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<&'a str>,
    #[serde(rename = "phone_id", skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<&'a str>,
    #[serde(rename = "ext_id", skip_serializing_if = "Option::is_none")]
    pub(crate) ours: Option<&'a str>,
}

/// A line of an order.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Line<'a> {
    pub(crate) product_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) variant_id: Option<&'a str>,
    pub(crate) quantity: u32,
    pub(crate) price: Amount,
}

/// `POST /orders/status/batch`: at most 1000.
#[derive(Serialize)]
pub(crate) struct Orders<'a> {
    pub(crate) orders: &'a [Order<'a>],
    /// Orders of the past set no automation off. Brevo takes them for such unless told otherwise.
    pub(crate) historical: bool,
}

/// `2026-11-23T10:00:00Z`.
pub(super) fn moment<S: Serializer>(at: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::brevo::iso(*at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_the_number_that_people_read() {
        for (minor, decimals, text) in [
            (2405, 2, "24.05"),
            (10, 2, "0.1"),
            (5900, 2, "59.0"),
            (1999, 0, "1999.0"),
            (-1, 3, "-0.001"),
        ] {
            let amount = Amount { minor, decimals };
            assert_eq!(serde_json::to_string(&amount).unwrap(), text);
        }
    }
}

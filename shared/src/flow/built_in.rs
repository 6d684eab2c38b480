//! The names a flow can use in its texts without asking for them.

/// A name that is known without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// The name.
    pub name: &'static str,
    /// What it stands for.
    pub meaning: &'static str,
    /// Whether it always is; any other needs a fallback, in the hole or in the flow's data.
    pub always: bool,
}

/// The built-in of this name.
#[must_use]
pub fn built_in(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|known| known.name == name)
}

/// Every name that can be known without being asked for.
pub const BUILT_IN: [BuiltIn; 18] = [
    always("shop", "what the shop is called"),
    sometimes("first_name", "the shopper's first name"),
    sometimes("product", "the product shown last, or the one it is about"),
    sometimes("cart_total", "what the cart costs, an amount of money"),
    sometimes("cart_count", "how many pieces are in the cart, a number"),
    sometimes("delivery", "what was last said about delivery"),
    sometimes("order", "the order's name, such as #1001"),
    sometimes("order_status", "how the order is doing"),
    sometimes("order_total", "what the order cost, an amount of money"),
    sometimes("order_date", "when the order was placed"),
    sometimes("carrier", "who carries the parcel"),
    sometimes("tracking", "where to follow the parcel"),
    sometimes("points", "loyalty points, a number"),
    sometimes("tier", "the loyalty tier"),
    sometimes("discount", "a discount code given to this shopper"),
    sometimes("until", "the day until which an offer holds"),
    sometimes("found_size", "the size that was looked up"),
    sometimes("opens", "when something opens to everybody"),
];

const fn always(name: &'static str, meaning: &'static str) -> BuiltIn {
    BuiltIn {
        name,
        meaning,
        always: true,
    }
}

const fn sometimes(name: &'static str, meaning: &'static str) -> BuiltIn {
    BuiltIn {
        name,
        meaning,
        always: false,
    }
}

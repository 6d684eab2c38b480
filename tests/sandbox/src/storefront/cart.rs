//! A cart and its rules: what may be added, how lines merge, what they cost. `cart_json` gives it its shape.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::ShopState;
use crate::catalogue::{Product, Variant};
use crate::world::World;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Cart {
    token: String,
    pub(crate) note: String,
    pub(crate) attributes: Map<String, Value>,
    lines: Vec<Line>,
    discount_codes: Vec<String>,
    /// Whether shipping rates were asked for and not fetched yet.
    pub(crate) rates_pending: bool,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Line {
    pub(crate) variant: i64,
    pub(crate) quantity: i64,
    pub(crate) properties: Map<String, Value>,
}

/// Which line a change is about.
pub(crate) enum Place {
    /// A variant id or a line key.
    Id(String),
    /// One for the first line.
    Position(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    UnknownVariant,
    NoSuchLine,
    BadQuantity,
    SoldOut(String),
    /// Only part of what was wanted; that part is in the cart.
    Partly(i64),
    AllInCart(String, i64),
}

impl Cart {
    pub(crate) fn new(token: &str) -> Self {
        Self {
            token: token.to_owned(),
            note: String::new(),
            attributes: Map::new(),
            lines: Vec::new(),
            discount_codes: Vec::new(),
            rates_pending: false,
        }
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(crate) fn item_count(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }

    /// Adds to the line with the same variant and properties, else puts a new line first. Answers its key.
    pub(crate) fn add(
        &mut self,
        world: &World,
        shop: &ShopState,
        wish: &Line,
    ) -> Result<String, Refusal> {
        let (product, variant) = world
            .catalogue
            .variant(wish.variant)
            .ok_or(Refusal::UnknownVariant)?;
        if wish.quantity < 1 {
            return Err(Refusal::BadQuantity);
        }
        let stock = world.stock(shop, wish.variant);
        if stock == 0 {
            return Err(Refusal::SoldOut(full_title(product, variant)));
        }
        let held: i64 = self
            .of_variant(wish.variant)
            .map(|line| line.quantity)
            .sum();
        let room = (stock - held).max(0);
        let taken = wish.quantity.min(room);
        if taken == 0 {
            return Err(Refusal::AllInCart(full_title(product, variant), held));
        }
        self.take(wish, taken);
        if taken < wish.quantity {
            Err(Refusal::Partly(taken))
        } else {
            Ok(wish.key())
        }
    }

    /// Sets quantities without asking the stock for lines already there, as the platform does.
    pub(crate) fn set(
        &mut self,
        world: &World,
        shop: &ShopState,
        id: &str,
        quantity: i64,
    ) -> Result<(), Refusal> {
        if let Some(index) = self.index(&Place::Id(id.to_owned())) {
            self.set_at(index, quantity);
            return Ok(());
        }
        let variant = id.parse().map_err(|_| Refusal::UnknownVariant)?;
        if world.catalogue.variant(variant).is_none() {
            return Err(Refusal::UnknownVariant);
        }
        if quantity > 0 {
            self.add(
                world,
                shop,
                &Line {
                    variant,
                    quantity,
                    properties: Map::new(),
                },
            )?;
        }
        Ok(())
    }

    pub(crate) fn set_at(&mut self, index: usize, quantity: i64) {
        if quantity < 1 {
            if index < self.lines.len() {
                self.lines.remove(index);
            }
        } else if let Some(line) = self.lines.get_mut(index) {
            line.quantity = quantity;
        }
    }

    /// Changes one line; above the stock it takes what there is and says so.
    pub(crate) fn change(
        &mut self,
        world: &World,
        shop: &ShopState,
        place: &Place,
        quantity: Option<i64>,
        properties: Option<Map<String, Value>>,
    ) -> Result<(), Refusal> {
        let index = self.index(place).ok_or(Refusal::NoSuchLine)?;
        if let (Some(properties), Some(line)) = (properties, self.lines.get_mut(index)) {
            line.properties = properties;
        }
        let Some(quantity) = quantity else {
            return Ok(());
        };
        let Some(line) = self.lines.get(index) else {
            return Err(Refusal::NoSuchLine);
        };
        let stock = world.stock(shop, line.variant);
        if quantity > stock.max(line.quantity) {
            let title = world
                .catalogue
                .variant(line.variant)
                .map(|(product, variant)| full_title(product, variant));
            self.set_at(index, stock);
            return Err(Refusal::AllInCart(title.unwrap_or_default(), stock));
        }
        self.set_at(index, quantity);
        Ok(())
    }

    /// Empties the lines; note, attributes and codes stay.
    pub(crate) fn clear(&mut self) {
        self.lines.clear();
    }

    pub(crate) fn index(&self, place: &Place) -> Option<usize> {
        match place {
            Place::Position(position) => position
                .checked_sub(1)
                .filter(|index| *index < self.lines.len()),
            Place::Id(id) => self
                .lines
                .iter()
                .position(|line| line.key() == *id)
                .or_else(|| {
                    self.lines
                        .iter()
                        .position(|line| line.variant.to_string() == *id)
                }),
        }
    }

    /// A null takes the attribute away; anything else replaces it.
    pub(crate) fn merge_attributes(&mut self, given: &Map<String, Value>) {
        for (name, value) in given {
            if value.is_null() {
                self.attributes.remove(name);
            } else {
                self.attributes.insert(name.clone(), value.clone());
            }
        }
    }

    pub(crate) fn set_codes(&mut self, codes: &str) {
        self.discount_codes = codes
            .split(',')
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .map(str::to_uppercase)
            .collect();
    }

    /// Each code with the per cent it takes off; none when the shop does not know it.
    pub(crate) fn codes(&self, world: &World) -> Vec<(String, Option<i64>)> {
        let known = world.settings().discounts;
        self.discount_codes
            .iter()
            .map(|code| (code.clone(), known.get(code).copied()))
            .collect()
    }

    pub(crate) fn subtotal(&self, world: &World) -> i64 {
        let price = |line: &Line| {
            world
                .catalogue
                .variant(line.variant)
                .map_or(0, |(_, variant)| variant.price)
        };
        self.lines
            .iter()
            .map(|line| price(line) * line.quantity)
            .sum()
    }

    pub(crate) fn discount(&self, world: &World) -> i64 {
        let best = self
            .codes(world)
            .into_iter()
            .filter_map(|(_, per_cent)| per_cent)
            .max()
            .unwrap_or(0);
        self.subtotal(world) * best / 100
    }

    fn of_variant(&self, variant: i64) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(move |line| line.variant == variant)
    }

    fn take(&mut self, wish: &Line, quantity: i64) {
        match self.lines.iter_mut().find(|line| line.key() == wish.key()) {
            Some(line) => line.quantity += quantity,
            None => self.lines.insert(
                0,
                Line {
                    quantity,
                    ..wish.clone()
                },
            ),
        }
    }
}

impl Line {
    /// Changes when the properties change, as on the platform.
    pub(crate) fn key(&self) -> String {
        let told = Value::Object(self.properties.clone()).to_string();
        let digest = Sha256::digest(format!("{}{told}", self.variant));
        let hash = digest
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .concat();
        format!("{}:{hash}", self.variant)
    }
}

pub(crate) fn full_title(product: &Product, variant: &Variant) -> String {
    if variant.title == "Default Title" {
        product.title.clone()
    } else {
        format!("{} - {}", product.title, variant.title)
    }
}

pub(crate) fn grams(product: &Product) -> i64 {
    match product.field {
        "skincare" => 120,
        "apparel" => 340,
        _ => 160,
    }
}

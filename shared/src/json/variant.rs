//! What fields and variants are called, and what a variant holds.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "one kind of JSON fits, and all others are refused alike"
)]

use super::Error;
use super::node::{Node, alike, visit_number};
use alloc::string::String;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};
use serde_json::Value;

/// A variant and its fields where these stand beside its name (`{"step": "say", "text": …}`): what derived code takes
/// for a variant with its fields inside.
pub(crate) struct Tagged {
    pub(crate) name: String,
    pub(crate) fields: Value,
}

impl<'de> Deserializer<'de> for Tagged {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        Err(Error::unfit(&self.fields, &visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let path = String::new();
        visitor.visit_enum(Variant {
            name: self.name,
            held: Held {
                path,
                value: self.fields,
            },
        })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// What a field or a variant is called. The name of a field may stand for a number, as in a map by numbers.
pub(super) struct Name(pub(super) String);

impl Name {
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.parse() {
            Ok(Value::Number(number)) => visit_number(&number, visitor),
            Ok(_) | Err(_) => Err(Error::unfit(&Value::String(self.0), &visitor)),
        }
    }
}

impl<'de> Deserializer<'de> for Name {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.0)
    }

    alike!(number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64);

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Variant::of(Value::String(self.0))?)
    }

    serde::forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

/// A variant of an enum, and what it holds.
pub(super) struct Variant {
    name: String,
    held: Held,
}

/// What a variant holds; nothing is null.
pub(super) struct Held {
    /// The variant's part of a path.
    path: String,
    value: Value,
}

impl Variant {
    /// A name alone, or one name with a value.
    pub(super) fn of(value: Value) -> Result<Self, Error> {
        let (name, value) = match value {
            Value::String(name) => (name, Value::Null),
            Value::Object(fields) if fields.len() == 1 => {
                fields.into_iter().next().unwrap_or_default()
            }
            other => {
                return Err(Error::unfit(&other, &"a name, or one name with a value"));
            }
        };
        let path = name.clone();
        let held = Held { path, value };
        Ok(Self { name, held })
    }
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Held;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Held), Error> {
        Ok((seed.deserialize(Name(self.name))?, self.held))
    }
}

impl<'de> VariantAccess<'de> for Held {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.value {
            Value::Null => Ok(()),
            other => Err(Error::unfit(&other, &"nothing").under(&self.path)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        let read = seed.deserialize(Node(self.value));
        read.map_err(|error| error.under(&self.path))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        let read = Node(self.value).list(visitor);
        read.map_err(|error| error.under(&self.path))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let read = Node(self.value).fields(visitor);
        read.map_err(|error| error.under(&self.path))
    }
}

//! The colours of one picture: a product that comes in colours is drawn in its first, a bottle in one of eight.

use crate::catalogue::Product;

/// Background, body, shade and accent of one picture.
pub(super) struct Palette {
    pub(super) ground: String,
    pub(super) body: String,
    pub(super) shade: String,
    pub(super) accent: String,
}

impl Palette {
    pub(super) fn of(product: &Product, seed: u32) -> Self {
        let (hue, saturation, light, accent) = match product.field {
            "skincare" => {
                // The factor is chosen so that the creams one compares most look least alike.
                let mixed = (seed ^ (seed >> 13)).wrapping_mul(0x9e37_7de1) >> 16;
                let at = usize::try_from(mixed).map_or(0, |at| at % BOTTLES.len());
                BOTTLES.get(at).copied().unwrap_or(GLASS)
            }
            _ => colour(product),
        };
        // White things need a darker ground.
        let ground = if light > 85 { 83 } else { 91 };
        Self {
            ground: format!("hsl({} 30% {ground}%)", (hue + 8) % 360),
            body: format!("hsl({hue} {saturation}% {light}%)"),
            shade: format!("hsl({hue} {saturation}% {}%)", light.saturating_sub(10)),
            accent: format!("hsl({accent})"),
        }
    }
}

/// The first colour a product comes in, as hue, saturation and lightness, with the colour of its details.
fn colour(product: &Product) -> Tint {
    let named = product
        .options
        .iter()
        .find(|option| option.name == "Colour")
        .and_then(|option| option.values.first())
        .map_or("Grey", String::as_str);
    let known = COLOURS.iter().find(|(name, _)| *name == named);
    known.map_or((210, 8, 40, "210 12% 22%"), |(_, tint)| *tint)
}

/// Hue, saturation, lightness; then the colour of details.
type Tint = (u32, u32, u32, &'static str);

const GLASS: Tint = (34, 42, 72, "24 32% 26%");

const BOTTLES: [Tint; 8] = [
    GLASS,
    (96, 26, 62, "140 28% 24%"),
    (158, 26, 62, "190 40% 24%"),
    (344, 34, 74, "340 30% 30%"),
    (16, 42, 68, "12 34% 28%"),
    (46, 44, 66, "30 36% 26%"),
    (196, 28, 66, "212 36% 26%"),
    (262, 20, 72, "262 24% 32%"),
];

const COLOURS: [(&str, Tint); 18] = [
    ("Moss", (92, 24, 40, "92 22% 24%")),
    ("Oat", (40, 36, 76, "30 26% 40%")),
    ("Navy", (220, 38, 30, "30 40% 60%")),
    ("Charcoal", (210, 8, 32, "28 34% 52%")),
    ("Rust", (16, 52, 44, "20 40% 24%")),
    ("White", (40, 18, 94, "140 16% 40%")),
    ("Black", (220, 6, 24, "40 20% 78%")),
    ("Clay", (14, 36, 60, "14 30% 34%")),
    ("Sage", (110, 16, 64, "120 16% 34%")),
    ("Light blue", (206, 44, 78, "210 34% 40%")),
    ("Forest check", (140, 28, 30, "40 40% 66%")),
    ("Indigo", (226, 36, 36, "34 60% 58%")),
    ("Sand", (38, 34, 70, "30 28% 38%")),
    ("Fern", (132, 30, 38, "48 56% 60%")),
    ("Camel", (32, 42, 58, "26 36% 28%")),
    ("Deep teal", (184, 46, 28, "40 40% 70%")),
    ("Grey", (210, 6, 62, "210 10% 30%")),
    ("Olive", (70, 28, 38, "60 24% 24%")),
];

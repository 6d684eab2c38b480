//! Product pictures: a silhouette by kind of product, in colours that follow from the handle. Readable at 96 pixels,
//! decent at 600.

mod palette;

use crate::catalogue::Product;
use palette::Palette;

pub(crate) fn of(product: &Product) -> String {
    let seed = product
        .handle
        .bytes()
        .fold(5381_u32, |sum, byte| sum.wrapping_mul(33) ^ u32::from(byte));
    let palette = Palette::of(product, seed);
    let shape = shape(product, &palette);
    let Palette { ground, .. } = &palette;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 600\" width=\"1200\" height=\"1200\">\
         <rect width=\"600\" height=\"600\" fill=\"{ground}\"/><circle cx=\"{x}\" cy=\"{y}\" r=\"210\" fill=\"#fff\" opacity=\".38\"/>\
         <ellipse cx=\"300\" cy=\"515\" rx=\"150\" ry=\"16\" fill=\"#2b2a26\" opacity=\".13\"/>{shape}</svg>",
        x = 220 + seed % 160,
        y = 230 + seed / 7 % 110,
    )
}

fn shape(product: &Product, palette: &Palette) -> String {
    let texture = product
        .metafields
        .get("texture")
        .map_or("", |metafield| metafield.value.as_str());
    match (product.field, product.product_type.as_str()) {
        ("skincare", "Set") => format!(
            "{}{}",
            scaled(&dropper(palette), 0.62, -10),
            scaled(&jar(palette), 0.62, 250)
        ),
        ("skincare", "Serum" | "Face oil") => dropper(palette),
        ("skincare", "Cleanser" | "Toner") if texture != "balm" => pump(palette),
        ("skincare", "Treatment" | "Sunscreen" | "Eye care" | "Lip care") => tube(palette),
        ("skincare", "Moisturiser") if texture == "milk" => pump(palette),
        ("skincare", _) => jar(palette),
        ("apparel", "Trousers") => trousers(palette),
        ("apparel", "Dresses") => dress(palette),
        ("apparel", "Accessories") if product.handle.contains("socks") => sock(palette),
        ("apparel", "Accessories") if product.handle.contains("beanie") => beanie(palette),
        ("apparel", "Accessories") => scarf(palette),
        ("apparel", _) if product.handle.contains("leggings") => trousers(palette),
        ("apparel", _) if product.handle.contains("shorts") => shorts(palette),
        ("apparel", kind) => top(palette, &product.handle, kind),
        (_, "Cables") => cable(palette),
        (_, "Power banks") => power_bank(palette),
        (_, "Hubs" | "Adapters") => hub(palette),
        (_, "Stands") => stand(palette),
        (_, "Audio") => earbuds(palette),
        (_, _) if product.handle.contains("wireless") => puck(palette),
        (_, _) => charger(palette),
    }
}

fn scaled(shape: &str, factor: f32, left: i32) -> String {
    format!("<g transform=\"translate({left} 195) scale({factor})\">{shape}</g>")
}

fn label(palette: &Palette, x: u32, y: u32, width: u32, height: u32) -> String {
    let accent = &palette.accent;
    let centre = x + width / 2;
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"#fbf8f1\" opacity=\".94\"/>\
         <path d=\"M{centre} {leaf}v-26m0 12c-12 0-15-8-15-15 10 0 15 6 15 15zm0-5c0-8 5-13 14-13 0 8-4 13-14 13z\" fill=\"none\" stroke=\"{accent}\" stroke-width=\"3\"/>\
         <path d=\"M{left} {line}h{long}M{left_short} {line_two}h{short}\" stroke=\"{accent}\" stroke-width=\"5\" stroke-linecap=\"round\" opacity=\".75\"/>",
        leaf = y + height / 2,
        line = y + height / 2 + 20,
        line_two = y + height / 2 + 36,
        left = centre - width / 4,
        long = width / 2,
        left_short = centre - width / 7,
        short = width * 2 / 7,
    )
}

fn jar(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<rect x=\"170\" y=\"232\" width=\"260\" height=\"74\" rx=\"14\" fill=\"{accent}\"/><path d=\"M170 262h260v30H170z\" fill=\"#000\" opacity=\".12\"/>\
         <rect x=\"158\" y=\"306\" width=\"284\" height=\"210\" rx=\"34\" fill=\"{body}\"/><path d=\"M392 306h16a34 34 0 0 1 34 34v142a34 34 0 0 1-34 34h-16z\" fill=\"{shade}\"/>{}",
        label(palette, 206, 348, 160, 124)
    )
}

fn dropper(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M280 92q20-20 40 0v74h-40z\" fill=\"{accent}\"/><rect x=\"262\" y=\"160\" width=\"76\" height=\"64\" rx=\"8\" fill=\"{accent}\"/><path d=\"M312 160h18a8 8 0 0 1 8 8v48a8 8 0 0 1-8 8h-18z\" fill=\"#000\" opacity=\".16\"/>\
         <path d=\"M276 224h48v22c44 10 66 34 66 70v168q0 32-32 32H242q-32 0-32-32V316c0-36 22-60 66-70z\" fill=\"{body}\"/><path d=\"M350 262c26 12 40 30 40 54v168q0 32-32 32h-14V330z\" fill=\"{shade}\" opacity=\".7\"/>{}",
        label(palette, 232, 336, 128, 136)
    )
}

fn pump(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M288 132h24v58h-24zM222 108h92q22 0 22 24v4H222z\" fill=\"{accent}\"/><rect x=\"254\" y=\"186\" width=\"92\" height=\"42\" rx=\"8\" fill=\"{accent}\"/>\
         <rect x=\"206\" y=\"228\" width=\"188\" height=\"288\" rx=\"36\" fill=\"{body}\"/><path d=\"M352 228h6a36 36 0 0 1 36 36v216a36 36 0 0 1-36 36h-6z\" fill=\"{shade}\"/>{}",
        label(palette, 232, 300, 110, 150)
    )
}

fn tube(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M196 96h208l-26 340H222z\" fill=\"{body}\"/><path d=\"M356 96h48l-26 340h-34z\" fill=\"{shade}\"/><path d=\"M192 84h216v26H192z\" fill=\"{shade}\"/>\
         <path d=\"M222 436h156v64q0 16-16 16H238q-16 0-16-16z\" fill=\"{accent}\"/>{}",
        label(palette, 238, 180, 112, 170)
    )
}

fn top(palette: &Palette, handle: &str, kind: &str) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    let sleeves = if handle.contains("tee") {
        format!(
            "<path d=\"M206 150l-110 90 54 74 66-48zM394 150l110 90-54 74-66-48z\" fill=\"{shade}\"/>"
        )
    } else if handle.contains("vest") || handle.contains("bra") {
        String::new()
    } else {
        format!(
            "<path d=\"M206 150L104 232 74 470l64 12 70-190zM394 150l102 82 30 238-64 12-70-190z\" fill=\"{shade}\"/>"
        )
    };
    let length = match (kind, handle) {
        (_, "sport-bra") => 330,
        (_, "wool-overcoat") => 540,
        _ => 500,
    };
    let front = match kind {
        "Shirts" => format!(
            "<path d=\"M300 178v{}\" stroke=\"{shade}\" stroke-width=\"5\"/><path d=\"M248 140l52 46 52-46 14 30-44 44-22-24-22 24-44-44z\" fill=\"#fbf8f1\" opacity=\".9\"/>",
            length - 178
        ),
        "Jackets" => format!(
            "<path d=\"M300 160v{}\" stroke=\"{accent}\" stroke-width=\"7\"/><path d=\"M216 380h54M330 380h54\" stroke=\"{accent}\" stroke-width=\"6\" stroke-linecap=\"round\"/><path d=\"M246 136h108l-16 40h-76z\" fill=\"{accent}\" opacity=\".75\"/>",
            length - 160
        ),
        "Knitwear" => format!(
            "<path d=\"M204 {}h192v22H204z\" fill=\"{shade}\"/><path d=\"M254 140q46 44 92 0l10 16q-56 54-112 0z\" fill=\"{accent}\" opacity=\".7\"/>",
            length - 22
        ),
        _ => {
            "<path d=\"M254 140q46 44 92 0l8 12q-54 52-108 0z\" fill=\"#fbf8f1\" opacity=\".75\"/>"
                .to_owned()
        }
    };
    format!(
        "{sleeves}<path d=\"M206 150l48-12q46 44 92 0l48 12 6 90-2 {low}H202l-2-{low}z\" fill=\"{body}\"/>{front}",
        low = length - 240
    )
}

fn trousers(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M204 90h192l26 430h-92l-30-270-30 270h-92z\" fill=\"{body}\"/><path d=\"M300 250l30 270h92L396 90h-40l6 430\" fill=\"{shade}\" opacity=\".55\"/>\
         <path d=\"M202 84h196v34H202z\" fill=\"{shade}\"/><path d=\"M300 118v90M216 132q6 40 44 44M384 132q-6 40-44 44\" fill=\"none\" stroke=\"{accent}\" stroke-width=\"4\" opacity=\".6\"/>"
    )
}

fn shorts(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M180 180h240l36 260H322l-22-130-22 130H144z\" fill=\"{body}\"/><path d=\"M176 170h248v38H176z\" fill=\"{shade}\"/>\
         <path d=\"M290 208q-18 40-30 60M310 208q18 40 30 60\" fill=\"none\" stroke=\"{accent}\" stroke-width=\"5\" stroke-linecap=\"round\"/>"
    )
}

fn dress(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M222 96l-74 92 46 40 34-34zM378 96l74 92-46 40-34-34z\" fill=\"{shade}\"/><path d=\"M222 96l34-8q44 54 88 0l34 8-6 178 84 246H144l84-246z\" fill=\"{body}\"/>\
         <path d=\"M228 266h144v20H228z\" fill=\"{accent}\" opacity=\".7\"/><path d=\"M270 290l-30 230M330 290l30 230\" stroke=\"{shade}\" stroke-width=\"6\"/>"
    )
}

fn beanie(palette: &Palette) -> String {
    let Palette { body, shade, .. } = palette;
    format!(
        "<path d=\"M150 390C150 220 220 130 300 130s150 90 150 260z\" fill=\"{body}\"/><path d=\"M220 380c0-130 30-220 60-248M380 380c0-130-30-220-60-248M300 380V130\" fill=\"none\" stroke=\"{shade}\" stroke-width=\"7\"/>\
         <rect x=\"136\" y=\"380\" width=\"328\" height=\"96\" rx=\"26\" fill=\"{shade}\"/><path d=\"M190 388v80M244 388v80M300 388v80M356 388v80M410 388v80\" stroke=\"{body}\" stroke-width=\"7\"/>"
    )
}

fn sock(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M236 90h128v270l96 72q36 34 8 70-18 20-54 18l-130-24q-48-12-48-60z\" fill=\"{body}\"/><path d=\"M236 90h128v54H236z\" fill=\"{accent}\"/>\
         <path d=\"M236 370q60 0 70 120l-22-4q-48-12-48-60z\" fill=\"{shade}\"/><path d=\"M418 404l42 28q36 34 8 70-18 20-54 18-20-66 4-116z\" fill=\"{shade}\"/>"
    )
}

fn scarf(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M180 150q120-60 240 0l-10 90q-110-46-220 0z\" fill=\"{body}\"/><path d=\"M214 226h90l-14 270h-90z\" fill=\"{shade}\"/><path d=\"M300 222h92l20 250h-92z\" fill=\"{body}\"/>\
         <path d=\"M204 496v24M226 496v24M248 496v24M270 496v24M324 472v24M346 472v24M370 472v24M394 472v24\" stroke=\"{accent}\" stroke-width=\"5\"/>"
    )
}

fn charger(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M256 96h20v80h-20zM324 96h20v80h-20z\" fill=\"#9b9a94\"/><rect x=\"176\" y=\"170\" width=\"248\" height=\"346\" rx=\"44\" fill=\"{body}\"/>\
         <path d=\"M372 170h8a44 44 0 0 1 44 44v258a44 44 0 0 1-44 44h-8z\" fill=\"{shade}\"/><rect x=\"240\" y=\"300\" width=\"92\" height=\"30\" rx=\"15\" fill=\"#f4f1ea\"/><rect x=\"252\" y=\"310\" width=\"68\" height=\"10\" rx=\"5\" fill=\"{accent}\"/>\
         <rect x=\"240\" y=\"370\" width=\"92\" height=\"30\" rx=\"15\" fill=\"#f4f1ea\"/><rect x=\"252\" y=\"380\" width=\"68\" height=\"10\" rx=\"5\" fill=\"{accent}\"/><path d=\"M292 218l-20 34h18l-8 28 26-38h-18l10-24z\" fill=\"#f4f1ea\" opacity=\".8\"/>"
    )
}

fn puck(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M300 440v76q0 26 40 26h120\" fill=\"none\" stroke=\"{body}\" stroke-width=\"18\" stroke-linecap=\"round\"/><circle cx=\"300\" cy=\"290\" r=\"160\" fill=\"{shade}\"/><circle cx=\"300\" cy=\"280\" r=\"152\" fill=\"{body}\"/>\
         <circle cx=\"300\" cy=\"280\" r=\"104\" fill=\"none\" stroke=\"#f4f1ea\" stroke-width=\"6\" opacity=\".5\"/><path d=\"M312 214l-46 74h34l-14 58 52-80h-36z\" fill=\"{accent}\" opacity=\".95\" stroke=\"#f4f1ea\" stroke-width=\"5\"/>"
    )
}

fn cable(palette: &Palette) -> String {
    let Palette { body, shade, .. } = palette;
    format!(
        "<path d=\"M190 190v120q0 130 110 130t110-110 -100-110 -100 96 96 110 h170\" fill=\"none\" stroke=\"{body}\" stroke-width=\"22\" stroke-linecap=\"round\"/>\
         <rect x=\"160\" y=\"110\" width=\"60\" height=\"110\" rx=\"14\" fill=\"{shade}\"/><rect x=\"172\" y=\"74\" width=\"36\" height=\"44\" rx=\"8\" fill=\"#a9a8a2\"/>\
         <rect x=\"446\" y=\"396\" width=\"90\" height=\"60\" rx=\"14\" fill=\"{shade}\"/><rect x=\"530\" y=\"408\" width=\"40\" height=\"36\" rx=\"8\" fill=\"#a9a8a2\"/>"
    )
}

fn power_bank(palette: &Palette) -> String {
    let Palette { body, shade, .. } = palette;
    format!(
        "<rect x=\"190\" y=\"100\" width=\"220\" height=\"416\" rx=\"40\" fill=\"{body}\"/><path d=\"M362 100h8a40 40 0 0 1 40 40v336a40 40 0 0 1-40 40h-8z\" fill=\"{shade}\"/>\
         <rect x=\"250\" y=\"140\" width=\"76\" height=\"24\" rx=\"12\" fill=\"#1d1d1b\"/><g fill=\"#f4f1ea\"><circle cx=\"256\" cy=\"460\" r=\"8\"/><circle cx=\"282\" cy=\"460\" r=\"8\"/><circle cx=\"308\" cy=\"460\" r=\"8\"/><circle cx=\"334\" cy=\"460\" r=\"8\" opacity=\".4\"/></g>\
         <path d=\"M298 250l-34 58h28l-12 50 46-66h-30l14-42z\" fill=\"#f4f1ea\" opacity=\".85\"/>"
    )
}

fn hub(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M160 330H84q-30 0-30-40v-70\" fill=\"none\" stroke=\"{shade}\" stroke-width=\"20\" stroke-linecap=\"round\"/><rect x=\"32\" y=\"150\" width=\"44\" height=\"84\" rx=\"10\" fill=\"#a9a8a2\"/>\
         <rect x=\"150\" y=\"262\" width=\"380\" height=\"140\" rx=\"28\" fill=\"{body}\"/><path d=\"M150 346h380v28a28 28 0 0 1-28 28H178a28 28 0 0 1-28-28z\" fill=\"{shade}\"/>\
         <g fill=\"{accent}\"><rect x=\"190\" y=\"352\" width=\"64\" height=\"24\" rx=\"5\"/><rect x=\"276\" y=\"352\" width=\"64\" height=\"24\" rx=\"5\"/><rect x=\"362\" y=\"354\" width=\"48\" height=\"20\" rx=\"10\"/><rect x=\"432\" y=\"354\" width=\"48\" height=\"20\" rx=\"10\"/></g><circle cx=\"486\" cy=\"300\" r=\"8\" fill=\"#e8f3e2\"/>"
    )
}

fn stand(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M150 500h300v22H150z\" fill=\"{shade}\"/><path d=\"M240 500l70-190h40l-60 190z\" fill=\"{shade}\"/><path d=\"M170 420l190-270 34 24-190 270z\" fill=\"{body}\"/>\
         <rect x=\"248\" y=\"92\" width=\"150\" height=\"270\" rx=\"22\" transform=\"rotate(35 323 227)\" fill=\"{accent}\" opacity=\".92\"/><rect x=\"258\" y=\"106\" width=\"130\" height=\"242\" rx=\"14\" transform=\"rotate(35 323 227)\" fill=\"#f4f1ea\" opacity=\".25\"/>"
    )
}

fn earbuds(palette: &Palette) -> String {
    let Palette {
        body,
        shade,
        accent,
        ..
    } = palette;
    format!(
        "<path d=\"M190 120q70-10 74 62 0 40-24 52v150q0 22-22 22t-22-22V232q-42-8-46-52-2-50 40-60zM410 120q-70-10-74 62 0 40 24 52v150q0 22 22 22t22-22V232q42-8 46-52 2-50-40-60z\" fill=\"{body}\"/>\
         <circle cx=\"206\" cy=\"176\" r=\"26\" fill=\"{shade}\"/><circle cx=\"394\" cy=\"176\" r=\"26\" fill=\"{shade}\"/><rect x=\"190\" y=\"420\" width=\"220\" height=\"100\" rx=\"40\" fill=\"{shade}\"/><path d=\"M190 456h220\" stroke=\"{accent}\" stroke-width=\"5\"/>"
    )
}

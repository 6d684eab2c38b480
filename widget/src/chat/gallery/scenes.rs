//! The list of scenes, by group, in the order in which the gallery shows them.

mod talk;

use super::hostile::{BIDI, MARKUP, all_forms, everywhere, prose, unbroken};
use super::parts::{
    CONCERNS, Row, WAYS_ON, agreement, assistant, card, choices, compared, comparison, cream, did,
    field, gel, lines, link, rating, shopper, source, text,
};
use super::{Scene, scene, stored};
use serde_json::json;
use shared::channel::Channel;
use shared::wire::frame_v1::{Author, Card, FieldKind, MAX_TURN_CHARS, Part};

type Turns = Vec<(Author, Vec<Part>)>;

pub(super) fn all() -> Vec<Scene> {
    [
        launcher(),
        invitation(),
        questions(),
        forms(),
        products(),
        cart(),
        talk::people(),
        talk::conversations(),
        talk::unsent(),
        talk::connection(),
        from_outside(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn launcher() -> Vec<Scene> {
    let scene = |id, name| scene("Launcher", id, name).with("open", false);
    vec![
        scene("launcher", "Alone"),
        scene("launcher-focus", "Reached by the keyboard").with("focus", true),
        scene("launcher-words", "With words").with("tag", json!({ "launcher": "words" })),
        scene("launcher-waits", "While the chat loads")
            .with("chat", "slow")
            .with("acts", json!([[".launcher"]])),
        scene("contact", "Where the chat cannot start")
            .with("chat", "blocked")
            .with("acts", json!([[".launcher"]])),
    ]
}

fn invitation() -> Vec<Scene> {
    let scene = |id, name, words: &str, answers: &[&str]| {
        scene("Invitation", id, name).with("invite", json!([words, answers]))
    };
    let words = "Looking for something that suits your skin? Tell me what it shall help with.";
    vec![
        scene("invitation", "With answers", words, &CONCERNS[..3]),
        scene("invitation-words", "Words alone", words, &[]),
        scene("invitation-markup", "Markup", MARKUP, &[MARKUP, "Yes"]),
        scene(
            "invitation-unbroken",
            "No place to break",
            &unbroken(200),
            &[&unbroken(80)],
        ),
    ]
}

fn questions() -> Vec<Scene> {
    let scene = |id, name, parts| scene("Questions", id, name).told(vec![assistant(parts)]);
    let ask = text("Which skin concern shall it help with? Pick all that fit.");
    let field = |kind, label| {
        vec![
            text("I will pass this on. Where shall the answer go?"),
            field(kind, label),
        ]
    };
    let rate = text("How was this?");
    vec![
        scene(
            "welcome",
            "Words alone",
            vec![text("Hello! Ask me about sizes, delivery or returns.")],
        ),
        scene(
            "choices",
            "Several may be picked",
            vec![ask.clone(), choices(true, &CONCERNS)],
        ),
        scene(
            "choices-picked",
            "Two are picked",
            vec![ask, choices(true, &CONCERNS)],
        )
        .pressed(&[".chip:nth-of-type(1) input", ".chip:nth-of-type(2) input"]),
        scene(
            "choices-one",
            "One may be picked",
            vec![text("What is next?"), choices(false, &WAYS_ON)],
        ),
        scene(
            "field",
            "A field for words",
            field(FieldKind::Text, "Your name"),
        ),
        scene(
            "field-email",
            "For an e-mail address",
            field(FieldKind::Email, "E-mail address"),
        ),
        scene(
            "field-phone",
            "For a phone number",
            field(FieldKind::Phone, "Mobile number"),
        ),
        scene(
            "field-postal",
            "For a postal code",
            field(FieldKind::PostalCode, "Postal code"),
        ),
        scene(
            "field-quantity",
            "For a number",
            field(FieldKind::Quantity, "How many"),
        ),
        scene("rating", "A rating", vec![rate.clone(), rating(None)]),
        scene(
            "rating-comment",
            "A rating with a remark",
            vec![rate, rating(Some("What could be better?"))],
        ),
    ]
}

fn forms() -> Vec<Scene> {
    let scene = |id, name| scene("Consent", id, name).told(vec![assistant(vec![agreement()])]);
    let answered = |id, name, part| {
        super::scene("Consent", id, name).told(vec![
            assistant(vec![agreement()]),
            did(part),
            assistant(vec![text("Is there anything else?")]),
        ])
    };
    let agreed = Part::Consented {
        channel: Some(Channel::Email),
        hint: "a…a@example.com".into(),
    };
    let declined = Part::Consented {
        channel: None,
        hint: String::new(),
    };
    vec![
        scene("consent", "Nothing is picked"),
        scene("consent-email", "E-mail is picked").pressed(&[".offer:nth-of-type(1) input"]),
        scene("consent-sms", "A text message is picked").pressed(&[".offer:nth-of-type(2) input"]),
        scene("consent-none", "Agreed without a choice").pressed(&[".consent .main"]),
        scene("consent-bad", "An address is missing")
            .pressed(&[".offer:nth-of-type(1) input", ".consent .main"]),
        answered("consent-given", "Agreed", agreed),
        answered("consent-declined", "Declined", declined),
    ]
}

fn recommended(cards: Vec<Card>) -> Turns {
    vec![
        assistant(vec![choices(true, &CONCERNS)]),
        shopper("Dryness, Sensitivity"),
        assistant(vec![text("These fit best."), Part::Products(cards)]),
    ]
}

fn products() -> Vec<Scene> {
    let scene = |id, name, cards| scene("Products", id, name).told(recommended(cards));
    let sizes: Vec<String> = (1..=100).map(|size| format!("{size}0 ml")).collect();
    let sizes: Vec<Row<'_>> = sizes
        .iter()
        .map(|size| (size.as_str(), 2400, None, true))
        .collect();
    let one: [Row<'_>; 1] = [("", 2400, None, true)];
    let plain =
        |title: &str, differs: Option<&str>| card(title, None, &["Fragrance-free"], differs, &one);
    let both = vec![
        text("These two fit best."),
        Part::Products(vec![cream(), gel()]),
        compared(),
        choices(false, &WAYS_ON),
    ];
    let columns = [
        "Oat Barrier Cream",
        "Calm Water Gel",
        "Rich Night Balm",
        "Plain Oil",
    ];
    let wide = comparison(
        &columns,
        &[
            ("Texture", &["Rich cream", "Light gel", "Balm", "Oil"]),
            ("Price", &["€24.00", "€19.00", "€31.00", "€12.00"]),
            (
                "Key ingredient",
                &[
                    "Colloidal oat",
                    "Centella",
                    "Shea butter",
                    "Squalane from olives",
                ],
            ),
        ],
    );
    let arrives = "Ordered today before 14:00, it arrives between Wednesday 25 and Friday 27 November. Delivery costs €4.90; it is free from €50.00.";
    let delivery = vec![
        text(arrives),
        source("Delivery", Some("/policies/shipping-policy")),
    ];
    let answer = |id, name, parts| {
        super::scene("Products", id, name)
            .told(vec![shopper("When does it arrive?"), assistant(parts)])
    };
    vec![
        super::scene("Products", "recommendation", "Two, and how they differ")
            .told(vec![assistant(both)]),
        scene(
            "product-plain",
            "Without a picture",
            vec![plain("Plain Oil", None)],
        ),
        scene(
            "product-free",
            "For nothing",
            vec![card(
                "Sample",
                Some("a9c4cf"),
                &[],
                None,
                &[("", 0, Some(500), true)],
            )],
        ),
        scene(
            "product-sold-out",
            "Sold out",
            vec![card(
                "Night Balm",
                Some("b9c8b4"),
                &["Fragrance-free"],
                None,
                &[("", 3100, None, false)],
            )],
        ),
        scene(
            "product-variants",
            "In a hundred sizes",
            vec![card(
                "Body Milk",
                Some("b9c8b4"),
                &["Fragrance-free"],
                None,
                &sizes,
            )],
        ),
        scene(
            "product-description",
            "Described in 5 000 characters",
            vec![plain("Plain Oil", Some(&prose(5000)))],
        ),
        scene(
            "product-title",
            "A name of 2 000 characters",
            vec![plain(&unbroken(2000), None)],
        ),
        answer("comparison", "Four compared", vec![wide]),
        answer("delivery", "A delivery estimate", delivery),
        answer(
            "ways",
            "Links",
            vec![
                text("All of it is in your cart."),
                link("Go to the cart", "/cart"),
                source("Store opening hours", None),
            ],
        ),
    ]
}

fn cart() -> Vec<Scene> {
    let gel_added = |quantity| Part::Added {
        title: "Calm Water Gel, 40 ml".into(),
        quantity,
    };
    let tried = vec![text("I tried to add Calm Water Gel, 40 ml to my cart.")];
    let refused = text("The shop did not put Calm Water Gel, 40 ml into the cart.");
    let refused = stored(4, tried, Some(refused));
    let scene = |id, name, answers: &str| {
        let scene = scene("Cart", id, name).told(recommended(vec![gel()]));
        scene.pressed(&[".card .main"]).with("cart", answers)
    };
    let held = lines(&[
        (2, "Oat Barrier Cream, 50 ml", 4800),
        (1, "Calm Water Gel, 40 ml", 1900),
    ]);
    let held = |id, name| {
        super::scene("Cart", id, name).told(vec![assistant(vec![
            text("This is in your cart."),
            held.clone(),
        ])])
    };
    let code = |id, name| {
        super::scene("Cart", id, name).told(vec![assistant(vec![
            text("This code holds:"),
            Part::Code("WELCOME10".into()),
        ])])
    };
    vec![
        scene("cart-adding", "Adding", "slow"),
        scene("cart-added", "Added", "takes").answered(&stored(4, vec![gel_added(1)], None)),
        scene("cart-full", "Refused, in the shop's words", "full").answered(&refused),
        scene("cart-refused", "Refused without a word", "unknown").answered(&refused),
        scene("cart-busy", "Too much at once", "busy"),
        scene("cart-away", "No answer", "away"),
        super::scene("Cart", "cart-told", "What was added")
            .told(vec![did(gel_added(1)), did(gel_added(3))]),
        held("cart-lines", "Its lines"),
        held("cart-lines-refused", "A line that cannot grow")
            .with("cart", "full")
            .pressed(&[".lines button:nth-of-type(2)"]),
        code("cart-code", "A code to apply"),
        code("cart-code-applying", "A code is being applied")
            .with("cart", "slow")
            .pressed(&[".ask .main"]),
    ]
}

fn from_outside() -> Vec<Scene> {
    let scene = |id, name, words: &str| scene("From outside", id, name).told(everywhere(words));
    vec![
        scene("everywhere", "Every part", "Calm Water Gel"),
        scene("everywhere-markup", "Markup in every field", MARKUP),
        scene("everywhere-bidi", "Marks of direction in every field", BIDI),
        scene(
            "everywhere-unbroken",
            "No place to break in any field",
            &unbroken(300),
        ),
        super::scene("From outside", "everywhere-forms", "Every form at once").told(all_forms()),
        super::scene("From outside", "longest-turn", "The longest turn")
            .told(vec![shopper(&unbroken(MAX_TURN_CHARS))]),
    ]
}

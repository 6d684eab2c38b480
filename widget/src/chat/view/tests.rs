//! Which addresses may become links.

use super::is_safe;

#[test]
fn only_the_web_and_paths_of_the_shop_become_links() {
    let rows = [
        ("https://fernwood.example/cart", true),
        ("HTTP://fernwood.example", true),
        ("/products/oat-barrier-cream?variant=1", true),
        ("//elsewhere.example/x", false),
        ("/\\elsewhere.example/x", false),
        ("javascript:alert(1)", false),
        ("java\nscript:alert(1)", false),
        ("/\t/elsewhere.example", false),
        ("data:text/html,x", false),
        ("products/relative", false),
        ("", false),
    ];
    for (url, safe) in rows {
        assert_eq!(is_safe(url), safe, "{url:?}");
    }
}

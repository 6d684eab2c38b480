//! What a test may switch while the stand-ins run. `POST /_control/settings` takes any part of it; unknown names are
//! refused, so that a typing error in a test cannot pass as a switch.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Whether `Shopify.actions` exists and how it redraws the page.
    pub(crate) actions: Actions,
    /// Content security policy of pages whose address has no `?csp=`.
    pub(crate) csp: Csp,
    pub(crate) consent: Consent,
    /// Whether pages carry speculation rules, so that links may be rendered before anybody follows them.
    pub(crate) speculation: bool,
    /// A locked shop answers every page with its password page.
    pub(crate) locked: bool,
    /// The id of the customer who is signed in, where the visitor did not sign in otherwise.
    pub(crate) customer: Option<i64>,
    pub(crate) country: String,
    pub(crate) locale: String,
    /// Discount codes and the per cent they take off.
    pub(crate) discounts: BTreeMap<String, i64>,
    /// Stock by variant id, in place of the catalogue's.
    pub(crate) stock: BTreeMap<String, i64>,
    pub(crate) webhook: Option<Webhook>,
    /// The part of the shop's addresses that an app answers.
    pub(crate) app_proxy: Option<AppProxy>,
    /// API keys that are accepted; when empty, each that begins with `xkeysib-`.
    pub(crate) api_keys: Vec<String>,
    pub(crate) sms_credits: i64,
    /// Requests and seconds by family, in place of the documented limits.
    pub(crate) rate_limits: BTreeMap<String, (u32, i64)>,
    /// E-mail and SMS templates by id.
    pub(crate) templates: BTreeMap<String, Template>,
    /// Verified senders; when empty, every address may send.
    pub(crate) senders: Vec<String>,
    /// Senders that wait for their verification, and may not send.
    pub(crate) unverified_senders: Vec<String>,
    /// Sender domains, and whether each is authenticated.
    pub(crate) domains: BTreeMap<String, bool>,
    pub(crate) email_credits: i64,
    /// Calls from addresses that nobody authorised are refused; ours is such a one.
    pub(crate) ip_blocking: bool,
    /// The number that WhatsApp messages come from; without one the account has no WhatsApp.
    pub(crate) whatsapp_sender: Option<String>,
    /// `GREEN`, `YELLOW` or `RED`.
    pub(crate) whatsapp_quality: String,
    pub(crate) whatsapp_templates: BTreeMap<String, WhatsAppTemplate>,
    /// How long the messaging service waits before each further try of a webhook.
    pub(crate) webhook_waits_ms: Vec<u64>,
    /// How long it collects events for a webhook that takes batches.
    pub(crate) webhook_batch_ms: u64,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Actions {
    /// As on a page whose platform script was blocked, or before 2026.
    Off,
    /// The platform's own: changes the cart, then loads the page again.
    Default,
    /// The theme's: changes the cart and redraws what shows it.
    Theme,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Csp {
    None,
    Strict,
    NoWasm,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Consent {
    /// Whether the consent-tracking feature loads at all.
    pub(crate) available: bool,
    /// Whether the shopper's region requires a choice before anything but the essential.
    pub(crate) required: bool,
    pub(crate) region: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppProxy {
    /// Where the app answers what is asked for at `path`; what is asked for below it comes below this.
    pub(crate) url: String,
    pub(crate) secret: String,
    /// One of the platform's prefixes and a name below it: `/apps/reviews`.
    pub(crate) path: String,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(crate) struct Template {
    pub(crate) name: String,
    /// `optin` for the mail of a double opt-in.
    pub(crate) tag: String,
    pub(crate) inactive: bool,
    pub(crate) subject: String,
    pub(crate) html_content: String,
    pub(crate) text_content: String,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(crate) struct WhatsAppTemplate {
    pub(crate) name: String,
    /// `MARKETING` or `UTILITY`.
    pub(crate) category: String,
    pub(crate) language: String,
    /// `approved`, or another such as `pending`, `rejected` and `paused`, by which nothing goes.
    pub(crate) status: String,
    pub(crate) body_text: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            actions: Actions::Off,
            csp: Csp::None,
            consent: Consent::default(),
            speculation: false,
            locked: false,
            customer: None,
            country: "DE".to_owned(),
            locale: "en".to_owned(),
            discounts: BTreeMap::from([("WELCOME10".to_owned(), 10)]),
            stock: BTreeMap::new(),
            webhook: None,
            app_proxy: None,
            api_keys: Vec::new(),
            sms_credits: 1000,
            rate_limits: BTreeMap::new(),
            templates: BTreeMap::new(),
            senders: Vec::new(),
            unverified_senders: Vec::new(),
            domains: BTreeMap::from([("fernwood.example".to_owned(), true)]),
            email_credits: 100_000,
            ip_blocking: false,
            whatsapp_sender: None,
            whatsapp_quality: "GREEN".to_owned(),
            whatsapp_templates: BTreeMap::new(),
            webhook_waits_ms: [10, 60, 120, 480].map(|minutes| minutes * 60_000).to_vec(),
            webhook_batch_ms: 300_000,
        }
    }
}

impl Default for Consent {
    fn default() -> Self {
        Self {
            available: true,
            required: false,
            region: "DEBE".to_owned(),
        }
    }
}

impl Settings {
    /// These settings with the parts named in `change` replaced; the refusal says what is wrong.
    pub(crate) fn changed(&self, change: &Value) -> Result<Self, String> {
        let mut whole = serde_json::to_value(self).map_err(|error| error.to_string())?;
        let (Some(whole_map), Some(parts)) = (whole.as_object_mut(), change.as_object()) else {
            return Err("settings must be an object".to_owned());
        };
        for (name, part) in parts {
            match (name.as_str(), whole_map.get_mut(name), part) {
                ("consent", Some(Value::Object(held)), Value::Object(given)) => {
                    held.extend(given.clone());
                }
                _ => {
                    whole_map.insert(name.clone(), part.clone());
                }
            }
        }
        let changed: Self = serde_json::from_value(whole).map_err(|error| error.to_string())?;
        match &changed.app_proxy {
            Some(proxy) if !proxy.is_reachable() => Err(format!(
                "app_proxy.path must be a name below one of {APP_PREFIXES:?}"
            )),
            Some(_) | None => Ok(changed),
        }
    }
}

impl AppProxy {
    /// Whether the shop has addresses of such a path; with another the proxy would never be asked.
    fn is_reachable(&self) -> bool {
        APP_PREFIXES
            .iter()
            .filter_map(|prefix| self.path.strip_prefix(prefix))
            .any(|name| !name.is_empty() && !name.contains(['/', '?', '#']))
    }
}

const APP_PREFIXES: [&str; 4] = ["/a/", "/apps/", "/community/", "/tools/"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Actions, Settings};

    #[test]
    fn a_change_touches_only_what_it_names() {
        let change = json!({"actions": "theme", "consent": {"required": true}});
        let settings = Settings::default().changed(&change).expect("known names");
        assert_eq!(settings.actions, Actions::Theme);
        assert!(settings.consent.required && settings.consent.available);
        assert_eq!(settings.sms_credits, 1000);
    }

    #[test]
    fn settings_written_before_one_was_added_are_read() {
        let old: Settings =
            serde_json::from_value(json!({"customer": 7})).expect("what is missing is the default");
        assert!(old.app_proxy.is_none());
        assert_eq!(old.customer, Some(7));
    }

    #[test]
    fn an_app_proxy_stands_below_a_prefix_of_the_platform() {
        let proxied = |path: &str| {
            let proxy = json!({"url": "http://127.0.0.1:9", "secret": "hush", "path": path});
            Settings::default().changed(&json!({"app_proxy": proxy}))
        };
        for path in ["/apps/reviews", "/a/reviews", "/community/b", "/tools/c-d"] {
            assert!(proxied(path).is_ok(), "{path}");
        }
        for path in ["apps/reviews", "/apps", "/apps/", "/apps/a/b", "/pages/a"] {
            assert!(proxied(path).is_err(), "{path}");
        }
        let extra =
            json!({"url": "http://127.0.0.1:9", "secret": "hush", "path": "/a/b", "pth": 1});
        assert!(
            Settings::default()
                .changed(&json!({"app_proxy": extra}))
                .is_err()
        );
    }

    #[test]
    fn an_unknown_setting_is_refused() {
        assert!(
            Settings::default()
                .changed(&json!({"acitons": "theme"}))
                .is_err()
        );
    }
}

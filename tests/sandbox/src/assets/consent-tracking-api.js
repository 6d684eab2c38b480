// Shopify.customerPrivacy as documented, over one first-party cookie. Decisions are the `…Allowed` methods; the raw
// choice alone decides nothing.
(() => {
  const config = window.Shopify.consentConfig;
  const purposes = ["marketing", "analytics", "preferences", "sale_of_data"];
  const cookie = "_tracking_consent";

  function choice() {
    const held = document.cookie.split("; ").find((pair) => pair.startsWith(cookie + "="));
    try { return held ? JSON.parse(decodeURIComponent(held.slice(cookie.length + 1))) : {}; } catch { return {}; }
  }

  function allowed(purpose) {
    if (purpose === "sale_of_data" && navigator.globalPrivacyControl) return false;
    const said = choice()[purpose];
    return said ? said === "yes" : !config.required;
  }

  const privacy = {
    preferencesProcessingAllowed: () => allowed("preferences"),
    analyticsProcessingAllowed: () => allowed("analytics"),
    marketingAllowed: () => allowed("marketing"),
    saleOfDataAllowed: () => allowed("sale_of_data"),
    saleOfDataRegion: () => config.region.startsWith("US"),
    getRegion: () => config.region,
    shouldShowBanner: () => config.required && Object.keys(choice()).length === 0,
    currentVisitorConsent: () => Object.fromEntries(purposes.map((purpose) => [purpose, choice()[purpose] || ""])),
    consentId: () => choice().id || "",
    getTrackingConsentMetafield: () => undefined,
    setTrackingConsent(consent, done) {
      const before = JSON.stringify(purposes.map(allowed));
      const next = { ...choice() };
      for (const purpose of purposes) if (typeof consent[purpose] === "boolean") next[purpose] = consent[purpose] ? "yes" : "no";
      next.id = next.id || Math.random().toString(36).slice(2);
      document.cookie = cookie + "=" + encodeURIComponent(JSON.stringify(next)) + "; Path=/; Max-Age=31536000; SameSite=Lax";
      if (JSON.stringify(purposes.map(allowed)) !== before) {
        document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: {
          marketingAllowed: allowed("marketing"), saleOfDataAllowed: allowed("sale_of_data"),
          analyticsAllowed: allowed("analytics"), preferencesAllowed: allowed("preferences"),
          firstPartyMarketingAllowed: allowed("marketing"), thirdPartyMarketingAllowed: allowed("marketing"),
        } }));
      }
      if (done) done();
    },
  };

  function load(features, done) {
    const known = features.every((feature) => feature.name === "consent-tracking-api") && config.available;
    if (known) window.Shopify.customerPrivacy = privacy;
    if (done) done(known ? undefined : new Error("feature could not be loaded"));
  }

  const waiting = window.Shopify.featureQueue || [];
  window.Shopify.loadFeatures = load;
  for (const [features, done] of waiting) load(features, done);
})();

CREATE TABLE meta (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL);
INSERT INTO meta VALUES (1, 3);
CREATE TABLE delivery (id TEXT PRIMARY KEY, due INTEGER NOT NULL, state TEXT NOT NULL, queued INTEGER NOT NULL,
    entry TEXT NOT NULL, family TEXT NOT NULL DEFAULT 'email', lane INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX queue ON delivery (lane, family, due);
CREATE TABLE mirrored (grant_id TEXT PRIMARY KEY, at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE prepared (account TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE gate (only INTEGER PRIMARY KEY CHECK (only = 1), gate TEXT NOT NULL);
CREATE TABLE to_mirror (grant_id TEXT PRIMARY KEY, shop TEXT NOT NULL, shopper TEXT NOT NULL,
    entry TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO delivery VALUES ('c1:follow-up', {{last}}, 'sent', {{last}}, '{"draft":{"id":"c1:follow-up","shop":"old-four.myshopify.com","shopper":"s1","conversation":"c1","channel":"email","purpose":"utility","recipient":{"shopper":{"address":{"email":"alice@example.com"}}},"message":{"email":{"subject":"Your cart","text":"Your cart","html":"<p>Your cart</p>","reply_to":null}},"due":0,"expires":1795694400000},"state":{"sent":{"vendor":"<v1@relay.example>","at":1795435200000}},"attempts":1}', 'email', 9);
INSERT INTO to_mirror VALUES ('g1', 'old-four.myshopify.com', 's1', '{"id":"g1","at":1795435200000,"channel":"email","purpose":"utility","kind":"grant","address":{"email":"alice@example.com"},"proof":{"wording":"cart-link.en.1","text":"Send me this link.","place":"/","source":{"chat":{"conversation":"c1"}}}}');

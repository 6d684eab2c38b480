CREATE TABLE meta (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL);
INSERT INTO meta VALUES (1, 6);
CREATE TABLE delivery (id TEXT PRIMARY KEY, due INTEGER NOT NULL, state TEXT NOT NULL, queued INTEGER NOT NULL,
    entry TEXT NOT NULL, family TEXT NOT NULL DEFAULT 'email', lane INTEGER NOT NULL DEFAULT 0, vendor TEXT) WITHOUT ROWID;
CREATE INDEX queue ON delivery (lane, family, due);
CREATE INDEX vendor ON delivery (vendor) WHERE vendor IS NOT NULL;
CREATE TABLE mirrored (grant_id TEXT PRIMARY KEY, at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE prepared (account TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE gate (only INTEGER PRIMARY KEY CHECK (only = 1), gate TEXT NOT NULL);
CREATE TABLE to_mirror (grant_id TEXT PRIMARY KEY, shop TEXT NOT NULL, shopper TEXT NOT NULL,
    entry TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE person (address TEXT NOT NULL, shopper TEXT NOT NULL, PRIMARY KEY (address, shopper)) WITHOUT ROWID;
CREATE TABLE suppressed (address TEXT NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (address, why))
    WITHOUT ROWID;
CREATE TABLE heard (report TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE to_hear (number INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, attempts INTEGER NOT NULL,
    report TEXT NOT NULL);
CREATE TABLE tally (what TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE note (number INTEGER PRIMARY KEY AUTOINCREMENT, contact TEXT NOT NULL, shopper TEXT NOT NULL,
    work TEXT NOT NULL);
CREATE TABLE agreed (contact TEXT PRIMARY KEY, shopper TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO suppressed VALUES ('bea@example.com', '"complained"', 1), ('+14165550123', '"bounced"', 1);
CREATE INDEX plain ON suppressed (address) WHERE address GLOB '*[+@]*';
INSERT INTO delivery VALUES ('c1:follow-up', {{last}}, 'sent', {{last}}, '{"draft":{"id":"c1:follow-up","shop":"old-seven.myshopify.com","shopper":"s1","conversation":"c1","channel":"email","purpose":"utility","recipient":{"shopper":{"address":{"email":"alice@example.com"}}},"message":{"email":{"subject":"Your cart","text":"Your cart","html":"<p>Your cart</p>","reply_to":null}},"due":0,"expires":1795694400000},"state":{"sent":{"vendor":"<v1@relay.example>","at":1795435200000}},"attempts":1}', 'email', 9, 'v1@relay.example');
INSERT INTO note (contact, shopper, work) VALUES ('alice@example.com', 's1', '{"PARLEY_WITHDRAWN_AT":"2026-11-23T12:00:00Z"}');

CREATE TABLE meta (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL);
INSERT INTO meta VALUES (1, 2);
CREATE TABLE delivery (id TEXT PRIMARY KEY, due INTEGER NOT NULL, state TEXT NOT NULL, queued INTEGER NOT NULL,
    entry TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX due ON delivery (due);
CREATE TABLE mirrored (grant_id TEXT PRIMARY KEY, at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE prepared (account TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO delivery VALUES ('c1:follow-up', {{last}}, 'sent', {{last}}, '{"draft":{"id":"c1:follow-up","shop":"old-three.myshopify.com","shopper":"s1","conversation":"c1","channel":"email","purpose":"utility","recipient":{"shopper":{"address":{"email":"alice@example.com"}}},"message":{"email":{"subject":"Your cart","text":"Your cart","html":"<p>Your cart</p>","reply_to":null}},"due":0,"expires":1795694400000},"state":{"sent":{"vendor":"v1","at":1795435200000}},"attempts":1}');
INSERT INTO mirrored VALUES ('g1', {{last}});
INSERT INTO prepared VALUES ('0011223344556677');

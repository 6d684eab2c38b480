CREATE TABLE meta (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL);
INSERT INTO meta VALUES (1, 2);
CREATE TABLE consent (id TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE verdict (number INTEGER PRIMARY KEY AUTOINCREMENT, draft TEXT NOT NULL, at INTEGER NOT NULL,
    verdict TEXT NOT NULL);
CREATE TABLE past (draft TEXT PRIMARY KEY, at INTEGER NOT NULL, past TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE duty (id TEXT PRIMARY KEY, due INTEGER NOT NULL, attempts INTEGER NOT NULL, duty TEXT NOT NULL)
    WITHOUT ROWID;
INSERT INTO consent VALUES ('g1', '{"id":"g1","at":{{last}},"channel":"email","purpose":"utility","kind":"grant","address":{"email":"alice@example.com"},"proof":{"wording":"email-utility.en.1","text":"E-mail me this one message.","place":"https://fernwood.example/","source":{"chat":{"conversation":"c1"}}},"recorded":{{last}}}');
INSERT INTO past VALUES ('c1:follow-up', {{last}}, '{"draft":"c1:follow-up","channel":"email","purpose":"utility","at":{{last}}}');

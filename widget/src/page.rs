//! The only door to window, document, storage and clock. Every function answers with an `Option` or nothing at all, and
//! none throws: a guest survives whatever the page has done to its globals.

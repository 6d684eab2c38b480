//! The chat: the panel in which a shopper and the shop talk.

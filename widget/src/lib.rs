//! Parley in the shopper's page: two small programs, guests in a page that is not ours.
//!
//! `static/loader.js` draws the launcher, and once somebody is there `static/programs.js` starts them: first the
//! [`scout`], which watches for the moment when a chat may help, and on intent the [`chat`]. Both reach the browser through [`page`]. What they decide lives in
//! `shared`; nothing here throws into the host page.
//!
//! # What they hand each other
//!
//! `port` is a plain object that the loader makes and gives to both programs; `static/front.js`, the panel until the chat is
//! there, has it too:
//!
//! | field | made by | is |
//! | --- | --- | --- |
//! | `shop` | loader | the shop's permanent host name |
//! | `edge` | loader | the origin of the Worker |
//! | `locale` | loader | the page's language, such as `de-AT` |
//! | `words` | programs | the chat's words in that language, or else in English: a file of `static/locales`, read |
//! | `label` | loader | the launcher's accessible name, `Chat with Fernwood` |
//! | `root` | loader | the open shadow root; has the styles |
//! | `panel` | loader | the empty element in it that the chat fills (`aria-controls` of the launcher) |
//! | `launcher` | loader | the button, to which focus returns |
//! | `data` | loader | the script tag's `data-*`; may name `pageType` and `handle` |
//! | `open` | loader | whether the panel is open |
//! | `front` | front | there while its panel waits for the chat's, to which it gives the focus and what was written |
//! | `leave()` | front | hands over from that panel, or takes it away where it was drawn and never shown; gone once it is called |
//! | `visit` | scout | what the page tells about the visit, see [`scout`]; missing when the scout could not start |
//! | `invite(flow, text, answers, why)` | programs | the scout's invitation: loads the chat and shows it |
//! | `resume()` | programs | a conversation was open on the page before: loads the chat and opens it again |
//! | `opened(is)` | loader, programs | the chat says whether its panel is open, for `aria-expanded` and the host page |
//! | `dismissed()` | programs | the chat says that the shopper closed the invitation; the scout remembers it |
//! | `emit(name, detail)` | loader | an event for those who called `parley.on(name, ..)` |
//!
//! The scout's module exports `start(settings, port)` and `dismissed()`. The chat's module exports `start(port)` and
//! `mount()`, called once in this order, each a task of its own as no key or press may wait for all of it; and then
//! `draw()`, `open(flow)`, `close()`, `invite(flow, text, answers, why)`, `resume()` and, last of all, `destroy()`.

#[cfg(feature = "chat")]
pub mod chat;
mod page;
pub mod scout;

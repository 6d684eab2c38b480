/**
 * What a page may ask of Parley, as `window.parley`. docs/embed.md says it in words; a test holds this file to the loader.
 *
 * Before the script is there, `window.parley` is a list that the page makes and fills itself:
 * `(window.parley = window.parley || []).push(["flow", "product-finder"])`. What stands in it is done as soon as it can be.
 */
export interface Parley {
  /** Opens the chat, with the flow it began with or the shop's welcome. */
  open(): void;
  /** Closes the panel. The conversation goes on. */
  close(): void;
  /** Opens the chat with a flow, by the id under which it is published; one that was going on in this tab goes on instead. */
  flow(id: string): void;
  /**
   * Says which customer is signed in, by their number at Shopify, as `data-customer` on the script tag does; it counts before the
   * chat is first opened on the page, and proves nothing: the shop's app proxy is asked. Or says what the page knows of its customer,
   * as `data-shopper` does. That holds for this page alone, and for rules of invitations alone, and proves nothing either.
   */
  identify(who: CustomerId | Standing): void;
  /** Takes the chat off this page: the launcher goes, the connection ends, nothing invites. The next page has it again. */
  destroy(): void;
  /** Calls `listener` whenever this happens, in a task of its own. */
  on<Name extends keyof ParleyEvents>(name: Name, listener: (detail: ParleyEvents[Name]) => void): void;
  /** Stops calling a listener that `on` took. */
  off<Name extends keyof ParleyEvents>(name: Name, listener: (detail: ParleyEvents[Name]) => void): void;
  /** Does these calls, each the name of a command with what it takes. */
  push(...calls: ParleyCall[]): void;
}

/** A customer's number at Shopify, such as `"7012345678901"`. */
export type CustomerId = `${number}`;

/** What a theme may know of its customer: one of the shop's best, or one who bought lately. */
export type Standing = "vip" | "recent";

/** What happens, with what listeners are told. */
export interface ParleyEvents {
  /** The launcher is there. */
  ready: undefined;
  /** The shopper was invited, to this flow. */
  invite: string;
  /** The panel was opened. */
  open: undefined;
  /** The panel was closed. */
  close: undefined;
}

/** A call as a page writes it down before the script is there. */
export type ParleyCall =
  | ["open"]
  | ["close"]
  | ["flow", string]
  | ["identify", CustomerId | Standing]
  | ["destroy"]
  | { [Name in keyof ParleyEvents]: ["on" | "off", Name, (detail: ParleyEvents[Name]) => void] }[keyof ParleyEvents];

declare global {
  interface Window {
    parley?: Parley | ParleyCall[];
  }
}

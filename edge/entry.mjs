// What workerd runs: the Rust Worker behind a guard.
//
// When Rust panics, wasm-bindgen's futures never settle: the caller would wait for ever, and rows written before the
// panic would be kept. The guard makes every panic fast and whole: at a panic every call in flight fails here, and an
// object in flight is aborted, so its rows since the last confirmed write roll back and its sockets close; pages come
// back by themselves.
//
// It leans on what `worker` 0.8.7 keeps in `globalThis.__worker_init_state`: the panic hook sets `criticalError`; the
// next call makes a new instance, clears it, and counts `instanceId` up. A test panics in every handler of every
// object, and so tells when these names change.
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import Rust, * as rust from "./build/index.js";

const LOST = new Error("the Rust instance was lost");
const inFlight = new Set();
let losses = 0;

function lose() {
  losses += 1;
  for (const fail of inFlight) fail(LOST);
  inFlight.clear();
}

const state = globalThis.__worker_init_state;
function watch(name, onChange) {
  let value = state[name];
  Object.defineProperty(state, name, {
    get: () => value,
    set: (next) => {
      const old = value;
      value = next;
      if (next !== old) onChange(next);
    },
  });
}

// The call that makes the new instance after a panic is not lost with the old one.
let renewing = false;
watch("criticalError", (critical) => {
  if (critical) return lose();
  renewing = true;
  queueMicrotask(() => { renewing = false; });
});
watch("instanceId", () => {
  if (!renewing && !state.criticalError) lose();
});

function guard(call, onLoss) {
  const before = losses;
  let result;
  try {
    result = call();
  } catch (error) {
    // Not at once: aborting an object forgets what is queued, and with it that the other calls in flight have failed.
    result = Promise.reject(error);
  }
  if (!(result instanceof Promise)) return result;
  return untilLost(result).catch((error) => {
    if (losses === before) throw error;
    return onLoss();
  });
}

async function untilLost(result) {
  let fail;
  const lost = new Promise((_, reject) => { fail = reject; });
  lost.catch(() => {}); // A call that throws by itself leaves nobody to wait for this.
  inFlight.add(fail);
  try {
    return await Promise.race([result, lost]);
  } finally {
    inFlight.delete(fail);
  }
}

export default class extends WorkerEntrypoint {
  fetch(request) {
    return guard(() => new Rust(this.ctx, this.env).fetch(request), panicked);
  }
}

// What `edge/src/answer.rs` has every answer carry.
const SHUT_IN = {
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000",
};

// As `edge/src/answer.rs` answers a fault: with an id that the log has too.
function panicked() {
  const request = crypto.randomUUID().slice(0, 13);
  console.error(JSON.stringify({ level: "error", code: "fault", request, status: 500, cause: "a panic" }));
  const fault = { code: "fault", message: "a fault of ours; try again", request };
  return Response.json(fault, { status: 500, headers: { ...SHUT_IN, "X-Request-Id": request } });
}

// The longest part of a message handed to Rust: twice the longest frame, so that an oversize one is still seen to be.
const MESSAGE_BYTES = 16384;

// No frame is text.
function start(message) {
  if (typeof message === "string") return new Uint8Array();
  return new Uint8Array(message, 0, Math.min(message.byteLength, MESSAGE_BYTES));
}

function guarded(Inner) {
  class Guarded extends DurableObject {
    #state;
    #inner;
    constructor(state, env) {
      super(state, env);
      this.#state = state;
      this.#inner = new Inner(state, env);
    }
    run(handler, given) {
      return guard(() => this.#inner[handler](...given), () => {
        this.#state.abort(LOST.message);
        throw LOST;
      });
    }
  }
  for (const handler of ["fetch", "alarm", "webSocketClose", "webSocketError"]) {
    if (!(handler in Inner.prototype)) continue;
    Guarded.prototype[handler] = function (...given) { return this.run(handler, given); };
  }
  if ("hear" in Inner.prototype) {
    Guarded.prototype.webSocketMessage = function (socket, message) {
      return this.run("hear", [socket, start(message)]);
    };
  }
  return Guarded;
}

export const Conversation = guarded(rust.ConversationObject);
export const Shop = guarded(rust.Shop);
export const Catalog = guarded(rust.Catalog);
export const Shopper = guarded(rust.Shopper);
export const Outbox = guarded(rust.Outbox);

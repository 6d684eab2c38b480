// The released Worker with a counter around it: what the platform would bill is counted where it is asked for, and told
// at /count. Nothing of the Worker itself is changed.
import Main, * as released from "./entry.mjs";

const counts = {};
const cursors = [];

function add(name, number = 1) {
  counts[name] = (counts[name] ?? 0) + number;
}

// Calls go to the real thing; `watched` says what else happens at some of them.
function watch(real, watched) {
  return new Proxy(real, {
    get(_, name) {
      if (name in watched) return watched[name];
      const value = real[name];
      return typeof value === "function" ? value.bind(real) : value;
    },
  });
}

function counted(Class) {
  class Counted extends Class {
    constructor(state, env) {
      const storage = state.storage;
      const sql = watch(storage.sql, {
        exec(...statement) {
          const cursor = storage.sql.exec(...statement);
          cursors.push(cursor);
          return cursor;
        },
      });
      const setAlarm = (...when) => {
        add("alarms_set");
        return storage.setAlarm(...when);
      };
      Object.defineProperty(state, "storage", { value: watch(storage, { sql, setAlarm }) });
      super(state, env);
    }
  }
  for (const [handler, name] of [["fetch", "object_requests"], ["alarm", "alarms"], ["webSocketMessage", "messages"]]) {
    if (!(handler in Class.prototype)) continue;
    Counted.prototype[handler] = function (...given) {
      add(name);
      return Class.prototype[handler].apply(this, given);
    };
  }
  return Counted;
}

export default class extends Main {
  fetch(request) {
    if (new URL(request.url).pathname === "/count") {
      for (const cursor of cursors.splice(0)) {
        add("rows_read", cursor.rowsRead);
        add("rows_written", cursor.rowsWritten);
      }
      return Response.json(counts);
    }
    add("requests");
    return super.fetch(request);
  }
}

export const Conversation = counted(released.Conversation);
export const Shop = counted(released.Shop);
export const Catalog = counted(released.Catalog);
export const Shopper = counted(released.Shopper);
export const Outbox = counted(released.Outbox);

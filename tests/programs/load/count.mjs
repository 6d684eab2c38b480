// The released Worker with a counter around it: what the platform would bill is counted where it is asked for, and told
// at /count, rows written also by what writes them. Nothing of the Worker itself is changed.
import Main, * as released from "./entry.mjs";

const counts = {};
const cursors = [];

// The class and the statement's words up to the table's name.
function writer(name, statement) {
  const [words] = statement.trim().match(/^(CREATE|INSERT[\w ]* INTO|REPLACE INTO|UPDATE|DELETE FROM)( (?!TABLE|INDEX)\w+)?/) ?? [""];
  return `written_${name}: ${words}`;
}

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

function counted(Class, called) {
  class Counted extends Class {
    constructor(state, env) {
      const storage = state.storage;
      const sql = watch(storage.sql, {
        exec(...statement) {
          const cursor = storage.sql.exec(...statement);
          cursors.push([writer(called, statement[0]), cursor]);
          return cursor;
        },
      });
      const setAlarm = (...when) => {
        add("alarms_set");
        add(`written_${called}: alarm`);
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
      for (const [writer, cursor] of cursors.splice(0)) {
        add("rows_read", cursor.rowsRead);
        add("rows_written", cursor.rowsWritten);
        if (cursor.rowsWritten) add(writer, cursor.rowsWritten);
      }
      return Response.json(counts);
    }
    add("requests");
    return super.fetch(request);
  }
}

export const Conversation = counted(released.Conversation, "Conversation");
export const Shop = counted(released.Shop, "Shop");
export const Catalog = counted(released.Catalog, "Catalog");
export const Shopper = counted(released.Shopper, "Shopper");
export const Outbox = counted(released.Outbox, "Outbox");

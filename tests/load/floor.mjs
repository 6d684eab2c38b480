// The least a chat on Durable Objects can be, as the floor to measure against: hibernating sockets, one stored row a
// message, numbered, acknowledged after the write, shown to every socket. It answers nothing and knows no flow, no
// repeated message, no token and no limit.
import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec("CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, id TEXT, text TEXT, at INTEGER)");
  }

  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, message) {
    const { id, text } = JSON.parse(message);
    const at = Date.now();
    const row = this.sql.exec("INSERT INTO messages (id, text, at) VALUES (?, ?, ?) RETURNING seq", id, text, at).one();
    socket.send(JSON.stringify({ acked: id, seq: row.seq }));
    const shown = JSON.stringify({ seq: row.seq, id, text, at });
    for (const other of this.ctx.getWebSockets()) other.send(shown);
  }

  webSocketClose() {}
  webSocketError() {}
}

export default {
  fetch(request, env) {
    const path = new URL(request.url).pathname;
    if (path === "/health") return new Response("ok");
    return env.ROOM.get(env.ROOM.idFromName(path)).fetch(request);
  },
};

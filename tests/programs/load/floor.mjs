// The least a chat on Durable Objects can be, as the floor to measure against: hibernating sockets, one stored row a
// message, numbered, acknowledged after the write, shown to every socket; or posted, and answered with what came since.
// It says nothing of its own but as many answers as it is asked for, all the same, each a message like any other, and knows
// no flow, no repeated message, no token and no limit.
import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec("CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, id TEXT, text TEXT, at INTEGER)");
  }

  async fetch(request) {
    if (request.method === "POST") {
      const { id, text, answers, after } = await request.json();
      const { seq } = this.store(id, text);
      this.answer(id, answers);
      const messages = this.sql.exec("SELECT seq, id, text, at FROM messages WHERE seq > ? ORDER BY seq", after);
      return Response.json({ acked: id, seq, messages: messages.toArray() });
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, message) {
    const { id, text, answers } = JSON.parse(message);
    const row = this.store(id, text);
    const rows = [row, ...this.answer(id, answers)];
    socket.send(JSON.stringify({ acked: id, seq: row.seq }));
    for (const one of rows) this.show(JSON.stringify(one));
  }

  webSocketClose() {}
  webSocketError() {}

  store(id, text) {
    const at = Date.now();
    const { seq } = this.sql.exec("INSERT INTO messages (id, text, at) VALUES (?, ?, ?) RETURNING seq", id, text, at).one();
    return { seq, id, text, at };
  }

  answer(id, answers) {
    return Array.from({ length: answers }, (_, number) => this.store(`${id}-${number}`, ANSWER));
  }

  show(message) {
    for (const socket of this.ctx.getWebSockets()) socket.send(message);
  }
}

const ANSWER = "You can return it within thirty days. We send you a label, and refund you once it is here. What else may I help with?";

export default {
  fetch(request, env) {
    const path = new URL(request.url).pathname;
    if (path === "/health") return new Response("ok");
    return env.ROOM.get(env.ROOM.idFromName(path)).fetch(request);
  },
};

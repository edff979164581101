// A bare relay of WebSocket messages with the ws package.
import { WebSocketServer } from "ws";

const rooms = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, () => console.log(`http://localhost:${server.address().port}`));
server.on("connection", (socket, request) => {
  const room = rooms.get(request.url) ?? rooms.set(request.url, new Set()).get(request.url);
  room.add(socket);
  socket.send("welcome");
  socket.on("message", (message, isBinary) => {
    for (const other of room) {
      if (other !== socket) other.send(message, { binary: isBinary });
    }
  });
  socket.on("close", () => room.delete(socket));
  socket.on("error", () => {});
});

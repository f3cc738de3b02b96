/** Tries the line once, for who sets it up. */

const WITHIN = 5_000;

/** Says hello to the coach at `server`: `ready`, `token` (refused for it) or `away` (not there, or does not let us in). */
export function tryLine({ server, token, team }) {
  return new Promise((resolve) => {
    const socket = new WebSocket(server, ["coach.v1"]);
    const end = (outcome) => {
      clearTimeout(timer);
      socket.onmessage = socket.onclose = null;
      socket.close();
      resolve(outcome);
    };
    const timer = setTimeout(() => end("away"), WITHIN);
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", protocol: 1, ...(token && { token }), ...(team && { team }) }));
    socket.onmessage = ({ data }) => JSON.parse(data).type === "ready" && end("ready");
    socket.onclose = ({ code }) => end(code >= 4400 && code <= 4499 ? "token" : "away");
  });
}

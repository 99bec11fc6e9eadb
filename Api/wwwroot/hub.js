// A connection to one of this desk's hubs. It speaks as much of SignalR's JSON protocol as pages need: calls that answer,
// and what the hub tells. It connects again for as long as the page is open, and counts the silence itself.

const end = "\u001e"; // ends every message
const pauses = [250, 500, 1000, 2000, 4000]; // ms between attempts
const beat = 15_000; // ms between our own signs of life; the hub gives one every five seconds
const patience = 12_000; // ms of silence after which a connection is given up
const kinds = { invocation: 1, completion: 3, ping: 6, close: 7 };

/**
 * Connects a page with a hub.
 * @param path The hub's path.
 * @param told What is done with what the hub tells, by its name in lower camel case.
 * @param follow Begins to follow, whenever the connection stands, also after it was lost; where that fails the connection is
 * made again.
 * @param changed Called with "live" once the page follows, or "reconnecting", and when the hub was heard last.
 * @returns A function that calls the hub: a promise of the answer.
 */
export function connect(path, told, follow, changed) {
  let socket = null;
  let calls = new Map();
  let lastCall = 0;
  let failures = 0;
  let heard = Date.now();

  const send = (message) => socket.send(JSON.stringify(message) + end);
  const call = (method, ...about) =>
    new Promise((resolve, reject) => {
      if (socket?.isReady !== true) {
        reject(new Error("The server can't be reached."));
        return;
      }
      const id = String(++lastCall);
      calls.set(id, { resolve, reject });
      send({ type: kinds.invocation, invocationId: id, target: method, arguments: about });
    });

  const take = (message) => {
    if (message.type === undefined) {
      // The answer to the handshake.
      const own = socket;
      own.isReady = true;
      follow(call).then(
        () => {
          if (own !== socket) return;
          failures = 0;
          changed("live", heard);
        },
        () => own.onclose?.(),
      );
    } else if (message.type === kinds.invocation) {
      const name = message.target[0].toLowerCase() + message.target.slice(1);
      told[name]?.(...message.arguments);
    } else if (message.type === kinds.completion) {
      const waiting = calls.get(message.invocationId);
      calls.delete(message.invocationId);
      if (message.error) waiting?.reject(new Error(message.error));
      else waiting?.resolve(message.result);
    } else if (message.type === kinds.close) {
      socket.onclose();
    }
  };

  const lost = () => {
    for (const waiting of calls.values()) waiting.reject(new Error("The connection was lost."));
    calls = new Map();
    changed("reconnecting", heard);
    setTimeout(open, pauses[Math.min(failures++, pauses.length - 1)]);
  };

  const open = () => {
    socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")));
    const own = socket;
    const begun = Date.now();
    const watch = setInterval(() => Date.now() - Math.max(begun, heard) > patience && leave(), 1000);
    const alive = setInterval(() => own.isReady && send({ type: kinds.ping }), beat);
    own.onopen = () => send({ protocol: "json", version: 1 });
    own.onmessage = ({ data }) => {
      heard = Date.now();
      data.split(end).filter(Boolean).forEach((text) => take(JSON.parse(text)));
    };
    // A connection that is given up is not waited for: its other end may never answer the farewell.
    const leave = () => {
      clearInterval(watch);
      clearInterval(alive);
      own.onopen = own.onmessage = own.onclose = null;
      own.close();
      lost();
    };
    own.onclose = leave;
  };

  open();
  return call;
}

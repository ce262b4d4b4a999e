// Follows the cases of a server with the usual clients, graphql-ws and graphql-sse, and prints what each is told, a line of JSON an event.
import { createClient as overSocket } from 'graphql-ws';
import { createClient as overEvents } from 'graphql-sse';
import WebSocket from 'ws';

const [address, token, after] = process.argv.slice(2);
if (!after) {
  console.error('usage: node live.mjs ADDRESS TOKEN AFTER');
  process.exit(2);
}

const FOLLOW = 'subscription Follow($after: String) { caseChanged(after: $after) { ... on CaseChanged { eventId case { id } } ... on AccessRevoked { id } } }';
const WRONG = 'subscription { strange }';
const say = (door, what) => console.log(JSON.stringify({ door, ...what }));
const shown = ({ data, errors }) => (errors ? { errors: errors.map((one) => one.extensions.code) } : data.caseChanged);

function listen(door, client, query, variables) {
  client.subscribe({ query, variables }, {
    next: (result) => say(door, { told: shown(result) }),
    error: (error) => say(door, { failed: Array.isArray(error) ? error.map((one) => one.extensions.code) : String(error.code ?? error) }),
    complete: () => say(door, { completed: true }),
  });
}

const socket = overSocket({
  url: `${address.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { token, locale: 'en' },
  keepAlive: 500,
  // A server that restarts is come back to.
  retryAttempts: 20,
  on: {
    closed: (event) => say('socket', { closed: event.code }),
    pong: (received) => received && say('socket', { live: true }),
  },
});
const events = overEvents({ url: `${address}/graphql`, headers: { Authorization: `Bearer ${token}` } });

listen('socket', socket, FOLLOW, { after });
listen('events', events, FOLLOW, { after });
listen('refused socket', socket, WRONG);
listen('refused events', events, WRONG);

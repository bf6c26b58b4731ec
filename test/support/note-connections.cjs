/**
 * For `node --require`: writes down every address that a process connects to or looks up, a line each, to the file that
 * CONNECTIONS names.
 */
const {appendFileSync} = require('node:fs');
const dns = require('node:dns');
const dgram = require('node:dgram');
const net = require('node:net');

const note = (text) => appendFileSync(process.env.CONNECTIONS, `${text}\n`);

const {connect} = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first] = args.flat();
  note(first?.path ?? `${first?.host ?? 'localhost'}:${first?.port ?? first}`);
  return connect.apply(this, args);
};
const {lookup} = dns;
dns.lookup = (name, ...rest) => {
  note(`look up ${name}`);
  return lookup(name, ...rest);
};
const {send} = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (...args) {
  note('datagram');
  return send.apply(this, args);
};

// Preload (`NODE_OPTIONS=--require=…/dns-override.cjs`): names below blob.core.windows.net are this machine, so that
// @actions/cache downloads as it does in production, where it looks at the name and then takes Azure's client.
const dns = require('node:dns')

const { lookup } = dns
dns.lookup = (name, options, callback) => {
  if (!name.endsWith('.blob.core.windows.net')) return lookup(name, options, callback)
  const done = callback ?? options
  const answer = { address: '127.0.0.1', family: 4 }
  const all = typeof options === 'object' && options?.all === true
  process.nextTick(() => (all ? done(null, [answer]) : done(null, answer.address, answer.family)))
}

// Waiting for retries is what most tests of failures would do. LOOPBACK_HASTE=20 makes the client's clock run faster,
// and no other process's.
const haste = Number(process.env.LOOPBACK_HASTE ?? 1)
if (haste > 1 && process.argv[1]?.includes('github-worker')) {
  const { setTimeout } = globalThis
  globalThis.setTimeout = (handler, delay, ...args) => setTimeout(handler, (delay ?? 0) / haste, ...args)
}

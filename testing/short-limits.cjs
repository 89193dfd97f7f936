// Preload (`NODE_OPTIONS=--require=…/short-limits.cjs`): what the action would give up after minutes, it gives up after
// LONGEST_LIMIT seconds, so that tests can see that it does.
const longest = Number(process.env.LONGEST_LIMIT) * 1000
const { setTimeout } = globalThis
globalThis.setTimeout = (handler, delay, ...args) =>
  setTimeout(handler, Math.min(delay ?? 0, longest), ...args)
const timeout = AbortSignal.timeout.bind(AbortSignal)
AbortSignal.timeout = (delay) => timeout(Math.min(delay, longest))

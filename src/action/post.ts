import { rm } from 'node:fs/promises'
import { messageOf } from '../lib/errors.ts'
import { warn } from '../lib/log.ts'
import { cancelAll } from '../lib/process.ts'
import { begin } from './begin.ts'
import { takeDownBuilders } from './linux-builder-down.ts'
import { loadPending, loadState, type State } from './state.ts'

/** Loads what pushes only if there is something to push, which most jobs do not have. Never fails the job. */
async function post(state: State): Promise<void> {
  const pending = await loadPending(state)
  if (pending === undefined) return
  const { push } = await import('./push.ts')
  await push(pending, state)
}

async function main(): Promise<void> {
  // First of all: nothing that comes may leave a VM running.
  await takeDownBuilders()
  const state = loadState()
  if (state === undefined) return
  const clean = () => rm(state.scratch, { recursive: true, force: true })
  const cancel = () => {
    cancelAll()
    void clean().finally(() => process.exit(0))
  }
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  try {
    await post(state)
  } finally {
    await clean()
  }
}

begin()
try {
  await main()
} catch (error) {
  warn(`The full build was not pushed to the cache: ${messageOf(error)}`)
}
// An upload that hangs has been given up; its connection must not keep the job waiting.
process.exit(0)

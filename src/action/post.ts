import { rm } from 'node:fs/promises'
import { messageOf } from '../lib/errors.ts'
import { warn } from '../lib/log.ts'
import { cancelAll, cancelled } from '../lib/process.ts'
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
  const end = () => {
    cancelAll()
    void clean().finally(() => process.exit(0))
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  // Also what nobody waited for fails no job.
  process.once('uncaughtException', (error) => {
    tell(error)
    end()
  })
  try {
    await post(state)
  } finally {
    await clean()
  }
}

function tell(error: unknown): void {
  warn(`The full build was not pushed to the cache: ${messageOf(error)}`)
}

begin()
try {
  await main()
} catch (error) {
  // What was cancelled, here or by the runner, is no news.
  if (!cancelled.aborted) tell(error)
}
// An upload that hangs has been given up; its connection must not keep the job waiting.
process.exit(0)

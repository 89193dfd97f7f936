import { info, warn } from '../lib/log.ts'
import { loadBuilderState } from './state.ts'

/** Takes down what main started, unless an earlier use in this job, whose post is still to come, shares it. Never throws. */
export async function takeDownBuilders(): Promise<void> {
  const state = loadBuilderState()
  if (state === undefined) return
  const { leave } = await import('../builder/index.ts')
  // Half of it would leave more behind than it saves time; each step of it has a limit.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, ignore)
  for (const folder of state.folders) {
    const left = await leave(folder, state.use).catch(() => [folder])
    if (left.length > 0)
      warn(
        `The Linux builder could not be removed completely: ${left.join(', ')} is still there. Remove it by hand.`,
      )
  }
  info('The Linux builder is shut down, or left to the steps that share it.')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, ignore)
}

function ignore(): void {}

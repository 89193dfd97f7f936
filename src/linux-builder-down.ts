import { leave } from './builder/index.ts'
import { info, warn } from './log.ts'
import { loadBuilderState } from './state.ts'

/** Takes down what main started, unless an earlier use in this job, whose post is still to come, shares it. Never throws. */
export async function takeDownBuilders(): Promise<void> {
  const state = loadBuilderState()
  if (state === undefined) return
  for (const folder of state.folders) {
    const left = await leave(folder, state.use).catch(() => [folder])
    if (left.length > 0)
      warn(
        `The Linux builder could not be removed completely: ${left.join(', ')} is still there. Remove it by hand.`,
      )
  }
  info('The Linux builder is shut down, or left to the steps that share it.')
}

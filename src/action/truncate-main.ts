import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as core from '@actions/core'
import { findTruncated, noOutputs, type TruncateOutputs } from '../engine/truncated.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import { info, warn } from '../lib/log.ts'
import { cancelAll, cancelled } from '../lib/process.ts'
import { begin } from './begin.ts'
import { fail } from './fail.ts'
import { loadTruncateInputs } from './inputs/index.ts'
import { readSurroundings } from './surroundings.ts'

/** Finds the truncated revision and leaves nothing behind. */
async function main(): Promise<TruncateOutputs> {
  const inputs = loadTruncateInputs()
  const surroundings = await readSurroundings()
  const scratch = await mkdtemp(join(surroundings.job.runnerTemp, 'incremental-nix-'))
  try {
    return await findTruncated(inputs, surroundings, scratch)
  } catch (error) {
    if (error instanceof UserError || cancelled.aborted) throw error
    warn(
      `The truncated revision was not found: ${messageOf(error)}. The outputs are empty; let later steps do without it.`,
    )
    return noOutputs
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

begin()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cancelAll)
try {
  const outputs = await main()
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
  const { revision, boundary } = outputs
  if (revision !== '')
    info(
      `${revision}, at or before ${boundary}: ${outputs['commits-since']} commits and ${outputs['files-changed-count']} files ago.`,
    )
} catch (error) {
  await fail(error)
}
process.exit()

import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as core from '@actions/core'
import { run } from '../engine/run.ts'
import { foreign, info } from '../lib/log.ts'
import { cancelAll, cancelled } from '../lib/process.ts'
import { failureText } from '../report/failure.ts'
import { outputsOf } from '../report/outputs.ts'
import type { Failure } from '../report/report.ts'
import { summaryOf } from '../report/summary.ts'
import { annotate } from './annotate.ts'
import { begin } from './begin.ts'
import { commentOnPullRequest } from './comment.ts'
import { fail } from './fail.ts'
import { loadInputs } from './inputs/index.ts'
import { handOverFrom, saveState } from './state.ts'
import { readSurroundings } from './surroundings.ts'

/** Seconds that the children have to end after a cancel; the runner gives 10 s in all. */
const cancelLimitSeconds = 4

async function main(): Promise<void> {
  const inputs = loadInputs()
  const surroundings = await readSurroundings()
  const scratch = await mkdtemp(join(surroundings.job.runnerTemp, 'incremental-nix-'))
  const clean = () => rm(scratch, { recursive: true, force: true })
  saveState({ scratch })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      cancelAll()
      setTimeout(() => void clean().finally(() => process.exit(1)), cancelLimitSeconds * 1000)
    })
  }
  try {
    const report = await run(inputs, {
      surroundings,
      scratch,
      now: Math.floor(Date.now() / 1000),
      handOver: handOverFrom(scratch),
    })
    annotate(report, inputs.annotations)
    if (inputs.summary) await core.summary.addRaw(summaryOf(report)).write()
    if (inputs.comment && inputs.mode !== 'full')
      await commentOnPullRequest(report, {
        token: inputs.token,
        installables: inputs.installables.map(({ text }) => text),
        environment: process.env,
      })
    for (const [name, value] of Object.entries(outputsOf(report))) core.setOutput(name, value)
    if (report.failure !== undefined) {
      await showLogs(report.failure)
      core.setFailed(failureText(report.failure))
    }
  } finally {
    // Otherwise post removes it, after the push.
    if (cancelled.aborted) await clean()
  }
}

/** Outside of any group, since the runner folds those: what a person looks for first. */
async function showLogs({ builds }: Failure): Promise<void> {
  for (const { name, log } of builds) {
    info(`The log of ${name}:`)
    await foreign(async (print) => log.forEach(print))
  }
}

begin()
try {
  await main()
} catch (error) {
  await fail(error)
}
// A client library that still waits for its server must not keep the job waiting.
process.exit()

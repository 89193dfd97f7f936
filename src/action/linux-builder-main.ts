import { BuilderError } from '../builder/index.ts'
import { openLinuxBuilder } from '../engine/linux-builder.ts'
import { UserError } from '../lib/errors.ts'
import { group, info, warn } from '../lib/log.ts'
import { cancelAll } from '../lib/process.ts'
import { openNix } from '../nix/nix.ts'
import { begin } from './begin.ts'
import { fail } from './fail.ts'
import { loadBuilderInputs } from './inputs/index.ts'
import { exportSettings } from './job-environment.ts'
import { saveBuilderState } from './state.ts'
import { readSurroundings } from './surroundings.ts'

/** Starts the Linux builder for the steps that follow, whose Nix is told of it by the environment of the job. */
async function main(): Promise<void> {
  const { workspace, nixOptions, linuxBuilder } = loadBuilderInputs()
  const nix = await openNix(nixOptions, workspace)
  const builder = await openLinuxBuilder(linuxBuilder, nix, {
    complain: warn,
    surroundings: await readSurroundings(),
    // There is nothing to push.
    handOver: { push: async () => {}, takeDown: saveBuilderState },
  })
  await group('Linux builder', async () => {
    await builder.expect([])
    exportSettings(await builder.ready())
    info('The steps that follow build for Linux.')
  })
}

begin()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cancelAll)
try {
  await main()
} catch (error) {
  const failure =
    error instanceof BuilderError
      ? new UserError(`There is no Linux builder: ${error.message}. ${error.remedy}.`)
      : error
  await fail(failure)
}
process.exit()

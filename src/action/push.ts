import type { EntryRequest } from '../cache/index.ts'
import { openInputCaches, pushFullBuilds } from '../engine/full-builds.ts'
import { group, warn } from '../lib/log.ts'
import { openNix } from '../nix/nix.ts'
import { loadInputs } from './inputs/index.ts'
import type { State } from './state.ts'
import { readSurroundings } from './surroundings.ts'

/** Pushes what main built, now that nothing waits for it any more. */
export async function push(pending: EntryRequest, { scratch }: State): Promise<void> {
  const inputs = loadInputs()
  const nix = await openNix(inputs.nixOptions, inputs.workspace)
  const surroundings = await readSurroundings()
  const caches = openInputCaches(inputs, nix, { scratch, surroundings })
  await group('Push full builds', () => pushFullBuilds(pending, caches, warn))
}

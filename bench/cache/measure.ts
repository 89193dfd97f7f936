import { run } from '../../src/lib/process.ts'
import type { NixWorld } from '../../testing/nix-world.ts'
import { timed } from '../measures.ts'
import { sizeOf } from './content.ts'
import type { Way } from './ways.ts'

export interface Turn {
  /** Bytes. */
  readonly size: number
  readonly stored: number
  /** Seconds. */
  readonly save: number
  readonly restore: number
}

/** Saves, loses the paths, restores, and demands that they came back the same. */
export async function measure(world: NixWorld, way: Way): Promise<Turn> {
  const { paths, title } = way
  const hash = async () => (await world.nix(['hash', 'path', ...paths])).stdout
  const before = await hash()
  const size = paths.reduce((sum, path) => sum + sizeOf(path), 0)
  const save = await timedAlone(() => way.save())
  const stored = way.stored()
  await world.nix(['store', 'delete', '--ignore-liveness', ...paths])
  const restore = await timedAlone(() => way.restore())
  if (way.unregistered === true) {
    // Each path, no deriver, no references.
    const input = paths.map((path) => `${path}\n\n0\n`).join('')
    await run('nix-store', ['--register-validity'], { env: world.env, input })
  }
  if ((await hash()) !== before) throw new Error(`${title}: another content came back`)
  way.forget()
  console.log(
    `${title}: ${save.toFixed(1)} s, ${restore.toFixed(1)} s, ${(stored / 1e6).toFixed(0)} MB of ${(size / 1e6).toFixed(0)}`,
  )
  return { size, stored, save, restore }
}

/** Seconds, without what the kernel has yet to write to the disk of what was before. */
async function timedAlone(work: () => Promise<unknown>): Promise<number> {
  await run('sync', [])
  return (await timed(work)).seconds
}

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

/** Saves, loses the path, restores, and demands that it came back the same. */
export async function measure(world: NixWorld, way: Way): Promise<Turn> {
  const { path, title } = way
  const hash = async () => (await world.nix(['hash', 'path', path])).stdout
  const before = await hash()
  const size = sizeOf(path)
  const save = await timedAlone(() => way.save())
  const stored = way.stored()
  await world.nix(['store', 'delete', '--ignore-liveness', path])
  const restore = await timedAlone(() => way.restore())
  if (way.unregistered === true) {
    // The path, no deriver, no references.
    await run('nix-store', ['--register-validity'], { env: world.env, input: `${path}\n\n0\n` })
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

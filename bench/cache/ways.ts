import { rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openCache, parseCacheInput } from '../../src/cache/index.ts'
import { run } from '../../src/lib/process.ts'
import { openNix } from '../../src/nix/nix.ts'
import { createStoreAccess } from '../../src/nix/store.ts'
import { node24 } from '../../testing/action.ts'
import type { CacheService } from '../../testing/cache-service/service.ts'
import { bundleWorker } from '../../testing/cache-service/worker.ts'
import type { NixWorld } from '../../testing/nix-world.ts'
import { single } from '../../testing/single.ts'
import { sizeOf } from './content.ts'

/** A way to keep a store path elsewhere and to have it back. */
export interface Way {
  readonly title: string
  readonly path: string
  save(): Promise<unknown>
  /** Bytes that are kept after a save. */
  stored(): number
  restore(): Promise<unknown>
  /** So that there can be another save. */
  forget(): void
  /** Writes to the store behind Nix's back. */
  readonly unregistered?: true
}

export interface Place {
  readonly directory: string
  readonly world: NixWorld
  readonly service: CacheService
}

/** This action, by each kind of cache. Entries of the GitHub cache cannot be changed, so each save has its own key. */
export async function ourWays(place: Place, path: string): Promise<readonly Way[]> {
  const { directory, service } = place
  const at = (name: string) => join(directory, name)
  const access = createStoreAccess(await openNix([], directory))
  const githubWorker = await bundleWorker(directory)
  const options = { scratch: at('scratch'), timeoutSeconds: 1800, githubWorker }
  const ours = (title: string, url: string, kept: Pick<Way, 'stored' | 'forget'>): Way => {
    const cache = single(openCache(parseCacheInput(url), access, options)!)
    let saves = 0
    const entry = () => ({ key: `bench-${saves}`, paths: [path] })
    const demand = async (status: string, done: Promise<{ status: string }>) => {
      const result = await done
      if (result.status !== status) throw new Error(`${title}: ${JSON.stringify(result)}`)
    }
    return {
      title,
      path,
      save: () => {
        saves += 1
        return demand('saved', cache.save(entry()))
      },
      restore: () => demand('hit', cache.restore(entry())),
      ...kept,
    }
  }
  const files = at('ours')
  return [
    ours('this action, `cache: github`', 'github', uploads(service)),
    ours('this action, `cache: file://`', `file://${files}`, {
      stored: () => sizeOf(files),
      forget: () => rmSync(files, { recursive: true }),
    }),
  ]
}

/** The bytes of the last upload. */
function uploads({ counts }: CacheService): Pick<Way, 'stored' | 'forget'> {
  let before = counts.uploadedBytes
  return {
    stored: () => counts.uploadedBytes - before,
    forget: () => {
      before = counts.uploadedBytes
    },
  }
}

/** The same files by `tar` and `zstd` alone: Nix knows nothing of what comes back. */
export function plainTar({ directory, world }: Place, path: string): Way {
  const archive = join(directory, 'plain.tar.zst')
  const shell = (command: string) => run('bash', ['-c', `set -o pipefail; ${command}`], { cwd: world.store })
  return {
    title: 'plain `tar` and `zstd -T0`',
    path,
    save: () => shell(`tar c ${basename(path)} | zstd -q -T0 -o ${archive}`),
    stored: () => statSync(archive).size,
    restore: () => shell(`chmod u+w . && zstd -q -dc ${archive} | tar x`),
    forget: () => rmSync(archive),
    unregistered: true,
  }
}

/** @actions/cache as other actions use it. */
export function directly({ directory, service }: Place, path: string): Way {
  const worker = join(directory, 'direct.mjs')
  writeFileSync(
    worker,
    `import { restoreCache, saveCache } from '${new URL('../../node_modules/@actions/cache/lib/cache.js', import.meta.url).href}'
const [operation, path] = process.argv.slice(2)
const done = operation === 'save' ? await saveCache([path], 'direct') : await restoreCache([path], 'direct')
process.exit(done === undefined || done === -1 ? 1 : 0)
`,
  )
  const call = (operation: string) => run(node24, [worker, operation, path], { cwd: directory })
  return {
    title: '@actions/cache on the paths themselves',
    path,
    save: () => call('save'),
    restore: () => call('restore'),
    ...uploads(service),
    unregistered: true,
  }
}

/** Nix by itself, to and from a directory. */
export function nixCopy(
  { directory, world }: Place,
  { title, parameters, path }: { readonly title: string; readonly parameters: string; readonly path: string },
): Way {
  const target = join(directory, 'copied')
  const url = `file://${target}${parameters}`
  return {
    title,
    path,
    save: () => world.nix(['copy', '--to', url, path]),
    stored: () => sizeOf(target),
    restore: () => world.nix(['copy', '--no-check-sigs', '--from', url, path]),
    forget: () => rmSync(target, { recursive: true }),
  }
}

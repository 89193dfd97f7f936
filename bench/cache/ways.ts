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
import { sizeOf } from './content.ts'

/** A way to keep store paths elsewhere and to have them back. */
export interface Way {
  readonly title: string
  readonly paths: readonly string[]
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

/**
 * This action, by each kind of cache; each path is a full build of its own. Entries of the GitHub cache cannot be changed,
 * so each save has its own keys.
 */
export async function ourWays(place: Place, paths: readonly string[]): Promise<readonly Way[]> {
  const { directory, service } = place
  const at = (name: string) => join(directory, name)
  const access = createStoreAccess(await openNix([], directory))
  const githubWorker = await bundleWorker(directory)
  const options = { scratch: at('scratch'), timeoutSeconds: 1800, githubWorker }
  const ours = (title: string, url: string, kept: Pick<Way, 'stored' | 'forget'>): Way => {
    const cache = openCache(parseCacheInput(url), access, options)!
    let saves = 0
    const request = () => ({
      wanted: paths.map((path, index) => ({ key: `bench-${paths.length}-${saves}-${index}`, paths: [path] })),
      neighbours: [],
    })
    const demand = async (status: string, done: Promise<readonly { status: string }[]>) => {
      const results = await done
      if (results.some((one) => one.status !== status))
        throw new Error(`${title}: ${JSON.stringify(results)}`)
    }
    return {
      title,
      paths,
      save: () => {
        saves += 1
        return demand('saved', cache.save(request()))
      },
      restore: () => demand('hit', cache.restore(request())),
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
export function plainTar({ directory, world }: Place, paths: readonly string[]): Way {
  const archive = join(directory, 'plain.tar.zst')
  const shell = (command: string) => run('bash', ['-c', `set -o pipefail; ${command}`], { cwd: world.store })
  return {
    title: 'plain `tar` and `zstd -T0`',
    paths,
    save: () => shell(`tar c ${paths.map((path) => basename(path)).join(' ')} | zstd -q -T0 -o ${archive}`),
    stored: () => statSync(archive).size,
    restore: () => shell(`chmod u+w . && zstd -q -dc ${archive} | tar x`),
    forget: () => rmSync(archive),
    unregistered: true,
  }
}

/** @actions/cache as other actions use it. */
export function directly({ directory, service }: Place, paths: readonly string[]): Way {
  const worker = join(directory, 'direct.mjs')
  writeFileSync(
    worker,
    `import { restoreCache, saveCache } from '${new URL('../../node_modules/@actions/cache/lib/cache.js', import.meta.url).href}'
const [operation, ...paths] = process.argv.slice(2)
const done = operation === 'save' ? await saveCache(paths, 'direct') : await restoreCache(paths, 'direct')
process.exit(done === undefined || done === -1 ? 1 : 0)
`,
  )
  const call = (operation: string) => run(node24, [worker, operation, ...paths], { cwd: directory })
  return {
    title: '@actions/cache on the paths themselves',
    paths,
    save: () => call('save'),
    restore: () => call('restore'),
    ...uploads(service),
    unregistered: true,
  }
}

/** Nix by itself, to and from a directory. */
export function nixCopy(
  { directory, world }: Place,
  { title, parameters, paths }: Pick<Way, 'title' | 'paths'> & { readonly parameters: string },
): Way {
  const target = join(directory, 'copied')
  const url = `file://${target}${parameters}`
  return {
    title,
    paths,
    save: () => world.nix(['copy', '--to', url, ...paths]),
    stored: () => sizeOf(target),
    restore: () => world.nix(['copy', '--no-check-sigs', '--from', url, ...paths]),
    forget: () => rmSync(target, { recursive: true }),
  }
}

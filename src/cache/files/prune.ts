import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseKey } from '../key.ts'
import { type Limit, settle } from '../limit.ts'
import { chooseRemoved, identify, type Prunable, type Pruned, type Pruner } from '../prune.ts'
import {
  catalogueDirectory,
  type Description,
  descriptionName,
  markName,
  parseDescription,
} from './catalogue.ts'
import { directoryOf } from './directory.ts'
import { type Narinfo, parseNarinfo, removable } from './narinfo.ts'

/** Seconds after which a NAR that no narinfo names is what a cut off upload, or a cut off pruning, has left. */
const orphanAge = 24 * 3600

/**
 * A binary cache in a directory. What belongs to a full build is in its description; what else is in the cache is left
 * alone. A narinfo goes before its NAR and after those that refer to it, and the description last: whoever finds a narinfo
 * finds all that it promises, and a pruning that is cut off is finished by the next one.
 */
export function directoryPruner(url: string, timeoutSeconds: number): Pruner {
  const root = directoryOf(url)
  return {
    async prune(keep, inUse, now) {
      const removed: string[] = []
      let freedBytes = 0
      const remove = async (name: string): Promise<void> => {
        const path = join(root, name)
        const size = await stat(path).then(
          ({ size }) => size,
          () => 0,
        )
        await rm(path, { force: true })
        freedBytes += size
      }
      const settled = await settle(timeoutSeconds, async (limit): Promise<Pruned> => {
        const descriptions = await readDescriptions(root, limit)
        const narinfos = await readNarinfos(root, limit)
        const entries = descriptions.flatMap((description): (Prunable & { description: Description })[] => {
          const { key, dependencies, branch, time } = description
          const identity = identify(key)
          return identity === undefined
            ? []
            : [{ key, ...identity, dependencies, branch, time, bytes: 0, description }]
        })
        const chosen = chooseRemoved(entries, keep, inUse, now).map(({ description }) => description)
        const kept = descriptions.filter((one) => !chosen.includes(one))
        const victims = removable(narinfos, namesOf(chosen), namesOf(kept))
        const prefixes = new Set(kept.map(({ key }) => parseKey(key)?.prefix))
        for (const { key } of chosen) {
          const prefix = parseKey(key)?.prefix
          if (prefix !== undefined && !prefixes.has(prefix)) await remove(markName(prefix))
        }
        for (const { file } of victims) {
          limit.left()
          await remove(file)
        }
        const gone = new Set(victims)
        // Two paths of the same content share a NAR.
        const named = new Set(narinfos.filter((narinfo) => !gone.has(narinfo)).map((narinfo) => narinfo.url))
        for (const { url } of victims) {
          limit.left()
          if (/^nar\/[^/]+$/.test(url) && !named.has(url)) await remove(url)
        }
        for (const name of await orphans(root, new Set(narinfos.map((narinfo) => narinfo.url)), now)) {
          await remove(name)
        }
        for (const { key } of chosen) {
          await remove(descriptionName(key))
          removed.push(key)
        }
        return { removed, freedBytes }
      })
      if ('removed' in settled) return settled
      const kind = /\b(EACCES|EPERM|EROFS)\b/.test(settled.reason) ? 'forbidden' : 'failed'
      return { removed, freedBytes, problem: { kind, reason: settled.reason } }
    },
  }
}

function namesOf(descriptions: readonly Description[]): ReadonlySet<string> {
  return new Set(
    descriptions.flatMap(({ closure, paths }) => [...closure, ...paths].map((path) => basename(path))),
  )
}

async function readDescriptions(root: string, limit: Limit): Promise<readonly Description[]> {
  const names = (await list(join(root, catalogueDirectory))).filter((name) => name.endsWith('.json'))
  const found: Description[] = []
  for (const name of names) {
    limit.left()
    const description = parseDescription(await read(join(root, catalogueDirectory, name)))
    // Its name decides which file is removed.
    if (description !== undefined && `${description.key}.json` === name) found.push(description)
  }
  return found
}

async function readNarinfos(root: string, limit: Limit): Promise<readonly Narinfo[]> {
  const found: Narinfo[] = []
  for (const file of (await list(root)).filter((name) => name.endsWith('.narinfo'))) {
    limit.left()
    const narinfo = parseNarinfo(file, await read(join(root, file)))
    if (narinfo !== undefined) found.push(narinfo)
  }
  return found
}

/** NARs that no narinfo names, and parts of files, old enough that no upload is still at work on them. */
async function orphans(root: string, named: ReadonlySet<string>, now: number): Promise<readonly string[]> {
  const found: string[] = []
  for (const directory of ['nar', '.', catalogueDirectory]) {
    for (const name of await list(join(root, directory))) {
      const path = join(directory, name)
      const left =
        /\.[0-9a-f-]{36}\.tmp$/.test(name) || (/^[0-9a-z]+\.nar(\.\w+)?$/.test(name) && !named.has(path))
      if (!left) continue
      const time = await stat(join(root, path)).then(
        ({ mtimeMs }) => mtimeMs / 1000,
        () => now,
      )
      if (now - time > orphanAge) found.push(path)
    }
  }
  return found
}

async function list(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(unless('ENOENT', [] as string[]))
}

/** Another run may have removed it meanwhile. */
async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(unless('ENOENT', ''))
}

function unless<T>(code: string, value: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error
    return value
  }
}

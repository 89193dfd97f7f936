import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
// Not the global one, whose pace tests change for the sake of @actions/cache.
import { clearTimeout, setTimeout } from 'node:timers'
import { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache'
import { messageOf } from '../../lib/errors.ts'
import { readLeftOut, readNarinfo } from './claims.ts'
import {
  carriedOut,
  entryDirectory,
  type LeftOut,
  leftOutFile,
  type Order,
  readFound,
  repairKey,
  type Told,
  type WorkerResult,
} from './output.ts'
import { reach } from './reach.ts'
import { BadEntry, unpack } from './unpack.ts'

/**
 * A program of its own, run in a private directory with `Order`s on its standard input. It prints a `Told` for each key
 * as it comes to its end, and `carriedOut` after the last of an order. See github.ts for why.
 */

/** One operation of @actions/cache. */
interface Operation {
  /** What it takes for the working directory and for GITHUB_WORKSPACE. */
  readonly workspace: string
  log: string
}

// One operation waits for the network most of the time. An upload holds up to 64 MiB of memory.
const atOnce = { lookup: 16, find: 16, restore: 8, save: 3 }

const root = process.cwd()
const operations = new AsyncLocalStorage<Operation>()
const print = process.stdout.write.bind(process.stdout)

// @actions/cache knows one workspace and one log for the whole process: here each operation has its own.
const environment = { ...process.env }
Object.defineProperty(environment, 'GITHUB_WORKSPACE', {
  enumerable: true,
  get: () => operations.getStore()?.workspace ?? root,
})
// Its client finds the token; tar, which gets what can be listed, does not.
for (const name of Object.keys(environment).filter((one) => one.startsWith('ACTIONS_')))
  Object.defineProperty(environment, name, { enumerable: false })
process.env = environment
process.cwd = () => operations.getStore()?.workspace ?? root
process.stdout.write = ((chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
  const operation = operations.getStore()
  if (operation !== undefined) operation.log += typeof chunk === 'string' ? chunk : Buffer.from(chunk)
  const done = rest.at(-1)
  if (typeof done === 'function') done()
  return true
}) as typeof process.stdout.write

/** Keys of the order of which nothing was printed yet. */
const open = new Set<string>()

function tell(told: Told): void {
  if (open.delete(told.key)) print(`${JSON.stringify(told)}\n`)
}

async function attempt(workspace: string, work: () => Promise<WorkerResult>): Promise<Omit<Told, 'key'>> {
  await mkdir(workspace, { recursive: true })
  const operation: Operation = { workspace, log: '' }
  const result = await operations.run(operation, () =>
    work().catch((error: unknown): WorkerResult => ({ type: 'thrown', message: messageOf(error) })),
  )
  return { result, log: operation.log }
}

function once(operation: Order['operation'], key: string): Promise<WorkerResult> {
  const found = async (restoreKeys: string[], lookupOnly: boolean): Promise<WorkerResult> => ({
    type: 'found',
    key: (await restoreCache([entryDirectory], key, restoreKeys, { lookupOnly })) ?? null,
  })
  switch (operation) {
    case 'lookup':
      return found([], true)
    case 'restore':
      return found([], false)
    case 'find':
      return found([key], true)
    case 'save':
      return saveCache([entryDirectory], key).then((id) => ({ type: 'saved', id }))
  }
}

/** Runs `work` on what is in the queue, `limit` at a time; it may add to the queue. */
async function drain<T>(queue: T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const running = new Set<Promise<void>>()
  while (queue.length > 0 || running.size > 0) {
    while (queue.length > 0 && running.size < limit) {
      const one: Promise<void> = work(queue.shift()!).finally(() => running.delete(one))
      running.add(one)
    }
    await Promise.race(running)
  }
}

/**
 * Has @actions/cache find a tar of our own. Its archives are not compressed: NARs are already. They are not unpacked by
 * it either, but kept for `unpack`, since it has tar unpack what came with `-P`, by which an archive may write anywhere.
 */
async function replaceTar(): Promise<void> {
  const bin = join(root, 'bin')
  await mkdir(bin, { recursive: true })
  const script = `#!/bin/sh
PATH=\${PATH#*:}
case $1 in
  --posix) exec tar -cf "$3" -C "$GITHUB_WORKSPACE" ${entryDirectory} ;;
  -xf) exec mv -- "$2" "$GITHUB_WORKSPACE/archive" ;;
esac
`
  // On macOS GNU tar is preferred, by that name.
  for (const name of ['tar', 'gtar']) await writeFile(join(bin, name), script, { mode: 0o700 })
  environment.PATH = `${bin}${delimiter}${environment.PATH}`
}

/** Puts what came into the common directory, over what is there, if it is what an entry is. Throws `BadEntry`. */
async function merge(workspace: string): Promise<Required<Pick<Told, 'paths' | 'leftOut'>>> {
  const paths: Record<string, readonly string[]> = {}
  let leftOut: LeftOut = {}
  const [source, target] = [join(workspace, entryDirectory), join(root, entryDirectory)]
  await unpack(join(workspace, 'archive'), source)
  const nars = (await readdir(join(source, 'nar'))).map((name) => `nar/${name}`)
  const others = (await readdir(source)).filter((name) => name !== 'nar')
  for (const name of others) {
    const text = () => readFile(join(source, name), 'utf8')
    if (name === leftOutFile) leftOut = readLeftOut(await text())
    else if (name.endsWith('.narinfo')) {
      const narinfo = readNarinfo(name, await text())
      paths[narinfo.name] = narinfo.references
    }
  }
  await mkdir(join(target, 'nar'), { recursive: true })
  for (const name of [...nars, ...others.filter((one) => one.endsWith('.narinfo'))])
    await rename(join(source, name), join(target, name))
  return { paths, leftOut }
}

/** Restores an entry into the common directory. */
async function fetchEntry(key: string, workspace: string): Promise<{ told: Told; status: Status }> {
  const told = { key, ...(await attempt(workspace, () => once('restore', key))) }
  try {
    const found = readFound(told, key)
    if (found.status !== 'found') return { told, status: found.status }
    return { told: { ...told, ...(await merge(workspace)) }, status: 'found' }
  } catch (error) {
    if (!(error instanceof BadEntry)) throw error
    return { told: { ...told, result: { type: 'refused', message: error.message } }, status: 'refused' }
  } finally {
    await rm(workspace, { recursive: true, force: true })
  }
}

type Status = 'found' | 'absent' | 'failed' | 'refused'

async function restore(order: Extract<Order, { readonly operation: 'restore' }>): Promise<void> {
  const downloaded = {
    references: new Map<string, readonly string[]>(),
    holders: new Map(Object.entries(order.holders)),
    leftOut: new Map<string, readonly string[]>(),
  }
  const asked = new Set(order.keys)
  const queue = [...asked]
  let count = 0
  await drain(queue, atOnce.restore, async (key) => {
    const fetchNext = (which: string) => fetchEntry(which, join(root, String(count++)))
    try {
      let { told, status } = await fetchNext(key)
      if (order.repairs && status === 'refused') {
        const repaired = await fetchNext(repairKey(key))
        if (repaired.status === 'found') told = { ...repaired.told, key, result: { type: 'found', key } }
      }
      for (const [name, references] of Object.entries(told.paths ?? {}))
        downloaded.references.set(name, references)
      for (const [name, others] of Object.entries(told.leftOut ?? {})) downloaded.leftOut.set(name, others)
      for (const next of reach(order.names, downloaded).keys) {
        if (asked.has(next)) continue
        asked.add(next)
        open.add(next)
        queue.push(next)
      }
      tell(told)
    } catch (error) {
      tell({ key, result: { type: 'thrown', message: messageOf(error) }, log: '' })
    }
  })
}

async function carryOut(order: Order): Promise<void> {
  if (!isFeatureAvailable()) {
    for (const key of order.keys) tell({ key, result: { type: 'unavailable' }, log: '' })
    return
  }
  if (order.operation === 'restore') return restore(order)
  const { operation } = order
  await drain([...order.keys.entries()], atOnce[operation], async ([index, key]) => {
    const told = await attempt(join(root, String(index)), () => once(operation, key))
    tell({ key, ...told })
  })
}

/** Ends this process, with the tar that it may have started, since it leads a process group. */
function end(): void {
  // Connections that are kept alive would hold the process for minutes.
  print('', () => {
    process.on('SIGTERM', () => process.exit(0))
    try {
      process.kill(-process.pid, 'SIGTERM')
    } catch {
      process.exit(0)
    }
    setTimeout(() => process.exit(0), 1000)
  })
}

function tellOpen(message: string): void {
  for (const key of open) tell({ key, result: { type: 'thrown', message }, log: '' })
}

await replaceTar()
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  for (const key of order.keys) open.add(key)
  const late = setTimeout(() => {
    tellOpen(order.late)
    end()
  }, order.seconds * 1000)
  await carryOut(order).catch((error: unknown) => tellOpen(messageOf(error)))
  clearTimeout(late)
  print(`${carriedOut}\n`)
}
end()

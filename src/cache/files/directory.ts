import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { access, copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ReadOnlyError, type StoreFiles } from './files.ts'

/** Files that are being written: a job that is cancelled leaves none behind. */
const partials = new Set<string>()
process.on('exit', () => {
  for (const partial of partials) rmSync(partial, { force: true })
})

const forbidden = new Set(['EACCES', 'EPERM', 'EROFS'])

/** The directory that a `file://` URL names. */
export function directoryOf(url: string): string {
  return fileURLToPath(new URL(new URL(url).pathname, 'file://'))
}

/** The binary cache in the directory that a `file://` URL names. The directory is made when the first file is put. */
export function directoryFiles(url: string): StoreFiles {
  const root = directoryOf(url)
  return {
    async has(name) {
      try {
        await access(join(root, name))
        return true
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false
        throw error
      }
    },
    async put(name, source) {
      const target = join(root, name)
      // Under its own name a file is complete: another job may read the store at this moment.
      const partial = `${target}.${randomUUID()}.tmp`
      partials.add(partial)
      try {
        await makeDirectory(dirname(target))
        await copyFile(source, partial)
        await rename(partial, target)
      } catch (error) {
        await rm(partial, { force: true }).catch(() => undefined)
        const code = codeOf(error)
        if (code !== undefined && forbidden.has(code)) {
          throw new ReadOnlyError(`${root} is not writable here (${code})`)
        }
        throw error
      } finally {
        partials.delete(partial)
      }
    },
    close() {},
  }
}

/** Not node's own recursive mkdir, which never returns where the kernel says ENOENT for good, as below /proc. */
async function makeDirectory(path: string): Promise<void> {
  const make = () =>
    mkdir(path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
  try {
    await make()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeDirectory(dirname(path))
    await make()
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

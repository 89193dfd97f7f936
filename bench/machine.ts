import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where and how the benchmarks write their results. */

/** Date and machine, without anything that names it, as they were when the benchmark began. */
export const circumstances: string = describeMachine()

function describeMachine(): string {
  const models = [...new Set(cpus().map(({ model }) => model.trim()))].join(', ')
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`
  // Where other programs are at work too, single figures mean less than their ratios.
  const load = `load ${(loadavg()[1] ?? 0).toFixed(1)} over the 5 minutes before`
  const files = `${microsecondsPerFile().toFixed(0)} µs to make a file after others were deleted`
  return `${today()}, ${cpus().length} cores (${models}), ${memory}, ${load}, ${files}, ${process.platform}, Node ${process.versions.node}`
}

/**
 * Some 30, but hundreds on ext4 without a journal, which passes over what was deleted in the last minutes, one inode at a
 * time: then all that writes many files takes several times as long as on a new machine. TMPDIR chooses a file system.
 */
function microsecondsPerFile(): number {
  const directory = mkdtempSync(join(tmpdir(), 'incremental-nix-files-'))
  const files = 5000
  const make = () => {
    const place = join(directory, 'files')
    mkdirSync(place)
    for (let file = 0; file < files; file++) writeFileSync(join(place, String(file)), '')
  }
  try {
    make()
    rmSync(join(directory, 'files'), { recursive: true })
    const started = performance.now()
    make()
    return ((performance.now() - started) * 1000) / files
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** Writes `bench/results/<name>-<date>.md` and prints it. */
export function writeResult(name: string, title: string, parts: readonly string[]): void {
  const text = `${[`# ${title}`, circumstances, ...parts].join('\n\n')}\n`
  writeResultFile(`${name}-${today()}.md`, text)
  console.log(text)
}

/** Writes `bench/results/<name>-<date>.<extension>`. Returns how the page in the same directory refers to it. */
export function writeResultBeside(name: string, extension: string, text: string): string {
  const file = `${name}-${today()}.${extension}`
  writeResultFile(file, text)
  return file
}

function writeResultFile(file: string, text: string): void {
  const directory = fileURLToPath(new URL('results/', import.meta.url))
  mkdirSync(directory, { recursive: true })
  writeFileSync(`${directory}${file}`, text)
}

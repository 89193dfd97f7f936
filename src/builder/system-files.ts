import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ProcessError, run } from '../lib/process.ts'
import { BuilderError } from './error.ts'
import { type BuilderFolder, filesOf, folderPrefix, readJson, writeJson } from './folder.ts'
import { marksIn, withMarkedLines, withoutMarkedLines } from './machines.ts'

/** Files of the machine that Nix's daemon reads, changed through sudo for a user whom the daemon does not trust. */

/** What was changed, kept in the folder so that whoever cleans up can take it back. */
export interface SystemChanges {
  readonly machinesFile: string
  readonly machinesFileIsNew: boolean
  readonly mark: string
  readonly snippet: string | undefined
}

const sshConfig = '/etc/ssh/ssh_config'
const sshSnippets = '/etc/ssh/ssh_config.d'
const quickCallSeconds = 20

/** Makes the daemon know the machines. Throws `BuilderError` if that is not possible. */
export async function writeSystemFiles(
  folder: BuilderFolder,
  machinesFile: string,
  lines: readonly string[],
  sshText: string,
): Promise<void> {
  await demandRoot()
  if (sshText !== '') await demandSnippets()
  await removeStale(machinesFile)
  // What this job wrote before, with fewer machines.
  await removeSystemFiles(folder)
  const before = await readFile(machinesFile, 'utf8').catch(() => undefined)
  const snippet = sshText === '' ? undefined : join(sshSnippets, `${basename(folder)}.conf`)
  const changes: SystemChanges = {
    machinesFile,
    machinesFileIsNew: before === undefined,
    mark: folder,
    snippet,
  }
  // First, so that whatever comes to be is known.
  await writeJson(filesOf(folder).system, changes)
  if (snippet !== undefined) await writeAsRoot(snippet, sshText)
  await writeAsRoot(machinesFile, withMarkedLines(before ?? '', lines, folder))
}

/** Takes back what `writeSystemFiles` did. Never throws; returns what could not be taken back. */
export async function removeSystemFiles(
  folder: BuilderFolder,
  known?: SystemChanges,
): Promise<readonly string[]> {
  const changes = known ?? (await systemChanges(folder))
  if (changes === undefined) return []
  const left: string[] = []
  const attempt = async (path: string, body: () => Promise<void>) => {
    await body().catch(() => left.push(path))
  }
  const { machinesFile, machinesFileIsNew, mark, snippet } = changes
  if (snippet !== undefined) await attempt(snippet, () => asRoot(['rm', '-f', snippet]))
  await attempt(machinesFile, async () => {
    const now = await readFile(machinesFile, 'utf8').catch(() => undefined)
    if (now === undefined) return
    const without = withoutMarkedLines(now, mark)
    if (without === '' && machinesFileIsNew) await asRoot(['rm', '-f', machinesFile])
    else if (without !== now) await writeAsRoot(machinesFile, without)
  })
  return left
}

export async function systemChanges(folder: BuilderFolder): Promise<SystemChanges | undefined> {
  return readJson<SystemChanges>(filesOf(folder).system)
}

/** What jobs left that were ended with all of their processes: their folders are gone. */
async function removeStale(machinesFile: string): Promise<void> {
  const text = await readFile(machinesFile, 'utf8').catch(() => '')
  const gone = marksIn(text).filter((mark) => !existsSync(mark))
  if (gone.length > 0) await writeAsRoot(machinesFile, gone.reduce(withoutMarkedLines, text))
  for (const name of await readdir(sshSnippets).catch(() => [])) {
    if (!name.startsWith(folderPrefix)) continue
    const snippet = await readFile(join(sshSnippets, name), 'utf8').catch(() => '')
    const key = /IdentityFile (.+)$/m.exec(snippet)?.[1]
    if (key !== undefined && !existsSync(key)) await asRoot(['rm', '-f', join(sshSnippets, name)])
  }
}

async function demandRoot(): Promise<void> {
  if (process.getuid?.() === 0) return
  try {
    await run('sudo', ['-n', 'true'], { timeoutSeconds: quickCallSeconds })
  } catch (error) {
    if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    throw new BuilderError(
      "Nix's daemon does not trust this user, and there is no `sudo` without a password to register the builder by",
      'Add the user to `trusted-users` in nix.conf (and restart the daemon); cachix/install-nix-action does so',
    )
  }
}

async function demandSnippets(): Promise<void> {
  const text = await readFile(sshConfig, 'utf8').catch(() => '')
  if (/^\s*Include\s+.*ssh_config\.d/im.test(text)) return
  throw new BuilderError(
    `Nix's daemon does not trust this user, and ${sshConfig} does not include ${sshSnippets}, so the daemon's ssh cannot learn of the builder`,
    'Add the user to `trusted-users` in nix.conf (and restart the daemon)',
  )
}

/** Keeps owner and mode of a file that is there, and the file itself: it may be a link. */
async function writeAsRoot(path: string, text: string): Promise<void> {
  await asRoot(['tee', path], text)
}

async function asRoot(command: readonly [string, ...string[]], input?: string): Promise<void> {
  const [file, ...args] = process.getuid?.() === 0 ? command : (['sudo', '-n', ...command] as const)
  const options = { timeoutSeconds: quickCallSeconds, evenIfCancelled: true }
  await run(file, args, input === undefined ? options : { ...options, input })
}

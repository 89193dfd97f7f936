import { readFile, writeFile } from 'node:fs/promises'
import { BuilderError } from './error.ts'
import { type BuilderFolder, filesOf } from './folder.ts'
import { machinesFile, systemsOfLines } from './machines.ts'
import type { NixRunner } from './nix-runner.ts'
import { decideRegistration, type NixSituation, readSituation } from './registration.ts'
import { nixSshConfig } from './ssh.ts'
import { writeSystemFiles } from './system-files.ts'

const quickCallSeconds = 60

/** What `nix` needs so that it knows the machines; nothing where the daemon reads it from files. */
export interface Registered {
  /** Lines of nix.conf. */
  readonly settings: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface Registrant {
  /** Lines of machines. */
  readonly lines: readonly string[]
  /** Blocks of ssh's configuration for those of them that are VMs. */
  readonly sshBlocks: readonly string[]
  /** Where files for this go. */
  readonly folder: BuilderFolder
}

/** Asks Nix how it works here. Throws `ProcessError`. */
export async function askSituation(nix: NixRunner): Promise<NixSituation> {
  const { dialect } = nix
  const limit = { timeoutSeconds: quickCallSeconds }
  const [info, settings] = await Promise.all([
    nix.run(dialect.storeInfo, limit),
    nix.run(dialect.showConfig, limit),
  ])
  return readSituation(info.stdout, settings.stdout, dialect.trusted(info.stdout) ?? false)
}

/** What Nix builds without us: itself, and by the machines that it knows. */
export async function buildableSystems({ systems, builders }: NixSituation): Promise<ReadonlySet<string>> {
  const file = machinesFile(builders)
  const listed = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '')
  const lines = `${builders}\n${listed}`
    .split(/[\n;]/)
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('@'))
  return new Set([...systems, ...systemsOfLines(lines, systems[0] ?? '')])
}

/** Makes Nix know the machines, for this job. Throws `BuilderError` if it cannot be done. */
export async function register(situation: NixSituation, registrant: Registrant): Promise<Registered> {
  const { lines, sshBlocks, folder } = registrant
  const sshConfig = sshBlocks.length === 0 ? undefined : filesOf(folder).nixSshConfig
  if (sshConfig !== undefined) await writeFile(sshConfig, nixSshConfig(sshBlocks), { mode: 0o600 })
  const decided = decideRegistration(situation, { lines, sshConfig }, process.env.NIX_SSHOPTS)
  switch (decided.way) {
    case 'environment':
      return { settings: decided.settings, env: decided.env }
    case 'system':
      await writeSystemFiles(folder, decided.machinesFile, lines, sshBlocks.join(''))
      return { settings: [], env: {} }
    case 'impossible':
      throw new BuilderError(decided.why, decided.remedy)
  }
}

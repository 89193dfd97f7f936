import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finished, type RunOptions, run } from '../src/lib/process.ts'

/** A Nix of its own, without root, daemon or /nix: store, state, configuration and home are below one directory. */
export interface NixWorld {
  readonly directory: string
  readonly store: string
  /** Added to a child's environment, it makes every `nix` below that child use this world. */
  readonly env: Readonly<Record<string, string>>
  nix(args: readonly string[], options?: RunOptions): Promise<Finished>
  /** Adds lines to nix.conf. */
  configure(...lines: string[]): void
  /** An empty store at the same place, as a new runner has it. Evaluation and download caches go with it. */
  wipeStore(): void
  dispose(): void
}

const configuration = [
  'experimental-features = nix-command flakes',
  // Builds use the host's compiler by absolute path.
  'sandbox = false',
  'substituters =',
  'build-users-group =',
]

export function createNixWorld(directory: string): NixWorld {
  const at = (name: string) => join(directory, name)
  const store = at('store')
  const lines = [...configuration]
  const env = {
    NIX_STORE_DIR: store,
    NIX_STATE_DIR: at('state'),
    NIX_LOG_DIR: at('log'),
    NIX_CONF_DIR: at('conf'),
    NIX_USER_CONF_FILES: '',
    NIX_CONFIG: '',
    NIX_PATH: '',
    NIX_REMOTE: '',
    HOME: at('home'),
    XDG_CACHE_HOME: at('cache'),
    XDG_CONFIG_HOME: at('home'),
    XDG_DATA_HOME: at('home'),
    XDG_STATE_HOME: at('home'),
  }
  const writeConfiguration = () => writeFileSync(join(env.NIX_CONF_DIR, 'nix.conf'), `${lines.join('\n')}\n`)

  for (const name of ['store', 'state', 'log', 'conf', 'home', 'cache']) {
    mkdirSync(at(name), { recursive: true })
  }
  writeConfiguration()
  return {
    directory,
    store,
    env,
    nix: (args, options = {}) => run('nix', args, { ...options, env: { ...env, ...options.env } }),
    configure(...more) {
      lines.push(...more)
      writeConfiguration()
    },
    wipeStore() {
      for (const name of ['store', 'state', 'log', 'cache']) {
        removeReadOnly(at(name))
        mkdirSync(at(name))
      }
    },
    dispose: () => removeReadOnly(directory),
  }
}

/** Nix makes directories of the store read-only, and nobody but root can empty such a directory. */
export function removeReadOnly(directory: string): void {
  makeWritable(directory)
  rmSync(directory, { recursive: true, force: true })
}

function makeWritable(directory: string): void {
  const entry = lstatSync(directory, { throwIfNoEntry: false })
  if (!entry?.isDirectory()) return
  chmodSync(directory, 0o700)
  for (const child of readdirSync(directory, { withFileTypes: true })) {
    if (child.isDirectory()) makeWritable(join(directory, child.name))
  }
}

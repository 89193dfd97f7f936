import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../../src/lib/process.ts'
import { compiledIn } from './compiled.ts'
import { type Mark, textsOf } from './marks.ts'
import { partsOf, type Seconds } from './parts.ts'

/**
 * The limit of what can be had: a build in a directory in which the base was built before, by the same `Setup` and the same
 * compiler with the same flags, tests, Haddock and installation, without Nix.
 */
export interface Warm {
  /** Builds what is in the work tree now, on top of the base. */
  build(): Promise<WarmBuild>
}

export interface WarmBuild {
  readonly seconds: number
  readonly parts: Seconds
  /** Where it was installed. */
  readonly out: string
  readonly log: string
}

export interface WarmOptions {
  /** Of its own, and of a name as long as that of the directory that the Nix store is in. */
  readonly directory: string
  /** Where the package is, at the base now. */
  readonly workTree: string
  /** What the builder of the full build, which is in the store now, says of its flags. */
  readonly configureFlags: string
  /** What the full build kept, which spares compiling the base once more. */
  readonly intermediates: string
  readonly haddock: boolean
}

/** What the sample nixpkgs' stdenv sets. */
const environment = { LANG: 'C.UTF-8', CC: 'gcc', SOURCE_DATE_EPOCH: '315532800' }

/** nixpkgs' own. */
const haddockFlags = [
  '--html',
  '--hoogle',
  '--quickjump',
  '--hyperlink-source',
  `--haddock-option=-j${availableParallelism()}`,
  '--haddock-option=--no-tmp-comp-dir',
]

const now = () => performance.now() / 1000

/** Builds the base, of the products of the full build. */
export async function createWarm(options: WarmOptions): Promise<Warm> {
  const { directory, workTree, configureFlags, intermediates } = options
  const builtOut = /(?:^| )--prefix=(\S+)/.exec(configureFlags)?.[1]
  if (builtOut === undefined) throw new Error(`no --prefix in ${configureFlags}`)
  const at = (name: string) => join(directory, name)
  const [place, kept, database, program] = [at('build'), at('kept'), at('package.conf.d'), at('Setup')]
  // As long as that of a build by Nix, and with what may be a hash in Nix's alphabet, so that it is masked like one.
  const out = join(directory, 'store', `${'x'.repeat(32)}${basename(builtOut).slice(32)}`)
  const anyOutput = new RegExp(`${dirname(builtOut)}/.{32}${basename(builtOut).slice(32)}`)
  const flags = configureFlags
    .split(' ')
    .filter((flag) => flag !== '')
    // Other outputs have other hashes.
    .map((flag) => flag.replace(anyOutput, out).replace(/^--package-db=.*/, `--package-db=${database}`))
    .filter((flag) => !flag.startsWith('--with-ghc='))
  const registration = join(out, registrationOf(builtOut))
  const inPlace = { cwd: place, env: environment }
  mkdirSync(directory, { recursive: true })
  copySources(workTree, place)
  writeFileSync(`${program}.hs`, 'import Distribution.Simple\nmain = defaultMain\n')
  await run('ghc', ['-threaded', '--make', '-o', program, `${program}.hs`])
  await run('ghc-pkg', ['init', database])
  await run(program, ['configure', ...flags, ...(await compilerFlags(place, directory))], inPlace)
  cpSync(join(intermediates, 'dist'), join(place, 'dist'), { recursive: true, preserveTimestamps: true })
  const { stdout } = await run(program, ['build'], inPlace)
  const compiled = compiledIn(stdout).filter((name) => !name.startsWith('Paths_'))
  if (compiled.length > 0) throw new Error(`compiled again in place: ${compiled}`)
  cpSync(join(place, 'dist'), kept, { recursive: true, preserveTimestamps: true })

  async function build(): Promise<WarmBuild> {
    rmSync(join(place, 'dist'), { recursive: true })
    cpSync(kept, join(place, 'dist'), { recursive: true, preserveTimestamps: true })
    copySources(workTree, place)
    rmSync(dirname(out), { recursive: true, force: true })
    const marks: Mark[] = []
    const phase = async (name: string, ...args: readonly string[]) => {
      marks.push({ at: now(), phase: name })
      const onStderrLine = (text: string) => marks.push({ at: now(), text })
      // What Cabal and GHC say of what they do comes on standard output.
      await run('bash', ['-c', '"$0" "$@" >&2', program, ...args], { ...inPlace, onStderrLine })
    }
    const start = now()
    await phase('buildPhase', 'build', '-v2')
    await phase('checkPhase', 'test', '--show-details=streaming')
    if (options.haddock) await phase('haddockPhase', 'haddock', ...haddockFlags)
    await phase('installPhase', 'copy')
    mkdirSync(dirname(registration), { recursive: true })
    await phase('installPhase', 'register', `--gen-pkg-config=${registration}`)
    const end = now()
    return {
      seconds: end - start,
      parts: partsOf({ start, marks, end }),
      out,
      log: textsOf(marks).join('\n'),
    }
  }
  return { build }
}

/** Of the compiler that keeps `Paths_` modules apart, as builds by Nix have it. It is made in a directory below `scratch`. */
async function compilerFlags(place: string, scratch: string): Promise<readonly string[]> {
  const adapter = fileURLToPath(new URL('../../nix/adapters/compiler.nix', import.meta.url))
  const expression = `(import ${adapter}).replace (flag: "echo ${'${flag}'}")`
  const { stdout: script } = await run('nix-instantiate', ['--eval', '--json', '--expr', expression])
  const { stdout } = await run('bash', ['-O', 'extglob', '-c', JSON.parse(script)], {
    cwd: place,
    env: { TMPDIR: scratch },
  })
  return stdout.trim().split('\n')
}

/** Below the output; that the builder gives the file its name has nothing to do with Cabal. */
function registrationOf(out: string): string {
  const file = readdirSync(out, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('.conf'))
  if (file === undefined) throw new Error(`no library is registered in ${out}`)
  return file
}

/** Only files that changed: Cabal configures anew what has a newer description than the last time. */
function copySources(from: string, to: string): void {
  const isNew = (one: string, other: string) =>
    !existsSync(other) || statSync(one).isDirectory() || !readFileSync(one).equals(readFileSync(other))
  for (const name of ['monolith.cabal', 'src', 'app', 'test', 'data'])
    cpSync(join(from, name), join(to, name), { recursive: true, filter: isNew })
}

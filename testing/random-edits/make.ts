import { existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareProducts, hashOf, registeredPackages } from '../../src/compare/index.ts'
import { run } from '../../src/lib/process.ts'
import type { Workshop } from '../rewriting.ts'
import { disagreements, observe } from './observe.ts'
import { filesOf, nixArguments, type Package } from './package.ts'
import { createWalk, type State, type Walk } from './walks.ts'

/**
 * Random edits of a package that has a bit of everything: after each of them it is built on top of a full build, and
 * plainly, and what can be seen of the two builds is compared, as is what they installed, by mode `verify`.
 */

export interface RandomEdits {
  readonly number: number
  readonly seed: number
  /** The one walk that is taken, if not all. */
  readonly walk: number | undefined
}

/**
 * RANDOM_EDITS says how many; RANDOM_EDITS_SEED repeats a run, and RANDOM_EDITS_WALK one walk of it: 3 is `g3`. What is not
 * said is as in `usual`, without a seed another run each time.
 */
export function randomEditsOf(
  env: NodeJS.ProcessEnv,
  usual: { readonly number: number; readonly seed?: number },
): RandomEdits {
  return {
    number: Number(env.RANDOM_EDITS ?? usual.number),
    seed: Number(env.RANDOM_EDITS_SEED ?? usual.seed ?? Math.floor(Math.random() * 2 ** 31)),
    walk: env.RANDOM_EDITS_WALK === undefined ? undefined : Number(env.RANDOM_EDITS_WALK),
  }
}

/** What became of one edit. */
export interface Step {
  readonly walk: string
  /** All since the base, the last one new. */
  readonly edits: readonly string[]
  readonly differences: readonly string[]
  /** Plainly. */
  readonly built: boolean
  /** How many modules, on top of the full build and plainly. */
  readonly compiled: readonly [number, number]
}

const stepsPerWalk = 5
const walksAtOnce = 4

/** Makes the edits, and yields what became of each. */
export async function* makeRandomEdits(workshop: Workshop, edits: RandomEdits): AsyncGenerator<Step> {
  const all = [...Array(Math.ceil(edits.number / stepsPerWalk)).keys()]
  const indices = edits.walk === undefined ? all : [edits.walk]
  const walks = indices.map((index) => createWalk(edits.seed, index))
  for (let at = 0; at < walks.length; at += walksAtOnce)
    yield* takeWalks(workshop, walks.slice(at, at + walksAtOnce))
}

/** A line for the log. */
export function lineOf({ walk, edits, differences, built, compiled }: Step): string {
  const result = [
    differences.length === 0 ? 'same' : 'DIFFERENT',
    built ? 'green' : 'red',
    compiled.join(' of '),
  ]
  return [walk, ...result, edits.join(', '), ...differences].join('; ')
}

async function* takeWalks(workshop: Workshop, walks: readonly Walk[]): AsyncGenerator<Step> {
  const names = walks.map(({ name }) => name)
  workshop.write({ 'default.nix': project(names) })
  const states = await makeBases(workshop, walks)
  for (let step = 0; step < stepsPerWalk; step++) {
    const last = new Map(states)
    for (const walk of walks) states.set(walk.name, walk.step(last.get(walk.name)!))
    put(workshop, states)
    const [head, plain] = await Promise.all([workshop.buildHead(), workshop.buildPlainly(names)])
    for (const name of names) {
      const outcomes = [head.get(name)!, plain.get(name)!] as const
      const built = outcomes[1].out !== undefined
      const { edits, pkg } = states.get(name)!
      const optimised = JSON.stringify(pkg).includes('"-O1"')
      const differences = [
        ...disagreements(...(await observe(outcomes, { name: 'g\\d+', optimised }))),
        ...(await verified(workshop, name, [outcomes[0].out, outcomes[1].out])),
      ]
      const compiled = [outcomes[0].compiled.length, outcomes[1].compiled.length] as const
      yield { walk: name, edits, differences, built, compiled }
      // What does not build is not gone on with.
      if (!built) states.set(name, last.get(name)!)
    }
  }
}

/** What mode `verify` says of them. */
async function verified(
  workshop: Workshop,
  name: string,
  [onTop, plain]: readonly [string | undefined, string | undefined],
): Promise<readonly string[]> {
  if (onTop === undefined || plain === undefined) return []
  const [ours, theirs] = await Promise.all([registeredPackages(onTop), registeredPackages(plain)])
  const compare = (reference: string) =>
    compareProducts({
      onTop,
      plain: reference,
      renaming: new Map([[hashOf(onTop), hashOf(reference)]]),
      scratch: tmpdir(),
      showInterface: async (path) => (await run('ghc', ['--show-iface', path])).stdout,
    })
  let compared = ours.join(' ') === theirs.join(' ') ? await compare(plain) : undefined
  if (compared === undefined || compared.differences.length > 0) {
    const reference = (await workshop.buildUnderIds([name])).get(name)?.out
    if (reference === undefined) return ['verify: not built under the package id of the full build']
    compared = await compare(reference)
  }
  const { differences, unproven } = compared
  return [
    ...differences.map(
      ({ file, where, onTop, plain }) => `verify: ${file}, ${where}: ${onTop}, plainly ${plain}`,
    ),
    ...unproven.map(({ file, why }) => `verify: ${file}: ${why}`),
  ]
}

/** The states of which there are full builds now. */
async function makeBases(workshop: Workshop, walks: readonly Walk[]): Promise<Map<string, State>> {
  const states = new Map(walks.map(({ name, bases }) => [name, bases[0]]))
  put(workshop, states)
  const tried = await workshop.makeFullBuilds()
  const failed = walks.filter(({ name }) => tried.get(name)?.out === undefined)
  if (failed.length === 0) return states
  for (const { name, bases } of failed) states.set(name, bases[1])
  put(workshop, states)
  const made = await workshop.makeFullBuilds()
  const missing = walks.find(({ name }) => made.get(name)?.intermediates === undefined)
  if (missing !== undefined) throw new Error(`${missing.name}: ${made.get(missing.name)?.log}`)
  return states
}

function project(names: readonly string[]): string {
  const packages = names.map((name) => `\n  ${name} = package "${name}" ./${name} (import ./${name}.nix);`)
  return `{ }:
let
  pkgs = import ./nixpkgs { };
  # The same for all, made once.
  setup = pkgs.stdenv.mkDerivation {
    name = "setup";
    nativeBuildInputs = [ pkgs.haskellPackages.ghc ];
    buildCommand = ''
      echo 'import Distribution.Simple; main = defaultMain' > Setup.hs
      ghc -threaded --make -o $out Setup.hs
    '';
  };
  package =
    pname: src: options:
    (pkgs.haskellPackages.callPackage (
      { mkDerivation }:
      mkDerivation (
        {
          inherit pname src;
          isLibrary = true;
          isExecutable = true;
          # With several threads GHC makes one interface or another of the same optimised module.
          enableParallelBuilding = false;
        }
        // options
      )
    ) { }).overrideAttrs (_: { compileBuildDriverPhase = "ln -s \${setup} Setup"; });
in
{${packages.join('')}
}
`
}

/** Writes all files of the packages, and removes those that they have no more. */
function put(workshop: Workshop, states: ReadonlyMap<string, { readonly pkg: Package }>): void {
  for (const [name, { pkg }] of states) {
    const directory = join(workshop.directory, name)
    if (existsSync(directory)) rmSync(directory, { recursive: true })
    const files = Object.entries(filesOf(pkg)).map(([path, text]) => [`${name}/${path}`, text] as const)
    workshop.write({ ...Object.fromEntries(files), [`${name}.nix`]: nixArguments(pkg) })
  }
}

import { createHash } from 'node:crypto'
import type { BaseGraph, FullBuild } from '../src/engine/full-build.ts'
import type { Derivation, Graph, Output, Unit } from '../src/graph/index.ts'

/** Derivations as Nix would make them, but for hashes that mean nothing. */

export const storeDirectory = '/nix/store'

/** A store path; the same name and salt give the same one. */
export function storePath(name: string, salt = ''): string {
  const digits = '0123456789abcdfghijklmnpqrsvwxyz'
  const hash = createHash('sha256').update(`${name}\0${salt}`).digest()
  return `${storeDirectory}/${[...hash].map((byte) => digits[byte & 31]).join('')}-${name}`
}

export const drvPath = (name: string, salt = '') => storePath(`${name}.drv`, salt)

export interface DerivationOptions extends Partial<Omit<Derivation, 'env' | 'outputs' | 'inputDrvs'>> {
  /** Makes another derivation of the same name. */
  readonly salt?: string
  readonly env?: Readonly<Record<string, string>>
  /** Attributes of a derivation with `__structuredAttrs`. */
  readonly structured?: Readonly<Record<string, unknown>>
  /** Names of outputs that follow from the derivation, or what there is to say of each. */
  readonly outputs?: readonly string[] | Readonly<Record<string, Output>>
  /** Of each all outputs. */
  readonly inputs?: readonly Derivation[]
}

export function createDerivation(name: string, options: DerivationOptions = {}): Derivation {
  const { salt = '', structured, inputs = [], outputs = ['out'], env = {}, ...rest } = options
  const named = Array.isArray(outputs)
    ? outputs.map((output): [string, Output] => [output, inputAddressed(name, output, salt)])
    : Object.entries(outputs as Readonly<Record<string, Output>>)
  const json = structured === undefined ? {} : { __json: JSON.stringify(structured) }
  return {
    path: drvPath(name, salt),
    name,
    system: 'x86_64-linux',
    builder: '/bin/sh',
    args: [],
    inputSrcs: [],
    ...rest,
    env: new Map(Object.entries({ name, ...env, ...json })),
    outputs: new Map(named),
    inputDrvs: new Map(inputs.map((input) => [input.path, [...input.outputs.keys()]])),
  }
}

function inputAddressed(name: string, output: string, salt: string): Output {
  const path = storePath(output === 'out' ? name : `${name}-${output}`, salt)
  return { path, hashAlgorithm: '', hash: '' }
}

/** What a fetcher makes. */
export function createFetched(name: string, options: DerivationOptions = {}): Derivation {
  const path = storePath(name, `fetched ${options.salt ?? ''}`)
  return createDerivation(name, {
    ...options,
    outputs: { out: { path, hashAlgorithm: 'sha256', hash: 'ab'.repeat(32) } },
  })
}

/** One whose path only the build can tell. */
export function createFloating(name: string, options: DerivationOptions = {}): Derivation {
  return createDerivation(name, {
    ...options,
    outputs: { out: { path: '', hashAlgorithm: 'r:sha256', hash: '' } },
  })
}

/** The path of an output. */
export function outOf(derivation: Derivation, output = 'out'): string {
  return derivation.outputs.get(output)?.path ?? ''
}

export function createUnit(
  name: string,
  {
    derivation,
    ...unit
  }: Partial<Omit<Unit, 'derivation'>> & { readonly derivation?: DerivationOptions } = {},
): Unit {
  return {
    adapter: 'haskell',
    package: name,
    compiler: 'ghc-9.6.6',
    ...unit,
    derivation: createDerivation(`${name}-1.0`, derivation),
  }
}

/** In this order, which has to be that of `walk`. */
export function createGraph(derivations: readonly Derivation[]): Graph {
  return new Map(derivations.map((derivation) => [derivation.path, derivation]))
}

const base = {
  revision: 'a'.repeat(40),
  time: 1_700_000_000,
  boundary: 1_700_000_100,
  root: false,
  fitting: false,
  coarser: undefined,
}

export function createFullBuild(unit: Unit): FullBuild {
  const { name, outputs } = unit.derivation
  const pathOf = (output: string) => storePath(`${name}-${output}`, `full ${unit.derivation.path}`)
  return {
    unit,
    base,
    key: `key-${unit.package}`,
    derivation: drvPath(name, 'full'),
    outputs: Object.fromEntries(
      [...outputs.keys(), 'intermediates'].map((output) => [output, pathOf(output)]),
    ),
    intermediates: pathOf('intermediates'),
    unchecked: false,
    on: undefined,
  }
}

export function createBaseGraph(
  units: readonly Unit[],
  options: {
    readonly fullBuilds?: readonly FullBuild[]
    readonly dependencies?: BaseGraph['dependencies']
  } = {},
): BaseGraph {
  const { fullBuilds = units.map(createFullBuild), dependencies = [] } = options
  const graph = createGraph(units.map(({ derivation }) => derivation))
  return {
    ...{ base, graph, units },
    below: graph,
    coarser: undefined,
    fullBuilds: new Map(fullBuilds.map((full) => [full.unit.derivation.path, full])),
    dependencies,
  }
}

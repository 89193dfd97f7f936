/** What a `.drv` file says. Paths are absolute store paths. */
export interface Derivation {
  /** Of the `.drv` file. */
  readonly path: string
  readonly name: string
  readonly system: string
  readonly builder: string
  readonly args: readonly string[]
  readonly env: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, Output>
  /** Outputs of other derivations, by the paths of their `.drv` files. */
  readonly inputDrvs: ReadonlyMap<string, readonly string[]>
  readonly inputSrcs: readonly string[]
}

export interface Output {
  /** Empty where only the build can tell: content-addressed, or dependent on what is. */
  readonly path: string
  /** Empty unless the content decides about the path. */
  readonly hashAlgorithm: string
  /** Hexadecimal, of an output that is fixed; else empty. */
  readonly hash: string
}

/** Whether the path was given with the hash of what is to be there, as fetchers do. */
export function isFixedOutput({ outputs }: Derivation): boolean {
  return [...outputs.values()].some(({ hash }) => hash !== '')
}

/** Whether the paths of the outputs follow from the derivation alone, so that another derivation has other ones. */
export function isInputAddressed({ env, outputs }: Derivation): boolean {
  const addressed = [...outputs.values()].every(
    ({ path, hashAlgorithm }) => path !== '' && hashAlgorithm === '',
  )
  return addressed && env.get('__impure') !== '1'
}

/** An attribute of the derivation as text; undefined if it has none, or one that is not a text. */
export function attribute(derivation: Derivation, name: string): string | undefined {
  const structured = derivation.env.get('__json')
  if (structured === undefined) return derivation.env.get(name)
  const value = structuredAttributes(derivation)[name]
  return typeof value === 'string' ? value : undefined
}

/** The words of an attribute that is a list: with structured attributes one of texts, else a text with spaces between them. */
export function attributeWords(derivation: Derivation, name: string): readonly string[] {
  const value: unknown = derivation.env.has('__json')
    ? structuredAttributes(derivation)[name]
    : derivation.env.get(name)
  const words = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/\s+/) : []
  return words.filter((word): word is string => typeof word === 'string' && word !== '')
}

/** The names of all attributes; none with structured ones that cannot be read. */
export function attributeNames(derivation: Derivation): readonly string[] {
  return derivation.env.has('__json')
    ? Object.keys(structuredAttributes(derivation))
    : [...derivation.env.keys()]
}

/**
 * Whether stdenv runs the phases that it names itself, as far as attributes tell: a package may name all phases, and leave
 * out any, or have one command in their place.
 */
export function runsPhases(derivation: Derivation): boolean {
  return (
    attributeWords(derivation, 'phases').length === 0 &&
    ['buildCommand', 'buildCommandPath'].every((name) => (attribute(derivation, name) ?? '') === '')
  )
}

const structuredCache = new WeakMap<Derivation, Readonly<Record<string, unknown>>>()

/** The attributes of a derivation with `__structuredAttrs`; none if they cannot be read. */
function structuredAttributes(derivation: Derivation): Readonly<Record<string, unknown>> {
  const known = structuredCache.get(derivation)
  if (known !== undefined) return known
  const read = readObject(derivation.env.get('__json') ?? '{}')
  structuredCache.set(derivation, read)
  return read
}

function readObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

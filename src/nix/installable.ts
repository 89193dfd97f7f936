/** One thing to build, as the user wrote it for `nix build`. */
export interface Installable {
  /** As written: the name that people see. */
  readonly text: string
  /** Directory of the flake as written, relative to the workspace; empty with `file`. */
  readonly directory: string
  /** Parameters of the flake reference, such as `submodules=1`, without the `?`. */
  readonly parameters: string
  readonly attributePath: readonly string[]
  /** Outputs named after `^`; none for what Nix builds unless told otherwise. */
  readonly outputs: readonly string[]
}

/**
 * Reads one line of the input `installables`.
 * Syntax: Nix manual, "nix", section Installables. Throws an `Error` whose message says what is wrong with it.
 */
export function parseInstallable(text: string, fromFile: boolean): Installable {
  const [address, outputs] = splitOutputs(text)
  if (fromFile) {
    if (address.includes('#'))
      throw new Error('with `file`, it is an attribute path such as `pkg`, without `#`')
    return { text, directory: '', parameters: '', attributePath: parseAttributePath(address), outputs }
  }
  const hash = address.indexOf('#')
  const reference = hash < 0 ? address : address.slice(0, hash)
  const [directory = '', parameters = ''] = splitOnce(reference, '?')
  if (/^[a-z][a-z0-9+.-]*:/i.test(directory) || !(directory === '' || /^(\.|\/)/.test(directory)))
    throw new Error(
      'it names another flake; only a flake of the checked out repository, written as `.#pkg` or `./directory#pkg`, can be built incrementally',
    )
  const query = new URLSearchParams(parameters)
  if (query.has('rev') || query.has('ref'))
    throw new Error('it names a revision; leave out `rev` and `ref`, the checked out commit is what is built')
  return {
    text,
    directory: directory === '' ? '.' : directory,
    parameters,
    attributePath: parseAttributePath(hash < 0 ? '' : decodeURIComponent(address.slice(hash + 1))),
    outputs,
  }
}

/** Reads `a."b.c".d`. */
export function parseAttributePath(text: string): string[] {
  if (text === '') return []
  const names = [...text.matchAll(/(?:"([^"]*)"|([^".]+))(\.|$)/gy)]
  const read = names.reduce((length, match) => length + match[0].length, 0)
  if (read !== text.length || names.at(-1)?.[3] === '.')
    throw new Error(
      `\`${text}\` is not an attribute path; separate names by single dots and quote those with dots`,
    )
  return names.map((match) => match[1] ?? match[2] ?? '')
}

function splitOutputs(text: string): [string, string[]] {
  const match = /^(.*)\^([^^]*)$/.exec(text)
  if (match === null) return [text, []]
  const outputs = (match[2] ?? '').split(',')
  if (!outputs.every((output) => output === '*' || /^[\w+.?=-]+$/.test(output)))
    throw new Error('after `^` come output names separated by commas, or `*`')
  return [match[1] ?? '', outputs]
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}

/** Whether it means every derivation in a set, as in `.#checks.x86_64-linux.*`, which `nix build` does not know. */
export function isWildcard({ attributePath }: Installable): boolean {
  return attributePath.at(-1) === '*'
}

/** The text of an installable. `reference` is that of the flake; empty with a file. */
export function formatInstallable(
  reference: string,
  { attributePath, outputs }: Pick<Installable, 'attributePath' | 'outputs'>,
): string {
  const path = attributePath.map((name) => (/^[A-Za-z_][\w'-]*$/.test(name) ? name : `"${name}"`)).join('.')
  const attribute = reference === '' ? path : `${reference}#${path}`
  return outputs.length === 0 ? attribute : `${attribute}^${outputs.join(',')}`
}

/** For `nix build`: these outputs of a derivation. */
export function outputsOf(derivation: string, outputs: readonly string[]): string {
  return `${derivation}^${outputs.join(',')}`
}

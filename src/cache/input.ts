import { maskUrls } from './reason.ts'

/** Where full builds live, as the `cache` input says it. */
export type CacheKind =
  | { readonly kind: 'github' }
  | { readonly kind: 'none' }
  /** A binary cache that is a directory or is written by PUT: this action uploads the files. */
  | { readonly kind: 'file' | 'http'; readonly url: string }
  /** A store that only `nix copy` can write. */
  | { readonly kind: 'nix'; readonly url: string }
  /** A hosted cache that its own client writes. `name` as the client takes it. */
  | { readonly kind: ClientKind; readonly name: string }

export type ClientKind = 'cachix' | 'attic'

const allowed =
  'use `github`, `none`, or the URL of a Nix store: file:///absolute/path, http://…, https://…, s3://…, ssh-ng://… or ssh://…; or `cachix:NAME`, `attic:NAME`, `attic:SERVER:NAME`'

const kinds: Readonly<Record<string, 'file' | 'http' | 'nix'>> = {
  'file:': 'file',
  'http:': 'http',
  'https:': 'http',
  's3:': 'nix',
  'ssh-ng:': 'nix',
  'ssh:': 'nix',
}

/** Each program's own syntax of a name, for attic with or without its server. */
const names: Readonly<Record<ClientKind, RegExp>> = {
  cachix: /^[A-Za-z0-9][\w-]*$/,
  attic: /^(?:[A-Za-z0-9][\w.-]*:)?[A-Za-z0-9][\w+-]*$/,
}

/**
 * Reads the `cache` input, one cache per line; `none` is the empty list. Throws an `Error` for the first that is wrong,
 * for a cache that is there twice, and for `none` beside others.
 */
export function parseCacheList(text: string): readonly CacheKind[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length === 0) return [parseCacheInput('')]
  const kinds = lines.map(parseCacheInput)
  const twice = lines.find((line, index) => lines.indexOf(line) !== index)
  if (twice !== undefined) throw new Error(`"${maskUrls(twice)}" is there twice; leave one out`)
  if (kinds.every(({ kind }) => kind === 'none')) return []
  if (kinds.some(({ kind }) => kind === 'none'))
    throw new Error('`none` stands beside other caches; leave out `none`, or the others')
  return kinds
}

/** Reads one line of the `cache` input. Throws an `Error` that says what is allowed; credentials in the URL are masked. */
export function parseCacheInput(text: string): CacheKind {
  const value = text.trim()
  if (value === 'github' || value === 'none') return { kind: value }
  const refuse = (why: string): never => {
    throw new Error(`"${maskUrls(value)}" ${why}; ${allowed}`)
  }
  // Nix separates the stores in a list by white space, and a line end would start a setting of its own.
  if (/[\s\u0000-\u001f\u007f]/.test(value)) return refuse('contains white space or a control character')
  const hosted = /^(cachix|attic):(?!\/\/)(.*)$/.exec(value)
  if (hosted !== null) {
    const [kind, name] = [hosted[1] as ClientKind, hosted[2] ?? '']
    return names[kind].test(name) ? { kind, name } : refuse('names no cache of that service')
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//.test(value)) return refuse('is not a cache')
  if (!URL.canParse(value)) return refuse('is not a valid URL')
  const url = new URL(value)
  const kind = kinds[url.protocol]
  if (kind === undefined) return refuse(`has the unknown scheme ${url.protocol}//`)
  if (kind === 'file' && url.host !== '') return refuse('is not an absolute path')
  if (kind === 'file' && url.pathname === '/') return refuse('names no directory')
  if (kind !== 'file' && url.hostname === '') return refuse('names no host')
  if (url.hash !== '') return refuse('has a part after #, which Nix does not read')
  return { kind, url: value }
}

import { maskUrls } from './reason.ts'

/** Where full builds live, as the `cache` input says it. */
export type CacheKind =
  | { readonly kind: 'github' }
  | { readonly kind: 'none' }
  /** A binary cache that is a directory or is written by PUT: this action uploads the files. */
  | { readonly kind: 'file' | 'http'; readonly url: string }
  /** A store that only `nix copy` can write. */
  | { readonly kind: 'nix'; readonly url: string }

const allowed =
  'use `github`, `none`, or the URL of a Nix store: file:///absolute/path, http://…, https://…, s3://…, ssh-ng://… or ssh://…'

const kinds: Readonly<Record<string, 'file' | 'http' | 'nix'>> = {
  'file:': 'file',
  'http:': 'http',
  'https:': 'http',
  's3:': 'nix',
  'ssh-ng:': 'nix',
  'ssh:': 'nix',
}

/** Reads the `cache` input. Throws an `Error` that says what is allowed; credentials in the URL are masked. */
export function parseCacheInput(text: string): CacheKind {
  const value = text.trim()
  if (value === 'github' || value === 'none') return { kind: value }
  const refuse = (why: string): never => {
    throw new Error(`"${maskUrls(value)}" ${why}; ${allowed}`)
  }
  // Nix separates the stores in a list by white space, and a line end would start a setting of its own.
  if (/[\s\u0000-\u001f\u007f]/.test(value)) return refuse('contains white space or a control character')
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

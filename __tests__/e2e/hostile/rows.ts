import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { archiveOf, type Member, narOf } from '../../../testing/archives.ts'

/** What somebody who may write to a cache could put there. Each row is run, and is a line of docs/hostile-entries.md. */

/** What a row is made of. */
export interface Material {
  /** The members of an entry as it was pushed. */
  readonly good: readonly Member[]
  /** A directory that has nothing to do with the action, with a file `victim` in it. */
  readonly outside: string
}

export interface HostileRow {
  readonly cache: 'GitHub cache' | 'File store'
  readonly entry: string
  /** Refused before anything of it is written, as it is unpacked, before Nix hears of it, or by Nix. */
  readonly by: 'unpacking' | 'reading' | 'Nix'
  /** Of the warning. */
  readonly says: RegExp
  readonly inputs?: Readonly<Record<string, string>>
  /** The archive in place of the entry's. */
  make(material: Material): Promise<Buffer>
}

/** In everything that a row would like to have somewhere. */
export const mark = 'written by a stranger'
const body = Buffer.from(mark)

const file = (name: string): Member => ({ header: { name, type: 'file' }, body })
const link = (type: 'link' | 'symlink', name: string, linkname: string): Member => ({
  header: { name, type, linkname },
})
const upwards = (path: string) => `${'../'.repeat(30)}${path.slice(1)}`

/** The entry with these members behind its own. */
const behind =
  (more: (outside: string) => readonly Member[]) =>
  ({ good, outside }: Material) =>
    archiveOf([...good, ...more(outside)])

/** The entry with each file changed whose name fits. */
export const changed =
  (pattern: RegExp, change: (text: string, outside: string) => string) =>
  ({ good, outside }: Material) =>
    archiveOf(
      good.map((member) =>
        pattern.test(member.header.name)
          ? { ...member, body: Buffer.from(change(String(member.body), outside)) }
          : member,
      ),
    )

/** The entry with each NAR replaced, and narinfos that fit. */
const withNar =
  (nar: Buffer, hashed = nar) =>
  ({ good }: Material) => {
    const hash = `sha256:${createHash('sha256').update(hashed).digest('hex')}`
    const narinfo = (text: string) =>
      text
        .replace(/^(FileHash|FileSize|Sig): .*\n/gm, '')
        .replace(/^URL: .*/m, 'URL: nar/other.nar')
        .replace(/^Compression: .*/m, 'Compression: none')
        .replace(/^NarHash: .*/m, `NarHash: ${hash}`)
        .replace(/^NarSize: .*/m, `NarSize: ${nar.length}`)
    return archiveOf([
      ...good
        .filter(({ header }) => !header.name.includes('/nar/'))
        .map((member) =>
          member.header.name.endsWith('.narinfo')
            ? { ...member, body: Buffer.from(narinfo(String(member.body))) }
            : member,
        ),
      { header: { name: 'full-build/nar/other.nar', type: 'file' }, body: nar },
    ])
  }

const narinfos = /\.narinfo$/
const noPlace = /it holds .* which is no file of an entry/

type EntryRow = Omit<HostileRow, 'cache'>

const members: readonly EntryRow[] = (
  [
    ['a file with an absolute name', (outside: string) => [file(`${outside}/made`)]],
    [
      'a file whose name leads out by `..`',
      (outside: string) => [file(`full-build/${upwards(outside)}/made`)],
    ],
    [
      'a symbolic link that leads out, and a file through it',
      (outside: string) => [link('symlink', 'full-build/out', outside), file('full-build/out/made')],
    ],
    [
      'a symbolic link in place of its directory',
      (outside: string) => [link('symlink', 'full-build/nar', outside), file('full-build/nar/made')],
    ],
    [
      'a hard link to a file outside, and content for it',
      (outside: string) => [
        link('link', 'full-build/nar/made', `${outside}/victim`),
        file('full-build/nar/made'),
      ],
    ],
    [
      'a device',
      () => [{ header: { name: 'full-build/nar/null', type: 'character-device', devmajor: 1, devminor: 3 } }],
    ],
    ['a FIFO', () => [{ header: { name: 'full-build/nar/fifo', type: 'fifo' } }]],
    [
      'a program with the setuid bit',
      () => [
        { ...file('full-build/program'), header: { name: 'full-build/program', type: 'file', mode: 0o4755 } },
      ],
    ],
    ['a file that no entry has', () => [file('full-build/nar/more/made')]],
    ['a directory that no entry has', () => [{ header: { name: 'full-build/log/', type: 'directory' } }]],
  ] satisfies [string, (outside: string) => readonly Member[]][]
).map(([entry, more]) => ({ entry, by: 'unpacking', says: noPlace, make: behind(more) }))

const entryRows: readonly EntryRow[] = [
  ...members,
  {
    entry: 'a sparse file of a terabyte',
    by: 'unpacking',
    says: noPlace,
    make: behind(() => [
      {
        header: {
          name: 'full-build/nar/sparse',
          type: 'file',
          pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': String(2 ** 40) },
        },
        body,
      },
    ]),
  },
  {
    entry: 'a narinfo of 20 MB',
    by: 'unpacking',
    says: /it holds .* of 20971520 bytes/,
    make: behind(() => [
      {
        header: { name: `full-build/${'0'.repeat(32)}.narinfo`, type: 'file' },
        body: Buffer.alloc(20 << 20),
      },
    ]),
  },
  {
    entry: '100,001 members',
    by: 'unpacking',
    says: /it holds more than 100000 files/,
    async make() {
      const one = await archiveOf([{ header: { name: 'full-build/', type: 'directory' } }])
      return Buffer.concat(Array.from({ length: 100_001 }, () => one.subarray(0, 512)))
    },
  },
  {
    entry: 'the same file twice',
    by: 'unpacking',
    says: /it holds nix-cache-info twice/,
    make: behind(() => [file('full-build/nix-cache-info')]),
  },
  {
    entry: 'no archive',
    by: 'unpacking',
    says: /it is no archive/,
    make: async () => Buffer.from(mark.repeat(1000)),
  },
  {
    entry: 'a compressed archive, which could unpack to anything',
    by: 'unpacking',
    says: /it is no archive/,
    make: async ({ good }) => gzipSync(await archiveOf([...good, file('made')])),
  },
  {
    entry: 'half an archive',
    by: 'unpacking',
    says: /it cannot be unpacked/,
    make: async ({ good }) => {
      const archive = await archiveOf(good)
      return archive.subarray(0, archive.length >> 1)
    },
  },
  {
    entry: 'a narinfo whose NAR is outside',
    by: 'reading',
    says: /none that Nix has written/,
    make: changed(narinfos, (text, outside) => text.replace(/^URL: .*/m, `URL: ${upwards(outside)}/victim`)),
  },
  {
    entry: 'a narinfo with a second URL, of another server',
    by: 'reading',
    says: /none that Nix has written/,
    make: changed(narinfos, (text) => `${text}URL: http://127.0.0.1:1/other.nar\n`),
  },
  {
    entry: 'a narinfo of a path with `..` in its name',
    by: 'reading',
    says: /none that Nix has written/,
    make: changed(narinfos, (text) => text.replace(/^(StorePath: .*\/.{32}-).*/m, '$1../../made')),
  },
  {
    entry: 'a narinfo that refers to a file outside',
    by: 'reading',
    says: /none that Nix has written/,
    make: changed(narinfos, (text, outside) =>
      text.replace(/^References: .*/m, `References: ${upwards(outside)}/victim`),
    ),
  },
  {
    entry: 'paths outside as what it leaves to others',
    by: 'reading',
    says: /what it leaves to others/,
    make: ({ good, outside }) =>
      archiveOf([
        ...good.filter(({ header }) => !header.name.endsWith('left-out.json')),
        {
          header: { name: 'full-build/incremental-nix-left-out.json', type: 'file' },
          body: Buffer.from(JSON.stringify({ [`${'0'.repeat(32)}-x`]: [`${upwards(outside)}/victim`] })),
        },
      ]),
  },
  {
    entry: 'another store directory',
    by: 'Nix',
    says: /./,
    make: changed(/nix-cache-info$|\.narinfo$/, (text) =>
      text.replace(/^(StorePath|StoreDir): .*?(?=\/.{32}-|$)/gm, '$1: /somewhere/else'),
    ),
  },
  {
    entry: 'NARs in a compression that does not exist',
    by: 'Nix',
    says: /./,
    make: changed(narinfos, (text) =>
      text.replace(/^Compression: .*/m, `Compression: ${'x'.repeat(10_000)}`),
    ),
  },
  { entry: 'a NAR with a file named `..`', by: 'Nix', says: /./, make: withNar(narOf('..', mark)) },
  { entry: 'a NAR with a file named `../made`', by: 'Nix', says: /./, make: withNar(narOf('../made', mark)) },
  {
    entry: 'a NAR that is not the one that its narinfo promises',
    by: 'Nix',
    says: /hash mismatch|./,
    make: withNar(narOf('made', mark), Buffer.from('another')),
  },
  {
    entry: 'other content than was pushed, signed by nobody, with `trusted-public-keys`',
    by: 'Nix',
    says: /not signed by any of the keys/,
    inputs: { 'trusted-public-keys': `ours-1:${Buffer.alloc(32, 1).toString('base64')}` },
    make: withNar(narOf('made', mark)),
  },
]

/** A store of files Nix reads alone. */
const alsoInFiles = /whose NAR is outside|with a second URL|`\.\.` in its name|a file named `\.\.\/made`/

export const hostileRows: readonly HostileRow[] = [
  ...entryRows.map((row): HostileRow => ({ ...row, cache: 'GitHub cache' })),
  ...entryRows
    .filter(({ entry }) => alsoInFiles.test(entry))
    .map((row): HostileRow => ({ ...row, cache: 'File store', by: 'Nix', says: /./ })),
]

const stages: Readonly<Record<HostileRow['by'], string>> = {
  unpacking: 'while it is unpacked',
  reading: 'before Nix hears of it',
  Nix: 'by Nix',
}

/** The text of docs/hostile-entries.md. */
export function hostileMarkdown(): string {
  return `# What happens when an entry of a cache is hostile

Made from the test that puts these into a cache, in place of what the job restores, and runs the bundled action; do not
edit. In every row there is one warning, the full build is built, the result is that of the plain build, and
nothing of the entry is written outside of a private directory of the job or stays in the Nix store.

| Cache | An entry with, or that is, … | is refused |
| --- | --- | --- |
${hostileRows.map(({ cache, entry, by }) => `| ${cache} | ${entry} | ${stages[by]} |`).join('\n')}

What passes all of this is what somebody could have pushed with the rights to do so: see
[SECURITY.md](../SECURITY.md), and \`trusted-public-keys\` in [caches.md](caches.md).
`
}

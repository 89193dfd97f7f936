import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Links between the pages lead somewhere.

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = [
  'README.md',
  'nix/README.md',
  'examples/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** As GitHub names headings. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  )

const links = pages.flatMap((page) =>
  [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']): [string, string] => [
    page,
    target,
  ]),
)

it.each(links)('%s: %s', (page, target) => {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  expect(existsSync(join(root, file))).toBe(true)
  if (anchor !== undefined) expect(anchorsOf(read(file))).toContain(anchor)
})

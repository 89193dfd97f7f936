import { setTimeout } from 'node:timers/promises'
import { openView, type ViewOptions } from '../../src/cli/view.ts'
import type { Work } from '../../src/lib/log.ts'
import { screenOf } from '../../testing/cli.ts'

function viewOf(more: Partial<ViewOptions> & { readonly isTTY?: boolean } = {}) {
  const { isTTY = true, ...options } = more
  let written = ''
  const stream = { isTTY, columns: 60, write: (text: string) => (written += text) }
  const view = openView({ stream, environment: {}, buildLogs: false, details: false, ...options })
  // A terminal begins a line of its own accord.
  const screen = () => screenOf(written.replaceAll('\n', '\r\n'))
  return { view, written: () => written, screen }
}

const work: Work = {
  ...{ name: 'core-1.0', phase: 'buildPhase', seconds: 1 },
  ...{ modulesCompiled: 2, modulesTotal: 9, fullSeconds: undefined },
}

/** Says one of each, and waits until the status line says what is built. */
async function use({ view, written }: ReturnType<typeof viewOf>, shown: string): Promise<void> {
  const { log } = view
  log.info('info')
  log.notice('notice \x1b[2J')
  await log.group('Build HEAD', () =>
    log.build(async (print, watch) => {
      watch(() => [work])
      print('core-1.0> line\x07')
      log.warn('warning')
      while (!written().includes(shown)) await setTimeout(5)
    }),
  )
  await log.foreign(async (print) => print('foreign'))
  view.end()
  view.end()
}

it('writes one line over and over on a terminal', async () => {
  const using = viewOf()
  await use(using, 'Build HEAD, core-1.0 (build), 2 of 9 modules compiled')
  expect(using.screen()).toEqual(['notice: notice ', 'warning: warning', 'foreign', ''])
  expect(using.written()).toContain('\x1b[33mwarning:\x1b[0m warning\n')
})

it.each([
  [
    { buildLogs: true, details: true },
    ['info', 'notice: notice ', 'core-1.0> line ', 'warning: warning', 'foreign', ''],
  ],
  [{ details: true }, ['info', 'notice: notice ', 'warning: warning', 'foreign', '']],
])('shows more if that is wanted: %j', async (wanted, screen) => {
  const using = viewOf(wanted)
  await use(using, 'Build HEAD, core-1.0')
  expect(using.screen()).toEqual(screen)
})

it('has no colours with NO_COLOR', async () => {
  const using = viewOf({ environment: { NO_COLOR: '1' } })
  await use(using, 'Build HEAD, core-1.0')
  expect(using.written()).not.toMatch(/\x1b\[\d/)
  expect(using.written()).toContain('warning: warning\n')
})

it.each([
  ['elsewhere', { isTTY: false }],
  ['on a dumb terminal', { environment: { TERM: 'dumb' } }],
])('prints all in lines %s', async (_, options) => {
  const using = viewOf(options)
  await use(using, '')
  expect(using.written().split('\n')).toEqual([
    ...['info', 'notice: notice ', 'Build HEAD', 'core-1.0> line ', 'warning: warning', 'foreign', ''],
  ])
})

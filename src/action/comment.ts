import { setTimeout } from 'node:timers/promises'
import { messageOf } from '../lib/errors.ts'
import { info } from '../lib/log.ts'
import { commentOf, markerOf } from '../report/comment.ts'
import type { Report } from '../report/report.ts'

export interface CommentOptions {
  readonly token: string | undefined
  /** As the user wrote them. */
  readonly installables: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  /** Seconds for all requests together. */
  readonly timeoutSeconds?: number
}

/**
 * Shows the report in one comment on the pull request that the job is for, which the next run of the same step updates.
 * Tokens of pull requests from forks may not do that; whatever goes wrong is one line in the log and nothing more.
 */
export async function commentOnPullRequest(report: Report, options: CommentOptions): Promise<void> {
  const { token, installables, environment, timeoutSeconds = 30 } = options
  const number = /^refs\/pull\/(\d+)\//.exec(environment.GITHUB_REF ?? '')?.[1]
  const [owner = '', repo = ''] = (environment.GITHUB_REPOSITORY ?? '').split('/')
  if (number === undefined) return info('There is no comment: the job is not for a pull request.')
  if (token === undefined) return info('There is no comment: the input `github-token` is empty.')
  const names = ['WORKFLOW', 'JOB', 'ACTION'].map((name) => environment[`GITHUB_${name}`] ?? '')
  const runner = [environment.RUNNER_OS ?? '', environment.RUNNER_ARCH ?? '']
  const marker = markerOf([...names, ...runner, ...installables])
  const where = { owner, repo, issue_number: Number(number) }
  try {
    const made = await Promise.race([
      put(
        { ...where, token, baseUrl: environment.GITHUB_API_URL || 'https://api.github.com' },
        marker,
        report,
      ),
      // An answer that comes later finds the process gone.
      setTimeout(timeoutSeconds * 1000, undefined, { ref: false }).then(() => {
        throw new Error(`there was no answer within ${timeoutSeconds} s`)
      }),
    ])
    info(`${made === 'created' ? 'Commented on' : 'Updated the comment on'} pull request ${number}.`)
  } catch (error) {
    info(
      `There is no comment on pull request ${number}: ${messageOf(error)}. It needs the permission \`pull-requests: write\`, which jobs for forks do not have.`,
    )
  }
}

/** The comments of a pull request, as GitHub's API names them. */
interface Thread {
  readonly token: string
  readonly baseUrl: string
  readonly owner: string
  readonly repo: string
  readonly issue_number: number
}

async function put(
  { token, baseUrl, ...where }: Thread,
  marker: string,
  report: Report,
): Promise<'created' | 'updated'> {
  // Loaded when it is needed: it is bigger than the rest of the action.
  const { getOctokit } = await import('@actions/github')
  const { rest, paginate } = getOctokit(token, { baseUrl })
  // A job's own token has no user that could be asked for.
  const user = await rest.users.getAuthenticated().catch(() => undefined)
  const comments = await paginate(rest.issues.listComments, { ...where, per_page: 100 })
  // Others can write the marker as well, and their comments are not ours to change.
  const own = comments.find(
    ({ body, user: author }) =>
      body?.startsWith(marker) === true &&
      (user === undefined ? author?.type === 'Bot' : author?.login === user.data.login),
  )
  const body = commentOf(report, marker)
  if (own === undefined) await rest.issues.createComment({ ...where, body })
  else await rest.issues.updateComment({ ...where, comment_id: own.id, body })
  return own === undefined ? 'created' : 'updated'
}

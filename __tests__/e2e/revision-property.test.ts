import { removeTemporaries } from '../../testing/git.ts'
import { checkHistories } from '../revision/history-property.ts'

afterAll(removeTemporaries)

const histories = Number(process.env.REVISION_HISTORIES ?? 1000)

it(
  `gives the answer of the complete history from ${histories} shallow checkouts`,
  () => checkHistories(histories),
  3_600_000,
)

import { removeTemporaries } from '../../testing/git.ts'
import { checkHistories } from '../revision/history-property.ts'

afterAll(removeTemporaries)

it(
  'gives the answer of the complete history from 2,000 shallow checkouts',
  () => checkHistories(2000),
  3_600_000,
)

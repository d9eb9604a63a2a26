// The whole way through the built program in a real browser. Run it with `make e2e`; a part of it with
// `node frontend/e2e/run.mjs sample own`. A story ends at its first step that
// fails, the others go on; any failure makes the end 1.
import { cleanUp, launch, steps } from './kit.mjs'
import { badDays } from './baddays.mjs'
import { dropDates } from './drops.mjs'
import { weeklyFolder } from './folder.mjs'
import { looks } from './looks.mjs'
import { ownFiles } from './own.mjs'
import { onlineRetail } from './retail.mjs'
import { sampleBrand } from './sample.mjs'
import { weeksLater } from './weeks.mjs'

const stories = { sample: sampleBrand, own: ownFiles, folder: weeklyFolder, weeks: weeksLater, retail: onlineRetail, bad: badDays, drops: dropDates, looks }
const wanted = process.argv.slice(2)
for (const name of wanted) if (!stories[name]) throw new Error(`there is no story “${name}”; there are ${Object.keys(stories).join(', ')}`)

const from = performance.now()
const browser = await launch()
let failed = 0
for (const [name, tell] of Object.entries(stories)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  try {
    await tell(browser)
  } catch (cause) {
    failed++
    console.error(`FAILED  ${cause.message}`)
  }
}
await browser.close()
await cleanUp()
console.log(`${steps()} steps went well, ${failed} stories failed, in ${((performance.now() - from) / 1000).toFixed(1)} s.`)
process.exit(failed === 0 ? 0 : 1)

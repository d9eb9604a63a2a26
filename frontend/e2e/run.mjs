// The whole way through the built program in a real browser. Run it with `make e2e`; a part of it with
// `node frontend/e2e/run.mjs sample own`. Ends with 1 at the first step that fails, and says which.
import { cleanUp, launch, steps } from './kit.mjs'
import { badDays } from './baddays.mjs'
import { looks } from './looks.mjs'
import { ownFiles } from './own.mjs'
import { onlineRetail } from './retail.mjs'
import { sampleBrand } from './sample.mjs'

const stories = { sample: sampleBrand, own: ownFiles, retail: onlineRetail, bad: badDays, looks }
const wanted = process.argv.slice(2)
for (const name of wanted) if (!stories[name]) throw new Error(`there is no story “${name}”; there are ${Object.keys(stories).join(', ')}`)

const from = performance.now()
const browser = await launch()
let failed = false
try {
  for (const [name, tell] of Object.entries(stories)) if (wanted.length === 0 || wanted.includes(name)) await tell(browser)
  console.log(`${steps()} steps, all well, in ${((performance.now() - from) / 1000).toFixed(1)} s.`)
} catch (cause) {
  failed = true
  console.error(`FAILED  ${cause.message}`)
} finally {
  await browser.close()
  await cleanUp()
}
process.exit(failed ? 1 : 0)

// Speed as a founder feels it, printed and never asserted: from the start of the program to its first page,
// and each question of the pages on the sample brand. Run it with `node frontend/e2e/figures.mjs`.
import { cleanUp, launch, newContext, newFolder, openPage, serve, settled } from './kit.mjs'

const questions = ['home', 'creators', 'people', 'products', 'accuracy', 'tests', 'tests/1', 'tests/2', 'reports', 'settings', 'inbox']
const times = 5

const row = (name, ...numbers) => console.log(name.padEnd(34) + numbers.map((n) => (typeof n === 'number' ? n.toFixed(1) : n).padStart(10)).join(''))

// firstPage is the time from the program's start to its whole first page, in a browser that is open already.
async function firstPage(browser, folder, place) {
  const from = performance.now()
  const app = await serve(folder)
  const linked = performance.now() - from
  const context = await newContext(browser)
  const page = await openPage(context, app.link + (place ? `#/${place}` : ''))
  await settled(page)
  return { app, page, linked, whole: performance.now() - from }
}

// askTimes asks one question again and again from the page itself.
const askTimes = (page, path) => page.evaluate(async ({ path, times }) => {
  const token = document.querySelector('meta[name="creatorlift-token"]').content
  const all = []
  for (let i = 0; i < times; i++) {
    const from = performance.now()
    const answer = await fetch(path, { headers: { 'X-Creatorlift-Token': token } })
    const { length } = await answer.text()
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`)
    all.push([performance.now() - from, length])
  }
  return all
}, { path, times })

const folder = await newFolder()
const browser = await launch()
try {
  const fresh = await firstPage(browser, folder)
  const from = performance.now()
  await fresh.page.keyboard.press('s')
  await fresh.page.waitForURL(/#\/sample\/home$/, { timeout: 60_000 })
  await settled(fresh.page, 60_000)
  const made = performance.now() - from
  await fresh.page.context().close()
  await fresh.app.stop()
  const again = await firstPage(browser, folder, 'sample/home')
  row('', 'ms')
  row('start to link', again.linked)
  row('start to the welcome, painted', fresh.whole)
  row('start to the sample’s home, painted', again.whole)
  row('making the sample brand', made)
  console.log()
  row('GET /api/brand/sample/', 'first ms', 'median ms', 'kB')
  for (const question of questions) {
    const asked = await askTimes(again.page, `api/brand/sample/${question}`)
    const sorted = asked.map(([ms]) => ms).toSorted((a, b) => a - b)
    row(question, asked[0][0], sorted[sorted.length >> 1], asked[0][1] / 1000)
  }
  await again.app.stop()
} finally {
  await browser.close()
  await cleanUp()
}

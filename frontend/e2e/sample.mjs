// The first two minutes with the sample brand: from the welcome to a saved PDF, mostly by keys.
import { begin, expect, expectPainted, expectSame, flat, goTo, headline, newContext, newFolder, openPage, savePDF, serve, settled, step } from './kit.mjs'

export async function sampleBrand(browser) {
  begin('Sample brand')
  const app = await serve(await newFolder())
  const context = await newContext(browser)
  const page = await openPage(context, app.link)
  await step(page, 'the first page offers two ways to begin', () => welcome(page))
  await step(page, 'S makes the sample brand and opens its home', () => makeSample(page))
  await step(page, 'home shows a headline, a grade and figures, all painted', () => home(page))
  await step(page, 'creators stand in groups with their ranges', () => creators(page))
  await step(page, 'creators compare by sales a post, and conversion names the export it needs', () => compare(page))
  await step(page, 'J and K walk from row to row', () => rows(page))
  await step(page, 'two tests are read, each with its grade', () => tests(page))
  await step(page, 'the holdout read-out says its verdict and range', () => readOut(page, 'Grade A'))
  await step(page, 'E explains the number, Esc gives the focus back', () => explain(page))
  await step(page, 'the baseline read-out never says caused', () => baseline(page))
  await step(page, 'the report is painted as it will be printed', () => reports(page))
  await step(page, 'Save PDF saves what the preview shows', () => pdf(page))
  await step(page, 'the finder leads to a page by a few letters', () => finder(page))
  await context.close()
  await app.stop()
}

async function welcome(page) {
  await settled(page)
  expectSame(await headline(page), 'What did your creators really bring in?', 'the first page')
  await page.getByRole('button', { name: /Use my files/ }).waitFor()
  await page.getByRole('button', { name: /Try the sample brand/ }).waitFor()
  expect(!page.url().includes('token') && new URL(page.url()).search === '', `the address keeps the link's token: ${page.url()}`)
}

async function makeSample(page) {
  await page.keyboard.press('s')
  await page.waitForURL(/#\/sample\/home$/, { timeout: 30_000 })
  await settled(page)
  await page.getByText('Sample brand. Your own data is separate.').waitFor()
}

// What small brands confuse with money; the app never leads with it.
const vanity = /\b(views|likes|followers)\b/i

async function home(page) {
  expect(/\$[\d,]{3,}/.test(await headline(page)), `the headline names no money: ${await headline(page)}`)
  await page.getByText(/^Grade [A-D]/).or(page.getByLabel(/^Grade [A-D]/)).first().waitFor()
  const words = flat(await page.locator('main').innerText())
  expect(!vanity.test(words), `home speaks of ${vanity.exec(words)?.[0]}`)
  for (const part of ['To do today', 'Claims against the till', 'What this rests on']) expect(words.includes(part), `home has no ${part}`)
  expect((words.match(/\$[\d,]+/g) ?? []).length >= 5, 'home shows fewer than five sums')
  await paintedCharts(page, 3)
}

async function paintedCharts(page, atLeast) {
  const charts = page.locator('main div[role=img]:has(canvas)')
  const n = await charts.count()
  expect(n >= atLeast, `${n} charts are shown, ${atLeast} are expected`)
  for (let i = 0; i < n; i++) await expectPainted(charts.nth(i), `chart ${i + 1}`)
}

async function creators(page) {
  await page.keyboard.press('3')
  await page.waitForURL(/#\/sample\/creators$/)
  await settled(page)
  expect((await headline(page)).length > 20, 'creators has no headline')
  const n = await page.locator('#main [data-row]').count()
  expect(n >= 20, `${n} creators are listed, 30 were made`)
  expect(flat(await page.locator('main').innerText()).includes('$'), 'no creator has a sum')
  expect(!vanity.test(await headline(page)), 'the headline of creators speaks of vanity')
}

async function compare(page) {
  await page.getByText('Sales a post', { exact: true }).click()
  const table = page.getByRole('table', { name: 'Claimed sales a post' })
  await table.waitFor()
  const list = table.locator('[data-row]')
  expect(await list.count() >= 20, `${await list.count()} creators have sales a post`)
  const words = flat(await list.first().innerText())
  expect(/\$[\d,.]+ to \$[\d,.]+/.test(words) && / of \d+/.test(words) && /top 5: /.test(words), `a creator stands without range or place: ${words}`)
  await expectPainted(table.locator('div[role=img]').or(table.locator('canvas')).first(), 'the forest of sales a post')
  await page.getByText('Conversion', { exact: true }).click()
  await page.getByText(/Data analysis › Video › Export/).waitFor()
  await page.getByText('Orders a week', { exact: true }).click()
  await page.getByRole('table', { name: 'Claimed orders a week' }).waitFor()
}

async function rows(page) {
  const row = () => page.evaluate(() => [...document.querySelectorAll('#main [data-row]')].findIndex((r) => r.contains(document.activeElement)))
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const at = await row()
  await page.keyboard.press('k')
  expect(at === 1 && (await row()) === 0, `J, J stood on row ${at}, K on row ${await row()}`)
}

async function tests(page) {
  await page.keyboard.press('4')
  await page.waitForURL(/#\/sample\/test$/)
  await settled(page)
  const items = page.locator('main li:has(a[href*="#/sample/test/"])')
  expectSame(await items.count(), 2, 'tests listed')
  for (let i = 0; i < 2; i++) expect(/\$[\d,]+/.test(await items.nth(i).innerText()), `test ${i + 1} shows no money: ${await items.nth(i).innerText()}`)
  expect(/\bA\b/.test(await page.locator('main').innerText()), 'no test has grade A')
}

async function readOut(page) {
  await page.locator('main li a[href*="#/sample/test/"]', { hasText: /caused/ }).first().click()
  await page.waitForURL(/#\/sample\/test\/\d+$/)
  await settled(page)
  const verdict = flat(await page.locator('main h2').first().innerText())
  expect(/caused about \$[\d,]+/.test(verdict), `the verdict of a test by lot: ${verdict}`)
  await page.getByLabel('Grade A', { exact: true }).waitFor()
  await paintedCharts(page, 3)
}

async function explain(page) {
  const opener = page.getByRole('button', { name: 'Explain this number' })
  await opener.focus()
  await page.keyboard.press('e')
  const panel = page.getByRole('dialog', { name: 'Explain this number' })
  await panel.waitFor()
  const words = flat(await panel.innerText())
  for (const part of ['What is in', 'What is not', 'Where it comes from', 'shopify_orders_export.csv', 'creatorlift ']) expect(words.includes(part), `the explanation lacks “${part}”`)
  expect(await panel.evaluate((p) => p.contains(document.activeElement)), 'the focus is not in the panel')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await opener.evaluate((b) => b === document.activeElement), 'the focus did not return')
}

async function baseline(page) {
  await goTo(page, 'sample/test')
  await page.locator('main li a[href*="#/sample/test/"]').filter({ hasNotText: 'caused' }).first().click()
  await page.waitForURL(/#\/sample\/test\/\d+$/)
  await settled(page)
  const words = flat(await page.locator('main').innerText())
  expect(!/\bcaused\b/.test(words), 'a forecast says caused')
  expect(/Grade [BCD]|\b[CD]\b/.test(words) && /false alarm/i.test(words), 'a forecast does not show its own error rate')
  await paintedCharts(page, 2)
}

async function reports(page) {
  await page.keyboard.press('5')
  await page.waitForURL(/#\/sample\/reports$/)
  const sheets = page.locator('main svg[role=img][viewBox]')
  await sheets.first().waitFor()
  const n = await sheets.count()
  expect(n >= 2, `the preview has ${n} pages`)
  for (let i = 0; i < n; i++) {
    const marks = await sheets.nth(i).evaluate((s) => ({ texts: s.querySelectorAll('text').length, paths: s.querySelectorAll('path').length, box: s.getBBox().height }))
    expect(marks.texts > 10 && marks.paths > 5 && marks.box > 100, `page ${i + 1} is not painted: ${JSON.stringify(marks)}`)
  }
}

// titleOf is the largest text of the preview's first page, put together from its lines.
export const titleOf = (page) => page.locator('main svg[role=img][viewBox]').first().evaluate((sheet) => {
  const texts = [...sheet.querySelectorAll('text')]
  const largest = Math.max(...texts.map((t) => Number(t.getAttribute('font-size'))))
  return texts.filter((t) => Number(t.getAttribute('font-size')) === largest).map((t) => t.textContent).join(' ')
})

async function pdf(page) {
  const title = flat(await titleOf(page))
  const { name, text } = await savePDF(page)
  expect(/\.pdf$/.test(name), `the PDF is named ${name}`)
  await page.getByText(`${name} is in your downloads`).waitFor()
  if (text === undefined) return console.log('           (pdftotext is not here: the text was not compared)')
  expect(title.length > 20 && text.includes(title), `the PDF does not say “${title}”`)
}

async function finder(page) {
  await page.keyboard.press('/')
  await page.getByRole('combobox').fill('creat')
  await page.keyboard.press('Enter')
  await page.waitForURL(/#\/sample\/creators$/)
  await settled(page)
}

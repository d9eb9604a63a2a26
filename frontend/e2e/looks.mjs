// Every page, in both schemes, wide and on a phone: axe finds nothing, and nothing scrolls sideways.
import { axeSource, begin, drop, expect, goTo, makeFiles, newContext, newFolder, openPage, serve, settled, step } from './kit.mjs'
import { join } from 'node:path'
import { firstWeek, secondWeek, showToday, spend } from './weeks.mjs'

const schemes = ['light', 'dark']
const widths = [[1280, 800], [390, 844]]
const narrowest = [320, 640]

export async function looks(browser) {
  begin('Looks')
  const app = await serve(await newFolder())
  const context = await newContext(browser)
  await context.addInitScript(axeSource) // the page's own rules allow no script from elsewhere
  const page = await openPage(context, app.link)
  for (const [name, where, before, after] of empty) await view(page, name, where, before, after)
  await step(page, 'exports of two weeks are saved', () => firstWeek(page).then(() => secondWeek(page)))
  for (const [name, where, before, after] of saved) await view(page, name, where, before, after)
  await step(page, 'the sample brand is made, and files wait', () => fill(page))
  for (const [name, where, before, after] of full) await view(page, name, where, before, after)
  await context.close()
  await app.stop()
}

const close = (page) => page.keyboard.press('Escape')
const dialog = (page) => page.getByRole('dialog').first().waitFor()

// Pages as they are before any file; then with the sample brand. What is opened first is closed after.
const empty = [
  ['welcome', 'welcome'],
  ['inbox, empty', 'own/inbox'],
  ['home, empty', 'own/home'],
  ['creators, empty', 'own/creators'],
  ['tests, empty', 'own/test'],
  ['reports, empty', 'own/reports'],
]
// Two weeks are saved, and what the second changed stands open.
const saved = [
  ['inbox, what changed open', 'own/inbox'],
  ['inbox, looking back', 'own/inbox', showToday, (page) => page.getByRole('button', { name: 'Back to today' }).click()],
  ['guide to exports', 'own/inbox', async (page) => { await page.getByRole('button', { name: /^All exports/ }).click(); await dialog(page) }, close],
  ['home of two weeks', 'own/home'],
  ['creators with a question', 'own/creators', (page) => page.getByRole('heading', { name: 'These look like the same person' }).waitFor()],
  ['all names of a creator', 'own/creators', async (page) => { await page.getByRole('button', { name: '@mia.k' }).first().click(); await dialog(page) }, close],
]
const full = [
  ['inbox with a preview, a question and a refusal', 'own/inbox'],
  ['inbox, columns proposed', 'own/inbox', (page) => page.getByRole('list', { name: 'What is this table?' }).getByRole('button').first().click()],
  ['inbox of the sample brand', 'sample/inbox'],
  ['home', 'sample/home'],
  ['creators', 'sample/creators'],
  ['creators by sales a post', 'sample/creators', async (page) => { await page.getByText('Sales a post', { exact: true }).click(); await page.getByRole('table', { name: 'Claimed sales a post' }).waitFor() }],
  ['creators without clicks', 'sample/creators', async (page) => { await page.getByText('Conversion', { exact: true }).click(); await page.getByText('No clicks yet').waitFor() }],
  ['names of a creator', 'sample/creators', async (page) => { await page.getByText('Orders a week', { exact: true }).click(); await page.getByRole('button', { name: /^@/ }).first().click(); await dialog(page) }, close],
  ['tests', 'sample/test'],
  ['test form', 'sample/test', async (page) => { await page.keyboard.press('Enter'); await dialog(page); await page.getByRole('radio', { name: /^Regions/ }).check() }, close],
  ['read-out by lot', 'sample/test/2'],
  ['read-out by forecast', 'sample/test/1'],
  ['explanation', 'sample/test/2', async (page) => { await page.keyboard.press('e'); await dialog(page) }, close],
  ['reports', 'sample/reports', (page) => page.locator('main svg[role=img][viewBox]').first().waitFor()],
  ['settings', 'own/settings'],
  ['finder', 'sample/home', async (page) => { await page.keyboard.press('/'); await dialog(page) }, close],
  ['list of keys', 'sample/home', async (page) => { await page.keyboard.press('?'); await dialog(page) }, close],
]

async function fill(page) {
  const folder = await makeFiles('--days', '60', '--orders-per-day', '5')
  await goTo(page, 'own/inbox')
  await drop(page, [{ path: join(folder, 'shopify_orders_export.csv') }, { path: join(folder, 'tiktok_shop_affiliate_orders.csv') }, { name: 'photo.csv', text: '\x89PNG\r\n' }, { name: 'fees.csv', text: spend(0) }])
  await page.locator('section[data-tone=good]').first().waitFor()
  await goTo(page, 'welcome')
  await page.keyboard.press('s')
  await page.waitForURL(/#\/sample\/home$/, { timeout: 30_000 })
  await settled(page)
}

async function view(page, name, where, before, after) {
  await step(page, `${name}: axe finds nothing, nothing scrolls sideways`, async () => {
    await page.mouse.move(0, 0) // away from what would explain itself under it
    await goTo(page, where)
    await before?.(page)
    await expectAccessible(page, () => after?.(page))
  })
}

/** expectAccessible fails if axe finds anything in a page as it stands, wide or on a phone, light or dark, or if it scrolls sideways. */
export async function expectAccessible(page, after) {
  const found = []
  for (const [width, height] of widths) {
    await page.setViewportSize({ width, height })
    await settledIn(page)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      found.push(...await violations(page, `${width} px ${colorScheme}`))
    }
    found.push(...await sideways(page, width))
  }
  await page.setViewportSize({ width: narrowest[0], height: narrowest[1] })
  await settledIn(page)
  found.push(...await sideways(page, narrowest[0]))
  await page.setViewportSize({ width: widths[0][0], height: widths[0][1] })
  await page.emulateMedia({ colorScheme: 'light' })
  await after?.()
  expect(found.length === 0, `${found.length} found:\n  ${found.join('\n  ')}`)
}

// settledIn waits until the page has taken its new width: frames, and parts that measure themselves. A browser
// without a screen now and then draws no frame; then a second does.
const settledIn = (page) => page.evaluate(() => new Promise((done) => {
  setTimeout(done, 1000)
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 40)))
}))

const violations = (page, at) => page.evaluate(async (at) => {
  const result = await globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  return result.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${at}: ${v.id}: ${v.help}: ${n.target.join(' ')}: ${n.html.slice(0, 160)}: ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''}`))
}, at)

// sideways names what reaches beyond the window, if the page can be scrolled to it.
const sideways = (page, width) => page.evaluate((width) => {
  if (document.documentElement.scrollWidth <= width) return []
  const beyond = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1).slice(0, 3)
  return [`${width} px: the page is ${document.documentElement.scrollWidth} px wide: ${beyond.map((e) => `${e.tagName}.${e.className}`).join(', ')}`]
}, width)

// Bad days: forty files at once, a program killed under its page, two tabs that know different things,
// a browser that lost its way in.
import { allowing, begin, drop, expect, expectSame, flat, goTo, makeFiles, newContext, newFolder, openPage, problemText, refusal, serve, serverGone, settled, show, step } from './kit.mjs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export async function badDays(browser) {
  begin('Bad days')
  const folder = await newFolder()
  let app = await serve(folder)
  const context = await newContext(browser)
  let page = await openPage(context, app.link)
  const files = await fortyFiles()
  await step(page, 'forty files dropped at once are all looked at', () => dropForty(page, files))
  await step(page, 'their good ones are saved', () => saveReady(page))
  const second = await openPage(context)
  await step(second, 'a second tab shows the same', () => secondTab(page, second))
  await step(page, 'one file is taken back in the first tab', () => takeBack(page))
  await step(second, 'the second tab, not knowing, is told so when it takes the same back', () => takeBackAgain(page, second))
  await second.close()
  await step(page, 'the page of a killed program says what happened and what to do', () => killed(page, app))
  app = await serve(folder)
  await page.close()
  page = await openPage(context, app.link)
  await step(page, 'started again on the same folder, everything saved is there', () => stillThere(page))
  await step(page, 'a browser without its cookie is sent to a fresh link', () => lostCookie(context, page))
  const link = await app.freshLink()
  await step(page, 'the fresh link leads back in', () => freshLink(page, link))
  await context.close()
  await app.stop()
}

// fortyFiles cuts a fictional shop's orders into weeks of a file each, with some that cannot be read between.
async function fortyFiles() {
  const folder = await makeFiles('--seed', '3', '--days', '90', '--orders-per-day', '12')
  const [head, ...lines] = records(await readFile(join(folder, 'shopify_orders_export.csv'), 'utf8'))
  const orders = wholeOrders(lines)
  const size = Math.ceil(orders.length / 36)
  const good = Array.from({ length: 36 }, (_, i) => ({ name: `orders ${i + 1}.csv`, text: [head, ...orders.slice(i * size, (i + 1) * size).flat()].join('\n') + '\n' }))
  return [...good, { name: 'empty.csv', text: '' }, { name: 'only names.csv', text: head + '\n' }, { name: 'letter.pdf', text: '%PDF-1.4\n' }, { name: 'again.csv', text: good[0].text }]
}

// records parts a CSV into its records: a line ends only outside quotes.
function records(text) {
  const list = []
  for (const line of text.trimEnd().split('\n')) {
    const open = list.length > 0 && (list.at(-1).match(/"/g) ?? []).length % 2 === 1
    if (open) list[list.length - 1] += '\n' + line
    else list.push(line)
  }
  return list
}

// wholeOrders keeps the lines of an order together: a file that ends within one would count it short.
function wholeOrders(lines) {
  const orders = []
  for (const line of lines) {
    const [id] = line.split(',', 1) // the order's name comes first
    if (orders.at(-1)?.id === id) orders.at(-1).lines.push(line)
    else orders.push({ id, lines: [line] })
  }
  return orders.map((o) => o.lines)
}

async function dropForty(page, files) {
  await goTo(page, 'own/inbox')
  await drop(page, files)
  await page.locator('main section[aria-label="again.csv"]').waitFor({ timeout: 30_000 })
  await page.waitForFunction(() => document.querySelectorAll('main section[data-tone]').length === 40 && !document.querySelector('main [role=progressbar]') && !/Not looked at yet/.test(document.querySelector('main').innerText), undefined, { timeout: 60_000 })
  await page.getByLabel('Brand name').fill('Many Files')
  await page.getByRole('button', { name: 'Keep this' }).click()
  await page.getByText('Whose files are these?').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Save 36 files/ }).waitFor({ timeout: 30_000 })
  for (const name of ['empty.csv', 'only names.csv', 'letter.pdf']) await page.locator(`section[aria-label="${name}"]`).getByText('Not saved', { exact: true }).waitFor()
}

const saved = (page) => page.getByRole('button', { name: /^Take back/ })

async function saveReady(page) {
  await page.getByRole('button', { name: /^Save 36 files/ }).click()
  await page.getByRole('button', { name: /^Undo/ }).waitFor({ timeout: 60_000 })
  await saved(page).nth(35).waitFor()
  expectSame(await saved(page).count(), 36, 'imports listed')
}

async function secondTab(page, second) {
  await second.goto(page.url())
  await settled(second)
  expectSame(await saved(second).count(), 36, 'imports listed in the second tab')
}

async function takeBack(page) {
  await page.bringToFront()
  await saved(page).first().click()
  await page.getByRole('button', { name: 'Take it back', exact: true }).click()
  await page.waitForFunction(() => [...document.querySelectorAll('main button')].filter((b) => b.innerText.startsWith('Take back')).length === 35)
}

async function takeBackAgain(page, second) {
  show(second)
  expectSame(await saved(second).count(), 36, 'the second tab was to be stale, but lists')
  await allowing(second, refusal(422, '/undo'), async () => {
    await saved(second).first().click()
    await second.getByRole('button', { name: 'Take it back', exact: true }).click()
    await second.waitForFunction(() => [...document.querySelectorAll('main button')].filter((b) => b.innerText.startsWith('Take back')).length === 35)
  })
  const said = flat(await second.locator('[role=alert], [role=status]').allInnerTexts().then((t) => t.join(' ')))
  expect(/already|taken back|not there|no longer|unknown/i.test(said), `the second tab says only: “${said}”`)
}

async function killed(page, app) {
  await page.bringToFront()
  await app.kill()
  await allowing(page, serverGone, async () => {
    await goToSilently(page, 'own/home')
    await page.getByRole('alert').first().waitFor()
  })
  const said = await problemText(page)
  expect(/stopped/i.test(said) && /start it again/i.test(said) && /safe/i.test(said), `the page says only: “${said}”`)
}

const goToSilently = (page, where) => page.evaluate((hash) => { location.hash = hash }, `#/${where}`)

async function stillThere(page) {
  await settled(page)
  await goTo(page, 'own/inbox')
  expectSame(await saved(page).count(), 35, 'imports listed after the kill')
  await page.getByText('Many Files').first().waitFor()
}

// lostCookie tries to change something without the cookie: nothing may change.
async function lostCookie(context, page) {
  await context.clearCookies()
  await allowing(page, [/^answer: 401 /, /^console: Failed to load resource.* 401 /], async () => {
    await saved(page).first().click()
    await page.getByRole('button', { name: 'Take it back', exact: true }).click()
    await page.getByRole('alert').first().waitFor()
    const said = await problemText(page)
    expect(/link/i.test(said), `the page does not speak of a link: “${said}”`)
    await page.reload()
    expect(/link/i.test(await page.locator('body').innerText()), 'the page after a reload does not speak of a link')
    await page.waitForLoadState('networkidle')
  })
}

async function freshLink(page, link) {
  await page.goto(link)
  await settled(page)
  await goTo(page, 'own/inbox')
  expectSame(await saved(page).count(), 35, 'imports listed after a refused change')
}

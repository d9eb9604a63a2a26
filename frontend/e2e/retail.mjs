// A real shop's half a million order lines, in columns nobody knows: every question answered by clicks.
// Left out, and said so, where the public data set is not on this machine.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { begin, choose, expect, expectPainted, flat, goTo, headline, newContext, newFolder, openPage, root, savePDF, serve, settled, step } from './kit.mjs'
import { titleOf } from './sample.mjs'

const name = 'online_retail_uci.csv.gz'
const file = join(process.env.CREATORLIFT_DATA || join(root, '../shared/data'), name)
const LONG = 180_000 // half a million lines on a busy machine

export async function onlineRetail(browser) {
  begin('Online Retail')
  if (!existsSync(file)) return console.log(`           Online Retail is left out: ${name} is not here (CREATORLIFT_DATA names its folder).`)
  const { columns } = JSON.parse(await readFile(join(root, 'testdata/maps/online_retail_uci.json'), 'utf8'))
  const app = await serve(await newFolder())
  const context = await newContext(browser, { viewport: { width: 1280, height: 900 } })
  const page = await openPage(context, app.link)
  await step(page, 'an unknown table asks what it is', () => take(page))
  await step(page, 'its columns are named by clicks', () => answerColumns(page, columns))
  await step(page, 'naming the brand says its currency and zone', () => nameBrand(page))
  await step(page, 'what is left is answered until nothing is asked', () => answerRest(page))
  await step(page, 'the preview counts 541,909 lines', () => preview(page))
  await step(page, 'saving shows how far it is, and then what is in', () => save(page))
  await step(page, 'four weeks are read against the shop’s own past', () => askShop(page))
  await step(page, 'the PDF says the same', () => pdf(page))
  await context.close()
  await app.stop()
}

const card = (page) => page.getByRole('region', { name, exact: true })

async function take(page) {
  await goTo(page, 'own/inbox')
  await choose(page, [file], () => page.getByRole('button', { name: /^Choose files/ }).click())
  await card(page).getByText('What is this table?').or(card(page).getByRole('list', { name: 'What is this table?' })).first().waitFor({ timeout: LONG })
}

async function answerColumns(page, columns) {
  await card(page).getByRole('list', { name: 'What is this table?' }).getByRole('button', { name: /order/i }).first().click()
  const answered = new Set(Object.values(columns))
  const selects = card(page).locator('select')
  const labels = await selects.evaluateAll((all) => all.map((s) => s.labels[0]?.innerText ?? ''))
  for (const [field, header] of Object.entries(columns)) {
    const at = labels.findIndex((l) => labelOf[field].test(l))
    expect(at >= 0, `no question asks for ${field}: ${labels.join(' | ')}`)
    await selects.nth(at).selectOption(header)
    answered.delete(header)
  }
  expect(answered.size === 0, `columns left: ${[...answered]}`)
  await card(page).getByRole('button', { name: 'Use these columns' }).click()
  await card(page).getByRole('heading', { name: 'Which column is which?' }).waitFor({ state: 'detached', timeout: LONG })
}

// labelOf is what the screen calls each field of the map.
const labelOf = {
  order_id: /^Order( id| number)?\b(?!.*(date|time|day))/i, created_at: /(date|day|time|when)/i, unit_price: /price/i, quantity: /quantity/i,
  sku: /(product|sku|article)/i, customer: /(customer|buyer)/i, region: /(region|country|state)/i,
}

// nameBrand says what the file leaves open for the whole brand, once.
async function nameBrand(page) {
  await page.getByText('Whose files are these?').waitFor({ timeout: LONG })
  await page.getByLabel('Brand name').fill('Online Retail')
  for (const [label, said] of [['Currency', 'GBP'], ['Shop’s time zone', 'Europe/London']]) {
    await page.getByRole('combobox', { name: label, exact: true }).fill(said)
    await page.getByRole('option', { name: new RegExp(said) }).first().click()
  }
  await page.getByRole('button', { name: 'Keep this' }).click()
  await page.getByText('Whose files are these?').waitFor({ state: 'detached' })
}

// answerRest clicks through whatever else is asked; what it would choose is named here, in the question's words.
async function answerRest(page) {
  const ready = card(page).getByText('Ready to save', { exact: true })
  const question = card(page).locator('h3')
  for (let asked = 0; asked < 60; asked++) {
    await ready.or(card(page).getByRole('combobox')).or(card(page).locator('button[aria-pressed]:enabled')).first().waitFor({ timeout: LONG })
    if (await ready.isVisible()) return
    if (await question.count() === 0) { // it is being looked at once more
      await page.waitForTimeout(250)
      continue
    }
    const was = await question.first().innerText()
    const words = flat(was)
    if (/separates|decimal|point|comma/i.test(words)) await card(page).locator('button[aria-pressed]').filter({ hasText: /point|dot|\./i }).first().click()
    else throw new Error(`an unexpected question: ${words}`)
    await page.waitForFunction(([n, was]) => document.querySelector(`section[aria-label="${n}"] h3`)?.innerText !== was, [name, was], { timeout: LONG })
  }
  await ready.waitFor({ timeout: LONG })
}

async function preview(page) {
  const words = flat(await card(page).innerText())
  expect(words.includes('541,909'), `the preview does not count 541,909 lines: ${words}`)
  expect(/1 Dec 2010 to 9 Dec 2011/.test(words), `the preview covers other days: ${words}`)
}

async function save(page) {
  await page.getByRole('button', { name: /^Save 1 file/ }).click()
  const bar = page.getByRole('progressbar')
  await bar.waitFor()
  const shown = []
  while (await bar.isVisible()) {
    shown.push(await bar.getAttribute('aria-valuenow', { timeout: 500 }).catch(() => null))
    await page.waitForTimeout(200)
  }
  const far = shown.filter((n) => n !== null).map(Number)
  expect(new Set(far).size >= 3 && far.every((n, i) => i === 0 || n >= far[i - 1]), `progress went ${far.join(' ')}`)
  await page.getByRole('button', { name: /^Undo/ }).waitFor({ timeout: LONG })
}

async function askShop(page) {
  await goTo(page, 'own/test')
  await page.getByRole('button', { name: /^Read out a test/ }).click()
  const form = page.getByRole('dialog', { name: 'Read out a test' })
  await form.getByRole('radio', { name: /^All sales/ }).check()
  await form.getByLabel('First day of the test').fill('2011-10-31')
  await form.getByLabel('Last day of the test').fill('2011-11-27')
  await form.getByRole('button', { name: 'Read it out' }).click()
  await page.waitForURL(/#\/own\/test\/\d+$/)
  await page.getByLabel(/^Grade [CD]$/).waitFor({ timeout: LONG })
  await settled(page)
  expect(/£[\d,]+/.test(await page.locator('main').innerText()), 'the read-out is not in pounds')
  expect(!/\bcaused\b/.test(await page.locator('main h2').first().innerText()), 'a forecast says caused')
  await expectPainted(page.locator('main div[role=img]:has(canvas)').first(), 'the first chart')
}

async function pdf(page) {
  await page.getByRole('button', { name: /^PDF/ }).click()
  await page.locator('main svg[role=img][viewBox]').first().waitFor()
  expect((await headline(page)).length > 10, 'the report has no headline')
  const title = flat(await titleOf(page))
  const { text } = await savePDF(page)
  expect(text === undefined || text.includes(title), `the PDF lacks “${title}”`)
}

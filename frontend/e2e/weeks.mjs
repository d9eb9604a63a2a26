// Weeks later: a newer export restates an older one, and the page shows what that changed, and what was known
// before it; a table that nobody knows is explained once; names and products that belong together are joined,
// and parted again.
import { begin, drop, expect, expectSame, flat, goTo, newContext, newFolder, openPage, root, serve, settled, step } from './kit.mjs'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectChip } from './own.mjs'

export async function weeksLater(browser) {
  begin('Weeks later')
  const app = await serve(await newFolder())
  const context = await newContext(browser)
  const page = await openPage(context, app.link)
  await step(page, 'the first week’s exports are saved', () => firstWeek(page))
  await step(page, 'a newer export says what it would change, and did', () => secondWeek(page))
  await step(page, 'all pages show what was known before it, and nothing can be changed', () => lookBack(page))
  await step(page, 'a day before the first import is refused, today is shown and left', () => days(page))
  await step(page, 'a table that nobody knows is explained once', () => explainTable(page))
  await step(page, 'the next one like it is read without a question', () => readAgain(page))
  await step(page, 'a code is found to be a creator’s, joined and parted again', () => joinCreator(page))
  await step(page, 'two SKUs are one product, joined and parted again', () => joinProduct(page))
  await context.close()
  await app.stop()
}

const csv = (rows) => rows.map((r) => r.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\n') + '\n'
const two = (n) => String(n).padStart(2, '0')

const known = JSON.parse(readFileSync(join(root, 'backend/importer/testdata/headers.json'), 'utf8'))
const header = known.tiktok_shop_affiliate_orders_seller_v3.headers

// claims is an affiliate export of September's days first to last: an order a day of each of two creators.
// What was refunded since stands in refunded.
function claims(first, last, refunded = []) {
  const rows = [header]
  for (let day = first; day <= last; day++) {
    for (const [i, creator] of ['mia.k', 'zoe.b'].entries()) {
      const id = `5770000000000${two(day)}${i}01`
      const back = refunded.includes(id)
      const cells = {
        'Order ID': id, 'Product ID': '1729300001', 'Product Name': 'Vitamin C Serum 30ml', 'SKU ID': 'ser30', Price: '25.00', 'Payment Amount': '25.00', Currency: 'USD',
        Quantity: '1', 'Fully returned or refunded': back ? 'Yes' : 'No', 'Order Status': back ? 'Ineligible' : 'Settled', 'Creator Username': creator, 'Content Type': 'Video',
        'Content ID': `740000000000000000${i}`, 'Time Created': `${two(day)}/09/2026 12:00:00`, Platform: 'TikTok',
      }
      rows.push(header.map((name) => cells[name] ?? ''))
    }
  }
  return csv(rows)
}

// orders is the shop's table of the same weeks: a code of Mia's on every fifth day.
function orders() {
  const rows = [['order_id', 'created_at', 'amount', 'sku', 'product', 'code']]
  for (let day = 1; day <= 28; day++) rows.push([`#${1000 + day}`, `2026-09-${two(day)} 12:00:00`, '25.00', 'SER-30', 'Vitamin C Serum 30ml', day % 5 === 0 ? 'MIA10' : ''])
  return csv(rows)
}

const batches = (page) => page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Take back/ }) })
const dismiss = (page) => page.getByRole('button', { name: 'Close this message' }).click()

// saveAll saves what is ready and waits until the imports are as many.
async function saveAll(page, button, imports) {
  await page.getByRole('button', { name: button }).and(page.locator(':enabled')).click()
  await batches(page).nth(imports - 1).waitFor({ timeout: 30_000 })
  expectSame(await batches(page).count(), imports, 'imports listed')
}

/** firstWeek saves two exports into an empty inbox. */
export async function firstWeek(page) {
  await goTo(page, 'own/inbox')
  await drop(page, [{ name: 'september first.csv', text: claims(1, 20) }, { name: 'shop.csv', text: orders() }])
  await page.getByLabel('Brand name').fill('Otter & Oak')
  await page.getByRole('button', { name: 'Keep this' }).click()
  for (const name of ['september first.csv', 'shop.csv']) await expectChip(page, name, 'Ready to save')
  await saveAll(page, /^Save 2 files/, 2)
}

/** secondWeek saves a newer export over one of the first, and opens what that changed. */
export async function secondWeek(page) {
  await drop(page, [{ name: 'september whole.csv', text: claims(8, 28, ['577000000000010001', '577000000000012101']) }])
  await expectChip(page, 'september whole.csv', 'Ready to save')
  const card = flat(await page.getByRole('region', { name: 'september whole.csv', exact: true }).innerText())
  expect(/16 new \+ 2 changed \+ 24 known = 42/.test(card), `the preview adds up to: ${card}`)
  await saveAll(page, /^Save 1 file/, 3)
  const item = batches(page).filter({ hasText: 'september whole.csv' })
  await item.getByRole('button', { name: /^What changed/ }).click()
  await item.getByRole('table').first().waitFor()
  const words = flat(await item.innerText())
  for (const part of ['16 new', '2 restated', '$50.00']) expect(words.includes(part), `what changed lacks “${part}”: ${words}`)
}

async function lookBack(page) {
  const item = batches(page).filter({ hasText: 'september first.csv' })
  await item.getByRole('button', { name: /^What changed/ }).click()
  await item.getByRole('button', { name: /^Show everything as known then/ }).click()
  const banner = bannerOf(page)
  await banner.getByText(/^You are looking at what was known on/).waitFor()
  await settled(page)
  expect(await batches(page).filter({ hasText: 'september whole.csv' }).count() === 0, 'the later import is still listed')
  const then = await claimedOf(page, '@mia.k')
  await banner.getByRole('button', { name: 'Back to today' }).click()
  await banner.waitFor({ state: 'detached' })
  const now = await claimedOf(page, '@mia.k')
  expectSame(then, '20 $500', 'Mia’s orders and sales as known then')
  expectSame(now, '27 $675', 'Mia’s orders and sales as known now')
}

// claimedOf is a creator's orders and sales on the page of creators.
async function claimedOf(page, creator) {
  await goTo(page, 'own/creators')
  const row = page.getByRole('row').filter({ hasText: creator })
  await row.waitFor()
  const [, , orders, net] = await row.getByRole('cell').allInnerTexts()
  return flat(`${orders} ${net}`)
}

const bannerOf = (page) => page.getByRole('region', { name: 'Looking back' })

// showDay asks for everything as it was known on the day so many days ago.
async function showDay(page, ago) {
  const day = new Date(Date.now() - ago * 24 * 3600_000)
  await page.getByLabel('Show everything as it was known on').fill(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`)
  await page.getByRole('button', { name: 'Show that day' }).click()
}

/** showToday shows everything as it is known at the end of today. */
export async function showToday(page) {
  await showDay(page, 0)
  await bannerOf(page).waitFor()
}

async function days(page) {
  await goTo(page, 'own/inbox')
  await showDay(page, 2)
  await page.getByText(/^Nothing had been saved by then/).waitFor()
  await showToday(page)
  await bannerOf(page).getByText(/No file was saved later/).waitFor()
  expectSame(await batches(page).count(), 3, 'imports known today')
  await bannerOf(page).getByRole('button', { name: 'Back to today' }).click()
  await bannerOf(page).waitFor({ state: 'detached' })
}

/** spend is a table of a week's fees in columns that nobody knows. */
export const spend = (week) => csv([['Wann', 'Wer', 'Honorar', 'Notiz'], ...[0, 1, 2].map((i) => [`2026-09-${two(week * 7 + i + 1)}`, ['mia.k', 'zoe.b', 'mia.k'][i], `${100 + week * 10 + i}.50`, 'video'])])

async function explainTable(page) {
  await drop(page, [{ name: 'fees one.csv', text: spend(0) }])
  await expectChip(page, 'fees one.csv', 'One question')
  const card = page.getByRole('region', { name: 'fees one.csv', exact: true })
  await card.getByRole('list', { name: 'What is this table?' }).getByRole('button', { name: /cost/i }).first().click()
  const columns = { 'Wann': /^Day/, 'Notiz': /^What it was for/, 'Honorar': /^Amount/, 'Wer': /^Creator/ }
  for (const more of await card.locator('details:not([open]) > summary').all()) await more.click()
  for (const [header, label] of Object.entries(columns)) {
    const selects = card.locator('select')
    const labels = await selects.evaluateAll((all) => all.map((s) => s.labels[0]?.innerText ?? ''))
    const at = labels.findIndex((l) => label.test(l))
    expect(at >= 0, `no question asks for ${header}: ${labels.join(' | ')}`)
    await selects.nth(at).selectOption(header)
  }
  await card.getByRole('button', { name: 'Use these columns' }).click()
  await expectChip(page, 'fees one.csv', 'Ready to save')
  await saveAll(page, /^Save 1 file/, 4)
}

async function readAgain(page) {
  await drop(page, [{ name: 'fees two.csv', text: spend(1) }])
  await expectChip(page, 'fees two.csv', 'Ready to save')
  await page.getByRole('region', { name: 'fees two.csv', exact: true }).getByText(/^Read as you said/).waitFor()
  await saveAll(page, /^Save 1 file/, 5)
  await dismiss(page)
}

async function joinCreator(page) {
  await goTo(page, 'own/creators')
  const card = page.getByRole('region', { name: 'These look like the same person' })
  expect(flat(await card.innerText()).includes('MIA10'), `it is asked: ${flat(await card.innerText())}`)
  await settled(page)
  await page.keyboard.press('y')
  await page.getByText('Code MIA10 now counts as @mia.k.').waitFor()
  await page.getByRole('button', { name: '@mia.k' }).first().click()
  const panel = page.getByRole('dialog', { name: 'All names of this creator' })
  await panel.getByRole('button', { name: /^Remove.*MIA10/ }).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Undo/ }).click()
  await card.getByText('MIA10').first().waitFor()
}

async function joinProduct(page) {
  await goTo(page, 'own/inbox')
  const card = page.getByRole('region', { name: 'Same product?' })
  await card.getByText(/ser30/).first().waitFor()
  await card.getByRole('button', { name: /^Join it/ }).click()
  await card.getByText('1 pair is joined').click()
  await card.getByRole('button', { name: /^Take back/ }).click()
  await card.getByRole('button', { name: /^Join it/ }).waitFor()
}

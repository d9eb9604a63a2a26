// A founder's first hour with files of their own: dropped, looked at, saved, taken back, and a test by region
// whose answer is held to the command line's, which reads the same files into another data folder.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ask, begin, choose, drop, expect, expectPainted, expectSame, flat, goTo, headline, makeFiles, newContext, newFolder, openPage, savePDF, serve, settled, step } from './kit.mjs'
import { titleOf } from './sample.mjs'

export async function ownFiles(browser) {
  begin('Own files')
  const brand = await makeBrand()
  const app = await serve(await newFolder())
  const context = await newContext(browser)
  const page = await openPage(context, app.link)
  await step(page, 'Enter leads from the welcome to an empty inbox', () => toInbox(page))
  await step(page, 'a drop is looked at: one file ready, one asked, two refused with their reasons', () => dropAll(page, brand))
  await step(page, 'naming the brand, its currency and zone answers the question', () => nameBrand(page))
  await step(page, 'the preview counts what the command line counts, and adds up', () => preview(page, brand))
  await step(page, 'Enter saves the ready files and offers to undo', () => save(page))
  await step(page, 'Undo takes the files back; the inbox is as before', () => undo(page))
  await step(page, 'the same files, chosen in the dialog, are saved again', () => chooseAndSave(page, brand))
  await step(page, 'the same file once more changes nothing', () => sameAgain(page, brand))
  await step(page, 'home shows what came in', () => home(page))
  await step(page, 'a test by region is asked and read out', () => askRegions(page, brand))
  await step(page, 'the read-out is the command line’s, as exact as it is shown', () => compare(page, brand))
  await step(page, 'the PDF says the same', () => pdf(page))
  await context.close()
  await app.stop()
}

// makeBrand writes the files and lets the command line answer first, on a data folder of its own.
async function makeBrand() {
  const files = await makeFiles('--seed', '7', '--design', 'region')
  const orders = join(files, 'shopify_orders_export.csv')
  const claims = join(files, 'tiktok_shop_affiliate_orders.csv')
  const read = async (name) => JSON.parse(await readFile(join(files, name), 'utf8'))
  const { treated, holdout } = await read('assignment.json')
  const { zone, test_first: first, test_last: last } = await read('truth.json')
  const other = await newFolder()
  const place = ['--zone', zone, '--currency', 'USD']
  const dry = await ask(other, 'import', orders, claims, ...place, '--dry-run')
  await ask(other, 'import', orders, claims, ...place)
  const answer = await ask(other, 'readout', '--treated', treated.join(','), '--start', first, '--end', last, '--assignment', 'random')
  return { orders, claims, treated, holdout, zone, first, last, dry: dry.files, answer }
}

async function toInbox(page) {
  await settled(page)
  await page.keyboard.press('Enter')
  await page.waitForURL(/#\/own\/inbox$/)
  await page.getByText('Drop your exports anywhere in this window').waitFor()
}

const card = (page, name) => page.getByRole('region', { name, exact: true })

/** expectChip waits until the preview of a file stands as this. */
export const expectChip = async (page, name, chip) => {
  await card(page, name).getByText(chip, { exact: true }).and(page.locator('span')).waitFor({ timeout: 60_000 })
}

async function dropAll(page, { orders, claims }) {
  const png = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'
  await drop(page, [{ path: orders }, { path: claims }, { name: 'holiday.csv', text: Buffer.from(png, 'latin1') }, { name: 'nothing.csv', text: '' }])
  await expectChip(page, 'shopify_orders_export.csv', 'Ready to save')
  await expectChip(page, 'tiktok_shop_affiliate_orders.csv', 'One question')
  for (const name of ['holiday.csv', 'nothing.csv']) await expectChip(page, name, 'Not saved')
  expect(/picture/i.test(await card(page, 'holiday.csv').innerText()), 'the picture is not called a picture')
  expect(/no rows|empty/i.test(await card(page, 'nothing.csv').innerText()), 'the empty file is not called empty')
}

const count = new Intl.NumberFormat('en-US')
const dollars = (minor) => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(minor / 100)

async function preview(page, { dry }) {
  for (const file of dry) {
    const words = flat(await card(page, file.file.split('/').pop()).innerText())
    expect(words.includes(count.format(file.rows)), `the preview of ${file.format} does not say ${count.format(file.rows)} rows: ${words}`)
    expect(words.includes(wholeDollars(file.amount_minor)), `the preview of ${file.format} does not show ${dollars(file.amount_minor)}: ${words}`)
    const sum = /Lines add up: (.*)/.exec(words)
    expect(sum, `the preview of ${file.format} does not add up in words`)
    const [total, ...parts] = addends(sum[1])
    expectSame(parts.reduce((a, b) => a + b, 0), total, `“${sum[1]}” adds up to`)
  }
}

// wholeDollars is a sum as previews show it.
const wholeDollars = (minor) => '$' + count.format(Math.round(minor / 100))

// addends reads "9,491 = 9,491 new + 0 known" from either side: the total first, then its parts.
function addends(words) {
  const sides = words.split('=').map((side) => [...side.matchAll(/\d[\d,]*/g)].map(([n]) => Number(n.replaceAll(',', ''))))
  expect(sides.length === 2, `“${words}” is no sum`)
  const [one, many] = sides[0].length === 1 ? sides : sides.toReversed()
  return [one[0], ...many]
}

async function nameBrand(page) {
  await page.getByLabel('Brand name').fill('Otter & Oak')
  expect(/USD/.test(await page.getByRole('combobox', { name: 'Currency' }).inputValue()), 'the currency of the files is not offered')
  expectSame(await page.getByRole('combobox', { name: /^Shop’s time zone/ }).inputValue(), 'America/New_York', 'the zone offered')
  await page.keyboard.press('Enter')
  await page.getByText('Whose files are these?').waitFor({ state: 'detached' })
  for (const name of ['shopify_orders_export.csv', 'tiktok_shop_affiliate_orders.csv']) await expectChip(page, name, 'Ready to save')
}

async function save(page) {
  const button = page.getByRole('button', { name: /^Save 2 files/ })
  await button.and(page.locator(':enabled')).waitFor()
  await page.locator('#main').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Undo/ }).waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: /^Take back/ }).nth(1).waitFor()
  expectSame(await batches(page), 2, 'imports listed after saving')
}

const batches = (page) => page.getByRole('button', { name: /^Take back/ }).count()

async function undo(page) {
  await page.getByRole('button', { name: /^Undo/ }).click()
  await page.getByText('Earlier imports and undo').waitFor({ state: 'detached', timeout: 30_000 })
  expectSame(await batches(page), 0, 'imports listed after undo')
  await dropLeft(page)
  await page.getByText('Drop your exports anywhere in this window').waitFor()
}

// dropLeft takes out the refused files that still wait.
async function dropLeft(page) {
  await page.getByRole('button', { name: /^(Drop all|Cancel)/ }).click()
}

async function chooseAndSave(page, { orders, claims }) {
  await choose(page, [orders, claims], () => page.getByRole('button', { name: /^Choose files/ }).click())
  for (const name of ['shopify_orders_export.csv', 'tiktok_shop_affiliate_orders.csv']) await expectChip(page, name, 'Ready to save')
  await save(page)
}

async function sameAgain(page, { claims }) {
  await drop(page, [{ path: claims }])
  await expectChip(page, 'tiktok_shop_affiliate_orders.csv', 'Already here')
  expectSame(await page.getByRole('button', { name: /^Save/ }).count(), 0, 'buttons that would save nothing')
  await dropLeft(page)
  await card(page, 'tiktok_shop_affiliate_orders.csv').waitFor({ state: 'detached' })
}

async function home(page) {
  await goTo(page, 'own/home')
  const words = flat(await page.locator('main').innerText())
  expect(/\$[\d,]{5,}/.test(await headline(page)), `home’s headline names no sum: ${await headline(page)}`)
  expect(words.includes('Claims against the till'), 'home does not set the claims beside the till')
  await expectPainted(page.locator('main div[role=img]:has(canvas)').first(), 'the first chart of home')
}

async function askRegions(page, { treated, holdout, first, last }) {
  await goTo(page, 'own/test')
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: 'Read out a test' })
  await form.getByRole('radio', { name: /^Regions with creators/ }).check()
  await form.getByLabel('First day of the test').fill(first)
  await form.getByLabel('Last day of the test').fill(last)
  for (const region of holdout) await form.getByRole('checkbox', { name: region, exact: true }).check()
  await form.getByText(`${holdout.length} of ${treated.length + holdout.length} left out`).waitFor()
  await form.getByRole('radio', { name: /^Yes, by lot/ }).check()
  await form.getByRole('button', { name: 'Read it out' }).click()
  await page.waitForURL(/#\/own\/test\/\d+$/)
  await page.getByLabel('Grade A', { exact: true }).waitFor({ timeout: 30_000 })
  await settled(page)
}

// compare holds every figure of the screen's range to the JSON answer, rounded as the screen rounds.
async function compare(page, { answer }) {
  const words = flat(await page.locator('main').innerText())
  const { effect, lower, upper } = answer.total
  expectSame(answer.grade, 'A', 'the grade on the command line')
  const shown = [...words.matchAll(/\$([\d,]+)/g)].map(([, n]) => Number(n.replaceAll(',', '')))
  const off = roundedTo((upper - lower) / 100)
  for (const [what, minor] of [['effect', effect], ['lower end', lower], ['upper end', upper]]) {
    const exact = Math.abs(minor) / 100
    expect(shown.some((n) => Math.abs(n - exact) <= off), `the ${what}, ${dollars(minor)}, is not on the page: ${words.slice(0, 600)}`)
  }
  await expectPainted(page.locator('main div[role=img]:has(canvas)').first(), 'the range')
}

// roundedTo is half the step of a shown sum: two digits of its range's width.
const roundedTo = (width) => 0.5 * 10 ** (Math.floor(Math.log10(width)) - 1)

async function pdf(page) {
  const verdict = flat(await page.locator('main h2').first().innerText())
  await page.getByRole('button', { name: /^PDF/ }).click()
  await page.waitForURL(/#\/own\/reports\/\d+$/)
  await page.locator('main svg[role=img][viewBox]').first().waitFor()
  const title = flat(await titleOf(page))
  const { text } = await savePDF(page)
  const sum = /\$[\d,]+/.exec(verdict)?.[0]
  expect(text === undefined || (text.includes(title) && text.includes(sum)), `the PDF lacks “${title}” or ${sum}`)
}

// The weekly routine: a folder of twelve exports of many platforms, chosen at once, saved with one
// confirmation, held to the command line's counts, known again the second time, and taken back.
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { ask, begin, choose, expect, expectSame, flat, goTo, newContext, newFolder, openPage, root, serve, settled, step } from './kit.mjs'
import { expectChip } from './own.mjs'

const kinds = [
  'shopify_orders_export', 'tiktok_shop_affiliate_orders_seller_v3', 'tiktok_shop_orders_us', 'tiktok_shop_settlement_income',
  'tiktok_shop_creator_data_v3', 'tiktok_shop_video_data_v3', 'tiktok_ads_ad_daily', 'tiktok_gmv_max_creative',
  'ga4_traffic_acquisition', 'gsc_performance', 'fairing_responses', 'etsy_sold_order_items',
]
const said = ['--zone', 'America/New_York', '--currency', 'USD']

export async function weeklyFolder(browser) {
  begin('A folder')
  const folder = await gather()
  const app = await serve(await newFolder())
  const context = await newContext(browser)
  const page = await openPage(context, app.link)
  await step(page, 'a folder of twelve exports is looked at', () => addFolder(page, folder))
  await step(page, 'naming the brand answers what they leave open', () => nameBrand(page, folder))
  await step(page, 'one confirmation saves all twelve, with the command line’s counts', () => save(page, folder))
  await step(page, 'the calendar has a row for each source', () => calendar(page))
  await step(page, 'the guide to exports finds one by its words', () => guide(page))
  await step(page, 'the same folder once more changes nothing', () => again(page, folder))
  await context.close()
  await app.stop()
}

// gather copies one fixture of each kind into a folder and lets the command line say what it holds.
export async function gather() {
  const fixtures = join(root, 'backend/importer/testdata')
  const path = join(await newFolder(), 'This week')
  await mkdir(path)
  const other = await newFolder()
  const files = []
  for (const kind of kinds) {
    const names = (await readdir(join(fixtures, kind))).filter((name) => !['.golden', '.options'].includes(extname(name)))
    for (const name of names) {
      const as = files.some((f) => f.name === name) ? `${kind} ${name}` : name
      const { files: [dry] } = await ask(other, 'import', join(fixtures, kind, name), ...said, '--dry-run').catch(() => ({ files: [{}] }))
      if (dry.status !== 'ok' || dry.format !== kind) continue
      await copyFile(join(fixtures, kind, name), join(path, as))
      files.push({ kind, name: as })
      break
    }
    expect(files.at(-1)?.kind === kind, `no fixture of ${kind} can be read without a further answer`)
  }
  const { files: counts } = await ask(other, 'import', ...files.map((f) => join(path, f.name)), ...said)
  return { path, files: files.map((f, i) => ({ ...f, count: counts[i] })) }
}

async function addFolder(page, { path, files }) {
  await settled(page)
  await page.keyboard.press('Enter')
  await page.getByText('Drop your exports anywhere in this window').waitFor()
  await choose(page, path, () => page.getByRole('button', { name: /^Choose a folder/ }).click())
  for (const { name } of files) await page.getByRole('region', { name, exact: true }).waitFor({ timeout: 60_000 })
  await page.getByText('Whose files are these?').waitFor({ timeout: 60_000 })
}

async function nameBrand(page, { files }) {
  expect(await page.getByRole('button', { name: 'Keep this' }).isDisabled(), 'a brand without a name can be kept')
  expect(/USD/.test(await page.getByRole('combobox', { name: 'Currency', exact: true }).inputValue()), 'the currency that most files name is not offered')
  await page.getByLabel('Brand name').fill('Otter & Oak')
  await page.keyboard.press('Enter')
  await page.getByText('Whose files are these?').waitFor({ state: 'detached' })
  for (const { name } of files) await expectChip(page, name, 'Ready to save')
}

async function save(page, { files }) {
  const button = page.getByRole('button', { name: /^Save 12 files/ })
  await button.and(page.locator(':enabled')).waitFor()
  await page.locator('#main').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Take back/ }).nth(11).waitFor({ timeout: 60_000 })
  const words = flat(await page.locator('main').innerText())
  for (const { name, count } of files) {
    expect(words.includes(name), `${name} is not among the imports`)
    expect(words.includes(`${count.accepted} new`), `${name}: ${count.accepted} new rows are not named`)
  }
}

async function calendar(page) {
  const rows = page.getByRole('region', { name: 'What you have, day by day' }).getByRole('img')
  expect(await rows.count() >= 8, `the calendar has ${await rows.count()} rows`)
}

async function guide(page) {
  await page.getByRole('button', { name: /^All exports that can be read/ }).click()
  const panel = page.getByRole('dialog', { name: 'Exports that can be read' })
  await panel.getByLabel('Find an export').fill('settlement')
  await panel.getByRole('heading', { name: /settlement/i }).first().waitFor()
  expectSame(await panel.getByRole('heading', { name: 'Shopify', exact: true }).count(), 0, 'platforms without the word')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
}

async function again(page, { path, files }) {
  await choose(page, path, () => page.getByRole('button', { name: /^Choose a folder/ }).click())
  for (const { name } of files) await expectChip(page, name, 'Already here')
  expectSame(await page.getByRole('button', { name: /^Save/ }).count(), 0, 'buttons that would save nothing')
  await page.getByRole('button', { name: /^(Drop all|Cancel)/ }).click()
  await goTo(page, 'own/inbox')
}

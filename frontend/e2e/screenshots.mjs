// The README's pictures, taken from the app itself with the sample brand: `make screenshots`.
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { cleanUp, drop, expect, goTo, launch, makeFiles, newContext, newFolder, openPage, root, serve, settled } from './kit.mjs'

const folder = join(root, 'docs/pictures')
const most = 2.5e6 // bytes of all pictures together: they travel with every clone
const wide = { width: 1280, height: 800 }

async function take(page, name) {
  await page.mouse.move(0, 0)
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0) })
  await page.waitForTimeout(250)
  const path = join(folder, `${name}.jpg`)
  await page.screenshot({ path, type: 'jpeg', quality: 85, animations: 'disabled', caret: 'hide' })
  const { size } = await stat(path)
  console.log(`${String(Math.round(size / 1000)).padStart(5)} kB  ${name}`)
  return size
}

async function pictures(page) {
  let bytes = 0
  await settled(page)
  bytes += await take(page, 'welcome')
  await page.keyboard.press('s')
  await page.waitForURL(/#\/sample\/home$/, { timeout: 30_000 })
  await settled(page)
  bytes += await take(page, 'home')
  await page.emulateMedia({ colorScheme: 'dark' })
  bytes += await take(page, 'home-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 390, height: 844 })
  await settled(page)
  bytes += await take(page, 'home-phone')
  await page.setViewportSize(wide)
  for (const [name, where] of [['creators', 'sample/creators'], ['readout', 'sample/test/2']]) {
    await goTo(page, where)
    bytes += await take(page, name)
  }
  await goTo(page, 'sample/reports')
  await page.locator('main svg[role=img][viewBox]').first().waitFor()
  bytes += await take(page, 'reports')
  await preview(page)
  return bytes + await take(page, 'inbox')
}

// preview drops two exports into the founder's own, still empty, inbox.
async function preview(page) {
  const files = await makeFiles('--seed', '7', '--design', 'region')
  await goTo(page, 'own/inbox')
  await drop(page, ['shopify_orders_export.csv', 'tiktok_shop_affiliate_orders.csv'].map((name) => ({ path: join(files, name) })))
  await page.getByLabel('Brand name').fill('Otter & Oak')
  await page.getByRole('button', { name: 'Keep this' }).click()
  await page.getByRole('button', { name: /^Save 2 files/ }).waitFor()
  await page.getByRole('button', { name: 'Close this message' }).click()
}

await mkdir(folder, { recursive: true })
const app = await serve(await newFolder())
const browser = await launch()
try {
  const context = await newContext(browser, { viewport: wide, deviceScaleFactor: 1.5, colorScheme: 'light' })
  const bytes = await pictures(await openPage(context, app.link))
  expect(bytes <= most, `the pictures weigh ${bytes} bytes, more than ${most}`)
  await app.stop()
} finally {
  await browser.close()
  await cleanUp()
}

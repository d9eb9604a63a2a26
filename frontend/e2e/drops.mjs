// A test with drop dates, on the sample brand: planned once, shown, refused a second time, looked at in both schemes.
import { axeSource, allowing, begin, expect, expectSame, flat, goTo, headline, newContext, newFolder, openPage, refusal, serve, settled, step } from './kit.mjs'
import { expectAccessible } from './looks.mjs'

export async function dropDates(browser) {
  begin('Drop dates')
  const app = await serve(await newFolder())
  const context = await newContext(browser)
  await context.addInitScript(axeSource)
  const page = await openPage(context, app.link)
  await step(page, 'the sample brand is made', () => makeSample(page))
  await step(page, 'the form proposes a length for the shop: axe finds nothing', () => form(page))
  await step(page, 'one press draws the dates, and they are shown', () => draw(page))
  await step(page, 'the dates: axe finds nothing, nothing scrolls sideways', () => expectAccessible(page))
  await step(page, 'the same days are not drawn again', () => again(page))
  await step(page, 'counts of posts are kept beside the plan', () => posts(page))
  await step(page, 'the schedule is a file', () => file(page))
  await context.close()
  await app.stop()
}

async function makeSample(page) {
  await settled(page)
  await page.keyboard.press('s')
  await page.waitForURL(/#\/sample\/home$/, { timeout: 30_000 })
  await goTo(page, 'sample/test')
}

const openForm = async (page) => {
  await page.getByRole('button', { name: 'Plan drops by lot' }).click()
  await page.getByRole('dialog', { name: 'Plan drops by lot' }).waitFor()
}

async function form(page) {
  await openForm(page)
  const words = flat(await page.getByRole('dialog').innerText())
  expect(/Proposed for your shop/.test(words) && /lift of about \d+ %/.test(words), `the form proposes nothing: ${words}`)
  await expectAccessible(page)
}

async function draw(page) {
  await page.getByRole('checkbox').first().waitFor()
  for (let i = 0; i < 4; i++) await page.getByRole('checkbox').nth(i).check()
  await page.getByRole('button', { name: 'Draw the dates' }).click()
  await page.waitForURL(/#\/sample\/test\/\d+$/)
  await settled(page)
  expect(/^Drops, /.test(await headline(page)), `the test is named ${await headline(page)}`)
  const drops = await page.locator('main ol li').allInnerTexts()
  expect(drops.length >= 3 && drops.every((d) => /\d{4}/.test(d) && /show /.test(d)), `the dates: ${drops.join(' | ')}`)
  const inStrip = await page.locator('main table td', { hasText: /, drop \d/ }).count()
  expect(inStrip >= drops.length, `${inStrip} days of the strip are drops`)
  const words = flat(await page.locator('main').innerText())
  for (const part of ['There is no answer before all are in', 'Tell your creators', 'The dates stay', 'Seed of the draw']) expect(words.includes(part), `the plan lacks “${part}”`)
  expect(!words.includes('Read it now'), 'a test that is under way offers to be read')
}

async function again(page) {
  await goTo(page, 'sample/test')
  await page.locator('main li', { hasText: 'Under way' }).waitFor()
  await openForm(page)
  await allowing(page, refusal(422, '/drops'), async () => {
    await page.getByRole('button', { name: 'Draw the dates' }).click()
    const said = flat(await page.getByRole('alert').innerText())
    expect(/drawn already/.test(said) && /prove nothing/.test(said), `a second draw is answered by: ${said}`)
  })
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function posts(page) {
  await page.locator('main li a', { hasText: /^Drops, / }).click()
  await settled(page)
  await page.getByRole('button', { name: 'Count the posts' }).click()
  await page.getByLabel('Posts').first().fill('30')
  await page.getByRole('button', { name: 'Keep these counts' }).click()
  await page.getByText(/You noted 3\d posts on/).waitFor()
}

async function file(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Calendar file' }).click()])
  expect(/^creatorlift-drops-.*\.ics$/.test(download.suggestedFilename()), `the file is named ${download.suggestedFilename()}`)
  expectSame((await (await download.createReadStream()).toArray()).join('').slice(0, 15), 'BEGIN:VCALENDAR', 'the file begins with')
}

// What every walk through the app needs: the built program on a data folder of its own, a browser whose
// slightest complaint fails the step, dropped files, charts and PDFs read back.
import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

export const root = fileURLToPath(new URL('../../', import.meta.url))
export const program = process.env.CREATORLIFT ?? join(root, 'build/bin/creatorlift')
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const failures = join(root, 'build/out/e2e')
const run = promisify(execFile)

/** expect throws with these words unless it holds. */
export function expect(holds, words) {
  if (!holds) throw new Error(words)
}

/** expectSame throws unless both are the same text or number. */
export function expectSame(got, want, what) {
  expect(got === want, `${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`)
}

const folders = []

/** newFolder is an empty folder that cleanUp removes. */
export async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'creatorlift-e2e-'))
  folders.push(folder)
  return folder
}

const children = new Set()

/** cleanUp ends the programs that still run and removes their folders. */
export async function cleanUp() {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
}

/** ask runs the program on the command line, on a data folder, and reads its JSON. */
export async function ask(folder, ...args) {
  const { stdout } = await run(program, [...args, '--json'], { env: environment(folder), maxBuffer: 64e6 })
  return JSON.parse(stdout)
}

/** makeFiles writes a fictional brand's exports into a new folder. */
export async function makeFiles(...args) {
  const folder = await newFolder()
  await run(program, ['sample', '--out', folder, ...args])
  return folder
}

const environment = (folder) => ({ ...process.env, XDG_DATA_HOME: folder, HOME: folder, TZ: 'America/New_York' })

/** serve starts the program on a data folder and waits for its link. */
export async function serve(folder) {
  const child = spawn(program, ['serve', '--no-open'], { env: environment(folder), stdio: ['pipe', 'pipe', 'pipe'] })
  children.add(child)
  const ended = new Promise((done) => child.on('exit', (code, signal) => { children.delete(child); done(signal ?? code) }))
  const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const said = createInterface({ input: child.stderr })[Symbol.asyncIterator]()
  const { value: link } = await printed.next()
  expect(link, 'the program printed no link')
  return {
    link,
    freshLink: async () => {
      child.stdin.write('\n')
      return (await said.next()).value
    },
    stop: async () => {
      child.kill('SIGINT')
      expectSame(await ended, 0, 'the program ends with')
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** launch starts the browser, as quiet as it can be. */
export const launch = () => chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--disable-features=LocalNetworkAccessChecks,PrivateNetworkAccessSendPreflights', '--font-render-hinting=none'],
})

/** newContext is a browser of its own, English, with moving parts still. */
export const newContext = (browser, options = {}) =>
  browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'America/New_York', reducedMotion: 'reduce', acceptDownloads: true, ...options })

/** openPage opens a page whose complaints are collected: console, errors, refused or failed requests. */
export async function openPage(context, link) {
  const page = await context.newPage()
  watch(page)
  page.setDefaultTimeout(15_000)
  if (link) await page.goto(link)
  return page
}

const complaints = new WeakMap()
const allowances = new WeakMap()

function watch(page) {
  const heard = []
  complaints.set(page, heard)
  const complain = (kind, words) => {
    const allowed = allowances.get(page) ?? []
    if (!allowed.some((pattern) => pattern.test(`${kind} ${words}`))) heard.push(`${kind} ${words}`)
  }
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complain('console:', `${m.text()} ${m.location().url}`))
  page.on('pageerror', (e) => complain('error:', e.stack ?? String(e)))
  page.on('requestfailed', (r) => complain('failed:', `${r.method()} ${r.url()} ${r.failure()?.errorText}`))
  page.on('response', (r) => r.status() >= 400 && complain('answer:', `${r.status()} ${r.request().method()} ${r.url()}`))
}

/** allowing lets a page complain in these ways while do runs: problems that the step itself provokes. */
export async function allowing(page, patterns, act) {
  allowances.set(page, patterns)
  try {
    await act()
    await page.waitForTimeout(50)
  } finally {
    allowances.delete(page)
  }
}

/** refusal is what a browser says of one refused question. */
export const refusal = (status, path) => [new RegExp(`^answer: ${status} \\w+ .*${path}`), new RegExp(`^console: Failed to load resource.* ${status} .*${path}`)]

/** serverGone is what a browser says while nobody answers. */
export const serverGone = [/^failed: .*ERR_(CONNECTION|EMPTY|SOCKET|ABORTED)/, /^console: Failed to load resource: net::ERR_(CONNECTION|EMPTY|SOCKET)/]

let shown
/** show names the page of which a failing step takes its picture. */
export function show(page) {
  shown = page
}

let story = ''
let count = 0
/** begin names the story that the next steps belong to. */
export function begin(name) {
  story = name
}

const LONGEST_STEP = 180_000

// within fails after the longest time a step may take, so that a browser that hangs ends the run.
const within = (work) => {
  let timer
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`nothing for ${LONGEST_STEP / 1000} s: the browser hangs`)), LONGEST_STEP) })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** step runs one step, prints its milliseconds, and fails if the page complained meanwhile. */
export async function step(page, name, act) {
  show(page)
  const from = performance.now()
  try {
    await within(act())
    const heard = complaints.get(page).splice(0)
    expect(heard.length === 0, `the page complained:\n  ${heard.join('\n  ')}`)
  } catch (cause) {
    throw new Error(`${story}: ${name}\n  ${cause.message.replace(/\x1b\[\d+m/g, '')}${await picture(`${story} ${name}`)}`, { cause })
  }
  count++
  console.log(`${String(Math.round(performance.now() - from)).padStart(6)} ms  ${story}: ${name}`)
}

/** steps is how many steps went well. */
export const steps = () => count

async function picture(name) {
  const path = join(failures, name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 80) + '.png')
  try {
    await mkdir(failures, { recursive: true })
    await shown.screenshot({ path, fullPage: true })
    return `\n  picture: ${path}`
  } catch {
    return ''
  }
}

/** headline is the page's finding. */
export const headline = async (page) => (await page.locator('main h1').first().innerText()).trim()

/** goTo opens a page by its address and waits until it is whole: nothing loads and every chart is painted. */
export async function goTo(page, where) {
  await page.evaluate((hash) => { location.hash = hash }, `#/${where}`)
  await settled(page)
}

/** settled waits until the page shows no placeholder, no progress, and no chart without paint. */
export async function settled(page, timeout = 20_000) {
  await page.waitForTimeout(60)
  await page.waitForFunction(() => {
    const still = document.querySelector('main h1:not(:has(.cl-hidden))') && !document.querySelector('[aria-busy=true], [role=progressbar], [aria-label=Loading]')
    const charts = [...document.querySelectorAll('main div[role=img][class*=canvas]')].filter((c) => c.offsetParent !== null)
    return still && charts.every((c) => c.querySelector('canvas'))
  }, undefined, { timeout })
}

/** paintedShare is which part of a chart's canvas carries ink. */
export const paintedShare = (chart) => chart.locator('canvas').first().evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let inked = 0
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && (data[i] !== data[0] || data[i + 1] !== data[1] || data[i + 2] !== data[2] || data[3] === 0)) inked++
  return inked / (data.length / 4)
})

/** expectPainted fails if a chart is blank or lacks its sentence. */
export async function expectPainted(chart, what) {
  expect((await chart.getAttribute('aria-label') ?? '').length > 20, `${what} has no sentence for screen readers`)
  const share = await paintedShare(chart)
  expect(share > 0.001 && share < 0.98, `${what}: ${(share * 100).toFixed(2)} % of its canvas is painted`)
}

/** drop drops files on the window with a real drop event; each is {name, path} or {name, text}. */
export async function drop(page, files) {
  const packed = await Promise.all(files.map(async (f) => ({ name: f.name ?? basename(f.path), base64: (f.path ? await readFile(f.path) : Buffer.from(f.text)).toString('base64') })))
  const transfer = await page.evaluateHandle(async (list) => {
    const transfer = new DataTransfer()
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      transfer.items.add(new File([bytes], name))
    }
    return transfer
  }, packed)
  for (const type of ['dragenter', 'dragover']) await page.dispatchEvent('body', type, { dataTransfer: transfer })
  await page.getByText('Drop to look. Nothing is saved yet.').waitFor()
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await transfer.dispose()
}

/** choose picks files through the browser's file dialog, which press opens. */
export async function choose(page, paths, press) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press()])
  await chooser.setFiles(paths)
}

/** savePDF presses Save PDF and reads the file back: its bytes, and its text where pdftotext is there. */
export async function savePDF(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Save PDF/ }).click()])
  const path = await download.path()
  const bytes = await readFile(path)
  expectSame(bytes.subarray(0, 5).toString('latin1'), '%PDF-', 'the PDF begins with')
  expect(bytes.length > 8000, `the PDF has only ${bytes.length} bytes`)
  const text = await run('pdftotext', ['-layout', path, '-']).then((r) => flat(r.stdout), () => undefined)
  return { name: download.suggestedFilename(), text }
}

/** flat is a text without its line ends and double spaces, small signs as plain ones. */
export const flat = (text) => text.replace(/[\s\u00a0\u2009\u202f]+/g, ' ').trim()

/** problemText is what a page's error says. */
export const problemText = async (page) => flat(await page.getByRole('alert').first().innerText())

export const axeSource = readFileSync(join(root, 'frontend/node_modules/axe-core/axe.min.js'), 'utf8')

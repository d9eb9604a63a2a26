// What pages of other ports and of a rebinding name can do to `creatorlift serve` in a real browser:
// nothing. Run it with `node e2e/hostile.mjs` in frontend/, after `make build`. CREATORLIFT names another
// program, CHROMIUM another browser. Ends with 1 if anything came in.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const program = process.env.CREATORLIFT ?? fileURLToPath(new URL('../../build/bin/creatorlift', import.meta.url))
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const refusals = [400, 401, 403, 405, 421]
const problems = []

function check(ok, text) {
  if (!ok) problems.push(text)
}

// startProgram serves a new brand's file; freshLink presses Enter.
async function startProgram(folder) {
  const child = spawn(program, ['serve', '--no-open', '--db', join(folder, 'brand.db')], { stdio: ['pipe', 'pipe', 'pipe'] })
  const said = createInterface({ input: child.stderr })[Symbol.asyncIterator]()
  const { value: link } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  return {
    link,
    origin: new URL(link).origin,
    port: new URL(link).port,
    freshLink: async () => {
      child.stdin.write('\n')
      return (await said.next()).value
    },
    stop: () =>
      new Promise((done) => {
        child.on('exit', done)
        child.kill('SIGINT')
      }),
  }
}

// startLure is the hostile server: an empty page everywhere, and a redirect to wherever the query says.
async function startLure() {
  const seen = { cookies: '' }
  const server = createServer((req, res) => {
    seen.cookies += req.headers.cookie ?? ''
    const to = new URL(req.url, 'http://lure').searchParams.get('to')
    if (to) res.writeHead(302, { Location: to })
    else res.writeHead(200, { 'Content-Type': 'text/html' })
    res.end('<!doctype html><title>lure</title><body>')
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return { port: server.address().port, seen, close: () => server.close() }
}

// attackInPage runs in the hostile page. It tries everything a page can send and reports what it could read.
async function attackInPage({ target, link }) {
  const read = []
  const attempt = async (name, init, path) => {
    try {
      const answer = await fetch(target + path, { credentials: 'include', ...init })
      if (answer.type !== 'opaque' && answer.ok) read.push(name)
    } catch {
      // the browser kept the answer from us
    }
  }
  const token = { 'X-Creatorlift-Token': 'x' }
  for (const path of ['/', '/api/frame', '/file/' + '0'.repeat(64), new URL(link).pathname + new URL(link).search]) {
    await attempt('fetch', {}, path)
    await attempt('fetch without CORS', { mode: 'no-cors' }, path)
    await attempt('fetch with a token', { headers: token }, path)
  }
  for (const method of ['POST', 'PUT', 'DELETE']) {
    await attempt(method, { method, body: '{}', headers: { 'Content-Type': 'application/json', ...token } }, '/api/sample')
  }
  await attempt('simple POST', { method: 'POST', mode: 'no-cors', body: '{}' }, '/api/sample')
  await attempt('upload', { method: 'POST', mode: 'no-cors', body: 'a,b' }, '/api/brand/own/inbox/files?name=a.csv')
  await attempt('second start', { method: 'POST', mode: 'no-cors' }, '/link')
  navigator.sendBeacon(target + '/api/sample', '{}')

  const add = (tag, set) => {
    const e = Object.assign(document.createElement(tag), set)
    e.onload = () => tag !== 'iframe' && read.push(tag)
    document.body.append(e)
    return e
  }
  for (const path of ['/', '/api/frame', '/favicon.svg', new URL(link).pathname + new URL(link).search]) {
    add('img', { src: target + path })
    add('script', { src: target + path })
    add('link', { rel: 'stylesheet', href: target + path })
    add('link', { rel: 'prefetch', href: target + path })
    add('iframe', { src: target + path })
  }
  for (const [method, path] of [['POST', '/api/sample'], ['POST', '/link'], ['GET', '/'], ['POST', '/']]) {
    const name = 'f' + method + path.length
    add('iframe', { name })
    add('form', { method, action: target + path, target: name }).submit()
  }
  new EventSource(target + '/api/frame', { withCredentials: true })
  const socket = new WebSocket(target.replace('http', 'ws') + '/api/frame')
  socket.onopen = () => read.push('socket')
  await new Promise((done) => setTimeout(done, 1500))
  return read
}

// askedBy is true of what this page asked for, its late files and its looking anew included.
function askedBy(page, request) {
  try {
    return request.frame().page() === page
  } catch {
    return false // a page that is only being opened
  }
}

// guardPhase collects every answer of the program while act runs, but for the founder's own page's; all must
// be refusals, and at least some.
async function guardPhase(context, app, name, atLeast, act) {
  const [founder] = context.pages()
  const answers = []
  const listen = (res) => {
    const url = new URL(res.url())
    if (url.port === app.port && !askedBy(founder, res.request()) && !url.pathname.startsWith('/lure')) answers.push([res.status(), res.request().method(), url.pathname])
  }
  context.on('response', listen)
  await act()
  context.off('response', listen)
  for (const [status, method, path] of answers) check(refusals.includes(status), `${name}: ${method} ${path} was answered with ${status}`)
  check(answers.length >= atLeast, `${name}: only ${answers.length} requests came to the door; the test tests nothing`)
  console.log(`${name}: ${answers.length} answers, all refusals: ${[...new Set(answers.map(([status]) => status))].sort().join(' ')}`)
}

// navigate goes there by every way a page has: a link, a new window, a redirect, a refresh.
async function navigate(context, from, to) {
  for (const way of [
    (to) => location.assign(to),
    (to) => window.open(to),
    (to) => location.assign('/?to=' + encodeURIComponent(to)),
    (to) => document.head.insertAdjacentHTML('beforeend', `<meta http-equiv="refresh" content="0;url=${to}">`),
    (to) => Object.assign(document.createElement('a'), { href: to, rel: 'noreferrer' }).click(),
  ]) {
    const page = await context.newPage()
    await page.goto(from)
    await page.evaluate(way, to).catch(() => {}) // the page may be gone before it answers
    await page.waitForTimeout(400)
    for (const p of context.pages()) check(p === context.pages()[0] || !p.url().endsWith(':' + new URL(to).port + '/') || (await p.content()).includes('refused'), `${from} reached ${p.url()}`)
    for (const p of context.pages().slice(1)) await p.close()
  }
}

// ask asks as the program's own page does.
async function ask(page) {
  return page.evaluate(async () => {
    const token = document.querySelector('meta[name="creatorlift-token"]')?.content ?? ''
    const answer = await fetch('/api/frame', { headers: { 'X-Creatorlift-Token': token } })
    return { status: answer.status, body: await answer.text() }
  })
}

async function attack(context, app, lure) {
  const page = await context.newPage()
  page.on('console', (m) => check(!m.text().includes('Content Security Policy') && !m.text().includes('Content-Security-Policy'), `console: ${m.text()}`))
  const entered = await page.goto(app.link)
  check(entered.status() === 200 && page.url() === app.origin + '/', `the founder could not come in: ${page.url()}`)
  const before = await ask(page)
  check(before.status === 200, `the page's own question was refused: ${before.status}; was the screen built (make build)?`)
  const link = await app.freshLink()

  for (const host of ['127.0.0.1', 'localhost', 'rebind.test']) {
    const from = `http://${host}:${lure.port}/`
    await guardPhase(context, app, `a page of ${host} on another port`, 15, async () => {
      const hostile = await context.newPage()
      await hostile.goto(from)
      const read = await hostile.evaluate(attackInPage, { target: app.origin, link })
      check(read.length === 0, `${from} could read: ${read}`)
      await hostile.close()
    })
    await guardPhase(context, app, `navigation from ${host}`, 5, () => navigate(context, from, app.origin + '/'))
    await guardPhase(context, app, `the founder's link followed from ${host}`, 5, () => navigate(context, from, link))
  }
  check(lure.seen.cookies.includes('creatorlift-'), 'the browser did not show the cookie to the other port: the test lost its weapon')

  const rebound = `http://rebind.test:${app.port}`
  await context.route(rebound + '/lure', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>lure</title><body>' }))
  await guardPhase(context, app, 'a rebound name', 30, async () => {
    const hostile = await context.newPage()
    await hostile.goto(rebound + '/lure')
    const read = await hostile.evaluate(attackInPage, { target: rebound, link })
    check(read.length === 0, `${rebound} could read: ${read}`)
    await hostile.goto(rebound + '/')
    await hostile.goto(rebound + new URL(link).pathname + new URL(link).search)
    await hostile.close()
  })

  const after = await ask(page)
  check(after.status === 200 && after.body === before.body, 'the attacks changed something')
  const again = await page.goto(link)
  check(again.status() === 200 && again.request().redirectedFrom() !== null, 'the attacks spent the link')
}

const folder = await mkdtemp(join(tmpdir(), 'creatorlift-hostile-'))
const app = await startProgram(folder)
const lure = await startLure()
const browser = await chromium.launch({
  executablePath: browserPath,
  // The browser's own fence around local addresses is off: the door must hold without it.
  args: ['--no-sandbox', '--disable-gpu', '--disable-features=LocalNetworkAccessChecks,PrivateNetworkAccessSendPreflights', '--host-resolver-rules=MAP rebind.test 127.0.0.1'],
})
try {
  await attack(await browser.newContext(), app, lure)
} catch (err) {
  problems.push(String(err))
} finally {
  await browser.close()
  lure.close()
  check((await app.stop()) === 0, 'the program did not end well')
  await rm(folder, { recursive: true })
}
for (const p of problems) console.error('FAILED', p)
console.log(problems.length === 0 ? 'Nothing came in.' : `${problems.length} problems.`)
process.exit(problems.length === 0 ? 0 : 1)

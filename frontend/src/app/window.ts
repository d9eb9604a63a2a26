/**
 * What the desktop window can do and a browser cannot: native dialogs and the window itself. The program's
 * side is app.go. A promise that fails does so with a problem of the API (code, message, hint).
 */
interface Bindings {
  OpenFiles(): Promise<string[]>
  OpenFolder(): Promise<string>
  SaveDownload(path: string): Promise<string>
}

interface Runtime {
  WindowSetTitle(title: string): void
  WindowSetBackgroundColour(red: number, green: number, blue: number, alpha: number): void
}

declare global {
  interface Window {
    go?: { main?: { Window?: Bindings } }
    runtime?: Runtime
  }
}

/** Whether the page is shown in the desktop window. */
export function inWindow(): boolean {
  return window.go?.main?.Window !== undefined
}

function bindings(): Bindings {
  const found = window.go?.main?.Window
  if (!found) throw new Error('Only the desktop window can do this.')
  return found
}

/** Asks for export files, many at once; their paths, none if the dialog was cancelled. */
export async function openFiles(): Promise<string[]> {
  return bindings().OpenFiles()
}

/** Asks for a folder of export files; its path, "" if the dialog was cancelled. */
export async function openFolder(): Promise<string> {
  return bindings().OpenFolder()
}

/**
 * Asks where to save the download with this one-use path and saves it there; the new file's path, "" if
 * the dialog was cancelled. The download is used up either way.
 */
export async function saveDownload(path: string): Promise<string> {
  return bindings().SaveDownload(path)
}

/** Puts the page's name into the window's title bar. In a browser document.title is enough. */
export function setWindowTitle(title: string): void {
  window.runtime?.WindowSetTitle(title)
}

/** Colours the window behind the page, #RRGGBB, so that resizing and reloading do not flash. */
export function setWindowCanvas(hex: string): void {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16)
  window.runtime?.WindowSetBackgroundColour(part(1), part(3), part(5), 255)
}

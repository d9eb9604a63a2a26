// What the desktop window can do and a browser cannot: native dialogs, and the window itself. The
// program's side is app.go.

interface Bindings {
  OpenFiles(): Promise<string[]>;
  OpenFolder(): Promise<string>;
  SaveDownload(path: string): Promise<string>;
}

interface Runtime {
  WindowSetTitle(title: string): void;
  WindowSetBackgroundColour(red: number, green: number, blue: number, alpha: number): void;
}

declare global {
  interface Window {
    go?: { main?: { Window?: Bindings } };
    runtime?: Runtime;
  }
}

/** inWindow says whether the page is shown in the desktop window. */
export const inWindow = (): boolean => window.go?.main?.Window !== undefined;

/** call asks the window. What it refuses is thrown as an Error with the code and the hint of a Problem. */
const call = async <T>(ask: (window: Bindings) => Promise<T>): Promise<T> => {
  const bound = window.go?.main?.Window;
  if (!bound) throw new Error('Only the desktop window can do this.');
  try {
    return await ask(bound);
  } catch (cause) {
    throw asProblem(cause);
  }
};

/** asProblem reads the Problem that the program wrote into the error's message, the only place Wails leaves. */
const asProblem = (cause: unknown): unknown => {
  try {
    return cause instanceof Error ? Object.assign(new Error(), JSON.parse(cause.message)) : cause;
  } catch {
    return cause;
  }
};

/** openFiles asks for export files, many at once; none if the founder thought better of it. */
export const openFiles = (): Promise<string[]> => call((w) => w.OpenFiles());

/** openFolder asks for a folder with export files; "" if the founder thought better of it. */
export const openFolder = (): Promise<string> => call((w) => w.OpenFolder());

/**
 * saveDownload asks where to save the download with this one-use path, saves it there and gives the new
 * file's path; "" if the founder thought better of it. The download is used up either way.
 */
export const saveDownload = (path: string): Promise<string> => call((w) => w.SaveDownload(path));

/** setWindowTitle names the page in the window's title bar; in a browser document.title is enough. */
export const setWindowTitle = (title: string): void => window.runtime?.WindowSetTitle(title);

/** setWindowCanvas colours the window behind the page, #RRGGBB, so that resizing and reloading do not flash. */
export const setWindowCanvas = (hex: string): void => {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  window.runtime?.WindowSetBackgroundColour(part(1), part(3), part(5), 255);
};

// Reading what was dropped: files and whole folders.

/** MOST_FILES is how many files are taken at a time, as the program does. */
export const MOST_FILES = 1000;

/** Dropped is the files that were found; more says that there were others beyond the most. */
export type Dropped = { files: File[]; more: boolean };

const hidden = (name: string): boolean => name.startsWith('.');
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((done, failed) => entry.file(done, failed));

/** entriesOf lists a folder; a browser gives it in batches, the last of them empty. */
const entriesOf = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (batch.length === 0) return all;
    all.push(...batch);
    if (all.length > 2 * MOST_FILES) return all;
  }
};

const collect = async (entry: FileSystemEntry, into: Dropped): Promise<void> => {
  if (hidden(entry.name) || into.more) return;
  if (isFile(entry)) {
    if (into.files.length === MOST_FILES) into.more = true;
    else into.files.push(await fileOf(entry));
  } else if (isFolder(entry)) {
    for (const inside of await entriesOf(entry)) await collect(inside, into);
  }
};

const byName = new Intl.Collator('en', { numeric: true });

/** inOrder sorts by name: a folder gives its files in no order. */
const inOrder = ({ files, more }: Dropped): Dropped => ({ files: files.toSorted((a, b) => byName.compare(a.name, b.name)), more });

/** filesOfDrop reads a drop. It must be called within the event, because its items live no longer. */
export const filesOfDrop = async (transfer: DataTransfer): Promise<Dropped> => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const plain = [...transfer.files];
  if (entries.length === 0) return filesOfList(plain);
  const found: Dropped = { files: [], more: false };
  for (const entry of entries) await collect(entry, found);
  return inOrder(found);
};

/** filesOfList takes the files of a file dialog, without hidden ones. */
export const filesOfList = (list: Iterable<File>): Dropped => {
  const files = [...list].filter((file) => !hidden(file.name) && !/(^|\/)\./.test(file.webkitRelativePath));
  return inOrder({ files: files.slice(0, MOST_FILES), more: files.length > MOST_FILES });
};

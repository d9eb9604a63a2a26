import type { Schema } from '../api/client';
import { say } from './toast';
import { inWindow, saveDownload } from './window';

/** saveOffer saves a file that the program offers once: through the browser's downloads, or the window's own dialog. */
export const saveOffer = async (offered: Schema['Download']): Promise<void> => {
  if (inWindow()) {
    const saved = await saveDownload(offered.path);
    if (saved) say(`Saved as ${saved}`);
    return;
  }
  const link = document.createElement('a');
  link.href = offered.path.replace(/^\//, './');
  link.download = offered.name;
  link.click();
  say(`${offered.name} is in your downloads (${offered.size}).`);
};
